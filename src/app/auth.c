#include "app/auth.h"

#include "app/app.h"
#include "base/secret.h"

#include <stdlib.h>

enum { TOKEN_MOST_BYTES = 200 };

/* ---- reading -------------------------------------------------------------------------------------------------- */

static enum err no_key(struct ctx *ctx)
{
    return fail(ctx, ERR_UNAUTHENTICATED, "This API key is not valid: mistyped, or taken back.");
}

static enum err no_session(struct ctx *ctx)
{
    return fail(ctx, ERR_UNAUTHENTICATED, "The session has ended; sign in again.");
}

/* The cache knows only what was found valid before: then neither form nor hash is asked for again. */
static bool is_known(struct auth_cache *cache, enum credential_kind kind, struct str secret, struct credential *out)
{
    *out = (struct credential){ .kind = kind, .secret = secret };
    if (cache)
        auth_cache_find(cache, out);
    return out->known != NULL;
}

static enum err read_bearer(struct ctx *ctx, struct str header, struct auth_cache *cache, struct credential *out)
{
    struct str scheme = str_slice(header, 0, str_find(header, ' '));
    struct str key = str_trim(str_slice(header, scheme.len, header.len));

    if (!str_equal_ascii_case(scheme, STR("Bearer")))
        return fail(ctx, ERR_UNAUTHENTICATED, "Send the API key as \"Authorization: Bearer rgl_…\".");
    if (is_known(cache, CREDENTIAL_KEY, key, out))
        return ERR_OK;
    if (!api_key_well_formed(key)) {
        *out = (struct credential){ 0 };
        return no_key(ctx);
    }
    out->hash = sha256_hex(ctx->arena, key);
    return ERR_OK;
}

enum err auth_read(struct ctx *ctx, const struct request *req, struct auth_cache *cache, struct credential *out)
{
    struct str header = request_header(req, "authorization"), token;

    *out = (struct credential){ 0 };
    if (header.len)
        return read_bearer(ctx, header, cache, out);
    if (req->local_socket) {
        out->kind = CREDENTIAL_SOCKET;
        return ERR_OK;
    }
    token = request_cookie(req, SESSION_COOKIE);
    if (token.len == 0)
        return ERR_OK;
    if (token.len > TOKEN_MOST_BYTES)
        return no_session(ctx);
    if (!is_known(cache, CREDENTIAL_SESSION, token, out))
        out->hash = sha256_hex(ctx->arena, token);
    return ERR_OK;
}

/* ---- identifying ---------------------------------------------------------------------------------------------- */

static enum err find_key(struct ctx *ctx, struct str hash, struct principal *out)
{
    struct api_key key;
    enum err err = api_key_find(ctx, hash, &key);

    if (err == ERR_NOT_FOUND)
        return no_key(ctx);
    TRY(err);
    *out = (struct principal){
        .actor = { .kind = ACTOR_API_KEY, .id = key.id, .name = key.name, .location_id = key.location_id },
        .permissions = api_key_permissions(&key),
        .touch = api_key_touch_due(&key, ctx->now_ms),
        .seen_day = key.seen_day,
    };
    return ERR_OK;
}

static enum err find_session(struct ctx *ctx, struct str hash, struct principal *out)
{
    enum err err;

    *out = (struct principal){ 0 };
    err = session_find(ctx, hash, &out->holder);
    if (err == ERR_NOT_FOUND)
        return no_session(ctx);
    TRY(err);
    TRY(user_roles_of(ctx, out->holder.user_id, &out->roles));
    out->actor = (struct actor){
        .kind = ACTOR_USER,
        .id = out->holder.user_id,
        .name = out->holder.name,
        .by_cookie = true,
        .session_id = out->holder.session_id,
    };
    out->permissions = user_permissions_anywhere(&out->roles);
    return ERR_OK;
}

static enum err find(struct ctx *ctx, const struct credential *credential, struct principal *out)
{
    struct str hash = credential->hash.len ? credential->hash : sha256_hex(ctx->arena, credential->secret);

    switch (credential->kind) {
    case CREDENTIAL_KEY: return find_key(ctx, hash, out);
    case CREDENTIAL_SESSION: return find_session(ctx, hash, out);
    case CREDENTIAL_SOCKET:
        *out = (struct principal){
            .actor = { .kind = ACTOR_SYSTEM, .name = STR("command line") },
            .permissions = role_permissions(ROLE_OWNER),
        };
        return ERR_OK;
    case CREDENTIAL_NONE: return fail(ctx, ERR_UNAUTHENTICATED, "Sign in first, or send an API key.");
    }
    return ERR_UNAUTHENTICATED;
}

/* A cached session that seems to be over may have slid on meanwhile: its use is noted by a write of its own. */
static bool is_stale(const struct ctx *ctx, const struct principal *kept)
{
    return kept->actor.kind == ACTOR_USER && !session_is_alive(&kept->holder, ctx->now_ms);
}

static bool key_touch_due(const struct ctx *ctx, const struct principal *principal)
{
    int64_t day;

    return !date_parse(principal->seen_day, &day) || day < ctx->now_ms / DAY_MS;
}

bool auth_is_due(const struct ctx *ctx, const struct principal *principal)
{
    if (principal->actor.kind == ACTOR_API_KEY)
        return key_touch_due(ctx, principal);
    return principal->actor.kind != ACTOR_USER || !session_is_alive(&principal->holder, ctx->now_ms) ||
           session_touch_due(&principal->holder, ctx->now_ms);
}

/* What time changes is asked anew for every request, cached or not. */
static enum err check_time(struct ctx *ctx, const struct credential *credential, struct principal *principal)
{
    if (credential->kind == CREDENTIAL_SESSION) {
        if (!session_is_alive(&principal->holder, ctx->now_ms))
            return no_session(ctx);
        principal->touch = session_touch_due(&principal->holder, ctx->now_ms);
    } else if (credential->kind == CREDENTIAL_KEY) {
        principal->touch = key_touch_due(ctx, principal);
    }
    return ERR_OK;
}

/* One note of a use is enough; the cached copy is not read again from the database for it. */
static void noted(struct ctx *ctx, struct principal *kept)
{
    kept->holder.seen_ms = ctx->now_ms;
    kept->seen_day = STR("9999-12-31");
}

enum err auth_identify(struct ctx *ctx, const struct credential *credential, struct auth_cache *cache,
                       struct principal *out)
{
    bool cacheable = cache && (credential->kind == CREDENTIAL_KEY || credential->kind == CREDENTIAL_SESSION);
    struct principal *kept = credential->known;

    if (kept && !is_stale(ctx, kept)) {
        *out = *kept;
    } else {
        TRY(find(ctx, credential, out));
        if (cacheable)
            kept = auth_cache_keep(cache, credential, out);
    }
    TRY(check_time(ctx, credential, out));
    if (kept && out->touch)
        noted(ctx, kept);
    ctx->actor = out->actor;
    ctx->permissions = out->permissions;
    return ERR_OK;
}

/* ---- allowing ------------------------------------------------------------------------------------------------- */

bool auth_permissions_in(const struct principal *principal, id64 location_id, uint64_t *permissions)
{
    enum role role;

    *permissions = principal->permissions;
    if (principal->actor.kind == ACTOR_API_KEY)
        return principal->actor.location_id == location_id;
    if (principal->actor.kind != ACTOR_USER)
        return true;
    role = user_role_in(&principal->roles, location_id);
    *permissions = role_permissions(role);
    return role != ROLE_NONE;
}

static enum err no_location(struct ctx *ctx)
{
    return fail(ctx, ERR_NOT_FOUND, "There is no such location.");
}

static enum err enter(struct ctx *ctx, struct str name, const struct principal *principal, struct auth_cache *cache)
{
    const struct location *known = principal->location;

    if (!known && cache)
        known = auth_cache_location(cache, name);

    if (!known) {
        struct location *found = ARENA_NEW(ctx->arena, struct location);
        enum err err = location_find(ctx, name, found);

        if (err == ERR_NOT_FOUND)
            return no_location(ctx);
        TRY(err);
        if (cache)
            auth_cache_keep_location(cache, name, found);
        known = found;
    }
    if (!auth_permissions_in(principal, known->id, &ctx->permissions))
        return no_location(ctx);
    location_enter(ctx, known);
    return ERR_OK;
}

enum err auth_allow(struct ctx *ctx, const struct route *route, const struct request *req,
                    const struct principal *principal, struct auth_cache *cache)
{
    struct str name = request_param(req, "location");
    uint64_t missing;

    if (name.len)
        TRY(enter(ctx, name, principal, cache));
    missing = route->permission & ~ctx->permissions;
    for (int i = 0; missing && i < PERMISSION_COUNT; i++)
        if (missing >> i & 1)
            return fail(ctx, ERR_FORBIDDEN, "You may not do this; it takes the permission \"%s\".",
                        permission_name((enum permission_index)i));
    return ERR_OK;
}

/* ---- noting a use ---------------------------------------------------------------------------------------------- */

struct touch {
    struct store_task task;
    int64_t now_ms; /* of the use, however long the note waits */
    struct actor actor;
};

static enum err touch_run(struct store_task *task, struct store_session *session)
{
    struct touch *touch = (struct touch *)task;
    struct arena arena;
    struct ctx ctx;
    enum err err;

    arena_init(&arena);
    ctx_init(&ctx, &arena);
    ctx.db = session;
    ctx.now_ms = touch->now_ms;
    if (touch->actor.kind == ACTOR_API_KEY)
        err = api_key_touch(&ctx, touch->actor.id);
    else
        err = session_touch(&ctx, touch->actor.session_id);
    arena_clear(&arena);
    return err;
}

static void touch_done(struct store_task *task, enum err verdict)
{
    (void)verdict; /* the next request tries again */
    free(task);
}

void auth_touch(struct app *app, const struct principal *principal, int64_t now_ms)
{
    struct touch *touch = calloc(1, sizeof(*touch));

    if (!touch)
        return;
    *touch = (struct touch){
        .task = { .run = touch_run, .done = touch_done },
        .now_ms = now_ms,
        .actor = { .kind = principal->actor.kind,
                   .id = principal->actor.id,
                   .session_id = principal->actor.session_id },
    };
    if (store_submit(app->store, &touch->task, STORE_WRITE) != ERR_OK)
        free(touch);
}
