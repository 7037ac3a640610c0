#include "cli/demo_forms.h"

#include "base/clock.h"
#include "features/form/form.h"
#include "features/mail/mail.h"

enum outcome { NEW, TAKEN, ANSWERED, CLOSED };

/* clang-format off */
/* Minutes ago; by whom (the third and ninth customer write too); what; what became of it. */
static const struct { int ago_minutes; const char *name, *email, *message; enum outcome outcome; const char *state, *reason; } messages[] = {
    { 26 * 1440, "Orla Brennan", "orla.brennan@example.ie", "Do you take dogs along on the short tour? Ours is small and used to boats.", CLOSED, "accepted", "" },
    { 21 * 1440, "Jonas Weber",  "jonas.weber@example.de",  "We are six adults, two of us never sat in a kayak. Which trip would you suggest in the second week of the month?", ANSWERED, "accepted", "" },
    { 16 * 1440, "Siobhán Daly", "siobhan.daly@example.ie", "School trip with 24 children and 3 teachers: what would that cost, and do you have wetsuits in small sizes?", ANSWERED, "accepted", "" },
    { 9 * 1440,  NULL, NULL, "I left a grey jacket in the changing room on Saturday. Has anybody found it?", CLOSED, "accepted", "" },
    { 5 * 1440,  "Marta Nowak",  "marta.nowak@example.pl",  "Is the sunset tour on when it rains a little? And can I move the date if it storms?", ANSWERED, "accepted", "" },
    { 3 * 1440,  "Cheap Loans",  "offer@quickcash.example", "See http://a.example http://b.example http://c.example http://d.example http://e.example", NEW, "spam", "honeypot" },
    { 2 * 1440,  "Padraig Keane", "p.keane@example.ie",     "Voucher for my parents' 40th wedding day: can you send it by post until Friday?", TAKEN, "accepted", "" },
    { 26 * 60,   "SEO Expert",   "rank@first-page.example", "Your website could be on page one", NEW, "spam", "too-fast" },
    { 7 * 60,    "Elena Marchetti", "elena.marchetti@example.it", "Buongiorno, we would like a private tour for four on Sunday morning. Is there somebody who speaks Italian?", NEW, "accepted", "" },
    { 3 * 60,    "Tomás Quinn",  "tomas.quinn@example.ie",  "Can a person with a bad knee get in and out of the double kayaks?", NEW, "unsure", "no-proof" },
    { 95,        NULL, NULL, "Could we have the same guide as last time? The children still talk about the seals.", NEW, "accepted", "" },
    { 40,        "Winnie the Bot", "hello@mailinator.com",  "test test", NEW, "spam", "no-proof" },
    { 12,        "Freya Lindqvist", "freya.lindqvist@example.se", "Hi! Two adults and a girl of seven, tomorrow or the day after. Is there still room on the island tour?", NEW, "accepted", "" },
};
static const struct { int ago_minutes; const char *email; } subscribers[] = {
    { 19 * 1440, "hannah.murphy@example.ie" }, { 11 * 1440, "paddle.and.pint@example.com" }, { 4 * 1440, "luc.moreau@example.fr" },
    { 20 * 60, "aine.doyle@example.ie" },
};
/* clang-format on */

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* One typed in; the alert has been read long ago. */
static enum err send(struct ctx *ctx, const struct form *form, json_t *body, struct submission *out)
{
    struct submission_input input = { .submission = *out };
    enum err err;

    demo_as_form(ctx);
    err = submission_read(ctx, form, body, true, &input);
    json_decref(body);
    TRY(err);
    input.submission.id = ctx_new_id(ctx);
    input.submission.location_id = ctx->location_id;
    input.submission.at_ms = ctx->now_ms;
    TRY(submission_receive(ctx, form, &input));
    *out = input.submission;
    return mail_cancel(ctx, arena_printf(ctx->arena, "form-alert:%lld", (long long)out->id));
}

static enum err look_after(struct ctx *ctx, struct demo_history *history, id64 id, enum outcome outcome)
{
    struct submission enquiry;

    demo_as_staff(ctx, history);
    ctx->now_ms += 40 * MINUTE_MS;
    switch (outcome) {
    case NEW: return ERR_OK;
    case TAKEN: return enquiry_do(ctx, id, ENQUIRY_TAKE, &enquiry);
    case ANSWERED:
        TRY(enquiry_do(ctx, id, ENQUIRY_TAKE, &enquiry));
        ctx->now_ms += 75 * MINUTE_MS;
        return enquiry_do(ctx, id, ENQUIRY_ANSWER, &enquiry);
    case CLOSED:
        TRY(enquiry_do(ctx, id, ENQUIRY_ANSWER, &enquiry));
        return enquiry_do(ctx, id, ENQUIRY_CLOSE, &enquiry);
    }
    return ERR_OK;
}

/* Who writes without a name in the table has been here before. */
static enum err writer(struct ctx *ctx, const struct demo_history *history, size_t i, struct str *name,
                       struct str *email)
{
    struct customer customer;
    id64 id = history->customers[i % DEMO_RECENT];

    *name = messages[i].name ? str_from(messages[i].name) : STR("Niamh Walsh");
    *email = messages[i].email ? str_from(messages[i].email) : STR("niamh.walsh@example.ie");
    if (messages[i].name || id == 0)
        return ERR_OK;
    TRY(customer_get(ctx, id, &customer));
    *name = customer.name;
    *email = customer.primary_email;
    return ERR_OK;
}

static enum err write_one(struct ctx *ctx, struct demo_history *history, const struct form *form, size_t i)
{
    struct submission submission = { .state = str_from(messages[i].state), .reason = str_from(messages[i].reason) };
    struct str name, email;
    json_t *body;

    ctx->now_ms = history->now_ms - messages[i].ago_minutes * MINUTE_MS;
    TRY(writer(ctx, history, i, &name, &email));
    body = json_pack("{s:{s:o,s:o,s:s},s:s}", "fields", "name", demo_json(name), "email", demo_json(email), "message",
                     messages[i].message, "page", "https://www.harbour.example/contact");
    TRY(send(ctx, form, body, &submission));
    return submission.enquiry.len ? look_after(ctx, history, submission.id, messages[i].outcome) : ERR_OK;
}

static enum err find_form(struct ctx *ctx, const char *kind, struct form *out)
{
    id64 id;

    TRY(form_first(ctx, str_from(kind), &id));
    return id ? form_get(ctx, id, out) : ERR_NOT_FOUND;
}

enum err demo_fill_forms(struct ctx *ctx, struct demo_history *history)
{
    struct form *contact = ARENA_NEW(ctx->arena, struct form), *subscribe = ARENA_NEW(ctx->arena, struct form);

    TRY(find_form(ctx, "contact", contact));
    TRY(find_form(ctx, "subscribe", subscribe));
    for (size_t i = 0; i < COUNT(subscribers); i++) {
        struct submission submission = { .state = STR("accepted") };
        json_t *body = json_pack("{s:{s:s},s:s}", "fields", "email", subscribers[i].email, "page",
                                 "https://www.harbour.example/");

        ctx->now_ms = history->now_ms - subscribers[i].ago_minutes * MINUTE_MS;
        TRY(send(ctx, subscribe, body, &submission));
    }
    for (size_t i = 0; i < COUNT(messages); i++)
        TRY(write_one(ctx, history, contact, i));
    ctx->now_ms = history->now_ms;
    return ERR_OK;
}
