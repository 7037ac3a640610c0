#include "features/contact/contact_store.h"

STATEMENT touch = SQL("UPDATE contact SET active_ms = $3 WHERE location_id = $1 AND id = $2 AND active_ms < $3");

enum err contact_store_touch(struct ctx *ctx, id64 id, int64_t active_ms)
{
    return store_exec(ctx, &touch, ARGS(INT(ctx->location_id), INT(id), INT(active_ms)), NULL);
}
