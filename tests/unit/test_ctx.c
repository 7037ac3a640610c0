#include "check.h"

#include "base/ctx.h"

#include <string.h>

static void the_first_failure_is_kept(void **state)
{
    struct ctx ctx;

    ctx_init(&ctx, *state);
    assert_int_equal(fail(&ctx, ERR_CONFLICT, "one said %s", "yes"), ERR_CONFLICT);
    assert_int_equal(fail(&ctx, ERR_INTERNAL, "painted over"), ERR_INTERNAL);
    check_str("detail", ctx.error_detail, STR("one said yes"));
    ctx_forgive(&ctx);
    fail(&ctx, ERR_NOT_FOUND, "again");
    check_str("forgiven", ctx.error_detail, STR("again"));
}

static void long_sentences_are_cut(void **state)
{
    struct ctx ctx;
    char *text = arena_alloc(*state, 5001);

    memset(text, 'x', 5000);
    ctx_init(&ctx, *state);
    fail(&ctx, ERR_INVALID, "%s", text);
    assert_in_range(ctx.error_detail.len, 100, 1000);
}

static void problems_keep_their_order(void **state)
{
    struct ctx ctx;
    char name[] = "emails[0]";

    ctx_init(&ctx, *state);
    assert_int_equal(problems_err(&ctx), ERR_OK);
    problem_add(&ctx, str_from(name), "invalid", "%d is not good", 7);
    name[7] = '9';
    problem_add(&ctx, STR("name"), "required", "a name is needed");
    assert_int_equal(ctx.problem_count, 2);
    check_str("first", ctx.problems->field, STR("emails[0]"));
    check_str("first", ctx.problems->detail, STR("7 is not good"));
    check_str("second", ctx.problems->next->field, STR("name"));
    assert_null(ctx.problems->next->next);
}

static void taken_alone_is_a_conflict(void **state)
{
    struct ctx ctx;

    ctx_init(&ctx, *state);
    problem_taken(&ctx, STR("emails[0]"), STR("cus_000000000003V"), "somebody has it");
    assert_int_equal(problems_err(&ctx), ERR_CONFLICT);
    check_str("owner", ctx.problems->owner_id, STR("cus_000000000003V"));
    problem_add(&ctx, STR("name"), "required", "a name is needed");
    assert_int_equal(problems_err(&ctx), ERR_INVALID);
    ctx_forgive(&ctx);
    assert_int_equal(problems_err(&ctx), ERR_OK);
    assert_null(ctx.problems);
    problem_add(&ctx, STR("name"), "required", "a name is needed");
    assert_int_equal(ctx.problem_count, 1);
    assert_non_null(ctx.problems);
}

static void a_hundred_problems_are_enough(void **state)
{
    struct ctx ctx;
    int kept = 0;

    ctx_init(&ctx, *state);
    for (int i = 0; i < 1000; i++)
        problem_add(&ctx, STR("x"), "invalid", "%d", i);
    for (const struct problem *problem = ctx.problems; problem; problem = problem->next)
        kept++;
    assert_int_equal(kept, 100);
    assert_int_equal(ctx.problem_count, 100);
}

static void ids_come_from_the_source(void **state)
{
    struct ctx ctx;
    struct id_source source = { .node = 1 };

    ctx_init(&ctx, *state);
    ctx.ids = &source;
    ctx.now_ms = 1777627800000;
    assert_int_equal(id_time_ms(ctx_new_id(&ctx)), ctx.now_ms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(the_first_failure_is_kept),     arena_test(long_sentences_are_cut),
        arena_test(problems_keep_their_order),     arena_test(taken_alone_is_a_conflict),
        arena_test(a_hundred_problems_are_enough), arena_test(ids_come_from_the_source),
    };

    return cmocka_run_group_tests_name("ctx", tests, NULL, NULL);
}
