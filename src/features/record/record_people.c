/*
 * Whose records are, which bookings they belong to, and what happens when those change, go, and come back.
 */
#include "features/record/record_rules.h"

#include "base/text.h"
#include "base/zone.h"
#include "features/audit/audit.h"
#include "features/demographic/demographic.h"
#include "features/record/record_store.h"

/* ---- the booking ----------------------------------------------------------------------------------------- */

enum err record_find_booking(struct ctx *ctx, struct record *record, const struct field_set *given)
{
    bool by_name = resource_given(&record_resource, given, "booking_external_id") ||
                   resource_given(&record_resource, given, "booking_source");
    struct booking booking;

    if (resource_given(&record_resource, given, "booking_id")) {
        if (by_name && record->booking_id != 0)
            problem_add(ctx, STR("booking_id"), "invalid", "Say which booking by its id or by its names elsewhere.");
        enum err err = record->booking_id != 0 ? booking_get(ctx, record->booking_id, &booking) : ERR_OK;
        if (err == ERR_NOT_FOUND) {
            problem_add(ctx, STR("booking_id"), "unknown", "There is no such booking.");
            record->booking_id = 0;
        } else {
            TRY(err);
        }
        if (!by_name)
            record->booking_source = record->booking_external_id = STR_EMPTY;
        return ERR_OK;
    }
    if (!by_name)
        return ERR_OK;
    record->booking_id = 0;
    if (record->booking_external_id.len == 0)
        return ERR_OK;
    return booking_find(ctx, record->booking_source, record->booking_external_id, &record->booking_id);
}

static enum err count_payments(struct ctx *ctx, id64 booking_id)
{
    struct booking booking;
    int64_t count, sum_minor;

    if (booking_id == 0)
        return ERR_OK;
    TRY(booking_get(ctx, booking_id, &booking));
    TRY(record_store_payments(ctx, &booking, &count, &sum_minor));
    return booking_set_payments(ctx, &booking, count, sum_minor);
}

enum err record_payments_moved(struct ctx *ctx, const struct record *before, const struct record *after)
{
    id64 from = before ? before->booking_id : 0;
    id64 to = after ? after->booking_id : 0;
    const struct record *any = after ? after : before;

    if (!any || !str_equal(any->kind, STR("payment")))
        return ERR_OK;
    TRY(count_payments(ctx, to));
    return from != to ? count_payments(ctx, from) : ERR_OK;
}

/* ---- the person ------------------------------------------------------------------------------------------ */

bool record_identity(struct ctx *ctx, const struct record *record, struct identity *out)
{
    *out = (struct identity){ .name = record->signer_name };
    if (record->email_normal.len > 0 && !location_is_relay(ctx->location, record->email_normal))
        identity_add_email(ctx, out, record->email_normal);
    if (record->e164.len > 0)
        identity_add_phone(ctx, out, record->signer_phone, ctx->country);
    return out->emails.count > 0 || out->phones.count > 0;
}

static void link_to(struct record *record, enum person_kind kind, id64 id, const char *how)
{
    record->person_id = id;
    record->person_kind = id != 0 ? str_from(person_kind_name(kind)) : STR_EMPTY;
    record->linked_by = str_from(how);
}

/* By key. *said is false when the body names nobody. */
static enum err by_key(struct ctx *ctx, struct record *record, const struct field_set *given, enum record_origin origin,
                       bool *said)
{
    bool customer = resource_given(&record_resource, given, "customer_id");
    bool contact = resource_given(&record_resource, given, "contact_id");
    id64 id = customer && record->customer_id ? record->customer_id : contact ? record->contact_id : 0;
    const char *member = customer && record->customer_id ? "customer_id" : "contact_id";
    enum person_kind kind = PERSON_NONE;

    *said = customer || contact;
    if (!*said)
        return ERR_OK;
    if (customer && contact && record->customer_id && record->contact_id)
        problem_add(ctx, STR("contact_id"), "invalid", "A record is a customer's or a lead's, not both.");
    if (id != 0) {
        TRY(person_kind_of(ctx, id, &kind));
        if (kind != (str_equal(str_from(member), STR("customer_id")) ? PERSON_CUSTOMER : PERSON_CONTACT)) {
            problem_add(ctx, str_from(member), "unknown", "There is nobody with this id.");
            return ERR_OK;
        }
    }
    link_to(record, kind, id, origin == RECORD_BY_HAND ? "user" : id != 0 ? "key" : "");
    record->unlinked = id == 0;
    return ERR_OK;
}

static enum err by_rule(struct ctx *ctx, struct record *record)
{
    struct identity identity;
    struct booking booking;
    struct who who;

    link_to(record, PERSON_NONE, 0, "");
    if (record_identity(ctx, record, &identity)) {
        TRY(who_is_it(ctx, &identity, &who));
        if (who.id != 0)
            link_to(record, who.kind, who.id, "match");
        return ERR_OK;
    }
    if (record->booking_id == 0 || record->signer_name.len > 0)
        return ERR_OK;
    TRY(booking_get(ctx, record->booking_id, &booking));
    if (booking.customer_id != 0)
        link_to(record, PERSON_CUSTOMER, booking.customer_id, "booking");
    else if (booking.contact_id != 0)
        link_to(record, PERSON_CONTACT, booking.contact_id, "booking");
    return ERR_OK;
}

static bool matches_anew(const struct record *before, const struct record *after)
{
    return before->id == 0 || before->booking_id != after->booking_id || before->person_id == 0 ||
           !str_equal(before->signer_name, after->signer_name) ||
           !str_equal(before->email_normal, after->email_normal) || !str_equal(before->e164, after->e164);
}

enum err record_find_person(struct ctx *ctx, const struct record *before, struct record *record,
                            const struct field_set *given, enum record_origin origin, struct record_outcome *outcome)
{
    bool by_hand = str_equal(before->linked_by, STR("user")) || before->unlinked;
    struct record wanted = *record;
    bool said;

    TRY(by_key(ctx, &wanted, given, origin, &said));
    if (by_hand && origin == RECORD_FROM_OUTSIDE) {
        if (said && wanted.person_id != before->person_id)
            booking_overridden(ctx, &outcome->notes, STR("customer_id"));
        return ERR_OK;
    }
    if (said) {
        *record = wanted;
        return ERR_OK;
    }
    if (by_hand || str_equal(before->linked_by, STR("key")) || !matches_anew(before, record))
        return ERR_OK;
    return by_rule(ctx, record);
}

/* ---- a signer becomes a customer ------------------------------------------------------------------------- */

static enum err check_signer(struct ctx *ctx, const struct record *record)
{
    struct str today = date_text(ctx->arena, zone_day(ctx->time_zone, ctx->now_ms));
    int64_t age = demographic_age(record->signer_birth, today);

    if (!str_equal(record->kind, STR("waiver")))
        return fail(ctx, ERR_CONFLICT, "Only who signed a waiver becomes a customer by this.");
    if (record->signer_name.len == 0)
        return fail(ctx, ERR_CONFLICT, "A customer needs a name, and this waiver names nobody.");
    if (age >= 0 && age < ADULT_AGE)
        return fail(ctx, ERR_CONFLICT, "%.*s is %lld years old today; only adults become customers.",
                    STR_PRINT(record->signer_name), (long long)age);
    return ERR_OK;
}

static enum err make(struct ctx *ctx, const struct record *record, const struct identity *identity, id64 *customer_id)
{
    struct customer customer = {
        .name = text_cut(record->signer_name, PROFILE_NAME_MOST),
        .emails = identity->emails,
        .phones = identity->phones,
        .date_of_birth = record->signer_birth,
        .source = STR("dashboard"),
    };

    TRY(customer_create(ctx, &customer, CUSTOMER_FROM_OUTSIDE));
    *customer_id = customer.id;
    return ERR_OK;
}

/* The lead on whom it hangs is converted; else whoever it is gains the signer's addresses, or is made. */
static enum err find_or_make(struct ctx *ctx, const struct record *record, id64 *customer_id, bool *made)
{
    struct identity identity;
    struct customer customer;
    struct who who;
    int left_out;

    record_identity(ctx, record, &identity);
    TRY(who_is_it(ctx, &identity, &who));
    if (record->contact_id != 0)
        who = (struct who){ .kind = PERSON_CONTACT, .id = record->contact_id };
    *made = who.kind == PERSON_NONE;
    if (*made)
        return make(ctx, record, &identity, customer_id);
    *customer_id = who.id;
    if (who.kind == PERSON_CONTACT) {
        TRY(contact_convert(ctx, who.id, &customer, made));
        *customer_id = customer.id;
    }
    return who.disagree ? ERR_OK : customer_gain(ctx, *customer_id, &identity, &left_out);
}

enum err record_make_customer(struct ctx *ctx, const struct record *record, struct customer *out, bool *made)
{
    bool is_signer = !str_equal(record->linked_by, STR("booking"));
    struct record before, after;
    id64 customer_id = 0;

    *made = false;
    if (record->customer_id != 0 && is_signer)
        return customer_get(ctx, record->customer_id, out);
    TRY(check_signer(ctx, record));
    TRY(find_or_make(ctx, record, &customer_id, made));
    /* Read again: a lead that was converted took its records along. */
    TRY(record_get(ctx, record->id, &before));
    after = before;
    link_to(&after, PERSON_CUSTOMER, customer_id, "user");
    after.unlinked = false;
    after.updated_ms = ctx->now_ms;
    after.edit++;
    TRY(resource_update(ctx, &record_resource, &after));
    TRY(audit_changes(ctx, "record.updated", record->id, record_changes(ctx, &before, &after)));
    return customer_get(ctx, customer_id, out);
}

/* ---- bookings -------------------------------------------------------------------------------------------- */

static bool same_person(const struct booking *a, const struct booking *b)
{
    return a->customer_id == b->customer_id && a->contact_id == b->contact_id;
}

enum err record_booking_saved(struct ctx *ctx, const struct booking *before, const struct booking *after)
{
    int64_t found = 0;

    if (!before && after->external_id.len > 0)
        TRY(record_store_arrive(ctx, after, &found));
    if (found > 0 || (before && !same_person(before, after)))
        TRY(record_store_follow(ctx, after));
    if (found > 0 || (before && !str_equal(before->currency, after->currency)))
        TRY(count_payments(ctx, after->id));
    return ERR_OK;
}

enum err record_booking_gone(struct ctx *ctx, const struct booking *booking)
{
    return record_store_leave(ctx, booking->id);
}

/* ---- people ---------------------------------------------------------------------------------------------- */

enum err record_move_contact(struct ctx *ctx, id64 contact_id, id64 customer_id)
{
    return record_store_move(ctx, contact_id, customer_id);
}

enum err record_count_of_person(struct ctx *ctx, id64 person_id, int64_t *out)
{
    return record_store_count_of(ctx, person_id, out);
}

enum err record_unlink_person(struct ctx *ctx, id64 person_id, struct str *undo)
{
    TRY(record_store_links_of(ctx, person_id, undo));
    return record_store_unlink(ctx, person_id);
}

enum err record_relink_person(struct ctx *ctx, id64 person_id, const json_t *undo)
{
    json_t *lists = (json_t *)(uintptr_t)undo; /* jansson's iterator wants to be able to change it */
    enum person_kind kind;
    const char *how;
    json_t *ids;

    TRY(person_kind_of(ctx, person_id, &kind));
    json_object_foreach(lists, how, ids)
    {
        for (size_t i = 0; i < json_array_size(ids); i++)
            TRY(record_store_relink(ctx, id_parse("rec", json_text(json_array_get(ids, i))), person_id, kind,
                                    str_from(how)));
    }
    return ERR_OK;
}

enum err record_catch_up(struct ctx *ctx, id64 person_id, int64_t since_ms)
{
    struct id_set found = { 0 };

    TRY(record_store_missed(ctx, person_id, since_ms, &found));
    for (int i = 0; i < found.count; i++) {
        struct record before, after;

        TRY(record_get(ctx, found.items[i], &before));
        after = before;
        TRY(by_rule(ctx, &after));
        if (after.person_id != person_id)
            continue;
        after.updated_ms = ctx->now_ms;
        after.edit++;
        TRY(resource_update(ctx, &record_resource, &after));
        TRY(audit_changes(ctx, "record.updated", after.id, record_changes(ctx, &before, &after)));
    }
    return ERR_OK;
}
