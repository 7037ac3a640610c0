#include "api/api.h"
#include "app/app.h"

static enum err openapi_show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    (void)req;
    reply_header(rep, "ETag", ctx->app->openapi_etag);
    return reply_bytes(rep, 200, "application/json", ctx->app->openapi);
}

extern const struct route openapi_routes[];
extern const int openapi_route_count;

const struct route openapi_routes[] = {
    { GET, "/openapi.json", PERM_PUBLIC, READ, openapi_show, "This description",
      .gives_json = "{\"type\":\"object\"}" },
};

const int openapi_route_count = (int)(sizeof(openapi_routes) / sizeof(openapi_routes[0]));
