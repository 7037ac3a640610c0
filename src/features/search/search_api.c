/*
 * The route of the search box.
 */
#include "api/api.h"
#include "features/booking/booking.h"
#include "features/contact/contact.h"
#include "features/customer/customer.h"
#include "features/search/search.h"
#include "features/user/permission.h"

static enum err read_most(struct ctx *ctx, const struct request *req, int *out)
{
    struct str limit = request_query_value(ctx, req, "limit");
    int64_t number = SEARCH_HITS_DEFAULT;

    *out = SEARCH_HITS_DEFAULT;
    if (limit.len && (!str_to_int(limit, &number) || number < 1 || number > SEARCH_HITS_MOST))
        return fail(ctx, ERR_BAD_REQUEST, "limit is between 1 and %d.", SEARCH_HITS_MOST);
    *out = (int)number;
    return ERR_OK;
}

static void put_hits(struct json_writer *w, struct ctx *ctx, struct str name, const struct resource *resource,
                     const struct list_page *page)
{
    put_name(w, name);
    put_array(w);
    for (int i = 0; i < page->count; i++)
        resource_put(w, ctx, resource, (const char *)page->records + (size_t)i * resource->size);
    put_array_end(w);
}

static enum err search_index(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    static const char *const names[] = { "q", "limit", NULL };
    struct search_hits hits;
    struct json_writer w;
    int most;

    TRY(request_query_only(ctx, req, names));
    TRY(read_most(ctx, req, &most));
    TRY(search_run(ctx, request_query_value(ctx, req, "q"), most, &hits));
    w = reply_json(rep, 200);
    put_object(&w);
    put_hits(&w, ctx, STR("customers"), &customer_resource, &hits.customers);
    put_hits(&w, ctx, STR("contacts"), &contact_resource, &hits.contacts);
    put_hits(&w, ctx, STR("bookings"), &booking_resource, &hits.bookings);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

static const struct query_param search_query[] = {
    { "q", "string", "What was typed: parts of name, e-mail, phone, company or tag; or a confirmation code" },
    { "limit", "integer", "Of each kind at most so many, 1 to 25; 6 unless said" },
    { NULL, NULL, NULL },
};

#define HITS(name) "\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/" name "\"}"
#define SEARCH_SCHEMA                                                                        \
    "{\"type\":\"object\",\"required\":[\"customers\",\"contacts\",\"bookings\"],\"properties\":{" \
    "\"customers\":{" HITS("customer") "},\"contacts\":{" HITS("contact") "},\"bookings\":{" HITS("booking") "}}}"

/* clang-format off */
extern const struct route search_routes[];
extern const int search_route_count;

const struct route search_routes[] = {
    { GET, "/search", PERM_PERSON_LIST, SLOW, search_index, "Customers, open leads and bookings for what was typed",
      .query = search_query, .gives_json = SEARCH_SCHEMA },
};
/* clang-format on */

const int search_route_count = (int)(sizeof(search_routes) / sizeof(search_routes[0]));
