/*
 * People who keep everything but an address that is erased: they shared it, or a form had put it on them.
 */
#include "features/privacy/privacy_rules.h"

#include "features/audit/audit.h"
#include "features/consent/consent.h"

static bool less_emails(struct ctx *ctx, struct email_list *list, const struct string_list *gone)
{
    struct email_entry *kept = ARENA_ARRAY(ctx->arena, struct email_entry, (size_t)list->count + 1);
    int count = 0;

    for (int i = 0; i < list->count; i++)
        if (!forget_has(gone, list->items[i].address))
            kept[count++] = list->items[i];
    if (count == list->count)
        return false;
    *list = (struct email_list){ .items = kept, .count = count };
    return true;
}

static bool less_phones(struct ctx *ctx, struct phone_list *list, const struct string_list *gone)
{
    struct phone_entry *kept = ARENA_ARRAY(ctx->arena, struct phone_entry, (size_t)list->count + 1);
    int count = 0;

    for (int i = 0; i < list->count; i++)
        if (!forget_has(gone, list->items[i].number))
            kept[count++] = list->items[i];
    if (count == list->count)
        return false;
    *list = (struct phone_list){ .items = kept, .count = count };
    return true;
}

/* The lists change in the record that `person` looks into. */
static bool less(struct ctx *ctx, struct person *person, const struct forget *forget)
{
    bool changed = less_emails(ctx, person->emails, &forget->emails);

    changed |= less_phones(ctx, person->phones, &forget->phones);
    changed |= less_phones(ctx, person->previous_phones, &forget->phones);
    if (changed)
        person_derive(ctx, person);
    return changed;
}

static enum err save(struct ctx *ctx, const struct person *before, const struct person *after)
{
    static const struct person_effects none;

    TRY(person_save(ctx, after, before, &none));
    TRY(consent_refresh(ctx, after->id));
    return audit_record(ctx, after->kind == PERSON_CUSTOMER ? "customer.updated" : "contact.updated", after->id);
}

static enum err take_from_customer(struct ctx *ctx, const struct forget *forget, id64 id)
{
    struct customer before, after;
    struct person was, person;

    TRY(customer_get(ctx, id, &before));
    after = before;
    was = customer_person(&before);
    person = customer_person(&after);
    if (!less(ctx, &person, forget))
        return ERR_OK;
    after.incomplete = after.emails.count == 0;
    after.updated_ms = ctx->now_ms;
    after.edit++;
    after.view++;
    TRY(resource_update(ctx, &customer_resource, &after));
    return save(ctx, &was, &person);
}

static enum err take_from_contact(struct ctx *ctx, const struct forget *forget, id64 id)
{
    struct contact before, after;
    struct person was, person;

    TRY(contact_get(ctx, id, &before));
    after = before;
    was = contact_person(&before);
    person = contact_person(&after);
    if (!less(ctx, &person, forget))
        return ERR_OK;
    after.updated_ms = ctx->now_ms;
    after.edit++;
    after.view++;
    TRY(resource_update(ctx, &contact_resource, &after));
    return save(ctx, &was, &person);
}

enum err privacy_take_from_sharers(struct ctx *ctx, struct forget *forget)
{
    for (int i = 0; i < forget->sharers.count; i++) {
        enum person_kind kind;

        TRY(person_kind_of(ctx, forget->sharers.items[i], &kind));
        if (kind == PERSON_CUSTOMER)
            TRY(take_from_customer(ctx, forget, forget->sharers.items[i]));
        else if (kind == PERSON_CONTACT)
            TRY(take_from_contact(ctx, forget, forget->sharers.items[i]));
    }
    return ERR_OK;
}
