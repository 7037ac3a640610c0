/*
 * Taking people out of bookings: what is counted stays (activity, day, status, people, money), who it was goes.
 */
#include "features/booking/booking_rules.h"
#include "features/booking/booking_store.h"

enum err booking_forget_find(struct ctx *ctx, struct forget *forget)
{
    id_set_settle(&forget->people);
    for (int i = 0; i < forget->people.count; i++)
        TRY(booking_store_forget_of(ctx, forget, forget->people.items[i]));
    if (!forget->quick)
        TRY(booking_store_forget_scan(ctx, forget));
    id_set_settle(&forget->bookings);
    return ERR_OK;
}

static void forget_booker(struct booking *booking)
{
    booking->booker_name = booking->booker_email = booking->booker_phone = STR_EMPTY;
    booking->booker_country = booking->booker_external_id = STR_EMPTY;
    booking->booked_for = STR_EMPTY;
}

/* One that belongs to somebody else loses whom it was for, or who had booked it; no later message brings them back. */
static void forget_part(struct ctx *ctx, const struct forget *forget, struct booking *booking)
{
    if (booking->booked_for.len > 0)
        booking_keep(ctx, booking, STR("booked_for"));
    booking->booked_for = STR_EMPTY;
    if (forget_has(&forget->emails, booking->booker_email_normal) ||
        forget_has(&forget->phones, booking->booker_e164)) {
        forget_booker(booking);
        booking_keep(ctx, booking, STR("booker"));
    }
}

static enum err forget_one(struct ctx *ctx, const struct forget *forget, const struct booking *before)
{
    struct booking after = *before;

    if (before->customer_id != 0 || before->contact_id != 0)
        forget_part(ctx, forget, &after);
    else {
        forget_booker(&after);
        after.notes = after.confirmation_code = STR_EMPTY;
        after.custom = STR("{}");
        after.attached_by = STR("user");
        after.erased_ms = ctx->now_ms;
        TRY(person_erase_key(ctx, after.source, &after.external_id));
    }
    booking_derive(ctx, &after);
    after.updated_ms = ctx->now_ms;
    after.edit++;
    after.view++;
    return resource_update(ctx, &booking_resource, &after);
}

enum err booking_forget(struct ctx *ctx, struct forget *forget)
{
    for (int i = 0; i < forget->bookings.count; i++) {
        struct arena_mark mark = arena_mark(ctx->arena);
        struct booking booking;
        enum err err = booking_get(ctx, forget->bookings.items[i], &booking);

        if (err == ERR_OK)
            err = forget_one(ctx, forget, &booking);
        if (err != ERR_OK && err != ERR_NOT_FOUND)
            return err;
        arena_rewind(ctx->arena, mark);
    }
    return ERR_OK;
}

enum err booking_clear_custom(struct ctx *ctx, id64 id, const struct string_list *names)
{
    struct booking booking;
    json_t *custom;
    bool any = false;

    TRY(booking_get(ctx, id, &booking));
    TRY(json_read(ctx, booking.custom, &custom));
    for (int i = 0; i < names->count; i++)
        any |= json_object_del(custom, arena_cstr(ctx->arena, names->items[i])) == 0;
    if (!any)
        return ERR_OK;
    booking.custom = json_dump_text(ctx->arena, custom);
    booking.updated_ms = ctx->now_ms;
    booking.edit++;
    booking.view++;
    return resource_update(ctx, &booking_resource, &booking);
}

void booking_leave_erased(json_t *body)
{
    static const char *const members[] = { "booker",   "booked_for",        "notes",  "custom",
                                           "guests",   "confirmation_code", NULL };

    for (const char *const *member = members; *member; member++)
        json_object_del(body, *member);
}
