/*
 * Taking people out of guest lists: how many there were, their category and their age at the trip stay.
 */
#include "features/guest/guest_rules.h"
#include "features/guest/guest_store.h"

#include "base/zone.h"
#include "features/demographic/demographic.h"

enum err guest_forget_find(struct ctx *ctx, struct forget *forget)
{
    for (int i = 0; i < forget->people.count; i++)
        TRY(guest_store_forget_of(ctx, forget, forget->people.items[i]));
    for (int i = 0; i < forget->bookings.count; i++)
        TRY(guest_store_forget_party(ctx, forget, forget->bookings.items[i]));
    for (int i = 0; i < forget->emails.count; i++)
        TRY(guest_store_forget_address(ctx, forget, forget->emails.items[i], false));
    for (int i = 0; i < forget->phones.count; i++)
        TRY(guest_store_forget_address(ctx, forget, forget->phones.items[i], true));
    id_set_settle(&forget->guests);
    return ERR_OK;
}

void guest_forget_birth(struct ctx *ctx, struct guest *guest)
{
    struct str day = date_text(ctx->arena, zone_day(ctx->time_zone, guest->starts_ms));
    int64_t age = demographic_age(guest->date_of_birth, day);

    if (age > 0)
        guest->age = age;
    guest->date_of_birth = STR_EMPTY;
}

static enum err forget_one(struct ctx *ctx, const struct guest *before)
{
    struct guest after = *before;

    after.email = after.phone = after.email_normal = after.e164 = after.told = STR_EMPTY;
    /* who is another customer stays one, without the address that is erased, whatever a later message says */
    if (before->customer_id != 0) {
        guest_keep(ctx, &after, "email");
        guest_keep(ctx, &after, "phone");
    } else {
        TRY(guest_stay_away(ctx, before));
        after.name = after.notes = STR_EMPTY;
        after.linked_by = STR("user");
        after.erased_ms = ctx->now_ms;
        guest_forget_birth(ctx, &after);
    }
    after.updated_ms = ctx->now_ms;
    after.edit++;
    return resource_update(ctx, &guest_resource, &after);
}

/* Entries of an erased booking whose guest is another customer are that customer's own. */
static bool concerns(const struct forget *forget, const struct guest *guest)
{
    return guest->customer_id == 0 || forget_has(&forget->emails, guest->email_normal) ||
           forget_has(&forget->phones, guest->e164);
}

enum err guest_forget(struct ctx *ctx, struct forget *forget)
{
    for (int i = 0; i < forget->guests.count; i++) {
        struct arena_mark mark = arena_mark(ctx->arena);
        struct guest guest;
        enum err err = resource_get(ctx, &guest_resource, ctx->location_id, forget->guests.items[i], &guest);

        if (err == ERR_OK && concerns(forget, &guest))
            err = forget_one(ctx, &guest);
        if (err != ERR_OK && err != ERR_NOT_FOUND)
            return err;
        arena_rewind(ctx->arena, mark);
    }
    return ERR_OK;
}

enum err guest_birth_to_age(struct ctx *ctx, id64 id)
{
    struct guest guest;

    TRY(resource_get(ctx, &guest_resource, ctx->location_id, id, &guest));
    guest_forget_birth(ctx, &guest);
    guest.updated_ms = ctx->now_ms;
    guest.edit++;
    return resource_update(ctx, &guest_resource, &guest);
}
