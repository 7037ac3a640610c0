#include "features/apikey/apikey_store.h"

/* clang-format off */
STATEMENT find = SQL("SELECT id, location_id FROM api_key WHERE key_hash = $1 AND revoked_ms = 0");
STATEMENT touch = SQL("UPDATE api_key SET seen_day = $2 WHERE id = $1 AND seen_day < $2");
STATEMENT ids_of = SQL("SELECT id FROM api_key WHERE location_id = $1 ORDER BY id DESC LIMIT 1000");
STATEMENT location_of = SQL("SELECT location_id FROM api_key WHERE id = $1");
STATEMENT revoke = SQL("UPDATE api_key SET revoked_ms = $3 WHERE location_id = $1 AND id = $2 AND revoked_ms = 0");
/* clang-format on */

enum err api_key_store_find(struct ctx *ctx, struct str key_hash, id64 *id, id64 *location_id)
{
    struct rows rows;

    *id = *location_id = 0;
    if (store_row(ctx, &find, ARGS(TEXT(key_hash)), &rows)) {
        *id = row_int(&rows, 0);
        *location_id = row_int(&rows, 1);
    }
    return rows_end(&rows);
}

enum err api_key_store_touch(struct ctx *ctx, id64 id, struct str day)
{
    return store_exec(ctx, &touch, ARGS(INT(id), TEXT(day)), NULL);
}

enum err api_key_store_ids(struct ctx *ctx, id64 location_id, struct id_set *found)
{
    return store_ids(ctx, &ids_of, ARGS(INT(location_id)), found);
}

enum err api_key_store_location(struct ctx *ctx, id64 id, id64 *location_id)
{
    return store_int(ctx, &location_of, ARGS(INT(id)), 0, location_id);
}

enum err api_key_store_revoke(struct ctx *ctx, id64 location_id, id64 id)
{
    return store_exec(ctx, &revoke, ARGS(INT(location_id), INT(id), INT(ctx->now_ms)), NULL);
}
