#include "features/form/form.h"

#define RECORD struct form

static const char *const kinds[] = { "contact", "subscribe", NULL };
static const char *const channels[] = { "email", "sms", "phone", "any", NULL };
static const char *const verifications[] = { "pow", "turnstile", "hcaptcha", "recaptcha", "none", NULL };
static const char *const strengths[] = { "low", "normal", "high", NULL };

/* clang-format off */
static const struct field form_fields[] = {
    { FIELD(id),              .type = FT_ID, .flags = F_READ_ONLY, .prefix = "frm", .help = "The form" },
    { FIELD(location_id),     .type = FT_ID, .flags = F_HIDDEN, .prefix = "loc" },
    { FIELD(key),             .type = FT_TEXT, .flags = F_READ_ONLY | F_NO_AUDIT, .max = 40, .help = "Its public name in addresses, /f/{key}; never changes" },
    { FIELD(url),             .type = FT_TEXT, .flags = F_READ_ONLY | F_VIRTUAL | F_NO_AUDIT, .help = "Its own page, by the public address that the server was given; the widget is /widget.js there" },
    { FIELD(kind),            .type = FT_CHOICE, .flags = F_REQUIRED | F_CREATE_ONLY | F_FILTER, .choices = kinds, .help = "contact, or subscribe: sending it is itself the consent" },
    { FIELD(name),            .type = FT_TEXT, .flags = F_REQUIRED | F_SORT, .max = 100, .help = "What the team calls it" },
    { FIELD(title),           .type = FT_TEXT, .max = 200, .help = "The heading that visitors see" },
    { FIELD(intro),           .type = FT_LINES, .max = 2000, .help = "What stands above the fields" },
    { FIELD(button),          .type = FT_TEXT, .max = 50, .help = "What stands on the button" },
    { FIELD(language),        .type = FT_LANGUAGE, .help = "In which language it speaks; English when absent" },
    { FIELD(fields),          .type = FT_JSON, .max = FORM_PARTS_BYTES, .help = "[{\"name\", \"label\", \"required\"}] in their order; name is one of name, first_name, last_name, email, phone, message" },
    { FIELD(questions),       .type = FT_JSON, .max = FORM_PARTS_BYTES, .standard = "[]", .help = "[{\"id\", \"kind\", \"text\", \"required\", \"choices\"}]: kind is text, choice or yes-no" },
    { FIELD(consent_ask),     .type = FT_BOOL, .help = "A contact form shows a box to agree to news; a subscribe form always asks" },
    { FIELD(consent_text),    .type = FT_LINES, .max = 2000, .help = "The exact words that are agreed to" },
    { FIELD(consent_channel), .type = FT_CHOICE, .choices = channels, .standard = "\"email\"", .help = "Which way of writing or calling is agreed to" },
    { FIELD(consent_version), .type = FT_INT, .flags = F_READ_ONLY, .help = "Goes up when the words change" },
    { FIELD(double_opt_in),   .type = FT_BOOL, .help = "Consent counts once the link in a confirmation mail was followed" },
    { FIELD(source),          .type = FT_TEXT, .max = 100, .help = "The source of new leads; contact-form or subscribe-form when absent" },
    { FIELD(obtain_method),   .type = FT_TEXT, .max = 100, .help = "How consent is obtained; form-submission when absent" },
    { FIELD(tags),            .type = FT_STRINGS, .max = 50, .most = 20, .standard = "[]", .help = "Added to who sends it" },
    { FIELD(thank_you),       .type = FT_LINES, .max = 2000, .help = "What visitors see afterwards" },
    { FIELD(redirect_url),    .type = FT_TEXT, .max = 500, .help = "Where visitors go instead of the thank-you" },
    { FIELD(origins),         .type = FT_STRINGS, .max = 200, .most = 50, .standard = "[]", .help = "Websites that may use it, \"https://kayak.example\"; without any it is used from its own page only" },
    { FIELD(verification),    .type = FT_CHOICE, .choices = verifications, .standard = "\"pow\"", .help = "How robots are kept out: pow (a proof of work, nothing leaves this server), a provider, or none" },
    { FIELD(strength),        .type = FT_CHOICE, .choices = strengths, .standard = "\"normal\"", .help = "How hard the proof of work is; low takes plain HTML without the page with one button" },
    { FIELD(site_key),        .type = FT_TEXT, .max = 200, .help = "The provider's public key" },
    { FIELD(secret),          .type = FT_TEXT, .flags = F_WRITE_ONLY | F_NO_AUDIT, .max = 500, .help = "The provider's secret; never shown again" },
    { FIELD(has_secret),      .type = FT_BOOL, .flags = F_READ_ONLY | F_VIRTUAL, .help = "Is a secret there?" },
    { FIELD(verification_action), .type = FT_TEXT, .max = 32, .help = "The provider's action that must come back; absent: any" },
    { FIELD(site),            .type = FT_TEXT, .flags = F_FILTER, .max = 100, .help = "The pier or shop that it belongs to" },
    { FIELD(active),          .type = FT_BOOL, .flags = F_FILTER, .standard = "true", .help = "May be used" },
    { FIELD(honeypot),        .type = FT_TEXT, .flags = F_READ_ONLY | F_NO_AUDIT, .max = 40, .help = "The name of the field that only robots fill in" },
    { FIELD_AS("created_at", created_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_SORT | F_NO_AUDIT, .help = "When it was made" },
    { FIELD_AS("updated_at", updated_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When it was last changed" },
    { FIELD(edit),            .type = FT_INT, .flags = F_HIDDEN | F_NO_AUDIT },
};
/* clang-format on */

const struct resource form_resource = {
    .name = "form",
    .table = "form",
    .prefix = "frm",
    .size = sizeof(struct form),
    RESOURCE_FIELDS(form_fields),
    .help = "A form for the website: what it asks, what it says, and how robots are kept out.",
};

const struct list_spec form_list = {
    .resource = &form_resource,
    .default_sort = "name",
    .complete = form_complete,
};
