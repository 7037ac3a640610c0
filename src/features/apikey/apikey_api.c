#include "api/api.h"
#include "features/apikey/apikey.h"

static enum err apikey_index(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct api_key *keys;
    struct json_writer w;
    int count;

    (void)req;
    TRY(api_key_list(ctx, &keys, &count));
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "items");
    put_array(&w);
    for (int i = 0; i < count; i++)
        resource_put(&w, ctx, &api_key_resource, &keys[i]);
    put_array_end(&w);
    put_key(&w, "total");
    put_int(&w, count);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

static enum err apikey_add(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct api_key key = { 0 };
    struct field_set given;

    TRY(request_resource(ctx, req, &api_key_resource, READ_CREATE, &key, &given));
    TRY(api_key_create(ctx, &key));
    return reply_resource(ctx, rep, 201, &api_key_resource, &key);
}

static enum err apikey_remove(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    TRY(api_key_revoke(ctx, request_id(req, "id")));
    return reply_empty(rep);
}

/* clang-format off */
static const char list_schema[] =
    "{\"type\":\"object\",\"required\":[\"items\",\"total\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\":"
    "{\"$ref\":\"#/components/schemas/api_key\"}},\"total\":{\"type\":\"integer\"}}}";

extern const struct route apikey_routes[];
extern const int apikey_route_count;

const struct route apikey_routes[] = {
    { GET,    "/api-keys",     PERM_API_KEY_WRITE, READ,  apikey_index,  "The keys of one's locations", .gives = &api_key_resource, .gives_json = list_schema },
    { POST,   "/api-keys",     PERM_API_KEY_WRITE, WRITE, apikey_add,    "Make a key; it is shown this once", .takes = &api_key_resource, .gives = &api_key_resource, .flags = ROUTE_SECRET_ONCE },
    { DELETE, "/api-keys/:id", PERM_API_KEY_WRITE, WRITE, apikey_remove, "Take a key back", .status = 204 },
};
/* clang-format on */

const int apikey_route_count = (int)(sizeof(apikey_routes) / sizeof(apikey_routes[0]));
