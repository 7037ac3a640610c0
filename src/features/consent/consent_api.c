/*
 * The routes of the consent ledger.
 */
#include "api/api.h"
#include "features/consent/consent.h"
#include "features/user/permission.h"

static enum err list(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;

    TRY(request_list(ctx, req, &consent_list, &query));
    return reply_list(ctx, req, rep, query);
}

static enum err append(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct consent event = { .kind = STR("consent") };
    struct field_set given;

    TRY(request_resource(ctx, req, &consent_resource, READ_CREATE, &event, &given));
    TRY(consent_record(ctx, &event));
    return reply_resource(ctx, rep, 201, &consent_resource, &event);
}

/* The person's events, and what follows from them. */
static enum err list_of(struct ctx *ctx, const struct request *req, struct reply *rep, struct list_query *query)
{
    struct consent_standing standings[CONSENT_STATES];
    struct list_page page;
    struct json_writer w;
    struct buf buf;

    buf_init(&buf, ctx->arena, 1024);
    put_begin(&w, &buf);
    TRY(consent_standings(ctx, request_id(req, "id"), standings));
    consent_put_standings(&w, standings);
    TRY(list_run_raw(ctx, query, &page));
    return reply_page_beside(ctx, req, rep, &consent_resource, &page,
                             (struct reply_beside){ .name = "states", .json = buf_str(&buf) });
}

static enum err list_of_customer(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;

    TRY(consent_person_there(ctx, request_id(req, "id"), "customer"));
    TRY(request_list(ctx, req, &consent_list, &query));
    TRY(consent_list_customer(ctx, query, request_id(req, "id")));
    return list_of(ctx, req, rep, query);
}

static enum err list_of_contact(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;

    TRY(consent_person_there(ctx, request_id(req, "id"), "contact"));
    TRY(request_list(ctx, req, &consent_list, &query));
    list_narrow(query, "r.person_id = ?", request_id(req, "id"));
    return list_of(ctx, req, rep, query);
}

#define WITH_STATES                                                                                        \
    "{\"allOf\":[{\"$ref\":\"#/components/schemas/consentPage\"},{\"type\":\"object\",\"required\":"        \
    "[\"states\"],\"properties\":{\"states\":{\"type\":\"array\",\"description\":\"What follows from all "   \
    "events, per channel and purpose\",\"items\":{\"type\":\"object\",\"properties\":{"                      \
    "\"channel\":{\"type\":\"string\"},\"purpose\":{\"type\":\"string\"},\"given\":{\"type\":\"boolean\"},"  \
    "\"withdrawn\":{\"type\":\"boolean\"},\"kind\":{\"type\":[\"string\",\"null\"]},"                        \
    "\"demonstrable\":{\"type\":\"boolean\"},\"at\":{\"type\":[\"string\",\"null\"]},"                       \
    "\"consent_id\":{\"type\":[\"string\",\"null\"]}}}}}}]}"

/* clang-format off */
extern const struct route consent_routes[];
extern const int consent_route_count;

const struct route consent_routes[] = {
    { GET,  "/consents", PERM_CONSENT_READ,                     SLOW,  list,   "The consent ledger, newest first",
      .gives = &consent_resource, .list = &consent_list },
    { POST, "/consents", PERM_CONSENT_READ | PERM_PERSON_WRITE, WRITE, append, "Record that somebody agreed, with the evidence, or that they withdrew",
      .takes = &consent_resource, .gives = &consent_resource },
    { GET,  "/customers/:id/consents", PERM_CONSENT_READ, READ, list_of_customer, "A customer's consent: the events, linked contacts' included, and the state of each channel and purpose",
      .gives = &consent_resource, .list = &consent_list, .gives_json = WITH_STATES },
    { GET,  "/contacts/:id/consents",  PERM_CONSENT_READ, READ, list_of_contact,  "A contact's consent: the events, and the state of each channel and purpose",
      .gives = &consent_resource, .list = &consent_list, .gives_json = WITH_STATES },
};
/* clang-format on */

const int consent_route_count = (int)(sizeof(consent_routes) / sizeof(consent_routes[0]));
