/*
 * Taking people out of records: kind, amount, day and status stay. What the law makes one keep stays whole, is named,
 * and goes when its hold is over.
 */
#include "features/record/record_rules.h"
#include "features/record/record_store.h"

static void keep(struct ctx *ctx, struct forget *forget, const struct record *record)
{
    struct forget_kept *kept = ARENA_NEW(ctx->arena, struct forget_kept);

    *kept = (struct forget_kept){ record->id, record->kind, record->hold_reason, record->hold_until, forget->kept };
    forget->kept = kept;
}

/* A record that somebody in the trash had may have been deleted since. */
static enum err look_at_each(struct ctx *ctx, struct forget *forget)
{
    struct id_set there = { 0 };

    forget->kept = NULL;
    for (int i = forget->records.count; i-- > 0;) {
        struct record record;
        enum err err = record_get(ctx, forget->records.items[i], &record);

        if (err == ERR_NOT_FOUND)
            continue;
        TRY(err);
        id_set_add(ctx, &there, record.id);
        if (record_on_hold(ctx, &record))
            keep(ctx, forget, &record);
    }
    id_set_settle(&there);
    forget->records = there;
    return ERR_OK;
}

enum err record_forget_find(struct ctx *ctx, struct forget *forget)
{
    for (int i = 0; i < forget->people.count; i++)
        TRY(record_store_forget_of(ctx, forget, forget->people.items[i]));
    for (int i = 0; i < forget->bookings.count; i++)
        TRY(record_store_forget_booking(ctx, forget, forget->bookings.items[i]));
    for (int i = 0; i < forget->emails.count; i++)
        TRY(record_store_forget_address(ctx, forget, forget->emails.items[i], false));
    for (int i = 0; i < forget->phones.count; i++)
        TRY(record_store_forget_address(ctx, forget, forget->phones.items[i], true));
    id_set_settle(&forget->records);
    return look_at_each(ctx, forget);
}

static void forget_signer(struct record *record)
{
    record->signer_name = record->signer_email = record->signer_phone = record->signer_birth = STR_EMPTY;
    record->email_normal = record->e164 = STR_EMPTY;
}

/* What belongs to somebody else only loses the signer's address that is erased. */
static enum err take_out(struct ctx *ctx, struct record *record)
{
    forget_signer(record);
    record->erase_later = false;
    if (record->person_id != 0)
        return ERR_OK;
    record->title = record->number = record->link = STR_EMPTY;
    record->booking_source = record->booking_external_id = STR_EMPTY;
    record->hold_reason = record->hold_until = STR_EMPTY;
    record->unlinked = true;
    record->erased_ms = ctx->now_ms;
    return person_erase_key(ctx, record->source, &record->external_id);
}

static enum err forget_one(struct ctx *ctx, const struct record *before)
{
    struct record after = *before;

    if (record_on_hold(ctx, before))
        after.erase_later = true;
    else
        TRY(take_out(ctx, &after));
    after.updated_ms = ctx->now_ms;
    after.edit++;
    return resource_update(ctx, &record_resource, &after);
}

enum err record_forget(struct ctx *ctx, struct forget *forget)
{
    for (int i = 0; i < forget->records.count; i++) {
        struct arena_mark mark = arena_mark(ctx->arena);
        struct record record;
        enum err err = record_get(ctx, forget->records.items[i], &record);

        if (err == ERR_OK)
            err = forget_one(ctx, &record);
        if (err != ERR_OK && err != ERR_NOT_FOUND)
            return err;
        arena_rewind(ctx->arena, mark);
    }
    return ERR_OK;
}

enum err record_forget_held(struct ctx *ctx, id64 id)
{
    struct record record;

    TRY(record_get(ctx, id, &record));
    return record.erase_later && !record_on_hold(ctx, &record) ? forget_one(ctx, &record) : ERR_OK;
}
