#include "features/timeline/timeline_entry.h"

#include "base/text.h"
#include "features/checkout/checkout.h"
#include "features/communication/communication.h"
#include "features/consent/consent.h"
#include "features/followup/followup.h"
#include "features/form/form.h"
#include "features/guest/guest.h"
#include "features/record/record.h"
#include "features/survey/survey.h"
#include "features/timeline/timeline_store.h"
#include "features/user/permission.h"

enum { SUMMARY_MOST = 140 };

/* ---- from the audit ------------------------------------------------------------------------------------------ */

/* [{"field": "tags", …}] and nothing else. */
static bool only_tags(struct str changes)
{
    json_t *list;
    bool alone;

    if (!str_starts(changes, STR("[{\"field\":\"tags\"")))
        return false;
    list = json_loadb(changes.ptr, changes.len, 0, NULL);
    alone = json_array_size(list) == 1;
    json_decref(list);
    return alone;
}

bool timeline_entry_from_audit(struct timeline_entry *entry)
{
    struct str what = str_slice(entry->action, str_find(entry->action, '.') + 1, entry->action.len);

    if (str_starts(entry->action, STR("consent.")))
        return false;
    entry->kind = str_equal(what, STR("converted")) || str_equal(what, STR("linked")) ||
                          str_equal(what, STR("unlinked"))
                      ? TIMELINE_CONVERSION
                  : str_equal(what, STR("updated")) && only_tags(entry->changes) ? TIMELINE_TAG
                                                                                 : TIMELINE_CHANGE;
    return true;
}

static struct str action_title(struct ctx *ctx, const struct timeline_entry *entry)
{
    static const struct {
        const char *action, *title;
    } titles[] = {
        { "contact.converted", "Became a customer" },
        { "contact.linked", "Linked to a customer" },
        { "contact.unlinked", "No longer linked" },
        { "customer.created", "Customer created" },
        { "contact.created", "Contact created" },
        { "customer.updated", "Changed" },
        { "contact.updated", "Contact changed" },
        { "customer.archived", "Archived" },
        { "contact.archived", "Contact archived" },
        { "customer.unarchived", "Taken out of the archive" },
        { "customer.deleted", "Deleted" },
        { "customer.restored", "Deletion taken back" },
    };

    for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
        if (str_equal(entry->action, str_from(titles[i].action)))
            return entry->kind == TIMELINE_TAG ? STR("Tags changed") : str_from(titles[i].title);
    return arena_str(ctx->arena, entry->action);
}

/* "name, phones": which members changed. */
static enum err changed_members(struct ctx *ctx, struct timeline_entry *entry)
{
    json_t *list;
    const json_t *change;
    struct buf buf;
    size_t i;

    if (entry->changes.len == 0)
        return ERR_OK;
    TRY(json_read(ctx, entry->changes, &list));
    buf_init(&buf, ctx->arena, 64);
    json_array_foreach(list, i, change)
    {
        if (i)
            buf_add_text(&buf, ", ");
        buf_add(&buf, json_text(json_object_get(change, "field")));
    }
    entry->summary = buf_str(&buf);
    return ERR_OK;
}

/* Names leave the audit after a time; who it was is still known. */
static enum err complete_actor(struct ctx *ctx, struct timeline_actor *actor)
{
    if (actor->name.len || actor->id == 0)
        return ERR_OK;
    if (str_equal(actor->kind, STR("user")))
        return timeline_store_user_name(ctx, actor->id, &actor->name);
    return timeline_store_key_name(ctx, actor->id, &actor->name);
}

/* ---- from records -------------------------------------------------------------------------------------------- */

static struct str shortened(struct ctx *ctx, struct str words)
{
    return text_cut(text_line(ctx->arena, str_slice(words, 0, (size_t)SUMMARY_MOST * 8)), SUMMARY_MOST);
}

static struct str or_else(struct str words, struct str otherwise)
{
    return words.len ? words : otherwise;
}

static void describe_booking(struct ctx *ctx, struct timeline_entry *entry)
{
    const struct booking *booking = entry->record;

    entry->title = or_else(booking->activity, STR("Booking"));
    entry->summary = booking->confirmation_code.len ? arena_printf(ctx->arena, "%.*s, %.*s", STR_PRINT(booking->status),
                                                                   STR_PRINT(booking->confirmation_code))
                                                    : booking->status;
}

static void describe_guest(struct ctx *ctx, struct timeline_entry *entry)
{
    const struct guest *guest = entry->record;

    entry->title = or_else(guest->activity, STR("Guest"));
    if (guest->booked_by.len)
        entry->summary = arena_printf(ctx->arena, "booked by %.*s", STR_PRINT(guest->booked_by));
}

static void describe_communication(struct ctx *ctx, struct timeline_entry *entry)
{
    const struct communication *message = entry->record;

    entry->title = or_else(message->title, message->via);
    if (ctx->permissions & PERM_PRIVATE_READ)
        entry->summary = shortened(ctx, message->body);
    if (message->staff_id)
        entry->actor = (struct timeline_actor){ STR("user"), message->staff_id, STR_EMPTY };
}

static void describe_response(struct ctx *ctx, struct timeline_entry *entry)
{
    const struct survey_response *response = entry->record;

    entry->title = STR("Survey answered");
    if (response->rating_tenths >= 0)
        entry->summary = arena_printf(ctx->arena, "%lld.%lld of 5", (long long)(response->rating_tenths / 10),
                                      (long long)(response->rating_tenths % 10));
}

/* "Card payment": "payment, succeeded" */
static void describe_record(struct ctx *ctx, struct timeline_entry *entry)
{
    const struct record *record = entry->record;

    entry->title = or_else(or_else(record->title, record->number), record->kind);
    entry->summary = record->status.len
                         ? arena_printf(ctx->arena, "%.*s, %.*s", STR_PRINT(record->kind), STR_PRINT(record->status))
                         : record->kind;
}

static void describe_follow_up(struct ctx *ctx, struct timeline_entry *entry)
{
    const struct follow_up *follow_up = entry->record;

    entry->title = arena_printf(ctx->arena, "Follow-up, %.*s", STR_PRINT(follow_up->state));
    entry->summary = shortened(ctx, or_else(follow_up->outcome, follow_up->note));
    if (follow_up->created_by)
        entry->actor = (struct timeline_actor){ STR("user"), follow_up->created_by, STR_EMPTY };
}

static void describe_checkout(struct ctx *ctx, struct timeline_entry *entry)
{
    const struct checkout *checkout = entry->record;

    entry->title = arena_printf(ctx->arena, "Checkout %.*s", STR_PRINT(checkout->state));
    entry->summary = checkout->activity;
}

static void describe_consent(struct ctx *ctx, struct timeline_entry *entry)
{
    const struct consent *event = entry->record;

    entry->title = event->given ? STR("Consent given") : STR("Consent withdrawn");
    entry->summary = arena_printf(ctx->arena, "%.*s, %.*s, %.*s", STR_PRINT(event->channel), STR_PRINT(event->purpose),
                                  STR_PRINT(event->obtain_method));
    if (event->staff_id)
        entry->actor = (struct timeline_actor){ STR("user"), event->staff_id, STR_EMPTY };
}

static void describe_submission(struct ctx *ctx, struct timeline_entry *entry)
{
    const struct submission *submission = entry->record;

    entry->title = or_else(submission->form_name, STR("Form"));
    if (ctx->permissions & PERM_PRIVATE_READ)
        entry->summary = shortened(ctx, submission->message);
    entry->actor = (struct timeline_actor){ STR("form"), submission->form_id, submission->form_name };
}

enum err timeline_entry_describe(struct ctx *ctx, struct timeline_entry *entry)
{
    switch (entry->kind) {
    case TIMELINE_BOOKING: describe_booking(ctx, entry); break;
    case TIMELINE_GUEST: describe_guest(ctx, entry); break;
    case TIMELINE_COMMUNICATION:
    case TIMELINE_NOTE: describe_communication(ctx, entry); break;
    case TIMELINE_RESPONSE: describe_response(ctx, entry); break;
    case TIMELINE_RECORD: describe_record(ctx, entry); break;
    case TIMELINE_FOLLOW_UP: describe_follow_up(ctx, entry); break;
    case TIMELINE_CHECKOUT: describe_checkout(ctx, entry); break;
    case TIMELINE_CONSENT: describe_consent(ctx, entry); break;
    case TIMELINE_SUBMISSION: describe_submission(ctx, entry); break;
    case TIMELINE_CONVERSION:
    case TIMELINE_TAG:
    case TIMELINE_CHANGE:
        entry->title = action_title(ctx, entry);
        TRY(changed_members(ctx, entry));
        break;
    case TIMELINE_KINDS: break;
    }
    return complete_actor(ctx, &entry->actor);
}

/* ---- JSON ---------------------------------------------------------------------------------------------------- */

static void put_actor(struct json_writer *w, const struct timeline_actor *actor)
{
    if (actor->kind.len == 0) {
        put_null(w);
        return;
    }
    put_object(w);
    put_key(w, "kind");
    put_string(w, actor->kind);
    put_key(w, "id");
    put_id(w, str_equal(actor->kind, STR("user")) ? "usr" : "key", actor->id);
    put_key(w, "name");
    put_string_or_null(w, actor->name);
    put_object_end(w);
}

static void put_event(struct json_writer *w, const struct ctx *ctx, const struct timeline_entry *entry)
{
    put_object(w);
    put_key(w, "id");
    put_id(w, "aud", entry->id);
    put_key(w, "action");
    put_string(w, entry->action);
    if (ctx->permissions & PERM_PRIVATE_READ) {
        put_key(w, "changes");
        if (entry->changes.len)
            put_raw(w, entry->changes);
        else
            put_null(w);
    }
    put_object_end(w);
}

void timeline_put_entry(struct json_writer *w, struct ctx *ctx, const struct timeline_entry *entry)
{
    put_object(w);
    put_key(w, "kind");
    put_string(w, str_from(timeline_kinds[entry->kind]));
    put_key(w, "at");
    put_time(w, entry->at_ms);
    put_key(w, "id");
    put_id(w, entry->resource ? entry->resource->prefix : "aud", entry->id);
    put_key(w, "title");
    put_string(w, entry->title);
    put_key(w, "summary");
    put_string_or_null(w, entry->summary);
    put_key(w, "actor");
    put_actor(w, &entry->actor);
    put_key(w, "record");
    if (entry->resource)
        resource_put(w, ctx, entry->resource, entry->record);
    else
        put_event(w, ctx, entry);
    put_object_end(w);
}
