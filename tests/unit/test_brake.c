#include "check.h"

#include "features/user/brake.h"

#define ANA STR("ana@example.com")
#define HOME STR("203.0.113.9")
#define AWAY STR("198.51.100.7")

static const int64_t NOW_MS = 1777627800000;

static void guesses_wait_longer_and_longer(void **state)
{
    static const int64_t waits_ms[] = { 0, 0, 0, 0, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000 };
    struct brake *brake = brake_new();
    int64_t now_ms = NOW_MS;

    for (size_t i = 0; i < COUNT_OF(waits_ms); i++) {
        if (waits_ms[i]) {
            check_int("asked too soon", brake_try(brake, *state, ANA, HOME, now_ms), waits_ms[i]);
            check_int("asking costs nothing", brake_try(brake, *state, ANA, HOME, now_ms + 500), waits_ms[i] - 500);
        }
        now_ms += waits_ms[i];
        check_int("waited", brake_try(brake, *state, ANA, HOME, now_ms), 0);
    }
    brake_free(brake);
}

static void the_right_password_ends_it(void **state)
{
    struct brake *brake = brake_new();

    for (int i = 0; i < 4; i++)
        assert_int_equal(brake_try(brake, *state, ANA, HOME, NOW_MS), 0);
    assert_int_equal(brake_try(brake, *state, ANA, HOME, NOW_MS + 1000), 0);
    brake_was_right(brake, *state, ANA, HOME, NOW_MS + 1000);
    for (int i = 0; i < 4; i++)
        assert_int_equal(brake_try(brake, *state, ANA, HOME, NOW_MS + 1000), 0);
    brake_free(brake);
}

/* Whoever signed in well from here goes on while a thousand others guess. */
static void nobody_is_locked_out_by_others(void **state)
{
    struct brake *brake = brake_new();

    assert_int_equal(brake_try(brake, *state, ANA, HOME, NOW_MS), 0);
    brake_was_right(brake, *state, ANA, HOME, NOW_MS);
    for (int i = 0; i < 1000; i++)
        brake_try(brake, *state, ANA, arena_printf(*state, "10.0.%d.%d", i / 250, i % 250), NOW_MS + i);
    assert_true(brake_try(brake, *state, ANA, AWAY, NOW_MS + 1001) > 0);
    assert_int_equal(brake_try(brake, *state, ANA, HOME, NOW_MS + 1001), 0);
    brake_free(brake);
}

static void an_address_that_tries_many_accounts_waits(void **state)
{
    struct brake *brake = brake_new();
    int tried = 0;

    while (tried < 100 && brake_try(brake, *state, arena_printf(*state, "%d@example.com", tried), HOME, NOW_MS) == 0)
        tried++;
    assert_int_equal(tried, 10);
    /* Signing in to an own account does not wash it away. */
    assert_int_equal(brake_try(brake, *state, STR("own@example.com"), HOME, NOW_MS + 1000), 0);
    brake_was_right(brake, *state, STR("own@example.com"), HOME, NOW_MS + 1000);
    assert_int_equal(brake_try(brake, *state, STR("b@example.com"), HOME, NOW_MS + 1000), 0);
    assert_true(brake_try(brake, *state, STR("c@example.com"), HOME, NOW_MS + 1000) > 0);
    /* Another address is another one; one of IPv6 is its network. */
    assert_int_equal(brake_try(brake, *state, STR("c@example.com"), AWAY, NOW_MS + 1000), 0);
    for (int i = 0; i < 10; i++)
        brake_try(brake, *state, arena_printf(*state, "%d@six.example", i), arena_printf(*state, "2001:db8::%d", i),
                  NOW_MS);
    assert_true(brake_try(brake, *state, STR("x@six.example"), STR("2001:db8::ffff"), NOW_MS) > 0);
    assert_int_equal(brake_try(brake, *state, STR("x@six.example"), STR("2001:db8:0:1::1"), NOW_MS), 0);
    brake_free(brake);
}

static void it_fades(void **state)
{
    struct brake *brake = brake_new();

    for (int i = 0; i < 4; i++)
        brake_try(brake, *state, ANA, HOME, NOW_MS);
    assert_int_equal(brake_try(brake, *state, ANA, HOME, NOW_MS + 2LL * 3600 * 1000), 0);
    assert_int_equal(brake_try(brake, *state, ANA, HOME, NOW_MS + 2LL * 3600 * 1000), 0);
    /* and a clock that is put back frees rather than locks */
    for (int i = 0; i < 20; i++)
        brake_try(brake, *state, ANA, HOME, NOW_MS + 2LL * 3600 * 1000 + i);
    assert_int_equal(brake_try(brake, *state, ANA, HOME, NOW_MS - 24LL * 3600 * 1000), 0);
    brake_free(brake);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(guesses_wait_longer_and_longer),
        arena_test(the_right_password_ends_it),
        arena_test(nobody_is_locked_out_by_others),
        arena_test(an_address_that_tries_many_accounts_waits),
        arena_test(it_fades),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
