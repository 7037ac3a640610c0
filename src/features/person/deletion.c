#include "features/person/deletion.h"

#include "features/hooks.h"

enum err deletion_done(struct ctx *ctx, id64 id, enum person_kind kind, const struct resource *resource, void *record,
                       struct deletion *out)
{
    struct trash_item item;

    TRY(trash_get(ctx, id, kind, &item));
    if (!resource_from_snapshot(ctx, resource, json_object_get(item.snapshot, "record"), record))
        return fail(ctx, ERR_INTERNAL, "The deleted record cannot be read.");
    *out = (struct deletion){
        .contacts = (int64_t)json_array_size(json_object_get(item.snapshot, "contacts")),
        .consent_events = (int64_t)json_array_size(json_object_get(item.snapshot, "consents")),
        .deleted_ms = item.deleted_ms,
        .undo_until_ms = item.purge_ms,
    };
    trash_ties(&item, &out->ties);
    return ERR_OK;
}

enum err deletion_to_come(struct ctx *ctx, id64 id, struct deletion *out)
{
    *out = (struct deletion){ 0 };
    TRY(hook_person_ties(ctx, id, &out->ties));
    TRY(trash_consent_count(ctx, id, &out->consent_events));
    if (ctx->location->undo_days > 0)
        out->undo_until_ms = ctx->now_ms + ctx->location->undo_days * DAY_MS;
    return ERR_OK;
}

static void put_count(struct json_writer *w, const char *name, int64_t count)
{
    put_name(w, str_from(name));
    put_int(w, count);
}

void deletion_put_begin(struct json_writer *w, const struct person *person, const struct deletion *deletion)
{
    put_object(w);
    put_key(w, "id");
    put_id(w, person_prefix(person->kind), person->id);
    put_key(w, "name");
    put_string(w, *person->name);
    put_key(w, "deleted_at");
    put_time(w, deletion->deleted_ms);
    put_key(w, "undo_until");
    put_time(w, deletion->undo_until_ms);
    put_count(w, "bookings_unlinked", deletion->ties.bookings);
    put_count(w, "guest_entries_unlinked", deletion->ties.guests);
    put_count(w, "records_unlinked", deletion->ties.records);
    put_count(w, "communications_unlinked", deletion->ties.communications);
    put_count(w, "survey_responses_unlinked", deletion->ties.responses);
}

void deletion_put_end(struct json_writer *w, const struct person *person, const struct deletion *deletion,
                      struct deletion_rest rest)
{
    put_count(w, "consent_events_kept", deletion->consent_events);
    put_count(w, "emails_removed", person->emails->count);
    put_count(w, "phones_removed", person->phones->count + person->previous_phones->count);
    put_count(w, "tags_removed", person->tags->count);
    put_count(w, "external_ids_removed", person->external_ids->count);
    put_count(w, "follow_ups_removed", deletion->ties.follow_ups);
    put_key(w, "notes_removed");
    put_bool(w, rest.has_notes);
    put_key(w, "other_ways");
    put_array(w);
    if (deletion->deleted_ms == 0 && !rest.is_archived)
        put_string(w, STR("archive"));
    if (deletion->deleted_ms == 0)
        put_string(w, STR("erase"));
    put_array_end(w);
    put_object_end(w);
}
