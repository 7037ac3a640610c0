/*
 * Taking a mail, asking once more whether it may go, and writing down what became of it.
 */
#include "features/mail/mail_delivery.h"

#include "base/email.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"
#include "features/consent/consent.h"
#include "features/hooks.h"
#include "features/link/link.h"
#include "features/mail/mail_bounce.h"
#include "features/mail/mail_settings.h"
#include "features/mail/mail_store.h"

enum { ERROR_MOST = 400 };

/* What follows on an attempt that did not succeed; the last one again and again, until it is given up. */
static const int64_t pauses_min[] = { 1, 2, 5, 15, 30, 60, 120, 240 };

int64_t mail_pause_ms(int64_t attempts)
{
    int64_t last = (int64_t)(sizeof(pauses_min) / sizeof(pauses_min[0])) - 1;
    int64_t at = attempts < 1 ? 0 : attempts - 1 > last ? last : attempts - 1;

    return pauses_min[at] * MINUTE_MS;
}

/* ---- may it go? -------------------------------------------------------------------------------------------------- */

/* A yes that cannot be shown counts for a personal answer, never for mail that a program sends. */
static enum err check_consent(struct ctx *ctx, const struct mail *mail, id64 person_id, struct str *why)
{
    struct str purpose = arena_str(ctx->arena, mail->purpose);
    struct consent_standing state;
    bool allowed;

    TRY(consent_standing_of(ctx, person_id, "email", purpose.ptr, &state));
    allowed = state.given && (state.demonstrable || str_equal(mail->kind, STR("personal")));
    if (!allowed)
        *why = STR("They do not agree to mail for this purpose, or no longer.");
    return ERR_OK;
}

static enum err check_suppression(struct ctx *ctx, const struct mail *mail, struct str *why)
{
    bool suppressed;

    if (!str_equal(mail->purpose, STR("marketing")) || why->len)
        return ERR_OK;
    TRY(consent_suppressed(ctx, mail->to_address, &suppressed));
    if (suppressed)
        *why = STR("This address is on the list of those that said no.");
    return ERR_OK;
}

static enum err check_address(struct ctx *ctx, const struct mail *mail, struct str *why)
{
    bool bounced;

    if (mail->person_kind.len == 0 || why->len)
        return ERR_OK;
    if (mail->purpose.len && location_is_relay(ctx->location, mail->to_address))
        *why = STR("This is the address of a booking site: it gets service mail only.");
    TRY(mail_store_bounced(ctx, mail->to_address, &bounced));
    if (bounced)
        *why = STR("Mail to this address came back before; correct the address, or mark it as good again.");
    return ERR_OK;
}

/* A reminder that whoever gets it has switched off meanwhile. */
static enum err check_reader(struct ctx *ctx, const struct mail *mail, struct str *why)
{
    struct mail_wish wish;

    if (mail->reader_id == 0)
        return ERR_OK;
    TRY(hook_mail_wish(ctx, mail->kind, mail->reader_id, &wish));
    if (!wish.wanted)
        *why = wish.why_not;
    return ERR_OK;
}

/* Empty in *why: it may. *person_id is whose it is. */
static enum err judge(struct ctx *ctx, const struct mail *mail, id64 *person_id, struct str *why)
{
    struct communication message = { 0 };
    enum err err;

    *why = STR_EMPTY;
    *person_id = 0;
    if (mail->person_kind.len) {
        err = communication_get(ctx, mail->communication_id, &message);
        if (err != ERR_OK && err != ERR_NOT_FOUND)
            return err;
        *person_id = err == ERR_OK ? message.person_id : 0;
        if (*person_id == 0)
            *why = STR("The person is not here any more.");
    }
    if (*person_id != 0 && mail->purpose.len)
        TRY(check_consent(ctx, mail, *person_id, why));
    TRY(check_reader(ctx, mail, why));
    TRY(check_suppression(ctx, mail, why));
    return check_address(ctx, mail, why);
}

/* ---- what it says ------------------------------------------------------------------------------------------------ */

/* The page that ends such mails: a person's, or of a reminder the reader's; empty for what is strictly transactional. */
static enum err unsubscribe_page(struct ctx *ctx, const struct mail *mail, id64 person_id, struct str *url)
{
    struct link link = { LINK_UNSUBSCRIBE, ctx->location_id, person_id, 0 };
    struct mail_wish wish = { 0 };
    struct str token;

    *url = STR_EMPTY;
    if (mail->reader_id != 0) {
        TRY(hook_mail_wish(ctx, mail->kind, mail->reader_id, &wish));
        *url = wish.stop_url;
        return ERR_OK;
    }
    if (mail->purpose.len == 0 || person_id == 0)
        return ERR_OK;
    TRY(link_token(ctx, &link, &token));
    return link_address(ctx, "/u/", token, url);
}

static enum err put_unsubscribe(struct ctx *ctx, const struct mail *mail, id64 person_id, struct mime_message *out)
{
    TRY(unsubscribe_page(ctx, mail, person_id, &out->unsubscribe));
    if (out->unsubscribe.len == 0)
        return ERR_OK;
    out->footer = arena_printf(ctx->arena, "%.*s%sNo more of these mails: %.*s", STR_PRINT(out->footer),
                               out->footer.len ? "\n\n" : "", STR_PRINT(out->unsubscribe));
    return ERR_OK;
}

enum err mail_compose(struct ctx *ctx, const struct mail *mail, id64 person_id, struct mime_message *out)
{
    struct mail_sender sender;
    struct str id = id_text(ctx->arena, "mai", mail->id);

    TRY(mail_sender_get(ctx, &sender));
    *out = (struct mime_message){
        .from = mail_sender_from(ctx, &sender),
        .to = { mail->to_address, mail->to_name },
        .reply_to = { mail->reply_address, mail->reply_name },
        .date_ms = ctx->now_ms,
        .subject = mail->subject,
        .text = mail->body,
        .footer = mail->person_kind.len ? sender.footer : STR_EMPTY,
        .automatic = !str_equal(mail->kind, STR("personal")),
    };
    if (out->reply_to.address.len == 0 && !str_equal(out->from.address, ctx->location->support_email))
        out->reply_to = (struct mime_mailbox){ ctx->location->support_email, STR_EMPTY };
    out->message_id = arena_printf(ctx->arena, "%.*s@%.*s", STR_PRINT(id), STR_PRINT(email_domain(out->from.address)));
    return put_unsubscribe(ctx, mail, person_id, out);
}

/* ---- taking ------------------------------------------------------------------------------------------------------ */

enum err mail_due(struct ctx *ctx, bool *out)
{
    struct mail_server server;
    id64 id, location_id;

    *out = false;
    TRY(mail_store_next(ctx, &id, &location_id));
    if (id == 0)
        return ERR_OK;
    TRY(mail_server_get(ctx, &server));
    *out = server.host.len > 0;
    return ERR_OK;
}

static enum err enter(struct ctx *ctx, id64 location_id)
{
    struct location *location = ARENA_NEW(ctx->arena, struct location);

    TRY(store_lock_location(ctx, location_id));
    TRY(location_get(ctx, location_id, location));
    location_enter(ctx, location);
    return ERR_OK;
}

static enum err put_off(struct ctx *ctx, const struct mail *before, struct mail *after, struct str why)
{
    bool over = ctx->now_ms - before->due_ms >= MAIL_GIVE_UP_MS;

    after->state = over ? STR("failed") : STR("waiting");
    after->next_ms = ctx->now_ms + mail_pause_ms(after->attempts);
    after->error = text_cut(why, ERROR_MOST);
    return mail_save(ctx, before, after);
}

static enum err set_out(struct ctx *ctx, const struct mail *before, struct mail *after, struct mail_taken *out)
{
    after->state = STR("sending");
    after->attempts = before->attempts + 1;
    after->next_ms = ctx->now_ms + MAIL_LEASE_MS;
    after->lease_token = random_token(ctx->arena);
    TRY(mail_save(ctx, before, after));
    out->id = after->id;
    out->location_id = after->location_id;
    out->lease_token = after->lease_token;
    return ERR_OK;
}

enum err mail_take(struct ctx *ctx, struct mail_taken *out)
{
    struct mail before, after;
    struct mail_server server;
    id64 id, location_id, person_id;
    struct str why;

    *out = (struct mail_taken){ 0 };
    TRY(mail_server_get(ctx, &server));
    TRY(mail_store_next(ctx, &id, &location_id));
    if (id == 0 || !mail_server_ready(ctx, &server, &out->server))
        return ERR_OK;
    out->more = true;
    TRY(enter(ctx, location_id));
    TRY(mail_get(ctx, id, &before));
    if (before.open == 0 || before.next_ms > ctx->now_ms) /* another server was quicker */
        return ERR_OK;
    after = before;
    TRY(judge(ctx, &before, &person_id, &why));
    if (why.len) {
        after.state = STR("withheld");
        after.error = why;
        return mail_save(ctx, &before, &after);
    }
    TRY(mail_compose(ctx, &before, person_id, &out->message));
    if (out->message.from.address.len > 0)
        return set_out(ctx, &before, &after, out);
    after.attempts++;
    return put_off(ctx, &before, &after, STR("This location has no address to send from: see Settings, Mail."));
}

/* ---- what became of it ------------------------------------------------------------------------------------------- */

/* "550 5.1.1 Nobody here" (RFC 2034) */
static struct str enhanced_status(struct str words)
{
    struct str rest = str_slice(words, 4, words.len);

    return str_slice(rest, 0, str_find(rest, ' '));
}

/* Was it the address? Then nothing goes there any more, until somebody corrects it. */
static enum err note_refusal(struct ctx *ctx, const struct mail *mail, struct str status)
{
    id64 person_id;

    if (!mail_status_is_of_address(status))
        return ERR_OK;
    TRY(mail_person(ctx, mail, &person_id));
    return mail_store_mark_bounced(ctx, mail->to_address, status, person_id);
}

/* To ask again is to have it delivered twice, perhaps; not to ask is to lose it, perhaps. */
static enum err doubt(struct ctx *ctx, const struct mail *before, struct mail *after, struct str words)
{
    int64_t pause_ms = mail_pause_ms(after->attempts);

    after->doubts++;
    after->state = after->doubts >= MAIL_DOUBTS_MOST ? STR("failed") : STR("waiting");
    after->next_ms = ctx->now_ms + (pause_ms > MAIL_DOUBT_PAUSE_MS ? pause_ms : MAIL_DOUBT_PAUSE_MS);
    after->error = text_cut(arena_printf(ctx->arena,
                                         "The mail server heard the whole mail and did not say whether it has it (%lld "
                                         "of %d times); it may have arrived. %.*s",
                                         (long long)after->doubts, MAIL_DOUBTS_MOST, STR_PRINT(words)),
                            ERROR_MOST);
    return mail_save(ctx, before, after);
}

static enum err settle(struct ctx *ctx, const struct mail *before, struct mail *after, const struct smtp_answer *answer)
{
    after->error = text_cut(answer->words, ERROR_MOST);
    switch (answer->end) {
    case SMTP_TAKEN:
        after->state = STR("sent");
        after->sent_ms = ctx->now_ms;
        return mail_save(ctx, before, after);
    case SMTP_REFUSED:
        after->state = STR("failed");
        TRY(note_refusal(ctx, after, enhanced_status(answer->words)));
        return mail_save(ctx, before, after);
    case SMTP_UNSURE: return doubt(ctx, before, after, answer->words);
    case SMTP_SENDER:
        TRY(put_off(ctx, before, after, answer->words));
        return mail_store_put_off(ctx, ctx->now_ms + mail_pause_ms(after->attempts));
    case SMTP_LATER:
    case SMTP_UNREACHABLE: break;
    }
    return put_off(ctx, before, after, answer->words);
}

enum err mail_finish(struct ctx *ctx, const struct mail_taken *taken, const struct smtp_answer *answer)
{
    struct mail before, after;

    TRY(enter(ctx, taken->location_id));
    TRY(mail_get(ctx, taken->id, &before));
    if (!str_equal(before.state, STR("sending")) || !str_equal(before.lease_token, taken->lease_token))
        return ERR_OK;
    after = before;
    return settle(ctx, &before, &after, answer);
}

enum err mail_begin_again(struct ctx *ctx)
{
    TRY(mail_store_clock_back(ctx, MAIL_LEASE_MS));
    return mail_store_wake(ctx);
}

enum err mail_forget_old(struct ctx *ctx)
{
    return mail_store_forget_old(ctx, ctx->now_ms - MAIL_KEEP_MS_DAYS * DAY_MS);
}
