/* Rate limits: what a bucket gives, when it comes back, what is forgotten, and that threads cannot take twice. */
#include "http/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdatomic.h>

static const struct rate_limit ten_a_minute = { .burst = 10, .per_minute = 10 };

static void a_bucket_empties_and_fills(void **state)
{
    struct rate_limits *limits = rate_limits_new(100);
    struct rate_verdict verdict;
    int64_t now_ms = 1000000;

    (void)state;
    for (int i = 0; i < 10; i++) {
        verdict = rate_take(limits, STR("a"), ten_a_minute, now_ms);
        assert_true(verdict.allowed);
        assert_int_equal(verdict.remaining, 9 - i);
        assert_int_equal(verdict.reset_s, 6 * (i + 1));
    }
    verdict = rate_take(limits, STR("a"), ten_a_minute, now_ms);
    assert_false(verdict.allowed);
    assert_int_equal(verdict.remaining, 0);
    assert_int_equal(verdict.reset_s, 6);
    assert_false(rate_take(limits, STR("a"), ten_a_minute, now_ms + 5999).allowed);
    assert_int_equal(rate_take(limits, STR("a"), ten_a_minute, now_ms + 5999).reset_s, 1);
    assert_true(rate_take(limits, STR("a"), ten_a_minute, now_ms + 6000).allowed);
    assert_false(rate_take(limits, STR("a"), ten_a_minute, now_ms + 6000).allowed);
    verdict = rate_take(limits, STR("a"), ten_a_minute, now_ms + 600000);
    assert_true(verdict.allowed);
    assert_int_equal(verdict.remaining, 9); /* never more than a whole bucket */
    rate_limits_free(limits);
}

static void keys_do_not_share(void **state)
{
    struct rate_limits *limits = rate_limits_new(100);
    char text[200];

    (void)state;
    memset(text, 'k', sizeof(text));
    for (size_t len = 0; len <= sizeof(text); len++)
        assert_int_equal(rate_take(limits, (struct str){ text, len }, ten_a_minute, 0).remaining, 9);
    text[199] = 'x'; /* long keys that differ at their end only */
    assert_int_equal(rate_take(limits, (struct str){ text, 200 }, ten_a_minute, 0).remaining, 9);
    assert_int_equal(rate_take(limits, (struct str){ text, 200 }, ten_a_minute, 0).remaining, 8);
    rate_limits_free(limits);
}

static void nothing_is_given_without_a_burst(void **state)
{
    struct rate_limits *limits = rate_limits_new(100);

    (void)state;
    assert_false(rate_take(limits, STR("a"), (struct rate_limit){ .burst = 0, .per_minute = 10 }, 0).allowed);
    assert_true(rate_take(limits, STR("b"), (struct rate_limit){ .burst = 1, .per_minute = 0 }, 0).allowed);
    assert_false(rate_take(limits, STR("b"), (struct rate_limit){ .burst = 1, .per_minute = 0 }, 59999).allowed);
    rate_limits_free(limits);
}

static void rates_are_as_great_as_the_options_allow(void **state)
{
    struct rate_limits *limits = rate_limits_new(100);
    struct rate_limit limit = { .burst = 100000000, .per_minute = 100000000 };

    (void)state;
    assert_int_equal(rate_take(limits, STR("a"), limit, 1000000).remaining, 99999999);
    assert_int_equal(rate_take(limits, STR("a"), limit, 1000000).remaining, 99999998);
    assert_int_equal(rate_take(limits, STR("a"), limit, 1000001).remaining, 99999999);
    rate_limits_free(limits);
}

static void memory_is_bounded_and_the_empty_are_remembered(void **state)
{
    struct rate_limits *limits = rate_limits_new(1600);
    char key[32];

    (void)state;
    for (int i = 0; i < 10; i++)
        assert_true(rate_take(limits, STR("guilty"), ten_a_minute, 60000).allowed);
    for (int i = 0; i < 20000; i++) { /* many, each once, and full again when the next ones come */
        snprintf(key, sizeof(key), "other %d", i);
        assert_true(rate_take(limits, str_from(key), ten_a_minute, 60000 + i / 400).allowed);
        if (i % 50 == 0)
            assert_false(rate_take(limits, STR("guilty"), ten_a_minute, 60000 + i / 400).allowed);
    }
    rate_limits_free(limits);
}

static void addresses_are_keys(void **state)
{
    static const char *const pairs[][2] = {
        { "192.0.2.1", "192.0.2.1" },
        { "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64" },
        { "2001:db8:1:2::9", "2001:db8:1:2::/64" },
        { "::1", "::/64" },
        { "", "" },
    };
    char into[64];

    (void)state;
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
        assert_true(str_equal(rate_address(str_from(pairs[i][0]), into), str_from(pairs[i][1])));
}

static _Atomic int taken;

static void *take_many(void *limits)
{
    for (int i = 0; i < 1000; i++)
        taken += rate_take(limits, STR("shared"), (struct rate_limit){ .burst = 500, .per_minute = 60 }, 0).allowed;
    return NULL;
}

static void threads_do_not_take_twice(void **state)
{
    struct rate_limits *limits = rate_limits_new(100);
    pthread_t threads[4];

    (void)state;
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, take_many, limits), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(taken, 500);
    rate_limits_free(limits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bucket_empties_and_fills),
        cmocka_unit_test(keys_do_not_share),
        cmocka_unit_test(nothing_is_given_without_a_burst),
        cmocka_unit_test(rates_are_as_great_as_the_options_allow),
        cmocka_unit_test(memory_is_bounded_and_the_empty_are_remembered),
        cmocka_unit_test(addresses_are_keys),
        cmocka_unit_test(threads_do_not_take_twice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
