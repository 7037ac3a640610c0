/*
 * What happens to a submission: kept, somebody's, an enquiry, consent. In the order of the lines of submission_receive().
 */
#include "features/form/submission.h"

#include "base/text.h"

#include "features/audit/audit.h"
#include "features/consent/consent.h"
#include "features/form/submission_mail.h"
#include "features/form/submission_store.h"

enum { SAME_MINUTES = 10, REFUSED_SAME_HOURS = 1 };

static bool is(struct str word, const char *wanted)
{
    return str_equal(word, str_from(wanted));
}

/* ---- whose it is --------------------------------------------------------------------------------------------- */

/* An address that only a form has said is not proven: anybody may type anybody's. */
static void not_proven(struct identity *identity)
{
    for (int i = 0; i < identity->emails.count; i++)
        identity->emails.items[i].unproven = true;
    for (int i = 0; i < identity->phones.count; i++)
        identity->phones.items[i].unproven = true;
}

/* The 51st tag is left out; it is no reason to lose a message. */
static enum err add_tags(struct ctx *ctx, const struct form *form, const struct who *who)
{
    enum err err;

    if (form->tags.count == 0)
        return ERR_OK;
    TRY(store_part_begin(ctx));
    err = who->kind == PERSON_CUSTOMER ? customer_add_tags(ctx, who->id, &form->tags)
                                       : contact_add_tags(ctx, who->id, &form->tags);
    if (err == ERR_OK)
        return store_part_keep(ctx);
    TRY(store_part_undo(ctx));
    if (err != ERR_INVALID && err != ERR_CONFLICT)
        return err;
    ctx_forgive(ctx);
    return ERR_OK;
}

static enum err gain(struct ctx *ctx, const struct form *form, const struct who *who, struct identity *identity)
{
    static const struct identity nothing;
    int left_out;

    not_proven(identity);
    if (who->disagree || who->organisation)
        *identity = nothing;
    if (who->kind == PERSON_CUSTOMER)
        TRY(customer_gain(ctx, who->id, identity, &left_out));
    else
        TRY(contact_gain(ctx, who->id, identity, &left_out));
    return add_tags(ctx, form, who);
}

static enum err make(struct ctx *ctx, const struct form *form, struct submission *submission, struct identity *identity)
{
    struct contact contact = { 0 };

    resource_defaults(ctx, &contact_resource, &contact);
    contact.name = identity->name;
    contact.emails = identity->emails;
    contact.phones = identity->phones;
    contact.source = form->source;
    contact.obtain_method = form->obtain_method;
    contact.tags = form->tags;
    contact.captured_ms = submission->at_ms;
    contact.contact_consent = false;
    TRY(contact_create(ctx, &contact));
    submission->person_id = contact.id;
    submission->kind = STR("contact");
    submission->made_person = true;
    return ERR_OK;
}

static enum err find_person(struct ctx *ctx, const struct form *form, struct submission *submission)
{
    struct identity identity = { .name = submission->name };
    struct who who;

    if (!location_is_relay(ctx->location, submission->email))
        identity_add_email(ctx, &identity, submission->email);
    identity_add_phone(ctx, &identity, submission->phone, STR_EMPTY);
    TRY(who_is_it(ctx, &identity, &who));
    if (who.kind == PERSON_NONE)
        return make(ctx, form, submission, &identity);
    submission->person_id = who.id;
    submission->kind = str_from(person_kind_name(who.kind));
    return gain(ctx, form, &who, &identity);
}

/* ---- what they agreed to ------------------------------------------------------------------------------------- */

struct consent submission_consent(const struct form *form, const struct submission *submission)
{
    bool by_mail = is(form->consent_channel, "email") || is(form->consent_channel, "any");

    return (struct consent){
        .person_id = submission->person_id,
        .channel = is(form->consent_channel, "email") && submission->email.len == 0 ? STR("any")
                                                                                    : form->consent_channel,
        .purpose = STR("marketing"),
        .given = true,
        .address = by_mail && submission->email.len ? submission->email : submission->phone,
        .obtain_method = form->obtain_method,
        .form_id = form->id,
        .page = submission->page,
        .ip = submission->ip,
        .user_agent = submission->user_agent,
        .demonstrable = true,
    };
}

/* A no is not turned into a yes by who types an address into a form. */
static enum err said_no(struct ctx *ctx, const struct submission *submission, bool *out)
{
    TRY(consent_is_withdrawn(ctx, submission->person_id, out));
    if (!*out && submission->email.len)
        TRY(consent_suppressed(ctx, submission->email, out));
    return ERR_OK;
}

static enum err note_consent(struct ctx *ctx, const struct form *form, struct submission *submission)
{
    struct consent event = submission_consent(form, submission);
    bool no = false;
    int64_t at_ms;

    if (!submission->consent)
        return ERR_OK;
    TRY(said_no(ctx, submission, &no));
    if (!form->double_opt_in && !no) {
        enum err err;

        TRY(form_wording(ctx, form->id, submission->consent_version, &event.wording, &at_ms));
        event.at_ms = submission->at_ms;
        err = consent_append(ctx, &event);
        if (err != ERR_CONFLICT)
            return err;
        ctx_forgive(ctx); /* one of their other addresses said no */
    }
    if (str_find(submission->email, '@') == submission->email.len)
        return ERR_OK; /* there is no way to ask */
    submission->opt_in = STR("waiting");
    return submission_mail_opt_in(ctx, form, submission);
}

enum err submission_settle(struct ctx *ctx, const struct form *form, struct submission *submission)
{
    submission->state = STR("accepted");
    submission->reason = STR_EMPTY;
    TRY(find_person(ctx, form, submission));
    return note_consent(ctx, form, submission);
}

/* ---- keeping ------------------------------------------------------------------------------------------------- */

static enum err insert(struct ctx *ctx, struct submission *submission)
{
    submission->updated_ms = ctx->now_ms;
    submission->edit = 1;
    if (is(submission->state, "unsure") || (is(submission->state, "accepted") && submission->message.len))
        submission->enquiry = STR("new");
    TRY(resource_insert(ctx, &submission_resource, submission));
    if (is(submission->state, "spam"))
        return ERR_OK;
    return audit_record(ctx, submission->enquiry.len ? "enquiry.created" : "submission.created", submission->id);
}

static enum err use_proof(struct ctx *ctx, const struct submission_input *input)
{
    bool fresh = true;

    if (input->proof_nonce.len)
        TRY(submission_store_use_proof(ctx, input->proof_nonce, input->proof_expires_ms, &fresh));
    if (!fresh)
        problem_add(ctx, STR("altcha"), "used", "This proof was used before; fetch a new challenge and send again.");
    return problems_err(ctx);
}

enum err submission_receive(struct ctx *ctx, const struct form *form, struct submission_input *input)
{
    struct submission *submission = &input->submission;
    id64 same = 0;

    TRY(store_lock_location(ctx, ctx->location_id));
    if (is(submission->state, "spam"))
        return insert(ctx, submission);
    TRY(submission_store_same(ctx, submission->fingerprint, ctx->now_ms - SAME_MINUTES * MINUTE_MS, &same));
    if (same != 0)
        return ERR_OK;
    TRY(use_proof(ctx, input));
    TRY(submission_store_drop_refused(ctx, submission->fingerprint, ctx->now_ms - REFUSED_SAME_HOURS * HOUR_MS));
    if (is(submission->state, "accepted"))
        TRY(submission_settle(ctx, form, submission));
    TRY(insert(ctx, submission));
    return submission->enquiry.len ? submission_mail_alert(ctx, form, submission) : ERR_OK;
}

/* ---- double opt-in ------------------------------------------------------------------------------------------- */

/* Following the link proves the address. */
static enum err prove(struct ctx *ctx, const struct submission *submission)
{
    struct identity identity = { .name = submission->name };
    int left_out;

    identity_add_email(ctx, &identity, submission->email);
    if (location_is_relay(ctx->location, submission->email))
        return ERR_OK;
    for (int i = 0; i < identity.emails.count; i++)
        identity.emails.items[i].verified = true;
    return is(submission->kind, "customer") ? customer_gain(ctx, submission->person_id, &identity, &left_out)
                                            : contact_gain(ctx, submission->person_id, &identity, &left_out);
}

enum err submission_confirm(struct ctx *ctx, id64 id, struct submission *out)
{
    struct form *form = ARENA_NEW(ctx->arena, struct form);
    struct consent event;
    int64_t at_ms;

    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(submission_get(ctx, id, out));
    if (!is(out->opt_in, "waiting") || out->person_id == 0)
        return ERR_OK;
    TRY(form_get(ctx, out->form_id, form));
    ctx->actor = (struct actor){ .kind = ACTOR_FORM, .id = form->id, .name = form->name };
    event = submission_consent(form, out);
    TRY(form_wording(ctx, form->id, out->consent_version, &event.wording, &at_ms));
    event.obtain_method = CONSENT_DOUBLE_OPT_IN;
    event.ip = ctx->ip;
    event.user_agent = text_cut(ctx->user_agent, 500);
    TRY(prove(ctx, out));
    TRY(consent_append(ctx, &event));
    out->opt_in = STR("confirmed");
    out->opt_in_ms = out->updated_ms = ctx->now_ms;
    out->edit++;
    TRY(resource_update(ctx, &submission_resource, out));
    return audit_record(ctx, "submission.confirmed", out->id);
}
