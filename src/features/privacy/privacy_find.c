/*
 * Whom an erasure is about, and what there is of theirs.
 */
#include "features/privacy/privacy_rules.h"

#include "features/booking/booking.h"
#include "features/checkout/checkout.h"
#include "features/communication/communication.h"
#include "features/consent/consent.h"
#include "features/followup/followup.h"
#include "features/form/form.h"
#include "features/guest/guest.h"
#include "features/privacy/privacy_store.h"
#include "features/record/record.h"
#include "features/survey/survey.h"

/* ---- people -------------------------------------------------------------------------------------------------- */

static enum err take_customer(struct ctx *ctx, struct forget *forget, struct customer *customer)
{
    struct person person = customer_person(customer);

    forget_add_person(ctx, forget, &person);
    return privacy_store_linked_contacts(ctx, customer->id, &forget->people);
}

static void take_contact(struct ctx *ctx, struct forget *forget, struct contact *contact)
{
    struct person person = contact_person(contact);

    forget_add_person(ctx, forget, &person);
    id_set_add(ctx, &forget->people, contact->customer_id);
}

/* Adds what the person's record says; of one in the trash what its snapshot says. */
static enum err take_person(struct ctx *ctx, struct forget *forget, id64 id)
{
    struct customer customer;
    struct contact contact;
    enum person_kind kind;

    TRY(person_kind_of(ctx, id, &kind));
    if (kind == PERSON_CUSTOMER) {
        TRY(customer_get(ctx, id, &customer));
        return take_customer(ctx, forget, &customer);
    }
    if (kind == PERSON_CONTACT) {
        TRY(contact_get(ctx, id, &contact));
        take_contact(ctx, forget, &contact);
    }
    return ERR_OK;
}

/* Contacts and customers whose own e-mail is one of these are the same somebody. */
static enum err take_namesakes(struct ctx *ctx, struct forget *forget, int from)
{
    for (int i = from; i < forget->emails.count; i++)
        TRY(forget_add_holders(ctx, forget, forget->emails.items[i], false));
    return ERR_OK;
}

/* Until nobody new comes: a customer brings contacts, these bring e-mails, those bring contacts. */
static enum err take_people(struct ctx *ctx, struct forget *forget)
{
    struct id_set seen = { 0 };
    int emails = 0;

    for (int before = -1; before != forget->people.count;) {
        struct id_set people;

        id_set_settle(&forget->people);
        before = forget->people.count;
        people = (struct id_set){ 0 };
        for (int i = 0; i < forget->people.count; i++)
            if (!id_set_has(&seen, forget->people.items[i]))
                id_set_add(ctx, &people, forget->people.items[i]);
        for (int i = 0; i < people.count; i++) {
            TRY(take_person(ctx, forget, people.items[i]));
            id_set_add(ctx, &seen, people.items[i]);
        }
        TRY(take_namesakes(ctx, forget, emails));
        emails = forget->emails.count;
        id_set_settle(&forget->people);
    }
    return ERR_OK;
}

/* A number that somebody else has too says nothing about whose a booking is. */
static enum err leave_others_phones(struct ctx *ctx, struct forget *forget, struct str asked)
{
    struct string_list own = { 0 };

    for (int i = 0; i < forget->phones.count; i++) {
        struct forget holders = { 0 };
        bool others = false;

        TRY(forget_add_holders(ctx, &holders, forget->phones.items[i], true));
        for (int k = 0; k < holders.people.count; k++)
            others |= !id_set_has(&forget->people, holders.people.items[k]);
        if (!others || str_equal(asked, forget->phones.items[i]))
            forget_add(ctx, &own, forget->phones.items[i]);
    }
    forget->phones = own;
    return ERR_OK;
}

/* ---- the trash ----------------------------------------------------------------------------------------------- */

static struct id_set *rows_of(struct forget *forget, struct str name)
{
    return str_equal(name, STR("bookings"))         ? &forget->bookings
           : str_equal(name, STR("guests"))         ? &forget->guests
           : str_equal(name, STR("records"))        ? &forget->records
           : str_equal(name, STR("communications")) ? &forget->communications
           : str_equal(name, STR("responses"))      ? &forget->responses
                                                    : NULL;
}

/* What was unlinked from somebody by a deletion: {"bookings": {"by_match": ["bkg_…"], …}, …}. */
static void take_ties(struct ctx *ctx, struct forget *forget, json_t *ties)
{
    const char *name, *how;
    json_t *lists, *ids;

    json_object_foreach(ties, name, lists)
    {
        struct id_set *set = rows_of(forget, str_from(name));

        if (!set)
            continue;
        json_object_foreach(lists, how, ids) for (size_t i = 0; i < json_array_size(ids); i++)
            id_set_add(ctx, set, id_parse(NULL, json_text(json_array_get(ids, i))));
    }
}

static void take_consents(struct ctx *ctx, struct forget *forget, const json_t *events)
{
    for (size_t i = 0; i < json_array_size(events); i++)
        id_set_add(ctx, &forget->consents, json_integer_value(json_object_get(json_array_get(events, i), "id")));
}

static bool shares_email(const struct forget *forget, const struct email_list *emails)
{
    for (int i = 0; i < emails->count; i++)
        if (!emails->items[i].shared && !emails->items[i].unproven &&
            forget_has(&forget->emails, emails->items[i].address))
            return true;
    return false;
}

/* Is it somebody of these? Then all that the snapshot holds is theirs. */
static enum err look_into(struct ctx *ctx, struct forget *forget, id64 id, struct str kind, struct str snapshot)
{
    bool is_customer = str_equal(kind, STR("customer"));
    struct customer customer = { 0 };
    struct contact contact = { 0 };
    json_t *tree, *record;

    TRY(json_read(ctx, snapshot, &tree));
    record = json_object_get(tree, "record");
    if (is_customer ? !resource_from_snapshot(ctx, &customer_resource, record, &customer)
                    : !resource_from_snapshot(ctx, &contact_resource, record, &contact))
        return fail(ctx, ERR_INTERNAL, "A deleted record cannot be read.");
    if (!id_set_has(&forget->people, id) && !id_set_has(&forget->people, contact.customer_id) &&
        !shares_email(forget, is_customer ? &customer.emails : &contact.emails))
        return ERR_OK;
    id_set_add(ctx, &forget->trash, id);
    if (is_customer)
        TRY(take_customer(ctx, forget, &customer));
    else
        take_contact(ctx, forget, &contact);
    take_ties(ctx, forget, json_object_get(tree, "ties"));
    take_consents(ctx, forget, json_object_get(tree, "consents"));
    return ERR_OK;
}

static enum err take_trash(struct ctx *ctx, struct forget *forget)
{
    struct trash_row *rows;
    int count;

    TRY(privacy_store_trash(ctx, &rows, &count));
    for (int i = 0; i < count; i++)
        TRY(look_into(ctx, forget, rows[i].id, rows[i].kind, rows[i].snapshot));
    return ERR_OK;
}

/* ---- all ----------------------------------------------------------------------------------------------------- */

/* A word that nobody else bears may say who it was. */
static enum err take_tags(struct ctx *ctx, struct forget *forget)
{
    struct id_set all = { 0 };

    forget->tags = all;
    for (int i = 0; i < forget->people.count; i++)
        TRY(privacy_store_tags_of(ctx, forget->people.items[i], &all));
    id_set_settle(&all);
    for (int i = 0; i < all.count; i++) {
        int64_t others;

        TRY(privacy_store_tag_others(ctx, forget, all.items[i], &others));
        if (others == 0)
            id_set_add(ctx, &forget->tags, all.items[i]);
    }
    return ERR_OK;
}

enum err privacy_find_rows(struct ctx *ctx, struct forget *forget)
{
    id_set_settle(&forget->people);
    TRY(booking_forget_find(ctx, forget));
    TRY(guest_forget_find(ctx, forget));
    TRY(record_forget_find(ctx, forget));
    TRY(communication_forget_find(ctx, forget));
    TRY(survey_forget_find(ctx, forget));
    TRY(checkout_forget_find(ctx, forget));
    TRY(follow_up_forget_find(ctx, forget));
    TRY(submission_forget_find(ctx, forget));
    return take_tags(ctx, forget);
}

static enum err take_orphans(struct ctx *ctx, struct forget *forget, const struct string_list *addresses)
{
    for (int i = 0; i < addresses->count; i++)
        TRY(consent_orphans(ctx, addresses->items[i], &forget->consents));
    return ERR_OK;
}

static enum err start(struct ctx *ctx, const struct erasure_subject *subject, struct forget *forget)
{
    bool is_phone = str_equal(str_from(subject->kind), STR("phone"));

    if (subject->id != 0) {
        id_set_add(ctx, &forget->people, subject->id);
        return ERR_OK;
    }
    forget_add(ctx, is_phone ? &forget->phones : &forget->emails, subject->address);
    return forget_add_holders(ctx, forget, subject->address, is_phone);
}

static bool is_anybody(const struct forget *forget)
{
    return forget->bookings.count + forget->guests.count + forget->communications.count + forget->responses.count +
               forget->records.count + forget->consents.count + forget->sharers.count + forget->trash.count >
           0;
}

/* A person must be there, or in the trash; under an address there must be something. */
static enum err must_be_there(struct ctx *ctx, const struct erasure_subject *subject, struct forget *forget)
{
    enum person_kind kind = PERSON_NONE;

    if (subject->id == 0)
        return is_anybody(forget) || forget->people.count > 0
                   ? ERR_OK
                   : fail(ctx, ERR_NOT_FOUND, "There is nothing under this address.");
    TRY(person_kind_of(ctx, subject->id, &kind));
    if (id_set_has(&forget->trash, subject->id))
        return ERR_OK;
    return kind != PERSON_NONE && str_equal(str_from(person_kind_name(kind)), str_from(subject->kind)) ? ERR_OK
                                                                                                       : ERR_NOT_FOUND;
}

/* All of theirs, from the people and addresses that are known to begin with. */
static enum err find_theirs(struct ctx *ctx, struct forget *forget, struct str asked)
{
    TRY(take_people(ctx, forget));
    TRY(take_trash(ctx, forget));
    TRY(take_people(ctx, forget));
    TRY(leave_others_phones(ctx, forget, asked));
    TRY(take_orphans(ctx, forget, &forget->emails));
    TRY(take_orphans(ctx, forget, &forget->phones));
    id_set_settle(&forget->consents);
    return privacy_find_rows(ctx, forget);
}

enum err privacy_find_again(struct ctx *ctx, struct forget *forget)
{
    for (int i = 0; i < forget->emails.count; i++)
        TRY(forget_add_holders(ctx, forget, forget->emails.items[i], false));
    for (int i = 0; i < forget->phones.count; i++)
        TRY(forget_add_holders(ctx, forget, forget->phones.items[i], true));
    return find_theirs(ctx, forget, STR_EMPTY);
}

enum err privacy_find(struct ctx *ctx, const struct erasure_subject *subject, struct forget *forget)
{
    *forget = (struct forget){ .now_ms = ctx->now_ms };
    TRY(start(ctx, subject, forget));
    TRY(find_theirs(ctx, forget, subject->address));
    return must_be_there(ctx, subject, forget);
}
