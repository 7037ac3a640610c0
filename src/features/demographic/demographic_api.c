/*
 * Routes and handlers of demographics.
 */
#include "api/api.h"
#include "features/demographic/demographic.h"
#include "features/user/permission.h"

static enum err list(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;

    TRY(request_list(ctx, req, &demographic_list, &query));
    return reply_list(ctx, req, rep, query);
}

static enum err show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct demographic demographic;

    TRY(demographic_get(ctx, request_id(req, "id"), &demographic));
    return reply_resource(ctx, rep, 200, &demographic_resource, &demographic);
}

/* No greatest age is the greatest there is. */
static enum err read(struct ctx *ctx, const struct request *req, enum read_mode mode, struct demographic *out)
{
    struct reading reading = { .country = ctx->country, .currency = ctx->currency };
    struct field_set given;
    json_t *body;

    TRY(request_json(ctx, req, &body));
    TRY(resource_read(ctx, &demographic_resource, body, mode, &reading, out, &given));
    if (json_is_null(json_object_get(body, "max_age")))
        out->max_age = AGE_MOST;
    return ERR_OK;
}

static enum err create(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct demographic demographic;

    demographic_new(&demographic);
    TRY(read(ctx, req, READ_CREATE, &demographic));
    TRY(demographic_create(ctx, &demographic));
    reply_location(ctx, rep, req, "dem", demographic.id);
    return reply_resource(ctx, rep, 201, &demographic_resource, &demographic);
}

static enum err change(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct demographic before;
    struct demographic after;

    TRY(demographic_get(ctx, request_id(req, "id"), &before));
    TRY(request_condition_of(ctx, req, &demographic_resource, &before));
    after = before;
    TRY(read(ctx, req, READ_PATCH, &after));
    TRY(demographic_update(ctx, &before, &after));
    return reply_resource(ctx, rep, 200, &demographic_resource, &after);
}

static enum err delete (struct ctx *ctx, const struct request *req, struct reply *rep) {
    struct demographic demographic;

    TRY(demographic_get(ctx, request_id(req, "id"), &demographic));
    TRY(request_condition_of(ctx, req, &demographic_resource, &demographic));
    TRY(demographic_delete(ctx, &demographic));
    return reply_empty(rep);
}

static enum err read_order(struct ctx *ctx, const json_t *body, id64 **ids, int *count)
{
    const json_t *list_of_ids = json_object_get(body, "ids");
    const char *name;
    json_t *value;

    if (!json_is_object(body))
        return fail(ctx, ERR_INVALID, "Send an object with ids.");
    json_object_foreach((json_t *)body, name, value)
    {
        if (!str_equal(str_from(name), STR("ids")))
            problem_add(ctx, arena_str(ctx->arena, str_from(name)), "unknown", "There is no such member.");
    }
    if (!json_is_array(list_of_ids))
        problem_add(ctx, STR("ids"), list_of_ids ? "wrong_type" : "required", "A list of categories, first to last.");
    else if (json_array_size(list_of_ids) > DEMOGRAPHICS_MOST)
        problem_add(ctx, STR("ids"), "too_many", "At most %d.", DEMOGRAPHICS_MOST);
    TRY(problems_err(ctx));
    *count = (int)json_array_size(list_of_ids);
    *ids = ARENA_ARRAY(ctx->arena, id64, (size_t)*count + 1);
    for (int i = 0; i < *count; i++)
        (*ids)[i] = id_parse("dem", json_text(json_array_get(list_of_ids, (size_t)i)));
    return ERR_OK;
}

static enum err order(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;
    json_t *body;
    id64 *ids = NULL;
    int count = 0;

    TRY(request_json(ctx, req, &body));
    TRY(read_order(ctx, body, &ids, &count));
    TRY(demographic_set_order(ctx, ids, count));
    TRY(list_ask(ctx, &demographic_list, NULL, 0, NULL, &query));
    return reply_list(ctx, req, rep, query);
}

#define ORDER_JSON                                                                                   \
    "{\"type\":\"object\",\"required\":[\"ids\"],\"additionalProperties\":false,\"properties\":{"     \
    "\"ids\":{\"type\":\"array\",\"maxItems\":200,\"items\":{\"type\":\"string\"}}}}"

/* clang-format off */
extern const struct route demographic_routes[];
extern const int demographic_route_count;

const struct route demographic_routes[] = {
    { GET,    "/demographics",       PERM_BOOKING_NEAR,   SLOW,  list,   "The categories of guests, in their order",
      .gives = &demographic_resource, .list = &demographic_list },
    { POST,   "/demographics",       PERM_SETTINGS_WRITE, WRITE, create, "Make a category, at the end of the order",
      .takes = &demographic_resource, .gives = &demographic_resource },
    { PUT,    "/demographics/order", PERM_SETTINGS_WRITE, WRITE, order,  "Put categories into this order; those not named follow behind",
      .takes_json = ORDER_JSON, .gives = &demographic_resource, .list = &demographic_list },
    { GET,    "/demographics/:id",   PERM_BOOKING_NEAR,   READ,  show,   "One category",
      .gives = &demographic_resource },
    { PATCH,  "/demographics/:id",   PERM_SETTINGS_WRITE, WRITE, change, "Change or retire a category",
      .takes = &demographic_resource, .gives = &demographic_resource },
    { DELETE, "/demographics/:id",   PERM_SETTINGS_WRITE, WRITE, delete, "Delete a category that was never used",
      .status = 204 },
};
/* clang-format on */
const int demographic_route_count = (int)(sizeof(demographic_routes) / sizeof(demographic_routes[0]));
