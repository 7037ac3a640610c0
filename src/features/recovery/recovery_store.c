/*
 * The SQL of links for staff.
 */
#include "features/recovery/recovery_store.h"

STATEMENT add = SQL(
    "INSERT INTO staff_link (id, staff_id, purpose, expires_ms, used_ms, created_ms) VALUES ($1, $2, $3, $4, 0, $5)");

STATEMENT get = SQL("SELECT staff_id, purpose, expires_ms, used_ms FROM staff_link WHERE id = $1");

STATEMENT end_all = SQL("UPDATE staff_link SET used_ms = $2 WHERE staff_id = $1 AND used_ms = 0");

STATEMENT count_since = SQL(
    "SELECT count(*) FROM staff_link WHERE staff_id = $1 AND created_ms >= $3 AND purpose = $2");

STATEMENT forget_old = SQL("DELETE FROM staff_link WHERE expires_ms < $1");

STATEMENT location_of = SQL(
    "SELECT COALESCE((SELECT min(location_id) FROM staff_role WHERE staff_id = $1), (SELECT min(id) FROM location), "
    "0)");

static struct str purpose_text(enum link_purpose purpose)
{
    return purpose == LINK_INVITATION ? STR("invitation") : STR("password-reset");
}

enum err recovery_store_add(struct ctx *ctx, const struct recovery *recovery)
{
    return store_exec(ctx, &add,
                      ARGS(INT(recovery->id), INT(recovery->user_id), TEXT(purpose_text(recovery->purpose)),
                           INT(recovery->expires_ms), INT(ctx->now_ms)),
                      NULL);
}

enum err recovery_store_get(struct ctx *ctx, id64 id, struct recovery *out, bool *used)
{
    struct rows rows;
    bool found = store_row(ctx, &get, ARGS(INT(id)), &rows);

    *out = (struct recovery){ .id = id };
    if (found) {
        out->user_id = row_int(&rows, 0);
        out->purpose = str_equal(row_view(&rows, 1), STR("invitation")) ? LINK_INVITATION : LINK_PASSWORD_RESET;
        out->expires_ms = row_int(&rows, 2);
        *used = row_int(&rows, 3) != 0;
    }
    TRY(rows_end(&rows));
    return found ? ERR_OK : ERR_NOT_FOUND;
}

enum err recovery_store_end(struct ctx *ctx, id64 user_id)
{
    return store_exec(ctx, &end_all, ARGS(INT(user_id), INT(ctx->now_ms)), NULL);
}

enum err recovery_store_count(struct ctx *ctx, id64 user_id, enum link_purpose purpose, int64_t since_ms, int64_t *out)
{
    return store_int(ctx, &count_since, ARGS(INT(user_id), TEXT(purpose_text(purpose)), INT(since_ms)), 0, out);
}

enum err recovery_store_forget_old(struct ctx *ctx, int64_t before_ms)
{
    return store_exec(ctx, &forget_old, ARGS(INT(before_ms)), NULL);
}

enum err recovery_store_location(struct ctx *ctx, id64 user_id, id64 *out)
{
    return store_int(ctx, &location_of, ARGS(INT(user_id)), 0, out);
}
