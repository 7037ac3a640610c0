/*
 * Where people are mentioned without a row of their own: the audit, stored answers, mails to staff, jobs.
 */
#include "features/privacy/privacy_rules.h"

#include "features/audit/audit.h"
#include "features/mail/mail.h"
#include "features/privacy/privacy_store.h"

#include <strings.h>

/* ---- does a text speak of them? ------------------------------------------------------------------------------ */

bool erasure_concerns(struct forget *forget, id64 id)
{
    struct id_set *const sets[] = { &forget->people,         &forget->bookings,  &forget->guests,
                                    &forget->communications, &forget->responses, &forget->records,
                                    &forget->follow_ups,     &forget->trash,     &forget->gone,
                                    &forget->submissions,    &forget->checkouts };

    for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++)
        if (id_set_has(sets[i], id))
            return true;
    return false;
}

static bool has_text(struct str text, struct str part)
{
    for (size_t i = 0; i + part.len <= text.len; i++)
        if ((text.ptr[i] | 0x20) == (part.ptr[0] | 0x20) && strncasecmp(text.ptr + i, part.ptr, part.len) == 0)
            return true;
    return false;
}

static bool has_any(const struct string_list *list, struct str text)
{
    for (int i = 0; i < list->count; i++)
        if (has_text(text, list->items[i]))
            return true;
    return false;
}

/* "cus_0K3V9T2M5XJ8Q" anywhere. */
static bool has_id(struct forget *forget, struct str text)
{
    for (size_t at = 3; at + ID_DIGITS < text.len; at++) {
        id64 id;

        if (text.ptr[at] != '_')
            continue;
        id = id_parse(NULL, str_slice(text, at - 3, at + 1 + ID_DIGITS));
        if (id != 0 && erasure_concerns(forget, id))
            return true;
    }
    return false;
}

bool privacy_mentions(struct forget *forget, struct str text)
{
    return has_id(forget, text) || has_any(&forget->emails, text) || has_any(&forget->phones, text);
}

/* ---- finding ------------------------------------------------------------------------------------------------- */

static enum err look_at_entry(struct ctx *ctx, const struct audit *entry, void *data)
{
    struct forget *forget = data;
    bool about = erasure_concerns(forget, entry->record_id) || id_set_has(&forget->tags, entry->record_id);

    forget->audit_seen = entry->seq;
    if (entry->changes.len > 0 && (about || privacy_mentions(forget, entry->changes)))
        id_set_add(ctx, &forget->audit, entry->seq);
    if (about && str_equal(entry->actor_kind, STR("form")))
        id_set_add(ctx, &forget->audit_who, entry->seq);
    return ERR_OK;
}

/* Whose a deleted row was stands in the entry of its deletion, and nowhere else. */
static enum err look_for_gone(struct ctx *ctx, const struct audit *entry, void *data)
{
    struct forget *forget = data;

    if (entry->changes.len > 0 && privacy_mentions(forget, entry->changes))
        id_set_add(ctx, &forget->gone, entry->record_id);
    return ERR_OK;
}

enum err erasure_find_gone(struct ctx *ctx, struct forget *forget)
{
    return audit_each_deletion(ctx, forget->audit_seen, look_for_gone, forget);
}

enum err privacy_find_traces(struct ctx *ctx, struct forget *forget)
{
    int64_t now_ms = ctx->now_ms;

    TRY(erasure_find_gone(ctx, forget));
    TRY(audit_each(ctx, forget->audit_seen, look_at_entry, forget));
    TRY(privacy_store_find_answers(ctx, privacy_mentions, forget));
    TRY(mail_forget_find(ctx, privacy_mentions, forget));
    forget->answers_since_ms = now_ms;
    return ERR_OK;
}

/* ---- forgetting ---------------------------------------------------------------------------------------------- */

enum err privacy_forget_traces(struct ctx *ctx, struct forget *forget)
{
    TRY(privacy_find_traces(ctx, forget));
    id_set_settle(&forget->audit);
    for (int i = 0; i < forget->audit.count; i++)
        TRY(audit_forget_entry(ctx, forget->audit.items[i], false));
    id_set_settle(&forget->audit_who);
    for (int i = 0; i < forget->audit_who.count; i++)
        TRY(audit_forget_entry(ctx, forget->audit_who.items[i], true));
    TRY(privacy_store_forget_names(ctx, &forget->emails, &forget->names));
    TRY(privacy_store_forget_names(ctx, &forget->phones, &forget->names));
    TRY(privacy_store_forget_answers(ctx, forget));
    TRY(mail_forget(ctx, forget));
    return privacy_store_forget_jobs(ctx, privacy_mentions, forget);
}
