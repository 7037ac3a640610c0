/*
 * What happens to guests when bookings and people change, go, and come back.
 */
#include "features/guest/guest_rules.h"
#include "features/guest/guest_store.h"

enum err guest_check_manifest(struct ctx *ctx, const struct booking *booking, struct booking_outcome *outcome,
                              int64_t *named)
{
    int64_t participants = booking_manifest_total(booking->manifest);
    int64_t all, with_name;

    TRY(guest_store_count(ctx, booking->id, &all, &with_name));
    if (named)
        *named = with_name;
    if (booking->manifest.len > 2 && participants < with_name)
        booking_warn(ctx, outcome, "manifest", "fewer_than_guests",
                     "The manifest counts %lld, but %lld guests have a name.", (long long)participants,
                     (long long)with_name);
    return ERR_OK;
}

/* ---- bookings -------------------------------------------------------------------------------------------- */

/* Whoever was the booker until now may stand in the list of guests, where nobody linked them. */
static enum err link_former_booker(struct ctx *ctx, const struct booking *booking, id64 customer_id)
{
    struct guest_ids ids;

    TRY(guest_store_of_booking(ctx, booking->id, &ids));
    for (int i = 0; i < ids.count; i++) {
        struct guest before, after;

        TRY(resource_get(ctx, &guest_resource, ctx->location_id, ids.items[i], &before));
        if (before.customer_id != 0 || before.email_normal.len == 0)
            continue;
        after = before;
        TRY(guest_match(ctx, booking, &after));
        if (after.customer_id == customer_id)
            TRY(guest_save(ctx, &before, &after, NULL));
    }
    return ERR_OK;
}

static enum err follow(struct ctx *ctx, const struct booking *before, const struct booking *after)
{
    int64_t unlinked = 0;

    if (before->starts_ms != after->starts_ms)
        TRY(guest_store_move(ctx, after->id, after->starts_ms));
    if (before->customer_id == after->customer_id)
        return ERR_OK;
    if (after->customer_id != 0)
        TRY(guest_store_unlink_booker(ctx, after->id, after->customer_id, &unlinked));
    if (unlinked > 0)
        TRY(guest_store_count_more(ctx, after->customer_id, (int)-unlinked));
    return before->customer_id != 0 ? link_former_booker(ctx, after, before->customer_id) : ERR_OK;
}

enum err guest_booking_saved(struct ctx *ctx, const struct booking *before, const struct booking *after, bool by_hand,
                             struct booking_outcome *outcome)
{
    bool manifest = !before || !str_equal(before->manifest, after->manifest);

    if (before)
        TRY(follow(ctx, before, after));
    if (before && by_hand && after->guests.len > 0) {
        problem_add(ctx, STR("guests"), "read_only", "Guests of a booking have addresses of their own: its guests.");
        return problems_err(ctx);
    }
    if (after->guests.len > 0)
        TRY(guest_report(ctx, after, by_hand, outcome));
    /* nobody has been named yet on a booking that is new and brings no guests */
    if (after->guests.len > 0 || (before && manifest))
        TRY(guest_check_manifest(ctx, after, outcome, NULL));
    return ERR_OK;
}

enum err guest_booking_gone(struct ctx *ctx, const struct booking *booking)
{
    struct guest_ids ids;

    TRY(guest_store_gone_clear(ctx, booking->id));
    TRY(guest_store_of_booking(ctx, booking->id, &ids));
    for (int i = 0; i < ids.count; i++) {
        struct guest guest;

        TRY(resource_get(ctx, &guest_resource, ctx->location_id, ids.items[i], &guest));
        if (guest.customer_id != 0)
            TRY(guest_store_count_more(ctx, guest.customer_id, -1));
    }
    return ids.count > 0 ? guest_store_delete_of_booking(ctx, booking->id) : ERR_OK;
}

enum err guest_became_booker(struct ctx *ctx, id64 customer_id)
{
    int64_t unlinked;

    TRY(guest_store_unlink_booker(ctx, 0, customer_id, &unlinked));
    return unlinked > 0 ? guest_store_count_more(ctx, customer_id, (int)-unlinked) : ERR_OK;
}

/* ---- people ---------------------------------------------------------------------------------------------- */

enum err guest_count_of_person(struct ctx *ctx, id64 person_id, int64_t *out)
{
    return guest_store_count_of(ctx, person_id, out);
}

enum err guest_unlink_person(struct ctx *ctx, id64 person_id, struct str *undo)
{
    struct trash_list linked[] = { { .name = "by_match" }, { .name = "by_user" } };

    TRY(guest_store_links_of(ctx, person_id, &linked[0].ids, &linked[1].ids));
    *undo = trash_lists_text(ctx, "gst", linked, 2);
    return linked[0].ids.count + linked[1].ids.count > 0 ? guest_store_unlink(ctx, person_id) : ERR_OK;
}

static enum err relink(struct ctx *ctx, id64 person_id, const json_t *undo, bool by_user)
{
    struct id_set ids = { 0 };

    trash_list_read(ctx, undo, by_user ? "by_user" : "by_match", &ids);
    for (int i = 0; i < ids.count; i++)
        TRY(guest_store_relink(ctx, ids.items[i], person_id, by_user));
    return ERR_OK;
}

enum err guest_relink_person(struct ctx *ctx, id64 person_id, const json_t *undo)
{
    TRY(relink(ctx, person_id, undo, false));
    TRY(relink(ctx, person_id, undo, true));
    return guest_store_count_anew(ctx, person_id);
}

enum err guest_catch_up(struct ctx *ctx, id64 person_id, int64_t since_ms)
{
    struct id_set found = { 0 };

    TRY(guest_store_missed(ctx, person_id, since_ms, &found));
    for (int i = 0; i < found.count; i++) {
        struct guest before, after;
        struct booking booking;

        TRY(guest_get(ctx, found.items[i], &before));
        TRY(booking_get(ctx, before.booking_id, &booking));
        after = before;
        TRY(guest_match(ctx, &booking, &after));
        if (after.customer_id == person_id)
            TRY(guest_save(ctx, &before, &after, NULL));
    }
    return ERR_OK;
}
