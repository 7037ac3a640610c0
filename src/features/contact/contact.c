/*
 * The rules of contacts. Conversion is in contact_conversion.c, deletion in contact_deletion.c.
 */
#include "features/audit/audit.h"
#include "features/consent/consent.h"
#include "features/contact/contact_store.h"
#include "features/hooks.h"
#include "features/tag/tag.h"

struct person contact_person(struct contact *contact)
{
    return (struct person){
        .kind = PERSON_CONTACT,
        .id = contact->id,
        .customer_id = contact->customer_id,
        .name = &contact->name,
        .name_fold = &contact->name_fold,
        .emails = &contact->emails,
        .phones = &contact->phones,
        .previous_phones = &contact->previous_phones,
        .external_ids = &contact->external_ids,
        .tags = &contact->tags,
        .primary_email = &contact->primary_email,
        .primary_phone = &contact->primary_phone,
        .company = &contact->company,
        .search = &contact->search,
    };
}

struct figure_contact contact_figure(const struct contact *contact)
{
    return (struct figure_contact){
        .listed = contact->archived_ms == 0,
        .linked = contact->customer_id != 0,
        .captured_ms = contact->captured_ms,
        .source = contact->source,
    };
}

/* Its place in the figures, after what was saved. */
static enum err move_figure(struct ctx *ctx, const struct contact *before, const struct contact *after)
{
    static const struct figure_contact nowhere;
    struct figure_contact was = before ? contact_figure(before) : nowhere, is = contact_figure(after);

    return figure_contact_moved(ctx, &was, &is);
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

static struct str type_of(const struct contact *contact)
{
    bool email = contact->primary_email.len > 0, phone = contact->primary_phone.len > 0;

    return email && phone ? STR("Both") : email ? STR("Email") : phone ? STR("Phone") : STR("Unknown");
}

static struct str status_of(const struct ctx *ctx, const struct contact *contact)
{
    if (contact->customer_id != 0)
        return STR("converted");
    if (contact->lost_ms != 0)
        return STR("lost");
    if (contact->follow_up_ms != 0)
        return contact->follow_up_ms <= ctx->now_ms ? STR("follow-up-due") : STR("follow-up-scheduled");
    return contact->contacted_ms != 0 ? STR("contacted") : STR("new");
}

enum err contact_complete(struct ctx *ctx, void *records, int count)
{
    struct contact *contacts = records;

    for (int i = 0; i < count; i++) {
        contacts[i].contact_type = type_of(&contacts[i]);
        contacts[i].status = status_of(ctx, &contacts[i]);
    }
    return ERR_OK;
}

enum err contact_total(struct ctx *ctx, int64_t *out)
{
    return person_counted(ctx, PERSON_CONTACT, out);
}

enum err contact_get(struct ctx *ctx, id64 id, struct contact *out)
{
    TRY(resource_get(ctx, &contact_resource, ctx->location_id, id, out));
    return contact_complete(ctx, out, 1);
}

enum err contact_get_to_change(struct ctx *ctx, id64 id, struct contact *out)
{
    TRY(store_lock_location(ctx, ctx->location_id));
    return contact_get(ctx, id, out);
}

/* ---- creating ------------------------------------------------------------------------------------------------ */

bool contact_is_manual(const struct contact *contact)
{
    static const char *const captured[] = { "contact-form", "subscribe-form", "abandoned-checkout", "import" };

    if (contact->obtain_method.len > 0 && !str_equal(contact->obtain_method, STR("manual")))
        return false;
    for (size_t i = 0; i < sizeof(captured) / sizeof(captured[0]); i++)
        if (str_equal(contact->source, str_from(captured[i])))
            return false;
    return true;
}

/* A link by hand: to a customer of this location. */
static enum err check_link(struct ctx *ctx, const struct contact *contact)
{
    enum person_kind kind;

    if (contact->customer_id == 0)
        return ERR_OK;
    TRY(person_kind_of(ctx, contact->customer_id, &kind));
    if (kind != PERSON_CUSTOMER)
        problem_add(ctx, STR("customer_id"), "unknown", "There is no such customer.");
    return ERR_OK;
}

/* Only a method that was named can be shown to anybody who asks. */
static enum err say_consent(struct ctx *ctx, const struct contact *contact, bool named)
{
    bool demonstrable = named && contact->obtain_method.len > 0 && !str_equal(contact->obtain_method, STR("manual"));

    return consent_state_set(ctx, contact->id, contact->contact_consent, named ? contact->obtain_method : STR("manual"),
                             demonstrable);
}

static void fill_in_new(struct ctx *ctx, struct contact *contact)
{
    contact->id = ctx_new_id(ctx);
    contact->location_id = ctx->location_id;
    contact->created_ms = contact->updated_ms = contact->active_ms = ctx->now_ms;
    contact->edit = contact->view = 1;
    if (contact->captured_ms == 0)
        contact->captured_ms = ctx->now_ms;
    if (contact->customer_id != 0)
        contact->converted_ms = ctx->now_ms;
    if (contact->lost_reason.len > 0)
        contact->lost_ms = ctx->now_ms;
    if (contact->contact_consent && contact->obtain_method.len == 0)
        contact->obtain_method = STR("manual");
}

/* A new record is no way around a withdrawal: neither of an address, nor of the customer whom it belongs to. */
static enum err heed_withdrawals(struct ctx *ctx, struct contact *contact)
{
    const struct email_list *emails = &contact->emails;
    const struct phone_list *phones = &contact->phones;
    bool withdrawn = false;

    if (!contact->contact_consent)
        return ERR_OK;
    if (contact->customer_id != 0)
        TRY(consent_is_withdrawn(ctx, contact->customer_id, &withdrawn));
    for (int i = 0; i < emails->count && !withdrawn; i++)
        TRY(consent_suppressed(ctx, emails->items[i].address, &withdrawn));
    for (int i = 0; i < phones->count && !withdrawn; i++)
        if (phones->items[i].number.len)
            TRY(consent_suppressed(ctx, phones->items[i].number, &withdrawn));
    contact->contact_consent = !withdrawn;
    return ERR_OK;
}

enum err contact_create(struct ctx *ctx, struct contact *contact)
{
    struct person_effects effects;
    struct person person;

    TRY(store_lock_location(ctx, ctx->location_id));
    fill_in_new(ctx, contact);
    person = contact_person(contact);
    TRY(person_check(ctx, &person, NULL, PERSON_STRICT, &effects));
    TRY(check_link(ctx, contact));
    tag_check(ctx, &contact->tags);
    TRY(problems_err(ctx));
    TRY(heed_withdrawals(ctx, contact));
    TRY(person_begin(ctx, &person));
    if (contact->tags.count > 0)
        TRY(tag_set(ctx, contact->id, PERSON_CONTACT, &contact->tags));
    person_derive(ctx, &person);
    TRY(resource_insert(ctx, &contact_resource, contact));
    TRY(person_save(ctx, &person, NULL, &effects));
    TRY(person_count(ctx, PERSON_CONTACT, 1, 0));
    TRY(move_figure(ctx, NULL, contact));
    TRY(audit_record(ctx, "contact.created", contact->id));
    if (contact->contact_consent)
        TRY(say_consent(ctx, contact, true));
    if (contact->customer_id == 0)
        return contact_complete(ctx, contact, 1);
    TRY(consent_refresh(ctx, contact->id));
    return contact_get(ctx, contact->id, contact);
}

/* ---- changing ------------------------------------------------------------------------------------------------ */

/* What follows from the fields that were changed: closed or open, linked or not. */
static void follow(struct ctx *ctx, const struct contact *before, struct contact *after)
{
    if (after->lost_reason.len == 0)
        after->lost_ms = 0;
    else if (before->lost_ms == 0)
        after->lost_ms = ctx->now_ms;
    if (after->customer_id != before->customer_id)
        after->converted_ms = after->customer_id ? ctx->now_ms : 0;
    if (after->captured_ms == 0)
        after->captured_ms = before->captured_ms;
}

static enum err save(struct ctx *ctx, const struct contact *before, struct contact *after,
                     const struct person_effects *effects)
{
    struct contact was = *before;
    struct person person = contact_person(after), person_before = contact_person(&was);
    struct str changes;

    follow(ctx, before, after);
    person_derive(ctx, &person);
    changes = resource_changes(ctx, &contact_resource, before, after);
    if (changes.len == 0)
        return contact_complete(ctx, after, 1);
    after->updated_ms = ctx->now_ms;
    after->edit = before->edit + 1;
    after->view = before->view + 1;
    TRY(resource_update(ctx, &contact_resource, after));
    TRY(move_figure(ctx, before, after));
    TRY(person_save(ctx, &person, &person_before, effects));
    TRY(audit_changes(ctx, "contact.updated", after->id, changes));
    return contact_complete(ctx, after, 1);
}

/* Whose events count, and which channel contact_consent speaks of, has changed: for the customer that it left too. */
static enum err follow_consent(struct ctx *ctx, const struct contact *before, struct contact *after)
{
    TRY(consent_refresh(ctx, after->id));
    if (before->customer_id != 0 && before->customer_id != after->customer_id)
        TRY(consent_refresh(ctx, before->customer_id));
    return contact_get(ctx, after->id, after);
}

enum err contact_update(struct ctx *ctx, const struct contact *before, struct contact *after)
{
    struct contact was = *before;
    struct person person = contact_person(after), person_before = contact_person(&was);
    struct person_effects effects;
    bool relinked = after->customer_id != before->customer_id;

    TRY(person_check(ctx, &person, &person_before, PERSON_STRICT, &effects));
    if (relinked)
        TRY(check_link(ctx, after));
    TRY(problems_err(ctx));
    if (person_tags_differ(&before->tags, &after->tags))
        TRY(tag_set(ctx, after->id, PERSON_CONTACT, &after->tags));
    TRY(problems_err(ctx));
    if (before->contact_consent != after->contact_consent)
        TRY(say_consent(ctx, after, !str_equal(before->obtain_method, after->obtain_method)));
    TRY(save(ctx, before, after, &effects));
    if (relinked && after->customer_id != 0) {
        TRY(person_unpair(ctx, after->id, after->customer_id));
        TRY(hook_contact_converted(ctx, after->id, after->customer_id));
    }
    return relinked || !before->primary_email.len != !after->primary_email.len ? follow_consent(ctx, before, after)
                                                                               : ERR_OK;
}

enum err contact_add_tags(struct ctx *ctx, id64 id, const struct string_list *tags)
{
    struct contact before, after;

    TRY(contact_get_to_change(ctx, id, &before));
    after = before;
    after.tags = person_tags_joined(ctx, &before.tags, tags);
    return contact_update(ctx, &before, &after);
}

enum err contact_remove_tags(struct ctx *ctx, id64 id, const struct string_list *tags)
{
    struct contact before, after;

    TRY(contact_get_to_change(ctx, id, &before));
    after = before;
    after.tags = person_tags_less(ctx, &before.tags, tags);
    return contact_update(ctx, &before, &after);
}

/* ---- archive ------------------------------------------------------------------------------------------------- */

static enum err set_archived(struct ctx *ctx, id64 id, int64_t archived_ms)
{
    struct contact before, contact;

    TRY(contact_get_to_change(ctx, id, &contact));
    if ((contact.archived_ms != 0) == (archived_ms != 0))
        return ERR_OK;
    before = contact;
    contact.archived_ms = archived_ms;
    contact.updated_ms = ctx->now_ms;
    contact.edit++;
    contact.view++;
    TRY(resource_update(ctx, &contact_resource, &contact));
    TRY(person_count(ctx, PERSON_CONTACT, archived_ms ? -1 : 1, archived_ms ? 1 : -1));
    TRY(move_figure(ctx, &before, &contact));
    return audit_record(ctx, archived_ms ? "contact.archived" : "contact.unarchived", id);
}

enum err contact_archive(struct ctx *ctx, id64 id)
{
    return set_archived(ctx, id, ctx->now_ms);
}

enum err contact_unarchive(struct ctx *ctx, id64 id)
{
    return set_archived(ctx, id, 0);
}

/* ---- where it stands ----------------------------------------------------------------------------------------- */

enum err contact_refresh_standing(struct ctx *ctx, id64 id)
{
    return contact_store_refresh_standing(ctx, id);
}

/* ---- what the person does ------------------------------------------------------------------------------------ */

enum err contact_gain(struct ctx *ctx, id64 id, const struct identity *identity, int *left_out)
{
    struct contact before, after;
    struct person person, person_before;
    struct person_effects effects = { 0 };
    bool changed;

    *left_out = 0;
    TRY(contact_get_to_change(ctx, id, &before));
    if (before.archived_ms != 0) {
        TRY(contact_unarchive(ctx, id));
        TRY(contact_get(ctx, id, &before));
    }
    TRY(contact_store_touch(ctx, id, ctx->now_ms));
    if (before.active_ms < ctx->now_ms)
        before.active_ms = ctx->now_ms;
    after = before;
    after.lost_reason = STR_EMPTY;
    person = contact_person(&after);
    person_before = contact_person(&before);
    changed = person_take_in(ctx, &person, identity, left_out);
    if (changed)
        TRY(person_check(ctx, &person, &person_before, PERSON_OUTSIDE, &effects));
    *left_out += effects.left_out;
    if (!changed && before.lost_reason.len == 0)
        return ERR_OK;
    TRY(problems_err(ctx));
    return save(ctx, &before, &after, &effects);
}
