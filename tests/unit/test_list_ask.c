/* What a list is asked, by query string, by cursor and in a body, and what is not understood. */
#include "check.h"
#include "model_fixture.h"

#include <string.h>

/* ---- what is not understood -------------------------------------------------------------------------------- */

static void test_refusals(void **state)
{
    static const struct {
        const char *params, *problems;
    } rows[] = {
        { "limit=0", "limit out_of_range" },
        { "limit=201", "limit out_of_range" },
        { "limit=x", "limit invalid" },
        { "limit=5&limit=6", "limit duplicate" },
        { "page=0", "page out_of_range" },
        { "page=-1", "page out_of_range" },
        { "page=100000000", "page out_of_range" },
        { "page=99999999999999999999", "page invalid" },
        { "page=1&cursor=abc", "page invalid" },
        { "cursor=abc", "cursor invalid" },
        { "cursor=", "cursor invalid" },
        { "sort=colour", "sort not_a_choice" },
        { "sort=--name", "sort not_a_choice" },
        { "sort=secret", "sort not_a_choice" },
        { "secret=x", "secret unknown" },
        { "wrong=1&nme=2", "wrong unknown; nme unknown" },
        { "kind=car&open=maybe&rank=x", "rank invalid; open invalid; kind not_a_choice" },
        { "open=true&open=true", "open duplicate" },
        { "rank_min=", "rank_min invalid" },
        { "at_from=yesterday", "at_from invalid" },
        { "day_to=2001-02-30", "day_to invalid" },
        { "owner_id=thi_0000000000006", "owner_id invalid" },
        { "email=nobody", "email invalid" },
        { "phone=12", "phone invalid" },
        { "size=medium", "size not_a_choice" },
        { "note=x", "note unknown" },
        { "location_id=2", "location_id unknown" },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct list_query *query;
        struct ctx ctx;

        thing_ctx(&ctx, *state);
        check_int(rows[i].params, things_try(&ctx, rows[i].params, NULL, &query), ERR_BAD_REQUEST);
        check_str(rows[i].params, problems_text(*state, ctx.problems), str_from(rows[i].problems));
    }
}

static void test_too_much(void **state)
{
    struct list_param params[60];
    struct list_query *query;
    struct ctx ctx;
    char *text = arena_alloc(*state, 302);

    thing_ctx(&ctx, *state);
    for (size_t i = 0; i < COUNT_OF(params); i++)
        params[i] = (struct list_param){ STR("city"), STR("Vigo") };
    check_int("50", list_ask(&ctx, &thing_list, params, 50, NULL, &query), ERR_OK);
    check_int("51", list_ask(&ctx, &thing_list, params, 51, NULL, &query), ERR_BAD_REQUEST);
    memset(text, 'x', 301);
    params[0].value = (struct str){ text, 301 };
    ctx_forgive(&ctx);
    check_int("long", list_ask(&ctx, &thing_list, params, 1, NULL, &query), ERR_BAD_REQUEST);
    check_str("long", problems_text(*state, ctx.problems), STR("city too_long"));
}

/* Extra names are somebody else's; a secret may be asked by who may see it. */
static void test_passed_over(void **state)
{
    static const char *const extra[] = { "format", NULL };
    struct list_param params[] = { { STR("format"), STR("csv") }, { STR("secret"), STR("s") } };
    struct list_query *query;
    struct ctx ctx;

    thing_ctx(&ctx, *state);
    ctx.permissions = SEE_SECRET;
    check_int("extra", list_ask(&ctx, &thing_list, params, 2, extra, &query), ERR_OK);
    check_true("filtered", list_is_filtered(query));
}

static enum err spoiled_cursors(struct ctx *ctx, void *data)
{
    struct list_query *query;
    struct list_page page;
    struct str cursor;
    const char *where;

    (void)data;
    things_ask(ctx, "sort=name&city=Vigo&limit=3", NULL, &query);
    TRY(list_run(ctx, query, &page));
    cursor = page.next_cursor;
    where = arena_printf(ctx->arena, "cursor=%.*s", STR_PRINT(cursor)).ptr;
    things_ask(ctx, "sort=name&city=Vigo&limit=9", where, &query);
    things_ask(ctx, "city=Vigo&sort=name", where, &query);
    ENSURE_EQUAL(things_try(ctx, "sort=-name&city=Vigo", where, &query), ERR_BAD_REQUEST);
    ENSURE_EQUAL(things_try(ctx, "sort=rank&city=Vigo", where, &query), ERR_BAD_REQUEST);
    ENSURE_EQUAL(things_try(ctx, "sort=name", where, &query), ERR_BAD_REQUEST);
    ENSURE_EQUAL(things_try(ctx, "sort=name&city=vigo", where, &query), ERR_BAD_REQUEST);
    ENSURE_EQUAL(things_try(ctx, "sort=name&city=Vigo&open=true", where, &query), ERR_BAD_REQUEST);
    ctx->location_id = 2;
    ENSURE_EQUAL(things_try(ctx, "sort=name&city=Vigo", where, &query), ERR_BAD_REQUEST);
    ctx->location_id = 1;
    for (size_t i = 0; i < cursor.len; i++) {
        char *spoiled = arena_cstr(ctx->arena, cursor);

        spoiled[i] = spoiled[i] == 'A' ? 'B' : 'A';
        ctx_forgive(ctx);
        /* a changed key may still be a place in the list; it must only never break anything */
        if (things_try(ctx, "sort=name&city=Vigo", arena_printf(ctx->arena, "cursor=%s", spoiled).ptr, &query) ==
            ERR_OK)
            TRY(list_run(ctx, query, &page));
        ENSURE(things_try(ctx, "sort=name&city=Vigo",
                          arena_printf(ctx->arena, "cursor=%.*s", STR_PRINT(str_slice(cursor, 0, i))).ptr,
                          &query) == ERR_BAD_REQUEST ||
               i > 40);
    }
    return ERR_OK;
}

static void test_cursors(void **state)
{
    fixture_do(*state, STORE_READ, spoiled_cursors, NULL);
}

/* ---- filters in a body ------------------------------------------------------------------------------------- */

static enum err json_filters(struct ctx *ctx, void *data)
{
    static const struct {
        const char *json, *params;
    } rows[] = {
        { "{}", "" },
        { "{'kind': ['boat', 'bike'], 'open': true, 'rank_min': 2}", "kind=boat&kind=bike&open=true&rank_min=2" },
        { "{'city': []}", "" },
        { "{'archived': false, 'q': 'ana'}", "archived=false&q=ana" },
    };

    (void)data;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct list_query *one, *other;
        int64_t a, b;

        ENSURE_EQUAL(list_ask_json(ctx, &thing_list, thing_json(ctx, rows[i].json), &one), ERR_OK);
        things_ask(ctx, rows[i].params, NULL, &other);
        TRY(list_count(ctx, one, &a));
        TRY(list_count(ctx, other, &b));
        ENSURE_EQUAL(a, b);
    }
    return ERR_OK;
}

static void test_json_filters(void **state)
{
    fixture_do(*state, STORE_READ, json_filters, NULL);
}

static void test_json_refusals(void **state)
{
    static const struct {
        const char *json, *problems;
    } rows[] = {
        { "[]", "filter wrong_type" },
        { "{'kind': ['boat', null]}", "filter.kind wrong_type" },
        { "{'kind': {'x': 1}, 'rank_min': 1.5}", "filter.kind wrong_type; filter.rank_min wrong_type" },
        { "{'page': 2, 'sort': 'name'}", "filter.page unknown; filter.sort unknown" },
        { "{'open': 'yes'}", "filter.open invalid" },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct list_query *query;
        struct ctx ctx;

        thing_ctx(&ctx, *state);
        check_int(rows[i].json, list_ask_json(&ctx, &thing_list, thing_json(&ctx, rows[i].json), &query), ERR_INVALID);
        check_str(rows[i].json, problems_text(*state, ctx.problems), str_from(rows[i].problems));
    }
}

/* ---- */

static int run(const char *name)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_cursors, things_listed_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(test_json_filters, things_listed_setup, fixture_teardown),
    };

    return cmocka_run_group_tests_name(name, tests, NULL, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(test_refusals),
        arena_test(test_too_much),
        arena_test(test_passed_over),
        arena_test(test_json_refusals),
    };
    int failed = cmocka_run_group_tests_name("lists asked", tests, NULL, NULL) + run("questions on SQLite");

    if (!fixture_has_postgres()) {
        puts("# 2 tests on PostgreSQL skipped: REGULARS_TEST_POSTGRES is not set");
        return failed;
    }
    fixture_engine = STORE_POSTGRES;
    return failed + run("questions on PostgreSQL");
}
