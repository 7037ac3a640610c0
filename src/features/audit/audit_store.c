#include "features/audit/audit_store.h"

#include "store/store.h"

/* clang-format off */
STATEMENT append = SQL(
    "INSERT INTO audit (id, location_id, at_ms, actor_kind, actor_id, actor_name, ip, action, record_id, changes)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
/* clang-format on */

static struct str kind_name(enum actor_kind kind)
{
    switch (kind) {
    case ACTOR_NOBODY: return STR("nobody");
    case ACTOR_USER: return STR("user");
    case ACTOR_API_KEY: return STR("api_key");
    case ACTOR_FORM: return STR("form");
    case ACTOR_SYSTEM: return STR("system");
    }
    return STR_EMPTY;
}

enum err audit_store_append(struct ctx *ctx, const char *action, id64 record_id, struct str changes)
{
    return store_exec(ctx, &append,
                      ARGS(INT(ctx_new_id(ctx)), INT(ctx->location_id), INT(ctx->now_ms),
                           TEXT(kind_name(ctx->actor.kind)), INT(ctx->actor.id), TEXT(ctx->actor.name), TEXT(ctx->ip),
                           TEXT(str_from(action)), INT(record_id), TEXT(changes)),
                      NULL);
}
