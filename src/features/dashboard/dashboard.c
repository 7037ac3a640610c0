#include "base/zone.h"
#include "features/dashboard/dashboard_store.h"
#include "features/user/permission.h"

#include <string.h>

/* How far back is looked for what the asker may see. */
enum { LOOKED_AT_MOST = 40 };

/* ---- what happened, in words ------------------------------------------------------------------------------- */

/* clang-format off */
static const struct { const char *kind, *noun; } nouns[] = {
    { "customer", "customer" }, { "contact", "lead" }, { "booking", "booking" }, { "guest", "guest" }, { "tag", "tag" },
    { "follow_up", "follow-up" }, { "communication", "message" }, { "consent", "consent" }, { "survey", "survey" },
    { "survey_response", "answer to a survey" }, { "record", "record" }, { "checkout", "checkout" }, { "demographic", "category" },
    { "location", "location" }, { "user", "member of the team" }, { "api_key", "API key" }, { "job", "job" },
};

static const struct { const char *verb, *words; } verbs[] = {
    { "created", "was added" }, { "updated", "was changed" }, { "deleted", "was deleted" },
    { "restored", "was brought back" }, { "archived", "was archived" }, { "unarchived", "came back from the archive" },
    { "converted", "became a customer" }, { "linked", "was linked" }, { "unlinked", "was unlinked" },
    { "attached", "was given to a customer" }, { "detached", "was taken from its customer" }, { "merged", "was merged" },
    { "given", "was given" }, { "withdrawn", "was withdrawn" }, { "due", "is due" }, { "done", "was done" },
    { "snoozed", "was put off" }, { "canceled", "was canceled" }, { "erased", "was erased" }, { "abandoned", "was abandoned" }, { "recovered", "came back" }, { "reopened", "goes on" }, { "completed", "was completed" }, { "revoked", "was taken back" },
};
/* clang-format on */

static struct str noun_of(struct str kind)
{
    for (size_t i = 0; i < sizeof(nouns) / sizeof(nouns[0]); i++)
        if (str_equal(kind, str_from(nouns[i].kind)))
            return str_from(nouns[i].noun);
    return kind;
}

static struct str words_of(struct ctx *ctx, struct str verb)
{
    struct str words;

    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
        if (str_equal(verb, str_from(verbs[i].verb)))
            return str_from(verbs[i].words);
    words = arena_printf(ctx->arena, "was %.*s", STR_PRINT(verb));
    for (char *c = (char *)words.ptr; *c; c++)
        if (*c == '_')
            *c = ' ';
    return words;
}

static bool begins_with_vowel(struct str word)
{
    return word.len && strchr("aeiouAEIOU", word.ptr[0]);
}

struct str activity_text(struct ctx *ctx, const struct feed_item *item, struct str name)
{
    struct str noun = noun_of(item->kind);
    struct str words = words_of(ctx, str_slice(item->action, item->kind.len + 1, item->action.len));
    bool about = str_equal(item->kind, STR("consent")) || str_equal(item->kind, STR("follow_up"));
    char first = noun.len && noun.ptr[0] >= 'a' && noun.ptr[0] <= 'z' ? (char)(noun.ptr[0] - 'a' + 'A') : noun.ptr[0];

    if (name.len == 0)
        return arena_printf(ctx->arena, "%s %.*s %.*s", begins_with_vowel(noun) ? "An" : "A", STR_PRINT(noun),
                            STR_PRINT(words));
    return arena_printf(ctx->arena, "%c%.*s %s%.*s %.*s", first, STR_PRINT(str_slice(noun, 1, noun.len)),
                        about ? "of " : "", STR_PRINT(name), STR_PRINT(words));
}

/* ---- gathering --------------------------------------------------------------------------------------------- */

static enum err tell(struct ctx *ctx, const struct feed_item *item, struct activity *out)
{
    struct str name;

    *out = (struct activity){ .item = *item };
    TRY(dashboard_store_name(ctx, item->kind, item->record_id, &name));
    out->text = activity_text(ctx, item, name);
    if (ctx->permissions & (PERM_USER_READ | PERM_AUDIT_READ))
        TRY(dashboard_store_actor(ctx, item->seq, &out->by));
    return ERR_OK;
}

static enum err gather_activity(struct ctx *ctx, struct dashboard *out)
{
    int64_t after = out->seq > LOOKED_AT_MOST ? out->seq - LOOKED_AT_MOST : 0;
    struct feed_page page;

    TRY(feed_read(ctx, after, LOOKED_AT_MOST, &page));
    TRY(feed_narrow(ctx, &page));
    for (int i = page.count - 1; i >= 0 && out->activity_count < DASHBOARD_ACTIVITY; i--)
        TRY(tell(ctx, &page.items[i], &out->activity[out->activity_count++]));
    return ERR_OK;
}

static enum err gather_leads(struct ctx *ctx, struct dashboard *out)
{
    id64 ids[DASHBOARD_RECENT];

    TRY(dashboard_store_leads(ctx, ids, &out->lead_count));
    for (int i = 0; i < out->lead_count; i++)
        TRY(contact_get(ctx, ids[i], &out->leads[i]));
    return ERR_OK;
}

static enum err gather_follow_ups(struct ctx *ctx, struct dashboard *out)
{
    int64_t tomorrow_ms = zone_day_start_ms(ctx->time_zone, out->figures.today + 1);
    id64 ids[DASHBOARD_RECENT];

    TRY(dashboard_store_due_count(ctx, 0, ctx->now_ms + 1, &out->overdue));
    TRY(dashboard_store_due_count(ctx, ctx->now_ms + 1, tomorrow_ms, &out->due_today));
    TRY(dashboard_store_due(ctx, tomorrow_ms, ids, &out->follow_up_count));
    for (int i = 0; i < out->follow_up_count; i++)
        TRY(follow_up_get(ctx, ids[i], &out->follow_ups[i]));
    return ERR_OK;
}

enum err dashboard_get(struct ctx *ctx, struct dashboard *out)
{
    memset(out, 0, sizeof(*out));
    TRY(feed_head(ctx, &out->seq));
    TRY(figures_get(ctx, &out->figures));
    TRY(dashboard_store_customers(ctx, out->customers, &out->customer_count));
    TRY(gather_leads(ctx, out));
    TRY(gather_follow_ups(ctx, out));
    return gather_activity(ctx, out);
}
