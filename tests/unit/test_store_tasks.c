/* The store's tasks: threads, queues, group commit, deadlines, reads beside writes. */
#include "store_fixture.h"

#include "base/clock.h"

#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define CHECK_OK(call) ENSURE_EQUAL(call, ERR_OK)
#define NO_ARGS ((struct args){ NULL, 0 })

enum { QUEUE_MOST = 4096 };

STATEMENT count_owners = SQL("SELECT count(*) FROM owner");
STATEMENT read_head = SQL("SELECT customers FROM location_head WHERE location_id = $1");
STATEMENT write_head = SQL("UPDATE location_head SET customers = $2 WHERE location_id = $1");

static int64_t owners(struct ctx *ctx)
{
    int64_t count;

    CHECK_OK(store_int(ctx, &count_owners, NO_ARGS, -1, &count));
    return count;
}

/* ---- many threads */

enum { THREADS = 8, WRITES = 60 };

struct client {
    struct fixture *fixture;
    int number;
    struct adding adding;
};

static void *write_many(void *data)
{
    struct client *client = data;

    for (int i = 0; i < WRITES; i++) {
        CHECK_OK(adding_submit(client->fixture, &client->adding, client->number * 1000 + i));
        adding_wait(&client->adding);
        ENSURE_EQUAL(client->adding.verdict, ERR_OK);
        ENSURE_EQUAL(atomic_load(&client->adding.answers), 1);
    }
    return NULL;
}

static void test_many_threads(void **state)
{
    static struct client clients[THREADS];
    pthread_t threads[THREADS];
    struct fixture *fixture = *state;
    struct store_figures figures;

    for (int i = 0; i < THREADS; i++) {
        clients[i] = (struct client){ .fixture = fixture, .number = i + 1 };
        ENSURE(pthread_create(&threads[i], NULL, write_many, &clients[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    ENSURE_EQUAL(fixture_count(fixture, "owner"), THREADS * WRITES);
    figures = store_figures(fixture->store);
    ENSURE_EQUAL(figures.writes, THREADS * WRITES);
    ENSURE_EQUAL(figures.queued, 0);
    ENSURE(figures.commits <= figures.writes);
    fixture_reopen(fixture);
    ENSURE_EQUAL(fixture_count(fixture, "owner"), THREADS * WRITES);
}

/* What is read, changed and written back stays right, because the location is locked. */
static enum err count_up(struct ctx *ctx, void *data)
{
    int64_t customers;

    (void)data;
    CHECK_OK(store_lock_location(ctx, 1));
    CHECK_OK(store_int(ctx, &read_head, ARGS(INT(1)), -1, &customers));
    return store_exec(ctx, &write_head, ARGS(INT(1), INT(customers + 1)), NULL);
}

static void *count_up_often(void *data)
{
    struct fixture *fixture = data;
    struct arena arena;
    struct ctx ctx;

    arena_init(&arena);
    ctx_init(&ctx, &arena);
    for (int i = 0; i < 20; i++)
        CHECK_OK(store_run(fixture->store, &ctx, STORE_WRITE, count_up, NULL));
    arena_clear(&arena);
    return NULL;
}

static enum err check_head(struct ctx *ctx, void *data)
{
    int64_t customers;

    CHECK_OK(store_int(ctx, &read_head, ARGS(INT(1)), -1, &customers));
    ENSURE_EQUAL(customers, *(int64_t *)data);
    CHECK_OK(store_int(ctx, &read_head, ARGS(INT(77)), -1, &customers));
    ENSURE_EQUAL(customers, -1);
    return ERR_OK;
}

static enum err lock_absent(struct ctx *ctx, void *data)
{
    (void)data;
    return store_lock_location(ctx, 77);
}

static void test_locked_location(void **state)
{
    pthread_t threads[THREADS];
    int64_t expected = THREADS * 20;

    for (int i = 0; i < THREADS; i++)
        ENSURE(pthread_create(&threads[i], NULL, count_up_often, *state) == 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    fixture_do(*state, STORE_READ, check_head, &expected);
    fixture_do(*state, STORE_WRITE, lock_absent, NULL);
}

/* ---- queues */

static void test_full_queue(void **state)
{
    static struct adding addings[QUEUE_MOST + 64];
    struct fixture *fixture = *state;
    struct adding refused = { .id = 0 };
    struct gate gate;
    int busy = fixture_engine == STORE_SQLITE ? 1 : fixture->workers;
    int count = busy + QUEUE_MOST;

    gate_init(&gate);
    memset(addings, 0, sizeof(addings));
    for (int i = 0; i < busy; i++) {
        addings[i].gate = &gate;
        CHECK_OK(adding_submit(fixture, &addings[i], i + 1));
    }
    gate_wait_for(&gate, busy);
    for (int i = busy; i < count; i++)
        CHECK_OK(adding_submit(fixture, &addings[i], i + 1));
    ENSURE_EQUAL(store_figures(fixture->store).queued, QUEUE_MOST);
    ENSURE_EQUAL(adding_submit(fixture, &refused, 9999), ERR_BUSY);
    gate_open(&gate);
    for (int i = 0; i < count; i++) {
        adding_wait(&addings[i]);
        ENSURE_EQUAL(addings[i].verdict, ERR_OK);
    }
    ENSURE_EQUAL(atomic_load(&refused.answers), 0);
    ENSURE_EQUAL(fixture_count(fixture, "owner"), count);
}

/* Closing does what was submitted. */
static void test_close_finishes(void **state)
{
    static struct adding addings[100];
    struct fixture *fixture = *state;
    struct gate gate;

    gate_init(&gate);
    memset(addings, 0, sizeof(addings));
    addings[0].gate = &gate;
    for (int i = 0; i < 100; i++)
        CHECK_OK(adding_submit(fixture, &addings[i], i + 1));
    gate_open(&gate);
    fixture_reopen(fixture);
    for (int i = 0; i < 100; i++) {
        ENSURE_EQUAL(atomic_load(&addings[i].answers), 1);
        ENSURE_EQUAL(addings[i].verdict, ERR_OK);
    }
    ENSURE_EQUAL(fixture_count(fixture, "owner"), 100);
}

/* Everything that waited while the writer was busy is committed together; who fails, fails alone. */
static void test_group_commit(void **state)
{
    static struct adding addings[200];
    struct fixture *fixture = *state;
    struct store_figures before, after;
    struct gate gate;

    if (fixture_engine != STORE_SQLITE)
        return;
    gate_init(&gate);
    memset(addings, 0, sizeof(addings));
    addings[0].gate = &gate;
    before = store_figures(fixture->store);
    for (int i = 0; i < 200; i++)
        CHECK_OK(adding_submit(fixture, &addings[i], i == 100 ? 100 : i + 1));
    gate_open(&gate);
    for (int i = 0; i < 200; i++) {
        adding_wait(&addings[i]);
        ENSURE_EQUAL(addings[i].verdict, i == 100 ? ERR_CONFLICT : ERR_OK);
    }
    after = store_figures(fixture->store);
    ENSURE_EQUAL(after.writes - before.writes, 199);
    ENSURE(after.commits - before.commits <= 5); /* 1, but on a machine that stumbles */
    ENSURE_EQUAL(fixture_count(fixture, "owner"), 199);
}

/* ---- the crowd */

enum { CROWD = 20 };

/* The first ones wait at the gate and keep the workers busy; the crowd behind them waits for one visit in particular. */
struct visit {
    struct store_task task;
    struct gate *gate;
    struct visit *after;
    int *done;      /* under lock */
    bool ran, late; /* under lock */
};

static pthread_mutex_t visits_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t visits_moved = PTHREAD_COND_INITIALIZER;

static enum err visit_run(struct store_task *task, struct store_session *session)
{
    struct visit *visit = (struct visit *)task;
    struct timespec until;

    (void)session;
    if (visit->gate)
        gate_wait(visit->gate);
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 10;
    pthread_mutex_lock(&visits_lock);
    while (visit->after && !visit->after->ran && !visit->late)
        visit->late = pthread_cond_timedwait(&visits_moved, &visits_lock, &until) == ETIMEDOUT;
    visit->ran = true;
    pthread_cond_broadcast(&visits_moved);
    pthread_mutex_unlock(&visits_lock);
    return ERR_OK;
}

static void visit_done(struct store_task *task, enum err verdict)
{
    ENSURE_EQUAL(verdict, ERR_OK);
    pthread_mutex_lock(&visits_lock);
    ++*((struct visit *)task)->done;
    pthread_cond_broadcast(&visits_moved);
    pthread_mutex_unlock(&visits_lock);
}

/* Who is signed in does not wait until a crowd has gone by (here it would wait for ever), and the crowd is served. */
static void test_crowd(void **state)
{
    static struct visit visits[4 + CROWD + 1];
    struct fixture *fixture = *state;
    int busy = fixture->workers - (fixture->workers + 3) / 4, done = 0, count = busy + CROWD + 1;
    struct visit *mine = &visits[count - 1];
    struct gate gate;

    gate_init(&gate);
    memset(visits, 0, sizeof(visits));
    for (int i = 0; i < count; i++) {
        visits[i] = (struct visit){ .gate = i < busy ? &gate : NULL, .done = &done };
        visits[i].after = i < busy || &visits[i] == mine ? NULL : mine;
        visits[i].task = (struct store_task){ .run = visit_run, .done = visit_done, .crowd = &visits[i] != mine };
        CHECK_OK(store_submit(fixture->store, &visits[i].task, STORE_SLOW));
        if (i == busy - 1)
            gate_wait_for(&gate, busy);
    }
    gate_open(&gate);
    pthread_mutex_lock(&visits_lock);
    while (done < count)
        pthread_cond_wait(&visits_moved, &visits_lock);
    pthread_mutex_unlock(&visits_lock);
    for (int i = 0; i < count; i++)
        ENSURE(!visits[i].late);
}

/* ---- slow work that writes */

static enum err write_part(struct ctx *ctx, void *data)
{
    TRY(add_owner(ctx, 2, "Bo"));
    return *(enum err *)data;
}

static enum err slow_with_write(struct ctx *ctx, void *data)
{
    struct store_session *session = ctx->db;
    enum err good = ERR_OK, bad = ERR_INVALID;
    struct rows rows;

    (void)data;
    ENSURE_EQUAL(owners(ctx), 1);
    ENSURE_EQUAL(store_write(ctx, write_part, &bad), ERR_INVALID);
    ENSURE_EQUAL(owners(ctx), 1);
    store_query(ctx, &count_owners, NO_ARGS, &rows);
    ENSURE(rows_next(&rows));
    CHECK_OK(store_write(ctx, write_part, &good));
    ENSURE(ctx->db == session);
    ENSURE(!rows_next(&rows));
    ENSURE(rows_end(&rows) != ERR_OK);
    ENSURE_EQUAL(owners(ctx), 2);
    ENSURE_EQUAL(store_write(ctx, write_part, &good), ERR_CONFLICT);
    ENSURE_EQUAL(owners(ctx), 2);
    return ERR_OK;
}

static enum err write_in_a_write(struct ctx *ctx, void *data)
{
    enum err good = ERR_OK, bad = ERR_INVALID;

    (void)data;
    CHECK_OK(add_owner(ctx, 3, "Cy"));
    ENSURE_EQUAL(store_write(ctx, write_part, &bad), ERR_INVALID);
    ENSURE_EQUAL(owners(ctx), 2);
    CHECK_OK(store_write(ctx, write_part, &good));
    ENSURE_EQUAL(owners(ctx), 3);
    return ERR_NOT_FOUND;
}

static void test_slow_with_write(void **state)
{
    fixture_add_owner(*state, 1, "Ana");
    fixture_fail(*state, STORE_WRITE, write_in_a_write, NULL, ERR_NOT_FOUND);
    fixture_do(*state, STORE_SLOW, slow_with_write, NULL);
    ENSURE_EQUAL(fixture_count(*state, "owner"), 2);
}

/* ---- deadlines */

static enum err count_far(struct ctx *ctx, int64_t to)
{
    static const struct sql count = SQL(
        "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < $1)"
        " SELECT count(*) FROM n");
    int64_t number;

    return store_int(ctx, &count, ARGS(INT(to)), -1, &number);
}

static enum err too_long(struct ctx *ctx, void *data)
{
    int64_t before = clock_monotonic_ms();

    (void)data;
    store_deadline_set(ctx->db, 50);
    CHECK_OK(count_far(ctx, 10));
    ENSURE_EQUAL(count_far(ctx, 1000 * 1000 * 1000), ERR_BUSY);
    ENSURE(clock_monotonic_ms() - before < 20000);
    return ERR_BUSY;
}

static enum err long_enough(struct ctx *ctx, void *data)
{
    (void)data;
    store_deadline_set(ctx->db, 1);
    store_deadline_set(ctx->db, 0);
    return count_far(ctx, 100000);
}

static enum err no_limit(struct ctx *ctx, void *data)
{
    (void)data;
    return count_far(ctx, 100000);
}

static void test_deadline(void **state)
{
    for (int i = 0; i < 2; i++)
        fixture_fail(*state, STORE_SLOW, too_long, NULL, ERR_BUSY);
    for (int i = 0; i < 6; i++) {
        fixture_do(*state, STORE_SLOW, long_enough, NULL);
        fixture_do(*state, STORE_SLOW, no_limit, NULL);
    }
}

/* ---- reads on the caller's thread */

static void test_reader(void **state)
{
    struct fixture *fixture = *state;
    struct store_session *session;

    ENSURE_EQUAL(store_reads_inline(fixture->store), fixture_engine == STORE_SQLITE);
    if (!store_reads_inline(fixture->store))
        return;
    session = store_reader_open(fixture->store);
    ENSURE(session);
    fixture->ctx.db = session;
    CHECK_OK(store_read_begin(session));
    ENSURE_EQUAL(owners(&fixture->ctx), 0);
    fixture_add_owner(fixture, 1, "Ana");
    ENSURE_EQUAL(owners(&fixture->ctx), 0);
    store_read_end(session);
    CHECK_OK(store_read_begin(session));
    ENSURE_EQUAL(owners(&fixture->ctx), 1);
    ENSURE(add_owner(&fixture->ctx, 2, "Bo") != ERR_OK);
    ENSURE(store_int(&fixture->ctx, &count_owners, NO_ARGS, 0, &(int64_t){ 0 }) != ERR_OK);
    store_read_end(session);
    CHECK_OK(store_read_begin(session));
    ENSURE_EQUAL(owners(&fixture->ctx), 1);
    /* closed in the middle of a read */
    store_reader_close(session);
    fixture->ctx.db = NULL;
}

/* ---- copies */

static void test_backup(void **state)
{
    struct fixture *fixture = *state;
    struct fixture *copy;
    char path[200];

    fixture_add_owner(fixture, 1, "Ana");
    if (fixture_engine != STORE_SQLITE) {
        ENSURE_EQUAL(store_backup(fixture->store, &fixture->ctx, "/tmp/regulars-unit-never"), ERR_NOT_IMPLEMENTED);
        ENSURE(fixture->ctx.error_detail.len > 0);
        return;
    }
    copy = fixture_new();
    snprintf(path, sizeof(path), "%s/test.db", copy->folder);
    CHECK_OK(store_backup(fixture->store, &fixture->ctx, path));
    fixture_add_owner(fixture, 2, "Bo");
    ENSURE_EQUAL(store_backup(fixture->store, &fixture->ctx, path), ERR_CONFLICT);
    ctx_forgive(&fixture->ctx);
    ENSURE(store_backup(fixture->store, &fixture->ctx, "/nowhere/at/all") != ERR_OK);
    ENSURE(fixture_open(copy));
    ENSURE_EQUAL(store_migrations_run(copy->store), 0);
    ENSURE_EQUAL(fixture_count(copy, "owner"), 1);
    fixture_free(copy);
}

/* ---- */

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)
        TEST(test_many_threads),   TEST(test_locked_location), TEST(test_full_queue),      TEST(test_crowd),
        TEST(test_close_finishes), TEST(test_group_commit),    TEST(test_slow_with_write), TEST(test_deadline),
        TEST(test_reader),         TEST(test_backup),
    };
    const size_t count = sizeof(tests) / sizeof(tests[0]);

    return fixture_run(STORE_SQLITE, "store tasks on SQLite", tests, count) +
           fixture_run(STORE_POSTGRES, "store tasks on PostgreSQL", tests, count);
}
