#include "features/customer/customer_bulk.h"

#include "features/consent/consent.h"

static enum err one(struct ctx *ctx, enum bulk_action action, id64 id, const struct string_list *tags)
{
    switch (action) {
    case BULK_ADD_TAGS: return customer_add_tags(ctx, id, tags);
    case BULK_REMOVE_TAGS: return customer_remove_tags(ctx, id, tags);
    case BULK_DELETE: return customer_delete(ctx, id, false);
    case BULK_ARCHIVE: return customer_archive(ctx, id);
    case BULK_UNARCHIVE: return customer_unarchive(ctx, id);
    case BULK_WITHDRAW: return consent_withdraw(ctx, id, STR("bulk"));
    case BULK_CONVERT:
    case BULK_SCHEDULE_FOLLOW_UP:
    case BULK_NONE: break;
    }
    return fail(ctx, ERR_INVALID, "There is no such action for customers.");
}

const struct bulk_kind customer_bulk = {
    .kind = PERSON_CUSTOMER,
    .job = "customers.bulk",
    .list = &customer_list,
    .one = one,
};

enum err customer_bulk_step(struct ctx *ctx, struct job *job)
{
    return bulk_step(ctx, &customer_bulk, job);
}
