#include "check.h"

#include "base/zone.h"

#include <pthread.h>

static int64_t moment(const char *text)
{
    int64_t ms = 0;

    if (!time_parse(str_from(text), &ms))
        fail_msg("%s is no time", text);
    return ms;
}

static void which_zones_there_are(void **state)
{
    static const struct {
        const char *name;
        bool known;
    } rows[] = {
        { "Europe/Madrid", true },
        { "America/Argentina/Buenos_Aires", true },
        { "America/North_Dakota/New_Salem", true },
        { "Asia/Calcutta", true },
        { "Asia/Kolkata", true },
        { "Europe/Kyiv", true },
        { "UTC", true },
        { "Etc/UTC", true },
        { "Etc/GMT+5", true },
        { "GMT", true },
        { "CET", true },
        { "BST", false },
        { "IST", false },
        { "PST", false },
        { "SystemV/PST8PDT", false },
        { "Etc/Unknown", false },
        { "Europe/Atlantis", false },
        { "Madrid", false },
        { "GMT+3", false },
        { "+02:00", false },
        { "", false },
        { "Europe/Madrid ", false },
        { "Europe/Madríd", false },
        { "Europe/Madrid/Europe/Madrid/Europe/Madrid/Europe/Madrid/Europe/Madrid", false },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check_int(rows[i].name, zone_known(str_from(rows[i].name)), rows[i].known);
    check_int("NUL", zone_known(STR("Europe/Madrid\0")), false);
}

static void moments_as_local_time_and_day(void **state)
{
    static const struct {
        const char *zone, *utc, *local;
    } rows[] = {
        { "Europe/Madrid", "2026-05-01T09:30:00Z", "2026-05-01T11:30:00+02:00" },
        { "Europe/Madrid", "2026-12-31T22:59:59Z", "2026-12-31T23:59:59+01:00" },
        { "Europe/Madrid", "2026-12-31T23:00:00Z", "2027-01-01T00:00:00+01:00" },
        { "Europe/Madrid", "2026-03-29T00:59:59Z", "2026-03-29T01:59:59+01:00" },
        { "Europe/Madrid", "2026-03-29T01:00:00Z", "2026-03-29T03:00:00+02:00" },
        { "Europe/Madrid", "2026-10-25T00:59:59Z", "2026-10-25T02:59:59+02:00" },
        { "Europe/Madrid", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00+01:00" },
        { "Europe/Madrid", "1900-01-01T00:00:00Z", "1899-12-31T23:45:00-00:15" },
        { "America/Sao_Paulo", "2018-11-04T02:59:59Z", "2018-11-03T23:59:59-03:00" },
        { "America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-04T01:00:00-02:00" },
        { "America/Sao_Paulo", "2019-11-04T03:00:00Z", "2019-11-04T00:00:00-03:00" },
        { "Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29T23:59:59-10:00" },
        { "Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31T00:00:00+14:00" },
        { "Asia/Beirut", "2023-03-29T22:00:00Z", "2023-03-30T01:00:00+03:00" },
        { "Asia/Kathmandu", "2026-05-01T00:00:00Z", "2026-05-01T05:45:00+05:45" },
        { "Australia/Lord_Howe", "2026-01-01T00:00:00Z", "2026-01-01T11:00:00+11:00" },
        { "Australia/Lord_Howe", "2026-07-01T00:00:00Z", "2026-07-01T10:30:00+10:30" },
        { "UTC", "1969-12-31T23:59:59Z", "1969-12-31T23:59:59+00:00" },
        { "America/New_York", "9999-12-31T23:00:00Z", "9999-12-31T18:00:00-05:00" },
        { "Nowhere/Land", "2026-05-01T09:30:00Z", "2026-05-01T09:30:00+00:00" },
        { "", "2026-05-01T09:30:00Z", "2026-05-01T09:30:00+00:00" },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct str zone = str_from(rows[i].zone), local = str_from(rows[i].local);
        int64_t ms = moment(rows[i].utc), day = 0;

        check_str(rows[i].utc, zone_text(*state, zone, ms), local);
        check_int(rows[i].local, moment(rows[i].local), ms);
        assert_true(date_parse(str_slice(local, 0, 10), &day));
        /* the day is exact to the second, the text of 1900 only to the minute */
        check_int(rows[i].local, zone_day(zone, ms), day);
    }
}

static void days_begin(void **state)
{
    static const struct {
        const char *zone, *date, *utc;
    } rows[] = {
        { "Europe/Madrid", "2026-05-01", "2026-04-30T22:00:00Z" },
        { "Europe/Madrid", "2026-03-29", "2026-03-28T23:00:00Z" },
        { "Europe/Madrid", "2026-03-30", "2026-03-29T22:00:00Z" },
        { "Europe/Madrid", "2026-10-26", "2026-10-25T23:00:00Z" },
        { "America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z" },
        { "America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00:00Z" },
        { "America/Sao_Paulo", "1985-11-02", "1985-11-02T03:00:00Z" },
        { "Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00Z" },
        { "Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z" },
        { "Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z" },
        { "Asia/Beirut", "2026-03-29", "2026-03-28T22:00:00Z" },
        { "Asia/Beirut", "2022-03-27", "2022-03-26T22:00:00Z" },
        { "Asia/Beirut", "2026-10-25", "2026-10-24T22:00:00Z" },
        { "America/Havana", "2026-11-01", "2026-11-01T04:00:00Z" },
        { "America/Toronto", "1919-03-31", "1919-03-31T04:30:00Z" },
        { "America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z" },
        { "UTC", "1900-01-01", "1900-01-01T00:00:00Z" },
        { "UTC", "9999-12-31", "9999-12-31T00:00:00Z" },
        { "No/Zone", "2026-05-01", "2026-05-01T00:00:00Z" },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct str zone = str_from(rows[i].zone);
        int64_t day = 0, ms = 0;

        assert_true(date_parse(str_from(rows[i].date), &day));
        check_str(rows[i].date, time_text(*state, zone_day_start_ms(zone, day)),
                  time_text(*state, moment(rows[i].utc)));
        assert_true(zone_parse_local(zone, str_from(rows[i].date), &ms));
        check_int(rows[i].date, ms, moment(rows[i].utc));
    }
}

static void local_times_are_moments(void **state)
{
    static const struct {
        const char *zone, *local, *utc;
    } rows[] = {
        { "Europe/Madrid", "2026-05-01T11:30", "2026-05-01T09:30:00Z" },
        { "Europe/Madrid", "2026-05-01 11:30:15", "2026-05-01T09:30:15Z" },
        { "Europe/Madrid", "2026-01-01T00:00:00.250", "2025-12-31T23:00:00.250Z" },
        { "Europe/Madrid", "2026-03-29T02:30", "2026-03-29T01:30:00Z" },
        { "Europe/Madrid", "2026-03-29T02:00", "2026-03-29T01:00:00Z" },
        { "Europe/Madrid", "2026-03-29T03:00", "2026-03-29T01:00:00Z" },
        { "Europe/Madrid", "2026-10-25T02:30", "2026-10-25T00:30:00Z" },
        { "Europe/Madrid", "2026-10-25T03:00", "2026-10-25T02:00:00Z" },
        { "America/Sao_Paulo", "2018-11-04T00:30", "2018-11-04T03:30:00Z" },
        { "America/Sao_Paulo", "2018-02-17T23:30", "2018-02-18T01:30:00Z" },
        { "Pacific/Apia", "2011-12-30T12:00", "2011-12-30T22:00:00Z" },
        { "Asia/Beirut", "2026-03-29T00:30", "2026-03-28T22:30:00Z" },
        { "Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45:00Z" },
        { "UTC", "2026-05-01T11:30", "2026-05-01T11:30:00Z" },
    };
    static const char *const wrong[] = {
        "",
        "2026-05-01T11:30Z",
        "2026-05-01T11:30:00+02:00",
        "2026-02-30",
        "2026-05-01T25:00",
        "11:30",
        "2026-05-01T",
        "tomorrow",
    };
    int64_t ms;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_true(zone_parse_local(str_from(rows[i].zone), str_from(rows[i].local), &ms));
        check_str(rows[i].local, time_text(*state, ms), time_text(*state, moment(rows[i].utc)));
    }
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        check_int(wrong[i], zone_parse_local(STR("UTC"), str_from(wrong[i]), &ms), false);
}

/* Day and day start fit together, over years and in any order, in more zones than a thread keeps calendars of. */
static void check_days_of(struct str zone, int64_t day)
{
    int64_t start = zone_day_start_ms(zone, day), next = zone_day_start_ms(zone, day + 1);

    assert_true(start <= next);
    assert_true(next - start <= 27 * HOUR_MS);
    if (start < next)
        check_int(zone.ptr, zone_day(zone, start), day);
    if (start < next)
        check_int(zone.ptr, zone_day(zone, start - 1) < day, 1);
}

static void days_and_their_starts_agree(void **state)
{
    static const char *const zones[] = {
        "Europe/Madrid", "America/Sao_Paulo", "Pacific/Apia",   "Asia/Beirut",        "America/Havana",
        "Asia/Tehran",   "Africa/El_Aaiun",   "Asia/Kathmandu", "Pacific/Kiritimati", "Australia/Lord_Howe",
        "UTC",
    };

    (void)state;
    for (int64_t step = 0; step < 2000; step++)
        for (size_t i = 0; i < COUNT_OF(zones); i++)
            check_days_of(str_from(zones[i]), 3650 + step * 7919 % 18000);
}

static void far_times_do_no_harm(void **state)
{
    static const int64_t times[] = { INT64_MIN, INT64_MAX, 0, -62135596800000, 253402300799999 };

    for (size_t i = 0; i < COUNT_OF(times); i++) {
        zone_day(STR("Europe/Madrid"), times[i]);
        zone_day_start_ms(STR("Europe/Madrid"), times[i]);
        assert_true(zone_text(*state, STR("Europe/Madrid"), times[i]).len == 25);
    }
}

static void *ask_some(void *failed)
{
    for (int i = 0; i < 2000; i++)
        if (zone_day(i % 2 ? STR("Europe/Madrid") : STR("Pacific/Apia"), 1777627800000) != 20574)
            *(bool *)failed = true;
    return NULL;
}

static void threads_have_their_own(void **state)
{
    pthread_t threads[4];
    bool failed[4] = { false };

    (void)state;
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, ask_some, &failed[i]), 0);
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        assert_false(failed[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(which_zones_there_are),
        arena_test(moments_as_local_time_and_day),
        arena_test(days_begin),
        arena_test(local_times_are_moments),
        arena_test(days_and_their_starts_agree),
        arena_test(far_times_do_no_harm),
        arena_test(threads_have_their_own),
    };

    return cmocka_run_group_tests_name("zone", tests, NULL, NULL);
}
