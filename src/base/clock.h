/*
 * The clock: milliseconds since 1970-01-01T00:00Z. A request asks once and carries the answer in its ctx.
 *
 * Tests move it: when the environment names a file in REGULARS_TEST_CLOCK, the decimal number in that file is
 * added to the time, read anew at every call.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/arena.h"

static const int64_t SECOND_MS = 1000;
static const int64_t MINUTE_MS = 60 * 1000;
static const int64_t HOUR_MS = 60 * 60 * 1000;
static const int64_t DAY_MS = 24 * 60 * 60 * 1000;

struct clock {
    const char *test_file; /* NULL outside tests */
};

/* The clock that the environment asks for. */
void clock_init(struct clock *clock);

int64_t clock_now_ms(const struct clock *clock);

/* Never goes back; for durations only. */
int64_t clock_monotonic_ms(void);

/* RFC 3339 in UTC with milliseconds, "2026-05-01T09:30:00.000Z". What lies outside the years 0001 to 9999 is shown
 * as their first or last moment. */
struct str time_text(struct arena *arena, int64_t ms);

/* The same into TIME_TEXT_BYTES of the caller's, without a NUL. */
enum { TIME_TEXT_BYTES = 24, DATE_TEXT_BYTES = 10 };
void time_write(char *into, int64_t ms);

/* Reads RFC 3339 with an offset or Z; false when it is none or lies outside 0001 to 9999. Digits past the
 * millisecond are dropped; a leap second (23:59:60 UTC only) is the second after it. */
bool time_parse(struct str text, int64_t *ms_out);

/* Reads "2026-05-01T09:30" or "2026-05-01 09:30:00.5", a time without a zone, as if it were UTC. */
bool time_parse_local(struct str text, int64_t *ms_out);

/* Days since 1970-01-01 of a "YYYY-MM-DD"; false when there is no such day. */
bool date_parse(struct str text, int64_t *day_out);

/* The year (1 to 9999) in which a day lies, and the first day of a year; days are counted from 1970-01-01. */
int date_year(int64_t day);
int64_t date_new_year(int year);

/* "YYYY-MM-DD" of a count of days since 1970-01-01. */
struct str date_text(struct arena *arena, int64_t day);

/* The same into DATE_TEXT_BYTES of the caller's, without a NUL. */
void date_write(char *into, int64_t day);

#endif
