/*
 * Whose booking is it? The one rule of who_is_it, and what follows from its answer.
 */
#include "features/booking/booking_rules.h"

#include "base/phone.h"
#include "base/text.h"

/* person_external and a profile's list take ids of at most this many characters. */
enum { EXTERNAL_ID_MOST = 100 };

static bool name_fits(struct str name)
{
    return name.len > 0 && text_length(name) <= PROFILE_NAME_MOST;
}

static bool email_identifies(const struct ctx *ctx, const struct booking *booking)
{
    return booking->booker_email_normal.len > 0 && !location_is_relay(ctx->location, booking->booker_email_normal);
}

/* What the booker shows of themselves; false when that is nothing that could identify anybody. */
static bool identity_of(struct ctx *ctx, const struct booking *booking, struct identity *out)
{
    *out = (struct identity){ .name = booking->booker_name };
    if (email_identifies(ctx, booking))
        identity_add_email(ctx, out, booking->booker_email_normal);
    if (booking->booker_e164.len > 0)
        identity_add_phone(ctx, out, booking->booker_phone,
                           phone_country_known(booking->booker_country) ? booking->booker_country : ctx->country);
    if (booking->booker_external_id.len > 0 && booking->source.len > 0 &&
        text_length(booking->booker_external_id) <= EXTERNAL_ID_MOST) {
        out->source = booking->source;
        out->external_id = booking->booker_external_id;
    }
    return out->emails.count > 0 || out->phones.count > 0 || out->external_id.len > 0;
}

/* ---- someone new ----------------------------------------------------------------------------------------- */

/* A profile needs a name: what stands before the @, else the number, else the other system's id. */
static struct str name_for_profile(const struct booking *booking, const struct identity *identity)
{
    struct str email = identity->emails.count > 0 ? identity->emails.items[0].address : STR_EMPTY;

    if (name_fits(booking->booker_name))
        return booking->booker_name;
    if (email.len > 0)
        return str_slice(email, 0, str_find(email, '@'));
    if (identity->phones.count > 0)
        return identity->phones.items[0].display;
    return booking->booker_external_id;
}

static struct str acquired_by(enum booking_origin origin)
{
    switch (origin) {
    case BOOKING_BY_HAND: return STR("dashboard");
    case BOOKING_FROM_OUTSIDE: return STR("online");
    case BOOKING_IMPORTED: return STR("import");
    }
    return STR("online");
}

static enum err make_customer(struct ctx *ctx, struct booking *booking, const struct identity *identity,
                              enum booking_origin origin)
{
    struct external_id_entry link = { .source = identity->source, .id = identity->external_id };
    struct customer customer = {
        .location_id = ctx->location_id,
        .name = name_for_profile(booking, identity),
        .emails = identity->emails,
        .phones = identity->phones,
        .country = phone_country_known(booking->booker_country) ? booking->booker_country : STR_EMPTY,
        .source = acquired_by(origin),
    };

    if (link.id.len > 0)
        customer.external_ids = (struct external_id_list){ .items = &link, .count = 1 };
    TRY(customer_create(ctx, &customer, CUSTOMER_FROM_OUTSIDE));
    booking->customer_id = customer.id;
    return ERR_OK;
}

/* ---- someone known --------------------------------------------------------------------------------------- */

static void warn_left_out(struct ctx *ctx, int left_out, struct booking_outcome *outcome)
{
    if (left_out > 0)
        booking_warn(ctx, outcome, "booker", "too_many", "The profile has %d addresses of this kind and takes no more.",
                     PERSON_ADDRESSES_MOST);
}

/* From an organisation that books for others nothing is learned: its bookers are other people. */
static enum err link_customer(struct ctx *ctx, struct booking *booking, const struct who *who,
                              const struct identity *identity, struct booking_outcome *outcome)
{
    const struct identity nothing = { 0 };
    int left_out = 0;

    booking->customer_id = who->id;
    booking->contact_id = 0;
    if (booking_is_draft(booking))
        return ERR_OK;
    /* who books is active and comes back from the archive, also when nothing may be learned */
    TRY(customer_gain(ctx, who->id, who->disagree || who->organisation ? &nothing : identity, &left_out));
    warn_left_out(ctx, left_out, outcome);
    return ERR_OK;
}

static enum err convert_contact(struct ctx *ctx, struct booking *booking, id64 contact_id)
{
    struct customer customer;

    TRY(contact_convert(ctx, contact_id, &customer, NULL));
    booking->customer_id = customer.id;
    booking->contact_id = 0;
    return ERR_OK;
}

static enum err link_contact(struct ctx *ctx, struct booking *booking, const struct who *who,
                             const struct identity *identity, struct booking_outcome *outcome)
{
    const struct identity nothing = { 0 };
    int left_out = 0;

    if (!booking_is_draft(booking))
        TRY(contact_gain(ctx, who->id, who->disagree ? &nothing : identity, &left_out));
    warn_left_out(ctx, left_out, outcome);
    if (booking->counted)
        return convert_contact(ctx, booking, who->id);
    booking->contact_id = who->id;
    booking->customer_id = 0;
    return ERR_OK;
}

/* Of several leads who show the same it stays with the one on whom it waits, who becomes the customer in the end. */
static void stay(const struct booking *booking, struct who *who)
{
    if (booking->contact_id == 0 || (who->kind != PERSON_CONTACT && !booking->counted))
        return;
    who->kind = PERSON_CONTACT;
    who->id = booking->contact_id;
}

enum err booking_match(struct ctx *ctx, struct booking *booking, bool same_booker, enum booking_origin origin,
                       struct booking_outcome *outcome)
{
    struct identity identity;
    struct who who;

    if (!identity_of(ctx, booking, &identity))
        /* It names nobody any more, but the lead on whom it waited has booked now. */
        return booking->contact_id != 0 && booking->counted ? convert_contact(ctx, booking, booking->contact_id)
                                                            : ERR_OK;
    TRY(who_is_it(ctx, &identity, &who));
    if (same_booker)
        stay(booking, &who);
    switch (who.kind) {
    case PERSON_CUSTOMER: return link_customer(ctx, booking, &who, &identity, outcome);
    case PERSON_CONTACT: return link_contact(ctx, booking, &who, &identity, outcome);
    case PERSON_NONE: break;
    }
    booking->contact_id = booking->customer_id = 0;
    if (booking_is_draft(booking))
        return ERR_OK;
    return make_customer(ctx, booking, &identity, origin);
}

/* ---- staff edited the booker ----------------------------------------------------------------------------- */

/* The new address takes the old one's place; one that is there already stays where it is. */
static void replace_email(struct ctx *ctx, struct email_list *list, struct str old, struct str new)
{
    int at = list->count;
    struct email_entry *items = ARENA_ARRAY(ctx->arena, struct email_entry, (size_t)list->count + 1);

    for (int i = 0; i < list->count; i++) {
        items[i] = list->items[i];
        if (str_equal(items[i].address, new))
            return;
        if (old.len > 0 && str_equal(items[i].address, old))
            at = i;
    }
    if (at == PERSON_ADDRESSES_MOST)
        return;
    items[at] = (struct email_entry){ .address = new };
    *list = (struct email_list){ .items = items, .count = at == list->count ? at + 1 : list->count };
}

static void replace_phone(struct ctx *ctx, struct phone_list *list, struct str old, const struct phone_number *new)
{
    int at = list->count;
    struct phone_entry *items = ARENA_ARRAY(ctx->arena, struct phone_entry, (size_t)list->count + 1);

    for (int i = 0; i < list->count; i++) {
        items[i] = list->items[i];
        if (str_equal(items[i].number, new->e164))
            return;
        if (old.len > 0 && str_equal(items[i].number, old))
            at = i;
    }
    if (at == PERSON_ADDRESSES_MOST)
        return;
    items[at] = (struct phone_entry){
        .number = new->e164,
        .display = new->display,
        .country = new->country,
        .raw = new->raw,
    };
    *list = (struct phone_list){ .items = items, .count = at == list->count ? at + 1 : list->count };
}

struct profile {
    struct str *name;
    struct email_list *emails;
    struct phone_list *phones;
};

static void edit(struct ctx *ctx, const struct booking *before, const struct booking *after, struct profile profile)
{
    struct phone_number phone;

    if (!str_equal(before->booker_name, after->booker_name) && name_fits(after->booker_name))
        *profile.name = after->booker_name;
    if (!str_equal(before->booker_email_normal, after->booker_email_normal) && email_identifies(ctx, after))
        replace_email(ctx, profile.emails, before->booker_email_normal, after->booker_email_normal);
    if (!str_equal(before->booker_e164, after->booker_e164) && after->booker_e164.len > 0) {
        phone_describe(ctx->arena, after->booker_e164, &phone);
        phone.raw = after->booker_phone;
        replace_phone(ctx, profile.phones, before->booker_e164, &phone);
    }
}

/* Problems of the profile are answered under the booking's names. */
static void rename_problems(struct ctx *ctx)
{
    for (struct problem *problem = ctx->problems; problem; problem = problem->next) {
        if (str_starts(problem->field, STR("emails")))
            problem->field = STR("booker.email");
        else if (str_starts(problem->field, STR("phones")))
            problem->field = STR("booker.phone");
        else if (str_equal(problem->field, STR("name")))
            problem->field = STR("booker.name");
    }
}

static enum err edit_customer(struct ctx *ctx, const struct booking *before, const struct booking *after)
{
    struct customer old;
    struct customer new;

    TRY(customer_get(ctx, after->customer_id, &old));
    if (old.organisation)
        return ERR_OK;
    new = old;
    edit(ctx, before, after, (struct profile){ &new.name, &new.emails, &new.phones });
    return customer_update(ctx, &old, &new);
}

static enum err edit_contact(struct ctx *ctx, const struct booking *before, const struct booking *after)
{
    struct contact old;
    struct contact new;

    TRY(contact_get(ctx, after->contact_id, &old));
    new = old;
    edit(ctx, before, after, (struct profile){ &new.name, &new.emails, &new.phones });
    return contact_update(ctx, &old, &new);
}

enum err booking_edit_profile(struct ctx *ctx, const struct booking *before, const struct booking *after)
{
    enum err err = after->customer_id != 0 ? edit_customer(ctx, before, after) : edit_contact(ctx, before, after);

    rename_problems(ctx);
    return err;
}
