/*
 * What all public pages load beside /public.css.
 */
#include "api/page.h"
#include "features/user/permission.h"

/* Made from the address alone: needs no database, and may be kept for a day. */
static enum err brand(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct buf css;

    (void)ctx;
    buf_init(&css, rep->arena, 512);
    if (!page_colour_css(&css, request_param(req, "colour")))
        return ERR_NOT_FOUND;
    reply_header(rep, "Cache-Control", STR("public, max-age=86400"));
    return reply_bytes(rep, 200, "text/css; charset=utf-8", buf_str(&css));
}

/* clang-format off */
extern const struct route page_routes[];
extern const int page_route_count;

const struct route page_routes[] = {
    { GET, "/brand/:colour", PERM_PUBLIC, READ, brand, "The stylesheet of a brand colour, \"c2410c\"",
      .gives_json = "{\"type\":\"string\"}", .gives_type = "text/css", .flags = ROUTE_PROBE },
};
/* clang-format on */

const int page_route_count = (int)(sizeof(page_routes) / sizeof(page_routes[0]));
