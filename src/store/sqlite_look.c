/* What the planner knows of the tables: https://www.sqlite.org/lang_analyze.html, and of sqlite_stat1 fileformat2.html. */
#include "store/sqlite.h"

#include "base/log.h"

/*
 * A look at 400 rows of each index costs milliseconds, whatever the tables hold. But where all of these agree in a column,
 * the figure says 401, however many there are: with a million people SQLite then believes that a location has 401 of
 * anything, and rather walks over all of it than over an index that is a little less narrow. Such a figure says "many":
 * it becomes what a location has on the average.
 */
static const struct sql limit_look = SQL("PRAGMA analysis_limit=400");
static const struct sql look = SQL("ANALYZE main");
static const struct sql mend_look = SQL(
    "UPDATE sqlite_stat1 SET stat = rtrim(replace(replace(stat || ' ',"
    " ' 401 ', ' ' || (CAST(stat AS INTEGER) / max(1, (SELECT count(*) FROM location))) || ' '),"
    " ' 401 ', ' ' || (CAST(stat AS INTEGER) / max(1, (SELECT count(*) FROM location))) || ' '))"
    " WHERE stat LIKE '% 401%' AND CAST(stat AS INTEGER) / max(1, (SELECT count(*) FROM location)) > 401");
static const struct sql take_in = SQL("ANALYZE sqlite_schema");

/* How large the file was at the last look stands in a number of its head that SQLite leaves to whoever owns the file. */
static const struct sql count_pages = SQL("SELECT page_count FROM pragma_page_count");
static const struct sql count_pages_then = SQL("SELECT user_version FROM pragma_user_version");

static enum err number(struct store_session *session, const struct sql *sql, int64_t *out)
{
    struct arena arena;
    struct ctx ctx;
    enum err err;

    arena_init(&arena);
    ctx_init(&ctx, &arena);
    ctx.db = session;
    err = store_int(&ctx, sql, (struct args){ NULL, 0 }, 0, out);
    arena_clear(&arena);
    return err;
}

/* A pragma takes no arguments. */
static enum err note_pages(struct store_session *session)
{
    struct arena arena;
    int64_t pages;
    enum err err;

    TRY(number(session, &count_pages, &pages));
    arena_init(&arena);
    err = session->backend->command(session, arena_printf(&arena, "PRAGMA user_version=%lld", (long long)pages).ptr);
    arena_clear(&arena);
    return err;
}

enum err sqlite_look(struct store_session *session)
{
    const struct args none = { NULL, 0 };

    TRY(session->backend->exec(session, &limit_look, none, NULL));
    TRY(session->backend->exec(session, &look, none, NULL));
    TRY(session->backend->exec(session, &mend_look, none, NULL));
    TRY(session->backend->exec(session, &take_in, none, NULL));
    return note_pages(session);
}

bool sqlite_look_is_due(struct store_session *session)
{
    int64_t pages, then;

    if (number(session, &count_pages, &pages) != ERR_OK || number(session, &count_pages_then, &then) != ERR_OK)
        return true;
    return pages > then + then / 4 || pages < then / 2;
}
