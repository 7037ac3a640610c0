/*
 * Routes and handlers of invitations and forgotten passwords.
 */
#include "api/api.h"
#include "features/recovery/recovery.h"

/* Reads an object of texts with exactly these members. */
static enum err read_texts(struct ctx *ctx, const struct request *req, const char *const *names, struct str *values,
                           int count)
{
    const char *name;
    json_t *body, *value;

    TRY(request_json(ctx, req, &body));
    if (!json_is_object(body))
        return fail(ctx, ERR_INVALID, "Send an object.");
    json_object_foreach(body, name, value)
    {
        bool known = false;

        for (int i = 0; i < count; i++)
            known |= str_equal(str_from(name), str_from(names[i]));
        if (!known)
            problem_add(ctx, arena_str(ctx->arena, str_from(name)), "unknown", "There is no such member.");
        else if (!json_is_string(value))
            problem_add(ctx, arena_str(ctx->arena, str_from(name)), "invalid", "This is a text.");
    }
    for (int i = 0; i < count; i++) {
        values[i] = json_text(json_object_get(body, names[i]));
        if (!json_object_get(body, names[i]))
            problem_add(ctx, str_from(names[i]), "required", "This is needed.");
    }
    return problems_err(ctx);
}

static enum err ask(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    static const char *const names[] = { "email" };
    struct str email;

    TRY(read_texts(ctx, req, names, &email, 1));
    TRY(recovery_ask(ctx, email));
    return reply_empty(rep);
}

static enum err look(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    static const char *const names[] = { "token" };
    struct recovery recovery;
    struct json_writer w;
    struct str token;

    TRY(read_texts(ctx, req, names, &token, 1));
    TRY(recovery_open(ctx, token, &recovery));
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "purpose");
    put_string(&w, recovery.purpose == LINK_INVITATION ? STR("invitation") : STR("password-reset"));
    put_key(&w, "email");
    put_string(&w, recovery.email);
    put_key(&w, "name");
    put_string(&w, recovery.name);
    put_key(&w, "expires_at");
    put_time(&w, recovery.expires_ms);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

struct setting {
    struct str token;
    struct str hash;
};

static enum err set(struct ctx *ctx, void *data)
{
    const struct setting *setting = data;

    return recovery_use(ctx, setting->token, setting->hash);
}

static enum err use(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    static const char *const names[] = { "token", "password" };
    struct recovery recovery;
    struct setting setting;
    struct str values[2];

    TRY(read_texts(ctx, req, names, values, 2));
    TRY(recovery_open(ctx, values[0], &recovery));
    user_check_password(ctx, values[1], "password");
    TRY(problems_err(ctx));
    setting.token = values[0];
    TRY(password_make(ctx, values[1], &setting.hash));
    TRY(store_write(ctx, set, &setting));
    return reply_empty(rep);
}

static enum err invite(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct user user;

    TRY(user_get(ctx, request_id(req, "id"), &user));
    TRY(recovery_invite(ctx, &user));
    return reply_empty(rep);
}

#define TEXT_OF(name) "\"" name "\":{\"type\":\"string\"}"
#define TAKES(required, members) \
    "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[" required "],\"properties\":{" members "}}"
#define LINK_JSON                                                                                       \
    "{\"type\":\"object\",\"required\":[\"purpose\",\"email\",\"name\",\"expires_at\"],\"properties\":{" TEXT_OF( \
        "purpose") "," TEXT_OF("email") "," TEXT_OF("name") "," TEXT_OF("expires_at") "}}"

/* clang-format off */
extern const struct route recovery_routes[];
extern const int recovery_route_count;

const struct route recovery_routes[] = {
    { POST, "/password-resets",      PERM_PUBLIC,     WRITE, ask,    "Ask for a mail with a link to choose a new password; the answer is the same for every address",
      .status = 204, .takes_json = TAKES("\"email\"", TEXT_OF("email")) },
    { POST, "/password-links/look",  PERM_PUBLIC,     SLOW,  look,   "Whose link is this, and until when does it work? Changes nothing",
      .status = 200, .takes_json = TAKES("\"token\"", TEXT_OF("token")), .gives_json = LINK_JSON },
    { POST, "/password-links",       PERM_PUBLIC,     SLOW,  use,    "Choose the password, with the link from an invitation or a reset; ends the person's sessions",
      .status = 204, .takes_json = TAKES("\"token\",\"password\"", TEXT_OF("token") "," TEXT_OF("password")) },
    { POST, "/users/:id/invitation", PERM_USER_WRITE, WRITE, invite, "Mail a link to choose a password to somebody who has none yet",
      .status = 204 },
};
/* clang-format on */

const int recovery_route_count = (int)(sizeof(recovery_routes) / sizeof(recovery_routes[0]));
