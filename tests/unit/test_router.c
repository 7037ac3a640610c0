/* Which line of the route tables answers a request, and what its parameters hold. */
#include "http/router.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static enum err never(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    (void)ctx;
    (void)req;
    (void)rep;
    return ERR_INTERNAL;
}

#define ROUTE(a_method, a_path)                                                 \
    {                                                                           \
        .method = a_method, .path = a_path, .handler = never, .summary = a_path \
    }

static const struct route top[] = {
    ROUTE(GET, "/"),
    ROUTE(GET, "/healthz"),
    ROUTE(GET, "/files/:name/x"),
};
static const struct route api[] = {
    ROUTE(GET, ""),
    ROUTE(POST, ""),
    ROUTE(GET, "/contacts"),
    ROUTE(POST, "/contacts"),
    ROUTE(GET, "/contacts/:id"),
    ROUTE(PATCH, "/contacts/:id"),
    ROUTE(DELETE, "/contacts/:id"),
    ROUTE(POST, "/contacts/bulk"),
    ROUTE(POST, "/contacts/:id/conversion"),
    ROUTE(PUT, "/customers/external/:source/:external_id"),
    ROUTE(GET, "/customers/:id/:what"),
};
static const struct route_table tables[] = {
    { "", top, 3 },
    { "/api/v1/locations/:location", api, 11 },
};

static struct arena arena;
static struct router *router;

static enum err look(enum http_method method, const char *path, struct request *request, const struct route **route,
                     struct str *allow)
{
    memset(request, 0, sizeof(*request));
    request->arena = &arena;
    request->method = method;
    request->path = str_from(path);
    *route = NULL;
    *allow = STR_EMPTY;
    return router_find(router, request, route, allow);
}

static void the_right_line_is_found(void **state)
{
    static const struct {
        enum http_method method;
        const char *path;
        const char *route;  /* NULL: none */
        const char *params; /* "name=value name=value", or the methods that are allowed */
    } cases[] = {
        { GET, "/", "/", "" },
        { GET, "/healthz", "/healthz", "" },
        { HEAD, "/healthz", "/healthz", "" },
        { GET, "/health%7a", "/healthz", "" },
        { GET, "/healthz/", NULL, "" },
        { GET, "//healthz", NULL, "" },
        { GET, "/Healthz", NULL, "" },
        { POST, "/healthz", NULL, "GET, HEAD" },
        { OPTIONS, "/api/v1/locations/x/contacts", NULL, "GET, HEAD, POST" },
        { GET, "/api/v1/locations/harbour", "", "location=harbour" },
        { GET, "/api/v1/locations/", NULL, "" },
        { GET, "/api/v1/locations", NULL, "" },
        { GET, "/api/v1/locations/x/contacts", "/contacts", "location=x" },
        { GET, "/api/v1/locations/x/contacts/", NULL, "" },
        { GET, "/api/v1/locations/x/contacts/7", "/contacts/:id", "location=x id=7" },
        { GET, "/api/v1/locations/a%20b/contacts/%C3%A9", "/contacts/:id", "location=a b id=\xc3\xa9" },
        { GET, "/api/v1/locations/x/contacts/%ff", NULL, "" },
        { POST, "/api/v1/locations/x/contacts/bulk", "/contacts/bulk", "location=x" },
        { GET, "/api/v1/locations/x/contacts/bulk", "/contacts/:id", "location=x id=bulk" },
        { PUT, "/api/v1/locations/x/contacts/bulk", NULL, "GET, HEAD, POST, PATCH, DELETE" },
        { PUT, "/api/v1/locations/x/contacts/7", NULL, "GET, HEAD, PATCH, DELETE" },
        { POST, "/api/v1/locations/x/contacts/bulk/conversion", "/contacts/:id/conversion", "location=x id=bulk" },
        { PUT, "/api/v1/locations/x/customers/external/shop/a:1", "/customers/external/:source/:external_id",
          "location=x source=shop external_id=a:1" },
        { GET, "/api/v1/locations/x/customers/external/shop", "/customers/:id/:what",
          "location=x id=external what=shop" },
        { GET, "/api/v1/locations/x/customers/7/8/9", NULL, "" },
        { GET, "/files//x", NULL, "" },
        { GET, "/files/:name/x", "/files/:name/x", "name=:name" },
        { GET, "/nothing", NULL, "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct request request;
        const struct route *route;
        struct str allow;
        enum err err = look(cases[i].method, cases[i].path, &request, &route, &allow);
        struct buf params;

        buf_init(&params, &arena, 64);
        for (int p = 0; p < request.param_count; p++)
            buf_printf(&params, "%s%s=%.*s", p ? " " : "", request.params[p].name, STR_PRINT(request.params[p].value));
        if (!cases[i].route) {
            assert_int_equal(err, *cases[i].params ? ERR_METHOD : ERR_NOT_FOUND);
            assert_true(str_equal(allow, str_from(cases[i].params)));
            continue;
        }
        if (err != ERR_OK || strcmp(route->path, cases[i].route) != 0)
            fail_msg("%s finds %s", cases[i].path, route ? route->path : "nothing");
        if (!str_equal(buf_str(&params), str_from(cases[i].params)))
            fail_msg("%s has %s", cases[i].path, params.ptr);
    }
}

static void parameters_are_read_by_name(void **state)
{
    struct request request;
    const struct route *route;
    struct str allow;
    id64 id = 123456789;
    struct str path = arena_printf(&arena, "/api/v1/locations/x/contacts/%.*s", STR_PRINT(id_text(&arena, "con", id)));

    (void)state;
    assert_int_equal(look(GET, path.ptr, &request, &route, &allow), ERR_OK);
    assert_true(request_id(&request, "id") == id);
    assert_true(request_id(&request, "location") == 0);
    assert_true(request_id(&request, "nothing") == 0);
    assert_int_equal(request_param(&request, "nothing").len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_right_line_is_found),
        cmocka_unit_test(parameters_are_read_by_name),
    };
    int failed;

    arena_init(&arena);
    router = router_new(&arena, tables, 2);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_clear(&arena);
    return failed;
}
