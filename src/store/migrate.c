#include "store/migrate.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/secret.h"

#include <string.h>

static const char create_record[] =
    "CREATE TABLE IF NOT EXISTS schema_migration ("
    " name TEXT NOT NULL PRIMARY KEY,"
    " sha256 TEXT NOT NULL,"
    " applied_ms BIGINT NOT NULL)";
static const struct sql list_records = SQL("SELECT name, sha256 FROM schema_migration ORDER BY name");
static const struct sql add_record = SQL("INSERT INTO schema_migration (name, sha256, applied_ms) VALUES ($1, $2, $3)");

static struct str bytes_of(const struct embedded_file *file)
{
    return (struct str){ (const char *)file->bytes, file->size };
}

/* ---- planning */

static bool is_for(const struct backend *backend, const char *file_name)
{
    struct str name = str_from(file_name);

    for (const struct backend *const *other =
             (const struct backend *const[]){ &sqlite_backend, &postgres_backend, NULL };
         *other; other++) {
        char ending[32];
        size_t len = strlen((*other)->name);

        memcpy(ending, ".", 1);
        memcpy(ending + 1, (*other)->name, len);
        memcpy(ending + 1 + len, ".sql", sizeof(".sql"));
        if (str_ends(name, str_from(ending)))
            return *other == backend;
    }
    return true;
}

struct record {
    struct str name;
    struct str sha256;
    struct record *next;
};

static enum err read_records(struct ctx *ctx, struct record **list)
{
    struct record **end = list;
    struct rows rows;

    *list = NULL;
    store_query(ctx, &list_records, (struct args){ NULL, 0 }, &rows);
    while (rows_next(&rows)) {
        struct record *record = ARENA_NEW(ctx->arena, struct record);

        record->name = row_text(&rows, 0);
        record->sha256 = row_text(&rows, 1);
        *end = record;
        end = &record->next;
    }
    return rows_end(&rows);
}

static bool refuse(struct migration_plan *plan, struct str *why, const char *sentence, struct str name)
{
    *why = arena_printf(plan->arena, sentence, STR_PRINT(name));
    return false;
}

/* Both lists are in the order of their names: walk them side by side. */
static bool compare(struct migration_plan *plan, const struct record *record, struct str *why)
{
    for (const struct embedded_file *file = plan->migrations; file->name; file++) {
        struct str name = str_from(file->name);

        if (!is_for(plan->session->backend, file->name))
            continue;
        plan->known = file->name;
        if (!record) {
            plan->pending[plan->pending_count++] = file;
            continue;
        }
        if (str_compare(record->name, name) < 0)
            return refuse(plan, why, "The database has the migration %.*s, which this program does not have.",
                          record->name);
        if (!str_equal(record->name, name))
            return refuse(plan, why, "The database lacks the migration %.*s, but has later ones.", name);
        if (!str_equal(record->sha256, sha256_hex(plan->arena, bytes_of(file))))
            return refuse(plan, why, "The migration %.*s was changed after it ran on this database.", name);
        record = record->next;
    }
    if (record)
        return refuse(plan, why,
                      "The database is newer than this program: it has the migration %.*s. Start a newer program.",
                      record->name);
    return true;
}

static size_t count_files(const struct embedded_file *file)
{
    size_t count = 0;

    while (file[count].name)
        count++;
    return count;
}

bool migrate_plan(struct migration_plan *plan, struct str *why)
{
    struct store_session *session = plan->session;
    struct record *records;
    struct ctx ctx;

    ctx_init(&ctx, plan->arena);
    ctx.db = session;
    plan->known = "";
    plan->pending_count = 0;
    plan->pending = ARENA_ARRAY(plan->arena, const struct embedded_file *, count_files(plan->migrations) + 1);
    if (session->backend->command(session, create_record) != ERR_OK || read_records(&ctx, &records) != ERR_OK) {
        *why = arena_printf(plan->arena, "The database's migrations cannot be read: %s",
                            session->backend->complaint(session));
        return false;
    }
    plan->is_new = !records;
    return compare(plan, records, why);
}

/* ---- running */

bool migrate_split(struct str *text, struct str *statement)
{
    char quote = 0;
    size_t from = 0;

    *text = str_trim(*text);
    for (size_t i = 0; i < text->len; i++) {
        char c = text->ptr[i];

        if (quote) {
            if (c == quote)
                quote = 0;
        } else if (c == '-' && i + 1 < text->len && text->ptr[i + 1] == '-') {
            /* a comment may hold a lonely apostrophe */
            i += str_find(str_slice(*text, i, text->len), '\n') - 1;
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == ';') {
            size_t next = i + 1;

            while (next < text->len && (text->ptr[next] == ' ' || text->ptr[next] == '\t' || text->ptr[next] == '\r'))
                next++;
            if (next < text->len && text->ptr[next] != '\n')
                continue;
            *statement = str_slice(*text, from, i);
            *text = str_slice(*text, next, text->len);
            return true;
        }
    }
    *statement = *text;
    *text = STR_EMPTY;
    return statement->len > 0;
}

/* Is there anything but comments? */
static bool says_something(struct str text)
{
    struct str line;

    while (str_split(&text, '\n', &line)) {
        line = str_trim(line);
        if (line.len && !str_starts(line, STR("--")))
            return true;
    }
    return false;
}

static const char *fill_in(const struct backend *backend, struct arena *arena, struct str text)
{
    const struct {
        struct str token;
        const char *words;
    } tokens[] = { { STR("{{id}}"), backend->id_type }, { STR("{{bytes}}"), backend->bytes_type } };
    struct buf buf;

    buf_init(&buf, arena, text.len + 64);
    while (text.len) {
        size_t plain = str_find(text, '{');
        size_t skip = 0;

        buf_add(&buf, str_slice(text, 0, plain));
        text = str_slice(text, plain, text.len);
        for (size_t i = 0; i < sizeof(tokens) / sizeof(tokens[0]) && !skip; i++)
            if (str_starts(text, tokens[i].token)) {
                buf_add_text(&buf, tokens[i].words);
                skip = tokens[i].token.len;
            }
        if (!skip && text.len) {
            buf_add_char(&buf, *text.ptr);
            skip = 1;
        }
        text = str_slice(text, skip, text.len);
    }
    return arena_cstr(arena, buf_str(&buf));
}

static enum err run_statements(struct ctx *ctx, struct str text)
{
    struct store_session *session = ctx->db;
    struct str statement;

    while (migrate_split(&text, &statement)) {
        if (!says_something(statement))
            continue;
        TRY(session_broke(session,
                          session->backend->command(session, fill_in(session->backend, ctx->arena, statement))));
    }
    return ERR_OK;
}

static enum err run_one(struct ctx *ctx, const struct embedded_file *file)
{
    struct str sha256 = sha256_hex(ctx->arena, bytes_of(file));

    TRY(run_statements(ctx, bytes_of(file)));
    return store_exec(ctx, &add_record, ARGS(TEXT(str_from(file->name)), TEXT(sha256), INT(ctx->now_ms)), NULL);
}

bool migrate_run(const struct migration_plan *plan, struct str *why)
{
    struct store_session *session = plan->session;
    struct ctx ctx;

    ctx_init(&ctx, plan->arena);
    ctx.db = session;
    ctx.now_ms = clock_now_ms(&(struct clock){ .test_file = NULL });
    for (int i = 0; i < plan->pending_count; i++) {
        enum err err = session_begin(session, true);

        if (err == ERR_OK)
            err = run_one(&ctx, plan->pending[i]);
        /* now, because undoing has nothing to complain about */
        if (err != ERR_OK)
            *why = arena_printf(plan->arena, "The migration %s failed and was undone: %s", plan->pending[i]->name,
                                session->backend->complaint(session));
        else if ((err = session_finish(session, ERR_OK)) != ERR_OK)
            *why = arena_printf(plan->arena, "The migration %s could not be saved: %s", plan->pending[i]->name,
                                err_sentence(err));
        if (err != ERR_OK) {
            session_finish(session, err);
            return false;
        }
    }
    /* Not of empty tables: PostgreSQL would take them for small ones, read them whole, and keep these plans while they grow. */
    if (plan->pending_count && !plan->is_new && session->backend->command(session, "ANALYZE") != ERR_OK) {
        *why = arena_printf(plan->arena, "ANALYZE failed: %s", session->backend->complaint(session));
        return false;
    }
    return true;
}
