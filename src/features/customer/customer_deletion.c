/*
 * Deleting a customer, and taking it back (docs/decisions/0002-deletion.md).
 */
#include "features/audit/audit.h"
#include "features/consent/consent.h"
#include "features/customer/customer_store.h"
#include "features/hooks.h"
#include "features/tag/tag.h"

enum err customer_deletion_preview(struct ctx *ctx, id64 id, struct customer *customer, struct deletion *out)
{
    enum err err;

    *customer = (struct customer){ 0 };
    err = deletion_done(ctx, id, PERSON_CUSTOMER, &customer_resource, customer, out);
    if (err != ERR_NOT_FOUND)
        return err;
    TRY(customer_get(ctx, id, customer));
    TRY(deletion_to_come(ctx, id, out));
    return customer_store_contact_count(ctx, id, &out->contacts);
}

/* They are leads again: what they said themselves counts. */
static enum err unlink_contacts(struct ctx *ctx, id64 id)
{
    struct linked_contact *contacts;
    int count;

    TRY(customer_store_linked(ctx, id, &contacts, &count));
    TRY(customer_store_contacts_unlink(ctx, id));
    for (int i = 0; i < count; i++) {
        struct figure_contact lead = contacts[i].figure;

        lead.linked = false;
        TRY(figure_contact_moved(ctx, &contacts[i].figure, &lead));
        TRY(audit_record(ctx, "contact.unlinked", contacts[i].id));
        TRY(consent_refresh(ctx, contacts[i].id));
    }
    return ERR_OK;
}

enum err customer_delete(struct ctx *ctx, id64 id, bool permanent)
{
    struct trash_links links = { 0 };
    struct customer customer;
    struct person person;

    TRY(customer_get_to_change(ctx, id, &customer));
    person = customer_person(&customer);
    TRY(customer_store_contacts(ctx, id, &links.contacts));
    TRY(unlink_contacts(ctx, id));
    TRY(hook_person_deleted(ctx, id, &links.ties));
    TRY(tag_forget(ctx, id));
    TRY(person_count(ctx, PERSON_CUSTOMER, customer.archived_ms ? 0 : -1, customer.archived_ms ? -1 : 0));
    TRY(figure_customer_moved(ctx, customer_figure(&customer), (struct figure_customer){ 0 }));
    TRY(trash_person(ctx, &person, &customer_resource, &customer, &links, permanent));
    return audit_record(ctx, "customer.deleted", id);
}

static enum err relink_contacts(struct ctx *ctx, id64 id, const json_t *contacts)
{
    struct linked_contact *linked;
    const json_t *contact;
    size_t i;
    int count;

    json_array_foreach(contacts, i, contact)
        TRY(customer_store_contact_relink(ctx, id, json_integer_value(json_object_get(contact, "id")),
                                          json_integer_value(json_object_get(contact, "converted_ms"))));
    TRY(customer_store_linked(ctx, id, &linked, &count));
    for (int k = 0; k < count; k++) {
        struct figure_contact lead = linked[k].figure;

        lead.linked = false;
        TRY(figure_contact_moved(ctx, &lead, &linked[k].figure));
        TRY(audit_record(ctx, "contact.linked", linked[k].id));
    }
    return ERR_OK;
}

/* The record as it was, less what others have meanwhile. */
static enum err insert_again(struct ctx *ctx, struct customer *customer, struct trash_warning **warnings)
{
    static const struct person_effects no_effects;
    struct person person = customer_person(customer);

    TRY(trash_leave_taken(ctx, &person, warnings));
    TRY(person_begin(ctx, &person));
    TRY(tag_set(ctx, customer->id, PERSON_CUSTOMER, &customer->tags));
    TRY(problems_err(ctx));
    person_derive(ctx, &person);
    customer->incomplete = customer->emails.count == 0;
    customer->updated_ms = ctx->now_ms;
    customer->edit++;
    customer->view++;
    TRY(resource_insert(ctx, &customer_resource, customer));
    return person_save(ctx, &person, NULL, &no_effects);
}

enum err customer_restore(struct ctx *ctx, id64 id, struct customer *out, struct trash_warning **warnings)
{
    struct trash_item item;

    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(trash_get(ctx, id, PERSON_CUSTOMER, &item));
    *out = (struct customer){ 0 };
    if (!resource_from_snapshot(ctx, &customer_resource, json_object_get(item.snapshot, "record"), out))
        return fail(ctx, ERR_INTERNAL, "The deleted record cannot be read.");
    TRY(insert_again(ctx, out, warnings));
    TRY(person_count(ctx, PERSON_CUSTOMER, out->archived_ms ? 0 : 1, out->archived_ms ? 1 : 0));
    TRY(figure_customer_moved(ctx, (struct figure_customer){ 0 }, customer_figure(out)));
    TRY(relink_contacts(ctx, id, json_object_get(item.snapshot, "contacts")));
    TRY(hook_person_restored(ctx, &item));
    TRY(trash_put_back(ctx, &item));
    TRY(consent_refresh(ctx, id));
    TRY(audit_record(ctx, "customer.restored", id));
    return customer_get(ctx, id, out);
}
