#include "features/form/submission_store.h"

#define FORGOTTEN                                                                                             \
    " name = '', email = '', phone = '', phone_normal = '', message = '', answers = '[]', page = '', ip = '', " \
    "user_agent = '',"                                                                                          \
    " search = '', fingerprint = '', edit = edit + 1"

/* clang-format off */
STATEMENT same = SQL(
    "SELECT id FROM submission WHERE location_id = $1 AND fingerprint = $2 AND at_ms > $3 AND state <> 'spam'"
    " ORDER BY at_ms DESC LIMIT 1");
STATEMENT drop_refused = SQL(
    "DELETE FROM submission WHERE location_id = $1 AND fingerprint = $2 AND at_ms > $3 AND state = 'spam'");
STATEMENT use_proof = SQL(
    "INSERT INTO form_proof (nonce, expires_ms) VALUES ($1, $2) ON CONFLICT (nonce) DO NOTHING");

STATEMENT beside = SQL(
    "SELECT f.name, COALESCE(c.wording, '') FROM form f LEFT JOIN form_consent c"
    " ON c.location_id = f.location_id AND c.form_id = f.id AND c.version = $3"
    " WHERE f.location_id = $1 AND f.id = $2");

STATEMENT figures = SQL(
    "SELECT count(*) FILTER (WHERE enquiry = 'new'), count(*) FILTER (WHERE enquiry = 'taken'),"
    " count(*) FILTER (WHERE enquiry = 'taken' AND taken_by = $2 AND taken_by <> 0), count(*) FILTER (WHERE at_ms < $3),"
    " count(*) FILTER (WHERE state = 'unsure')"
    " FROM submission WHERE location_id = $1 AND enquiry IN ('new', 'taken')");

STATEMENT count_of = SQL("SELECT count(*) FROM submission WHERE location_id = $1 AND person_id = $2");
STATEMENT ids_of = SQL("SELECT id FROM submission WHERE location_id = $1 AND person_id = $2 ORDER BY at_ms, id");
STATEMENT unlink_person = SQL(
    "UPDATE submission SET person_id = NULL, kind = '', updated_ms = $3, edit = edit + 1"
    " WHERE location_id = $1 AND person_id = $2");
STATEMENT relink = SQL(
    "UPDATE submission SET person_id = $3, kind = $4, updated_ms = $5, edit = edit + 1"
    " WHERE location_id = $1 AND id = $2 AND person_id IS NULL");

STATEMENT find_email = SQL("SELECT id FROM submission WHERE location_id = $1 AND email = $2 AND email <> ''");
STATEMENT find_phone = SQL("SELECT id FROM submission WHERE location_id = $1 AND phone_normal = $2 AND phone_normal <> ''");
STATEMENT delete_held = SQL("DELETE FROM submission WHERE location_id = $1 AND id = $2 AND state <> 'accepted'");
STATEMENT forget_one = SQL("UPDATE submission SET" FORGOTTEN " WHERE location_id = $1 AND id = $2");
STATEMENT forget_ips = SQL("UPDATE submission SET ip = '' WHERE location_id = $1 AND at_ms < $2 AND ip <> ''");

STATEMENT clear_refused = SQL("DELETE FROM submission WHERE state = 'spam' AND at_ms < $1");
STATEMENT clear_proofs = SQL("DELETE FROM form_proof WHERE expires_ms < $1");
/* clang-format on */

/* ---- what is shown beside the row ---------------------------------------------------------------------------- */

static enum err complete_one(struct ctx *ctx, struct submission *submission)
{
    int64_t hours = ctx->location ? ctx->location->lead_overdue_hours : 0;
    bool open = str_equal(submission->enquiry, STR("new")) || str_equal(submission->enquiry, STR("taken"));
    struct rows rows;

    submission->customer_id = str_equal(submission->kind, STR("customer")) ? submission->person_id : 0;
    submission->contact_id = str_equal(submission->kind, STR("contact")) ? submission->person_id : 0;
    submission->unsure = str_equal(submission->state, STR("unsure"));
    submission->due_ms = open ? submission->at_ms + hours * HOUR_MS : 0;
    submission->overdue = open && submission->due_ms < ctx->now_ms;
    if (store_row(ctx, &beside, ARGS(INT(ctx->location_id), INT(submission->form_id), INT(submission->consent_version)),
                  &rows)) {
        submission->form_name = row_text(&rows, 0);
        submission->wording = row_text(&rows, 1);
    }
    return rows_end(&rows);
}

enum err submission_complete(struct ctx *ctx, void *records, int count)
{
    struct submission *submissions = records;

    for (int i = 0; i < count; i++)
        TRY(complete_one(ctx, &submissions[i]));
    return ERR_OK;
}

/* ---- receiving ----------------------------------------------------------------------------------------------- */

enum err submission_store_same(struct ctx *ctx, struct str fingerprint, int64_t since_ms, id64 *id)
{
    return store_int(ctx, &same, ARGS(INT(ctx->location_id), TEXT(fingerprint), INT(since_ms)), 0, id);
}

enum err submission_store_drop_refused(struct ctx *ctx, struct str fingerprint, int64_t since_ms)
{
    return store_exec(ctx, &drop_refused, ARGS(INT(ctx->location_id), TEXT(fingerprint), INT(since_ms)), NULL);
}

enum err submission_store_use_proof(struct ctx *ctx, struct str nonce, int64_t expires_ms, bool *fresh)
{
    int64_t changed = 0;

    TRY(store_exec(ctx, &use_proof, ARGS(TEXT(nonce), INT(expires_ms)), &changed));
    *fresh = changed == 1;
    return ERR_OK;
}

enum err submission_store_figures(struct ctx *ctx, id64 user_id, struct enquiry_figures *out)
{
    int64_t late_ms = ctx->now_ms - (ctx->location ? ctx->location->lead_overdue_hours : 0) * HOUR_MS;
    struct rows rows;

    *out = (struct enquiry_figures){ 0 };
    if (store_row(ctx, &figures, ARGS(INT(ctx->location_id), INT(user_id), INT(late_ms)), &rows))
        *out = (struct enquiry_figures){ row_int(&rows, 0), row_int(&rows, 1), row_int(&rows, 2), row_int(&rows, 3),
                                         row_int(&rows, 4) };
    return rows_end(&rows);
}

/* ---- people and time ----------------------------------------------------------------------------------------- */

enum err submission_count_of_person(struct ctx *ctx, id64 person_id, int64_t *out)
{
    return store_int(ctx, &count_of, ARGS(INT(ctx->location_id), INT(person_id)), 0, out);
}

enum err submission_store_ids_of(struct ctx *ctx, id64 person_id, struct id_set *found)
{
    return store_ids(ctx, &ids_of, ARGS(INT(ctx->location_id), INT(person_id)), found);
}

enum err submission_store_unlink(struct ctx *ctx, id64 person_id)
{
    return store_exec(ctx, &unlink_person, ARGS(INT(ctx->location_id), INT(person_id), INT(ctx->now_ms)), NULL);
}

enum err submission_store_relink(struct ctx *ctx, id64 id, id64 person_id, struct str kind)
{
    return store_exec(ctx, &relink, ARGS(INT(ctx->location_id), INT(id), INT(person_id), TEXT(kind), INT(ctx->now_ms)),
                      NULL);
}

enum err submission_store_find_email(struct ctx *ctx, struct str address, struct id_set *found)
{
    return store_ids(ctx, &find_email, ARGS(INT(ctx->location_id), TEXT(address)), found);
}

enum err submission_store_find_phone(struct ctx *ctx, struct str e164, struct id_set *found)
{
    return store_ids(ctx, &find_phone, ARGS(INT(ctx->location_id), TEXT(e164)), found);
}

enum err submission_store_forget(struct ctx *ctx, id64 id)
{
    TRY(store_exec(ctx, &delete_held, ARGS(INT(ctx->location_id), INT(id)), NULL));
    return store_exec(ctx, &forget_one, ARGS(INT(ctx->location_id), INT(id)), NULL);
}

enum err submission_store_forget_ips(struct ctx *ctx, int64_t before_ms)
{
    return store_exec(ctx, &forget_ips, ARGS(INT(ctx->location_id), INT(before_ms)), NULL);
}

enum err submission_store_clear(struct ctx *ctx, int64_t before_ms)
{
    TRY(store_exec(ctx, &clear_refused, ARGS(INT(before_ms)), NULL));
    return store_exec(ctx, &clear_proofs, ARGS(INT(ctx->now_ms)), NULL);
}
