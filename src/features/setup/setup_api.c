#include "api/api.h"
#include "features/session/session.h"
#include "features/setup/setup.h"

/* One set-up on its way through a SLOW handler: checked and hashed first, then written. */
struct setting_up {
    struct setup setup;
    struct str token; /* of the session that begins with it */
};

/* The problems of the inner object carry its name. */
static enum err read_location(struct ctx *ctx, const json_t *body, struct location *location)
{
    struct problem **mine = ctx->problems_end;
    const json_t *object = json_object_get(body, "location");
    struct reading reading = { 0 };
    struct field_set given;

    *location = (struct location){ 0 };
    if (!json_is_object(object)) {
        problem_add(ctx, STR("location"), "required", "Describe the first location.");
        return ERR_OK;
    }
    TRY(resource_read(ctx, &location_resource, object, READ_CREATE, &reading, location, &given));
    for (struct problem *problem = *mine; problem; problem = problem->next)
        problem->field = arena_printf(ctx->arena, "location.%.*s", STR_PRINT(problem->field));
    return ERR_OK;
}

static void release(void *tree)
{
    json_decref(tree);
}

static enum err read_owner(struct ctx *ctx, json_t *body, struct user *owner, struct str *typed)
{
    struct reading reading = { 0 };
    struct field_set given;
    json_t *person = json_copy(body);

    arena_defer(ctx->arena, release, person);
    json_object_del(person, "token");
    json_object_del(person, "location");
    *typed = json_text(json_object_get(body, "password"));
    TRY(resource_read(ctx, &user_resource, person, READ_CREATE, &reading, owner, &given));
    user_check_password(ctx, *typed, "password");
    return ERR_OK;
}

static enum err write_setup(struct ctx *ctx, void *data)
{
    struct setting_up *work = data;

    TRY(setup_init(ctx, &work->setup));
    return session_start(ctx, work->setup.owner.id, &work->token);
}

static enum err setup_new(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct setting_up work = { 0 };
    struct json_writer w;
    struct str typed;
    json_t *body;

    TRY(session_check_way(ctx));
    TRY(request_json(ctx, req, &body));
    if (!json_is_object(body))
        return fail(ctx, ERR_INVALID, "Send an object.");
    TRY(setup_check_token(ctx, json_text(json_object_get(body, "token"))));
    TRY(read_owner(ctx, body, &work.setup.owner, &typed));
    TRY(read_location(ctx, body, &work.setup.location));
    TRY(problems_err(ctx));
    TRY(password_make(ctx, typed, &work.setup.owner.password));
    TRY(store_write(ctx, write_setup, &work));
    w = reply_json(rep, 201);
    TRY(session_put_who(ctx, &w));
    TRY(reply_json_end(rep, &w));
    reply_header(rep, "Set-Cookie", session_cookie(ctx, work.token));
    return ERR_OK;
}

/* clang-format off */
static const char setup_schema[] =
    "{\"type\":\"object\",\"required\":[\"token\",\"name\",\"email\",\"password\",\"location\"],\"additionalProperties\":false,"
    "\"properties\":{\"token\":{\"type\":\"string\"},\"name\":{\"type\":\"string\"},\"email\":{\"type\":\"string\"},"
    "\"password\":{\"type\":\"string\",\"minLength\":10},\"location\":{\"$ref\":\"#/components/schemas/locationCreate\"}}}";

static const char who_schema[] =
    "{\"type\":\"object\",\"required\":[\"user\",\"api_key\",\"locations\"],\"properties\":{"
    "\"user\":{\"$ref\":\"#/components/schemas/user\"},\"api_key\":{\"type\":\"null\"},\"locations\":{\"type\":\"array\"}}}";

extern const struct route setup_routes[];
extern const int setup_route_count;

const struct route setup_routes[] = {
    { POST, "/setup", PERM_PUBLIC, SLOW, setup_new, "Make the first owner and the first location", .takes_json = setup_schema, .gives_json = who_schema, .flags = ROUTE_SECRET_ONCE },
};
/* clang-format on */

const int setup_route_count = (int)(sizeof(setup_routes) / sizeof(setup_routes[0]));
