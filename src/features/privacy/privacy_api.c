/*
 * The routes of erasures. An address is never part of a URL: it would stand in logs.
 */
#include "api/api.h"
#include "features/privacy/privacy.h"
#include "features/user/permission.h"

/* ---- the preview --------------------------------------------------------------------------------------------- */

static void put_people(struct json_writer *w, const struct erasure_person *people, int count)
{
    put_array(w);
    for (int i = 0; i < count; i++) {
        put_object(w);
        put_key(w, "id");
        put_id(w, person_prefix(people[i].kind), people[i].id);
        put_key(w, "kind");
        put_string(w, str_from(person_kind_name(people[i].kind)));
        put_key(w, "name");
        put_string(w, people[i].name);
        put_key(w, "deleted");
        put_bool(w, people[i].in_trash);
        put_object_end(w);
    }
    put_array_end(w);
}

static int64_t kept_count(const struct forget_kept *kept)
{
    int64_t count = 0;

    for (; kept; kept = kept->next)
        count++;
    return count;
}

static void put_counts(struct json_writer *w, const struct erasure_preview *preview)
{
    const struct forget *forget = &preview->forget;
    const struct {
        const char *name;
        int64_t count;
    } counts[] = {
        { "bookings", forget->bookings.count },
        { "upcoming_bookings", forget->upcoming },
        { "guests", forget->guests.count },
        { "communications", forget->communications.count },
        { "survey_responses", forget->responses.count },
        { "records", forget->records.count - kept_count(forget->kept) },
        { "form_submissions", forget->submissions.count },
        { "checkouts", forget->checkouts.count },
        { "follow_ups", forget->follow_ups.count },
        { "consent_events", preview->consents },
        { "addresses", forget->emails.count + forget->phones.count },
    };

    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        put_name(w, str_from(counts[i].name));
        put_int(w, counts[i].count);
    }
}

static enum err show(struct ctx *ctx, struct reply *rep, const struct erasure_subject *subject)
{
    struct erasure_preview preview;
    struct json_writer w;

    TRY(erasure_preview(ctx, subject, &preview));
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "people");
    put_people(&w, preview.people, preview.people_count);
    put_key(&w, "sharers");
    put_people(&w, preview.sharers, preview.sharer_count);
    put_counts(&w, &preview);
    put_key(&w, "tags");
    put_array(&w);
    for (int i = 0; i < preview.tags.count; i++)
        put_string(&w, preview.tags.items[i]);
    put_array_end(&w);
    put_key(&w, "kept");
    privacy_put_kept(&w, preview.forget.kept);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

static enum err make(struct ctx *ctx, struct reply *rep, const struct erasure_subject *subject)
{
    struct erasure erasure;

    TRY(erasure_make(ctx, subject, &erasure));
    return reply_resource(ctx, rep, 201, &erasure_resource, &erasure);
}

/* ---- of a person --------------------------------------------------------------------------------------------- */

static enum err customer_preview(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    return show(ctx, rep, &(struct erasure_subject){ .kind = "customer", .id = request_id(req, "id") });
}

static enum err customer_erase(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    return make(ctx, rep, &(struct erasure_subject){ .kind = "customer", .id = request_id(req, "id") });
}

static enum err contact_preview(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    return show(ctx, rep, &(struct erasure_subject){ .kind = "contact", .id = request_id(req, "id") });
}

static enum err contact_erase(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    return make(ctx, rep, &(struct erasure_subject){ .kind = "contact", .id = request_id(req, "id") });
}

/* ---- of an address ------------------------------------------------------------------------------------------- */

static enum err read_address(struct ctx *ctx, const struct request *req, struct erasure_subject *subject)
{
    json_t *body;

    TRY(request_json(ctx, req, &body));
    return erasure_read_address(ctx, body, subject);
}

static enum err address_preview(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct erasure_subject subject;

    TRY(read_address(ctx, req, &subject));
    return show(ctx, rep, &subject);
}

static enum err address_erase(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct erasure_subject subject;

    TRY(read_address(ctx, req, &subject));
    return make(ctx, rep, &subject);
}

/* ---- what was done ------------------------------------------------------------------------------------------- */

static enum err list_all(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;

    TRY(request_list(ctx, req, &erasure_list, &query));
    return reply_list(ctx, req, rep, query);
}

static enum err one(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct erasure erasure;

    TRY(erasure_get(ctx, request_id(req, "id"), &erasure));
    return reply_resource(ctx, rep, 200, &erasure_resource, &erasure);
}

#define ADDRESS                                                                                          \
    "{\"type\":\"object\",\"properties\":{\"email\":{\"type\":\"string\"},\"phone\":{\"type\":\"string\"," \
    "\"description\":\"Without + it is read in the location's country\"}}}"

#define PEOPLE                                                                                                  \
    "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"id\",\"kind\",\"name\",\"deleted\"],"    \
    "\"properties\":{\"id\":{\"type\":\"string\"},\"kind\":{\"type\":\"string\",\"enum\":[\"customer\",\"contact\"]}," \
    "\"name\":{\"type\":\"string\"},\"deleted\":{\"type\":\"boolean\",\"description\":\"Could still be taken "         \
    "back\"}}}}"

#define COUNT(name) "\"" name "\":{\"type\":\"integer\"},"

#define PREVIEW                                                                                               \
    "{\"type\":\"object\",\"required\":[\"people\",\"sharers\",\"bookings\",\"upcoming_bookings\",\"guests\"," \
    "\"communications\",\"survey_responses\",\"records\",\"form_submissions\",\"checkouts\",\"follow_ups\",\"consent_events\",\"addresses\","    \
    "\"tags\",\"kept\"],\"properties\":{\"people\":" PEOPLE ",\"sharers\":" PEOPLE                            \
    "," COUNT("bookings") COUNT("upcoming_bookings") COUNT("guests") COUNT("communications")                  \
        COUNT("survey_responses") COUNT("records") COUNT("form_submissions") COUNT("checkouts") COUNT("follow_ups") COUNT("consent_events")                \
            COUNT("addresses") "\"tags\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"kept\":"      \
    "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"record_id\",\"kind\",\"reason\","     \
    "\"until\"],\"properties\":{\"record_id\":{\"type\":\"string\"},\"kind\":{\"type\":\"string\"},"          \
    "\"reason\":{\"type\":[\"string\",\"null\"]},\"until\":{\"type\":[\"string\",\"null\"]}}}}}}"

/* clang-format off */
extern const struct route privacy_routes[];
extern const int privacy_route_count;

const struct route privacy_routes[] = {
    { GET,  "/customers/:id/erasure", PERM_PERSON_ERASE, SLOW, customer_preview, "What erasing a customer would touch",
      .gives_json = PREVIEW },
    { POST, "/customers/:id/erasure", PERM_PERSON_ERASE, SLOW, customer_erase,   "Erase a customer, and the contacts that are the same somebody",
      .gives = &erasure_resource },
    { GET,  "/contacts/:id/erasure",  PERM_PERSON_ERASE, SLOW, contact_preview,  "What erasing a contact would touch",
      .gives_json = PREVIEW },
    { POST, "/contacts/:id/erasure",  PERM_PERSON_ERASE, SLOW, contact_erase,    "Erase a contact, and the customer that it is linked to",
      .gives = &erasure_resource },
    { POST, "/erasures/preview",      PERM_PERSON_ERASE, SLOW, address_preview,  "What erasing everything under an e-mail or a phone would touch",
      .status = 200, .takes_json = ADDRESS, .gives_json = PREVIEW },
    { POST, "/erasures",              PERM_PERSON_ERASE, SLOW, address_erase,    "Erase everything under an e-mail or a phone",
      .takes_json = ADDRESS, .gives = &erasure_resource },
    { GET,  "/erasures",              PERM_PERSON_ERASE, SLOW, list_all,         "What was erased, without a name",
      .gives = &erasure_resource, .list = &erasure_list },
    { GET,  "/erasures/:id",          PERM_PERSON_ERASE, READ, one,              "One erasure",
      .gives = &erasure_resource },
};
/* clang-format on */

const int privacy_route_count = (int)(sizeof(privacy_routes) / sizeof(privacy_routes[0]));
