#include "api/api.h"
#include "features/hooks.h"
#include "features/user/user.h"

static enum err user_index(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct json_writer w;
    struct user *users;
    int count;

    (void)req;
    TRY(user_list(ctx, &users, &count));
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "items");
    put_array(&w);
    for (int i = 0; i < count; i++)
        resource_put(&w, ctx, &user_resource, &users[i]);
    put_array_end(&w);
    put_key(&w, "total");
    put_int(&w, count);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

static enum err user_show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct user user;

    TRY(user_get(ctx, request_id(req, "id"), &user));
    return reply_resource(ctx, rep, 200, &user_resource, &user);
}

/* What a SLOW handler hands to its write: hashing takes 40 ms and is done before, outside the transaction. */
struct writing {
    const struct request *req;
    struct reply *rep;
    struct str password; /* hashed; empty: not given */
    bool old_is_right;   /* whoever changes their own password or address said the old password */
};

/* A password as it was typed: a field table would trim it. */
static enum err typed_password(struct ctx *ctx, const struct request *req, const char *name, struct str *out)
{
    json_t *body;

    TRY(request_json(ctx, req, &body));
    *out = json_text(json_object_get(body, name));
    return ERR_OK;
}

static enum err write_new(struct ctx *ctx, void *data)
{
    struct writing *writing = data;
    struct field_set given;
    struct user user = { 0 };
    bool invite;

    TRY(request_resource(ctx, writing->req, &user_resource, READ_CREATE, &user, &given));
    user.password = writing->password;
    invite = user.invite;
    TRY(user_create(ctx, &user));
    if (invite)
        TRY(hook_user_invited(ctx, &user));
    reply_location(ctx, writing->rep, writing->req, "usr", user.id);
    return reply_resource(ctx, writing->rep, 201, &user_resource, &user);
}

static enum err user_add(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct writing writing = { .req = req, .rep = rep };
    struct str typed;
    json_t *body;

    TRY(request_json(ctx, req, &body));
    TRY(typed_password(ctx, req, "password", &typed));
    if (typed.len || !json_is_true(json_object_get(body, "invite")))
        user_check_password(ctx, typed, "password");
    if (typed.len && ctx->problem_count == 0)
        TRY(password_make(ctx, typed, &writing.password));
    return store_write(ctx, write_new, &writing);
}

static enum err write_changes(struct ctx *ctx, void *data)
{
    struct writing *writing = data;
    struct user before, after;
    struct field_set given;
    bool self;

    TRY(user_get(ctx, request_id(writing->req, "id"), &before));
    TRY(request_condition_of(ctx, writing->req, &user_resource, &before));
    after = before;
    TRY(request_resource(ctx, writing->req, &user_resource, READ_PATCH, &after, &given));
    if (writing->password.len)
        after.password = writing->password;
    self = ctx->actor.kind == ACTOR_USER && ctx->actor.id == before.id;
    if (self && !writing->old_is_right && (writing->password.len || !str_equal(before.email, after.email)))
        problem_add(ctx, STR("old_password"), "invalid", "Say your present password, to show that it is you.");
    TRY(user_update(ctx, &before, &after, resource_given(&user_resource, &given, "roles")));
    return reply_resource(ctx, writing->rep, 200, &user_resource, &after);
}

static enum err user_edit(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct writing writing = { .req = req, .rep = rep };
    struct str typed, old;
    struct user user;

    TRY(user_get(ctx, request_id(req, "id"), &user));
    TRY(typed_password(ctx, req, "password", &typed));
    TRY(typed_password(ctx, req, "old_password", &old));
    if (old.len && ctx->actor.kind == ACTOR_USER && ctx->actor.id == user.id) {
        TRY(password_try(ctx, user.email));
        TRY(password_check(ctx, user.password, old, &writing.old_is_right));
        if (writing.old_is_right)
            password_was_right(ctx, user.email);
    }
    if (typed.len) {
        user_check_password(ctx, typed, "password");
        if (ctx->problem_count == 0)
            TRY(password_make(ctx, typed, &writing.password));
    }
    return store_write(ctx, write_changes, &writing);
}

static enum err user_remove(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct user user;

    TRY(user_get(ctx, request_id(req, "id"), &user));
    TRY(request_condition_of(ctx, req, &user_resource, &user));
    TRY(user_delete(ctx, user.id));
    return reply_empty(rep);
}

/* clang-format off */
static const char list_schema[] =
    "{\"type\":\"object\",\"required\":[\"items\",\"total\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\":"
    "{\"$ref\":\"#/components/schemas/user\"}},\"total\":{\"type\":\"integer\"}}}";

extern const struct route user_routes[];
extern const int user_route_count;

const struct route user_routes[] = {
    { GET,    "/users",     PERM_USER_READ,  READ,  user_index,  "The team", .gives_json = list_schema },
    { POST,   "/users",     PERM_USER_WRITE, SLOW,  user_add,    "Add somebody to the team", .takes = &user_resource, .gives = &user_resource },
    { GET,    "/users/:id", PERM_SIGNED_IN,  READ,  user_show,   "One member of the team, or oneself", .gives = &user_resource },
    { PATCH,  "/users/:id", PERM_SIGNED_IN,  SLOW,  user_edit,   "Change a member of the team, or oneself", .takes = &user_resource, .gives = &user_resource },
    { DELETE, "/users/:id", PERM_USER_WRITE, WRITE, user_remove, "Remove somebody from the team", .status = 204 },
};
/* clang-format on */

const int user_route_count = (int)(sizeof(user_routes) / sizeof(user_routes[0]));
