/*
 * The SQL of the outbox.
 */
#include "features/mail/mail_store.h"

#include "features/consent/consent.h"

/* clang-format off */
STATEMENT find_once = SQL("SELECT id FROM mail WHERE location_id = $1 AND once_key = $2 AND once_key <> ''");

STATEMENT waiting_here = SQL(
    "SELECT count(*), COALESCE(min(due_ms), 0) FROM mail WHERE location_id = $1 AND open = 1 AND due_ms <= $2");

STATEMENT waiting_anywhere = SQL(
    "SELECT count(*), COALESCE(min(due_ms), 0) FROM mail WHERE open = 1 AND due_ms <= $1");

STATEMENT next_due = SQL(
    "SELECT id, location_id FROM mail WHERE open = 1 AND next_ms <= $1 ORDER BY next_ms, id LIMIT 1");

/* What was tried and waits for its next time, or was put off with others. */
STATEMENT wake = SQL(
    "UPDATE mail SET next_ms = $1 WHERE open = 1 AND state = 'waiting' AND next_ms > $1 AND (attempts > 0 OR due_ms <= $1)");
/* A time ahead in which something has happened already: the clock has been set back since. What is to go on a day of its own
 * was not due at once when it was ordered. */
STATEMENT due_ahead = SQL(
    "UPDATE mail SET due_ms = $1, next_ms = $1 WHERE open = 1 AND state = 'waiting' AND due_ms > $1"
    " AND (attempts > 0 OR due_ms = created_ms)");
STATEMENT leased_ahead = SQL(
    "UPDATE mail SET next_ms = $1 WHERE open = 1 AND state = 'sending' AND next_ms > $1");
STATEMENT put_off = SQL(
    "UPDATE mail SET next_ms = $2 WHERE location_id = $1 AND open = 1 AND state = 'waiting' AND next_ms < $2");

STATEMENT forget_old = SQL("DELETE FROM mail WHERE open = 0 AND updated_ms < $1");

STATEMENT is_bounced = SQL("SELECT 1 FROM mail_bounce WHERE location_id = $1 AND address_hash = $2");
STATEMENT mark_bounced = SQL(
    "INSERT INTO mail_bounce (location_id, address_hash, status, at_ms, person_id) VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (location_id, address_hash) DO UPDATE SET status = excluded.status, at_ms = excluded.at_ms,"
    " person_id = CASE WHEN excluded.person_id = 0 THEN mail_bounce.person_id ELSE excluded.person_id END");
STATEMENT all_bounced = SQL(
    "SELECT address_hash, status, at_ms, person_id FROM mail_bounce WHERE location_id = $1 ORDER BY at_ms DESC LIMIT $2");
STATEMENT unmark_bounced = SQL("DELETE FROM mail_bounce WHERE location_id = $1 AND address_hash = $2");

#define FORGET                                                                                                       \
    "UPDATE mail SET to_address = '', to_name = '', reply_address = '', reply_name = '', subject = '', body = '',"   \
    " error = '', once_key = '', state = CASE WHEN open = 1 THEN 'canceled' ELSE state END, open = 0, lease_token = ''," \
    " updated_ms = $3, edit = edit + 1 WHERE location_id = $1"
STATEMENT forget_person = SQL(
    FORGET " AND communication_id IN (SELECT c.id FROM communication c WHERE c.location_id = $1 AND c.person_id = $2)");
STATEMENT forget_to = SQL(FORGET " AND to_address = $2 AND to_address <> ''");
STATEMENT forget_reply = SQL(FORGET " AND reply_address = $2 AND reply_address <> ''");

STATEMENT forget_one = SQL(FORGET " AND id = $2");
STATEMENT forget_once = SQL(FORGET " AND once_key = $2 AND once_key <> ''");
STATEMENT to_ourselves = SQL(
    "SELECT id, reply_name, subject, body FROM mail WHERE location_id = $1 AND created_ms >= $2 AND communication_id IS NULL"
    " ORDER BY created_ms, id");

static const char *const lists[] = { "waiting", "failed", "done", NULL };
static const char *const list_sql[] = {
    "(r.open = 1)",
    "(r.state IN ('failed', 'bounced', 'withheld'))",
    "(r.state IN ('sent', 'canceled'))",
};

static const struct list_filter filters[] = {
    { .name = "list", .kind = FILTER_CHOICE, .choices = lists, .choice_sql = list_sql, .help = "What waits or is on its way; what did not arrive; what is done" },
    { .name = "from", .kind = FILTER_DAY_FROM, .sql = "r.created_ms >= ?", .help = "Ordered on this day or later" },
    { .name = "to_day", .kind = FILTER_DAY_TO, .sql = "r.created_ms < ?", .help = "Ordered on this day or earlier" },
    { .name = "to", .kind = FILTER_EMAIL, .sql = "r.to_address = ?", .help = "To this address" },
};
/* clang-format on */

const struct list_spec mail_list = {
    .resource = &mail_resource,
    .filters = filters,
    .filter_count = (int)(sizeof(filters) / sizeof(filters[0])),
    .default_sort = "-created_at",
};

enum err mail_store_find_once(struct ctx *ctx, struct str once, id64 *id)
{
    return store_int(ctx, &find_once, ARGS(INT(ctx->location_id), TEXT(once)), 0, id);
}

static enum err two_figures(struct ctx *ctx, const struct sql *sql, struct args args, int64_t *count,
                            int64_t *oldest_ms)
{
    struct rows rows;

    *count = *oldest_ms = 0;
    if (store_row(ctx, sql, args, &rows)) {
        *count = row_int(&rows, 0);
        *oldest_ms = row_int(&rows, 1);
    }
    return rows_end(&rows);
}

enum err mail_store_waiting(struct ctx *ctx, int64_t *count, int64_t *oldest_ms)
{
    return two_figures(ctx, &waiting_here, ARGS(INT(ctx->location_id), INT(ctx->now_ms)), count, oldest_ms);
}

enum err mail_store_waiting_anywhere(struct ctx *ctx, int64_t *count, int64_t *oldest_ms)
{
    return two_figures(ctx, &waiting_anywhere, ARGS(INT(ctx->now_ms)), count, oldest_ms);
}

enum err mail_store_forget_person(struct ctx *ctx, id64 person_id)
{
    return store_exec(ctx, &forget_person, ARGS(INT(ctx->location_id), INT(person_id), INT(ctx->now_ms)), NULL);
}

enum err mail_store_forget_address(struct ctx *ctx, struct str address)
{
    struct args args = ARGS(INT(ctx->location_id), TEXT(address), INT(ctx->now_ms));

    TRY(store_exec(ctx, &forget_to, args, NULL));
    return store_exec(ctx, &forget_reply, args, NULL);
}

enum err mail_store_forget_find(struct ctx *ctx, bool (*mentions)(struct forget *forget, struct str text),
                                struct forget *forget)
{
    struct arena *outer = ctx->arena, own;
    struct rows rows;

    arena_init(&own);
    store_query(ctx, &to_ourselves, ARGS(INT(ctx->location_id), INT(forget->answers_since_ms)), &rows);
    while (rows_next(&rows)) {
        bool about = false;

        for (int column = 1; column <= 3 && !about; column++) {
            struct str text = row_view(&rows, column);

            ctx->arena = &own;
            about = mentions(forget, text) || forget_named_in(ctx, forget, text);
            ctx->arena = outer;
        }
        arena_reset(&own, 64 * 1024);
        if (about)
            id_set_add(ctx, &forget->mails, row_int(&rows, 0));
    }
    arena_clear(&own);
    id_set_settle(&forget->mails);
    return rows_end(&rows);
}

enum err mail_store_forget_one(struct ctx *ctx, id64 id)
{
    return store_exec(ctx, &forget_one, ARGS(INT(ctx->location_id), INT(id), INT(ctx->now_ms)), NULL);
}

enum err mail_store_forget_once(struct ctx *ctx, struct str once)
{
    return store_exec(ctx, &forget_once, ARGS(INT(ctx->location_id), TEXT(once), INT(ctx->now_ms)), NULL);
}

enum err mail_store_next(struct ctx *ctx, id64 *id, id64 *location_id)
{
    return two_figures(ctx, &next_due, ARGS(INT(ctx->now_ms)), id, location_id);
}

enum err mail_store_wake(struct ctx *ctx)
{
    return store_exec(ctx, &wake, ARGS(INT(ctx->now_ms)), NULL);
}

enum err mail_store_clock_back(struct ctx *ctx, int64_t lease_ms)
{
    TRY(store_exec(ctx, &due_ahead, ARGS(INT(ctx->now_ms)), NULL));
    return store_exec(ctx, &leased_ahead, ARGS(INT(ctx->now_ms + lease_ms)), NULL);
}

enum err mail_store_put_off(struct ctx *ctx, int64_t until_ms)
{
    return store_exec(ctx, &put_off, ARGS(INT(ctx->location_id), INT(until_ms)), NULL);
}

enum err mail_store_forget_old(struct ctx *ctx, int64_t before_ms)
{
    return store_exec(ctx, &forget_old, ARGS(INT(before_ms)), NULL);
}

/* ---- addresses that came back ------------------------------------------------------------------------------------ */

enum err mail_store_bounced(struct ctx *ctx, struct str address, bool *out)
{
    struct str hash;
    int64_t found;

    TRY(consent_hash(ctx, address, &hash));
    TRY(store_int(ctx, &is_bounced, ARGS(INT(ctx->location_id), TEXT(hash)), 0, &found));
    *out = found != 0;
    return ERR_OK;
}

enum err mail_store_mark_bounced(struct ctx *ctx, struct str address, struct str status, id64 person_id)
{
    struct str hash;

    TRY(consent_hash(ctx, address, &hash));
    return store_exec(ctx, &mark_bounced,
                      ARGS(INT(ctx->location_id), TEXT(hash), TEXT(status), INT(ctx->now_ms), INT(person_id)), NULL);
}

enum err mail_store_unmark_bounced(struct ctx *ctx, struct str address)
{
    struct str hash;

    TRY(consent_hash(ctx, address, &hash));
    return store_exec(ctx, &unmark_bounced, ARGS(INT(ctx->location_id), TEXT(hash)), NULL);
}

enum err mail_store_all_bounced(struct ctx *ctx, int most, struct mail_bounced **out, int *count)
{
    struct rows rows;

    *out = ARENA_ARRAY(ctx->arena, struct mail_bounced, (size_t)most);
    *count = 0;
    store_query(ctx, &all_bounced, ARGS(INT(ctx->location_id), INT(most)), &rows);
    while (*count < most && rows_next(&rows))
        (*out)[(*count)++] = (struct mail_bounced){
            .hash = row_text(&rows, 0),
            .status = row_text(&rows, 1),
            .at_ms = row_int(&rows, 2),
            .person_id = row_int(&rows, 3),
        };
    return rows_end(&rows);
}
