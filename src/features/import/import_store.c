#include "features/import/import_store.h"

#include "store/store.h"

STATEMENT analyze = SQL("ANALYZE");

enum err import_store_analyze(struct ctx *ctx)
{
    return store_exec(ctx, &analyze, (struct args){ NULL, 0 }, NULL);
}
