#include "api/api.h"
#include "features/job/chore.h"
#include "features/user/permission.h"

static enum err chore_index(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct chore *chores;
    struct json_writer w;
    int count;

    (void)req;
    TRY(chore_list(ctx, &chores, &count));
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "items");
    put_array(&w);
    for (int i = 0; i < count; i++)
        resource_put(&w, ctx, &chore_resource, &chores[i]);
    put_array_end(&w);
    put_key(&w, "total");
    put_int(&w, count);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

static enum err chore_run_now(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct str name = request_param(req, "name");
    struct chore chore;

    TRY(chore_ask(ctx, name));
    TRY(chore_get(ctx, name, &chore));
    return reply_resource(ctx, rep, 202, &chore_resource, &chore);
}

/* clang-format off */
static const char list_schema[] =
    "{\"type\":\"object\",\"required\":[\"items\",\"total\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\":"
    "{\"$ref\":\"#/components/schemas/chore\"}},\"total\":{\"type\":\"integer\"}}}";

extern const struct route chore_routes[];
extern const int chore_route_count;

const struct route chore_routes[] = {
    { GET,  "/chores",           PERM_SETTINGS_READ,  READ,  chore_index,   "What the server does by itself: when, how it went, when next", .gives_json = list_schema },
    { POST, "/chores/:name/run", PERM_SETTINGS_WRITE, WRITE, chore_run_now, "Have one done now", .status = 202, .gives = &chore_resource },
};
/* clang-format on */

const int chore_route_count = (int)(sizeof(chore_routes) / sizeof(chore_routes[0]));
