#include "cli/demo_consents.h"

#include "features/consent/consent.h"

#include <string.h>

/* clang-format off */
static const char *const browsers[] = {
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0",
};

/* What a new customer may say, in a hundred. */
static const struct saying {
    int percent;
    bool given;
    const char *channel, *purpose, *kind, *method, *wording;
} sayings[] = {
    { 34, true,  "email", "marketing", "existing-customer", "booking-checkout", "We may write to you about similar trips; every letter says how to end that." },
    { 12, true,  "email", "marketing", "consent", "opt-in-checkbox", "Yes, send me the newsletter of Harbour Kayaks, about once a month." },
    { 15, true,  "email", "surveys",   "consent", "opt-in-checkbox", "You may ask me once how the trip was." },
    {  6, true,  "sms",   "marketing", "consent", "opt-in-checkbox", "Text me when there is a free seat on short notice." },
    {  3, true,  "phone", "marketing", "consent", "on the phone", "" },
    {  2, false, "sms",   "marketing", "consent", "reply STOP", "" },
    {  2, false, "email", "surveys",   "consent", "manual", "" },
    {  4, false, "any",   "marketing", "consent", "unsubscribe-link", "" },
};
/* clang-format on */

#define PICK(dice, list) (list)[dice_roll(dice, (int64_t)(sizeof(list) / sizeof((list)[0])))]

/* Where it was said: on a page, from an address that is for examples only (RFC 5737). */
static void add_evidence(struct ctx *ctx, struct demo_history *history, struct consent *event, const char *page)
{
    event->page = str_from(page);
    event->ip = arena_printf(ctx->arena, "203.0.113.%d", 1 + (int)dice_roll(&history->dice, 254));
    event->user_agent = str_from(PICK(&history->dice, browsers));
}

enum err demo_lead_consents(struct ctx *ctx, struct demo_history *history, const struct demo_event *event,
                            const struct contact *contact)
{
    struct consent consent = {
        .person_id = contact->id,
        .channel = STR("email"),
        .purpose = STR("marketing"),
        .given = true,
        .obtain_method = CONSENT_DOUBLE_OPT_IN,
        .wording = STR("Yes, send me the newsletter of Harbour Kayaks, about once a month."),
        .demonstrable = true,
    };

    if (strcmp(event->source, "subscribe-form") != 0 || contact->primary_email.len == 0 ||
        !dice_chance(&history->dice, 60))
        return ERR_OK;
    add_evidence(ctx, history, &consent, "https://harbour.example/newsletter");
    demo_as_form(ctx);
    return consent_append(ctx, &consent);
}

enum err demo_customer_consents(struct ctx *ctx, struct demo_history *history, id64 customer_id)
{
    for (size_t i = 0; i < sizeof(sayings) / sizeof(sayings[0]); i++) {
        const struct saying *saying = &sayings[i];
        bool by_staff = saying->wording[0] == '\0' && strcmp(saying->method, "unsubscribe-link") != 0;
        struct consent consent = {
            .person_id = customer_id,
            .channel = str_from(saying->channel),
            .purpose = str_from(saying->purpose),
            .given = saying->given,
            .kind = str_from(saying->kind),
            .obtain_method = str_from(saying->method),
            .wording = str_from(saying->wording),
            .demonstrable = strcmp(saying->method, "manual") != 0,
        };

        if (!dice_chance(&history->dice, saying->percent))
            continue;
        if (by_staff) {
            demo_as_staff(ctx, history);
        } else {
            demo_as_form(ctx);
            add_evidence(ctx, history, &consent, "https://harbour.example/book");
        }
        TRY(store_part_begin(ctx));
        /* who withdrew as a lead has the last word */
        if (consent_append(ctx, &consent) == ERR_OK)
            TRY(store_part_keep(ctx));
        else
            TRY(store_part_undo(ctx));
        ctx_forgive(ctx);
    }
    return ERR_OK;
}
