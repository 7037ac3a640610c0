#include "features/apikey/apikey.h"

#include "base/secret.h"
#include "features/apikey/apikey_store.h"
#include "features/audit/audit.h"
#include "features/user/user.h"

enum { START_BYTES = 8 };

enum err api_key_find(struct ctx *ctx, struct str key_hash, struct api_key *out)
{
    id64 id, location_id;

    TRY(api_key_store_find(ctx, key_hash, &id, &location_id));
    return id ? resource_get(ctx, &api_key_resource, location_id, id, out) : ERR_NOT_FOUND;
}

uint64_t api_key_permissions(const struct api_key *key)
{
    uint64_t bits = key->role.len ? role_permissions(role_parse(key->role)) : PERM_SIGNED_IN;

    for (int i = 0; i < key->permissions.count && key->role.len == 0; i++)
        bits |= permission_parse(key->permissions.items[i]);
    return bits & ~PERM_LOCATION_WRITE;
}

static struct str today(struct arena *arena, int64_t now_ms)
{
    return date_text(arena, now_ms / DAY_MS);
}

bool api_key_touch_due(const struct api_key *key, int64_t now_ms)
{
    int64_t day;

    return !date_parse(key->seen_day, &day) || day < now_ms / DAY_MS;
}

enum err api_key_touch(struct ctx *ctx, id64 id)
{
    return api_key_store_touch(ctx, id, today(ctx->arena, ctx->now_ms));
}

/* What the actor may do in a location; 0 for one that is none of theirs. */
static enum err permissions_of_actor(struct ctx *ctx, id64 location_id, uint64_t *out)
{
    struct user_roles roles;

    *out = 0;
    switch (ctx->actor.kind) {
    case ACTOR_SYSTEM: *out = role_permissions(ROLE_OWNER); return ERR_OK;
    case ACTOR_API_KEY:
        if (ctx->actor.location_id == location_id)
            *out = ctx->permissions;
        return ERR_OK;
    case ACTOR_USER:
        TRY(user_roles_of(ctx, ctx->actor.id, &roles));
        *out = role_permissions(user_role_in(&roles, location_id));
        return ERR_OK;
    case ACTOR_FORM:
    case ACTOR_NOBODY: return ERR_OK;
    }
    return ERR_OK;
}

static void check_rights(struct ctx *ctx, const struct api_key *key)
{
    if (key->role.len && key->permissions.count)
        problem_add(ctx, STR("permissions"), "invalid", "Give a role or permissions, not both.");
    if (!key->role.len && !key->permissions.count)
        problem_add(ctx, STR("role"), "required", "Say what the key may do: a role, or a list of permissions.");
    for (int i = 0; i < key->permissions.count; i++)
        if (permission_parse(key->permissions.items[i]) == 0)
            problem_add(ctx, arena_printf(ctx->arena, "permissions[%d]", i), "unknown",
                        "There is no permission of this name.");
}

enum err api_key_create(struct ctx *ctx, struct api_key *key)
{
    struct location location;
    uint64_t own = 0;

    check_rights(ctx, key);
    if (key->location_id) {
        enum err err = location_get(ctx, key->location_id, &location);

        if (err != ERR_OK && err != ERR_NOT_FOUND)
            return err;
        if (err == ERR_OK)
            TRY(permissions_of_actor(ctx, key->location_id, &own));
        if (own == 0)
            problem_add(ctx, STR("location_id"), "unknown", "There is no such location.");
    }
    TRY(problems_err(ctx));
    if (!(own & PERM_API_KEY_WRITE) || (api_key_permissions(key) & ~own))
        return fail(ctx, ERR_FORBIDDEN, "You may not make a key that may do more than you may yourself.");
    key->id = ctx_new_id(ctx);
    key->key = api_key_new(ctx->arena);
    key->start = str_slice(key->key, 0, START_BYTES);
    key->key_hash = sha256_hex(ctx->arena, key->key);
    key->created_ms = ctx->now_ms;
    key->created_by = key->maker_id = ctx->actor.kind == ACTOR_USER ? ctx->actor.id : 0;
    TRY(resource_insert(ctx, &api_key_resource, key));
    return audit_record(ctx, "api_key.created", key->id);
}

enum err api_key_list(struct ctx *ctx, struct api_key **out, int *count)
{
    struct location *locations;
    int places, room = 0;

    TRY(location_list(ctx, &locations, &places));
    *count = 0;
    *out = NULL;
    for (int p = 0; p < places; p++) {
        struct id_set ids = { 0 };
        uint64_t own;

        TRY(permissions_of_actor(ctx, locations[p].id, &own));
        if (!(own & PERM_API_KEY_WRITE))
            continue;
        TRY(api_key_store_ids(ctx, locations[p].id, &ids));
        if (*count + ids.count > room) {
            struct api_key *more = ARENA_ARRAY(ctx->arena, struct api_key, (size_t)(*count + ids.count) * 2);

            for (int i = 0; i < *count; i++)
                more[i] = (*out)[i];
            *out = more;
            room = (*count + ids.count) * 2;
        }
        for (int i = 0; i < ids.count; i++) {
            struct api_key *key = &(*out)[(*count)++];

            TRY(resource_get(ctx, &api_key_resource, locations[p].id, ids.items[i], key));
            key->maker_id = key->created_by;
        }
    }
    return ERR_OK;
}

enum err api_key_revoke(struct ctx *ctx, id64 id)
{
    id64 location_id;
    uint64_t own;

    TRY(api_key_store_location(ctx, id, &location_id));
    TRY(permissions_of_actor(ctx, location_id, &own));
    if (location_id == 0 || own == 0)
        return ERR_NOT_FOUND;
    if (!(own & PERM_API_KEY_WRITE))
        return ERR_FORBIDDEN;
    TRY(api_key_store_revoke(ctx, location_id, id));
    return audit_record(ctx, "api_key.revoked", id);
}
