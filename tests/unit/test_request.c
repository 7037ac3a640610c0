/* Reading a request and answering: headers, cookies, queries; replies; static files. */
#include "http/reply.h"
#include "http/request.h"
#include "http/static.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

static struct request with_headers(struct http_header *headers, int count)
{
    return (struct request){ .arena = &arena, .headers = headers, .header_count = count };
}

static void cookies_are_found(void **state)
{
    struct http_header headers[] = {
        { STR("cookie"), STR("a=1; bb=two words;c=x=y; =odd; d; a=2") },
        { STR("cookie"), STR("e=5") },
    };
    struct request request = with_headers(headers, 2);
    static const char *const pairs[][2] = {
        { "a", "1" }, { "bb", "two words" }, { "c", "x=y" }, { "d", "" }, { "e", "5" }, { "b", "" }, { "A", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
        assert_true(str_equal(request_cookie(&request, pairs[i][0]), str_from(pairs[i][1])));
    assert_true(str_equal(request_header(&request, "cookie"), headers[0].value));
    assert_int_equal(request_header(&request, "host").len, 0);
}

static void queries_are_decoded(void **state)
{
    static const char *const cases[][2] = {
        { "", "" },
        { "a=1&b=2", "a=1|b=2|" },
        { "a=1&a=2&&a", "a=1|a=2|a=|" },
        { "q=a+b%2Bc%26d&%C3%A9=%20", "q=a b+c&d|\xc3\xa9= |" },
        { "a=b=c", "a=b=c|" },
        { "=x&=", "=x|=|" },
        { "q={x}", "q={x}|" },
        { "a=%", NULL },
        { "a=%4", NULL },
        { "a=%zz", NULL },
        { "a=%00", NULL },
        { "a=%ff", NULL },
        { "a=%C3", NULL },
        { "%ED%A0%80=1", NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct request request = { .arena = &arena, .query = str_from(cases[i][0]) };
        struct query_pair *pairs;
        struct buf said;
        struct ctx ctx;
        int count;
        enum err err;

        ctx_init(&ctx, &arena);
        err = request_query(&ctx, &request, &pairs, &count);
        if (!cases[i][1]) {
            assert_int_equal(err, ERR_BAD_REQUEST);
            continue;
        }
        buf_init(&said, &arena, 64);
        for (int p = 0; p < count; p++)
            buf_printf(&said, "%.*s=%.*s|", STR_PRINT(pairs[p].name), STR_PRINT(pairs[p].value));
        if (err != ERR_OK || !str_equal(buf_str(&said), str_from(cases[i][1])))
            fail_msg("%s: %s", cases[i][0], said.ptr);
    }
}

static void a_query_has_at_most_100_pairs(void **state)
{
    struct buf query;
    struct query_pair *pairs;
    struct ctx ctx;
    int count;

    (void)state;
    ctx_init(&ctx, &arena);
    buf_init(&query, &arena, 64);
    for (int i = 0; i < 101; i++) {
        struct request request = { .arena = &arena, .query = buf_str(&query) };

        assert_int_equal(request_query(&ctx, &request, &pairs, &count), ERR_OK);
        assert_int_equal(count, i);
        buf_add_text(&query, i ? "&a=b" : "a=b");
    }
    assert_int_equal(
        request_query(&ctx, &(struct request){ .arena = &arena, .query = buf_str(&query) }, &pairs, &count),
        ERR_BAD_REQUEST);
}

static void a_header_cannot_split_an_answer(void **state)
{
    struct reply reply;

    (void)state;
    reply_init(&reply, &arena);
    reply_header(&reply, "X-Good", STR("a\tb \xc3\xa9"));
    reply_header(&reply, "X-Bad", STR("a\r\nSet-Cookie: b"));
    reply_header(&reply, "X-Bad", STR("a\nb"));
    reply_header(&reply, "X-Bad", STR("a\0b"));
    assert_int_equal(reply.header_count, 1);
    for (int i = 0; i < 40; i++)
        reply_header(&reply, "X-Many", STR("x"));
    assert_int_equal(reply.header_count, REPLY_HEADERS_MOST);
    reply_clear(&reply);
    assert_int_equal(reply.header_count, 0);
    assert_int_equal(reply.status, 0);
}

static void json_is_written(void **state)
{
    struct reply reply;
    struct json_writer w;

    (void)state;
    reply_init(&reply, &arena);
    w = reply_json(&reply, 201);
    put_object(&w);
    put_key(&w, "a");
    put_int(&w, 1);
    put_object_end(&w);
    assert_int_equal(reply_json_end(&reply, &w), ERR_OK);
    assert_int_equal(reply.status, 201);
    assert_string_equal(reply.content_type, "application/json");
    assert_true(str_equal(reply.body, STR("{\"a\":1}")));
    assert_int_equal(reply_empty(&reply), ERR_OK);
    assert_int_equal(reply.status, 204);
    assert_int_equal(reply.body.len, 0);
}

/* ---- static files */

static const struct static_file files[] = {
    { .path = "/index.html",
      .content_type = "text/html",
      .bytes = "plain",
      .size = 5,
      .br = "b",
      .br_size = 1,
      .gzip = "gz",
      .gzip_size = 2,
      .etag = "abc" },
    { .path = "/app-3f2a.js", .content_type = "text/javascript", .bytes = "js", .size = 2, .immutable = true },
    { .path = "/a.css", .content_type = "text/css", .bytes = "css", .size = 3, .gzip = "g", .gzip_size = 1 },
};

static struct str header_of(const struct reply *reply, const char *name)
{
    for (int i = 0; i < reply->header_count; i++)
        if (strcmp(reply->headers[i].name, name) == 0)
            return reply->headers[i].value;
    return STR_EMPTY;
}

static struct reply ask(const struct static_files *all, const char *path, const char *accept, const char *have)
{
    struct http_header headers[] = {
        { STR("accept-encoding"), str_from(accept) },
        { STR("if-none-match"), str_from(have) },
    };
    struct request request = with_headers(headers, have ? 2 : 1);
    struct reply reply;

    reply_init(&reply, &arena);
    assert_int_equal(static_answer(all, static_find(all, str_from(path)), &request, &reply), ERR_OK);
    return reply;
}

static void the_client_chooses_the_form(void **state)
{
    static const char *const cases[][3] = {
        { "/index.html", "", "plain" },
        { "/index.html", "gzip, deflate, br", "b" },
        { "/index.html", "gzip, deflate", "gz" },
        { "/index.html", "GZIP", "gz" },
        { "/index.html", "br;q=0, gzip;q=0.5", "gz" },
        { "/index.html", "br;q=0.1, gzip;q=0.9", "gz" },
        { "/index.html", "br; q=1.0, gzip;q=1", "b" },
        { "/index.html", "*", "b" },
        { "/index.html", "*;q=0", "plain" },
        { "/index.html", "br;q=0, *", "gz" },
        { "/index.html", "identity", "plain" },
        { "/index.html", "br;q=x", "plain" },
        { "/index.html", "brr, xgzip", "plain" },
        { "/a.css", "gzip, br", "g" },
        { "/a.css", "br", "css" },
        { "/app-3f2a.js", "gzip, br", "js" },
    };
    struct static_files *all = static_files_new(&arena, files, 3);

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct reply reply = ask(all, cases[i][0], cases[i][1], NULL);

        if (reply.status != 200 || !str_equal(reply.body, str_from(cases[i][2])))
            fail_msg("%s with %s: %.*s", cases[i][0], cases[i][1], STR_PRINT(reply.body));
    }
    assert_null(static_find(all, STR("/nothing")));
    assert_null(static_find(all, STR("/index.htm")));
}

static void what_the_client_has_is_not_sent_again(void **state)
{
    static const struct {
        const char *accept, *have;
        int status;
    } cases[] = {
        { "", "\"abc\"", 304 },       { "br", "\"abc-br\"", 304 },         { "gzip", "\"abc-gzip\"", 304 },
        { "br", "\"abc\"", 200 },     { "", "W/\"abc\"", 304 },            { "", "\"x\", \"abc\"", 304 },
        { "", "*", 304 },             { "", "abc", 200 },                  { "", "\"ABC\"", 200 },
    };
    struct static_files *all = static_files_new(&arena, files, 3);
    struct reply reply;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        reply = ask(all, "/index.html", cases[i].accept, cases[i].have);
        assert_int_equal(reply.status, cases[i].status);
        assert_true(header_of(&reply, "ETag").len > 0);
        assert_true(str_equal(header_of(&reply, "Vary"), STR("Accept-Encoding")));
    }
    reply = ask(all, "/index.html", "br", NULL);
    assert_true(str_equal(header_of(&reply, "Content-Encoding"), STR("br")));
    assert_true(str_equal(header_of(&reply, "Cache-Control"), STR("no-cache")));
    reply = ask(all, "/app-3f2a.js", "br", NULL);
    assert_true(str_equal(header_of(&reply, "Cache-Control"), STR("public, max-age=31536000, immutable")));
    assert_int_equal(header_of(&reply, "ETag").len, 18); /* made from the bytes */
    assert_int_equal(header_of(&reply, "Vary").len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(cookies_are_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(queries_are_decoded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_query_has_at_most_100_pairs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_header_cannot_split_an_answer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(json_is_written, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_client_chooses_the_form, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_the_client_has_is_not_sent_again, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
