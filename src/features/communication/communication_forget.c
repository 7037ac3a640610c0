/*
 * Taking people out of communications: that something was sent, by which channel and when, stays.
 */
#include "features/communication/communication.h"
#include "features/communication/communication_store.h"

enum err communication_forget_find(struct ctx *ctx, struct forget *forget)
{
    for (int i = 0; i < forget->people.count; i++)
        TRY(communication_store_forget_of(ctx, forget, forget->people.items[i]));
    for (int i = 0; i < forget->emails.count; i++)
        TRY(communication_store_forget_address(ctx, forget, forget->emails.items[i]));
    for (int i = 0; i < forget->phones.count; i++)
        TRY(communication_store_forget_address(ctx, forget, forget->phones.items[i]));
    if (!forget->quick)
        TRY(communication_store_forget_references(ctx, forget));
    id_set_settle(&forget->communications);
    return ERR_OK;
}

static enum err forget_one(struct ctx *ctx, const struct communication *before)
{
    struct communication after = *before;

    after.address = after.address_normal = STR_EMPTY;
    /* what belongs to somebody else is theirs, without the address that is erased */
    if (before->person_id == 0) {
        after.title = after.body = after.status = STR_EMPTY;
        after.unlinked = true;
        after.erased_ms = ctx->now_ms;
        TRY(person_erase_key(ctx, after.source, &after.external_id));
    }
    after.updated_ms = ctx->now_ms;
    after.edit++;
    return resource_update(ctx, &communication_resource, &after);
}

enum err communication_forget(struct ctx *ctx, struct forget *forget)
{
    for (int i = 0; i < forget->communications.count; i++) {
        struct arena_mark mark = arena_mark(ctx->arena);
        struct communication communication;
        enum err err = communication_get(ctx, forget->communications.items[i], &communication);

        if (err == ERR_OK)
            err = forget_one(ctx, &communication);
        if (err != ERR_OK && err != ERR_NOT_FOUND)
            return err;
        arena_rewind(ctx->arena, mark);
    }
    return ERR_OK;
}
