/*
 * Reminders that end from the mail itself: the link in each, one click, without signing in.
 */
#include "features/audit/audit.h"
#include "features/link/link.h"
#include "features/reminder/reminder.h"
#include "features/reminder/reminder_store.h"
#include "features/user/user.h"

static const struct {
    const char *mail;
    enum link_purpose purpose;
} kinds[REMINDER_KINDS] = {
    [REMINDER_KIND_DUE] = { "follow-up-due", LINK_REMINDER_DUE },
    [REMINDER_KIND_DIGEST] = { "digest", LINK_REMINDER_DIGEST },
};

static bool *switch_of(struct reminder *reminder, int kind)
{
    return kind == REMINDER_KIND_DIGEST ? &reminder->digest : &reminder->due_mail;
}

/* ---- the link ---------------------------------------------------------------------------------------------------- */

static enum err open_link(struct ctx *ctx, struct str token, struct link *link, int *kind)
{
    for (*kind = 0; *kind < REMINDER_KINDS; (*kind)++) {
        enum err err = link_open(ctx, token, kinds[*kind].purpose, link);

        if (err != ERR_NOT_FOUND)
            return err;
    }
    return ERR_NOT_FOUND;
}

enum err reminder_reader_find(struct ctx *ctx, struct str token, struct reminder_reader *out)
{
    struct location *location = ARENA_NEW(ctx->arena, struct location);
    struct reminder reminder;
    struct link link;

    *out = (struct reminder_reader){ 0 };
    TRY(open_link(ctx, token, &link, &out->kind));
    TRY(location_get(ctx, link.location_id, location));
    location_enter(ctx, location);
    out->user_id = link.subject_id;
    TRY(user_works_here(ctx, out->user_id, &out->works_here));
    TRY(reminder_store_get(ctx, out->user_id, &reminder));
    out->on = out->works_here && *switch_of(&reminder, out->kind);
    return ERR_OK;
}

enum err reminder_reader_set(struct ctx *ctx, const struct reminder_reader *reader, bool on)
{
    struct reminder reminder;

    if (!reader->works_here || reader->on == on)
        return ERR_OK;
    TRY(reminder_store_get(ctx, reader->user_id, &reminder));
    *switch_of(&reminder, reader->kind) = on;
    TRY(reminder_store_save(ctx, &reminder));
    return audit_record(ctx, on ? "user.reminders_on" : "user.reminders_off", reader->user_id);
}

/* ---- the mail ---------------------------------------------------------------------------------------------------- */

static enum err stop_page(struct ctx *ctx, int kind, id64 user_id, struct str *url)
{
    struct link link = { kinds[kind].purpose, ctx->location_id, user_id, 0 };
    struct str token;

    TRY(link_token(ctx, &link, &token));
    return link_address(ctx, "/r/", token, url);
}

enum err reminder_mail_wish(struct ctx *ctx, struct str kind, id64 user_id, struct mail_wish *out)
{
    struct reminder reminder;
    bool works_here;

    *out = (struct mail_wish){ .wanted = true };
    for (int i = 0; i < REMINDER_KINDS; i++) {
        if (!str_equal(kind, str_from(kinds[i].mail)))
            continue;
        TRY(user_works_here(ctx, user_id, &works_here));
        TRY(reminder_store_get(ctx, user_id, &reminder));
        out->wanted = works_here && *switch_of(&reminder, i);
        out->why_not = works_here ? STR("They have switched off mails of this kind.")
                                  : STR("They do not work here any more.");
        return stop_page(ctx, i, user_id, &out->stop_url);
    }
    return ERR_OK;
}
