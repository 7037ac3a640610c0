#include "api/api.h"
#include "features/session/session.h"

/* Reads {"email", "password"} and nothing else. */
static enum err read_credentials(struct ctx *ctx, const struct request *req, struct sign_in *out)
{
    const char *name;
    json_t *body, *value;

    TRY(request_json(ctx, req, &body));
    if (!json_is_object(body))
        return fail(ctx, ERR_INVALID, "Send an object with email and password.");
    json_object_foreach(body, name, value)
    {
        bool known = str_equal(str_from(name), STR("email")) || str_equal(str_from(name), STR("password"));

        if (!known)
            problem_add(ctx, arena_str(ctx->arena, str_from(name)), "unknown", "There is no such member.");
        else if (!json_is_string(value))
            problem_add(ctx, arena_str(ctx->arena, str_from(name)), "invalid", "This is a text.");
    }
    out->email = json_text(json_object_get(body, "email"));
    out->password = json_text(json_object_get(body, "password"));
    if (!json_object_get(body, "email"))
        problem_add(ctx, STR("email"), "required", "Say who you are.");
    if (!json_object_get(body, "password"))
        problem_add(ctx, STR("password"), "required", "A password is needed.");
    return problems_err(ctx);
}

static enum err answer_who(struct ctx *ctx, struct reply *rep, int status)
{
    struct json_writer w = reply_json(rep, status);

    TRY(session_put_who(ctx, &w));
    return reply_json_end(rep, &w);
}

static enum err session_new(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct sign_in sign_in = { .device = request_cookie(req, DEVICE_COOKIE) };

    TRY(session_check_way(ctx));
    TRY(read_credentials(ctx, req, &sign_in));
    TRY(session_sign_in(ctx, &sign_in));
    TRY(answer_who(ctx, rep, 201));
    reply_header(rep, "Set-Cookie", session_cookie(ctx, sign_in.token));
    reply_header(rep, "Set-Cookie", session_device_cookie(ctx, sign_in.device));
    return ERR_OK;
}

static enum err session_show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    TRY(answer_who(ctx, rep, 200));
    /* The session slides; the browser's copy of the cookie has to slide with it. */
    if (ctx->actor.by_cookie)
        reply_header(rep, "Set-Cookie", session_cookie(ctx, request_cookie(req, SESSION_COOKIE)));
    return ERR_OK;
}

static enum err session_sign_out(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    (void)req;
    if (ctx->actor.session_id == 0)
        return fail(ctx, ERR_NOT_FOUND, "There is no session here: this request came with a key.");
    TRY(session_end(ctx, ctx->actor.session_id));
    TRY(reply_empty(rep));
    reply_header(rep, "Set-Cookie", session_cookie(ctx, STR_EMPTY));
    return ERR_OK;
}

static enum err session_index(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct session *sessions;
    struct json_writer w;
    int count;

    (void)req;
    TRY(session_list_own(ctx, &sessions, &count));
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "items");
    put_array(&w);
    for (int i = 0; i < count; i++)
        resource_put(&w, ctx, &session_resource, &sessions[i]);
    put_array_end(&w);
    put_key(&w, "total");
    put_int(&w, count);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

static enum err session_remove(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    TRY(session_end(ctx, request_id(req, "id")));
    return reply_empty(rep);
}

/* clang-format off */
static const char credentials_schema[] =
    "{\"type\":\"object\",\"required\":[\"email\",\"password\"],\"additionalProperties\":false,\"properties\":"
    "{\"email\":{\"type\":\"string\"},\"password\":{\"type\":\"string\"}}}";

static const char who_schema[] =
    "{\"type\":\"object\",\"required\":[\"user\",\"api_key\",\"locations\"],\"properties\":{"
    "\"user\":{\"anyOf\":[{\"$ref\":\"#/components/schemas/user\"},{\"type\":\"null\"}]},"
    "\"api_key\":{\"type\":[\"object\",\"null\"],\"properties\":{\"id\":{\"type\":\"string\"},\"name\":{\"type\":\"string\"}}},"
    "\"locations\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"id\",\"slug\",\"name\",\"role\",\"permissions\"],"
    "\"properties\":{\"id\":{\"type\":\"string\"},\"slug\":{\"type\":\"string\"},\"name\":{\"type\":\"string\"},"
    "\"time_zone\":{\"type\":\"string\"},\"currency\":{\"type\":\"string\"},\"country\":{\"type\":\"string\"},"
    "\"role\":{\"type\":[\"string\",\"null\"]},\"permissions\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}}}}}}";

static const char list_schema[] =
    "{\"type\":\"object\",\"required\":[\"items\",\"total\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\":"
    "{\"$ref\":\"#/components/schemas/session\"}},\"total\":{\"type\":\"integer\"}}}";

extern const struct route session_routes[];
extern const int session_route_count;

const struct route session_routes[] = {
    { POST,   "/session",      PERM_PUBLIC,    SLOW,  session_new,      "Sign in: sets the session cookie", .takes_json = credentials_schema, .gives_json = who_schema, .flags = ROUTE_SECRET_ONCE },
    { GET,    "/session",      PERM_SIGNED_IN, READ,  session_show,     "Who am I, and what may I do where", .gives_json = who_schema },
    { DELETE, "/session",      PERM_SIGNED_IN, WRITE, session_sign_out, "Sign out", .status = 204 },
    { GET,    "/sessions",     PERM_SIGNED_IN, READ,  session_index,    "Where one is signed in", .gives = &session_resource, .gives_json = list_schema },
    { DELETE, "/sessions/:id", PERM_SIGNED_IN, WRITE, session_remove,   "End one of one's own sessions", .status = 204 },
};
/* clang-format on */

const int session_route_count = (int)(sizeof(session_routes) / sizeof(session_routes[0]));
