/*
 * An archive with everything about a person (export_person.h). libarchive writes the ZIP.
 */
#include "features/export/export_person.h"

#include "features/audit/audit.h"
#include "features/booking/booking.h"
#include "features/checkout/checkout.h"
#include "features/communication/communication.h"
#include "features/consent/consent.h"
#include "features/export/export_cell.h"
#include "features/export/export_zip.h"
#include "features/followup/followup.h"
#include "features/form/form.h"
#include "features/guest/guest.h"
#include "features/record/record.h"
#include "features/survey/survey.h"

/* An archive in the making. */
struct packing {
    struct export_zip *zip;
    const struct erasure_preview *preview;
    struct forget *forget;   /* of the preview */
    struct json_writer json; /* of person.json */
    struct buf piece;        /* the JSON of one record, the row of one */
};

/* ---- a kind of record, by ids ---------------------------------------------------------------------------------- */

/* What is written of each kind: the records of a set, with their virtual members. */
struct kind {
    const char *name; /* of the member in JSON, and of the CSV file */
    const struct resource *resource;
    enum err (*complete)(struct ctx *ctx, void *records, int count);
    size_t set; /* offset of its id_set in struct forget */
};

static enum err complete_booking(struct ctx *ctx, void *records, int count)
{
    struct booking *bookings = records;

    (void)ctx;
    for (int i = 0; i < count; i++)
        bookings[i].total_participants = booking_manifest_total(bookings[i].manifest);
    return ERR_OK;
}

static enum err complete_communication(struct ctx *ctx, void *records, int count)
{
    struct communication *all = records;

    for (int i = 0; i < count; i++)
        TRY(communication_get(ctx, all[i].id, &all[i]));
    return ERR_OK;
}

static enum err complete_submission(struct ctx *ctx, void *records, int count)
{
    struct submission *all = records;

    for (int i = 0; i < count; i++)
        TRY(submission_get(ctx, all[i].id, &all[i]));
    return ERR_OK;
}

static enum err complete_checkout(struct ctx *ctx, void *records, int count)
{
    struct checkout *all = records;

    for (int i = 0; i < count; i++)
        TRY(checkout_get(ctx, all[i].id, &all[i]));
    return ERR_OK;
}

#define KIND(name_, resource_, complete_, set_)                                                                    \
    {                                                                                                              \
        .name = name_, .resource = &resource_, .complete = complete_, .set = offsetof(struct forget, set_)         \
    }

static const struct kind kinds[] = {
    KIND("bookings", booking_resource, complete_booking, bookings),
    KIND("guests", guest_resource, guest_complete, guests),
    KIND("communications", communication_resource, complete_communication, communications),
    KIND("survey_responses", survey_response_resource, NULL, responses),
    KIND("records", record_resource, record_complete, records),
    KIND("follow_ups", follow_up_resource, NULL, follow_ups),
    KIND("form_submissions", submission_resource, complete_submission, submissions),
    KIND("checkouts", checkout_resource, complete_checkout, checkouts),
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

static struct id_set *set_of(struct packing *packing, const struct kind *kind)
{
    return (struct id_set *)((char *)packing->forget + kind->set);
}

static enum err load(struct ctx *ctx, const struct kind *kind, id64 id, void **record)
{
    *record = arena_alloc(ctx->arena, kind->resource->size);
    TRY(resource_get(ctx, kind->resource, ctx->location_id, id, *record));
    return kind->complete ? kind->complete(ctx, *record, 1) : ERR_OK;
}

/* Calls write for each record of the set, in an arena that is emptied after each. */
static enum err each(struct ctx *ctx, struct packing *packing, const struct kind *kind,
                     enum err (*write)(struct ctx *ctx, struct packing *packing, const struct kind *kind,
                                       const void *record))
{
    struct id_set *set = set_of(packing, kind);
    struct arena *outer = ctx->arena, own;
    enum err err = ERR_OK;

    arena_init(&own);
    for (int i = 0; err == ERR_OK && i < set->count; i++) {
        void *record;

        ctx->arena = &own;
        err = load(ctx, kind, set->items[i], &record);
        if (err == ERR_OK)
            err = write(ctx, packing, kind, record);
        else if (err == ERR_NOT_FOUND)
            err = ERR_OK;
        ctx->arena = outer;
        arena_reset(&own, 256 * 1024);
    }
    arena_clear(&own);
    return err;
}

static enum err write_json(struct ctx *ctx, struct packing *packing, const struct kind *kind, const void *record)
{
    packing->piece.len = 0;
    resource_put(&packing->json, ctx, kind->resource, record);
    return export_zip_write(ctx, packing->zip, buf_str(&packing->piece));
}

static enum err write_row(struct ctx *ctx, struct packing *packing, const struct kind *kind, const void *record)
{
    packing->piece.len = 0;
    export_row(ctx, kind->resource, record, &packing->piece);
    return export_zip_write(ctx, packing->zip, buf_str(&packing->piece));
}

/* ---- people ---------------------------------------------------------------------------------------------------- */

static enum err load_customer(struct ctx *ctx, const struct erasure_person *person, struct customer *out)
{
    struct deletion deletion;

    if (!person->in_trash)
        return customer_get(ctx, person->id, out);
    return customer_deletion_preview(ctx, person->id, out, &deletion);
}

static enum err load_contact(struct ctx *ctx, const struct erasure_person *person, struct contact *out)
{
    struct deletion deletion;

    if (!person->in_trash)
        return contact_get(ctx, person->id, out);
    TRY(contact_deletion_preview(ctx, person->id, out, &deletion));
    return contact_complete(ctx, out, 1);
}

/* Calls one of the two for each person, those too who were deleted and could be taken back. */
static enum err each_person(struct ctx *ctx, struct packing *packing,
                            void (*customer)(struct ctx *ctx, struct packing *packing, struct customer *customer),
                            void (*contact)(struct ctx *ctx, struct packing *packing, struct contact *contact))
{
    for (int i = 0; i < packing->preview->people_count; i++) {
        const struct erasure_person *person = &packing->preview->people[i];
        struct customer one;
        struct contact other;

        if (person->kind == PERSON_CUSTOMER && customer) {
            TRY(load_customer(ctx, person, &one));
            customer(ctx, packing, &one);
        }
        if (person->kind == PERSON_CONTACT && contact) {
            TRY(load_contact(ctx, person, &other));
            contact(ctx, packing, &other);
        }
    }
    return ERR_OK;
}

static void customer_json(struct ctx *ctx, struct packing *packing, struct customer *customer)
{
    resource_put(&packing->json, ctx, &customer_resource, customer);
}

static void contact_json(struct ctx *ctx, struct packing *packing, struct contact *contact)
{
    resource_put(&packing->json, ctx, &contact_resource, contact);
}

static void customer_row(struct ctx *ctx, struct packing *packing, struct customer *customer)
{
    export_row(ctx, &customer_resource, customer, &packing->piece);
}

static void contact_row(struct ctx *ctx, struct packing *packing, struct contact *contact)
{
    export_row(ctx, &contact_resource, contact, &packing->piece);
}

static void customer_card(struct ctx *ctx, struct packing *packing, struct customer *customer)
{
    export_vcard_customer(ctx, customer, &packing->piece);
}

static void contact_card(struct ctx *ctx, struct packing *packing, struct contact *contact)
{
    export_vcard_contact(ctx, contact, &packing->piece);
}

/* ---- consents and the audit -------------------------------------------------------------------------------------- */

static enum err put_consent(struct ctx *ctx, void *record, void *data)
{
    struct packing *packing = data;

    resource_put(&packing->json, ctx, &consent_resource, record);
    return ERR_OK;
}

static enum err put_consents(struct ctx *ctx, struct packing *packing)
{
    const struct id_set *people = &packing->forget->people;

    for (int i = 0; i < people->count; i++) {
        struct list_query *query;

        TRY(list_ask(ctx, &consent_list, NULL, 0, NULL, &query));
        list_narrow(query, "r.person_id = ?", people->items[i]);
        TRY(list_each(ctx, query, put_consent, packing));
    }
    return ERR_OK;
}

/* Of the people, and of what is or was theirs. */
static enum err put_entry(struct ctx *ctx, const struct audit *entry, void *data)
{
    struct packing *packing = data;
    struct json_writer *w = &packing->json;

    if (!erasure_concerns(packing->forget, entry->record_id))
        return ERR_OK;
    put_object(w);
    put_key(w, "at");
    put_time(w, entry->at_ms);
    put_key(w, "action");
    put_string(w, entry->action);
    put_key(w, "record_id");
    put_string(w, audit_record_ref(ctx, entry->action, entry->record_id));
    put_key(w, "changes");
    put_raw(w, entry->changes.len ? entry->changes : STR("[]"));
    put_object_end(w);
    return ERR_OK;
}

/* ---- the files --------------------------------------------------------------------------------------------------- */

static enum err flush(struct ctx *ctx, struct packing *packing)
{
    enum err err = export_zip_write(ctx, packing->zip, buf_str(&packing->piece));

    packing->piece.len = 0;
    return err;
}

static enum err add_list(struct ctx *ctx, struct packing *packing, const struct kind *kind)
{
    struct json_writer *w = &packing->json;

    put_name(w, str_from(kind->name));
    put_array(w);
    TRY(flush(ctx, packing));
    TRY(each(ctx, packing, kind, write_json));
    packing->piece.len = 0;
    put_array_end(w);
    return flush(ctx, packing);
}

static enum err add_json(struct ctx *ctx, struct packing *packing)
{
    struct json_writer *w = &packing->json;

    TRY(export_zip_begin(ctx, packing->zip, "person.json"));
    packing->piece.len = 0;
    put_begin(w, &packing->piece);
    put_object(w);
    put_key(w, "exported_at");
    put_time(w, ctx->now_ms);
    put_key(w, "location");
    put_string(w, ctx->location->name);
    put_key(w, "people");
    put_array(w);
    TRY(each_person(ctx, packing, customer_json, contact_json));
    put_array_end(w);
    for (int i = 0; i < KINDS; i++)
        TRY(add_list(ctx, packing, &kinds[i]));
    put_key(w, "consents");
    put_array(w);
    TRY(put_consents(ctx, packing));
    put_array_end(w);
    put_key(w, "history");
    put_array(w);
    TRY(audit_each(ctx, 0, put_entry, packing));
    put_array_end(w);
    put_object_end(w);
    return flush(ctx, packing);
}

static enum err add_table(struct ctx *ctx, struct packing *packing, const struct kind *kind)
{
    if (set_of(packing, kind)->count == 0)
        return ERR_OK;
    TRY(export_zip_begin(ctx, packing->zip, arena_printf(ctx->arena, "%s.csv", kind->name).ptr));
    packing->piece.len = 0;
    export_header(ctx, kind->resource, &packing->piece);
    TRY(flush(ctx, packing));
    return each(ctx, packing, kind, write_row);
}

static enum err add_people(struct ctx *ctx, struct packing *packing)
{
    TRY(export_zip_begin(ctx, packing->zip, "customers.csv"));
    export_header(ctx, &customer_resource, &packing->piece);
    TRY(each_person(ctx, packing, customer_row, NULL));
    TRY(flush(ctx, packing));
    TRY(export_zip_begin(ctx, packing->zip, "contacts.csv"));
    export_header(ctx, &contact_resource, &packing->piece);
    TRY(each_person(ctx, packing, NULL, contact_row));
    TRY(flush(ctx, packing));
    TRY(export_zip_begin(ctx, packing->zip, "person.vcf"));
    TRY(each_person(ctx, packing, customer_card, contact_card));
    return flush(ctx, packing);
}

static enum err note(struct ctx *ctx, void *data)
{
    const struct erasure_preview *preview = data;

    TRY(store_lock_location(ctx, ctx->location_id));
    for (int i = 0; i < preview->people_count; i++)
        TRY(audit_record(ctx, preview->people[i].kind == PERSON_CUSTOMER ? "customer.exported" : "contact.exported",
                         preview->people[i].id));
    return preview->people_count == 0 ? audit_record(ctx, "location.person_exported", ctx->location_id) : ERR_OK;
}

enum err export_person(struct ctx *ctx, const struct erasure_subject *subject, struct str *zip)
{
    struct erasure_preview preview;
    struct packing packing = { .preview = &preview, .forget = &preview.forget };

    TRY(erasure_preview(ctx, subject, &preview));
    TRY(erasure_find_gone(ctx, &preview.forget));
    buf_init(&packing.piece, ctx->arena, 16 * 1024);
    TRY(export_zip_new(ctx, &packing.zip));
    TRY(add_json(ctx, &packing));
    packing.piece.len = 0;
    if (preview.forget.people.count > 0)
        TRY(add_people(ctx, &packing));
    for (int i = 0; i < KINDS; i++)
        TRY(add_table(ctx, &packing, &kinds[i]));
    TRY(export_zip_end(ctx, packing.zip, zip));
    return store_write(ctx, note, &preview);
}
