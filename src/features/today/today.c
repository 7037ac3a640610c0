/*
 * A day's arrivals, put together.
 */
#include "features/today/today.h"

#include "base/zone.h"
#include "features/booking/booking.h"
#include "features/today/today_store.h"

/* 0 where nobody said how many come. */
static int64_t participants_of(const struct arrival *arrival)
{
    int64_t counted = booking_manifest_total(arrival->manifest);

    if (counted == 0)
        counted = arrival->party_size;
    if (counted == 0)
        counted = arrival->guest_count;
    return counted;
}

enum err today_get(struct ctx *ctx, int64_t day, struct today *out)
{
    int64_t from_ms = zone_day_start_ms(ctx->time_zone, day);
    int64_t before_ms = zone_day_start_ms(ctx->time_zone, day + 1);

    *out = (struct today){ .day = day };
    TRY(today_store_arrivals(ctx, from_ms, before_ms, out));
    TRY(today_store_guests(ctx, from_ms, before_ms, out));
    TRY(today_store_uses_waivers(ctx, ctx->now_ms - WAIVER_DAYS * DAY_MS, &out->uses_waivers));
    if (out->uses_waivers)
        TRY(today_store_waivers(ctx, from_ms, before_ms, out));
    for (int i = 0; i < out->count; i++) {
        out->items[i].participants = participants_of(&out->items[i]);
        out->participants += out->items[i].participants;
    }
    return ERR_OK;
}

int64_t today_missing_waivers(const struct today *today, const struct arrival *arrival)
{
    int64_t signers = arrival->participants > 0 ? arrival->participants : 1;

    if (!today->uses_waivers || arrival->waivers >= signers)
        return 0;
    return signers - arrival->waivers;
}

int today_birthday_in(struct str born, int64_t day)
{
    char text[DATE_TEXT_BYTES], before[DATE_TEXT_BYTES];
    struct str date = { text, sizeof(text) }, eve = { before, sizeof(before) };
    int64_t birth;

    if (!date_parse(born, &birth))
        return -1;
    struct str anniversary = str_slice(born, 4, born.len);
    bool leap = str_equal(anniversary, STR("-02-29"));
    for (int in = 0; in <= BIRTHDAY_DAYS; in++) {
        date_write(text, day + in);
        date_write(before, day + in - 1);
        if (str_equal(str_slice(date, 4, date.len), anniversary) ||
            (leap && str_equal(str_slice(date, 4, date.len), STR("-03-01")) &&
             str_equal(str_slice(eve, 4, eve.len), STR("-02-28"))))
            return day + in > birth ? in : -1;
    }
    return -1;
}
