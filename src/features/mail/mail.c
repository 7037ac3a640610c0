/*
 * The outbox: ordering, canceling, waiting (mail.h). How it goes out is in mail_delivery.c.
 */
#include "features/mail/mail.h"

#include "base/email.h"
#include "base/text.h"
#include "features/audit/audit.h"
#include "features/mail/mail_store.h"

static bool is(struct str state, const char *name)
{
    return str_equal(state, str_from(name));
}

/* ---- ordering -------------------------------------------------------------------------------------------------- */

static struct str line(struct ctx *ctx, struct str text, size_t most)
{
    return text_cut(text_line(ctx->arena, text), most);
}

static enum err read_address(struct ctx *ctx, struct str typed, const char *whose, struct str *out)
{
    const char *why;

    if (email_normal(ctx->arena, typed, out, &why))
        return ERR_OK;
    return fail(ctx, ERR_INVALID, "%s is no e-mail address.", whose);
}

/* What goes to a person stands on their page, from the moment it was ordered. */
static enum err log_it(struct ctx *ctx, const struct mail_order *order, struct mail *mail)
{
    struct communication message = {
        .source = MAIL_SOURCE,
        .external_id = id_text(ctx->arena, "mai", mail->id),
        .via = STR("email"),
        .direction = STR("out"),
        .address = mail->to_address,
        .title = mail->subject,
        .body = mail->body,
        .reference_id = order->reference_id,
        .status = STR("waiting"),
        .customer_id = order->person_kind == PERSON_CUSTOMER ? order->person_id : 0,
        .contact_id = order->person_kind == PERSON_CONTACT ? order->person_id : 0,
    };

    if (order->person_kind == PERSON_NONE)
        return ERR_OK;
    TRY(communication_create(ctx, &message));
    mail->communication_id = message.id;
    mail->person_kind = str_from(person_kind_name(order->person_kind));
    return ERR_OK;
}

static enum err make(struct ctx *ctx, const struct mail_order *order, struct mail *mail)
{
    TRY(read_address(ctx, order->to, "The recipient's address", &mail->to_address));
    if (order->reply_to.len)
        TRY(read_address(ctx, order->reply_to, "The address for answers", &mail->reply_address));
    mail->id = ctx_new_id(ctx);
    mail->location_id = ctx->location_id;
    mail->kind = str_from(order->kind);
    mail->to_name = line(ctx, order->to_name, 200);
    mail->reply_name = line(ctx, order->reply_to_name, 200);
    mail->subject = line(ctx, order->subject, MAIL_SUBJECT_MOST);
    mail->body = text_cut(text_lines(ctx->arena, order->text), MAIL_BODY_MOST);
    mail->purpose = str_from(order->purpose);
    mail->once_key = order->once;
    mail->state = STR("waiting");
    mail->open = 1;
    mail->due_ms = mail->next_ms = order->not_before_ms > ctx->now_ms ? order->not_before_ms : ctx->now_ms;
    mail->staff_id = ctx->actor.kind == ACTOR_USER ? ctx->actor.id : 0;
    mail->reader_id = order->reader_id;
    mail->created_ms = mail->updated_ms = ctx->now_ms;
    mail->edit = 1;
    return ERR_OK;
}

enum err mail_order(struct ctx *ctx, const struct mail_order *order, id64 *id)
{
    struct mail mail = { 0 };
    id64 first = 0;

    TRY(store_lock_location(ctx, ctx->location_id));
    if (order->once.len)
        TRY(mail_store_find_once(ctx, order->once, &first));
    if (id)
        *id = first;
    if (first != 0)
        return ERR_OK;
    TRY(make(ctx, order, &mail));
    TRY(log_it(ctx, order, &mail));
    TRY(resource_insert(ctx, &mail_resource, &mail));
    if (id)
        *id = mail.id;
    return ERR_OK;
}

/* ---- changing one ---------------------------------------------------------------------------------------------- */

/* A link that lets somebody in is kept no longer than it takes to send it. */
static bool holds_link(const struct mail *mail)
{
    return is(mail->kind, "password-reset") || is(mail->kind, "invitation");
}

enum err mail_save(struct ctx *ctx, const struct mail *before, struct mail *after)
{
    bool waits = is(after->state, "waiting") || is(after->state, "sending");

    after->open = waits;
    after->next_ms = waits ? after->next_ms : 0;
    after->lease_token = is(after->state, "sending") ? after->lease_token : STR_EMPTY;
    if (!waits && (!is(after->state, "failed") || holds_link(after)))
        after->body = STR_EMPTY;
    after->updated_ms = ctx->now_ms;
    after->edit = before->edit + 1;
    TRY(resource_update(ctx, &mail_resource, after));
    if (after->communication_id != 0 && !str_equal(before->state, after->state) && !is(after->state, "sending"))
        TRY(communication_set_status(ctx, after->communication_id, after->state));
    return ERR_OK;
}

static enum err get_to_change(struct ctx *ctx, id64 id, struct mail *out)
{
    TRY(store_lock_location(ctx, ctx->location_id));
    return mail_get(ctx, id, out);
}

enum err mail_get(struct ctx *ctx, id64 id, struct mail *out)
{
    return resource_get(ctx, &mail_resource, ctx->location_id, id, out);
}

static enum err cancel(struct ctx *ctx, const struct mail *before, struct mail *after)
{
    after->state = STR("canceled");
    return mail_save(ctx, before, after);
}

enum err mail_cancel(struct ctx *ctx, struct str once)
{
    struct mail before, after;
    id64 id;

    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(mail_store_find_once(ctx, once, &id));
    if (id == 0)
        return ERR_OK;
    TRY(mail_get(ctx, id, &before));
    after = before;
    return is(before.state, "waiting") ? cancel(ctx, &before, &after) : ERR_OK;
}

enum err mail_withdraw(struct ctx *ctx, id64 id, struct mail *out)
{
    struct mail before;

    TRY(get_to_change(ctx, id, &before));
    *out = before;
    if (is(before.state, "canceled"))
        return ERR_OK;
    if (!is(before.state, "waiting"))
        return fail(ctx, ERR_CONFLICT, "This mail is %.*s; only what waits can be canceled.", STR_PRINT(before.state));
    TRY(audit_record(ctx, "mail.canceled", id));
    return cancel(ctx, &before, out);
}

enum err mail_retry(struct ctx *ctx, id64 id, struct mail *out)
{
    struct mail before;

    TRY(get_to_change(ctx, id, &before));
    *out = before;
    if (!is(before.state, "waiting") && !is(before.state, "failed"))
        return fail(ctx, ERR_CONFLICT, "This mail is %.*s; only what waits or failed can be tried again.",
                    STR_PRINT(before.state));
    if (before.body.len == 0)
        return fail(ctx, ERR_CONFLICT, "What this mail said is not kept; have a new one sent.");
    out->state = STR("waiting");
    out->next_ms = ctx->now_ms;
    out->attempts = is(before.state, "failed") ? 0 : before.attempts;
    out->doubts = is(before.state, "failed") ? 0 : before.doubts;
    out->due_ms = is(before.state, "failed") ? ctx->now_ms : before.due_ms;
    TRY(audit_record(ctx, "mail.retried", id));
    return mail_save(ctx, &before, out);
}

/* ---- figures, and forgetting ------------------------------------------------------------------------------------- */

enum err mail_waiting(struct ctx *ctx, int64_t *count, int64_t *oldest_ms)
{
    return mail_store_waiting(ctx, count, oldest_ms);
}

enum err mail_waiting_anywhere(struct ctx *ctx, int64_t *count, int64_t *oldest_ms)
{
    return mail_store_waiting_anywhere(ctx, count, oldest_ms);
}

enum err mail_forget_person(struct ctx *ctx, id64 person_id)
{
    return mail_store_forget_person(ctx, person_id);
}

enum err mail_forget_find(struct ctx *ctx, bool (*mentions)(struct forget *forget, struct str text),
                          struct forget *forget)
{
    return mail_store_forget_find(ctx, mentions, forget);
}

enum err mail_forget(struct ctx *ctx, const struct forget *forget)
{
    for (int i = 0; i < forget->mails.count; i++)
        TRY(mail_store_forget_one(ctx, forget->mails.items[i]));
    return ERR_OK;
}

enum err mail_forget_once(struct ctx *ctx, struct str once)
{
    return mail_store_forget_once(ctx, once);
}

enum err mail_forget_address(struct ctx *ctx, struct str address)
{
    return mail_store_forget_address(ctx, address);
}
