/*
 * Customers that other programs tell about, by their own ids (customer.h).
 */
#include "features/customer/customer.h"

enum err customer_of_external(struct ctx *ctx, struct str source, struct str external_id, struct customer *out)
{
    struct person_ref ref;

    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(person_find_external(ctx, source, external_id, PERSON_CUSTOMER, &ref));
    if (ref.id == 0)
        return ERR_NOT_FOUND;
    return customer_get(ctx, ref.id, out);
}

void customer_keep_link(struct ctx *ctx, struct customer *customer, const struct external_id_entry *link)
{
    const struct external_id_list *old = &customer->external_ids;
    struct external_id_list list = { .count = old->count };

    for (int i = 0; i < old->count; i++)
        if (str_equal(old->items[i].source, link->source) && str_equal(old->items[i].id, link->id))
            return;
    list.items = ARENA_ARRAY(ctx->arena, struct external_id_entry, (size_t)old->count + 1);
    for (int i = 0; i < old->count; i++)
        list.items[i] = old->items[i];
    list.items[list.count++] = *link;
    customer->external_ids = list;
}

/* Of what the other program knows, only what we did not: somebody may have corrected the rest here. */
static void fill_gaps(struct customer *customer, const struct customer *wanted)
{
    static const size_t members[] = {
        offsetof(struct customer, company),       offsetof(struct customer, called),
        offsetof(struct customer, language),      offsetof(struct customer, street),
        offsetof(struct customer, city),          offsetof(struct customer, state),
        offsetof(struct customer, zip),           offsetof(struct customer, country),
        offsetof(struct customer, date_of_birth), offsetof(struct customer, notes),
    };

    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        struct str *mine = (struct str *)((char *)customer + members[i]);
        const struct str *theirs = (const struct str *)((const char *)wanted + members[i]);

        if (mine->len == 0)
            *mine = *theirs;
    }
}

static enum err admit_known(struct ctx *ctx, const struct who *who, const struct identity *identity,
                            struct customer *wanted)
{
    struct identity link = { .source = identity->source, .external_id = identity->external_id };
    struct customer before, after;
    int left_out;

    TRY(customer_gain(ctx, who->id, who->disagree ? &link : identity, &left_out));
    TRY(customer_add_tags(ctx, who->id, &wanted->tags));
    TRY(customer_get(ctx, who->id, &before));
    after = before;
    fill_gaps(&after, wanted);
    TRY(customer_update(ctx, &before, &after));
    *wanted = after;
    return ERR_OK;
}

enum err customer_admit(struct ctx *ctx, const struct external_id_entry *link, struct customer *wanted, bool *made)
{
    struct identity identity = {
        .name = wanted->name,
        .emails = wanted->emails,
        .phones = wanted->phones,
        .source = link->source,
        .external_id = link->id,
        .customers_only = true,
    };
    struct who who;

    TRY(problems_err(ctx));
    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(who_is_it(ctx, &identity, &who));
    *made = who.kind != PERSON_CUSTOMER;
    if (!*made)
        return admit_known(ctx, &who, &identity, wanted);
    customer_keep_link(ctx, wanted, link);
    return customer_create(ctx, wanted, CUSTOMER_BY_PROGRAM);
}
