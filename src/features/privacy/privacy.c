/*
 * Erasing: first a look through everything, then one write that does it.
 */
#include "features/privacy/privacy_rules.h"

#include "features/audit/audit.h"
#include "features/booking/booking.h"
#include "features/communication/communication.h"
#include "features/checkout/checkout.h"
#include "features/consent/consent.h"
#include "features/form/form.h"
#include "features/guest/guest.h"
#include "features/mail/mail.h"
#include "features/privacy/privacy_store.h"
#include "features/privacy/retention_store.h"
#include "features/record/record.h"
#include "features/survey/survey.h"
#include "features/tag/tag.h"

/* ---- the preview --------------------------------------------------------------------------------------------- */

static enum err name_one(struct ctx *ctx, id64 id, bool in_trash, struct erasure_person *out)
{
    struct customer customer;
    struct deletion deletion;
    struct contact contact;
    enum err err = customer_deletion_preview(ctx, id, &customer, &deletion);

    *out = (struct erasure_person){ .kind = PERSON_CUSTOMER, .id = id, .in_trash = in_trash };
    if (err == ERR_OK) {
        out->name = customer.name;
        return ERR_OK;
    }
    if (err != ERR_NOT_FOUND)
        return err;
    TRY(contact_deletion_preview(ctx, id, &contact, &deletion));
    out->kind = PERSON_CONTACT;
    out->name = contact.name;
    return ERR_OK;
}

/* Whom a lead in the trash belonged to may be gone since. */
static enum err name_all(struct ctx *ctx, struct id_set *ids, struct id_set *trash, struct erasure_person **out,
                         int *count)
{
    *count = 0;
    *out = ARENA_ARRAY(ctx->arena, struct erasure_person, (size_t)ids->count + 1);
    for (int i = 0; i < ids->count; i++) {
        enum err err = name_one(ctx, ids->items[i], id_set_has(trash, ids->items[i]), &(*out)[*count]);

        if (err == ERR_NOT_FOUND)
            continue;
        TRY(err);
        (*count)++;
    }
    return ERR_OK;
}

static void leave_out_who_goes(struct ctx *ctx, struct forget *forget)
{
    struct id_set sharers = { 0 };

    for (int i = 0; i < forget->sharers.count; i++)
        if (!id_set_has(&forget->people, forget->sharers.items[i]))
            id_set_add(ctx, &sharers, forget->sharers.items[i]);
    id_set_settle(&sharers);
    forget->sharers = sharers;
}

static enum err count_consents(struct ctx *ctx, const struct forget *forget, int64_t *out)
{
    *out = forget->consents.count;
    for (int i = 0; i < forget->people.count; i++) {
        int64_t events;

        TRY(trash_consent_count(ctx, forget->people.items[i], &events));
        *out += events;
    }
    return ERR_OK;
}

enum err erasure_preview(struct ctx *ctx, const struct erasure_subject *subject, struct erasure_preview *out)
{
    struct forget *forget = &out->forget;

    *out = (struct erasure_preview){ 0 };
    TRY(privacy_find(ctx, subject, forget));
    leave_out_who_goes(ctx, forget);
    TRY(name_all(ctx, &forget->people, &forget->trash, &out->people, &out->people_count));
    TRY(name_all(ctx, &forget->sharers, &forget->trash, &out->sharers, &out->sharer_count));
    for (int i = 0; i < forget->tags.count; i++) {
        struct tag tag;

        TRY(tag_get(ctx, forget->tags.items[i], &tag));
        forget_add(ctx, &out->tags, tag.name);
    }
    return count_consents(ctx, forget, &out->consents);
}

/* ---- people go ----------------------------------------------------------------------------------------------- */

static enum err erase_one(struct ctx *ctx, id64 id, enum person_kind kind)
{
    TRY(consent_reduce(ctx, id));
    if (kind == PERSON_CONTACT)
        TRY(contact_delete(ctx, id, true));
    else
        TRY(customer_delete(ctx, id, true));
    return audit_record(ctx, kind == PERSON_CONTACT ? "contact.erased" : "customer.erased", id);
}

/* Contacts first: what they said is their customer's, and goes with it. Whoever's days in the trash are over is gone for
 * everybody, whether the job that removes them has come by or not. */
static enum err erase_people(struct ctx *ctx, struct forget *forget)
{
    static const enum person_kind order[] = { PERSON_CONTACT, PERSON_CUSTOMER };

    for (size_t k = 0; k < sizeof(order) / sizeof(order[0]); k++)
        for (int i = 0; i < forget->people.count; i++) {
            enum person_kind kind;

            TRY(person_kind_of(ctx, forget->people.items[i], &kind));
            if (kind == order[k])
                TRY(erase_one(ctx, forget->people.items[i], kind));
        }
    for (int i = 0; i < forget->trash.count; i++)
        TRY(privacy_store_trash_delete(ctx, forget->trash.items[i]));
    return trash_purge_due(ctx);
}

static enum err erase_tags(struct ctx *ctx, struct forget *forget)
{
    for (int i = 0; i < forget->tags.count; i++) {
        struct tag tag;
        enum err err = tag_get(ctx, forget->tags.items[i], &tag);

        if (err == ERR_NOT_FOUND)
            continue;
        TRY(err);
        if (tag.customers + tag.contacts == 0)
            TRY(tag_delete(ctx, &tag));
    }
    return ERR_OK;
}

static enum err suppress_all(struct ctx *ctx, const struct string_list *addresses)
{
    for (int i = 0; i < addresses->count; i++)
        TRY(consent_suppress(ctx, addresses->items[i], "erased"));
    return ERR_OK;
}

/* ---- what remains of it -------------------------------------------------------------------------------------- */

static void put_ids(struct json_writer *w, const struct id_set *set)
{
    put_array(w);
    for (int i = 0; i < set->count; i++)
        put_int(w, set->items[i]);
    put_array_end(w);
}

static struct str rows_json(struct ctx *ctx, const struct forget *forget)
{
    const struct {
        const char *name;
        const struct id_set *set;
    } sets[] = {
        { "people", &forget->people },       { "bookings", &forget->bookings },
        { "guests", &forget->guests },       { "communications", &forget->communications },
        { "responses", &forget->responses }, { "records", &forget->records },
        { "submissions", &forget->submissions }, { "checkouts", &forget->checkouts },
    };
    struct json_writer w;
    struct buf buf;

    buf_init(&buf, ctx->arena, 256);
    put_begin(&w, &buf);
    put_object(&w);
    for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
        put_name(&w, str_from(sets[i].name));
        put_ids(&w, sets[i].set);
    }
    put_object_end(&w);
    return buf_str(&buf);
}

static enum err put_hashes(struct json_writer *w, struct ctx *ctx, const struct string_list *addresses)
{
    for (int i = 0; i < addresses->count; i++) {
        struct str hash;

        TRY(consent_hash(ctx, addresses->items[i], &hash));
        put_string(w, hash);
    }
    return ERR_OK;
}

static enum err addresses_json(struct ctx *ctx, const struct forget *forget, struct str *out)
{
    struct json_writer w;
    struct buf buf;

    buf_init(&buf, ctx->arena, 256);
    put_begin(&w, &buf);
    put_array(&w);
    TRY(put_hashes(&w, ctx, &forget->emails));
    TRY(put_hashes(&w, ctx, &forget->phones));
    put_array_end(&w);
    *out = buf_str(&buf);
    return ERR_OK;
}

static struct str people_json(struct ctx *ctx, const struct erasure_person *people, int count)
{
    struct json_writer w;
    struct buf buf;

    buf_init(&buf, ctx->arena, 256);
    put_begin(&w, &buf);
    put_array(&w);
    for (int i = 0; i < count; i++)
        put_id(&w, person_prefix(people[i].kind), people[i].id);
    put_array_end(&w);
    return buf_str(&buf);
}

void privacy_put_kept(struct json_writer *w, const struct forget_kept *kept)
{
    put_array(w);
    for (; kept; kept = kept->next) {
        put_object(w);
        put_key(w, "record_id");
        put_id(w, "rec", kept->record_id);
        put_key(w, "kind");
        put_string(w, kept->kind);
        put_key(w, "reason");
        put_string_or_null(w, kept->reason);
        put_key(w, "until");
        put_string_or_null(w, kept->until);
        put_object_end(w);
    }
    put_array_end(w);
}

static struct str kept_json(struct ctx *ctx, const struct forget *forget)
{
    struct json_writer w;
    struct buf buf;

    buf_init(&buf, ctx->arena, 256);
    put_begin(&w, &buf);
    privacy_put_kept(&w, forget->kept);
    return buf_str(&buf);
}

static int64_t kept_count(const struct forget *forget)
{
    int64_t count = 0;

    for (const struct forget_kept *kept = forget->kept; kept; kept = kept->next)
        count++;
    return count;
}

/* ---- the write ----------------------------------------------------------------------------------------------- */

struct making {
    const struct erasure_subject *subject;
    struct erasure_preview preview;
    struct erasure erasure;
};

static enum err write_down(struct ctx *ctx, struct making *making)
{
    struct forget *forget = &making->preview.forget;
    struct erasure *erasure = &making->erasure;

    *erasure = (struct erasure){
        .id = ctx_new_id(ctx),
        .location_id = ctx->location_id,
        .subject = str_from(making->subject->kind),
        .staff_id = ctx->actor.kind == ACTOR_USER ? ctx->actor.id : 0,
        .people = people_json(ctx, making->preview.people, making->preview.people_count),
        .rows_erased = rows_json(ctx, forget),
        .bookings = forget->bookings.count,
        .guests = forget->guests.count,
        .communications = forget->communications.count,
        .responses = forget->responses.count,
        .records = forget->records.count - kept_count(forget),
        .submissions = forget->submissions.count,
        .checkouts = forget->checkouts.count,
        .follow_ups = forget->follow_ups.count,
        .consents = making->preview.consents,
        .audit_entries = forget->audit.count,
        .kept = kept_json(ctx, forget),
        .at_ms = ctx->now_ms,
    };
    TRY(addresses_json(ctx, forget, &erasure->addresses));
    TRY(resource_insert(ctx, &erasure_resource, erasure));
    return audit_record(ctx, "erasure.made", erasure->id);
}

static enum err forget_rows(struct ctx *ctx, struct forget *forget)
{
    TRY(booking_forget(ctx, forget));
    TRY(guest_forget(ctx, forget));
    TRY(record_forget(ctx, forget));
    TRY(communication_forget(ctx, forget));
    TRY(survey_forget(ctx, forget));
    TRY(submission_forget(ctx, forget));
    TRY(checkout_forget(ctx, forget));
    for (int i = 0; i < forget->consents.count; i++)
        TRY(consent_reduce_one(ctx, forget->consents.items[i]));
    return ERR_OK;
}

/* What waits in the outbox is not sent; while the communications still know whose they are. */
static enum err forget_mail(struct ctx *ctx, const struct forget *forget)
{
    for (int i = 0; i < forget->people.count; i++)
        TRY(mail_forget_person(ctx, forget->people.items[i]));
    for (int i = 0; i < forget->emails.count; i++)
        TRY(mail_forget_address(ctx, forget->emails.items[i]));
    return ERR_OK;
}

enum err privacy_let_go(struct ctx *ctx, struct forget *forget)
{
    TRY(forget_mail(ctx, forget));
    TRY(erase_people(ctx, forget));
    TRY(forget_rows(ctx, forget));
    return erase_tags(ctx, forget);
}

/* What came between the look and the lock hangs on these people already, and an index finds it. */
enum err privacy_erase(struct ctx *ctx, struct forget *forget)
{
    TRY(store_lock_location(ctx, ctx->location_id));
    forget->quick = true;
    TRY(privacy_find_rows(ctx, forget));
    TRY(privacy_let_go(ctx, forget));
    TRY(privacy_take_from_sharers(ctx, forget));
    TRY(suppress_all(ctx, &forget->emails));
    TRY(suppress_all(ctx, &forget->phones));
    return privacy_forget_traces(ctx, forget);
}

static enum err make(struct ctx *ctx, void *data)
{
    struct making *making = data;

    TRY(privacy_erase(ctx, &making->preview.forget));
    return write_down(ctx, making);
}

/* Everything that ever held something about people; for PostgreSQL. */
static const char *const tables[] = {
    "customer",    "contact",     "person_email",  "person_phone", "person_external", "person_tag",
    "tag",         "turned_up",   "may_be_same",   "trash",        "consent",         "booking",
    "guest",       "record",      "communication", "mail",         "follow_up",       "survey_response",
    "audit_value", "idempotency", "job",           "submission",   "checkout",        NULL,
};

static enum err set_cleaned(struct ctx *ctx, void *data)
{
    (void)data;
    return retention_store_set_clean(ctx);
}

enum err privacy_clean(struct ctx *ctx)
{
    enum err err = store_clean(ctx, tables);

    /* somebody reads for long: the next night tries again */
    if (err == ERR_BUSY)
        return ERR_OK;
    TRY(err);
    return store_write(ctx, set_cleaned, NULL);
}

enum err erasure_make(struct ctx *ctx, const struct erasure_subject *subject, struct erasure *out)
{
    struct making making = { .subject = subject };

    TRY(erasure_preview(ctx, subject, &making.preview));
    TRY(privacy_find_traces(ctx, &making.preview.forget));
    TRY(store_write(ctx, make, &making));
    TRY(privacy_clean(ctx));
    return erasure_get(ctx, making.erasure.id, out);
}

enum err erasure_get(struct ctx *ctx, id64 id, struct erasure *out)
{
    return resource_get(ctx, &erasure_resource, ctx->location_id, id, out);
}
