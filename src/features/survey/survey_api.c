/*
 * Routes and handlers of surveys and their responses.
 */
#include "api/api.h"
#include "features/survey/survey.h"
#include "features/user/permission.h"

/* ---- surveys ------------------------------------------------------------------------------------------------- */

static enum err list(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;

    TRY(request_list(ctx, req, &survey_list, &query));
    return reply_list(ctx, req, rep, query);
}

static enum err create(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct survey survey = { .active = true };
    struct field_set given;

    TRY(request_resource(ctx, req, &survey_resource, READ_CREATE, &survey, &given));
    TRY(survey_create(ctx, &survey));
    reply_location(ctx, rep, req, "svy", survey.id);
    return reply_resource(ctx, rep, 201, &survey_resource, &survey);
}

static enum err show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct survey survey;

    TRY(survey_get(ctx, request_id(req, "id"), &survey));
    return reply_resource(ctx, rep, 200, &survey_resource, &survey);
}

static enum err change(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct survey before;
    struct survey after;
    struct field_set given;

    TRY(survey_get_to_change(ctx, request_id(req, "id"), &before));
    TRY(request_condition_of(ctx, req, &survey_resource, &before));
    after = before;
    TRY(request_resource(ctx, req, &survey_resource, READ_PATCH, &after, &given));
    TRY(survey_update(ctx, &before, &after));
    return reply_resource(ctx, rep, 200, &survey_resource, &after);
}

static enum err delete (struct ctx *ctx, const struct request *req, struct reply *rep) {
    struct survey survey;

    TRY(survey_get_to_change(ctx, request_id(req, "id"), &survey));
    TRY(request_condition_of(ctx, req, &survey_resource, &survey));
    TRY(survey_delete(ctx, &survey));
    return reply_empty(rep);
}

static enum err show_version(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    id64 id = request_id(req, "id");
    struct str questions;
    struct json_writer w;
    int64_t version, at_ms;

    if (!str_to_int(request_param(req, "version"), &version))
        return ERR_NOT_FOUND;
    TRY(survey_version_get(ctx, id, version, &questions, &at_ms));
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "survey_id");
    put_id(&w, "svy", id);
    put_key(&w, "version");
    put_int(&w, version);
    put_key(&w, "questions");
    put_raw(&w, questions);
    put_key(&w, "created_at");
    put_time(&w, at_ms);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

static enum err figures(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct survey survey;
    struct json_writer w;

    TRY(survey_get(ctx, request_id(req, "id"), &survey));
    w = reply_json(rep, 200);
    TRY(survey_put_figures(&w, ctx, &survey));
    return reply_json_end(rep, &w);
}

/* ---- responses ----------------------------------------------------------------------------------------------- */

static enum err list_responses(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;

    TRY(request_list(ctx, req, &survey_response_list, &query));
    return reply_list(ctx, req, rep, query);
}

static enum err responses_of_customer(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    id64 id = request_id(req, "id");
    struct list_query *query;

    TRY(customer_there(ctx, id));
    TRY(request_list(ctx, req, &survey_response_list, &query));
    TRY(contact_list_with_customer(ctx, query, id));
    return reply_list(ctx, req, rep, query);
}

static enum err responses_of_contact(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;
    struct contact contact;

    TRY(contact_get(ctx, request_id(req, "id"), &contact));
    TRY(request_list(ctx, req, &survey_response_list, &query));
    list_narrow(query, "r.person_id = ?", contact.id);
    return reply_list(ctx, req, rep, query);
}

static enum err figures_of_customer(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct customer customer;
    struct json_writer w;

    TRY(customer_get(ctx, request_id(req, "id"), &customer));
    w = reply_json(rep, 200);
    TRY(survey_put_person_figures(&w, ctx, customer.id));
    return reply_json_end(rep, &w);
}

static enum err respond(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct survey_response response = { 0 };
    struct field_set given;

    TRY(request_resource(ctx, req, &survey_response_resource, READ_CREATE, &response, &given));
    TRY(survey_response_create(ctx, &response));
    reply_location(ctx, rep, req, "rsp", response.id);
    return reply_resource(ctx, rep, 201, &survey_response_resource, &response);
}

static enum err report(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct survey_response response;
    json_t *body;
    bool made;

    TRY(request_json(ctx, req, &body));
    TRY(survey_response_report(ctx, request_param(req, "source"), request_param(req, "external_id"), body, &response,
                               &made));
    return reply_resource(ctx, rep, made ? 201 : 200, &survey_response_resource, &response);
}

static enum err show_response(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct survey_response response;

    TRY(survey_response_get(ctx, request_id(req, "id"), &response));
    return reply_resource(ctx, rep, 200, &survey_response_resource, &response);
}

static enum err delete_response(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct survey_response response;

    TRY(survey_response_get_to_change(ctx, request_id(req, "id"), &response));
    TRY(request_condition_of(ctx, req, &survey_response_resource, &response));
    TRY(survey_response_delete(ctx, &response));
    return reply_empty(rep);
}

/* ---- the table ----------------------------------------------------------------------------------------------- */

#define NUMBER_OR_NULL "{\"type\":[\"number\",\"null\"]}"

#define VERSION_JSON                                                                                       \
    "{\"type\":\"object\",\"required\":[\"survey_id\",\"version\",\"questions\",\"created_at\"],"           \
    "\"properties\":{\"survey_id\":{\"type\":\"string\"},\"version\":{\"type\":\"integer\"},"               \
    "\"questions\":{\"type\":\"array\",\"items\":{\"type\":\"object\"}},\"created_at\":{\"type\":\"string\"}}}"

#define FIGURES_JSON                                                                                       \
    "{\"type\":\"object\",\"required\":[\"survey_id\",\"responses\",\"average_rating\",\"questions\"],"     \
    "\"properties\":{\"survey_id\":{\"type\":\"string\"},\"responses\":{\"type\":\"integer\"},"             \
    "\"average_rating\":" NUMBER_OR_NULL                                                                              \
    ",\"questions\":{\"type\":\"array\",\"items\":{\"type\":\"object\","                                              \
    "\"required\":[\"id\",\"kind\",\"text\",\"asked\",\"answers\",\"average\",\"score\",\"counts\"],"       \
    "\"properties\":{\"id\":{\"type\":\"string\"},\"kind\":{\"type\":\"string\"},\"text\":{\"type\":\"string\"}," \
    "\"asked\":{\"type\":\"boolean\",\"description\":\"In the present version\"},\"answers\":{\"type\":\"integer\"}," \
    "\"average\":" NUMBER_OR_NULL                                                                                     \
    ",\"score\":{\"type\":[\"integer\",\"null\"],\"minimum\":-100,\"maximum\":100},"                                  \
    "\"counts\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"value\":{},"           \
    "\"count\":{\"type\":\"integer\"}}}}}}}}}"

#define PERSON_FIGURES_JSON                                                                                \
    "{\"type\":\"object\",\"required\":[\"responses\",\"average_rating\",\"score\"],\"properties\":{"       \
    "\"responses\":{\"type\":\"integer\"},\"average_rating\":" NUMBER_OR_NULL                                \
    ",\"score\":{\"type\":[\"integer\",\"null\"]}}}"

/* clang-format off */
extern const struct route survey_routes[];
extern const int survey_route_count;

const struct route survey_routes[] = {
    { GET,    "/surveys",             PERM_PERSON_LIST,    SLOW,  list,            "Surveys",
      .gives = &survey_resource, .list = &survey_list },
    { POST,   "/surveys",             PERM_SETTINGS_WRITE, WRITE, create,          "Make a survey",
      .takes = &survey_resource, .gives = &survey_resource },
    { GET,    "/surveys/:id",         PERM_PERSON_READ,    READ,  show,            "One survey",
      .gives = &survey_resource },
    { PATCH,  "/surveys/:id",         PERM_SETTINGS_WRITE, WRITE, change,          "Change a survey; other questions make a new version",
      .takes = &survey_resource, .gives = &survey_resource },
    { DELETE, "/surveys/:id",         PERM_SETTINGS_WRITE, WRITE, delete,          "Delete a survey that nobody answered",
      .status = 204 },
    { GET,    "/surveys/:id/versions/:version", PERM_PERSON_READ, READ, show_version, "The questions as they stood in a version",
      .gives_json = VERSION_JSON },
    { GET,    "/surveys/:id/figures", PERM_PERSON_LIST,    READ,  figures,         "What the answers to a survey add up to",
      .gives_json = FIGURES_JSON },
    { GET,    "/survey-responses",    PERM_PERSON_LIST,    SLOW,  list_responses,  "Responses to all surveys, the latest first",
      .gives = &survey_response_resource, .list = &survey_response_list },
    { POST,   "/survey-responses",    PERM_PERSON_WRITE,   WRITE, respond,         "Record a response",
      .takes = &survey_response_resource, .gives = &survey_response_resource },
    { PUT,    "/survey-responses/external/:source/:external_id", PERM_BOOKING_IMPORT, WRITE, report, "Report a response from another system",
      .status = 201, .other_status = 200, .takes = &survey_response_resource, .gives = &survey_response_resource },
    { GET,    "/survey-responses/:id", PERM_PERSON_READ,   READ,  show_response,   "One response",
      .gives = &survey_response_resource },
    { DELETE, "/survey-responses/:id", PERM_PERSON_DELETE, WRITE, delete_response, "Delete a response for good, figures included",
      .status = 204 },
    { GET,    "/customers/:id/survey-responses", PERM_PERSON_READ | PERM_PERSON_LIST, READ, responses_of_customer, "Responses of a customer and the contacts linked to it",
      .gives = &survey_response_resource, .list = &survey_response_list },
    { GET,    "/customers/:id/survey-figures",   PERM_PERSON_READ | PERM_PERSON_LIST, READ, figures_of_customer,   "What a customer's responses add up to",
      .gives_json = PERSON_FIGURES_JSON },
    { GET,    "/contacts/:id/survey-responses",  PERM_PERSON_READ | PERM_PERSON_LIST, READ, responses_of_contact,  "Responses of a contact",
      .gives = &survey_response_resource, .list = &survey_response_list },
};
/* clang-format on */

const int survey_route_count = (int)(sizeof(survey_routes) / sizeof(survey_routes[0]));
