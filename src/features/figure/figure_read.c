/*
 * The stories that figures tell: now, 30 days before, a year before, day by day.
 */
#include "base/zone.h"
#include "features/figure/figure_store.h"

#include <string.h>

enum { MONTH_DAYS_MOST = 31 };

/* What the reading of one story needs to know. */
struct reading_days {
    int64_t today;
    int64_t open_day;  /* the first day that is not written down */
    int64_t first;     /* the first that was */
    int64_t year_back; /* this date a year before */
};

/* ---- dates ------------------------------------------------------------------------------------------------- */

/* The same date so many years and months earlier; the 29th of February becomes the 28th. */
static int64_t date_back(struct ctx *ctx, int64_t day, int months, bool first_of_month)
{
    struct str text = date_text(ctx->arena, day);
    int64_t year = 0, month = 0, of_month = 1, back;

    str_to_int(str_slice(text, 0, 4), &year);
    str_to_int(str_slice(text, 5, 7), &month);
    if (!first_of_month)
        str_to_int(str_slice(text, 8, 10), &of_month);
    month += year * 12 - 1 - months;
    for (; of_month > 0; of_month--)
        if (date_parse(arena_printf(ctx->arena, "%04lld-%02lld-%02lld", (long long)(month / 12),
                                    (long long)(month % 12 + 1), (long long)of_month),
                       &back))
            return back;
    return day;
}

/* ---- customers and leads: rows of days that are over, and now ---------------------------------------------- */

static enum err tell_counted(struct ctx *ctx, const struct reading_days *days, const char *figure, int64_t now,
                             struct figure_story *out)
{
    int64_t rows[FIGURE_DAYS + 1];
    int64_t from = days->today - FIGURE_DAYS;
    bool found;

    for (int i = 0; i <= FIGURE_DAYS; i++)
        rows[i] = INT64_MIN;
    TRY(figure_store_days(ctx, figure, from, days->today - 1, rows, NULL));
    out->value = now;
    for (int i = FIGURE_DAYS; i >= 0; i--) {
        if (rows[i] != INT64_MIN)
            now = rows[i];
        if (i > 0)
            out->series[i - 1] = now;
    }
    out->before = now;
    out->has_year = days->first <= days->year_back;
    if (!out->has_year)
        return ERR_OK;
    TRY(figure_store_next(ctx, figure, days->year_back, &out->year_before, &found));
    if (!found)
        out->year_before = out->value;
    return ERR_OK;
}

/* ---- active customers: days that are not written down follow from who booked until when ---------------------- */

static enum err active_at(struct ctx *ctx, const struct reading_days *days, int64_t day, int64_t *out)
{
    bool found;

    if (day >= days->open_day)
        return figure_store_sum(ctx, "latest", day - ctx->active_window_days, INT64_MAX, out);
    return figure_store_next(ctx, "active", day, out, &found);
}

static enum err tell_active(struct ctx *ctx, const struct reading_days *days, struct figure_story *out)
{
    int64_t rows[FIGURE_DAYS] = { 0 }, fell[FIGURE_DAYS] = { 0 };
    int64_t from = days->today - FIGURE_DAYS, window = ctx->active_window_days, active;

    TRY(active_at(ctx, days, days->today, &active));
    TRY(figure_store_days(ctx, "active", from, days->today - 1, rows, NULL));
    if (days->open_day < days->today)
        TRY(figure_store_days(ctx, "latest", from - window, days->today - 1 - window, fell, NULL));
    out->value = active;
    for (int i = FIGURE_DAYS - 1; i >= 0; i--) {
        out->series[i] = active;
        active = from + i < days->open_day ? rows[i] : active + fell[i];
    }
    out->before = active;
    out->has_year = days->first <= days->year_back;
    return out->has_year ? active_at(ctx, days, days->year_back, &out->year_before) : ERR_OK;
}

/* ---- contacts captured ------------------------------------------------------------------------------------- */

static enum err tell_captured(struct ctx *ctx, const struct reading_days *days, int64_t month_begins,
                              struct figure_story *out)
{
    int64_t year_month = date_back(ctx, month_begins, 12, true), first;

    TRY(figure_store_sum(ctx, "captured", month_begins, days->today, &out->value));
    TRY(figure_store_sum(ctx, "captured", month_begins - FIGURE_DAYS, days->today - FIGURE_DAYS, &out->before));
    TRY(figure_store_sum(ctx, "captured", year_month, days->year_back, &out->year_before));
    TRY(figure_store_first_day(ctx, "captured", &first));
    out->has_year = first <= days->year_back || days->first <= days->year_back;
    return figure_store_days(ctx, "captured", days->today - FIGURE_DAYS + 1, days->today, out->series, NULL);
}

/* ---- bookings ---------------------------------------------------------------------------------------------- */

static enum err tell_months(struct ctx *ctx, struct figures *out)
{
    int64_t from = date_back(ctx, out->month_begins, FIGURE_MONTHS - 1, true);
    int64_t to = date_back(ctx, out->month_begins + MONTH_DAYS_MOST, 0, true) - 1;
    size_t count = (size_t)(to - from + 1);
    int64_t *bookings = ARENA_ARRAY(ctx->arena, int64_t, count);
    int64_t *revenue = ARENA_ARRAY(ctx->arena, int64_t, count);

    TRY(figure_store_days(ctx, "bookings", from, to, bookings, revenue));
    out->bookings_today = bookings[out->today - from];
    for (int i = 0; i < FIGURE_MONTHS; i++)
        out->months[i].first_day = date_back(ctx, out->month_begins, FIGURE_MONTHS - 1 - i, true);
    for (int i = 0; i < FIGURE_MONTHS; i++) {
        struct figure_month *month = &out->months[i];
        int64_t end = i + 1 < FIGURE_MONTHS ? out->months[i + 1].first_day : to + 1;

        for (int64_t day = month->first_day; day < end; day++) {
            month->bookings += bookings[day - from];
            month->revenue_minor += revenue[day - from];
        }
    }
    return ERR_OK;
}

/* ---- checkouts --------------------------------------------------------------------------------------------- */

static enum err sum_up(struct ctx *ctx, const char *figure, int64_t today, struct figure_sum *out)
{
    int64_t values[2 * FIGURE_DAYS] = { 0 }, minors[2 * FIGURE_DAYS] = { 0 };

    TRY(figure_store_days(ctx, figure, today - 2 * FIGURE_DAYS + 1, today, values, minors));
    for (int i = 0; i < FIGURE_DAYS; i++) {
        out->count_before += values[i];
        out->minor_before += minors[i];
        out->count += values[FIGURE_DAYS + i];
        out->minor += minors[FIGURE_DAYS + i];
    }
    return ERR_OK;
}

enum err figures_get(struct ctx *ctx, struct figures *out)
{
    struct reading_days days = { .today = zone_day(ctx->time_zone, ctx->now_ms) };
    struct figure_head head;

    memset(out, 0, sizeof(*out));
    out->today = days.today;
    out->month_begins = date_back(ctx, days.today, 0, true);
    TRY(figure_store_head(ctx, &head));
    TRY(figure_store_first_closed(ctx, &days.first));
    days.open_day = head.open_day ? head.open_day : days.today;
    days.year_back = date_back(ctx, days.today, 12, false);
    TRY(tell_counted(ctx, &days, "customers", head.customers, &out->customers));
    TRY(tell_counted(ctx, &days, "leads", head.contacts - head.converted, &out->leads));
    TRY(tell_captured(ctx, &days, out->month_begins, &out->captured));
    TRY(tell_active(ctx, &days, &out->active));
    TRY(tell_months(ctx, out));
    TRY(sum_up(ctx, "abandoned", out->today, &out->abandoned));
    TRY(sum_up(ctx, "recovered", out->today, &out->recovered));
    return figure_store_sources(ctx, out->sources, &out->source_count);
}
