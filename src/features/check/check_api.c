#include "api/api.h"
#include "features/check/check.h"
#include "features/user/permission.h"

static enum err check_show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct check *check = ARENA_NEW(ctx->arena, struct check);
    struct json_writer w;

    (void)req;
    TRY(check_figures(ctx, check));
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "agrees");
    put_bool(&w, check->different == 0);
    put_key(&w, "compared");
    put_int(&w, check->compared);
    put_key(&w, "different");
    put_int(&w, check->different);
    put_key(&w, "differences");
    put_array(&w);
    for (int i = 0; i < check->shown_count; i++) {
        put_object(&w);
        put_key(&w, "what");
        put_string(&w, check->shown[i].what);
        put_key(&w, "stored");
        put_string(&w, check->shown[i].stored);
        put_key(&w, "computed");
        put_string(&w, check->shown[i].computed);
        put_object_end(&w);
    }
    put_array_end(&w);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

/* clang-format off */
static const char check_schema[] =
    "{\"type\":\"object\",\"required\":[\"agrees\",\"compared\",\"different\",\"differences\"],\"properties\":{"
    "\"agrees\":{\"type\":\"boolean\"},\"compared\":{\"type\":\"integer\"},\"different\":{\"type\":\"integer\"},"
    "\"differences\":{\"type\":\"array\",\"description\":\"The first 50\",\"items\":{\"type\":\"object\","
    "\"required\":[\"what\",\"stored\",\"computed\"],\"properties\":{\"what\":{\"type\":\"string\"},"
    "\"stored\":{\"type\":\"string\"},\"computed\":{\"type\":\"string\"}}}}}}";

extern const struct route check_routes[];
extern const int check_route_count;

const struct route check_routes[] = {
    { GET, "/figures/verification", PERM_AUDIT_READ, SLOW, check_show, "Count everything anew that is kept as a number: does it agree?", .gives_json = check_schema },
};
/* clang-format on */

const int check_route_count = (int)(sizeof(check_routes) / sizeof(check_routes[0]));
