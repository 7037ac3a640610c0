#include "check.h"

#include "base/id.h"

#include <pthread.h>

static const int64_t START_MS = 1777627800000; /* 2026-05-01T09:30Z */

enum { THREADS = 4, PER_THREAD = 25000 };

static void each_is_greater_than_the_one_before(void **state)
{
    struct id_source source = { .node = 5 };
    id64 last = 0;

    (void)state;
    for (int i = 0; i < 10000; i++) {
        id64 id = id_new(&source, START_MS);

        assert_true(id > last);
        assert_int_equal(id >> 12 & 1023, 5);
        last = id;
    }
}

static void the_clock_may_go_back(void **state)
{
    struct id_source source = { .node = 1023 };
    id64 first = id_new(&source, START_MS), second = id_new(&source, START_MS - 3600000), third;

    (void)state;
    assert_true(second > first);
    assert_int_equal(id_time_ms(second), START_MS);
    third = id_new(&source, START_MS + 1);
    assert_true(third > second);
    assert_int_equal(id_time_ms(third), START_MS + 1);
    assert_true(id_new(&source, 0) > third);
    assert_true(id_new(&source, -1) > third);
}

static void the_first_id_of_all_is_positive(void **state)
{
    struct id_source source = { .node = 0 };

    (void)state;
    assert_true(id_new(&source, 0) > 0);
    assert_true(id_new(&source, 0) > 0);
}

static void the_time_can_be_read_back(void **state)
{
    static const int64_t times[] = { 1704067200000, 1704067200001, START_MS, 1704067200000 + ((int64_t)1 << 41) - 1 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(times); i++) {
        struct id_source source = { .node = 7 };

        check_int("time", id_time_ms(id_new(&source, times[i])), times[i]);
    }
}

struct maker {
    pthread_t thread;
    struct id_source *source;
    id64 *into;
};

static void *make_ids(void *thing)
{
    struct maker *maker = thing;

    for (int i = 0; i < PER_THREAD; i++)
        maker->into[i] = id_new(maker->source, START_MS + i / 6000);
    return NULL;
}

static int by_value(const void *a, const void *b)
{
    id64 left = *(const id64 *)a, right = *(const id64 *)b;

    return (left > right) - (left < right);
}

static void threads_never_share_one(void **state)
{
    struct id_source source = { .node = 3 };
    struct maker makers[THREADS];
    id64 *ids = ARENA_ARRAY(*state, id64, THREADS * PER_THREAD);

    for (int i = 0; i < THREADS; i++) {
        makers[i] = (struct maker){ .source = &source, .into = ids + i * PER_THREAD };
        assert_int_equal(pthread_create(&makers[i].thread, NULL, make_ids, &makers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(makers[i].thread, NULL);
    for (int i = 1; i < THREADS * PER_THREAD; i++)
        if (i % PER_THREAD != 0)
            assert_true(ids[i] > ids[i - 1]);
    qsort(ids, THREADS * PER_THREAD, sizeof(*ids), by_value);
    for (int i = 1; i < THREADS * PER_THREAD; i++)
        assert_true(ids[i] != ids[i - 1]);
}

static void as_text_and_back(void **state)
{
    static const struct {
        id64 id;
        const char *text;
    } rows[] = {
        { 1, "cus_0000000000001" },   { 31, "cus_000000000000Z" },        { 32, "cus_0000000000010" },
        { 123, "cus_000000000003V" }, { INT64_MAX, "cus_7ZZZZZZZZZZZZ" },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        check_str(rows[i].text, id_text(*state, "cus", rows[i].id), str_from(rows[i].text));
        check_int(rows[i].text, id_parse("cus", str_from(rows[i].text)), rows[i].id);
        check_int(rows[i].text, id_parse(NULL, str_from(rows[i].text)), rows[i].id);
    }
    check_str("none", id_text(*state, "cus", 0), STR_EMPTY);
}

static void text_orders_as_ids_do(void **state)
{
    struct id_source source = { .node = 9 };
    struct str last = STR_EMPTY;

    for (int i = 0; i < 1000; i++) {
        struct str text = id_text(*state, "con", id_new(&source, START_MS + i * 7919));

        assert_true(str_compare(text, last) > 0);
        last = text;
    }
}

static void what_is_read_and_what_is_not(void **state)
{
    static const struct {
        const char *text;
        id64 id;
    } rows[] = {
        { "cus_000000000003v", 123 },
        { "cus_oO0000000003V", 123 },
        { "cus_00000000000iL", 33 },
        { "cus_00000000000lI", 33 },
        { "con_000000000003V", 0 },
        { "CUS_000000000003V", 0 },
        { "cus-000000000003V", 0 },
        { "cus_00000000003V", 0 },
        { "cus_0000000000003V", 0 },
        { "cus_000000000003U", 0 },
        { "cus_000000000003!", 0 },
        { "cus_00000000000 V", 0 },
        { "cus_8000000000000", 0 },
        { "cus_ZZZZZZZZZZZZZ", 0 },
        { "cus_0000000000000", 0 },
        { "cus_", 0 },
        { "", 0 },
        { "123", 0 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check_int(rows[i].text, id_parse("cus", str_from(rows[i].text)), rows[i].id);
    check_int("NUL", id_parse("cus", STR("cus_00000000000\0V")), 0);
    check_int("any prefix is three small letters", id_parse(NULL, STR("cU1_000000000003V")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(each_is_greater_than_the_one_before),
        arena_test(the_clock_may_go_back),
        arena_test(the_first_id_of_all_is_positive),
        arena_test(the_time_can_be_read_back),
        arena_test(threads_never_share_one),
        arena_test(as_text_and_back),
        arena_test(text_orders_as_ids_do),
        arena_test(what_is_read_and_what_is_not),
    };

    return cmocka_run_group_tests_name("id", tests, NULL, NULL);
}
