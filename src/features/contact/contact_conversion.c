/*
 * A contact becomes a customer, or turns out to be one (contact.h).
 */
#include "features/audit/audit.h"
#include "features/consent/consent.h"
#include "features/contact/contact.h"
#include "features/hooks.h"
#include "features/tag/tag.h"

static struct identity identity_of(const struct contact *contact)
{
    struct identity identity = {
        .name = contact->name,
        .emails = contact->emails,
        .phones = contact->phones,
        .except_id = contact->id,
        .customers_only = true,
    };

    if (contact->external_ids.count > 0) {
        identity.source = contact->external_ids.items[0].source;
        identity.external_id = contact->external_ids.items[0].id;
    }
    return identity;
}

/* As many of the contact's tags as the customer has room for. */
static enum err carry_tags(struct ctx *ctx, const struct contact *contact, id64 customer_id)
{
    struct string_list tags = contact->tags;
    struct customer customer;

    if (tags.count == 0)
        return ERR_OK;
    TRY(customer_get(ctx, customer_id, &customer));
    if (tags.count > TAGS_MOST_PER_PERSON - customer.tags.count)
        tags.count = TAGS_MOST_PER_PERSON - customer.tags.count;
    return customer_add_tags(ctx, customer_id, &tags);
}

/* The contact's own notes stay on the contact; the customer takes them only where it has none. */
static enum err carry_rest(struct ctx *ctx, const struct contact *contact, id64 customer_id)
{
    struct customer before, after;

    TRY(customer_get(ctx, customer_id, &before));
    after = before;
    if (after.notes.len == 0)
        after.notes = contact->notes;
    if (after.company.len == 0)
        after.company = contact->company;
    return customer_update(ctx, &before, &after);
}

static enum err join(struct ctx *ctx, const struct contact *contact, const struct who *who)
{
    struct identity identity = identity_of(contact);
    int left_out;

    if (who->disagree) {
        identity.emails = (struct email_list){ 0 };
        identity.phones = (struct phone_list){ 0 };
    }
    TRY(customer_gain(ctx, who->id, &identity, &left_out));
    for (int i = 1; i < contact->external_ids.count; i++) {
        struct identity link = {
            .source = contact->external_ids.items[i].source,
            .external_id = contact->external_ids.items[i].id,
        };

        TRY(customer_gain(ctx, who->id, &link, &left_out));
    }
    TRY(carry_tags(ctx, contact, who->id));
    return carry_rest(ctx, contact, who->id);
}

static enum err make(struct ctx *ctx, const struct contact *contact, id64 *customer_id)
{
    struct customer customer = {
        .name = contact->name,
        .emails = contact->emails,
        .phones = contact->phones,
        .previous_phones = contact->previous_phones,
        .company = contact->company,
        .tags = contact->tags,
        .notes = contact->notes,
        .source = contact->source,
        .external_ids = contact->external_ids,
    };

    TRY(customer_create(ctx, &customer, CUSTOMER_FROM_OUTSIDE));
    *customer_id = customer.id;
    return ERR_OK;
}

static enum err link_to(struct ctx *ctx, id64 id, id64 customer_id)
{
    struct figure_contact lead, converted;
    struct contact contact;

    /* Read again: an address may have become shared while the customer was looked for. */
    TRY(contact_get(ctx, id, &contact));
    lead = contact_figure(&contact);
    contact.customer_id = customer_id;
    contact.converted_ms = contact.updated_ms = ctx->now_ms;
    contact.edit++;
    contact.view++;
    TRY(resource_update(ctx, &contact_resource, &contact));
    converted = contact_figure(&contact);
    TRY(figure_contact_moved(ctx, &lead, &converted));
    TRY(audit_record(ctx, "contact.converted", id));
    TRY(person_unpair(ctx, id, customer_id));
    TRY(consent_refresh(ctx, customer_id));
    return hook_contact_converted(ctx, id, customer_id);
}

enum err contact_convert(struct ctx *ctx, id64 id, struct customer *out, bool *made)
{
    struct contact contact;
    struct identity identity;
    struct who who;

    if (made)
        *made = false;
    TRY(contact_get_to_change(ctx, id, &contact));
    if (contact.customer_id != 0)
        return customer_get(ctx, contact.customer_id, out);
    identity = identity_of(&contact);
    TRY(who_is_it(ctx, &identity, &who));
    TRY(contact_get(ctx, id, &contact));
    if (who.kind == PERSON_CUSTOMER) {
        TRY(join(ctx, &contact, &who));
    } else {
        TRY(make(ctx, &contact, &who.id));
        if (made)
            *made = true;
    }
    TRY(link_to(ctx, id, who.id));
    return customer_get(ctx, who.id, out);
}
