#include "api/api.h"
#include "features/checkout/checkout.h"
#include "features/user/permission.h"

enum { PAGE_MOST_BYTES = 2000 };

static enum err list(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;

    TRY(request_list(ctx, req, &checkout_list, &query));
    return reply_list(ctx, req, rep, query);
}

static enum err list_of_customer(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    id64 id = request_id(req, "id");
    struct list_query *query;

    TRY(customer_there(ctx, id));
    TRY(request_list(ctx, req, &checkout_list, &query));
    TRY(contact_list_with_customer(ctx, query, id));
    return reply_list(ctx, req, rep, query);
}

static enum err list_of_contact(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;
    struct contact contact;

    TRY(contact_get(ctx, request_id(req, "id"), &contact));
    TRY(request_list(ctx, req, &checkout_list, &query));
    list_narrow(query, "r.person_id = ?", contact.id);
    return reply_list(ctx, req, rep, query);
}

static enum err show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct checkout checkout;

    TRY(checkout_by_external(ctx, request_param(req, "external_id"), &checkout));
    return reply_resource(ctx, rep, 200, &checkout_resource, &checkout);
}

static enum err report(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct checkout_report said = { .external_id = request_param(req, "external_id") };
    struct checkout checkout;
    bool made;

    TRY(request_json(ctx, req, &said.body));
    TRY(checkout_report(ctx, &said, &checkout, &made));
    return reply_resource(ctx, rep, made ? 201 : 200, &checkout_resource, &checkout);
}

/* With a text that is not saved yet. */
static enum err preview_reminder(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct str subject, body;
    struct json_writer w;
    json_t *text, *given;

    TRY(request_json(ctx, req, &given));
    text = json_object_get(given, "text");
    if (json_object_size(given) > (text ? 1 : 0))
        problem_add(ctx, STR_EMPTY, "unknown", "There is only text here.");
    if (text && !json_is_null(text) && !json_is_string(text))
        problem_add(ctx, STR("text"), "invalid", "This is a text.");
    TRY(problems_err(ctx));
    checkout_reminder_sample(ctx, str_trim(json_text(text)), &subject, &body);
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "subject");
    put_string(&w, subject);
    put_key(&w, "text");
    put_string(&w, body);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

/* ---- from a page -------------------------------------------------------------------------------------------------- */

/* Browsers tell another website the page at most, mostly only the website. */
static struct str page_of(const struct request *req)
{
    struct str page = request_header(req, "referer");

    return page.len > 0 && page.len <= PAGE_MOST_BYTES ? page : request_header(req, "origin");
}

/* navigator.sendBeacon() sends it as text/plain: no question beforehand, and nobody reads the answer. */
static enum err report_from_page(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct checkout_report said = { .by_browser = true, .page = page_of(req) };
    struct checkout checkout;
    bool made;

    TRY(checkout_reporting_enter(ctx, request_param(req, "key"), request_header(req, "origin")));
    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(json_read(ctx, req->body, &said.body));
    said.external_id = arena_str(ctx->arena, json_text(json_object_get(said.body, "id")));
    json_object_del(said.body, "id");
    TRY(checkout_report(ctx, &said, &checkout, &made));
    reply_header(rep, "Access-Control-Allow-Origin", request_header(req, "origin"));
    reply_header(rep, "Vary", STR("Origin"));
    return reply_empty(rep);
}

static enum err show_reporting(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct checkout_reporting reporting;

    (void)req;
    TRY(checkout_reporting_get(ctx, &reporting));
    return reply_resource(ctx, rep, 200, &checkout_reporting_resource, &reporting);
}

static enum err change_reporting(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct checkout_reporting reporting;
    struct field_set given;

    TRY(checkout_reporting_get(ctx, &reporting));
    TRY(request_resource(ctx, req, &checkout_reporting_resource, READ_PATCH, &reporting, &given));
    TRY(problems_err(ctx));
    TRY(checkout_reporting_save(ctx, &reporting));
    return reply_resource(ctx, rep, 200, &checkout_reporting_resource, &reporting);
}

static enum err rotate_reporting(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct checkout_reporting reporting;

    (void)req;
    TRY(checkout_reporting_new_key(ctx, &reporting));
    return reply_resource(ctx, rep, 200, &checkout_reporting_resource, &reporting);
}

/* clang-format off */
extern const struct route checkout_routes[];
extern const int checkout_route_count;
extern const struct route checkout_page_routes[];
extern const int checkout_page_route_count;

static const char preview_schema[] =
    "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\"text\":{\"type\":[\"string\",\"null\"],\"maxLength\":5000,"
    "\"description\":\"What stands before the link; empty: a sentence of ours\"}}}";
static const char mail_schema[] =
    "{\"type\":\"object\",\"required\":[\"subject\",\"text\"],\"properties\":{\"subject\":{\"type\":\"string\"},\"text\":{\"type\":\"string\"}}}";

const struct route checkout_routes[] = {
    { GET,   "/checkouts",                 PERM_PERSON_LIST,    SLOW,  list,             "Checkouts, the last seen first", .gives = &checkout_resource, .list = &checkout_list },
    { GET,   "/checkouts/:external_id",    PERM_PERSON_READ,    READ,  show,             "One checkout", .gives = &checkout_resource },
    { PUT,   "/checkouts/:external_id",    PERM_BOOKING_IMPORT, WRITE, report,           "Report, update or complete a checkout", .other_status = 201, .takes = &checkout_resource, .gives = &checkout_resource },
    { GET,   "/customers/:id/checkouts",   PERM_PERSON_READ,    SLOW,  list_of_customer, "Checkouts of a customer and of the leads that became it", .gives = &checkout_resource, .list = &checkout_list },
    { GET,   "/contacts/:id/checkouts",    PERM_PERSON_READ,    SLOW,  list_of_contact,  "Checkouts of a lead", .gives = &checkout_resource, .list = &checkout_list },
    { POST,  "/checkouts/reminder-preview", PERM_SETTINGS_READ, READ, preview_reminder,  "The reminder as an invented person would get it", .status = 200, .takes_json = preview_schema, .gives_json = mail_schema },
    { GET,   "/checkout-reporting",        PERM_SETTINGS_READ,  READ,  show_reporting,   "How a booking page's script reports checkouts", .gives = &checkout_reporting_resource },
    { PATCH, "/checkout-reporting",        PERM_SETTINGS_WRITE, WRITE, change_reporting, "Let websites report checkouts", .takes = &checkout_reporting_resource, .gives = &checkout_reporting_resource },
    { POST,  "/checkout-reporting/key",    PERM_SETTINGS_WRITE, WRITE, rotate_reporting, "A new key; the old one is not heard any more", .status = 200, .gives = &checkout_reporting_resource },
};

static const char page_schema[] = "{\"type\":\"object\",\"required\":[\"id\"],\"properties\":{\"id\":{\"type\":\"string\"}}}";

const struct route checkout_page_routes[] = {
    { POST, "/k/:key", PERM_PUBLIC, WRITE, report_from_page, "A booking page's script reports a checkout", .status = 204, .takes_json = page_schema, .flags = ROUTE_NO_COOKIE_CHECK },
};
/* clang-format on */

const int checkout_route_count = (int)(sizeof(checkout_routes) / sizeof(checkout_routes[0]));
const int checkout_page_route_count = (int)(sizeof(checkout_page_routes) / sizeof(checkout_page_routes[0]));
