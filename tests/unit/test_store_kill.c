/*
 * kill -9, in a loop, while eight clients write: what was acknowledged is there once the store opens again, nothing is
 * there twice, and what nobody asked for is not there.
 *
 * This tests recovery; what the kernel had not written yet survives a killed process, so for the disk itself see
 * test_store_faults.c. REGULARS_TEST_KILLS (default 6) is the number of rounds per engine.
 */
#include "store_fixture.h"

#include "base/clock.h"

#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define CHECK_OK(call) ENSURE_EQUAL(call, ERR_OK)

enum { CLIENTS = 8, IDS_PER_CLIENT = 1000 * 1000, ACKS_MOST = 200 * 1000 };

static int64_t kills(void)
{
    const char *text = getenv("REGULARS_TEST_KILLS");
    int64_t count = 6;

    if (text)
        str_to_int(str_from(text), &count);
    return count;
}

/* ---- the process that will be killed */

struct client {
    struct fixture *fixture;
    int64_t first_id;
    int pipe;
};

static void *write_forever(void *data)
{
    struct client *client = data;

    for (int64_t id = client->first_id;; id++) {
        struct adding adding = { .payload_bytes = (size_t)(id % 7) * 700 };

        CHECK_OK(adding_submit(client->fixture, &adding, id));
        adding_wait(&adding);
        CHECK_OK(adding.verdict);
        /* eight bytes at once: a pipe keeps them together */
        if (write(client->pipe, &id, sizeof(id)) != (ssize_t)sizeof(id))
            return NULL;
    }
}

static void live_until_killed(struct fixture *fixture, int64_t round, int pipe)
{
    struct client clients[CLIENTS];
    pthread_t threads[CLIENTS];

    ENSURE(fixture_open(fixture));
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = (struct client){ fixture, (round * CLIENTS + i) * IDS_PER_CLIENT + 1, pipe };
        ENSURE(pthread_create(&threads[i], NULL, write_forever, &clients[i]) == 0);
    }
    for (;;)
        pause();
}

/* ---- the one that kills */

static int64_t acknowledged[ACKS_MOST];
static int acknowledged_count;

static void listen_for(int pipe, int64_t ms)
{
    int64_t until_ms = clock_monotonic_ms() + ms;
    struct pollfd ready = { .fd = pipe, .events = POLLIN };
    int64_t left_ms;

    while ((left_ms = until_ms - clock_monotonic_ms()) > 0)
        if (poll(&ready, 1, (int)left_ms) > 0 && acknowledged_count < ACKS_MOST)
            acknowledged_count += read(pipe, &acknowledged[acknowledged_count], sizeof(int64_t)) == sizeof(int64_t);
}

static void listen_to_the_end(int pipe)
{
    while (acknowledged_count < ACKS_MOST &&
           read(pipe, &acknowledged[acknowledged_count], sizeof(int64_t)) == sizeof(int64_t))
        acknowledged_count++;
}

static enum err find_all(struct ctx *ctx, void *data)
{
    static const struct sql find = SQL("SELECT count(*) FROM owner WHERE id = $1");
    static const struct sql count_names = SQL("SELECT count(*) - count(DISTINCT name) FROM owner");
    int64_t number;

    (void)data;
    for (int i = 0; i < acknowledged_count; i++) {
        struct arena_mark mark = arena_mark(ctx->arena);

        CHECK_OK(store_int(ctx, &find, ARGS(INT(acknowledged[i])), -1, &number));
        ENSURE_EQUAL(number, 1);
        arena_rewind(ctx->arena, mark);
    }
    CHECK_OK(store_int(ctx, &count_names, (struct args){ NULL, 0 }, -1, &number));
    ENSURE_EQUAL(number, 0);
    return ERR_OK;
}

static enum err check_file(struct ctx *ctx, void *data)
{
    static const struct sql check = SQL("PRAGMA integrity_check");
    struct rows rows;

    (void)data;
    ENSURE(store_row(ctx, &check, (struct args){ NULL, 0 }, &rows));
    ENSURE(str_equal(row_view(&rows, 0), STR("ok")));
    return rows_end(&rows);
}

static int unacknowledged; /* in the database although the answer was lost: at most one a client and round */

static void kill_round(struct fixture *fixture, int64_t round)
{
    int ends[2];
    pid_t child;

    ENSURE(pipe(ends) == 0);
    child = fork();
    ENSURE(child >= 0);
    if (child == 0) {
        close(ends[0]);
        live_until_killed(fixture, round, ends[1]);
    }
    close(ends[1]);
    listen_for(ends[0], 60 + round * 37 % 200);
    ENSURE(kill(child, SIGKILL) == 0);
    ENSURE(waitpid(child, NULL, 0) == child);
    listen_to_the_end(ends[0]);
    close(ends[0]);

    ENSURE(fixture_open(fixture));
    fixture_do(fixture, STORE_SLOW, find_all, NULL);
    if (fixture_engine == STORE_SQLITE)
        fixture_do(fixture, STORE_SLOW, check_file, NULL);
    unacknowledged = (int)fixture_count(fixture, "owner") - acknowledged_count;
    ENSURE(unacknowledged >= 0 && unacknowledged <= CLIENTS * (round + 1));
    fixture_close(fixture);
}

static void test_kill(void **state)
{
    (void)state;
    struct fixture *fixture = fixture_new();

    acknowledged_count = 0;
    for (int64_t round = 0; round < kills(); round++)
        kill_round(fixture, round);
    fprintf(stderr, "# %lld kills, %d acknowledged writes, %d without an answer\n", (long long)kills(),
            acknowledged_count, unacknowledged);
    ENSURE(acknowledged_count > 0);
    fixture_free(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_kill) };

    return fixture_run(STORE_SQLITE, "kill -9 on SQLite", tests, 1) +
           fixture_run(STORE_POSTGRES, "kill -9 on PostgreSQL", tests, 1);
}
