/*
 * What staff do with what came in; and what becomes of it when the people go.
 */
#include "features/audit/audit.h"
#include "features/communication/communication.h"
#include "features/form/submission_mail.h"
#include "features/form/submission_store.h"

static bool is(struct str word, const char *wanted)
{
    return str_equal(word, str_from(wanted));
}

enum err submission_get(struct ctx *ctx, id64 id, struct submission *out)
{
    TRY(resource_get(ctx, &submission_resource, ctx->location_id, id, out));
    return submission_complete(ctx, out, 1);
}

static enum err save(struct ctx *ctx, const char *action, struct submission *submission)
{
    submission->updated_ms = ctx->now_ms;
    submission->edit++;
    TRY(resource_update(ctx, &submission_resource, submission));
    TRY(audit_record(ctx, action, submission->id));
    return submission_complete(ctx, submission, 1);
}

/* ---- accepting ----------------------------------------------------------------------------------------------- */

enum err submission_accept(struct ctx *ctx, id64 id, struct submission *out)
{
    struct form *form = ARENA_NEW(ctx->arena, struct form);
    bool was_spam;

    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(submission_get(ctx, id, out));
    if (is(out->state, "accepted"))
        return ERR_OK;
    was_spam = is(out->state, "spam");
    TRY(form_get(ctx, out->form_id, form));
    TRY(submission_settle(ctx, form, out));
    if (was_spam && out->message.len)
        out->enquiry = STR("new");
    else if (out->message.len == 0)
        out->enquiry = STR_EMPTY; /* it waited for this only */
    return save(ctx, out->enquiry.len ? "enquiry.accepted" : "submission.accepted", out);
}

/* ---- enquiries ----------------------------------------------------------------------------------------------- */

#define ANSWER_SOURCE STR("enquiries")

static id64 by_whom(const struct ctx *ctx)
{
    return ctx->actor.kind == ACTOR_USER ? ctx->actor.id : 0;
}

/* One taken by somebody else is not taken away in passing: release it first. */
static enum err take(struct ctx *ctx, struct submission *enquiry)
{
    if (is(enquiry->enquiry, "taken") && (enquiry->taken_by == by_whom(ctx) || by_whom(ctx) == 0))
        return ERR_OK;
    if (!is(enquiry->enquiry, "new"))
        return fail(ctx, ERR_CONFLICT, "This enquiry is %.*s already.", STR_PRINT(enquiry->enquiry));
    enquiry->enquiry = STR("taken");
    enquiry->taken_by = by_whom(ctx);
    enquiry->taken_ms = ctx->now_ms;
    return save(ctx, "enquiry.taken", enquiry);
}

/* ---- an answer is something that was said to the person -------------------------------------------------------- */

static struct str answer_key(struct ctx *ctx, const struct submission *enquiry)
{
    return arena_printf(ctx->arena, "enquiry:%lld", (long long)enquiry->id);
}

/* By which way nobody says: the way that the person left. With it a lead is contacted. */
static enum err log_answer(struct ctx *ctx, const struct submission *enquiry)
{
    bool by_mail = enquiry->email.len > 0;
    struct communication said = {
        .source = ANSWER_SOURCE,
        .external_id = answer_key(ctx, enquiry),
        .customer_id = enquiry->customer_id,
        .contact_id = enquiry->contact_id,
        .via = by_mail              ? STR("email")
               : enquiry->phone.len ? STR("phone")
                                    : STR("other"),
        .direction = STR("out"),
        .address = by_mail ? enquiry->email : enquiry->phone,
        .title = arena_printf(ctx->arena, "Answered the message by %.*s", STR_PRINT(enquiry->form_name)),
        .at_ms = ctx->now_ms,
    };
    struct communication before;
    enum err err;

    if (enquiry->person_id == 0)
        return ERR_OK;
    err = communication_by_external(ctx, said.source, said.external_id, &before);
    return err == ERR_NOT_FOUND ? communication_create(ctx, &said) : err;
}

/* It was not answered after all. What somebody has written into it since is theirs, and stays. */
static enum err unlog_answer(struct ctx *ctx, const struct submission *enquiry)
{
    struct communication said;
    enum err err = communication_by_external(ctx, ANSWER_SOURCE, answer_key(ctx, enquiry), &said);

    if (err == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(err);
    return said.edit == 1 ? communication_delete(ctx, &said) : ERR_OK;
}

static enum err release(struct ctx *ctx, struct submission *enquiry)
{
    if (is(enquiry->enquiry, "new"))
        return ERR_OK;
    enquiry->enquiry = STR("new");
    enquiry->taken_by = enquiry->answered_by = 0;
    enquiry->taken_ms = enquiry->answered_ms = enquiry->closed_ms = 0;
    TRY(unlog_answer(ctx, enquiry));
    return save(ctx, "enquiry.released", enquiry);
}

static enum err answer(struct ctx *ctx, struct submission *enquiry)
{
    if (is(enquiry->enquiry, "answered"))
        return ERR_OK;
    enquiry->enquiry = STR("answered");
    enquiry->answered_by = by_whom(ctx);
    enquiry->answered_ms = ctx->now_ms;
    enquiry->closed_ms = 0;
    TRY(log_answer(ctx, enquiry));
    return save(ctx, "enquiry.answered", enquiry);
}

static enum err close_it(struct ctx *ctx, struct submission *enquiry)
{
    if (is(enquiry->enquiry, "closed"))
        return ERR_OK;
    enquiry->enquiry = STR("closed");
    enquiry->closed_ms = ctx->now_ms;
    return save(ctx, "enquiry.closed", enquiry);
}

/* Nobody's any more; a contact that it made is there for staff to delete. */
static enum err spam(struct ctx *ctx, struct submission *enquiry)
{
    enquiry->state = STR("spam");
    enquiry->reason = STR("staff");
    enquiry->enquiry = STR_EMPTY;
    enquiry->person_id = 0;
    enquiry->kind = STR_EMPTY;
    enquiry->made_person = false;
    return save(ctx, "enquiry.spam", enquiry);
}

enum err enquiry_do(struct ctx *ctx, id64 id, enum enquiry_verb verb, struct submission *out)
{
    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(submission_get(ctx, id, out));
    if (verb == ENQUIRY_SPAM && is(out->state, "spam") && is(out->reason, "staff"))
        return ERR_OK;
    if (out->enquiry.len == 0)
        return ERR_NOT_FOUND;
    switch (verb) {
    case ENQUIRY_TAKE: return take(ctx, out);
    case ENQUIRY_RELEASE: return release(ctx, out);
    case ENQUIRY_ANSWER: return answer(ctx, out);
    case ENQUIRY_CLOSE: return close_it(ctx, out);
    case ENQUIRY_SPAM: return spam(ctx, out);
    }
    return ERR_INTERNAL;
}

enum err enquiry_count(struct ctx *ctx, struct enquiry_figures *out)
{
    return submission_store_figures(ctx, by_whom(ctx), out);
}

/* ---- people and time ----------------------------------------------------------------------------------------- */

enum err submission_unlink_person(struct ctx *ctx, id64 person_id, struct str *undo)
{
    struct trash_list linked = { .name = "linked" };

    TRY(submission_store_ids_of(ctx, person_id, &linked.ids));
    *undo = trash_lists_text(ctx, "sub", &linked, 1);
    return linked.ids.count > 0 ? submission_store_unlink(ctx, person_id) : ERR_OK;
}

enum err submission_relink_person(struct ctx *ctx, id64 person_id, const json_t *undo)
{
    struct id_set linked = { 0 };
    enum person_kind kind;

    TRY(person_kind_of(ctx, person_id, &kind));
    trash_list_read(ctx, undo, "linked", &linked);
    for (int i = 0; i < linked.count; i++)
        TRY(submission_store_relink(ctx, linked.items[i], person_id, str_from(person_kind_name(kind))));
    return ERR_OK;
}

enum err submission_forget_find(struct ctx *ctx, struct forget *forget)
{
    for (int i = 0; i < forget->people.count; i++)
        TRY(submission_store_ids_of(ctx, forget->people.items[i], &forget->submissions));
    for (int i = 0; i < forget->emails.count; i++)
        TRY(submission_store_find_email(ctx, forget->emails.items[i], &forget->submissions));
    for (int i = 0; i < forget->phones.count; i++)
        TRY(submission_store_find_phone(ctx, forget->phones.items[i], &forget->submissions));
    id_set_settle(&forget->submissions);
    return ERR_OK;
}

enum err submission_forget(struct ctx *ctx, struct forget *forget)
{
    for (int i = 0; i < forget->submissions.count; i++) {
        TRY(submission_mail_forget(ctx, forget->submissions.items[i]));
        TRY(submission_store_forget(ctx, forget->submissions.items[i]));
    }
    return ERR_OK;
}

enum err submission_forget_ips(struct ctx *ctx, int64_t before_ms)
{
    return submission_store_forget_ips(ctx, before_ms);
}

enum err submission_clear_old(struct ctx *ctx)
{
    return submission_store_clear(ctx, ctx->now_ms - SUBMISSION_DAYS * DAY_MS);
}
