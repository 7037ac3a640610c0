#include "features/session/session.h"

#include "base/email.h"
#include "base/secret.h"
#include "base/text.h"
#include "features/audit/audit.h"
#include "features/hooks.h"
#include "features/session/session_store.h"

enum { LIFE_DAYS = 30, AGENT_MOST = 300 };

enum err session_find(struct ctx *ctx, struct str token_hash, struct session_holder *out)
{
    return session_store_find(ctx, token_hash, out);
}

bool session_is_alive(const struct session_holder *holder, int64_t now_ms)
{
    return !holder->disabled && now_ms < holder->expires_ms && (holder->end_ms == 0 || now_ms < holder->end_ms);
}

bool session_touch_due(const struct session_holder *holder, int64_t now_ms)
{
    return now_ms - holder->seen_ms >= HOUR_MS;
}

enum err session_touch(struct ctx *ctx, id64 session_id)
{
    return session_store_touch(ctx, session_id, ctx->now_ms + LIFE_DAYS * DAY_MS);
}

enum err session_check_way(struct ctx *ctx)
{
    if (ctx->secure)
        return ERR_OK;
    return fail(ctx, ERR_FORBIDDEN,
                "Signing in over plain HTTP is refused: whoever sits between would read the password. Put a proxy that "
                "speaks TLS in front (Caddy gets its certificate by itself) and name it with --trusted-proxy, or use "
                "http://localhost on the machine itself.");
}

enum err session_start(struct ctx *ctx, id64 user_id, struct str *token)
{
    struct session session = {
        .id = ctx_new_id(ctx),
        .staff_id = user_id,
        .created_ms = ctx->now_ms,
        .seen_ms = ctx->now_ms,
        .expires_ms = ctx->now_ms + LIFE_DAYS * DAY_MS,
        .ip = ctx->ip,
        .user_agent = text_cut(text_line(ctx->arena, ctx->user_agent), AGENT_MOST),
    };

    *token = random_token(ctx->arena);
    session.token_hash = sha256_hex(ctx->arena, *token);
    ctx->actor.session_id = session.id;
    return resource_insert(ctx, &session_resource, &session);
}

struct signing_in {
    struct sign_in *out;
    struct user user;
};

/* PostgreSQL may ask twice: what is written starts from what came in. */
static enum err write_session(struct ctx *ctx, void *data)
{
    const struct signing_in *signing_in = data;
    struct str device = signing_in->out->device;
    bool fresh;

    TRY(session_device_remember(ctx, &device, &fresh));
    TRY(session_start(ctx, ctx->actor.id, &signing_in->out->token));
    TRY(audit_record(ctx, "session.created", ctx->actor.session_id));
    if (fresh)
        TRY(hook_signed_in_anew(ctx, &signing_in->user));
    signing_in->out->device = device;
    return ERR_OK;
}

/* One sentence for all reasons: which addresses have an account is nobody's business. */
static enum err refuse(struct ctx *ctx)
{
    return fail(ctx, ERR_UNAUTHENTICATED, "This address and password do not belong together.");
}

static enum err check(struct ctx *ctx, struct str email, struct str password, struct user *user)
{
    struct str normal = STR_EMPTY;
    struct user_roles roles;
    struct location location;
    const char *why;
    bool right;
    enum err err;

    *user = (struct user){ 0 };
    if (email_normal(ctx->arena, email, &normal, &why)) {
        err = user_by_email(ctx, normal, user);
        if (err != ERR_OK && err != ERR_NOT_FOUND)
            return err;
    }
    TRY(password_check(ctx, user->password, password, &right));
    if (!right || user->disabled)
        return refuse(ctx);
    TRY(user_roles_of(ctx, user->id, &roles));
    location.time_zone = STR("UTC");
    if (roles.count)
        TRY(location_get(ctx, roles.items[0].location_id, &location));
    if (user->last_day.len && ctx->now_ms >= user_end_ms(user->last_day, location.time_zone))
        return refuse(ctx);
    return ERR_OK;
}

enum err session_sign_in(struct ctx *ctx, struct sign_in *sign_in)
{
    struct signing_in signing_in = { .out = sign_in };

    TRY(session_check_way(ctx));
    TRY(password_try(ctx, sign_in->email));
    TRY(check(ctx, sign_in->email, sign_in->password, &signing_in.user));
    password_was_right(ctx, sign_in->email);
    ctx->actor = (struct actor){ .kind = ACTOR_USER, .id = signing_in.user.id, .name = signing_in.user.name };
    return store_write(ctx, write_session, &signing_in);
}

enum err session_end(struct ctx *ctx, id64 id)
{
    if (ctx->actor.kind != ACTOR_USER)
        return ERR_NOT_FOUND;
    TRY(session_store_delete(ctx, ctx->actor.id, id));
    return audit_record(ctx, "session.ended", id);
}

enum err session_list_own(struct ctx *ctx, struct session **out, int *count)
{
    struct id_set ids = { 0 };

    *count = 0;
    *out = NULL;
    if (ctx->actor.kind != ACTOR_USER)
        return ERR_OK;
    TRY(session_store_ids(ctx, ctx->actor.id, &ids));
    *count = ids.count;
    *out = ARENA_ARRAY(ctx->arena, struct session, (size_t)ids.count + 1);
    for (int i = 0; i < ids.count; i++) {
        TRY(resource_get(ctx, &session_resource, 0, ids.items[i], &(*out)[i]));
        (*out)[i].current = ids.items[i] == ctx->actor.session_id;
    }
    return ERR_OK;
}

enum err session_forget_expired(struct ctx *ctx)
{
    TRY(session_store_forget_devices(ctx));
    return session_store_delete_expired(ctx);
}

struct str session_cookie(struct ctx *ctx, struct str token)
{
    return arena_printf(ctx->arena, SESSION_COOKIE "=%.*s; Path=/; Max-Age=%d; Secure; HttpOnly; SameSite=Lax",
                        STR_PRINT(token), token.len ? LIFE_DAYS * 24 * 3600 : 0);
}

static void put_permissions(struct json_writer *w, uint64_t permissions)
{
    put_array(w);
    for (int i = 0; i < PERMISSION_COUNT; i++)
        if (permissions >> i & 1)
            put_string(w, str_from(permission_name((enum permission_index)i)));
    put_array_end(w);
}

static void put_place(struct ctx *ctx, struct json_writer *w, const struct location *location,
                      const struct user_roles *roles)
{
    enum role role = user_role_in(roles, location->id);

    if (ctx->actor.kind == ACTOR_SYSTEM)
        role = ROLE_OWNER;
    put_object(w);
    put_key(w, "id");
    put_id(w, "loc", location->id);
    put_key(w, "slug");
    put_string(w, location->slug);
    put_key(w, "name");
    put_string(w, location->name);
    put_key(w, "time_zone");
    put_string(w, location->time_zone);
    put_key(w, "currency");
    put_string(w, location->currency);
    put_key(w, "country");
    put_string(w, location->country);
    put_key(w, "role");
    put_string_or_null(w, str_from(role_name(role)));
    put_key(w, "permissions");
    put_permissions(w, ctx->actor.kind == ACTOR_API_KEY ? ctx->permissions : role_permissions(role));
    put_object_end(w);
}

enum err session_put_who(struct ctx *ctx, struct json_writer *w)
{
    struct location *locations;
    struct user_roles roles = { 0 };
    struct user user;
    int count;

    TRY(location_list(ctx, &locations, &count));
    put_object(w);
    put_key(w, "user");
    if (ctx->actor.kind == ACTOR_USER) {
        TRY(user_get(ctx, ctx->actor.id, &user));
        TRY(user_roles_of(ctx, ctx->actor.id, &roles));
        resource_put(w, ctx, &user_resource, &user);
    } else {
        put_null(w);
    }
    put_key(w, "api_key");
    if (ctx->actor.kind == ACTOR_API_KEY) {
        put_object(w);
        put_key(w, "id");
        put_id(w, "key", ctx->actor.id);
        put_key(w, "name");
        put_string(w, ctx->actor.name);
        put_object_end(w);
    } else {
        put_null(w);
    }
    put_key(w, "locations");
    put_array(w);
    for (int i = 0; i < count; i++)
        put_place(ctx, w, &locations[i], &roles);
    put_array_end(w);
    put_object_end(w);
    return ERR_OK;
}

enum err session_forget_addresses(struct ctx *ctx, int64_t before_ms)
{
    return session_store_forget_addresses(ctx, before_ms);
}
