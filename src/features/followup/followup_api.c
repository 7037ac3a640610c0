/*
 * Routes and handlers of follow-ups.
 */
#include "api/api.h"
#include "features/followup/followup.h"
#include "features/user/permission.h"

/* ---- lists --------------------------------------------------------------------------------------------------- */

static enum err list(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;

    TRY(request_list(ctx, req, &follow_up_list, &query));
    return reply_list(ctx, req, rep, query);
}

static enum err list_of_customer(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    id64 id = request_id(req, "id");
    struct list_query *query;

    TRY(customer_there(ctx, id));
    TRY(request_list(ctx, req, &follow_up_list, &query));
    TRY(contact_list_with_customer(ctx, query, id));
    return reply_list(ctx, req, rep, query);
}

static enum err list_of_contact(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;
    struct contact contact;

    TRY(contact_get(ctx, request_id(req, "id"), &contact));
    TRY(request_list(ctx, req, &follow_up_list, &query));
    list_narrow(query, "r.person_id = ?", contact.id);
    return reply_list(ctx, req, rep, query);
}

static void put_counts(struct json_writer *w, const struct follow_up_counts *counts)
{
    put_object(w);
    put_key(w, "overdue");
    put_int(w, counts->overdue);
    put_key(w, "today");
    put_int(w, counts->today);
    put_key(w, "coming");
    put_int(w, counts->coming);
    put_object_end(w);
}

static enum err counts(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    static const char *const names[] = { NULL };
    struct follow_up_counts all;
    struct follow_up_counts mine;
    struct json_writer w;

    TRY(request_query_only(ctx, req, names));
    TRY(follow_up_count(ctx, ctx->actor.kind == ACTOR_USER ? ctx->actor.id : 0, &all, &mine));
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "mine");
    put_counts(&w, &mine);
    put_key(&w, "all");
    put_counts(&w, &all);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

/* ---- one ----------------------------------------------------------------------------------------------------- */

static enum err create(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct follow_up follow_up = { 0 };
    json_t *body;

    TRY(request_json(ctx, req, &body));
    TRY(follow_up_read(ctx, body, READ_CREATE, &follow_up));
    TRY(follow_up_create(ctx, &follow_up));
    reply_location(ctx, rep, req, "fup", follow_up.id);
    return reply_resource(ctx, rep, 201, &follow_up_resource, &follow_up);
}

static enum err show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct follow_up follow_up;

    TRY(follow_up_get(ctx, request_id(req, "id"), &follow_up));
    return reply_resource(ctx, rep, 200, &follow_up_resource, &follow_up);
}

static enum err change(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct follow_up before;
    struct follow_up after;
    json_t *body;

    TRY(follow_up_get_to_change(ctx, request_id(req, "id"), &before));
    TRY(request_condition_of(ctx, req, &follow_up_resource, &before));
    TRY(request_json(ctx, req, &body));
    after = before;
    TRY(follow_up_read(ctx, body, READ_PATCH, &after));
    TRY(follow_up_update(ctx, &before, &after));
    return reply_resource(ctx, rep, 200, &follow_up_resource, &after);
}

/* Nothing needs to be said about the outcome. */
static enum err done(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct follow_up_ending ending = { .outcome = STR_EMPTY };
    struct follow_up follow_up;
    struct field_set given;

    if (req->body.len > 0)
        TRY(request_resource(ctx, req, &follow_up_ending_resource, READ_CREATE, &ending, &given));
    TRY(problems_err(ctx));
    TRY(follow_up_do(ctx, request_id(req, "id"), ending.outcome, &follow_up));
    return reply_resource(ctx, rep, 200, &follow_up_resource, &follow_up);
}

static enum err snooze(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct follow_up_snooze put_off = { 0 };
    struct follow_up follow_up;
    struct field_set given;

    TRY(request_resource(ctx, req, &follow_up_snooze_resource, READ_CREATE, &put_off, &given));
    TRY(follow_up_snooze(ctx, request_id(req, "id"), &put_off, &follow_up));
    return reply_resource(ctx, rep, 200, &follow_up_resource, &follow_up);
}

static enum err cancel(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct follow_up follow_up;

    TRY(follow_up_cancel(ctx, request_id(req, "id"), &follow_up));
    return reply_resource(ctx, rep, 200, &follow_up_resource, &follow_up);
}

/* ---- the table ----------------------------------------------------------------------------------------------- */

#define COUNTS_OF_JSON                                                                                     \
    "{\"type\":\"object\",\"required\":[\"overdue\",\"today\",\"coming\"],\"properties\":{\"overdue\":{"    \
    "\"type\":\"integer\"},\"today\":{\"type\":\"integer\"},\"coming\":{\"type\":\"integer\"}}}"
#define COUNTS_JSON                                                                                        \
    "{\"type\":\"object\",\"required\":[\"mine\",\"all\"],\"properties\":{\"mine\":" COUNTS_OF_JSON          \
    ",\"all\":" COUNTS_OF_JSON "}}"

/* clang-format off */
extern const struct route followup_routes[];
extern const int followup_route_count;

const struct route followup_routes[] = {
    { GET,   "/follow-ups",            PERM_PERSON_LIST,  SLOW,  list,   "Follow-ups, by when they remind",
      .gives = &follow_up_resource, .list = &follow_up_list },
    { POST,  "/follow-ups",            PERM_PERSON_WRITE, WRITE, create, "Schedule a follow-up",
      .takes = &follow_up_resource, .gives = &follow_up_resource },
    { GET,   "/follow-ups/counts",     PERM_PERSON_LIST,  SLOW,  counts, "How many open ones are overdue, due today and coming: mine and everybody's",
      .gives_json = COUNTS_JSON },
    { GET,   "/follow-ups/:id",        PERM_PERSON_READ,  READ,  show,   "One follow-up",
      .gives = &follow_up_resource },
    { PATCH, "/follow-ups/:id",        PERM_PERSON_WRITE, WRITE, change, "Reschedule, reassign or rewrite an open follow-up",
      .takes = &follow_up_resource, .gives = &follow_up_resource },
    { POST,  "/follow-ups/:id/done",   PERM_PERSON_WRITE, WRITE, done,   "It was done, and what came of it",
      .status = 200, .takes = &follow_up_ending_resource, .gives = &follow_up_resource },
    { POST,  "/follow-ups/:id/snooze", PERM_PERSON_WRITE, WRITE, snooze, "Remind later",
      .status = 200, .takes = &follow_up_snooze_resource, .gives = &follow_up_resource },
    { POST,  "/follow-ups/:id/cancel", PERM_PERSON_WRITE, WRITE, cancel, "It need not be done",
      .status = 200, .gives = &follow_up_resource },
    { GET,   "/customers/:id/follow-ups", PERM_PERSON_READ | PERM_PERSON_LIST, READ, list_of_customer, "Follow-ups of a customer and the contacts linked to it",
      .gives = &follow_up_resource, .list = &follow_up_list },
    { GET,   "/contacts/:id/follow-ups",  PERM_PERSON_READ | PERM_PERSON_LIST, READ, list_of_contact,  "Follow-ups of a contact",
      .gives = &follow_up_resource, .list = &follow_up_list },
};
/* clang-format on */

const int followup_route_count = (int)(sizeof(followup_routes) / sizeof(followup_routes[0]));
