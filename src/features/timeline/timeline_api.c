/*
 * The routes of the timeline.
 */
#include "api/api.h"
#include "base/secret.h"
#include "features/timeline/timeline.h"
#include "features/user/permission.h"

/* ---- what is asked ------------------------------------------------------------------------------------------- */

/* "at.id.seq" in base64url: no secret, every part of it is a number. */
static struct str cursor_text(struct ctx *ctx, const struct timeline_place *place)
{
    return base64url(ctx->arena, arena_printf(ctx->arena, "%lld.%lld.%lld", (long long)place->at_ms,
                                              (long long)place->id, (long long)place->seq));
}

static bool read_cursor(struct ctx *ctx, struct str text, struct timeline_place *out)
{
    struct str rest, part;
    int64_t numbers[3];

    if (!base64url_decode(ctx->arena, text, &rest))
        return false;
    for (int i = 0; i < 3; i++)
        if (!str_split(&rest, '.', &part) || !str_to_int(part, &numbers[i]))
            return false;
    *out = (struct timeline_place){ numbers[0], numbers[1], numbers[2] };
    return rest.len == 0 && out->id >= 0 && out->seq >= 0;
}

static bool add_kind(struct str name, unsigned *kinds)
{
    for (int i = 0; i < TIMELINE_KINDS; i++)
        if (str_equal(name, str_from(timeline_kinds[i]))) {
            *kinds |= 1u << i;
            return true;
        }
    return false;
}

static enum err read_pair(struct ctx *ctx, const struct query_pair *pair, struct timeline_query *out)
{
    struct str rest = pair->value, name;
    int64_t limit;

    if (str_equal(pair->name, STR("kind"))) {
        while (str_split(&rest, ',', &name))
            if (!add_kind(name, &out->kinds))
                return fail(ctx, ERR_BAD_REQUEST, "There is no kind \"%.*s\" of entries.", STR_PRINT(name));
    } else if (str_equal(pair->name, STR("limit"))) {
        if (!str_to_int(pair->value, &limit) || limit < 1 || limit > TIMELINE_LIMIT_MOST)
            return fail(ctx, ERR_BAD_REQUEST, "limit is a number from 1 to %d.", TIMELINE_LIMIT_MOST);
        out->limit = (int)limit;
    } else if (str_equal(pair->name, STR("cursor"))) {
        if (!read_cursor(ctx, pair->value, &out->after))
            return fail(ctx, ERR_BAD_REQUEST, "This cursor is not one of ours.");
    } else {
        return fail(ctx, ERR_BAD_REQUEST, "There is no parameter \"%.*s\" here.", STR_PRINT(pair->name));
    }
    return ERR_OK;
}

static enum err read_query(struct ctx *ctx, const struct request *req, struct timeline_query *out)
{
    struct query_pair *pairs;
    int count;

    TRY(request_query(ctx, req, &pairs, &count));
    for (int i = 0; i < count; i++)
        TRY(read_pair(ctx, &pairs[i], out));
    if (out->kinds == 0)
        out->kinds = (1u << TIMELINE_KINDS) - 1;
    return ERR_OK;
}

/* ---- the answer ---------------------------------------------------------------------------------------------- */

static enum err answer(struct ctx *ctx, const struct request *req, struct reply *rep, struct timeline_query *query)
{
    struct timeline_page page;
    struct json_writer w;

    TRY(read_query(ctx, req, query));
    TRY(timeline_run(ctx, query, &page));
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "items");
    put_array(&w);
    for (int i = 0; i < page.count; i++)
        timeline_put_entry(&w, ctx, &page.entries[i]);
    put_array_end(&w);
    put_key(&w, "limit");
    put_int(&w, query->limit);
    put_key(&w, "next_cursor");
    put_string_or_null(&w, page.more ? cursor_text(ctx, &page.next) : STR_EMPTY);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

static enum err of_customer(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct timeline_query query = { .person_id = request_id(req, "id"), .is_customer = true, .limit = TIMELINE_LIMIT };

    TRY(customer_there(ctx, query.person_id));
    return answer(ctx, req, rep, &query);
}

static enum err of_contact(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct timeline_query query = { .limit = TIMELINE_LIMIT };
    struct contact contact;

    TRY(contact_get(ctx, request_id(req, "id"), &contact));
    query.person_id = contact.id;
    return answer(ctx, req, rep, &query);
}

static const struct query_param params[] = {
    { "kind", "string",
      "Only these, repeated or with commas: booking, guest-appearance, communication, note, survey-response, record, "
      "follow-up, consent, submission, conversion, tag, change" },
    { "limit", "integer",
      "How many at most, 1 to 200; 50 if nobody says. A page may be shorter and still have a next" },
    { "cursor", "string", "Where the page before ended" },
    { NULL, NULL, NULL },
};

#define PAGE                                                                                               \
    "{\"type\":\"object\",\"required\":[\"items\",\"limit\",\"next_cursor\"],\"properties\":{"              \
    "\"items\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"kind\",\"at\",\"id\","     \
    "\"title\",\"summary\",\"actor\",\"record\"],\"properties\":{\"kind\":{\"type\":\"string\"},"            \
    "\"at\":{\"type\":\"string\"},\"id\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},"             \
    "\"summary\":{\"type\":[\"string\",\"null\"]},\"actor\":{\"type\":[\"object\",\"null\"]},"               \
    "\"record\":{\"type\":\"object\",\"description\":\"The booking, message … itself; of conversions, tags " \
    "and changes the event with old and new values\"}}}},\"limit\":{\"type\":\"integer\"},"                  \
    "\"next_cursor\":{\"type\":[\"string\",\"null\"]}}}"

/* clang-format off */
extern const struct route timeline_routes[];
extern const int timeline_route_count;

const struct route timeline_routes[] = {
    { GET, "/customers/:id/timeline", PERM_PERSON_READ | PERM_PERSON_LIST, READ, of_customer, "All that happened with a customer and the contacts linked to it, newest first",
      .gives_json = PAGE, .query = params },
    { GET, "/contacts/:id/timeline",  PERM_PERSON_READ | PERM_PERSON_LIST, READ, of_contact,  "All that happened with a contact, newest first",
      .gives_json = PAGE, .query = params },
};
/* clang-format on */

const int timeline_route_count = (int)(sizeof(timeline_routes) / sizeof(timeline_routes[0]));
