/*
 * Routes and handlers of communications.
 */
#include "api/api.h"
#include "features/communication/communication.h"
#include "features/user/permission.h"

static enum err list(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;

    TRY(request_list(ctx, req, &communication_list, &query));
    return reply_list(ctx, req, rep, query);
}

static enum err list_of_customer(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    id64 id = request_id(req, "id");
    struct list_query *query;

    TRY(customer_there(ctx, id));
    TRY(request_list(ctx, req, &communication_list, &query));
    TRY(contact_list_with_customer(ctx, query, id));
    return reply_list(ctx, req, rep, query);
}

static enum err list_of_contact(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;
    struct contact contact;

    TRY(contact_get(ctx, request_id(req, "id"), &contact));
    TRY(request_list(ctx, req, &communication_list, &query));
    list_narrow(query, "r.person_id = ?", contact.id);
    return reply_list(ctx, req, rep, query);
}

static enum err create(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct communication communication = { 0 };
    struct field_set given;

    TRY(request_resource(ctx, req, &communication_resource, READ_CREATE, &communication, &given));
    TRY(communication_create(ctx, &communication));
    reply_location(ctx, rep, req, "com", communication.id);
    return reply_resource(ctx, rep, 201, &communication_resource, &communication);
}

static enum err report(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct communication communication;
    json_t *body;
    bool made;

    TRY(request_json(ctx, req, &body));
    TRY(communication_report(ctx, request_param(req, "source"), request_param(req, "external_id"), body, &communication,
                             &made));
    return reply_resource(ctx, rep, made ? 201 : 200, &communication_resource, &communication);
}

static enum err show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct communication communication;

    TRY(communication_get(ctx, request_id(req, "id"), &communication));
    return reply_resource(ctx, rep, 200, &communication_resource, &communication);
}

static enum err change(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct communication before;
    struct communication after;
    struct field_set given;

    TRY(communication_get_to_change(ctx, request_id(req, "id"), &before));
    TRY(request_condition_of(ctx, req, &communication_resource, &before));
    after = before;
    TRY(request_resource(ctx, req, &communication_resource, READ_PATCH, &after, &given));
    TRY(communication_update(ctx, &before, &after, &given));
    return reply_resource(ctx, rep, 200, &communication_resource, &after);
}

static enum err delete (struct ctx *ctx, const struct request *req, struct reply *rep) {
    struct communication communication;

    TRY(communication_get_to_change(ctx, request_id(req, "id"), &communication));
    TRY(request_condition_of(ctx, req, &communication_resource, &communication));
    TRY(communication_delete(ctx, &communication));
    return reply_empty(rep);
}

/* clang-format off */
extern const struct route communication_routes[];
extern const int communication_route_count;

const struct route communication_routes[] = {
    { GET,    "/communications",     PERM_PERSON_LIST,   SLOW,  list,   "Communications with everybody, the latest first",
      .gives = &communication_resource, .list = &communication_list },
    { POST,   "/communications",     PERM_PERSON_WRITE,  WRITE, create, "Log a message, a call, a visit or a note",
      .takes = &communication_resource, .gives = &communication_resource },
    { PUT,    "/communications/external/:source/:external_id", PERM_BOOKING_IMPORT, WRITE, report, "Report a message that another system sent or received, and what became of it",
      .status = 201, .other_status = 200, .takes = &communication_resource, .gives = &communication_resource },
    { GET,    "/communications/:id", PERM_PERSON_READ,   READ,  show,   "One communication",
      .gives = &communication_resource },
    { PATCH,  "/communications/:id", PERM_PERSON_WRITE,  WRITE, change, "Correct a communication, say what became of it, or whose it is",
      .takes = &communication_resource, .gives = &communication_resource },
    { DELETE, "/communications/:id", PERM_PERSON_DELETE, WRITE, delete, "Delete a communication for good",
      .status = 204 },
    { GET,    "/customers/:id/communications", PERM_PERSON_READ | PERM_PERSON_LIST, SLOW, list_of_customer, "Communications with a customer and the contacts linked to it",
      .gives = &communication_resource, .list = &communication_list },
    { GET,    "/contacts/:id/communications",  PERM_PERSON_READ | PERM_PERSON_LIST, SLOW, list_of_contact,  "Communications with a contact",
      .gives = &communication_resource, .list = &communication_list },
};
/* clang-format on */

const int communication_route_count = (int)(sizeof(communication_routes) / sizeof(communication_routes[0]));
