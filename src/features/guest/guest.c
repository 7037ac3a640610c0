/*
 * The rules of guests: reading, adding, changing, and who they are.
 */
#include "features/guest/guest_rules.h"

#include "base/email.h"
#include "base/phone.h"
#include "base/text.h"
#include "base/zone.h"
#include "features/audit/audit.h"
#include "features/consent/consent.h"
#include "features/demographic/demographic.h"
#include "features/guest/guest_store.h"

#include <string.h>

/* ---- reading --------------------------------------------------------------------------------------------- */

static void complete_one(struct ctx *ctx, struct guest *guest, const struct demographics *demographics,
                         const struct guest_booking *booking)
{
    int64_t age = demographic_age(guest->date_of_birth, booking->service_date);

    if (age < 0 && guest->age > 0)
        age = guest->age;
    guest->age_then = age < 0 ? STR("null") : arena_printf(ctx->arena, "%lld", (long long)age);
    guest->proposed_demographic_id = demographic_fitting(ctx, demographics, booking->activity, age);
    guest->activity = booking->activity;
    guest->booking_status = booking->status;
    guest->booked_by = booking->booker_name;
}

/* The bookings of these few guests in one question; most of the time they are all of one booking. */
static enum err complete_some(struct ctx *ctx, const struct demographics *demographics, struct guest *guests, int count)
{
    struct guest_booking bookings[GUEST_BOOKINGS_MOST];
    id64 ids[GUEST_BOOKINGS_MOST] = { 0 };
    int found;

    for (int i = 0; i < count; i++)
        ids[i] = i > 0 && guests[i].booking_id == guests[i - 1].booking_id ? 0 : guests[i].booking_id;
    TRY(guest_store_bookings(ctx, ids, bookings, &found));
    for (int i = 0; i < count; i++) {
        const struct guest_booking none = { 0 }, *booking = &none;

        for (int b = 0; b < found; b++)
            if (bookings[b].id == guests[i].booking_id)
                booking = &bookings[b];
        complete_one(ctx, &guests[i], demographics, booking);
    }
    return ERR_OK;
}

enum err guest_complete(struct ctx *ctx, void *records, int count)
{
    struct guest *guests = records;
    struct demographics demographics;

    if (count == 0)
        return ERR_OK;
    TRY(demographic_all(ctx, &demographics));
    for (int i = 0; i < count; i += GUEST_BOOKINGS_MOST)
        TRY(complete_some(ctx, &demographics, guests + i,
                          count - i < GUEST_BOOKINGS_MOST ? count - i : GUEST_BOOKINGS_MOST));
    return ERR_OK;
}

enum err guest_get(struct ctx *ctx, id64 id, struct guest *out)
{
    TRY(resource_get(ctx, &guest_resource, ctx->location_id, id, out));
    return guest_complete(ctx, out, 1);
}

/* ---- what follows from the members ------------------------------------------------------------------------ */

void guest_derive(struct ctx *ctx, const struct booking *booking, struct guest *guest)
{
    struct phone_number phone = { 0 };
    const char *why;

    if (!email_normal(ctx->arena, guest->email, &guest->email_normal, &why))
        guest->email_normal = STR_EMPTY;
    if (guest->phone.len > 0)
        phone_parse(ctx->arena, guest->phone, ctx->country, &phone);
    guest->e164 = phone.e164;
    guest->starts_ms = booking->starts_ms;
}

static bool is_by_user(const struct guest *guest)
{
    return str_equal(guest->linked_by, STR("user"));
}

enum err guest_match(struct ctx *ctx, const struct booking *booking, struct guest *guest)
{
    bool is_in = false;
    id64 customer_id;

    if (is_by_user(guest))
        return ERR_OK;
    TRY(person_of_email(ctx, guest->email_normal, guest->name, booking->customer_id, &customer_id));
    if (customer_id != 0)
        TRY(guest_store_is_in(ctx, booking->id, customer_id, guest->id, &is_in));
    guest->customer_id = is_in ? 0 : customer_id;
    guest->linked_by = guest->customer_id != 0 ? STR("match") : STR_EMPTY;
    return ERR_OK;
}

bool guest_keeps(const struct guest *guest, const char *member)
{
    for (int i = 0; i < guest->kept_by_staff.count; i++)
        if (str_equal(guest->kept_by_staff.items[i], str_from(member)))
            return true;
    return false;
}

void guest_keep(struct ctx *ctx, struct guest *guest, const char *member)
{
    struct string_list *list = &guest->kept_by_staff;
    struct str *items = ARENA_ARRAY(ctx->arena, struct str, (size_t)list->count + 1);

    if (guest_keeps(guest, member))
        return;
    for (int i = 0; i < list->count; i++)
        items[i] = list->items[i];
    items[list->count] = str_from(member);
    *list = (struct string_list){ .items = items, .count = list->count + 1 };
}

/* ---- saving ---------------------------------------------------------------------------------------------- */

enum err guest_insert(struct ctx *ctx, const struct booking *booking, struct guest *guest)
{
    guest->location_id = ctx->location_id;
    guest->booking_id = booking->id;
    guest->created_ms = guest->updated_ms = ctx->now_ms;
    guest->edit = 1;
    TRY(resource_insert(ctx, &guest_resource, guest));
    if (guest->customer_id != 0)
        TRY(guest_store_count_more(ctx, guest->customer_id, 1));
    return audit_record(ctx, "guest.created", guest->id);
}

enum err guest_save(struct ctx *ctx, const struct guest *before, struct guest *after, bool *changed)
{
    struct str changes = resource_changes(ctx, &guest_resource, before, after);
    bool quiet = changes.len == 0 &&
                 (!str_equal(before->told, after->told) || before->kept_by_staff.count != after->kept_by_staff.count);

    if (changed)
        *changed = changes.len > 0;
    if (changes.len == 0 && !quiet)
        return ERR_OK;
    after->updated_ms = ctx->now_ms;
    after->edit = before->edit + 1;
    TRY(resource_update(ctx, &guest_resource, after));
    if (before->customer_id != after->customer_id) {
        if (before->customer_id != 0)
            TRY(guest_store_count_more(ctx, before->customer_id, -1));
        if (after->customer_id != 0)
            TRY(guest_store_count_more(ctx, after->customer_id, 1));
    }
    return audit_changes(ctx, "guest.updated", after->id, changes);
}

/* ---- by hand --------------------------------------------------------------------------------------------- */

static enum err check_customer(struct ctx *ctx, const struct booking *booking, const struct guest *guest)
{
    struct str field = STR("customer_id");
    enum person_kind kind;
    bool is_in;

    if (guest->customer_id == 0)
        return ERR_OK;
    TRY(person_kind_of(ctx, guest->customer_id, &kind));
    if (kind != PERSON_CUSTOMER) {
        problem_add(ctx, field, "unknown", "There is no such customer.");
        return ERR_OK;
    }
    if (guest->customer_id == booking->customer_id)
        problem_add(ctx, field, "invalid", "This customer made the booking; a guest is somebody else.");
    TRY(guest_store_is_in(ctx, booking->id, guest->customer_id, guest->id, &is_in));
    if (is_in)
        problem_add(ctx, field, "invalid", "This customer is a guest of the booking already.");
    return ERR_OK;
}

static enum err check_demographic(struct ctx *ctx, const struct guest *before, const struct guest *after)
{
    struct demographic demographic;

    if (after->demographic_id == 0 || before->demographic_id == after->demographic_id)
        return ERR_OK;
    enum err err = demographic_get(ctx, after->demographic_id, &demographic);
    if (err == ERR_NOT_FOUND)
        problem_add(ctx, STR("demographic_id"), "unknown", "There is no such category.");
    else if (err != ERR_OK)
        return err;
    else if (demographic.retired)
        problem_add(ctx, STR("demographic_id"), "invalid", "%.*s is retired: it stays on old guests only.",
                    STR_PRINT(demographic.title));
    return ERR_OK;
}

static enum err check(struct ctx *ctx, const struct booking *booking, const struct guest *before,
                      const struct guest *after)
{
    const char *why = "";
    struct str ignored;

    if (after->name.len == 0)
        problem_add(ctx, STR("name"), "required", "A guest needs a name.");
    if (after->email.len > 0 && !str_equal(before->email, after->email) &&
        !email_normal(ctx->arena, after->email, &ignored, &why))
        problem_add(ctx, STR("email"), "invalid", "%s", why);
    TRY(check_demographic(ctx, before, after));
    if (before->customer_id != after->customer_id)
        TRY(check_customer(ctx, booking, after));
    return problems_err(ctx);
}

enum err guest_add(struct ctx *ctx, const struct booking *booking, struct guest *guest, const struct field_set *given)
{
    const struct guest nothing = { 0 };
    int64_t all, named;

    guest->id = ctx_new_id(ctx);
    guest->by_staff = true;
    TRY(check(ctx, booking, &nothing, guest));
    TRY(guest_store_count(ctx, booking->id, &all, &named));
    if (all >= GUESTS_MOST)
        return fail(ctx, ERR_CONFLICT, "A booking has at most %d guests.", GUESTS_MOST);
    guest->linked_by = resource_given(&guest_resource, given, "customer_id") ? STR("user") : STR_EMPTY;
    guest_derive(ctx, booking, guest);
    TRY(guest_match(ctx, booking, guest));
    return guest_insert(ctx, booking, guest);
}

static const char *const told_members[] = {
    "name", "email", "phone", "date_of_birth", "demographic_id", "notes", NULL
};

static void keep_given(struct ctx *ctx, struct guest *guest, const struct field_set *given)
{
    for (int i = 0; told_members[i]; i++)
        if (resource_given(&guest_resource, given, told_members[i]))
            guest_keep(ctx, guest, told_members[i]);
}

enum err guest_update(struct ctx *ctx, const struct booking *booking, const struct guest *before, struct guest *after,
                      const struct field_set *given)
{
    TRY(check(ctx, booking, before, after));
    if (resource_given(&guest_resource, given, "customer_id"))
        after->linked_by = STR("user");
    guest_derive(ctx, booking, after);
    if (!str_equal(before->name, after->name) || !str_equal(before->email_normal, after->email_normal))
        TRY(guest_match(ctx, booking, after));
    keep_given(ctx, after, given);
    TRY(guest_save(ctx, before, after, NULL));
    return guest_complete(ctx, after, 1);
}

enum err guest_delete(struct ctx *ctx, const struct guest *guest)
{
    TRY(guest_store_delete(ctx, guest->id));
    if (guest->customer_id != 0)
        TRY(guest_store_count_more(ctx, guest->customer_id, -1));
    return audit_gone(ctx, "guest.deleted", guest->id,
                      (const struct audit_tie[]){ { "booking_id", id_text(ctx->arena, "bkg", guest->booking_id) },
                                                  { "customer_id", id_text(ctx->arena, "cus", guest->customer_id) },
                                                  { "email", guest->email_normal },
                                                  { "phone", guest->e164 },
                                                  { NULL, STR_EMPTY } });
}

/* As another system names somebody. Empty for entries without name and e-mail: one is like the other. */
static enum err name_hash(struct ctx *ctx, const struct guest *guest, struct str *out)
{
    *out = STR_EMPTY;
    if (guest->told.len == 0 || (guest->name.len == 0 && guest->email.len == 0))
        return ERR_OK;
    return consent_hash(ctx, arena_printf(ctx->arena, "guest\n%.*s", STR_PRINT(guest->told)), out);
}

enum err guest_stay_away(struct ctx *ctx, const struct guest *guest)
{
    struct str hash;

    TRY(name_hash(ctx, guest, &hash));
    return hash.len > 0 ? guest_store_gone_add(ctx, guest->booking_id, hash) : ERR_OK;
}

enum err guest_remove(struct ctx *ctx, const struct guest *guest)
{
    TRY(guest_stay_away(ctx, guest));
    return guest_delete(ctx, guest);
}

enum err guest_was_removed(struct ctx *ctx, const struct booking *booking, const struct guest *told, bool *out)
{
    struct str hash;
    bool any;

    *out = false;
    TRY(guest_store_gone_any(ctx, booking->id, &any));
    if (!any)
        return ERR_OK;
    TRY(name_hash(ctx, told, &hash));
    return guest_store_gone(ctx, booking->id, hash, out);
}

/* ---- a guest becomes a customer --------------------------------------------------------------------------- */

/* Years today, or as many as are sure: the age on the day of the trip, and the whole years since; -1: unknown. */
static int64_t age_today(const struct ctx *ctx, const struct guest *guest)
{
    struct str today = date_text(ctx->arena, zone_day(ctx->time_zone, ctx->now_ms));
    int64_t age = demographic_age(guest->date_of_birth, today);

    if (age >= 0 || guest->age == 0)
        return age;
    int64_t since = demographic_age(date_text(ctx->arena, zone_day(ctx->time_zone, guest->starts_ms)), today);
    return guest->age + (since > 0 ? since : 0);
}

static enum err check_adult(struct ctx *ctx, const struct guest *guest)
{
    struct demographic demographic;
    int64_t age = age_today(ctx, guest);

    if (age >= ADULT_AGE)
        return ERR_OK;
    if (age >= 0)
        return fail(ctx, ERR_CONFLICT, "%.*s is %lld years old today; only adults become customers.",
                    STR_PRINT(guest->name), (long long)age);
    if (guest->demographic_id == 0)
        return ERR_OK;
    TRY(demographic_get(ctx, guest->demographic_id, &demographic));
    if (demographic.max_age >= ADULT_AGE)
        return ERR_OK;
    return fail(ctx, ERR_CONFLICT, "%.*s is in the category %.*s, up to %lld years; only adults become customers.",
                STR_PRINT(guest->name), STR_PRINT(demographic.title), (long long)demographic.max_age);
}

static enum err make(struct ctx *ctx, const struct guest *guest, const struct identity *identity, id64 *customer_id)
{
    struct customer customer = {
        .name = text_cut(guest->name, PROFILE_NAME_MOST),
        .emails = identity->emails,
        .phones = identity->phones,
        .date_of_birth = guest->date_of_birth,
        .source = STR("dashboard"),
    };

    TRY(customer_create(ctx, &customer, CUSTOMER_FROM_OUTSIDE));
    *customer_id = customer.id;
    return ERR_OK;
}

/* Whoever it is gains the guest's addresses, unless they say different people. */
static enum err find_or_make(struct ctx *ctx, const struct booking *booking, const struct guest *guest,
                             id64 *customer_id, bool *made)
{
    struct identity identity = { .name = guest->name, .except_id = booking->customer_id };
    struct customer customer;
    struct who who;
    int left_out;

    if (guest->email_normal.len > 0 && !location_is_relay(ctx->location, guest->email_normal))
        identity_add_email(ctx, &identity, guest->email_normal);
    if (guest->e164.len > 0)
        identity_add_phone(ctx, &identity, guest->phone, ctx->country);
    TRY(who_is_it(ctx, &identity, &who));
    *made = who.kind == PERSON_NONE;
    if (*made)
        return make(ctx, guest, &identity, customer_id);
    *customer_id = who.id;
    if (who.kind == PERSON_CONTACT) {
        TRY(contact_convert(ctx, who.id, &customer, made));
        *customer_id = customer.id;
    }
    return who.disagree ? ERR_OK : customer_gain(ctx, *customer_id, &identity, &left_out);
}

enum err guest_make_customer(struct ctx *ctx, const struct booking *booking, const struct guest *guest,
                             struct customer *out, bool *made)
{
    struct guest after = *guest;
    bool is_in;

    *made = false;
    if (guest->customer_id != 0)
        return customer_get(ctx, guest->customer_id, out);
    if (guest->name.len == 0)
        return fail(ctx, ERR_CONFLICT, "A customer needs a name; give this guest one first.");
    TRY(check_adult(ctx, guest));
    TRY(find_or_make(ctx, booking, guest, &after.customer_id, made));
    TRY(guest_store_is_in(ctx, booking->id, after.customer_id, guest->id, &is_in));
    if (is_in || after.customer_id == booking->customer_id)
        return fail(ctx, ERR_CONFLICT, "This is a customer who %s.",
                    is_in ? "is a guest of this booking already" : "made this booking");
    after.linked_by = STR("user");
    TRY(guest_save(ctx, guest, &after, NULL));
    return customer_get(ctx, after.customer_id, out);
}
