#include "features/mail/mail_unsubscribe.h"

#include "features/link/link.h"

#include <string.h>

enum err mail_reader_find(struct ctx *ctx, struct str token, struct location *location, struct mail_reader *out)
{
    struct link link;

    TRY(link_open(ctx, token, LINK_UNSUBSCRIBE, &link));
    TRY(location_get(ctx, link.location_id, location));
    location_enter(ctx, location);
    *out = (struct mail_reader){ .id = link.subject_id };
    TRY(person_kind_of(ctx, link.subject_id, &out->kind));
    return out->kind == PERSON_NONE ? ERR_OK : consent_standings(ctx, out->id, out->standings);
}

static enum err withdraw(struct ctx *ctx, const struct mail_reader *reader, const char *channel, const char *purpose)
{
    struct consent event = {
        .person_id = reader->id,
        .channel = str_from(channel),
        .purpose = str_from(purpose),
        .obtain_method = STR("unsubscribe"),
        .page = STR("/u/"),
        .ip = ctx->ip,
        .user_agent = ctx->user_agent,
        .demonstrable = true,
    };

    return consent_append(ctx, &event);
}

/* The addresses of somebody who is in the trash: whoever is taken back has said no by these. */
static enum err suppress_deleted(struct ctx *ctx, id64 id)
{
    static const enum person_kind kinds[] = { PERSON_CUSTOMER, PERSON_CONTACT };

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        struct trash_item item;
        enum err err = trash_get(ctx, id, kinds[i], &item);
        struct email_list emails;
        struct str text;

        if (err == ERR_NOT_FOUND)
            continue;
        TRY(err);
        text = json_text(json_object_get(json_object_get(item.snapshot, "record"), "emails"));
        if (!emails_from_json(ctx->arena, text, &emails))
            return fail(ctx, ERR_INTERNAL, "The deleted person cannot be read.");
        for (int j = 0; j < emails.count; j++)
            TRY(consent_suppress(ctx, emails.items[j].address, "withdrawn"));
    }
    return ERR_OK;
}

static bool all_withdrawn(const struct mail_reader *reader, const char *purpose)
{
    for (int i = 0; i < CONSENT_STATES; i++)
        if (strcmp(reader->standings[i].purpose, purpose) == 0 && !reader->standings[i].withdrawn)
            return false;
    return true;
}

enum err mail_reader_stop(struct ctx *ctx, const struct mail_reader *reader)
{
    if (reader->kind == PERSON_NONE)
        return suppress_deleted(ctx, reader->id);
    if (!all_withdrawn(reader, "marketing"))
        TRY(withdraw(ctx, reader, "any", "marketing"));
    return all_withdrawn(reader, "surveys") ? ERR_OK : withdraw(ctx, reader, "any", "surveys");
}

enum err mail_reader_stop_one(struct ctx *ctx, const struct mail_reader *reader, int index)
{
    const struct consent_standing *state = &reader->standings[index];

    return state->withdrawn ? ERR_OK : withdraw(ctx, reader, state->channel, state->purpose);
}
