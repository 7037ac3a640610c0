/*
 * How figures move. What the dashboard reads of them is in figure_read.c.
 */
#include "base/zone.h"
#include "features/figure/figure_store.h"

enum { CLOSE_DAYS_MOST = 400, WALK_BATCH = 1000 };

/* Adds to a day's row. */
static enum err add(struct ctx *ctx, const char *figure, int64_t ms, int64_t value, int64_t minor)
{
    return figure_store_add(ctx, figure, STR_EMPTY, zone_day(ctx->time_zone, ms), value, minor);
}

/* ---- bookings ---------------------------------------------------------------------------------------------- */

enum err figure_booking_moved(struct ctx *ctx, struct figure_booking before, struct figure_booking after)
{
    bool same_day = before.counted && after.counted &&
                    zone_day(ctx->time_zone, before.starts_ms) == zone_day(ctx->time_zone, after.starts_ms);

    if (same_day && before.revenue_minor == after.revenue_minor)
        return ERR_OK;
    if (same_day)
        return add(ctx, "bookings", after.starts_ms, 0, after.revenue_minor - before.revenue_minor);
    if (before.counted)
        TRY(add(ctx, "bookings", before.starts_ms, -1, -before.revenue_minor));
    return after.counted ? add(ctx, "bookings", after.starts_ms, 1, after.revenue_minor) : ERR_OK;
}

/* ---- customers --------------------------------------------------------------------------------------------- */

static bool has_latest(struct figure_customer customer)
{
    return customer.listed && customer.latest_ms != 0;
}

enum err figure_customer_moved(struct ctx *ctx, struct figure_customer before, struct figure_customer after)
{
    bool was = has_latest(before), is = has_latest(after);

    if (!was && !is)
        return ERR_OK;
    if (was && is && zone_day(ctx->time_zone, before.latest_ms) == zone_day(ctx->time_zone, after.latest_ms))
        return ERR_OK;
    TRY(figure_close_days(ctx));
    if (was)
        TRY(add(ctx, "latest", before.latest_ms, -1, 0));
    return is ? add(ctx, "latest", after.latest_ms, 1, 0) : ERR_OK;
}

/* ---- contacts ---------------------------------------------------------------------------------------------- */

static enum err weigh_contact(struct ctx *ctx, const struct figure_contact *contact, int64_t sign)
{
    if (!contact->listed)
        return ERR_OK;
    TRY(add(ctx, "captured", contact->captured_ms, sign, 0));
    TRY(figure_store_add(ctx, "contacts", contact->source, 0, sign, 0));
    return contact->linked ? figure_store_add(ctx, "converted", contact->source, 0, sign, 0) : ERR_OK;
}

enum err figure_contact_moved(struct ctx *ctx, const struct figure_contact *before, const struct figure_contact *after)
{
    bool same_place = before->listed && after->listed && before->captured_ms == after->captured_ms &&
                      str_equal(before->source, after->source);

    if (same_place && before->linked == after->linked)
        return ERR_OK;
    TRY(figure_close_days(ctx));
    if (same_place)
        return figure_store_add(ctx, "converted", after->source, 0, after->linked ? 1 : -1, 0);
    TRY(weigh_contact(ctx, before, -1));
    return weigh_contact(ctx, after, 1);
}

/* ---- checkouts --------------------------------------------------------------------------------------------- */

static enum err weigh_checkout(struct ctx *ctx, const struct figure_checkout *checkout, int64_t sign)
{
    if (checkout->abandoned_ms)
        TRY(add(ctx, "abandoned", checkout->abandoned_ms, sign, sign * checkout->value_minor));
    return checkout->recovered_ms ? add(ctx, "recovered", checkout->recovered_ms, sign, sign * checkout->value_minor)
                                  : ERR_OK;
}

enum err figure_checkout_moved(struct ctx *ctx, struct figure_checkout before, struct figure_checkout after)
{
    if (before.abandoned_ms == after.abandoned_ms && before.recovered_ms == after.recovered_ms &&
        before.value_minor == after.value_minor)
        return ERR_OK;
    TRY(weigh_checkout(ctx, &before, -1));
    return weigh_checkout(ctx, &after, 1);
}

enum err figure_checkouts_drop(struct ctx *ctx)
{
    TRY(figure_store_drop(ctx, "abandoned"));
    return figure_store_drop(ctx, "recovered");
}

/* ---- days that are over ------------------------------------------------------------------------------------ */

/* Nothing has changed since day `open` began to be the last that changed: only time moved, and with it who is active. */
static enum err close_active(struct ctx *ctx, int64_t open, int64_t today)
{
    int64_t window = ctx->active_window_days;
    int64_t *fell = ARENA_ARRAY(ctx->arena, int64_t, (size_t)(today - open) + 1);
    int64_t active;

    TRY(figure_store_sum(ctx, "latest", today - 1 - window, INT64_MAX, &active));
    TRY(figure_store_days(ctx, "latest", open - window, today - 1 - window, fell, NULL));
    for (int64_t day = today - 1; day >= open; day--) {
        TRY(figure_store_set(ctx, "active", day, active));
        if (day > open)
            active += fell[day - 1 - open];
    }
    return ERR_OK;
}

enum err figure_close_days(struct ctx *ctx)
{
    int64_t today = zone_day(ctx->time_zone, ctx->now_ms), open;
    struct figure_head head;

    TRY(figure_store_open_day(ctx, &open));
    if (open >= today)
        return ERR_OK;
    if (open == 0)
        open = today - 1;
    if (open < today - CLOSE_DAYS_MOST)
        open = today - CLOSE_DAYS_MOST;
    TRY(figure_store_head(ctx, &head));
    TRY(figure_store_set(ctx, "customers", today - 1, head.customers));
    TRY(figure_store_set(ctx, "leads", today - 1, head.contacts - head.converted));
    TRY(close_active(ctx, open, today));
    return figure_store_set_open_day(ctx, today);
}

/* ---- another time zone ------------------------------------------------------------------------------------- */

enum err figure_zone_changed(struct ctx *ctx)
{
    id64 ids[WALK_BATCH];
    int64_t captured_ms[WALK_BATCH];
    id64 after = 0;
    int count;

    TRY(figure_store_drop(ctx, "captured"));
    do {
        TRY(figure_store_captured(ctx, after, WALK_BATCH, ids, captured_ms, &count));
        for (int i = 0; i < count; i++)
            TRY(add(ctx, "captured", captured_ms[i], 1, 0));
        after = count ? ids[count - 1] : 0;
    } while (count == WALK_BATCH);
    return ERR_OK;
}
