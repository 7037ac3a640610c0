#include "features/contact/contact_bulk.h"

#include "features/consent/consent.h"

static enum err convert(struct ctx *ctx, id64 id)
{
    struct customer customer;

    return contact_convert(ctx, id, &customer, NULL);
}

static enum err one(struct ctx *ctx, enum bulk_action action, id64 id, const struct string_list *tags)
{
    switch (action) {
    case BULK_ADD_TAGS: return contact_add_tags(ctx, id, tags);
    case BULK_REMOVE_TAGS: return contact_remove_tags(ctx, id, tags);
    case BULK_DELETE: return contact_delete(ctx, id, false);
    case BULK_ARCHIVE: return contact_archive(ctx, id);
    case BULK_UNARCHIVE: return contact_unarchive(ctx, id);
    case BULK_CONVERT: return convert(ctx, id);
    case BULK_WITHDRAW: return consent_withdraw(ctx, id, STR("bulk"));
    case BULK_SCHEDULE_FOLLOW_UP:
    case BULK_NONE: break;
    }
    return fail(ctx, ERR_INVALID, "There is no such action for contacts.");
}

const struct bulk_kind contact_bulk = {
    .kind = PERSON_CONTACT,
    .job = "contacts.bulk",
    .list = &contact_list,
    .converts = true,
    .one = one,
};

enum err contact_bulk_step(struct ctx *ctx, struct job *job)
{
    return bulk_step(ctx, &contact_bulk, job);
}
