/*
 * The rules of bookings.
 */
#include "features/booking/booking_rules.h"

#include "features/audit/audit.h"
#include "features/booking/booking_store.h"
#include "features/hooks.h"

enum err booking_get(struct ctx *ctx, id64 id, struct booking *out)
{
    TRY(resource_get(ctx, &booking_resource, ctx->location_id, id, out));
    out->total_participants = booking_manifest_total(out->manifest);
    return ERR_OK;
}

enum err booking_find(struct ctx *ctx, struct str source, struct str external_id, id64 *out)
{
    struct str key;

    TRY(booking_store_find_external(ctx, source, external_id, out));
    if (*out != 0)
        return ERR_OK;
    TRY(person_erased_key(ctx, source, external_id, &key));
    return key.len > 0 ? booking_store_find_external(ctx, source, key, out) : ERR_OK;
}

/* ---- what staff set by hand ------------------------------------------------------------------------------ */

static bool is_kept(const struct booking *booking, struct str member)
{
    for (int i = 0; i < booking->kept_by_staff.count; i++)
        if (str_equal(booking->kept_by_staff.items[i], member))
            return true;
    return false;
}

static void list_add(struct ctx *ctx, struct string_list *list, struct str text)
{
    struct str *items = ARENA_ARRAY(ctx->arena, struct str, (size_t)list->count + 1);

    for (int i = 0; i < list->count; i++)
        items[i] = list->items[i];
    items[list->count] = text;
    *list = (struct string_list){ .items = items, .count = list->count + 1 };
}

/* The same rows, however they are written. */
static bool same_manifest(struct str a, struct str b)
{
    if (str_equal(a, b) || (a.len <= 2 && b.len <= 2))
        return true;
    json_t *one = json_loadb(a.ptr, a.len, 0, NULL);
    json_t *other = json_loadb(b.ptr, b.len, 0, NULL);
    bool same = one && other && json_equal(one, other);
    json_decref(one);
    json_decref(other);
    return same;
}

void booking_keep(struct ctx *ctx, struct booking *booking, struct str member)
{
    if (!is_kept(booking, member))
        list_add(ctx, &booking->kept_by_staff, member);
}

static void keep_by_staff(struct ctx *ctx, const struct booking *before, struct booking *after)
{
    if (!str_equal(before->notes, after->notes))
        booking_keep(ctx, after, STR("notes"));
    if (!same_manifest(before->manifest, after->manifest))
        booking_keep(ctx, after, STR("manifest"));
}

void booking_overridden(struct ctx *ctx, struct booking_outcome *outcome, struct str member)
{
    list_add(ctx, &outcome->overridden, member);
}

/* Whom an erasure took off a booking of somebody else stays off. */
static void leave_forgotten(struct ctx *ctx, const struct booking *before, struct booking *after,
                            const struct field_set *given, struct booking_outcome *outcome)
{
    if (is_kept(before, STR("booked_for")) && resource_given(&booking_resource, given, "booked_for")) {
        after->booked_for = before->booked_for;
        list_add(ctx, &outcome->overridden, STR("booked_for"));
    }
    if (is_kept(before, STR("booker")) && resource_given(&booking_resource, given, "booker")) {
        after->booker_name = before->booker_name;
        after->booker_email = before->booker_email;
        after->booker_phone = before->booker_phone;
        after->booker_country = before->booker_country;
        after->booker_external_id = before->booker_external_id;
        list_add(ctx, &outcome->overridden, STR("booker"));
    }
}

/* What staff set wins over the message, which is told so. */
static void give_way(struct ctx *ctx, const struct booking *before, struct booking *after,
                     const struct field_set *given, struct booking_outcome *outcome)
{
    if (is_kept(before, STR("notes")) && !str_equal(before->notes, after->notes)) {
        after->notes = before->notes;
        list_add(ctx, &outcome->overridden, STR("notes"));
    }
    if (is_kept(before, STR("manifest")) && !same_manifest(before->manifest, after->manifest)) {
        after->manifest = before->manifest;
        if (!resource_given(&booking_resource, given, "party_size"))
            after->party_size = before->party_size;
        list_add(ctx, &outcome->overridden, STR("manifest"));
    }
    if (str_equal(before->attached_by, STR("user")) && resource_given(&booking_resource, given, "booker"))
        list_add(ctx, &outcome->overridden, STR("customer_id"));
    leave_forgotten(ctx, before, after, given, outcome);
}

/* ---- new ------------------------------------------------------------------------------------------------- */

static enum err check_new(struct ctx *ctx, struct booking *booking)
{
    struct customer customer;
    id64 taken;

    if (booking->external_id.len > 0 && booking->source.len == 0)
        problem_add(ctx, STR("source"), "required", "An external id belongs to a source: name it.");
    if (booking->external_id.len > 0) {
        TRY(booking_find(ctx, booking->source, booking->external_id, &taken));
        if (taken != 0)
            problem_taken(ctx, STR("external_id"), id_text(ctx->arena, "bkg", taken),
                          "There is a booking with this external id already.");
    }
    if (booking->customer_id == 0)
        return problems_err(ctx);
    enum err err = customer_get(ctx, booking->customer_id, &customer);
    if (err == ERR_NOT_FOUND)
        problem_add(ctx, STR("customer_id"), "unknown", "There is no such customer.");
    else if (err != ERR_OK)
        return err;
    return problems_err(ctx);
}

enum err booking_create(struct ctx *ctx, struct booking *booking, enum booking_origin origin,
                        struct booking_outcome *outcome)
{
    const struct booking nothing = { 0 };

    /* A report has looked for the external id itself. */
    if (origin == BOOKING_BY_HAND) {
        TRY(check_new(ctx, booking));
        keep_by_staff(ctx, &nothing, booking);
    }
    booking->id = ctx_new_id(ctx);
    booking->location_id = ctx->location_id;
    booking->attached_by = booking->customer_id != 0 ? STR("user") : STR("match");
    booking->created_ms = booking->updated_ms = ctx->now_ms;
    booking->edit = booking->view = 1;
    booking_derive(ctx, booking);
    booking_warn_booker(ctx, booking, outcome);
    if (booking->customer_id == 0)
        TRY(booking_match(ctx, booking, false, origin, outcome));
    TRY(resource_insert(ctx, &booking_resource, booking));
    TRY(booking_store_count_more(ctx, 1));
    TRY(booking_analytics_moved(ctx, NULL, booking));
    outcome->made = outcome->applied = true;
    TRY(audit_record(ctx, "booking.created", booking->id));
    return hook_booking_saved(ctx, NULL, booking, origin == BOOKING_BY_HAND, outcome);
}

/* ---- changed --------------------------------------------------------------------------------------------- */

static bool booker_changed(const struct booking *before, const struct booking *after)
{
    return !str_equal(before->booker_name, after->booker_name) ||
           !str_equal(before->booker_email, after->booker_email) ||
           !str_equal(before->booker_phone, after->booker_phone) ||
           !str_equal(before->booker_country, after->booker_country) ||
           !str_equal(before->booker_external_id, after->booker_external_id);
}

static bool identity_changed(const struct booking *before, const struct booking *after)
{
    return !str_equal(before->booker_email_normal, after->booker_email_normal) ||
           !str_equal(before->booker_e164, after->booker_e164) ||
           !str_equal(before->booker_external_id, after->booker_external_id);
}

/* Is there something new that the rule of matching would look at? */
static bool matches_anew(const struct booking *before, const struct booking *after)
{
    if (str_equal(after->attached_by, STR("user")))
        return false;
    if (identity_changed(before, after) || booking_is_draft(before) != booking_is_draft(after))
        return true;
    if (after->contact_id != 0)
        return after->counted && !before->counted;
    return after->customer_id == 0 && !booking_is_draft(after);
}

/* Converting a lead moves what waits on it, this booking's row included: what was there before is what is there now. */
static enum err find_person(struct ctx *ctx, struct booking *before, struct booking *after, enum booking_origin origin,
                            struct booking_outcome *outcome)
{
    bool by_hand = origin == BOOKING_BY_HAND && booker_changed(before, after);
    id64 waits_on = before->contact_id;

    if (by_hand && (after->customer_id != 0 || after->contact_id != 0))
        TRY(booking_edit_profile(ctx, before, after));
    else if (!by_hand && !matches_anew(before, after))
        return ERR_OK;
    if (by_hand && after->customer_id != 0)
        return ERR_OK;
    if (str_equal(after->attached_by, STR("user")))
        return ERR_OK;
    TRY(booking_match(ctx, after, !identity_changed(before, after), origin, outcome));
    if (waits_on != 0) {
        struct booking now;
        TRY(booking_get(ctx, before->id, &now));
        before->customer_id = now.customer_id;
        before->contact_id = now.contact_id;
        before->view = now.view;
    }
    return ERR_OK;
}

static enum err save(struct ctx *ctx, const struct booking *before, struct booking *after)
{
    after->updated_ms = ctx->now_ms;
    after->edit = before->edit + 1;
    after->view = before->view + 1;
    TRY(resource_update(ctx, &booking_resource, after));
    return booking_analytics_moved(ctx, before, after);
}

static enum err save_changes(struct ctx *ctx, const struct booking *before, const struct booking *was,
                             struct booking *after, struct booking_outcome *outcome)
{
    struct str changes = resource_changes(ctx, &booking_resource, before, after);

    if (changes.len > 0) {
        outcome->applied = true;
        TRY(save(ctx, was, after));
        return audit_changes(ctx, "booking.updated", after->id, changes);
    }
    if (before->source_updated_ms == after->source_updated_ms)
        return ERR_OK;
    outcome->applied = true;
    after->view = before->view + 1;
    return booking_store_set_stamp(ctx, after->id, after->source_updated_ms);
}

enum err booking_update(struct ctx *ctx, const struct booking *before, struct booking *after,
                        const struct field_set *given, enum booking_origin origin, struct booking_outcome *outcome)
{
    struct booking was = *before;

    if (origin == BOOKING_BY_HAND)
        keep_by_staff(ctx, before, after);
    else
        give_way(ctx, before, after, given, outcome);
    booking_derive(ctx, after);
    booking_warn_booker(ctx, after, outcome);
    TRY(find_person(ctx, &was, after, origin, outcome));
    TRY(save_changes(ctx, before, &was, after, outcome));
    return hook_booking_saved(ctx, before, after, origin == BOOKING_BY_HAND, outcome);
}

enum err booking_attach(struct ctx *ctx, const struct booking *before, id64 customer_id, struct booking *after)
{
    struct booking_outcome outcome = { 0 };
    struct customer customer;

    *after = *before;
    if (customer_id != 0)
        TRY(customer_get(ctx, customer_id, &customer));
    after->customer_id = customer_id;
    after->contact_id = 0;
    after->attached_by = STR("user");
    struct str changes = resource_changes(ctx, &booking_resource, before, after);
    if (changes.len == 0)
        return ERR_OK;
    TRY(save(ctx, before, after));
    TRY(audit_changes(ctx, customer_id != 0 ? "booking.attached" : "booking.detached", after->id, changes));
    return hook_booking_saved(ctx, before, after, true, &outcome);
}

enum err booking_delete(struct ctx *ctx, const struct booking *booking)
{
    TRY(hook_booking_gone(ctx, booking));
    TRY(booking_store_delete(ctx, booking->id));
    TRY(booking_store_count_more(ctx, -1));
    TRY(booking_analytics_moved(ctx, booking, NULL));
    return audit_gone(ctx, "booking.deleted", booking->id,
                      (const struct audit_tie[]){ { "customer_id", id_text(ctx->arena, "cus", booking->customer_id) },
                                                  { "contact_id", id_text(ctx->arena, "con", booking->contact_id) },
                                                  { "booker.email", booking->booker_email_normal },
                                                  { "booker.phone", booking->booker_e164 },
                                                  { NULL, STR_EMPTY } });
}

enum err booking_set_payments(struct ctx *ctx, const struct booking *booking, int64_t payments, int64_t payments_minor)
{
    struct booking after = *booking;

    if (booking->payments == payments && booking->payments_minor == payments_minor)
        return ERR_OK;
    after.payments = payments;
    after.payments_minor = payments_minor;
    TRY(booking_store_set_payments(ctx, booking->id, payments, payments_minor));
    return booking_analytics_moved(ctx, booking, &after);
}
