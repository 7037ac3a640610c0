/*
 * Routes and handlers of tags.
 */
#include "features/tag/tag_api.h"

#include "api/api.h"
#include "features/tag/tag.h"
#include "features/user/permission.h"

static enum err list(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;

    TRY(request_list(ctx, req, &tag_list, &query));
    return reply_list(ctx, req, rep, query);
}

static enum err create(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct tag tag = { 0 };
    struct field_set given;

    TRY(request_resource(ctx, req, &tag_resource, READ_CREATE, &tag, &given));
    TRY(tag_create(ctx, &tag));
    reply_location(ctx, rep, req, "tag", tag.id);
    return reply_resource(ctx, rep, 201, &tag_resource, &tag);
}

static enum err show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct tag tag;

    TRY(tag_get(ctx, request_id(req, "id"), &tag));
    return reply_resource(ctx, rep, 200, &tag_resource, &tag);
}

static enum err change(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct tag before;
    struct tag after;
    struct field_set given;

    TRY(tag_get(ctx, request_id(req, "id"), &before));
    TRY(request_condition_of(ctx, req, &tag_resource, &before));
    after = before;
    TRY(request_resource(ctx, req, &tag_resource, READ_PATCH, &after, &given));
    TRY(tag_update(ctx, &before, &after));
    return reply_resource(ctx, rep, 200, &tag_resource, &after);
}

static enum err delete (struct ctx *ctx, const struct request *req, struct reply *rep) {
    struct tag tag;

    TRY(tag_get(ctx, request_id(req, "id"), &tag));
    TRY(request_condition_of(ctx, req, &tag_resource, &tag));
    TRY(tag_delete(ctx, &tag));
    struct json_writer w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "customers");
    put_int(&w, tag.customers);
    put_key(&w, "contacts");
    put_int(&w, tag.contacts);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

#define DELETED_JSON                                                              \
    "{\"type\":\"object\",\"required\":[\"customers\",\"contacts\"],\"properties\":{" \
    "\"customers\":{\"type\":\"integer\",\"description\":\"Customers who lost it\"},"  \
    "\"contacts\":{\"type\":\"integer\",\"description\":\"Contacts who lost it\"}}}"

const struct route tag_routes[] = {
    { GET, "/tags", PERM_PERSON_LIST, SLOW, list, "Every tag with its number of people", .gives = &tag_resource,
      .list = &tag_list },
    { POST, "/tags", PERM(TAG_WRITE), WRITE, create, "Make a tag ahead of use", .takes = &tag_resource,
      .gives = &tag_resource },
    { GET,    "/tags/:id", PERM_PERSON_LIST,  READ,  show,   "One tag, with the numbers that a deletion would touch",
      .gives = &tag_resource },
    { PATCH,  "/tags/:id", PERM(TAG_WRITE),   WRITE, change, "Rename or colour a tag; the name of another one merges them",
      .takes = &tag_resource, .gives = &tag_resource },
    { DELETE, "/tags/:id", PERM(TAG_WRITE), WRITE, delete, "Take a tag from everybody", .status = 200,
      .gives_json = DELETED_JSON },
};
const int tag_route_count = (int)(sizeof(tag_routes) / sizeof(tag_routes[0]));
