/*
 * Ages, the category that fits one, and birthdays close by.
 */
#include "check.h"

#include "base/clock.h"
#include "features/demographic/demographic.h"
#include "features/today/today.h"

static void ages(void **state)
{
    static const struct {
        const char *born, *day;
        int64_t age;
    } rows[] = {
        { "2016-06-10", "2026-06-10", 10 }, { "2016-06-11", "2026-06-10", 9 },  { "2026-06-10", "2026-06-10", 0 },
        { "2026-06-11", "2026-06-10", -1 }, { "", "2026-06-10", -1 },           { "yesterday", "2026-06-10", -1 },
        { "2008-02-29", "2026-02-28", 17 }, { "2008-02-29", "2026-03-01", 18 }, { "2008-02-29", "2028-02-29", 20 },
        { "1900-01-01", "2026-06-10", 126 }, { "2016-12-31", "2017-01-01", 0 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (demographic_age(str_from(rows[i].born), str_from(rows[i].day)) != rows[i].age)
            fail_msg("%s on %s: not %lld", rows[i].born, rows[i].day, (long long)rows[i].age);
}

static void fitting(void **state)
{
    struct str kayak = STR("Sunset Kayak");
    struct demographic list[] = {
        { .id = 1, .min_age = 0, .max_age = 12, .retired = true },
        { .id = 2, .min_age = 4, .max_age = 12 },
        { .id = 3, .min_age = 18, .max_age = AGE_MOST },
        { .id = 4, .min_age = 10, .max_age = 17, .activities = { .items = &kayak, .count = 1 } },
        { .id = 5, .min_age = 65, .max_age = AGE_MOST },
    };
    struct demographics all = { .items = list, .count = (int)COUNT_OF(list) };
    static const struct {
        int64_t age;
        const char *activity;
        id64 id;
    } rows[] = {
        { 3, "", 0 },
        { 4, "", 2 },
        { 12, "", 2 },
        { 12, "SUNSET kayak", 4 },
        { 13, "", 0 },
        { 13, "sunset kayak", 4 },
        { 18, "sunset kayak", 3 },
        { 70, "", 3 },
        { 200, "", 3 },
        { -1, "", 0 },
    };
    struct ctx ctx;

    ctx_init(&ctx, *state);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (demographic_fitting(&ctx, &all, str_from(rows[i].activity), rows[i].age) != rows[i].id)
            fail_msg("%lld, %s: not %d", (long long)rows[i].age, rows[i].activity, (int)rows[i].id);
}

static void birthdays(void **state)
{
    static const struct {
        const char *born, *day;
        int in;
    } rows[] = {
        { "1990-06-10", "2026-06-10", 0 },  { "1990-06-11", "2026-06-10", 1 },  { "1990-06-17", "2026-06-10", 7 },
        { "1990-06-18", "2026-06-10", -1 }, { "1990-06-09", "2026-06-10", -1 }, { "1990-01-02", "2026-12-30", 3 },
        { "2008-02-29", "2026-02-26", 3 },  { "2008-02-29", "2028-02-26", 3 },  { "2008-02-29", "2026-03-01", 0 },
        { "2008-02-29", "2028-03-01", -1 }, { "2026-06-10", "2026-06-10", -1 }, { "", "2026-06-10", -1 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int64_t day = 0;

        assert_true(date_parse(str_from(rows[i].day), &day));
        if (today_birthday_in(str_from(rows[i].born), day) != rows[i].in)
            fail_msg("%s from %s: not %d", rows[i].born, rows[i].day, rows[i].in);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(ages),
        arena_test(fitting),
        arena_test(birthdays),
    };

    return cmocka_run_group_tests_name("demographics", tests, NULL, NULL);
}
