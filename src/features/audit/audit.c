#include "features/audit/audit.h"

#include "features/audit/audit_store.h"

enum err audit_record(struct ctx *ctx, const char *action, id64 record_id)
{
    return audit_store_append(ctx, action, record_id, STR("[]"));
}

enum err audit_changes(struct ctx *ctx, const char *action, id64 record_id, struct str changes)
{
    if (changes.len == 0)
        return ERR_OK;
    return audit_store_append(ctx, action, record_id, changes);
}
