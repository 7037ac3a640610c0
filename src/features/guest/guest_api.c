/*
 * Routes and handlers of guests, and of the manifest that counts them.
 */
#include "api/api.h"
#include "features/guest/guest.h"
#include "features/user/permission.h"

/* ---- finding --------------------------------------------------------------------------------------------- */

/* What the actor may not see is not there. */
static enum err find_booking(struct ctx *ctx, id64 id, struct booking *out)
{
    TRY(booking_get(ctx, id, out));
    return booking_visible(ctx, out) ? ERR_OK : ERR_NOT_FOUND;
}

static enum err find(struct ctx *ctx, const struct request *req, struct guest *guest, struct booking *booking)
{
    TRY(guest_get(ctx, request_id(req, "id"), guest));
    return find_booking(ctx, guest->booking_id, booking);
}

static void put_warnings(struct json_writer *w, const struct booking_outcome *outcome)
{
    put_key(w, "warnings");
    put_problems(w, outcome->warnings.first);
}

static enum err reply_guest(struct ctx *ctx, struct reply *rep, int status, const struct booking *booking,
                            const struct guest *guest)
{
    struct booking_outcome outcome = { 0 };
    struct json_writer w;

    TRY(guest_check_manifest(ctx, booking, &outcome, NULL));
    reply_etag_of(rep, &guest_resource, guest);
    w = reply_json(rep, status);
    put_object(&w);
    resource_put_members(&w, ctx, &guest_resource, guest);
    put_warnings(&w, &outcome);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

/* ---- lists ----------------------------------------------------------------------------------------------- */

static enum err list_of_booking(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;
    struct booking booking;

    TRY(find_booking(ctx, request_id(req, "id"), &booking));
    TRY(request_list(ctx, req, &guest_party_list, &query));
    guest_list_booking(query, booking.id);
    return reply_list(ctx, req, rep, query);
}

static enum err list_of_customer(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    id64 id = request_id(req, "id");
    struct list_query *query;

    TRY(customer_there(ctx, id));
    TRY(request_list(ctx, req, &guest_list, &query));
    guest_list_customer(query, id);
    return reply_list(ctx, req, rep, query);
}

/* ---- one guest ------------------------------------------------------------------------------------------- */

static enum err create(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct guest guest = { 0 };
    struct field_set given;
    struct booking booking;

    TRY(find_booking(ctx, request_id(req, "id"), &booking));
    TRY(request_resource(ctx, req, &guest_resource, READ_CREATE, &guest, &given));
    TRY(guest_add(ctx, &booking, &guest, &given));
    TRY(guest_complete(ctx, &guest, 1));
    return reply_guest(ctx, rep, 201, &booking, &guest);
}

static enum err show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct booking booking;
    struct guest guest;

    TRY(find(ctx, req, &guest, &booking));
    return reply_resource(ctx, rep, 200, &guest_resource, &guest);
}

static enum err change(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct guest before, after;
    struct field_set given;
    struct booking booking;

    TRY(find(ctx, req, &before, &booking));
    TRY(request_condition_of(ctx, req, &guest_resource, &before));
    after = before;
    TRY(request_resource(ctx, req, &guest_resource, READ_PATCH, &after, &given));
    TRY(guest_update(ctx, &booking, &before, &after, &given));
    return reply_guest(ctx, rep, 200, &booking, &after);
}

static enum err delete (struct ctx *ctx, const struct request *req, struct reply *rep) {
    struct booking booking; struct guest guest;

    TRY(find(ctx, req, &guest, &booking));
    TRY(request_condition_of(ctx, req, &guest_resource, &guest));
    TRY(guest_remove(ctx, &guest));
    return reply_empty(rep);
}

static enum err make_customer(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct customer customer;
    struct booking booking;
    struct guest guest;
    bool made;

    TRY(find(ctx, req, &guest, &booking));
    TRY(guest_make_customer(ctx, &booking, &guest, &customer, &made));
    return reply_resource(ctx, rep, made ? 201 : 200, &customer_resource, &customer);
}

/* ---- the manifest ---------------------------------------------------------------------------------------- */

static enum err reply_manifest(struct ctx *ctx, struct reply *rep, const struct booking *booking,
                               struct booking_outcome *outcome)
{
    struct json_writer w;
    int64_t named;

    outcome->warnings = (struct problem_list){ 0 };
    TRY(guest_check_manifest(ctx, booking, outcome, &named));
    /* Who has a name is part of what is seen here, and no part of the booking. */
    reply_etag(rep, booking->edit, booking->view * (GUESTS_MOST + 1) + named);
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "booking_id");
    put_id(&w, "bkg", booking->id);
    put_key(&w, "manifest");
    put_raw(&w, booking->manifest);
    put_key(&w, "total_participants");
    put_int(&w, booking_manifest_total(booking->manifest));
    put_key(&w, "party_size");
    put_int(&w, booking->party_size);
    put_key(&w, "named_guests");
    put_int(&w, named);
    put_warnings(&w, outcome);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

static enum err manifest_show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct booking_outcome outcome = { 0 };
    struct booking booking;

    TRY(find_booking(ctx, request_id(req, "id"), &booking));
    return reply_manifest(ctx, rep, &booking, &outcome);
}

static enum err check_manifest_body(struct ctx *ctx, const json_t *body)
{
    const char *name;
    json_t *value;

    if (!json_is_object(body))
        return fail(ctx, ERR_INVALID, "Send an object with the manifest.");
    if (!json_object_get(body, "manifest"))
        problem_add(ctx, STR("manifest"), "required", "A list of categories with their counts.");
    json_object_foreach((json_t *)body, name, value)
    {
        if (!str_equal(str_from(name), STR("manifest")))
            problem_add(ctx, arena_str(ctx->arena, str_from(name)), "unknown", "There is no such member.");
    }
    return problems_err(ctx);
}

static enum err manifest_put(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct booking_outcome outcome = { 0 };
    struct booking before, after;
    struct field_set given;
    json_t *body;

    TRY(find_booking(ctx, request_id(req, "id"), &before));
    TRY(request_condition_of(ctx, req, &booking_resource, &before));
    TRY(request_json(ctx, req, &body));
    TRY(check_manifest_body(ctx, body));
    after = before;
    TRY(booking_read(ctx, body, READ_PATCH, &after, &given, &outcome));
    TRY(booking_update(ctx, &before, &after, &given, BOOKING_BY_HAND, &outcome));
    return reply_manifest(ctx, rep, &after, &outcome);
}

/* ---- the table ------------------------------------------------------------------------------------------- */

#define WARNINGS_JSON                                                                                             \
    "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"field\",\"code\",\"detail\"],\"properties\":{" \
    "\"field\":{\"type\":\"string\"},\"code\":{\"type\":\"string\"},\"detail\":{\"type\":\"string\"}}}}"

#define WRITTEN_JSON                                                                                          \
    "{\"allOf\":[{\"$ref\":\"#/components/schemas/guest\"},{\"type\":\"object\",\"required\":[\"warnings\"]," \
    "\"properties\":{\"warnings\":" WARNINGS_JSON "}}]}"

#define ROWS_JSON                                                                                                  \
    "{\"type\":\"array\",\"maxItems\":100,\"items\":{\"type\":\"object\",\"required\":[\"count\"],\"properties\":{" \
    "\"demographic_id\":{\"type\":[\"string\",\"null\"]},\"title\":{\"type\":[\"string\",\"null\"]},"              \
    "\"count\":{\"type\":\"integer\"}}}}"

#define MANIFEST_TAKES_JSON                                                                                \
    "{\"type\":\"object\",\"required\":[\"manifest\"],\"additionalProperties\":false,\"properties\":{"      \
    "\"manifest\":" ROWS_JSON "}}"

#define MANIFEST_JSON                                                                                              \
    "{\"type\":\"object\",\"required\":[\"booking_id\",\"manifest\",\"total_participants\",\"party_size\"," \
    "\"named_guests\",\"warnings\"],\"properties\":{\"booking_id\":{\"type\":\"string\"},\"manifest\":" ROWS_JSON \
    ",\"total_participants\":{\"type\":\"integer\"},\"party_size\":{\"type\":\"integer\"},"                      \
    "\"named_guests\":{\"type\":\"integer\"},\"warnings\":" WARNINGS_JSON "}}"

/* clang-format off */
extern const struct route guest_routes[];
extern const int guest_route_count;

const struct route guest_routes[] = {
    { GET,    "/bookings/:id/guests",   PERM_BOOKING_NEAR,  SLOW,  list_of_booking, "Who comes along on a booking",
      .gives = &guest_resource, .list = &guest_party_list },
    { POST,   "/bookings/:id/guests",   PERM_BOOKING_WRITE, WRITE, create, "Add a guest by hand",
      .takes = &guest_resource, .gives = &guest_resource, .gives_json = WRITTEN_JSON },
    { GET,    "/guests/:id",            PERM_BOOKING_NEAR,  READ,  show,   "One guest",
      .gives = &guest_resource },
    { PATCH,  "/guests/:id",            PERM_BOOKING_WRITE, WRITE, change, "Change a guest by hand; no message from outside undoes it",
      .takes = &guest_resource, .gives = &guest_resource, .gives_json = WRITTEN_JSON },
    { DELETE, "/guests/:id",            PERM_BOOKING_WRITE, WRITE, delete, "Take a guest off a booking",
      .status = 204 },
    { POST,   "/guests/:id/customer",   PERM_BOOKING_WRITE | PERM_PERSON_WRITE, WRITE, make_customer, "Make an adult guest a customer, or link the one who it is",
      .status = 201, .other_status = 200, .gives = &customer_resource },
    { GET,    "/bookings/:id/manifest", PERM_BOOKING_NEAR,  READ,  manifest_show, "How many of which category",
      .gives_json = MANIFEST_JSON },
    { PUT,    "/bookings/:id/manifest", PERM_BOOKING_WRITE, WRITE, manifest_put,  "Set the manifest by hand; the party size follows",
      .takes_json = MANIFEST_TAKES_JSON, .gives_json = MANIFEST_JSON },
    { GET,    "/customers/:id/guest-appearances", PERM_PERSON_READ | PERM_BOOKING_READ, READ, list_of_customer, "A customer as guest on bookings that somebody else made",
      .gives = &guest_resource, .list = &guest_list },
};
/* clang-format on */
const int guest_route_count = (int)(sizeof(guest_routes) / sizeof(guest_routes[0]));
