/* Between HTTP and the model: bodies, conditions, links, answers, problems. */
#include "check.h"
#include "model_fixture.h"

#include "api/api.h"

#include <string.h>

static struct request request_of(struct http_header *header, const char *name, const char *value)
{
    *header = (struct http_header){ str_from(name), str_from(value) };
    return (struct request){ .method = GET, .headers = header, .header_count = 1, .body = STR("{\"name\": \"x\"}") };
}

/* ---- bodies ------------------------------------------------------------------------------------------------ */

static void test_bodies(void **state)
{
    static const struct {
        const char *type;
        const char *body;
        enum err err;
    } rows[] = {
        { "application/json", "{}", ERR_OK },
        { "Application/JSON; charset=utf-8", "{}", ERR_OK },
        { "application/merge-patch+json ;x=y", "[]", ERR_OK },
        { "text/plain", "{}", ERR_MEDIA_TYPE },
        { "application/jsonx", "{}", ERR_MEDIA_TYPE },
        { "", "{}", ERR_MEDIA_TYPE },
        { "application/json", "", ERR_BAD_REQUEST },
        { "application/json", "{", ERR_BAD_REQUEST },
        { "application/json", "{\"a\":1,\"a\":2}", ERR_BAD_REQUEST },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct http_header header;
        struct request req = request_of(&header, "content-type", rows[i].type);
        json_t *body;
        struct ctx ctx;

        thing_ctx(&ctx, *state);
        req.body = str_from(rows[i].body);
        check_int(rows[i].type, request_json(&ctx, &req, &body), rows[i].err);
    }
}

static void test_resource_body(void **state)
{
    struct http_header header;
    struct request req = request_of(&header, "content-type", "application/json");
    struct thing thing = { 0 };
    struct field_set given;
    struct ctx ctx;

    thing_ctx(&ctx, *state);
    check_int("read", request_resource(&ctx, &req, &thing_resource, READ_CREATE, &thing, &given), ERR_OK);
    check_str("name", thing.name, STR("x"));
    check_str("the place's", thing.currency, STR("EUR"));
}

/* ---- conditions -------------------------------------------------------------------------------------------- */

static void test_if_match(void **state)
{
    static const struct {
        const char *if_match;
        bool by_cookie;
        enum err err;
    } rows[] = {
        { "", false, ERR_OK },
        { "", true, ERR_CONDITION_REQUIRED },
        { "*", true, ERR_OK },
        { "\"7.1\"", true, ERR_OK },
        { "\"7.99\"", false, ERR_OK },
        { "\"7\"", false, ERR_OK },
        { "W/\"7.1\"", false, ERR_OK },
        { "\"6.1\"", false, ERR_CHANGED },
        { "\"77.1\"", false, ERR_CHANGED },
        { "\"x\"", false, ERR_CHANGED },
        { "\"\"", false, ERR_CHANGED },
        { "\"6.1\", \"7.2\"", false, ERR_OK },
        { "\"6.1\" ,W/\"8.2\"", false, ERR_CHANGED },
        { "7.1", false, ERR_BAD_REQUEST },
        { "\"7.1", false, ERR_BAD_REQUEST },
        { "\"7.1\" \"8.1\"", false, ERR_BAD_REQUEST },
        { "\"7.1\",", false, ERR_OK },
        { "\"7.1\",x", false, ERR_BAD_REQUEST },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct http_header header;
        struct request req = request_of(&header, "if-match", rows[i].if_match);
        struct thing thing = { .edit = 7 };
        struct ctx ctx;

        thing_ctx(&ctx, *state);
        ctx.actor.by_cookie = rows[i].by_cookie;
        check_int(rows[i].if_match, request_condition_of(&ctx, &req, &thing_resource, &thing), rows[i].err);
    }
}

static struct str header_of(const struct reply *rep, const char *name)
{
    for (int i = 0; i < rep->header_count; i++)
        if (strcmp(rep->headers[i].name, name) == 0)
            return rep->headers[i].value;
    return STR_EMPTY;
}

static void test_if_none_match(void **state)
{
    static const struct {
        const char *if_none_match;
        int status;
    } rows[] = {
        { "", 200 },        { "\"7.3\"", 304 }, { "W/\"7.3\"", 304 }, { "*", 304 }, { "\"1.1\", \"7.3\"", 304 },
        { "\"7.2\"", 200 }, { "\"7\"", 200 },   { "7.3", 200 },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct http_header header;
        struct request req = request_of(&header, "if-none-match", rows[i].if_none_match);
        struct thing thing = { .id = 5, .edit = 7, .view = 3 };
        struct reply rep;
        struct ctx ctx;

        thing_ctx(&ctx, *state);
        reply_init(&rep, *state);
        check_int("answer", reply_resource(&ctx, &rep, 200, &thing_resource, &thing), ERR_OK);
        reply_shorten(&req, &rep);
        check_int(rows[i].if_none_match, rep.status, rows[i].status);
        check_int(rows[i].if_none_match, rep.body.len == 0, rows[i].status == 304);
        check_str(rows[i].if_none_match, header_of(&rep, "ETag"), STR("\"7.3\""));
    }
}

/* ---- lists ------------------------------------------------------------------------------------------------- */

static struct list_page page_of(int64_t page, int count, int64_t total)
{
    static struct thing things[2];

    return (struct list_page){
        .records = things, .count = count, .total = total, .total_exact = true, .page = page, .limit = 2
    };
}

static void check_links(void **state, const char *query, const struct list_page *page, const char *want)
{
    struct request req = { .path = STR("/api/v1/things"), .query = str_from(query) };
    struct reply rep;
    struct ctx ctx;

    thing_ctx(&ctx, *state);
    reply_init(&rep, *state);
    check_int(query, reply_page(&ctx, &req, &rep, &thing_resource, page), ERR_OK);
    check_str(query, header_of(&rep, "Link"), str_from(want));
}

static void test_links(void **state)
{
    struct list_page page = page_of(1, 2, 5);

    page.next_cursor = STR("NEXT");
    check_links(state, "", &page,
                "</api/v1/things>; rel=\"first\", </api/v1/things?page=2>; rel=\"next\", "
                "</api/v1/things?page=3>; rel=\"last\"");
    page = page_of(3, 1, 5);
    page.prev_cursor = STR("PREV");
    check_links(state, "tag=a%20b&page=3&q=%3C<>", &page,
                "</api/v1/things?tag=a%20b&q=%3C%3C%3E>; rel=\"first\", "
                "</api/v1/things?tag=a%20b&q=%3C%3C%3E&page=2>; rel=\"prev\", "
                "</api/v1/things?tag=a%20b&q=%3C%3C%3E&page=3>; rel=\"last\"");
    page = page_of(0, 2, 1000);
    page.total_exact = false;
    page.prev_cursor = STR("PREV");
    page.next_cursor = STR("NEXT");
    check_links(state, "q=x&%63ursor=OLD", &page,
                "</api/v1/things?q=x>; rel=\"first\", </api/v1/things?q=x&cursor=PREV>; rel=\"prev\", "
                "</api/v1/things?q=x&cursor=NEXT>; rel=\"next\"");
    page = page_of(1, 0, 0);
    check_links(state, "q=x", &page, "</api/v1/things?q=x>; rel=\"first\", </api/v1/things?q=x&page=1>; rel=\"last\"");
}

static enum err listed(struct ctx *ctx, void *data)
{
    struct request req = { .arena = ctx->arena, .path = STR("/things"), .query = STR("limit=2&sort=-rank&city=Vigo") };
    struct list_query *query;
    struct reply rep;
    json_t *tree;

    (void)data;
    reply_init(&rep, ctx->arena);
    TRY(request_list(ctx, &req, &thing_list, &query));
    TRY(reply_list(ctx, &req, &rep, query));
    TRY(json_read(ctx, rep.body, &tree));
    ENSURE_EQUAL(json_array_size(json_object_get(tree, "items")), 2);
    ENSURE_EQUAL(json_integer_value(json_object_get(tree, "limit")), 2);
    ENSURE_EQUAL(json_integer_value(json_object_get(tree, "page")), 1);
    ENSURE(json_integer_value(json_object_get(tree, "total")) > 2);
    ENSURE(json_is_true(json_object_get(tree, "total_exact")));
    ENSURE(json_is_string(json_object_get(tree, "next_cursor")) && json_is_null(json_object_get(tree, "prev_cursor")));
    ENSURE(header_of(&rep, "Link").len > 0);
    req.query = STR("limit=2&wrong=%41");
    ENSURE_EQUAL(request_list(ctx, &req, &thing_list, &query), ERR_BAD_REQUEST);
    ENSURE(str_equal(problems_text(ctx->arena, ctx->problems), STR("wrong unknown")));
    return ERR_OK;
}

static void test_list(void **state)
{
    fixture_do(*state, STORE_READ, listed, NULL);
}

static void test_query(void **state)
{
    static const char *const names[] = { "date", NULL };
    struct request req = { .arena = *state, .query = STR("date=2026%2D05-01&x=1&y=") };
    struct ctx ctx;

    thing_ctx(&ctx, *state);
    check_str("value", request_query_value(&ctx, &req, "date"), STR("2026-05-01"));
    check_int("only", request_query_only(&ctx, &req, names), ERR_BAD_REQUEST);
    check_str("only", problems_text(*state, ctx.problems), STR("x unknown; y unknown"));
}

/* ---- problems ---------------------------------------------------------------------------------------------- */

static void test_problem(void **state)
{
    struct reply rep;
    struct ctx ctx;

    thing_ctx(&ctx, *state);
    reply_init(&rep, *state);
    reply_header(&rep, "ETag", STR("\"1.1\""));
    ctx.request_id = STR("req_1");
    problem_taken(&ctx, STR("emails[0]"), STR("cus_000000000000A"), "Somebody has it.");
    problem_add(&ctx, STR("name"), "required", "This is needed.");
    reply_problem(&ctx, &rep, problems_err(&ctx));
    check_int("status", rep.status, 422);
    check_str("type", str_from(rep.content_type), STR("application/problem+json"));
    check_int("headers", rep.header_count, 0);
    check_str(
        "body", rep.body,
        STR("{\"type\":\"about:blank\",\"title\":\"Unprocessable Content\",\"status\":422,\"detail\":\"Some of what "
            "was sent is not acceptable.\",\"code\":\"invalid\",\"errors\":[{\"field\":\"emails[0]\",\"code\":"
            "\"taken\",\"detail\":\"Somebody has it.\",\"customer_id\":\"cus_000000000000A\"},{\"field\":\"name\","
            "\"code\":\"required\",\"detail\":\"This is needed.\"}],\"request_id\":\"req_1\"}"));
}

static void test_problem_headers(void **state)
{
    static const struct {
        enum err err;
        const char *header, *value;
    } rows[] = {
        { ERR_BUSY, "Retry-After", "1" },
        { ERR_RATE_LIMITED, "Retry-After", "30" },
        { ERR_UNAUTHENTICATED, "WWW-Authenticate", "Bearer" },
        { ERR_NOT_FOUND, "Retry-After", "" },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct reply rep;
        struct ctx ctx;

        thing_ctx(&ctx, *state);
        reply_init(&rep, *state);
        if (rows[i].err == ERR_RATE_LIMITED)
            reply_header(&rep, "Retry-After", STR("30"));
        reply_problem(&ctx, &rep, rows[i].err);
        check_str(rows[i].header, header_of(&rep, rows[i].header), str_from(rows[i].value));
        check_int(rows[i].header, rep.status, err_status(rows[i].err));
    }
}

static void test_location(void **state)
{
    struct request req = { .path = STR("/api/v1/things") };
    struct reply rep;
    struct ctx ctx;

    thing_ctx(&ctx, *state);
    reply_init(&rep, *state);
    reply_location(&ctx, &rep, &req, "thi", 10);
    check_str("location", header_of(&rep, "Location"), STR("/api/v1/things/thi_000000000000A"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(test_bodies),   arena_test(test_resource_body),
        arena_test(test_if_match), arena_test(test_if_none_match),
        arena_test(test_links),    arena_test(test_query),
        arena_test(test_problem),  arena_test(test_problem_headers),
        arena_test(test_location), cmocka_unit_test_setup_teardown(test_list, things_listed_setup, fixture_teardown),
    };

    return cmocka_run_group_tests_name("api", tests, NULL, NULL);
}
