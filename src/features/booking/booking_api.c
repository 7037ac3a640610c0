/*
 * Routes and handlers of bookings.
 */
#include "features/booking/booking_api.h"

#include "api/api.h"
#include "features/booking/booking.h"
#include "features/user/permission.h"

/* ---- answers --------------------------------------------------------------------------------------------- */

static void put_outcome(struct json_writer *w, const struct booking_outcome *outcome)
{
    put_key(w, "applied");
    put_bool(w, outcome->applied);
    put_key(w, "warnings");
    put_problems(w, outcome->warnings.first);
    put_key(w, "overridden");
    put_array(w);
    for (int i = 0; i < outcome->overridden.count; i++)
        put_string(w, outcome->overridden.items[i]);
    put_array_end(w);
}

/* The booking with what came of writing it. */
static enum err reply_booking(struct ctx *ctx, struct reply *rep, int status, const struct booking *booking,
                              const struct booking_outcome *outcome)
{
    reply_etag(rep, booking->edit, booking->view);
    struct json_writer w = reply_json(rep, status);
    put_object(&w);
    resource_put_members(&w, ctx, &booking_resource, booking);
    put_outcome(&w, outcome);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

/* ---- one booking ----------------------------------------------------------------------------------------- */

/* What the actor may not see is not there. */
static enum err find(struct ctx *ctx, const struct request *req, struct booking *out)
{
    TRY(booking_get(ctx, request_id(req, "id"), out));
    return booking_visible(ctx, out) ? ERR_OK : ERR_NOT_FOUND;
}

static enum err list(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;

    TRY(request_list(ctx, req, &booking_list, &query));
    booking_list_visible(ctx, query);
    return reply_list(ctx, req, rep, query);
}

static enum err list_of_customer(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    id64 id = request_id(req, "id");
    struct list_query *query;

    TRY(customer_there(ctx, id));
    TRY(request_list(ctx, req, &booking_list, &query));
    booking_list_customer(query, id);
    booking_list_visible(ctx, query);
    return reply_list(ctx, req, rep, query);
}

static enum err list_of_contact(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;
    struct contact contact;

    TRY(contact_get(ctx, request_id(req, "id"), &contact));
    TRY(request_list(ctx, req, &booking_list, &query));
    booking_list_contact(query, contact.id);
    booking_list_visible(ctx, query);
    return reply_list(ctx, req, rep, query);
}

static enum err show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct booking booking;

    TRY(find(ctx, req, &booking));
    return reply_resource(ctx, rep, 200, &booking_resource, &booking);
}

static enum err create(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct booking_outcome outcome = { 0 };
    struct booking booking;
    struct field_set given;
    json_t *body;

    TRY(request_json(ctx, req, &body));
    booking_new(ctx, &booking);
    TRY(booking_read(ctx, body, READ_CREATE, &booking, &given, &outcome));
    if (!booking_visible(ctx, &booking))
        return fail(ctx, ERR_FORBIDDEN, "You work with bookings of the days around today only.");
    TRY(booking_create(ctx, &booking, BOOKING_BY_HAND, &outcome));
    reply_location(ctx, rep, req, "bkg", booking.id);
    return reply_booking(ctx, rep, 201, &booking, &outcome);
}

static enum err change(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct booking_outcome outcome = { 0 };
    struct booking before;
    struct booking after;
    struct field_set given;
    json_t *body;

    TRY(find(ctx, req, &before));
    TRY(request_condition_of(ctx, req, &booking_resource, &before));
    TRY(request_json(ctx, req, &body));
    after = before;
    TRY(booking_read(ctx, body, READ_PATCH, &after, &given, &outcome));
    if (!booking_visible(ctx, &after))
        return fail(ctx, ERR_FORBIDDEN, "You work with bookings of the days around today only.");
    TRY(booking_update(ctx, &before, &after, &given, BOOKING_BY_HAND, &outcome));
    return reply_booking(ctx, rep, 200, &after, &outcome);
}

static enum err delete (struct ctx *ctx, const struct request *req, struct reply *rep) {
    struct booking booking;

    TRY(find(ctx, req, &booking));
    TRY(request_condition_of(ctx, req, &booking_resource, &booking));
    TRY(booking_delete(ctx, &booking));
    return reply_empty(rep);
}

/* ---- by year --------------------------------------------------------------------------------------------- */

static enum err years_of_customer(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    static const char *const nothing[] = { NULL };
    struct booking_year years[BOOKING_YEARS_MOST];
    id64 id = request_id(req, "id");
    int count;

    TRY(request_query_only(ctx, req, nothing));
    TRY(customer_there(ctx, id));
    TRY(booking_analytics_years(ctx, id, years, &count));
    struct json_writer w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "items");
    put_array(&w);
    for (int i = 0; i < count; i++) {
        put_object(&w);
        put_key(&w, "year");
        put_int(&w, years[i].year);
        put_key(&w, "bookings");
        put_int(&w, years[i].bookings);
        put_key(&w, "upcoming");
        put_int(&w, years[i].upcoming);
        put_object_end(&w);
    }
    put_array_end(&w);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

/* ---- whose ----------------------------------------------------------------------------------------------- */

static id64 read_customer_id(struct ctx *ctx, const json_t *body)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)body, name, value)
    {
        if (!str_equal(str_from(name), STR("customer_id")))
            problem_add(ctx, arena_str(ctx->arena, str_from(name)), "unknown", "There is no such member.");
    }
    id64 id = id_parse("cus", json_text(json_object_get(body, "customer_id")));
    if (id == 0)
        problem_add(ctx, STR("customer_id"), "required", "Say which customer: cus_ and 13 characters.");
    return id;
}

static enum err attach(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct booking before;
    struct booking after;
    json_t *body;

    TRY(find(ctx, req, &before));
    TRY(request_json(ctx, req, &body));
    id64 customer_id = read_customer_id(ctx, body);
    TRY(problems_err(ctx));
    enum err err = booking_attach(ctx, &before, customer_id, &after);
    if (err == ERR_NOT_FOUND) {
        problem_add(ctx, STR("customer_id"), "unknown", "There is no such customer.");
        return problems_err(ctx);
    }
    TRY(err);
    return reply_resource(ctx, rep, 200, &booking_resource, &after);
}

static enum err detach(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct booking before;
    struct booking after;

    TRY(find(ctx, req, &before));
    TRY(booking_attach(ctx, &before, 0, &after));
    return reply_resource(ctx, rep, 200, &booking_resource, &after);
}

/* ---- from other systems ---------------------------------------------------------------------------------- */

static enum err report(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct booking_outcome outcome;
    struct booking booking;
    json_t *body;

    TRY(request_json(ctx, req, &body));
    TRY(booking_report(ctx, request_param(req, "source"), request_param(req, "external_id"), body, BOOKING_FROM_OUTSIDE,
                       &booking, &outcome));
    return reply_booking(ctx, rep, outcome.made ? 201 : 200, &booking, &outcome);
}

/* Faults of the engine concern the whole batch, not the item at hand. */
static bool ends_batch(enum err err)
{
    return err == ERR_BUSY || err == ERR_DISK_FULL || err == ERR_INTERNAL;
}

static void put_refusal(struct json_writer *w, const struct ctx *ctx, enum err err)
{
    put_key(w, "status");
    put_int(w, err_status(err));
    put_key(w, "code");
    put_string(w, str_from(err_code(err)));
    put_key(w, "detail");
    put_string(w, ctx->error_detail.len > 0 ? ctx->error_detail : str_from(err_sentence(err)));
    put_key(w, "errors");
    put_problems(w, ctx->problems);
}

static enum err put_verdict(struct ctx *ctx, struct json_writer *w, json_t *item, enum booking_origin origin)
{
    struct booking_outcome outcome;
    struct booking booking;
    struct str source = json_text(json_object_get(item, "source"));
    struct str external_id = json_text(json_object_get(item, "external_id"));
    enum err err = ERR_INVALID;

    ctx_forgive(ctx);
    source = arena_str(ctx->arena, source);
    external_id = arena_str(ctx->arena, external_id);
    if (json_is_object(item))
        err = booking_report_item(ctx, item, origin, &booking, &outcome);
    if (ends_batch(err))
        return err;
    put_object(w);
    put_key(w, "source");
    put_string_or_null(w, source);
    put_key(w, "external_id");
    put_string_or_null(w, external_id);
    if (err == ERR_OK) {
        put_key(w, "status");
        put_int(w, outcome.made ? 201 : 200);
        put_key(w, "id");
        put_id(w, "bkg", booking.id);
        put_key(w, "customer_id");
        put_id(w, "cus", booking.customer_id);
        put_key(w, "contact_id");
        put_id(w, "con", booking.contact_id);
        put_outcome(w, &outcome);
    } else {
        put_refusal(w, ctx, err);
    }
    put_object_end(w);
    ctx_forgive(ctx);
    return ERR_OK;
}

static enum err read_batch(struct ctx *ctx, const json_t *body, json_t **items, enum booking_origin *origin)
{
    const char *name;
    json_t *value;

    if (!json_is_object(body))
        return fail(ctx, ERR_INVALID, "Send an object with items.");
    json_object_foreach((json_t *)body, name, value)
    {
        if (!str_equal(str_from(name), STR("items")) && !str_equal(str_from(name), STR("imported")))
            problem_add(ctx, arena_str(ctx->arena, str_from(name)), "unknown", "There is no such member.");
    }
    *items = json_object_get(body, "items");
    const json_t *imported = json_object_get(body, "imported");
    *origin = json_is_true(imported) ? BOOKING_IMPORTED : BOOKING_FROM_OUTSIDE;
    if (imported && !json_is_boolean(imported))
        problem_add(ctx, STR("imported"), "wrong_type", "This must be true or false.");
    if (!json_is_array(*items))
        problem_add(ctx, STR("items"), *items ? "wrong_type" : "required", "A list of bookings.");
    else if (json_array_size(*items) > BOOKING_BATCH_MOST)
        problem_add(ctx, STR("items"), "too_many", "At most %d bookings at once.", BOOKING_BATCH_MOST);
    return problems_err(ctx);
}

static enum err batch(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    enum booking_origin origin = BOOKING_FROM_OUTSIDE;
    json_t *body;
    json_t *items = NULL;

    TRY(request_json(ctx, req, &body));
    TRY(read_batch(ctx, body, &items, &origin));
    struct json_writer w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "items");
    put_array(&w);
    for (size_t i = 0; i < json_array_size(items); i++)
        TRY(put_verdict(ctx, &w, json_array_get(items, i), origin));
    put_array_end(&w);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

/* ---- the table ------------------------------------------------------------------------------------------- */

#define WARNINGS_JSON                                                                                                  \
    "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"field\",\"code\",\"detail\"],\"properties\":{" \
    "\"field\":{\"type\":\"string\"},\"code\":{\"type\":\"string\"},\"detail\":{\"type\":\"string\"}}}}"

#define OUTCOME_JSON                                                                      \
    "\"applied\":{\"type\":\"boolean\",\"description\":\"Something was written\"},"        \
    "\"warnings\":" WARNINGS_JSON                                                   \
    ","                                                                             \
    "\"overridden\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},"                  \
    "\"description\":\"Members that gave way to what staff set by hand\"}"

/* The booking's schema is the one named booking; these members come on top. */
#define WRITTEN_JSON                                                                                   \
    "{\"allOf\":[{\"$ref\":\"#/components/schemas/booking\"},{\"type\":\"object\",\"required\":"       \
    "[\"applied\",\"warnings\",\"overridden\"],\"properties\":{" OUTCOME_JSON "}}]}"

#define ATTACH_JSON                                                                                           \
    "{\"type\":\"object\",\"required\":[\"customer_id\"],\"additionalProperties\":false,\"properties\":"      \
    "{\"customer_id\":{\"type\":\"string\"}}}"

#define BATCH_JSON                                                                                              \
    "{\"type\":\"object\",\"required\":[\"items\"],\"additionalProperties\":false,\"properties\":{"             \
    "\"items\":{\"type\":\"array\",\"maxItems\":500,\"items\":{\"$ref\":\"#/components/schemas/bookingCreate\"}}," \
    "\"imported\":{\"type\":\"boolean\",\"description\":\"Customers made by these come from an import\"}}}"

#define VERDICTS_JSON                                                                                           \
    "{\"type\":\"object\",\"required\":[\"items\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\":{"   \
    "\"type\":\"object\",\"required\":[\"status\"],\"properties\":{\"status\":{\"type\":\"integer\"},"          \
    "\"source\":{\"type\":[\"string\",\"null\"]},\"external_id\":{\"type\":[\"string\",\"null\"]},"             \
    "\"id\":{\"type\":\"string\"},\"customer_id\":{\"type\":[\"string\",\"null\"]},"                            \
    "\"contact_id\":{\"type\":[\"string\",\"null\"]}," OUTCOME_JSON                                           \
    ","                                                                                                       \
    "\"code\":{\"type\":\"string\"},\"detail\":{\"type\":\"string\"},\"errors\":" WARNINGS_JSON "}}}}}"

#define YEARS_JSON                                                                                              \
    "{\"type\":\"object\",\"required\":[\"items\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\":{"   \
    "\"type\":\"object\",\"required\":[\"year\",\"bookings\",\"upcoming\"],\"properties\":{"                      \
    "\"year\":{\"type\":\"integer\",\"description\":\"Of the local day on which they begin\"},"                  \
    "\"bookings\":{\"type\":\"integer\",\"description\":\"Confirmed and completed\"},"                           \
    "\"upcoming\":{\"type\":\"integer\",\"description\":\"Of these, not begun yet\"}}}}}}"

/* clang-format off */
const struct route booking_routes[] = {
    { GET,    "/bookings",              PERM_BOOKING_NEAR,   SLOW,  list,   "Bookings, by service day",
      .gives = &booking_resource, .list = &booking_list },
    { POST,   "/bookings",              PERM_BOOKING_WRITE,  WRITE, create, "Type a booking in",
      .takes = &booking_resource, .gives = &booking_resource, .gives_json = WRITTEN_JSON },
    { GET,    "/bookings/:id",          PERM_BOOKING_NEAR,   READ,  show,   "One booking",
      .gives = &booking_resource },
    { PATCH,  "/bookings/:id",          PERM_BOOKING_WRITE,  WRITE, change, "Change a booking by hand; editing the booker edits the profile",
      .takes = &booking_resource, .gives = &booking_resource, .gives_json = WRITTEN_JSON },
    { DELETE, "/bookings/:id",          PERM_BOOKING_WRITE,  WRITE, delete, "Delete a booking for good",
      .status = 204 },
    { PUT,    "/bookings/:id/customer", PERM_BOOKING_WRITE,  WRITE, attach, "Attach a booking to a customer by hand",
      .takes_json = ATTACH_JSON, .gives = &booking_resource },
    { DELETE, "/bookings/:id/customer", PERM_BOOKING_WRITE,  WRITE, detach, "Detach a booking from its customer or lead by hand",
      .status = 200, .gives = &booking_resource },
    { PUT,    "/bookings/external/:source/:external_id", PERM_BOOKING_IMPORT, WRITE, report, "Report a booking from another system",
      .status = 201, .other_status = 200, .takes = &booking_resource, .gives = &booking_resource, .gives_json = WRITTEN_JSON },
    { POST,   "/bookings/batch",        PERM_BOOKING_IMPORT, WRITE, batch,  "Report up to 500 bookings, each with its own verdict",
      .status = 200, .takes_json = BATCH_JSON, .gives_json = VERDICTS_JSON },
    { GET,    "/customers/:id/bookings", PERM_PERSON_READ | PERM_BOOKING_NEAR, SLOW, list_of_customer, "A customer's bookings",
      .gives = &booking_resource, .list = &booking_list },
    { GET,    "/customers/:id/booking-years", PERM_PERSON_READ, SLOW, years_of_customer, "How many bookings a customer has in each year, the latest year first",
      .gives_json = YEARS_JSON },
    { GET,    "/contacts/:id/bookings", PERM_PERSON_READ | PERM_BOOKING_NEAR, SLOW, list_of_contact, "The bookings that wait on a lead",
      .gives = &booking_resource, .list = &booking_list },
};
/* clang-format on */
const int booking_route_count = (int)(sizeof(booking_routes) / sizeof(booking_routes[0]));
