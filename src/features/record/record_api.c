/*
 * Routes and handlers of records.
 */
#include "api/api.h"
#include "features/record/record.h"
#include "features/user/permission.h"

/* The record with what came of writing it. */
static enum err reply_record(struct ctx *ctx, struct reply *rep, int status, const struct record *record,
                             const struct record_outcome *outcome)
{
    struct json_writer w;

    reply_etag_of(rep, &record_resource, record);
    w = reply_json(rep, status);
    put_object(&w);
    resource_put_members(&w, ctx, &record_resource, record);
    put_key(&w, "applied");
    put_bool(&w, outcome->notes.applied);
    put_key(&w, "warnings");
    put_problems(&w, outcome->notes.warnings.first);
    put_key(&w, "overridden");
    put_array(&w);
    for (int i = 0; i < outcome->notes.overridden.count; i++)
        put_string(&w, outcome->notes.overridden.items[i]);
    put_array_end(&w);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

static enum err list(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;

    TRY(request_list(ctx, req, &record_list, &query));
    return reply_list(ctx, req, rep, query);
}

static enum err list_of_customer(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    id64 id = request_id(req, "id");
    struct list_query *query;

    TRY(customer_there(ctx, id));
    TRY(request_list(ctx, req, &record_list, &query));
    record_list_customer(query, id);
    return reply_list(ctx, req, rep, query);
}

static enum err show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct record record;

    TRY(record_get(ctx, request_id(req, "id"), &record));
    return reply_resource(ctx, rep, 200, &record_resource, &record);
}

static enum err create(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct record_outcome outcome = { 0 };
    struct record record = { 0 };
    struct field_set given;

    TRY(request_resource(ctx, req, &record_resource, READ_CREATE, &record, &given));
    TRY(record_create(ctx, &record, &given, RECORD_BY_HAND, &outcome));
    reply_location(ctx, rep, req, "rec", record.id);
    return reply_record(ctx, rep, 201, &record, &outcome);
}

static enum err change(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct record_outcome outcome = { 0 };
    struct record before, after;
    struct field_set given;

    TRY(record_get(ctx, request_id(req, "id"), &before));
    TRY(request_condition_of(ctx, req, &record_resource, &before));
    after = before;
    TRY(request_resource(ctx, req, &record_resource, READ_PATCH, &after, &given));
    TRY(record_update(ctx, &before, &after, &given, RECORD_BY_HAND, &outcome));
    return reply_record(ctx, rep, 200, &after, &outcome);
}

static enum err delete (struct ctx *ctx, const struct request *req, struct reply *rep) {
    struct record record;

    TRY(record_get(ctx, request_id(req, "id"), &record));
    TRY(request_condition_of(ctx, req, &record_resource, &record));
    TRY(record_delete(ctx, &record));
    return reply_empty(rep);
}

static enum err report(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct record_outcome outcome;
    struct record record;
    json_t *body;

    TRY(request_json(ctx, req, &body));
    TRY(record_report(ctx, request_param(req, "kind"), request_param(req, "source"), request_param(req, "external_id"),
                      body, &record, &outcome));
    return reply_record(ctx, rep, outcome.made ? 201 : 200, &record, &outcome);
}

static enum err make_customer(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct customer customer;
    struct record record;
    bool made;

    TRY(record_get(ctx, request_id(req, "id"), &record));
    TRY(record_make_customer(ctx, &record, &customer, &made));
    return reply_resource(ctx, rep, made ? 201 : 200, &customer_resource, &customer);
}

#define WRITTEN_JSON                                                                                                   \
    "{\"allOf\":[{\"$ref\":\"#/components/schemas/"                                                                   \
    "record\"},{\"type\":\"object\",\"required\":[\"applied\",\"warnings\","                                          \
    "\"overridden\"],\"properties\":{\"applied\":{\"type\":\"boolean\",\"description\":\"Something was written\"},"    \
    "\"warnings\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"field\",\"code\",\"detail\"]}},"  \
    "\"overridden\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},"                                             \
    "\"description\":\"Members that gave way to what staff set by hand\"}}}]}"

/* clang-format off */
extern const struct route record_routes[];
extern const int record_route_count;

const struct route record_routes[] = {
    { GET,    "/records",              PERM_BOOKING_READ,   SLOW,  list,   "Payments, waivers and orders, newest first",
      .gives = &record_resource, .list = &record_list },
    { POST,   "/records",              PERM_BOOKING_WRITE,  WRITE, create, "Record a payment, a waiver or an order",
      .takes = &record_resource, .gives = &record_resource, .gives_json = WRITTEN_JSON },
    { GET,    "/records/:id",          PERM_BOOKING_READ,   READ,  show,   "One record",
      .gives = &record_resource },
    { PATCH,  "/records/:id",          PERM_BOOKING_WRITE,  WRITE, change, "Change a record, or whose it is; no message from outside links it anew",
      .takes = &record_resource, .gives = &record_resource, .gives_json = WRITTEN_JSON },
    { DELETE, "/records/:id",          PERM_BOOKING_WRITE,  WRITE, delete, "Delete a record that is not on hold",
      .status = 204 },
    { POST,   "/records/:id/customer", PERM_BOOKING_WRITE | PERM_PERSON_WRITE, WRITE, make_customer, "Make the adult signer of a waiver a customer, or link the one who it is",
      .status = 201, .other_status = 200, .gives = &customer_resource },
    { PUT,    "/records/external/:kind/:source/:external_id", PERM_BOOKING_IMPORT, WRITE, report, "Report a record from another system",
      .status = 201, .other_status = 200, .takes = &record_resource, .gives = &record_resource, .gives_json = WRITTEN_JSON },
    { GET,    "/customers/:id/records", PERM_PERSON_READ | PERM_BOOKING_READ, READ, list_of_customer, "A customer's payments, waivers and orders",
      .gives = &record_resource, .list = &record_list },
};
/* clang-format on */
const int record_route_count = (int)(sizeof(record_routes) / sizeof(record_routes[0]));
