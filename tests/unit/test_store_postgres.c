/* What only PostgreSQL can do to a store: lose connections, deadlock, time out. */
#include "store_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define CHECK_OK(call) ENSURE_EQUAL(call, ERR_OK)
#define NO_ARGS ((struct args){ NULL, 0 })

static const struct sql count_owners = SQL("SELECT count(*) FROM owner");
static const struct sql touch_owner = SQL("UPDATE owner SET name = name || '.' WHERE id = $1");
static const struct sql setting = SQL("SELECT current_setting($1)");
static const struct sql end_others = SQL(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()");
static const struct sql end_myself = SQL("SELECT pg_terminate_backend(pg_backend_pid())");

/* ---- lost connections */

static enum err run_end_others(struct ctx *ctx, void *data)
{
    (void)data;
    return store_exec(ctx, &end_others, NO_ARGS, NULL);
}

static enum err read_count(struct ctx *ctx, void *data)
{
    (void)data;
    return store_int(ctx, &count_owners, NO_ARGS, -1, &(int64_t){ 0 });
}

static enum err add_then_end(struct ctx *ctx, void *data)
{
    int64_t id = *(int64_t *)data;

    CHECK_OK(add_owner(ctx, id, "lost"));
    ENSURE_EQUAL(store_exec(ctx, &end_myself, NO_ARGS, NULL), ERR_BUSY);
    ENSURE_EQUAL(add_owner(ctx, id + 1, "never"), ERR_BUSY);
    return ERR_OK;
}

static void test_lost_connections(void **state)
{
    struct fixture *fixture = *state;
    int64_t id = 100;

    for (int i = 0; i < 20; i++)
        fixture_do(fixture, STORE_READ, read_count, NULL);
    /* idle connections that were lost cost nobody anything */
    for (int i = 0; i < 3; i++) {
        fixture_do(fixture, STORE_READ, run_end_others, NULL);
        for (int task = 0; task < 10; task++)
            fixture_do(fixture, task % 2 ? STORE_WRITE : STORE_SLOW, read_count, NULL);
    }
    fixture_fail(fixture, STORE_WRITE, add_then_end, &id, ERR_BUSY);
    ENSURE_EQUAL(fixture_count(fixture, "owner"), 0);
    fixture_add_owner(fixture, 1, "Ana");
    ENSURE_EQUAL(fixture_count(fixture, "owner"), 1);
}

/* ---- deadlocks: who is undone by the server begins again, and both succeed */

struct crossing {
    struct fixture *fixture;
    struct gate *gate;
    int64_t first;
    int64_t second;
    int runs;
};

static enum err touch_two(struct ctx *ctx, void *data)
{
    struct crossing *crossing = data;

    crossing->runs++;
    TRY(store_exec(ctx, &touch_owner, ARGS(INT(crossing->first)), NULL));
    if (crossing->runs == 1)
        gate_wait(crossing->gate);
    problem_add(ctx, STR("x"), "invalid", "left behind by a run that did not count");
    ENSURE_EQUAL(ctx->problem_count, 1);
    return store_exec(ctx, &touch_owner, ARGS(INT(crossing->second)), NULL);
}

static void *cross(void *data)
{
    struct crossing *crossing = data;
    struct arena arena;
    struct ctx ctx;

    arena_init(&arena);
    ctx_init(&ctx, &arena);
    CHECK_OK(store_run(crossing->fixture->store, &ctx, STORE_WRITE, touch_two, crossing));
    arena_clear(&arena);
    return NULL;
}

static enum err check_names(struct ctx *ctx, void *data)
{
    static const struct sql count = SQL("SELECT count(*) FROM owner WHERE name IN ('Ana..', 'Bo..')");
    int64_t number;

    (void)data;
    CHECK_OK(store_int(ctx, &count, NO_ARGS, -1, &number));
    ENSURE_EQUAL(number, 2);
    return ERR_OK;
}

static void test_deadlock(void **state)
{
    struct gate gate;
    struct crossing crossings[] = { { *state, &gate, 1, 2, 0 }, { *state, &gate, 2, 1, 0 } };
    pthread_t threads[2];

    gate_init(&gate);
    fixture_add_owner(*state, 1, "Ana");
    fixture_add_owner(*state, 2, "Bo");
    for (int i = 0; i < 2; i++)
        ENSURE(pthread_create(&threads[i], NULL, cross, &crossings[i]) == 0);
    gate_wait_for(&gate, 2);
    gate_open(&gate);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    ENSURE(crossings[0].runs + crossings[1].runs > 2);
    fixture_do(*state, STORE_READ, check_names, NULL);
}

/* ---- settings */

static enum err check_settings(struct ctx *ctx, void *data)
{
    static const struct {
        const char *name;
        const char *value;
    } expected[] = {
        { "synchronous_commit", "on" },
        { "standard_conforming_strings", "on" },
        { "application_name", "regulars" },
        { "client_encoding", "UTF8" },
        { "transaction_read_only", "on" },
        { "statement_timeout", "0" },
        { "transaction_isolation", "repeatable read" },
    };
    struct rows rows;

    (void)data;
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        ENSURE(store_row(ctx, &setting, ARGS(TEXT(str_from(expected[i].name))), &rows));
        ENSURE(str_equal(row_view(&rows, 0), str_from(expected[i].value)));
        CHECK_OK(rows_end(&rows));
    }
    return ERR_OK;
}

static void test_settings(void **state)
{
    fixture_do(*state, STORE_READ, check_settings, NULL);
    fixture_do(*state, STORE_SLOW, check_settings, NULL);
}

/* ---- a server that is not there */

static void test_no_server(void **state)
{
    struct fixture *fixture = *state;
    struct store_options options = { .address = "postgres://nobody:s3cret@127.0.0.1:1/none" };

    ENSURE(!store_open(&options, &fixture->arena, &fixture->why));
    ENSURE(strstr(fixture->why.ptr, "cannot be reached"));
    ENSURE(!strstr(fixture->why.ptr, "s3cret"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)
        TEST(test_lost_connections),
        TEST(test_deadlock),
        TEST(test_settings),
        TEST(test_no_server),
    };

    return fixture_run(STORE_POSTGRES, "store on PostgreSQL only", tests, sizeof(tests) / sizeof(tests[0]));
}
