#include "api/api.h"
#include "app/app.h"
#include "app/checkup.h"
#include "features/user/permission.h"

static enum err checkup_show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct checkup *checkup = ARENA_NEW(ctx->arena, struct checkup);
    struct json_writer w;

    (void)req;
    TRY(checkup_make(ctx, ctx->app->config, checkup));
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "ok");
    put_bool(&w, checkup->ok);
    put_key(&w, "checks");
    put_array(&w);
    for (int i = 0; i < checkup->count; i++) {
        put_object(&w);
        put_key(&w, "name");
        put_string(&w, str_from(checkup->lines[i].name));
        put_key(&w, "ok");
        put_bool(&w, checkup->lines[i].ok);
        put_key(&w, "detail");
        put_string(&w, checkup->lines[i].detail);
        put_object_end(&w);
    }
    put_array_end(&w);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

/* clang-format off */
static const char checkup_schema[] =
    "{\"type\":\"object\",\"required\":[\"ok\",\"checks\"],\"properties\":{\"ok\":{\"type\":\"boolean\"},"
    "\"checks\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"name\",\"ok\",\"detail\"],\"properties\":{"
    "\"name\":{\"type\":\"string\",\"enum\":[\"database\",\"disk\",\"mail\",\"backup\",\"jobs\",\"clock\"]},"
    "\"ok\":{\"type\":\"boolean\"},\"detail\":{\"type\":\"string\"}}}}}}";

extern const struct route checkup_routes[];
extern const int checkup_route_count;

const struct route checkup_routes[] = {
    { GET, "/checkup", PERM_SETTINGS_READ, SLOW, checkup_show, "Is all well: disk, mail, backup, jobs, clock?", .gives_json = checkup_schema },
};
/* clang-format on */

const int checkup_route_count = (int)(sizeof(checkup_routes) / sizeof(checkup_routes[0]));
