/*
 * The rules of records: reading, saving, messages. Whose they are is in record_people.c.
 */
#include "features/record/record_rules.h"

#include "base/email.h"
#include "base/phone.h"
#include "base/text.h"
#include "base/zone.h"
#include "features/audit/audit.h"
#include "features/record/record_store.h"

enum { NAME_MOST = 100 };

enum err record_complete(struct ctx *ctx, void *records, int count)
{
    struct record *list = records;

    (void)ctx;
    for (int i = 0; i < count; i++) {
        bool is_contact = str_equal(list[i].person_kind, STR("contact"));

        list[i].customer_id = is_contact ? 0 : list[i].person_id;
        list[i].contact_id = is_contact ? list[i].person_id : 0;
    }
    return ERR_OK;
}

enum err record_get(struct ctx *ctx, id64 id, struct record *out)
{
    TRY(resource_get(ctx, &record_resource, ctx->location_id, id, out));
    return record_complete(ctx, out, 1);
}

/* ---- checks ---------------------------------------------------------------------------------------------- */

static bool is_kind(const struct record *record, const char *kind)
{
    return str_equal(record->kind, str_from(kind));
}

static bool is_among(struct str text, const char *const *words)
{
    for (; *words; words++)
        if (str_equal(text, str_from(*words)))
            return true;
    return false;
}

static void check_status(struct ctx *ctx, struct record *record)
{
    static const char *const payment[] = { "succeeded", "pending", "failed", "canceled", NULL };
    static const char *const waiver[] = { "signed", "pending", "expired", "void", NULL };

    if (is_kind(record, "payment")) {
        if (record->status.len == 0)
            record->status = str_from(payment[0]);
        if (!is_among(record->status, payment))
            problem_add(ctx, STR("status"), "invalid", "A payment is pending, succeeded, failed or canceled.");
    } else if (is_kind(record, "waiver")) {
        if (record->status.len == 0)
            record->status = str_from(waiver[0]);
        if (!is_among(record->status, waiver))
            problem_add(ctx, STR("status"), "invalid", "A waiver is signed, pending, expired or void.");
    }
}

static void check(struct ctx *ctx, struct record *record)
{
    check_status(ctx, record);
    if (record->currency.len == 0)
        record->currency = ctx->currency;
    if (record->at_ms == 0)
        record->at_ms = ctx->now_ms;
    if (record->link.len > 0 && !str_starts(record->link, STR("https://")) && !str_starts(record->link, STR("http://")))
        problem_add(ctx, STR("link"), "invalid", "A link begins with https:// or http://.");
    if (record->external_id.len > 0 && record->source.len == 0)
        problem_add(ctx, STR("source"), "required", "An external id belongs to a source: name it.");
    if (record->booking_external_id.len > 0 && record->booking_source.len == 0)
        problem_add(ctx, STR("booking_source"), "required", "A booking's external id belongs to a source: name it.");
}

static void derive(struct ctx *ctx, struct record *record)
{
    struct phone_number phone = { 0 };
    const char *why;

    if (!email_normal(ctx->arena, record->signer_email, &record->email_normal, &why))
        record->email_normal = STR_EMPTY;
    if (record->signer_phone.len > 0)
        phone_parse(ctx->arena, record->signer_phone, ctx->country, &phone);
    record->e164 = phone.e164;
}

static void warn(struct ctx *ctx, const struct record *record, struct record_outcome *outcome)
{
    if (record->signer_email.len > 0 && record->email_normal.len == 0)
        booking_warn(ctx, &outcome->notes, "person.email", "invalid", "This is no address; it identifies nobody.");
    if (record->signer_phone.len > 0 && record->e164.len == 0)
        booking_warn(ctx, &outcome->notes, "person.phone", "invalid",
                     "This is not a full number; it identifies nobody.");
    if (record->booking_id == 0 && record->booking_external_id.len > 0)
        booking_warn(ctx, &outcome->notes, "booking_external_id", "unknown",
                     "There is no such booking yet; the record waits for it.");
}

static enum err find_reported(struct ctx *ctx, const struct record *key, id64 *id);

/* ---- saving ---------------------------------------------------------------------------------------------- */

enum err record_create(struct ctx *ctx, struct record *record, const struct field_set *given, enum record_origin origin,
                       struct record_outcome *outcome)
{
    const struct record nothing = { 0 };
    id64 taken = 0;

    check(ctx, record);
    /* A report has looked for it itself. */
    if (origin == RECORD_BY_HAND && record->external_id.len > 0)
        TRY(find_reported(ctx, record, &taken));
    if (taken != 0)
        problem_taken(ctx, STR("external_id"), id_text(ctx->arena, "rec", taken),
                      "There is a record of this kind with this external id already.");
    derive(ctx, record);
    TRY(record_find_booking(ctx, record, given));
    TRY(record_find_person(ctx, &nothing, record, given, origin, outcome));
    TRY(problems_err(ctx));
    warn(ctx, record, outcome);
    record->id = ctx_new_id(ctx);
    record->location_id = ctx->location_id;
    record->created_ms = record->updated_ms = ctx->now_ms;
    record->edit = 1;
    TRY(resource_insert(ctx, &record_resource, record));
    outcome->made = outcome->notes.applied = true;
    TRY(audit_record(ctx, "record.created", record->id));
    TRY(record_payments_moved(ctx, NULL, record));
    return record_complete(ctx, record, 1);
}

/* Whose it is stands in two virtual members, which the table does not compare. */
static void put_person(struct json_writer *w, const char *key, const struct record *record)
{
    put_name(w, str_from(key));
    put_id(w, str_equal(record->person_kind, STR("contact")) ? "con" : "cus", record->person_id);
}

struct str record_changes(struct ctx *ctx, const struct record *before, const struct record *after)
{
    struct str changes = resource_changes(ctx, &record_resource, before, after);
    struct json_writer w;
    struct buf buf;

    if (before->person_id == after->person_id)
        return changes;
    buf_init(&buf, ctx->arena, changes.len + 128);
    put_begin(&w, &buf);
    put_array(&w);
    if (changes.len > 2)
        put_raw(&w, str_slice(changes, 1, changes.len - 1));
    put_object(&w);
    put_key(&w, "field");
    put_string(&w, STR("person_id"));
    put_person(&w, "old", before);
    put_person(&w, "new", after);
    put_object_end(&w);
    put_array_end(&w);
    return buf_str(&buf);
}

enum err record_update(struct ctx *ctx, const struct record *before, struct record *after,
                       const struct field_set *given, enum record_origin origin, struct record_outcome *outcome)
{
    check(ctx, after);
    derive(ctx, after);
    TRY(record_find_booking(ctx, after, given));
    TRY(record_find_person(ctx, before, after, given, origin, outcome));
    TRY(problems_err(ctx));
    warn(ctx, after, outcome);
    struct str changes = record_changes(ctx, before, after);
    if (changes.len == 0 && before->unlinked == after->unlinked)
        return record_complete(ctx, after, 1);
    outcome->notes.applied = true;
    after->updated_ms = ctx->now_ms;
    after->edit = before->edit + 1;
    TRY(resource_update(ctx, &record_resource, after));
    TRY(audit_changes(ctx, "record.updated", after->id, changes));
    TRY(record_payments_moved(ctx, before, after));
    return record_complete(ctx, after, 1);
}

bool record_on_hold(struct ctx *ctx, const struct record *record)
{
    struct str today = date_text(ctx->arena, zone_day(ctx->time_zone, ctx->now_ms));

    return record->hold_until.len > 0 ? str_compare(today, record->hold_until) <= 0 : record->hold_reason.len > 0;
}

static enum err check_hold(struct ctx *ctx, const struct record *record)
{
    if (!record_on_hold(ctx, record))
        return ERR_OK;
    return fail(ctx, ERR_CONFLICT, "This has to be kept%s%.*s%s%.*s.", record->hold_until.len ? " until " : "",
                STR_PRINT(record->hold_until), record->hold_reason.len ? ": " : "", STR_PRINT(record->hold_reason));
}

enum err record_delete(struct ctx *ctx, const struct record *record)
{
    TRY(check_hold(ctx, record));
    TRY(record_store_delete(ctx, record->id));
    TRY(audit_gone(ctx, "record.deleted", record->id,
                   (const struct audit_tie[]){ { "customer_id", id_text(ctx->arena, "cus", record->customer_id) },
                                               { "contact_id", id_text(ctx->arena, "con", record->contact_id) },
                                               { "booking_id", id_text(ctx->arena, "bkg", record->booking_id) },
                                               { "person.email", record->email_normal },
                                               { "person.phone", record->e164 },
                                               { NULL, STR_EMPTY } }));
    return record_payments_moved(ctx, record, NULL);
}

/* ---- messages -------------------------------------------------------------------------------------------- */

static void check_key(struct ctx *ctx, const char *member, struct str text)
{
    if (text.len == 0)
        problem_add(ctx, str_from(member), "required", "This must be said.");
    else if (text_length(text) > NAME_MOST)
        problem_add(ctx, str_from(member), "too_long", "At most %d characters.", NAME_MOST);
}

/* The body may repeat what the address says, but not say something else. */
static void take_key(struct ctx *ctx, json_t *body, const char *member, struct str expected)
{
    const json_t *value = json_object_get(body, member);

    if (!value)
        return;
    if (!json_is_string(value) || !str_equal(text_line(ctx->arena, json_text(value)), expected))
        problem_add(ctx, str_from(member), "invalid", "This is not what the address says.");
    json_object_del(body, member);
}

static enum err read(struct ctx *ctx, json_t *body, const struct record *before, struct record *out,
                     struct field_set *given)
{
    const struct reading reading = {
        .country = ctx->country,
        .currency = before->currency.len ? before->currency : ctx->currency,
    };

    return resource_read(ctx, &record_resource, body, READ_PATCH, &reading, out, given);
}

/* One that was erased bears another name. */
static enum err find_reported(struct ctx *ctx, const struct record *key, id64 *id)
{
    struct record erased = *key;

    TRY(record_store_find(ctx, key, id));
    if (*id != 0)
        return ERR_OK;
    TRY(person_erased_key(ctx, key->source, key->external_id, &erased.external_id));
    return erased.external_id.len > 0 ? record_store_find(ctx, &erased, id) : ERR_OK;
}

/* What is counted may still change, who it was does not come back. */
static void leave_erased(json_t *body)
{
    static const char *const members[] = { "person",      "title",      "number",         "link",
                                           "customer_id", "contact_id", "booking_source", "booking_external_id",
                                           NULL };

    for (const char *const *member = members; *member; member++)
        json_object_del(body, *member);
}

enum err record_report(struct ctx *ctx, struct str kind, struct str source, struct str external_id, json_t *body,
                       struct record *out, struct record_outcome *outcome)
{
    static const char *const kinds[] = { "payment", "waiver", "order", NULL };
    struct field_set given;
    struct record before = {
        .kind = kind,
        .source = text_line(ctx->arena, source),
        .external_id = text_line(ctx->arena, external_id),
    };
    id64 id;

    *outcome = (struct record_outcome){ 0 };
    if (!is_among(kind, kinds))
        return ERR_NOT_FOUND;
    check_key(ctx, "source", before.source);
    check_key(ctx, "external_id", before.external_id);
    take_key(ctx, body, "kind", before.kind);
    take_key(ctx, body, "source", before.source);
    take_key(ctx, body, "external_id", before.external_id);
    TRY(find_reported(ctx, &before, &id));
    if (id != 0)
        TRY(record_get(ctx, id, &before));
    *out = before;
    if (before.erased_ms != 0 || before.erase_later)
        leave_erased(body);
    TRY(read(ctx, body, &before, out, &given));
    if (id != 0)
        return record_update(ctx, &before, out, &given, RECORD_FROM_OUTSIDE, outcome);
    return record_create(ctx, out, &given, RECORD_FROM_OUTSIDE, outcome);
}
