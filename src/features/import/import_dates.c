/*
 * Days and times in the formats of files. The letters are strptime's (POSIX.1-2017), names of months in English:
 * %Y %y %m %d %e %b %B %H %I %M %S %p %z %j, %T and %R, %% and any other text as it is.
 */
#include "features/import/import_values.h"

#include "base/clock.h"

#include <string.h>

enum { YEAR_PIVOT = 69, MONTH_LETTERS = 3 };

static const char not_the_format[] = "is not written in the given date format";
static const char not_a_time[] =
    "is not a date like 2026-05-01 or 2026-05-01 09:30; say how it is written with --date-format";

static const struct str months[] = {
    { "january", 7 }, { "february", 8 }, { "march", 5 },     { "april", 5 },    { "may", 3 },       { "june", 4 },
    { "july", 4 },    { "august", 6 },   { "september", 9 }, { "october", 7 }, { "november", 8 }, { "december", 8 },
};

struct moment {
    int64_t year, month, day, day_of_year;
    int64_t hour, minute, second;
    int64_t offset_minutes;
    bool has_hour, twelve_hours, afternoon, has_offset;
};

/* ---- reading by a format */

/* At most `most` digits from the front of `text`. */
static bool take_digits(struct str *text, size_t most, int64_t *out)
{
    size_t n = 0;

    for (*out = 0; n < most && n < text->len && text->ptr[n] >= '0' && text->ptr[n] <= '9'; n++)
        *out = *out * 10 + (text->ptr[n] - '0');
    *text = str_slice(*text, n, text->len);
    return n > 0;
}

/* A month's English name, whole or its first three letters. */
static bool take_month(struct str *text, int64_t *out)
{
    for (size_t i = 0; i < sizeof(months) / sizeof(months[0]); i++) {
        size_t len = months[i].len;

        if (!str_equal_ascii_case(str_slice(*text, 0, len), months[i]))
            len = MONTH_LETTERS;
        if (!str_equal_ascii_case(str_slice(*text, 0, len), str_slice(months[i], 0, len)))
            continue;
        *out = (int64_t)i + 1;
        *text = str_slice(*text, len, text->len);
        return true;
    }
    return false;
}

static bool take_half(struct str *text, struct moment *m)
{
    struct str half = str_slice(*text, 0, 2);

    m->twelve_hours = true;
    m->afternoon = str_equal_ascii_case(half, STR("pm"));
    *text = str_slice(*text, 2, text->len);
    return m->afternoon || str_equal_ascii_case(half, STR("am"));
}

/* "Z", "+02:00", "-1000" */
static bool take_offset(struct str *text, struct moment *m)
{
    int64_t hours, minutes = 0;
    bool west = str_starts(*text, STR("-"));

    m->has_offset = true;
    if (str_starts(*text, STR("Z"))) {
        *text = str_slice(*text, 1, text->len);
        return true;
    }
    if (!west && !str_starts(*text, STR("+")))
        return false;
    *text = str_slice(*text, 1, text->len);
    if (!take_digits(text, 2, &hours))
        return false;
    if (str_starts(*text, STR(":")))
        *text = str_slice(*text, 1, text->len);
    take_digits(text, 2, &minutes);
    m->offset_minutes = (west ? -1 : 1) * (hours * 60 + minutes);
    return hours <= 23 && minutes <= 59;
}

static void skip_spaces(struct str *text)
{
    while (str_starts(*text, STR(" ")))
        *text = str_slice(*text, 1, text->len);
}

static bool take_two_digit_year(struct str *text, int64_t *out)
{
    if (!take_digits(text, 2, out))
        return false;
    *out += *out < YEAR_PIVOT ? 2000 : 1900;
    return true;
}

static bool take_letter(struct str *text, char letter, struct moment *m)
{
    switch (letter) {
    case 'Y': return take_digits(text, 4, &m->year);
    case 'y': return take_two_digit_year(text, &m->year);
    case 'm': return take_digits(text, 2, &m->month);
    case 'b':
    case 'h':
    case 'B': return take_month(text, &m->month);
    case 'e': skip_spaces(text); return take_digits(text, 2, &m->day);
    case 'd': return take_digits(text, 2, &m->day);
    case 'j': return take_digits(text, 3, &m->day_of_year);
    case 'I': m->twelve_hours = true; /* fall through */
    case 'H': m->has_hour = true; return take_digits(text, 2, &m->hour);
    case 'M': return take_digits(text, 2, &m->minute);
    case 'S': return take_digits(text, 2, &m->second);
    case 'p': return take_half(text, m);
    case 'z': return take_offset(text, m);
    case '%': return str_starts(*text, STR("%")) && (*text = str_slice(*text, 1, text->len), true);
    }
    return false;
}

static bool take_format(struct str *text, struct str format, struct moment *m)
{
    for (size_t i = 0; i < format.len; i++) {
        char letter = i + 1 < format.len ? format.ptr[i + 1] : '\0';

        if (format.ptr[i] == ' ') {
            skip_spaces(text);
        } else if (format.ptr[i] != '%') {
            if (!text->len || text->ptr[0] != format.ptr[i])
                return false;
            *text = str_slice(*text, 1, text->len);
        } else if (letter == 'T' || letter == 'R') {
            if (!take_format(text, letter == 'T' ? STR("%H:%M:%S") : STR("%H:%M"), m))
                return false;
            i++;
        } else {
            if (!take_letter(text, letter, m))
                return false;
            i++;
        }
    }
    return true;
}

/* ---- what was read */

static bool is_time_of_day(struct moment *m)
{
    if (m->twelve_hours && (m->hour < 1 || m->hour > 12) && m->has_hour)
        return false;
    if (m->twelve_hours && m->has_hour)
        m->hour = m->hour % 12 + (m->afternoon ? 12 : 0);
    return m->hour <= 23 && m->minute <= 59 && m->second <= 59;
}

static bool find_day(struct arena *arena, struct moment *m, struct str *day)
{
    int64_t first, number;

    if (m->day_of_year) {
        if (!date_parse(arena_printf(arena, "%04d-01-01", (int)m->year), &first))
            return false;
        *day = date_text(arena, first + m->day_of_year - 1);
        return str_starts(*day, arena_printf(arena, "%04d", (int)m->year));
    }
    *day = arena_printf(arena, "%04d-%02d-%02d", (int)m->year, (int)m->month, (int)m->day);
    return date_parse(*day, &number);
}

static bool read_as(struct arena *arena, struct str cell, struct str format, struct str *out)
{
    struct moment m = { 0 };
    struct str day;

    if (!take_format(&cell, format, &m))
        return false;
    skip_spaces(&cell);
    if (cell.len || !is_time_of_day(&m) || !find_day(arena, &m, &day))
        return false;
    *out = day;
    if (m.has_hour)
        *out = arena_printf(arena, "%.*sT%02d:%02d:%02d", STR_PRINT(day), (int)m.hour, (int)m.minute, (int)m.second);
    if (m.has_hour && m.has_offset)
        *out = arena_printf(arena, "%.*s%c%02d:%02d", STR_PRINT(*out), m.offset_minutes < 0 ? '-' : '+',
                            (int)(m.offset_minutes < 0 ? -m.offset_minutes : m.offset_minutes) / 60,
                            (int)(m.offset_minutes < 0 ? -m.offset_minutes : m.offset_minutes) % 60);
    return true;
}

/* What cannot be taken for anything else. */
#define USUAL STR("%Y-%m-%d|%Y-%m-%d %H:%M|%Y-%m-%d %H:%M:%S|%Y/%m/%d|%Y%m%d")

const char *import_time(struct arena *arena, struct str cell, struct str formats, struct str *out)
{
    struct str rest = formats.len ? formats : USUAL, format;
    int64_t ms;

    while (str_split(&rest, '|', &format))
        if (read_as(arena, cell, format, out))
            return NULL;
    if (formats.len)
        return not_the_format;
    *out = cell;
    return time_parse(cell, &ms) || time_parse_local(cell, &ms) ? NULL : not_a_time;
}

const char *import_date(struct arena *arena, struct str cell, struct str formats, struct str *out)
{
    const char *why = import_time(arena, cell, formats, out);

    *out = str_slice(*out, 0, DATE_TEXT_BYTES);
    return why;
}

const char *import_formats_check(struct str formats)
{
    for (size_t i = 0; i + 1 <= formats.len; i++) {
        if (formats.ptr[i] != '%')
            continue;
        if (i + 1 == formats.len || !memchr("YymbhBedjIHMSpzTR%", formats.ptr[i + 1], 18))
            return "a date format is made of %Y %m %d %H %M %S %y %e %b %B %I %p %z %j, as in %d/%m/%Y %H:%M";
        i++;
    }
    return NULL;
}
