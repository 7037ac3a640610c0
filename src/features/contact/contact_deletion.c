/*
 * Deleting a contact, and taking it back (docs/decisions/0002-deletion.md). Its customer stays.
 */
#include "features/audit/audit.h"
#include "features/consent/consent.h"
#include "features/contact/contact.h"
#include "features/hooks.h"
#include "features/tag/tag.h"

enum err contact_deletion_preview(struct ctx *ctx, id64 id, struct contact *contact, struct deletion *out)
{
    enum err err;

    *contact = (struct contact){ 0 };
    err = deletion_done(ctx, id, PERSON_CONTACT, &contact_resource, contact, out);
    if (err != ERR_NOT_FOUND)
        return err;
    TRY(contact_get(ctx, id, contact));
    return deletion_to_come(ctx, id, out);
}

enum err contact_delete(struct ctx *ctx, id64 id, bool permanent)
{
    struct trash_links links = { 0 };
    static const struct figure_contact nowhere;
    struct figure_contact figure;
    struct contact contact;
    struct person person;

    TRY(contact_get_to_change(ctx, id, &contact));
    person = contact_person(&contact);
    figure = contact_figure(&contact);
    TRY(hook_person_deleted(ctx, id, &links.ties));
    TRY(tag_forget(ctx, id));
    TRY(person_count(ctx, PERSON_CONTACT, contact.archived_ms ? 0 : -1, contact.archived_ms ? -1 : 0));
    TRY(figure_contact_moved(ctx, &figure, &nowhere));
    TRY(trash_person(ctx, &person, &contact_resource, &contact, &links, permanent));
    return audit_record(ctx, "contact.deleted", id);
}

/* The link comes back only while there is somebody to link to. */
static enum err keep_link(struct ctx *ctx, struct contact *contact)
{
    enum person_kind kind = PERSON_NONE;

    if (contact->customer_id != 0)
        TRY(person_kind_of(ctx, contact->customer_id, &kind));
    if (kind != PERSON_CUSTOMER)
        contact->customer_id = contact->converted_ms = 0;
    return ERR_OK;
}

static enum err insert_again(struct ctx *ctx, struct contact *contact, struct trash_warning **warnings)
{
    static const struct person_effects no_effects;
    struct person person = contact_person(contact);

    TRY(trash_leave_taken(ctx, &person, warnings));
    TRY(person_begin(ctx, &person));
    TRY(tag_set(ctx, contact->id, PERSON_CONTACT, &contact->tags));
    TRY(problems_err(ctx));
    person_derive(ctx, &person);
    contact->updated_ms = ctx->now_ms;
    contact->edit++;
    contact->view++;
    TRY(resource_insert(ctx, &contact_resource, contact));
    return person_save(ctx, &person, NULL, &no_effects);
}

enum err contact_restore(struct ctx *ctx, id64 id, struct contact *out, struct trash_warning **warnings)
{
    static const struct figure_contact nowhere;
    struct figure_contact figure;
    struct trash_item item;

    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(trash_get(ctx, id, PERSON_CONTACT, &item));
    *out = (struct contact){ 0 };
    if (!resource_from_snapshot(ctx, &contact_resource, json_object_get(item.snapshot, "record"), out))
        return fail(ctx, ERR_INTERNAL, "The deleted record cannot be read.");
    TRY(keep_link(ctx, out));
    TRY(insert_again(ctx, out, warnings));
    TRY(person_count(ctx, PERSON_CONTACT, out->archived_ms ? 0 : 1, out->archived_ms ? 1 : 0));
    figure = contact_figure(out);
    TRY(figure_contact_moved(ctx, &nowhere, &figure));
    TRY(hook_person_restored(ctx, &item));
    TRY(trash_put_back(ctx, &item));
    TRY(consent_refresh(ctx, id));
    TRY(audit_record(ctx, "contact.restored", id));
    return contact_get(ctx, id, out);
}
