#include "check.h"

#include "base/clock.h"

#include <stdio.h>
#include <unistd.h>

static void times_are_read(void **state)
{
    static const struct {
        const char *text;
        const char *utc; /* NULL: refused */
    } rows[] = {
        { "2026-05-01T09:30:00Z", "2026-05-01T09:30:00.000Z" },
        { "2026-05-01t09:30:00z", "2026-05-01T09:30:00.000Z" },
        { "2026-05-01 09:30:00Z", "2026-05-01T09:30:00.000Z" },
        { "2026-05-01T09:30:00.5Z", "2026-05-01T09:30:00.500Z" },
        { "2026-05-01T09:30:00.123Z", "2026-05-01T09:30:00.123Z" },
        { "2026-05-01T09:30:00.1239999999999999999999Z", "2026-05-01T09:30:00.123Z" },
        { "2026-05-01T11:30:00+02:00", "2026-05-01T09:30:00.000Z" },
        { "2026-05-01T00:15:00+05:45", "2026-04-30T18:30:00.000Z" },
        { "2026-04-30T20:30:00-13:00", "2026-05-01T09:30:00.000Z" },
        { "2026-05-01T09:30:00-00:00", "2026-05-01T09:30:00.000Z" },
        { "2026-05-01T09:30:00+23:59", "2026-04-30T09:31:00.000Z" },
        { "2024-02-29T23:59:59.999-01:00", "2024-03-01T00:59:59.999Z" },
        { "2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z" },
        { "2017-01-01T05:29:60.75+05:30", "2017-01-01T00:00:00.000Z" },
        { "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z" },
        { "0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z" },
        { "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z" },
        { "0001-01-01T00:00:00+00:01", NULL },
        { "9999-12-31T23:59:00-00:01", NULL },
        { "0000-12-31T23:59:59Z", NULL },
        { "2016-12-31T22:59:60Z", NULL },
        { "2026-05-01T09:30:61Z", NULL },
        { "2026-02-29T00:00:00Z", NULL },
        { "2026-13-01T00:00:00Z", NULL },
        { "2026-05-01T24:00:00Z", NULL },
        { "2026-05-01T09:60:00Z", NULL },
        { "2026-05-01T09:30Z", NULL },
        { "2026-05-01T09:30:00", NULL },
        { "2026-05-01T09:30:00.Z", NULL },
        { "2026-05-01T09:30:00,5Z", NULL },
        { "2026-05-01T09:30:00+0200", NULL },
        { "2026-05-01T09:30:00+02", NULL },
        { "2026-05-01T09:30:00+24:00", NULL },
        { "2026-05-01T09:30:00+02:60", NULL },
        { "2026-05-01T09:30:00Z ", NULL },
        { " 2026-05-01T09:30:00Z", NULL },
        { "2026-05-01_09:30:00Z", NULL },
        { "20260501T093000Z", NULL },
        { "+2026-05-01T09:30:00Z", NULL },
        { "-001-05-01T09:30:00Z", NULL },
        { "2026-5-1T9:30:00Z", NULL },
        { "2026-05-01", NULL },
        { "1777627800000", NULL },
        { "now", NULL },
        { "", NULL },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int64_t ms = 0;

        check_int(rows[i].text, time_parse(str_from(rows[i].text), &ms), rows[i].utc != NULL);
        if (rows[i].utc)
            check_str(rows[i].text, time_text(*state, ms), str_from(rows[i].utc));
    }
}

static void local_times_are_read(void **state)
{
    static const struct {
        const char *text;
        const char *utc;
    } rows[] = {
        { "2026-05-01T09:30", "2026-05-01T09:30:00.000Z" },
        { "2026-05-01 09:30:15", "2026-05-01T09:30:15.000Z" },
        { "2026-05-01T09:30:15.25", "2026-05-01T09:30:15.250Z" },
        { "2026-05-01T09:30Z", NULL },
        { "2026-05-01T09:30:00+02:00", NULL },
        { "2016-12-31T23:59:60", NULL },
        { "2026-05-01T09", NULL },
        { "2026-05-01T", NULL },
        { "2026-05-01", NULL },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int64_t ms = 0;

        check_int(rows[i].text, time_parse_local(str_from(rows[i].text), &ms), rows[i].utc != NULL);
        if (rows[i].utc)
            check_str(rows[i].text, time_text(*state, ms), str_from(rows[i].utc));
    }
}

static void dates_are_read(void **state)
{
    static const struct {
        const char *text;
        bool good;
        int64_t day;
    } rows[] = {
        { "1970-01-01", true, 0 },
        { "1969-12-31", true, -1 },
        { "2000-02-29", true, 11016 },
        { "2026-05-01", true, 20574 },
        { "0001-01-01", true, -719162 },
        { "9999-12-31", true, 2932896 },
        { "1900-03-01", true, -25508 },
        { "1900-02-29", false, 0 },
        { "2100-02-29", false, 0 },
        { "2023-02-29", false, 0 },
        { "2026-04-31", false, 0 },
        { "2026-00-10", false, 0 },
        { "2026-10-00", false, 0 },
        { "2026-10-32", false, 0 },
        { "0000-01-01", false, 0 },
        { "10000-01-01", false, 0 },
        { "26-05-01", false, 0 },
        { "2026-05-1", false, 0 },
        { "2026/05/01", false, 0 },
        { "2026-05-01 ", false, 0 },
        { "01.05.2026", false, 0 },
        { "2026-05-01T00:00:00Z", false, 0 },
        { "", false, 0 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int64_t day = 0;

        check_int(rows[i].text, date_parse(str_from(rows[i].text), &day), rows[i].good);
        if (rows[i].good)
            check_int(rows[i].text, day, rows[i].day);
    }
}

/* Every day from 1900 to 9999, against a calendar that only counts. */
static void every_day_has_its_text(void **state)
{
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int year = 1900, month = 1, date = 1;

    (void)state;
    for (int64_t day = -25567; day <= 2932896; day++) {
        char text[DATE_TEXT_BYTES], want[32];
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        int64_t back;

        date_write(text, day);
        snprintf(want, sizeof(want), "%04d-%02d-%02d", year, month, date);
        check_str(want, (struct str){ text, sizeof(text) }, str_from(want));
        assert_true(date_parse((struct str){ text, sizeof(text) }, &back));
        check_int(want, back, day);
        check_int(want, date_year(day), year);
        if (month == 1 && date == 1)
            check_int(want, date_new_year(year), day);
        if (++date <= lengths[month - 1] + (month == 2 && leap))
            continue;
        date = 1;
        month = month % 12 + 1;
        year += month == 1;
    }
    assert_int_equal(year, 10000);
}

static void what_lies_outside_is_shown_as_the_end(void **state)
{
    check_str("first", time_text(*state, INT64_MIN), STR("0001-01-01T00:00:00.000Z"));
    check_str("last", time_text(*state, INT64_MAX), STR("9999-12-31T23:59:59.999Z"));
    check_str("zero", time_text(*state, 0), STR("1970-01-01T00:00:00.000Z"));
    check_str("before", time_text(*state, -1), STR("1969-12-31T23:59:59.999Z"));
    check_str("first day", date_text(*state, INT64_MIN), STR("0001-01-01"));
    check_str("last day", date_text(*state, INT64_MAX), STR("9999-12-31"));
}

static void write_shift(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void tests_can_move_the_clock(void **state)
{
    char path[] = "/tmp/test_clock_XXXXXX";
    struct clock real = { .test_file = NULL }, moved;
    int fd = mkstemp(path);

    (void)state;
    assert_true(fd >= 0);
    close(fd);
    setenv("REGULARS_TEST_CLOCK", path, 1);
    clock_init(&moved);
    assert_in_range(clock_now_ms(&moved) - clock_now_ms(&real) + 1000, 0, 2000);
    write_shift(path, "86400000\n");
    assert_in_range(clock_now_ms(&moved) - clock_now_ms(&real), DAY_MS - 1000, DAY_MS + 1000);
    write_shift(path, "-3600000");
    assert_in_range(clock_now_ms(&real) - clock_now_ms(&moved), HOUR_MS - 1000, HOUR_MS + 1000);
    unlink(path);
    assert_in_range(clock_now_ms(&moved) - clock_now_ms(&real) + 1000, 0, 2000);
    unsetenv("REGULARS_TEST_CLOCK");
    clock_init(&moved);
    assert_null(moved.test_file);
}

static void durations_never_go_back(void **state)
{
    int64_t last = clock_monotonic_ms();

    (void)state;
    for (int i = 0; i < 1000; i++) {
        int64_t now = clock_monotonic_ms();

        assert_true(now >= last);
        last = now;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(times_are_read),
        arena_test(local_times_are_read),
        arena_test(dates_are_read),
        arena_test(every_day_has_its_text),
        arena_test(what_lies_outside_is_shown_as_the_end),
        arena_test(tests_can_move_the_clock),
        arena_test(durations_never_go_back),
    };

    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
