/*
 * Saved is saved: the SQLite store on a disk that loses power, fills up, and fails to sync.
 *
 * REGULARS_TEST_ROUNDS (default 1) asks for more rounds, each with other dice.
 */
#include "store_fixture.h"

#include "faulty_vfs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define CHECK_OK(call) ENSURE_EQUAL(call, ERR_OK)
#define NO_ARGS ((struct args){ NULL, 0 })

enum { THREADS = 4, WRITES = 12, IDS = 1000 };

/* ---- what is in the database, and whether it is whole */

enum state { UNTOUCHED, REFUSED, ACKNOWLEDGED };

STATEMENT list_ids = SQL("SELECT id FROM owner ORDER BY id");
static const struct sql check_integrity = SQL("PRAGMA integrity_check");
static const struct sql check_links = SQL("PRAGMA foreign_key_check");

static enum err read_ids(struct ctx *ctx, void *data)
{
    bool *there = data;
    struct rows rows;

    memset(there, 0, IDS * sizeof(*there));
    store_query(ctx, &list_ids, NO_ARGS, &rows);
    while (rows_next(&rows))
        there[row_int(&rows, 0)] = true;
    CHECK_OK(rows_end(&rows));
    ENSURE(store_row(ctx, &check_integrity, NO_ARGS, &rows));
    if (!str_equal(row_view(&rows, 0), STR("ok")))
        fprintf(stderr, "%.*s\n", STR_PRINT(row_view(&rows, 0)));
    ENSURE(str_equal(row_view(&rows, 0), STR("ok")));
    CHECK_OK(rows_end(&rows));
    ENSURE(!store_row(ctx, &check_links, NO_ARGS, &rows));
    return rows_end(&rows);
}

/* What was acknowledged is there. What was refused is not, unless the power went before anybody could be told. */
static void compare(struct fixture *fixture, const enum state *states, bool refused_may_be_there)
{
    static bool there[IDS];

    fixture_do(fixture, STORE_SLOW, read_ids, there);
    for (int id = 1; id < IDS; id++) {
        if (states[id] == ACKNOWLEDGED)
            ENSURE(there[id]);
        if (states[id] == UNTOUCHED || (states[id] == REFUSED && !refused_may_be_there))
            ENSURE(!there[id]);
    }
}

static struct fixture *new_disk(void)
{
    struct fixture *fixture = fixture_new();

    faulty_reset();
    fixture->vfs = FAULTY_VFS;
    return fixture;
}

static void open_or_end(struct fixture *fixture)
{
    if (!fixture_open(fixture))
        fprintf(stderr, "%.*s\n", STR_PRINT(fixture->why));
    ENSURE(fixture->store);
}

static int rounds(void)
{
    const char *text = getenv("REGULARS_TEST_ROUNDS");
    int64_t count = 1;

    if (text)
        str_to_int(str_from(text), &count);
    return (int)count;
}

/* ---- concurrent writers */

struct client {
    struct fixture *fixture;
    int first_id;
    size_t payload_bytes;
    enum state *states;
};

static void *write_some(void *data)
{
    struct client *client = data;

    for (int i = 0; i < WRITES; i++) {
        struct adding adding = { .payload_bytes = client->payload_bytes };
        int id = client->first_id + i;

        client->states[id] = REFUSED;
        if (adding_submit(client->fixture, &adding, id) != ERR_OK)
            continue;
        adding_wait(&adding);
        ENSURE_EQUAL(atomic_load(&adding.answers), 1);
        if (adding.verdict == ERR_OK)
            client->states[id] = ACKNOWLEDGED;
        else
            ENSURE(adding.verdict == ERR_BUSY || adding.verdict == ERR_DISK_FULL);
    }
    return NULL;
}

static void write_from_all_sides(struct fixture *fixture, int first_id, size_t payload_bytes, enum state *states)
{
    struct client clients[THREADS];
    pthread_t threads[THREADS];

    for (int i = 0; i < THREADS; i++) {
        clients[i] = (struct client){ fixture, first_id + i * WRITES, payload_bytes, states };
        ENSURE(pthread_create(&threads[i], NULL, write_some, &clients[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}

/* Opening, writing, closing, opening, writing, closing: every k-th sync of it is the last, until there is none. */
static bool cut_round(int k, bool after, unsigned seed)
{
    enum state states[IDS] = { UNTOUCHED };
    struct fixture *fixture = new_disk();
    bool was_cut;

    faulty_cut_at_sync(k, after);
    for (int life = 0; life < 2; life++) {
        if (!fixture_open(fixture))
            break;
        write_from_all_sides(fixture, 1 + life * THREADS * WRITES, 3000, states);
        fixture_close(fixture);
    }
    was_cut = faulty_is_cut();
    faulty_power_back(seed);
    open_or_end(fixture);
    compare(fixture, states, true);
    write_from_all_sides(fixture, 500, 100, states);
    compare(fixture, states, true);
    for (int i = 0; i < THREADS * WRITES; i++)
        ENSURE_EQUAL(states[500 + i], ACKNOWLEDGED);
    fixture_free(fixture);
    return was_cut;
}

static void test_power_cuts(void **state)
{
    int cuts = 0;

    (void)state;
    for (int round = 0; round < rounds(); round++)
        for (int after = 0; after < 2; after++)
            for (int k = 1; cut_round(k, after, round == 0 && k % 2 ? 0 : (unsigned)(round * 1000 + k)); k++)
                cuts++;
    ENSURE(cuts > 20);
    fprintf(stderr, "# %d power cuts\n", cuts);
}

/* The power goes while nobody does anything: nothing may have been left for later. */
static void test_cut_at_rest(void **state)
{
    enum state states[IDS] = { UNTOUCHED };
    struct fixture *fixture = new_disk();

    (void)state;
    for (int i = 0; i < 4; i++) {
        open_or_end(fixture);
        write_from_all_sides(fixture, 1 + i * 100, 1000, states);
        faulty_cut_at_sync(1, false);
        fixture_close(fixture);
        faulty_power_back((unsigned)i);
    }
    open_or_end(fixture);
    compare(fixture, states, false);
    for (int i = 0; i < THREADS * WRITES; i++)
        ENSURE_EQUAL(states[301 + i], ACKNOWLEDGED);
    fixture_free(fixture);
}

/* ---- a batch that waits together */

struct batch {
    struct store *store;
    struct store_figures before;
    struct gate gate;
    struct adding addings[60];
    int count;
};

static void submit_batch(struct fixture *fixture, struct batch *batch, int first_id, int count, size_t payload_bytes)
{
    memset(batch, 0, sizeof(*batch));
    gate_init(&batch->gate);
    batch->store = fixture->store;
    batch->before = store_figures(fixture->store);
    batch->addings[0].gate = &batch->gate;
    batch->count = count;
    for (int i = 0; i < count; i++) {
        batch->addings[i].payload_bytes = payload_bytes;
        CHECK_OK(adding_submit(fixture, &batch->addings[i], first_id + i));
    }
    gate_wait_for(&batch->gate, 1);
}

/* Opens the gate; true when all were acknowledged. Never some, unless a slow machine made it two batches. */
static bool finish_batch(struct batch *batch, enum state *states, enum err expected)
{
    struct store_figures after;
    int good = 0;

    gate_open(&batch->gate);
    for (int i = 0; i < batch->count; i++) {
        struct adding *adding = &batch->addings[i];

        adding_wait(adding);
        good += adding->verdict == ERR_OK;
        if (adding->verdict != ERR_OK)
            ENSURE(adding->verdict == expected || (adding->verdict == ERR_BUSY && expected == ERR_DISK_FULL));
        states[adding->id] = adding->verdict == ERR_OK ? ACKNOWLEDGED : REFUSED;
    }
    after = store_figures(batch->store);
    if (after.commits - batch->before.commits + after.failed - batch->before.failed <= 1)
        ENSURE(good == 0 || good == batch->count);
    return good == batch->count;
}

/* The disk fills up after so many bytes of the batch: then none of it is there; reads go on; with space it goes on. */
static bool full_round(int64_t space, int count, size_t payload_bytes)
{
    static struct batch batch;
    enum state states[IDS] = { UNTOUCHED };
    struct fixture *fixture = new_disk();
    bool saved;

    open_or_end(fixture);
    submit_batch(fixture, &batch, 1, 10, 100);
    ENSURE(finish_batch(&batch, states, ERR_OK));
    submit_batch(fixture, &batch, 100, count, payload_bytes);
    faulty_space(space);
    saved = finish_batch(&batch, states, ERR_DISK_FULL);
    compare(fixture, states, false);
    submit_batch(fixture, &batch, 200, 10, 5000);
    ENSURE(saved || !finish_batch(&batch, states, ERR_DISK_FULL));
    if (saved)
        finish_batch(&batch, states, ERR_DISK_FULL);
    faulty_space(-1);
    submit_batch(fixture, &batch, 300, 10, 100);
    ENSURE(finish_batch(&batch, states, ERR_OK));
    compare(fixture, states, false);
    fixture_reopen(fixture);
    compare(fixture, states, false);
    fixture_free(fixture);
    return saved;
}

static void test_full_disk(void **state)
{
    int refused = 0;

    (void)state;
    /* at the commit */
    for (int64_t space = 0; !full_round(space, 40, 2000); space += 9973)
        refused++;
    ENSURE(refused >= 8);
    /* in the middle of a statement: more than the writer keeps in memory */
    ENSURE(!full_round(3 * 1000 * 1000, 60, 512 * 1024));
    ENSURE(full_round(-1, 60, 512 * 1024));
}

/* ---- syncs that fail */

/* As kill -9 leaves it: all that was written, synced or not, and no shared memory. */
static void copy_file(const char *from, const char *to, const char *ending)
{
    char source[300], target[300], bytes[8192];
    FILE *in, *out;
    size_t size;

    snprintf(source, sizeof(source), "%s/test.db%s", from, ending);
    snprintf(target, sizeof(target), "%s/test.db%s", to, ending);
    in = fopen(source, "r");
    if (!in)
        return;
    out = fopen(target, "w");
    ENSURE(out);
    while ((size = fread(bytes, 1, sizeof(bytes), in)) > 0)
        ENSURE(fwrite(bytes, 1, size, out) == size);
    fclose(in);
    ENSURE(fclose(out) == 0);
}

static void compare_as_killed(struct fixture *fixture, const enum state *states)
{
    struct fixture *killed = fixture_new();

    copy_file(fixture->folder, killed->folder, "");
    copy_file(fixture->folder, killed->folder, "-wal");
    open_or_end(killed);
    compare(killed, states, false);
    fixture_free(killed);
}

/* A commit that was not synced stands whole in the log: it must not come back, neither by a crash nor by the next. */
static void test_failed_sync(void **state)
{
    static struct batch batch;
    enum state states[IDS] = { UNTOUCHED };
    struct fixture *fixture = new_disk();

    (void)state;
    open_or_end(fixture);
    submit_batch(fixture, &batch, 1, 10, 3000);
    ENSURE(finish_batch(&batch, states, ERR_OK));
    for (int i = 1; i <= 3; i++) {
        submit_batch(fixture, &batch, i * 100, 20, 3000);
        faulty_fail_syncs(0, i);
        ENSURE(!finish_batch(&batch, states, ERR_BUSY));
        compare(fixture, states, false);
        compare_as_killed(fixture, states);
        for (int again = 1; again < i; again++) {
            submit_batch(fixture, &batch, i * 100 + 50 + again, 1, 10);
            ENSURE(!finish_batch(&batch, states, ERR_BUSY));
            compare_as_killed(fixture, states);
        }
        /* shorter than what failed: the rest of that must not count as its continuation */
        submit_batch(fixture, &batch, i * 100 + 80, 1, 10);
        ENSURE(finish_batch(&batch, states, ERR_OK));
        compare_as_killed(fixture, states);
    }
    faulty_cut_at_sync(1, false);
    fixture_close(fixture);
    faulty_power_back(0);
    open_or_end(fixture);
    compare(fixture, states, false);
    fixture_free(fixture);
}

/* Any one sync of two lives fails, checkpoints included, and then the power goes: nothing acknowledged is lost. */
static bool failed_sync_round(int k, unsigned seed)
{
    enum state states[IDS] = { UNTOUCHED };
    struct fixture *fixture = new_disk();
    bool failed;

    faulty_fail_syncs(k, 1);
    for (int life = 0; life < 3; life++) {
        if (!fixture_open(fixture) && !fixture_open(fixture))
            break;
        write_from_all_sides(fixture, 1 + life * THREADS * WRITES, 3000, states);
        compare(fixture, states, false);
        fixture_close(fixture);
    }
    failed = faulty_syncs() > k;
    open_or_end(fixture);
    write_from_all_sides(fixture, 500, 100, states);
    faulty_cut_at_sync(1, false);
    fixture_close(fixture);
    faulty_power_back(seed);
    open_or_end(fixture);
    compare(fixture, states, false);
    fixture_free(fixture);
    return failed;
}

static void test_any_failed_sync(void **state)
{
    int failures = 0;

    (void)state;
    for (int round = 0; round < rounds(); round++)
        for (int k = 0; failed_sync_round(k, (unsigned)(round * 1000 + k)); k++)
            failures++;
    ENSURE(failures > 20);
    fprintf(stderr, "# %d failed syncs\n", failures);
}

/* ---- */

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_power_cuts),  cmocka_unit_test(test_cut_at_rest),     cmocka_unit_test(test_full_disk),
        cmocka_unit_test(test_failed_sync), cmocka_unit_test(test_any_failed_sync),
    };

    faulty_register();
    return cmocka_run_group_tests_name("store on a faulty disk", tests, NULL, NULL);
}
