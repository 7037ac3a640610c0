#include "api/api.h"
#include "features/feed/feed.h"
#include "features/user/permission.h"

static const struct query_param changes_query[] = {
    { "after", "string",
      "The next_cursor of the answer before, a seq, or \"latest\" to begin with what comes now; "
      "without it all of the last 30 days" },
    { "limit", "integer", "How many entries are looked at: 1 to 1000, 200 if nobody says" },
    { NULL, NULL, NULL },
};

static enum err read_after(struct ctx *ctx, const struct request *req, int64_t *after)
{
    struct str text = request_query_value(ctx, req, "after");

    if (text.len == 0)
        return feed_oldest(ctx, after);
    if (str_equal(text, STR("latest")))
        return feed_head(ctx, after);
    if (!str_to_int(text, after) || *after < 0 || *after == INT64_MAX)
        return fail(ctx, ERR_BAD_REQUEST, "\"after\" is the next_cursor of an earlier answer, a seq, or \"latest\".");
    return feed_check(ctx, *after);
}

static enum err read_limit(struct ctx *ctx, const struct request *req, int64_t *limit)
{
    struct str text = request_query_value(ctx, req, "limit");

    *limit = FEED_LIMIT;
    if (text.len == 0)
        return ERR_OK;
    if (!str_to_int(text, limit) || *limit < 1 || *limit > FEED_LIMIT_MOST)
        return fail(ctx, ERR_BAD_REQUEST, "\"limit\" is a number from 1 to %d.", FEED_LIMIT_MOST);
    return ERR_OK;
}

static enum err feed_index(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct feed_page page;
    struct json_writer w;
    int64_t after, limit;

    TRY(read_limit(ctx, req, &limit));
    TRY(read_after(ctx, req, &after));
    TRY(feed_read(ctx, after, (int)limit, &page));
    TRY(feed_narrow(ctx, &page));
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "items");
    put_array(&w);
    for (int i = 0; i < page.count; i++)
        feed_put(&w, &page.items[i]);
    put_array_end(&w);
    put_key(&w, "next_cursor");
    put_string(&w, arena_printf(ctx->arena, "%lld", (long long)page.reached));
    put_key(&w, "more");
    put_bool(&w, page.more);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

/* clang-format off */
static const char changes_schema[] =
    "{\"type\":\"object\",\"required\":[\"items\",\"next_cursor\",\"more\"],\"properties\":{"
    "\"items\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"seq\",\"at\",\"action\",\"kind\",\"id\"],"
    "\"properties\":{\"seq\":{\"type\":\"integer\",\"format\":\"int64\"},"
    "\"at\":{\"type\":\"string\",\"format\":\"date-time\"},"
    "\"action\":{\"type\":\"string\",\"description\":\"customer.updated: the kind of record, and what was done\"},"
    "\"kind\":{\"type\":\"string\"},\"id\":{\"type\":[\"string\",\"null\"]}}}},"
    "\"next_cursor\":{\"type\":\"string\",\"description\":\"Where to go on: the next request's after\"},"
    "\"more\":{\"type\":\"boolean\",\"description\":\"Whether there is more now; a page may be emptier than its limit\"}}}";

extern const struct route feed_routes[];
extern const int feed_route_count;

const struct route feed_routes[] = {
    { GET, "/changes", PERM_SIGNED_IN, READ, feed_index, "What happened in the last 30 days, in order, of what one may see",
      .gives_json = changes_schema, .query = changes_query },
};
/* clang-format on */

const int feed_route_count = (int)(sizeof(feed_routes) / sizeof(feed_routes[0]));
