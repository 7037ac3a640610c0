#include "features/person/forget_store.h"

STATEMENT any_erasure = SQL("SELECT 1 FROM erasure WHERE location_id = $1 LIMIT 1");

enum err forget_store_any(struct ctx *ctx, bool *any)
{
    int64_t one;

    TRY(store_int(ctx, &any_erasure, ARGS(INT(ctx->location_id)), 0, &one));
    *any = one == 1;
    return ERR_OK;
}
