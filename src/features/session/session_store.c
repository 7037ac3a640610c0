#include "features/session/session_store.h"

/* clang-format off */
STATEMENT find = SQL(
    "SELECT s.id, s.staff_id, s.seen_ms, s.expires_ms, st.name, st.disabled, st.last_day,"
    " coalesce((SELECT l.time_zone FROM staff_role r JOIN location l ON l.id = r.location_id"
    " WHERE r.staff_id = st.id ORDER BY r.location_id LIMIT 1), 'UTC')"
    " FROM session s JOIN staff st ON st.id = s.staff_id WHERE s.token_hash = $1");

/* The time stands in the condition, so that many requests at once write once. */
STATEMENT touch = SQL("UPDATE session SET seen_ms = $2, expires_ms = $3 WHERE id = $1 AND seen_ms < $4");

STATEMENT ids_of = SQL(
    "SELECT id FROM session WHERE staff_id = $1 AND expires_ms > $2 ORDER BY seen_ms DESC, id DESC LIMIT 200");

STATEMENT remove_one = SQL("DELETE FROM session WHERE staff_id = $1 AND id = $2");
/* Of those who work in the location, last seen before. */
STATEMENT forget_addresses = SQL(
    "UPDATE session SET ip = '', user_agent = '' WHERE seen_ms < $2 AND ip <> '' AND staff_id IN"
    " (SELECT r.staff_id FROM staff_role r WHERE r.location_id = $1)");

STATEMENT before = SQL(
    "SELECT (SELECT count(*) FROM staff_device WHERE staff_id = $1 AND until_ms > $2)"
    " + (SELECT count(*) FROM session WHERE staff_id = $1 AND expires_ms > $2)");
STATEMENT knows_device = SQL("SELECT count(*) FROM staff_device WHERE staff_id = $1 AND hash = $2 AND until_ms > $3");
STATEMENT keep_device = SQL(
    "INSERT INTO staff_device (staff_id, hash, until_ms) VALUES ($1, $2, $3)"
    " ON CONFLICT (staff_id, hash) DO UPDATE SET until_ms = excluded.until_ms");
STATEMENT forget_devices = SQL("DELETE FROM staff_device WHERE until_ms <= $1");

STATEMENT remove_expired = SQL("DELETE FROM session WHERE expires_ms <= $1");
/* clang-format on */

enum err session_store_find(struct ctx *ctx, struct str token_hash, struct session_holder *out)
{
    struct rows rows;
    bool found = store_row(ctx, &find, ARGS(TEXT(token_hash)), &rows);

    if (found)
        *out = (struct session_holder){
            .session_id = row_int(&rows, 0),
            .user_id = row_int(&rows, 1),
            .seen_ms = row_int(&rows, 2),
            .expires_ms = row_int(&rows, 3),
            .name = row_text(&rows, 4),
            .disabled = row_int(&rows, 5) != 0,
            .end_ms = user_end_ms(row_text(&rows, 6), row_text(&rows, 7)),
        };
    TRY(rows_end(&rows));
    return found ? ERR_OK : ERR_NOT_FOUND;
}

enum err session_store_touch(struct ctx *ctx, id64 id, int64_t expires_ms)
{
    return store_exec(ctx, &touch, ARGS(INT(id), INT(ctx->now_ms), INT(expires_ms), INT(ctx->now_ms - MINUTE_MS)),
                      NULL);
}

enum err session_store_ids(struct ctx *ctx, id64 user_id, struct id_set *found)
{
    return store_ids(ctx, &ids_of, ARGS(INT(user_id), INT(ctx->now_ms)), found);
}

enum err session_store_delete(struct ctx *ctx, id64 user_id, id64 id)
{
    int64_t gone;

    TRY(store_exec(ctx, &remove_one, ARGS(INT(user_id), INT(id)), &gone));
    return gone ? ERR_OK : ERR_NOT_FOUND;
}

enum err session_store_delete_expired(struct ctx *ctx)
{
    return store_exec(ctx, &remove_expired, ARGS(INT(ctx->now_ms)), NULL);
}

enum err session_store_forget_addresses(struct ctx *ctx, int64_t before_ms)
{
    return store_exec(ctx, &forget_addresses, ARGS(INT(ctx->location_id), INT(before_ms)), NULL);
}

/* ---- devices ------------------------------------------------------------------------------------------------- */

enum err session_store_signed_in_before(struct ctx *ctx, id64 user_id, bool *out)
{
    int64_t count;

    TRY(store_int(ctx, &before, ARGS(INT(user_id), INT(ctx->now_ms)), 0, &count));
    *out = count > 0;
    return ERR_OK;
}

enum err session_store_knows_device(struct ctx *ctx, id64 user_id, struct str hash, bool *out)
{
    int64_t count;

    TRY(store_int(ctx, &knows_device, ARGS(INT(user_id), TEXT(hash), INT(ctx->now_ms)), 0, &count));
    *out = count > 0;
    return ERR_OK;
}

enum err session_store_keep_device(struct ctx *ctx, id64 user_id, struct str hash, int64_t until_ms)
{
    return store_exec(ctx, &keep_device, ARGS(INT(user_id), TEXT(hash), INT(until_ms)), NULL);
}

enum err session_store_forget_devices(struct ctx *ctx)
{
    return store_exec(ctx, &forget_devices, ARGS(INT(ctx->now_ms)), NULL);
}
