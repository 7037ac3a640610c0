#include "features/form/submission_mail.h"

#include "base/text.h"
#include "base/zone.h"
#include "features/link/link.h"
#include "features/mail/mail.h"

static const int64_t ALERT_DAYS = 90, OPT_IN_DAYS = 7;

static struct str alert_key(struct ctx *ctx, id64 id)
{
    return arena_printf(ctx->arena, "form-alert:%lld", (long long)id);
}

static enum err address(struct ctx *ctx, enum link_purpose purpose, const char *path,
                        const struct submission *submission, int64_t days, struct str *url)
{
    struct link link = { .purpose = purpose,
                         .location_id = ctx->location_id,
                         .subject_id = submission->id,
                         .expires_ms = ctx->now_ms + days * DAY_MS };
    struct str token;

    TRY(link_token(ctx, &link, &token));
    return link_address(ctx, path, token, url);
}

static void put_line(struct buf *text, const char *label, struct str value)
{
    if (value.len == 0)
        return;
    buf_add_text(text, label);
    buf_add(text, value);
    buf_add_char(text, '\n');
}

static enum err put_answers(struct ctx *ctx, struct buf *text, struct str answers)
{
    json_t *list;

    TRY(json_read(ctx, answers, &list));
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *answer = json_array_get(list, i);

        buf_add(text, json_text(json_object_get(answer, "text")));
        buf_add(text, STR(" "));
        buf_add(text, json_text(json_object_get(answer, "value")));
        buf_add_char(text, '\n');
    }
    return ERR_OK;
}

static enum err alert_text(struct ctx *ctx, const struct form *form, const struct submission *submission,
                           struct str *out)
{
    struct str take, answered;
    struct buf text;

    TRY(address(ctx, LINK_ENQUIRY_TAKE, "/e/take/", submission, ALERT_DAYS, &take));
    TRY(address(ctx, LINK_ENQUIRY_ANSWERED, "/e/answered/", submission, ALERT_DAYS, &answered));
    buf_init(&text, ctx->arena, 1024 + submission->message.len);
    if (str_equal(submission->state, STR("unsure")))
        buf_add(&text,
                STR("Nobody proved that this was not written by a program. It becomes a lead once you accept it.\n\n"));
    put_line(&text, "From: ", submission->name);
    put_line(&text, "E-mail: ", submission->email);
    put_line(&text, "Phone: ", submission->phone);
    put_line(&text, "Form: ", form->name);
    put_line(&text, "Page: ", submission->page);
    buf_add_char(&text, '\n');
    TRY(put_answers(ctx, &text, submission->answers));
    buf_add(&text, submission->message);
    buf_add(&text,
            STR("\n\nAnswer this mail to write back. So that everybody sees who takes care of it:\n\nTake it: "));
    buf_add(&text, take);
    buf_add(&text, STR("\n\nAnswered: "));
    buf_add(&text, answered);
    buf_add(&text, STR("\n"));
    *out = buf_str(&text);
    return ERR_OK;
}

enum err submission_mail_alert(struct ctx *ctx, const struct form *form, const struct submission *submission)
{
    struct mail_order order = {
        .kind = "form-alert",
        .to = ctx->location->support_email,
        .to_name = ctx->location->name,
        .reply_to = submission->email,
        .reply_to_name = submission->name,
        .subject = arena_printf(ctx->arena, "Message from %.*s", STR_PRINT(submission->name)),
        .once = alert_key(ctx, submission->id),
    };

    if (order.to.len == 0)
        return ERR_OK;
    TRY(alert_text(ctx, form, submission, &order.text));
    return mail_order(ctx, &order, NULL);
}

enum err submission_mail_opt_in(struct ctx *ctx, const struct form *form, const struct submission *submission)
{
    struct str business = ctx->location->name, url, hash, wording;
    struct mail_order order = {
        .kind = "double-opt-in",
        .person_kind = str_equal(submission->kind, STR("customer")) ? PERSON_CUSTOMER : PERSON_CONTACT,
        .person_id = submission->person_id,
        .to = submission->email,
        .to_name = submission->name,
        .subject = arena_printf(ctx->arena, "Please confirm: news from %.*s", STR_PRINT(business)),
    };
    int64_t at_ms;

    TRY(address(ctx, LINK_CONFIRM, "/c/", submission, OPT_IN_DAYS, &url));
    TRY(consent_hash(ctx, submission->email, &hash));
    TRY(form_wording(ctx, form->id, submission->consent_version, &wording, &at_ms));
    order.once = arena_printf(ctx->arena, "opt-in:%lld:%.*s:%lld", (long long)form->id, STR_PRINT(hash),
                              (long long)zone_day(ctx->time_zone, ctx->now_ms));
    order.text = arena_printf(
        ctx->arena,
        "Hello %.*s,\n\nsomebody, we hope you, asked %.*s for this with your address:\n\n%.*s\n\n"
        "Follow this link and press the button to confirm it:\n\n%.*s\n\n"
        "If it was not you, do nothing: without your confirmation you will get nothing from us.\n\n%.*s\n",
        STR_PRINT(submission->name), STR_PRINT(business), STR_PRINT(wording), STR_PRINT(url), STR_PRINT(business));
    return mail_order(ctx, &order, NULL);
}

enum err submission_mail_forget(struct ctx *ctx, id64 id)
{
    return mail_forget_once(ctx, alert_key(ctx, id));
}
