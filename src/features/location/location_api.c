#include "api/api.h"
#include "features/location/location.h"
#include "features/user/permission.h"

static enum err location_index(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct location *locations;
    struct json_writer w;
    int count;

    (void)req;
    TRY(location_list(ctx, &locations, &count));
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "items");
    put_array(&w);
    for (int i = 0; i < count; i++)
        resource_put(&w, ctx, &location_resource, &locations[i]);
    put_array_end(&w);
    put_key(&w, "total");
    put_int(&w, count);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

static enum err location_show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    (void)req;
    return reply_resource(ctx, rep, 200, &location_resource, ctx->location);
}

static enum err location_add(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct location location = { 0 };
    struct field_set given;

    TRY(request_resource(ctx, req, &location_resource, READ_CREATE, &location, &given));
    TRY(location_create(ctx, &location));
    reply_location(ctx, rep, req, "loc", location.id);
    return reply_resource(ctx, rep, 201, &location_resource, &location);
}

static enum err location_edit(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct location location;
    struct field_set given;

    /* Anew, and not as authentication saw it: another change may have come in between. */
    TRY(location_get(ctx, ctx->location_id, &location));
    TRY(request_condition_of(ctx, req, &location_resource, &location));
    TRY(request_resource(ctx, req, &location_resource, READ_PATCH, &location, &given));
    TRY(location_update(ctx, &location));
    return reply_resource(ctx, rep, 200, &location_resource, &location);
}

static enum err location_remove(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    TRY(request_condition_of(ctx, req, &location_resource, ctx->location));
    TRY(location_delete(ctx, ctx->location_id));
    return reply_empty(rep);
}

/* ---- the picture --------------------------------------------------------------------------------------------- */

static enum err logo_put(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct location location;

    TRY(location_set_logo(ctx, req->body));
    TRY(location_get(ctx, ctx->location_id, &location));
    return reply_resource(ctx, rep, 200, &location_resource, &location);
}

static enum err logo_remove(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    (void)req;
    TRY(location_remove_logo(ctx));
    return reply_empty(rep);
}

/* For everybody: it stands on public pages. */
static enum err logo_show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    id64 location_id = id_parse("loc", request_param(req, "place"));
    struct str type, bytes;

    if (location_id == 0)
        return ERR_NOT_FOUND;
    TRY(location_find_logo(ctx, location_id, request_param(req, "name"), &type, &bytes));
    reply_header(rep, "Cache-Control", STR("public, max-age=31536000, immutable"));
    return reply_bytes(rep, 200, arena_cstr(ctx->arena, type), bytes);
}

/* clang-format off */
static const char list_schema[] =
    "{\"type\":\"object\",\"required\":[\"items\",\"total\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\":"
    "{\"$ref\":\"#/components/schemas/location\"}},\"total\":{\"type\":\"integer\"}}}";

extern const struct route location_routes[];
extern const int location_route_count;

const struct route location_routes[] = {
    { GET,    "/locations",                    PERM_SIGNED_IN,      READ,  location_index,  "The locations that one may see", .gives_json = list_schema },
    { POST,   "/locations",                    PERM_LOCATION_WRITE, WRITE, location_add,    "Make a location", .takes = &location_resource, .gives = &location_resource },
    { GET,    "/locations/:location",          PERM_SIGNED_IN,      READ,  location_show,   "One location", .gives = &location_resource },
    { PATCH,  "/locations/:location",          PERM_SETTINGS_WRITE, WRITE, location_edit,   "Change a location", .takes = &location_resource, .gives = &location_resource },
    { DELETE, "/locations/:location",          PERM_LOCATION_WRITE, WRITE, location_remove, "Delete a location that is empty", .status = 204 },
    { GET,    "/locations/:location/settings", PERM_SETTINGS_READ,  READ,  location_show,   "The settings of a location", .gives = &location_resource },
    { PATCH,  "/locations/:location/settings", PERM_SETTINGS_WRITE, WRITE, location_edit,   "Change the settings of a location", .takes = &location_resource, .gives = &location_resource },
    { PUT,    "/locations/:location/logo",     PERM_SETTINGS_WRITE, WRITE, logo_put,        "Set the picture for public pages: a PNG or JPEG as it is, at most 256 kB and 4,000 pixels", .gives = &location_resource },
    { DELETE, "/locations/:location/logo",     PERM_SETTINGS_WRITE, WRITE, logo_remove,     "Public pages show the name instead of a picture", .status = 204 },
};

extern const struct route logo_routes[];
extern const int logo_route_count;

const struct route logo_routes[] = {
    { GET, "/logo/:place/:name", PERM_PUBLIC, READ, logo_show, "The picture of a location, by its address there",
      .gives_json = "{\"type\":\"string\"}", .gives_type = "image/png" },
};
/* clang-format on */

const int location_route_count = (int)(sizeof(location_routes) / sizeof(location_routes[0]));
const int logo_route_count = (int)(sizeof(logo_routes) / sizeof(logo_routes[0]));
