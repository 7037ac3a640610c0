#include "api/api.h"
#include "app/health_store.h"
#include "features/user/permission.h"

/* Alive: the loop turns. The database is not asked, so that a slow one does not get the program killed. */
static enum err health_alive(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    (void)ctx;
    (void)req;
    return reply_bytes(rep, 200, "application/json", STR("{\"status\":\"ok\"}"));
}

/* Ready for traffic: whoever answers this has just read from the database. */
static enum err health_ready(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    (void)req;
    TRY(health_store_ping(ctx));
    return reply_bytes(rep, 200, "application/json", STR("{\"status\":\"ok\"}"));
}

/* clang-format off */
static const char health_schema[] =
    "{\"type\":\"object\",\"required\":[\"status\"],\"properties\":{\"status\":{\"type\":\"string\"}}}";

extern const struct route health_routes[];
extern const int health_route_count;

const struct route health_routes[] = {
    { GET, "/healthz", PERM_PUBLIC, READ, health_alive, "Is the program alive?", .gives_json = health_schema, .flags = ROUTE_PROBE },
    { GET, "/readyz",  PERM_PUBLIC, READ, health_ready, "Is it ready for traffic?", .gives_json = health_schema },
};
/* clang-format on */

const int health_route_count = (int)(sizeof(health_routes) / sizeof(health_routes[0]));
