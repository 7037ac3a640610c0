#include "app/idempotency_store.h"

/* clang-format off */
STATEMENT find = SQL(
    "SELECT request_hash, status, headers, body, created_ms FROM idempotency"
    " WHERE location_id = $1 AND actor_id = $2 AND key = $3");
STATEMENT add = SQL(
    "INSERT INTO idempotency (location_id, actor_id, key, request_hash, status, headers, body, created_ms)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (location_id, actor_id, key) DO NOTHING");
STATEMENT set = SQL(
    "UPDATE idempotency SET status = $4, headers = $5, body = $6"
    " WHERE location_id = $1 AND actor_id = $2 AND key = $3");
STATEMENT remove_one = SQL("DELETE FROM idempotency WHERE location_id = $1 AND actor_id = $2 AND key = $3");
STATEMENT remove_before = SQL("DELETE FROM idempotency WHERE created_ms < $1");
/* clang-format on */

enum err idempotency_store_find(struct ctx *ctx, struct str key, struct kept_answer *out, bool *found)
{
    struct rows rows;

    *found = store_row(ctx, &find, ARGS(INT(ctx->location_id), INT(ctx->actor.id), TEXT(key)), &rows);
    if (*found)
        *out = (struct kept_answer){
            .request_hash = row_text(&rows, 0),
            .status = row_int(&rows, 1),
            .headers = row_text(&rows, 2),
            .body = row_text(&rows, 3),
            .created_ms = row_int(&rows, 4),
        };
    return rows_end(&rows);
}

enum err idempotency_store_add(struct ctx *ctx, struct str key, const struct kept_answer *answer, bool *made)
{
    int64_t count;

    TRY(store_exec(ctx, &add,
                   ARGS(INT(ctx->location_id), INT(ctx->actor.id), TEXT(key), TEXT(answer->request_hash),
                        INT(answer->status), TEXT(answer->headers), TEXT(answer->body), INT(ctx->now_ms)),
                   &count));
    *made = count == 1;
    return ERR_OK;
}

enum err idempotency_store_set(struct ctx *ctx, struct str key, const struct kept_answer *answer)
{
    return store_exec(ctx, &set,
                      ARGS(INT(ctx->location_id), INT(ctx->actor.id), TEXT(key), INT(answer->status),
                           TEXT(answer->headers), TEXT(answer->body)),
                      NULL);
}

enum err idempotency_store_remove(struct ctx *ctx, struct str key)
{
    return store_exec(ctx, &remove_one, ARGS(INT(ctx->location_id), INT(ctx->actor.id), TEXT(key)), NULL);
}

enum err idempotency_store_remove_before(struct ctx *ctx, int64_t ms)
{
    return store_exec(ctx, &remove_before, ARGS(INT(ms)), NULL);
}
