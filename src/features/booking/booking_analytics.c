/*
 * What the bookings of a customer add up to, kept right with each change at a cost that does not grow with their
 * number: sums move by a difference, first and last are looked up in an index.
 *
 * upcoming_minor is the one sum that time moves. The stored one stays right until turn_ms and moves by differences
 * like the others; once the turn has come it is summed anew, over the bookings to come only.
 */
#include "base/zone.h"
#include "features/booking/booking_rules.h"
#include "features/booking/booking_store.h"

static bool is_own(const struct ctx *ctx, const struct booking *booking)
{
    return str_equal(booking->currency, ctx->currency);
}

int64_t booking_paid(const struct booking *booking)
{
    return booking->payments > 0 ? booking->payments_minor : booking->paid_minor;
}

int64_t booking_open(const struct booking *booking)
{
    return booking->payments > 0 ? booking->grand_total_minor - booking->payments_minor : booking->balance_minor;
}

/* Adds one booking's part to the sums (sign 1), or takes it off (-1). */
static void weigh(const struct ctx *ctx, const struct booking *booking, int sign, struct customer_analytics *sums)
{
    bool own = is_own(ctx, booking);
    bool canceled = str_equal(booking->status, STR("canceled"));
    bool no_show = str_equal(booking->status, STR("no-show"));

    sums->canceled += canceled ? sign : 0;
    sums->no_shows += no_show ? sign : 0;
    sums->bookings += booking->counted ? sign : 0;
    if (!own)
        return;
    if (!booking_is_draft(booking))
        sums->paid_minor += sign * booking_paid(booking);
    if (canceled || no_show)
        sums->kept_minor += sign * booking_paid(booking);
    if (!booking->counted)
        return;
    sums->own_bookings += sign;
    sums->spent_minor += sign * booking->grand_total_minor;
    sums->balance_minor += sign * booking_open(booking);
    if (booking->starts_ms > ctx->now_ms)
        sums->upcoming_minor += sign * booking->grand_total_minor;
}

static enum err move_other_currency(struct ctx *ctx, id64 customer_id, const struct booking *before,
                                    const struct booking *after, struct customer_analytics *analytics)
{
    bool was = before && before->counted && !is_own(ctx, before);
    bool is = after && after->counted && !is_own(ctx, after);

    if (!was && !is)
        return ERR_OK;
    /* First what comes, so that a row that stays is never dropped as empty in between. */
    if (is)
        TRY(booking_store_currency_add(ctx, customer_id, after->currency, 1, after->grand_total_minor));
    if (was)
        TRY(booking_store_currency_add(ctx, customer_id, before->currency, -1, -before->grand_total_minor));
    return booking_store_currencies(ctx, customer_id, &analytics->other_currencies);
}

/* A booking of the past was made before it began, whenever we hear of it. */
static int64_t active_with(const struct ctx *ctx, const struct booking *booking)
{
    if (!booking || booking_is_draft(booking))
        return 0;
    return booking->starts_ms < ctx->now_ms ? booking->starts_ms : ctx->now_ms;
}

static bool has_turned(const struct ctx *ctx, const struct customer_analytics *analytics)
{
    return analytics->turn_ms != 0 && analytics->turn_ms <= ctx->now_ms;
}

static enum err move_one(struct ctx *ctx, id64 customer_id, const struct booking *before, const struct booking *after)
{
    struct customer_analytics analytics;

    TRY(customer_analytics_get(ctx, customer_id, &analytics));
    if (before)
        weigh(ctx, before, -1, &analytics);
    if (after)
        weigh(ctx, after, 1, &analytics);
    if (has_turned(ctx, &analytics))
        TRY(booking_store_sum_upcoming(ctx, customer_id, &analytics.upcoming_minor));
    TRY(move_other_currency(ctx, customer_id, before, after, &analytics));
    TRY(booking_store_times(ctx, customer_id, &analytics));
    return customer_analytics_set(ctx, customer_id, &analytics, active_with(ctx, after));
}

/* Would the analytics see a difference between the two? */
static bool weighs_the_same(const struct booking *a, const struct booking *b)
{
    return str_equal(a->status, b->status) && str_equal(a->currency, b->currency) &&
           a->grand_total_minor == b->grand_total_minor && booking_paid(a) == booking_paid(b) &&
           booking_open(a) == booking_open(b) && a->starts_ms == b->starts_ms && a->ends_ms == b->ends_ms;
}

static struct figure_booking figure_of(const struct ctx *ctx, const struct booking *booking)
{
    if (!booking || !booking->counted)
        return (struct figure_booking){ 0 };
    return (struct figure_booking){
        .counted = true,
        .starts_ms = booking->starts_ms,
        .revenue_minor = is_own(ctx, booking) ? booking->grand_total_minor : 0,
    };
}

enum err booking_analytics_moved(struct ctx *ctx, const struct booking *before, const struct booking *after)
{
    id64 from = before ? before->customer_id : 0;
    id64 to = after ? after->customer_id : 0;

    TRY(figure_booking_moved(ctx, figure_of(ctx, before), figure_of(ctx, after)));
    if (from != 0 && from == to)
        return weighs_the_same(before, after) ? ERR_OK : move_one(ctx, to, before, after);
    if (from != 0)
        TRY(move_one(ctx, from, before, NULL));
    if (to != 0)
        TRY(move_one(ctx, to, NULL, after));
    return ERR_OK;
}

enum err booking_analytics_computed(struct ctx *ctx, id64 customer_id, struct customer_analytics *out)
{
    *out = (struct customer_analytics){ 0 };
    TRY(booking_store_sums(ctx, customer_id, out));
    TRY(booking_store_currencies_computed(ctx, customer_id, &out->other_currencies));
    return booking_store_times(ctx, customer_id, out);
}

enum err booking_analytics_recompute(struct ctx *ctx, id64 customer_id)
{
    struct customer_analytics analytics, before;

    TRY(customer_analytics_get(ctx, customer_id, &before));
    TRY(booking_analytics_computed(ctx, customer_id, &analytics));
    analytics.counted_latest_ms = before.counted_latest_ms;
    analytics.archived = before.archived;
    TRY(booking_store_currencies_rebuild(ctx, customer_id));
    return customer_analytics_set(ctx, customer_id, &analytics, 0);
}

enum err booking_analytics_turn(struct ctx *ctx, id64 customer_id, struct customer_analytics *analytics)
{
    TRY(booking_store_sum_upcoming(ctx, customer_id, &analytics->upcoming_minor));
    return booking_store_times(ctx, customer_id, analytics);
}

/* The first moment of a local year; the calendar's first has whatever lies before it by the location's clock. */
static int64_t year_began_ms(const struct ctx *ctx, int year)
{
    return year == 1 ? -BOOKING_NO_START : zone_day_start_ms(ctx->time_zone, date_new_year(year));
}

enum err booking_analytics_years(struct ctx *ctx, id64 customer_id, struct booking_year years[BOOKING_YEARS_MOST],
                                 int *count)
{
    int64_t before_ms = BOOKING_NO_START;

    for (*count = 0; *count < BOOKING_YEARS_MOST; (*count)++) {
        struct booking_year *year = &years[*count];
        int64_t start_ms;

        TRY(booking_store_last_start(ctx, customer_id, before_ms, &start_ms));
        if (start_ms == BOOKING_NO_START)
            break;
        year->year = date_year(zone_day(ctx->time_zone, start_ms));
        start_ms = year_began_ms(ctx, year->year);
        TRY(booking_store_count_from(ctx, customer_id, start_ms, before_ms, year));
        before_ms = start_ms;
    }
    return ERR_OK;
}
