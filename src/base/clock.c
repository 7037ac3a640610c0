#include "base/clock.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* 0001-01-01 and 9999-12-31 */
static const int64_t FIRST_DAY = -719162;
static const int64_t LAST_DAY = 2932896;

struct civil {
    int year;
    int month;
    int day;
};

void clock_init(struct clock *clock)
{
    *clock = (struct clock){ .test_file = getenv("REGULARS_TEST_CLOCK") };
}

static int64_t shift_ms(const char *file)
{
    char text[32];
    int64_t shift = 0;
    ssize_t size;
    int fd = open(file, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return 0;
    size = read(fd, text, sizeof(text));
    close(fd);
    if (size <= 0 || !str_to_int(str_trim((struct str){ text, (size_t)size }), &shift))
        return 0;
    return shift;
}

static int64_t read_clock_ms(clockid_t id)
{
    struct timespec now;

    clock_gettime(id, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_now_ms(const struct clock *clock)
{
    int64_t now_ms = read_clock_ms(CLOCK_REALTIME);

    return clock->test_file ? now_ms + shift_ms(clock->test_file) : now_ms;
}

int64_t clock_monotonic_ms(void)
{
    return read_clock_ms(CLOCK_MONOTONIC);
}

/* Howard Hinnant's days_from_civil (https://howardhinnant.github.io/date_algorithms.html), years from 1 only. */
static int64_t day_of(struct civil date)
{
    int year = date.month <= 2 ? date.year - 1 : date.year;
    int era = year / 400, year_of_era = year % 400;
    int month_from_march = date.month > 2 ? date.month - 3 : date.month + 9;
    int day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return (int64_t)era * 146097 + day_of_era - 719468;
}

/* The way back, civil_from_days of the same page. */
static struct civil civil_of(int64_t day)
{
    int shifted = (int)(day + 719468);
    int era = shifted / 146097, day_of_era = shifted % 146097;
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_from_march = (5 * day_of_year + 2) / 153;
    int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;

    return (struct civil){
        .year = era * 400 + year_of_era + (month <= 2),
        .month = month,
        .day = day_of_year - (153 * month_from_march + 2) / 5 + 1,
    };
}

static struct civil clamped_civil_of(int64_t day)
{
    return civil_of(day < FIRST_DAY ? FIRST_DAY : day > LAST_DAY ? LAST_DAY : day);
}

int date_year(int64_t day)
{
    return clamped_civil_of(day).year;
}

int64_t date_new_year(int year)
{
    return day_of((struct civil){ .year = year, .month = 1, .day = 1 });
}

static void write_digits(char *into, int value, int count)
{
    for (int i = count; i-- > 0; value /= 10)
        into[i] = (char)('0' + value % 10);
}

void date_write(char *into, int64_t day)
{
    struct civil date = clamped_civil_of(day);

    write_digits(into, date.year, 4);
    into[4] = '-';
    write_digits(into + 5, date.month, 2);
    into[7] = '-';
    write_digits(into + 8, date.day, 2);
}

static int64_t clamp_ms(int64_t ms)
{
    if (ms < FIRST_DAY * DAY_MS)
        return FIRST_DAY * DAY_MS;
    if (ms >= (LAST_DAY + 1) * DAY_MS)
        return (LAST_DAY + 1) * DAY_MS - 1;
    return ms;
}

void time_write(char *into, int64_t ms)
{
    int64_t inside = clamp_ms(ms) - FIRST_DAY * DAY_MS;
    int of_day = (int)(inside % DAY_MS);

    date_write(into, inside / DAY_MS + FIRST_DAY);
    memcpy(into + DATE_TEXT_BYTES, "T00:00:00.000Z", TIME_TEXT_BYTES - DATE_TEXT_BYTES);
    write_digits(into + 11, of_day / 3600000, 2);
    write_digits(into + 14, of_day / 60000 % 60, 2);
    write_digits(into + 17, of_day / 1000 % 60, 2);
    write_digits(into + 20, of_day % 1000, 3);
}

struct str time_text(struct arena *arena, int64_t ms)
{
    char *text = arena_alloc(arena, TIME_TEXT_BYTES + 1);

    time_write(text, ms);
    return (struct str){ text, TIME_TEXT_BYTES };
}

struct str date_text(struct arena *arena, int64_t day)
{
    char *text = arena_alloc(arena, DATE_TEXT_BYTES + 1);

    date_write(text, day);
    return (struct str){ text, DATE_TEXT_BYTES };
}

/* Takes `count` digits off the front of `rest`. */
static bool take_digits(struct str *rest, size_t count, int *out)
{
    int value = 0;

    if (rest->len < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (rest->ptr[i] < '0' || rest->ptr[i] > '9')
            return false;
        value = value * 10 + (rest->ptr[i] - '0');
    }
    *rest = str_slice(*rest, count, rest->len);
    *out = value;
    return true;
}

static bool take_char(struct str *rest, char c)
{
    if (rest->len == 0 || rest->ptr[0] != c)
        return false;
    *rest = str_slice(*rest, 1, rest->len);
    return true;
}

static int days_in_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return days[month - 1] + (month == 2 && leap);
}

static bool take_date(struct str *rest, int64_t *day_out)
{
    struct civil date;

    if (!take_digits(rest, 4, &date.year) || !take_char(rest, '-') || !take_digits(rest, 2, &date.month) ||
        !take_char(rest, '-') || !take_digits(rest, 2, &date.day))
        return false;
    if (date.year < 1 || date.month < 1 || date.month > 12)
        return false;
    if (date.day < 1 || date.day > days_in_month(date.year, date.month))
        return false;
    *day_out = day_of(date);
    return true;
}

bool date_parse(struct str text, int64_t *day_out)
{
    return take_date(&text, day_out) && text.len == 0;
}

/* ".25" as 250; whatever is finer than a millisecond is dropped. */
static bool take_fraction(struct str *rest, int *ms_out)
{
    int ms = 0, digit, count = 0;

    for (; take_digits(rest, 1, &digit); count++)
        if (count < 3)
            ms = ms * 10 + digit;
    for (int i = count; i < 3; i++)
        ms *= 10;
    *ms_out = ms;
    return count > 0;
}

/* The time of day; the seconds, and their fraction, may be missing unless they are required. */
static bool take_time(struct str *rest, bool seconds_required, int64_t *ms_out)
{
    int hour, minute, second = 0, ms = 0;

    if (!take_digits(rest, 2, &hour) || !take_char(rest, ':') || !take_digits(rest, 2, &minute))
        return false;
    if (take_char(rest, ':')) {
        if (!take_digits(rest, 2, &second) || (take_char(rest, '.') && !take_fraction(rest, &ms)))
            return false;
    } else if (seconds_required) {
        return false;
    }
    if (hour > 23 || minute > 59 || second > 60)
        return false;
    /* a leap second has no milliseconds of its own here, or it would run past the second after it */
    *ms_out = hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS + (second < 60 ? ms : 0);
    return true;
}

static bool take_date_time(struct str *rest, bool seconds_required, int64_t *ms_out)
{
    int64_t day, of_day_ms;

    if (!take_date(rest, &day))
        return false;
    if (!take_char(rest, 'T') && !take_char(rest, 't') && !take_char(rest, ' '))
        return false;
    if (!take_time(rest, seconds_required, &of_day_ms))
        return false;
    *ms_out = day * DAY_MS + of_day_ms;
    return true;
}

static bool take_offset(struct str *rest, int64_t *ms_out)
{
    int sign, hour, minute;

    *ms_out = 0;
    if (take_char(rest, 'Z') || take_char(rest, 'z'))
        return true;
    if (take_char(rest, '+'))
        sign = 1;
    else if (take_char(rest, '-'))
        sign = -1;
    else
        return false;
    if (!take_digits(rest, 2, &hour) || !take_char(rest, ':') || !take_digits(rest, 2, &minute))
        return false;
    if (hour > 23 || minute > 59)
        return false;
    *ms_out = sign * (hour * HOUR_MS + minute * MINUTE_MS);
    return true;
}

/* Does the text say second 60? Its place is fixed. */
static bool says_leap_second(struct str text)
{
    return text.len >= 19 && text.ptr[17] == '6';
}

bool time_parse(struct str text, int64_t *ms_out)
{
    struct str rest = text;
    int64_t local_ms, offset_ms, ms;

    if (!take_date_time(&rest, true, &local_ms) || !take_offset(&rest, &offset_ms) || rest.len != 0)
        return false;
    ms = local_ms - offset_ms;
    if (says_leap_second(text) && ms % DAY_MS != 0)
        return false;
    if (ms != clamp_ms(ms))
        return false;
    *ms_out = ms;
    return true;
}

bool time_parse_local(struct str text, int64_t *ms_out)
{
    struct str rest = text;
    int64_t ms;

    if (!take_date_time(&rest, false, &ms) || rest.len != 0 || says_leap_second(text))
        return false;
    *ms_out = ms;
    return true;
}
