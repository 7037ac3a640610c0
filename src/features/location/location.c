#include "features/location/location.h"

#include "base/email.h"
#include "base/text.h"
#include "features/audit/audit.h"
#include "features/hooks.h"
#include "features/location/location_store.h"

/* Addresses under these are made up by a booking site for one booking, or one thread of messages. What Apple's
 * "Hide My Email" gives (privaterelay.appleid.com) is not here: one app gets the same address for the same person
 * every time, so it says who somebody is as well as any other. */
static const struct str relays[] = {
    STR("guest.booking.com"),
    STR("property.booking.com"),
    STR("mchat.booking.com"),
    STR("expediapartnercentral.com"),
    STR("m.expediapartnercentral.com"),
    STR("guest.airbnb.com"),
    STR("reply.airbnb.com"),
    STR("host.airbnb.com"),
    STR("messages.homeaway.com"),
    STR("reply.getyourguide.com"),
    STR("expmessaging.tripadvisor.com"),
    STR("guest.trip.com"),
    STR("agoda-messaging.com"),
    STR("reply.klook.com"),
    STR("guest.hostelworld.com"),
};

enum { SLUG_TRIES = 1000, SLUG_ROOM_BYTES = 55 };

enum err location_get(struct ctx *ctx, id64 id, struct location *out)
{
    return resource_get(ctx, &location_resource, 0, id, out);
}

enum err location_find(struct ctx *ctx, struct str slug_or_id, struct location *out)
{
    id64 id = id_parse("loc", slug_or_id);

    if (id == 0)
        TRY(location_store_by_slug(ctx, slug_or_id, &id));
    return id ? location_get(ctx, id, out) : ERR_NOT_FOUND;
}

void location_enter(struct ctx *ctx, const struct location *location)
{
    ctx->location = location;
    ctx->location_id = location->id;
    ctx->time_zone = location->time_zone;
    ctx->currency = location->currency;
    ctx->country = location->country;
    ctx->active_window_days = location->active_window_days;
}

static enum err make_slug(struct ctx *ctx, struct location *location)
{
    struct str stem = text_slug(ctx->arena, location->name);

    stem = str_slice(stem, 0, SLUG_ROOM_BYTES);
    if (stem.len == 0)
        stem = STR("location");
    location->slug = stem;
    for (int i = 2; i < SLUG_TRIES; i++) {
        id64 other;

        TRY(location_store_by_slug(ctx, location->slug, &other));
        if (other == 0)
            return ERR_OK;
        location->slug = arena_printf(ctx->arena, "%.*s-%d", STR_PRINT(stem), i);
    }
    return fail(ctx, ERR_CONFLICT, "Give the location a slug of its own.");
}

static enum err check_slug(struct ctx *ctx, const struct location *location)
{
    struct str slug = location->slug;
    id64 other;

    if (!str_equal(text_slug(ctx->arena, slug), slug)) {
        problem_add(ctx, STR("slug"), "invalid", "Use lower-case letters, digits and single hyphens.");
        return ERR_OK;
    }
    TRY(location_store_by_slug(ctx, slug, &other));
    if (other != 0 && other != location->id)
        problem_taken(ctx, STR("slug"), id_text(ctx->arena, "loc", other), "Another location has this slug.");
    return ERR_OK;
}

/* Domains are compared without case, and an @ in front is forgiven. */
static void tidy_relays(struct ctx *ctx, struct location *location)
{
    for (int i = 0; i < location->relay_domains.count; i++) {
        struct str *domain = &location->relay_domains.items[i];
        struct str folded = text_fold(ctx->arena, *domain);

        if (folded.len && folded.ptr[0] == '@')
            folded = str_slice(folded, 1, folded.len);
        if (str_find(folded, '.') == folded.len || str_find(folded, '@') != folded.len ||
            str_find(folded, ' ') != folded.len)
            problem_add(ctx, arena_printf(ctx->arena, "relay_domains[%d]", i), "invalid", "This is not a domain.");
        *domain = folded;
    }
}

enum err location_create(struct ctx *ctx, struct location *location)
{
    if (location->slug.len)
        TRY(check_slug(ctx, location));
    else if (location->name.len)
        TRY(make_slug(ctx, location));
    tidy_relays(ctx, location);
    TRY(problems_err(ctx));
    location->id = ctx_new_id(ctx);
    location->created_ms = location->updated_ms = ctx->now_ms;
    location->edit = 1;
    if (location->active_window_days == 0)
        location->active_window_days = 90;
    TRY(resource_insert(ctx, &location_resource, location));
    TRY(location_store_add_head(ctx, location->id));
    TRY(audit_record(ctx, "location.created", location->id));
    return hook_location_created(ctx, location);
}

/* Sums are in the location's currency, service days in its zone: both were counted with what stood here then. */
static enum err check_fixed(struct ctx *ctx, const struct location *before, const struct location *after)
{
    bool has_bookings;

    if (str_equal(before->currency, after->currency) && str_equal(before->time_zone, after->time_zone))
        return ERR_OK;
    TRY(location_store_has_bookings(ctx, after->id, &has_bookings));
    if (!has_bookings)
        return ERR_OK;
    if (!str_equal(before->currency, after->currency))
        return fail(ctx, ERR_CONFLICT, "The currency cannot change any more: there are bookings counted in %.*s.",
                    STR_PRINT(before->currency));
    return fail(ctx, ERR_CONFLICT, "The time zone cannot change any more: there are bookings dated in %.*s.",
                STR_PRINT(before->time_zone));
}

enum err location_update(struct ctx *ctx, struct location *location)
{
    struct location before;
    struct str changes;

    TRY(store_lock_location(ctx, location->id));
    TRY(location_get(ctx, location->id, &before));
    if (location->slug.len == 0)
        location->slug = before.slug;
    TRY(check_slug(ctx, location));
    tidy_relays(ctx, location);
    TRY(problems_err(ctx));
    changes = resource_changes(ctx, &location_resource, &before, location);
    if (changes.len == 0)
        return ERR_OK;
    TRY(check_fixed(ctx, &before, location));
    location->edit = before.edit + 1;
    location->updated_ms = ctx->now_ms;
    TRY(resource_update(ctx, &location_resource, location));
    TRY(hook_location_changed(ctx, &before, location));
    return audit_changes(ctx, "location.updated", location->id, changes);
}

enum err location_delete(struct ctx *ctx, id64 id)
{
    int64_t people, bookings, proofs, owners;

    TRY(location_store_count_held(ctx, id, &people, &bookings, &proofs));
    if (people || bookings)
        return fail(ctx, ERR_CONFLICT, "This location still has %lld people and %lld bookings; delete those first.",
                    (long long)people, (long long)bookings);
    if (proofs)
        return fail(ctx, ERR_CONFLICT, "This location keeps %lld proofs of consent, which have to stay.",
                    (long long)proofs);
    TRY(location_store_owners_elsewhere(ctx, id, &owners));
    if (owners == 0)
        return fail(ctx, ERR_CONFLICT,
                    "Every owner belongs to this location; make one of them owner of another first.");
    TRY(location_store_delete(ctx, id));
    return audit_record(ctx, "location.deleted", id);
}

enum err location_list(struct ctx *ctx, struct location **out, int *count)
{
    struct id_set ids = { 0 };

    TRY(location_store_reachable(ctx, &ids));
    *count = ids.count;
    *out = ARENA_ARRAY(ctx->arena, struct location, (size_t)ids.count + 1);
    for (int i = 0; i < ids.count; i++)
        TRY(location_get(ctx, ids.items[i], &(*out)[i]));
    return ERR_OK;
}

bool location_is_relay(const struct location *location, struct str address)
{
    return email_domain_in(address, relays, (int)(sizeof(relays) / sizeof(relays[0]))) ||
           (location && email_domain_in(address, location->relay_domains.items, location->relay_domains.count));
}
