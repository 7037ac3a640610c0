#include "features/consent/consent.h"
#include "features/user/permission.h"

#define RECORD struct consent

static const char *const channels[] = { "email", "sms", "phone", "any", NULL };
static const char *const purposes[] = { "marketing", "surveys", NULL };
static const char *const kinds[] = { "consent", "existing-customer", NULL };

/* clang-format off */
static const struct field consent_fields[] = {
    { FIELD(id),            .type = FT_ID, .flags = F_READ_ONLY, .prefix = "cst", .help = "The event" },
    { FIELD(location_id),   .type = FT_ID, .flags = F_HIDDEN, .prefix = "loc" },
    { FIELD(person_id),     .type = FT_ID, .flags = F_HIDDEN, .prefix = "per" },
    { FIELD(channel),       .type = FT_CHOICE, .flags = F_REQUIRED, .choices = channels, .help = "Which way of writing or calling" },
    { FIELD(purpose),       .type = FT_CHOICE, .flags = F_REQUIRED, .choices = purposes, .help = "What for" },
    { FIELD(given),         .type = FT_BOOL, .flags = F_REQUIRED, .help = "Given or withdrawn" },
    { FIELD(kind),          .type = FT_CHOICE, .choices = kinds, .help = "Consent, or the law's soft opt-in of an existing customer" },
    { FIELD(address),       .type = FT_TEXT, .max = 254, .see = PERM_PRIVATE_READ, .help = "Which address it is for" },
    { FIELD(address_hash),  .type = FT_TEXT, .flags = F_HIDDEN },
    { FIELD(obtain_method), .type = FT_TEXT, .max = 100, .help = "How it was obtained" },
    { FIELD(wording),       .type = FT_LINES, .max = 10000, .help = "The exact words that were shown" },
    { FIELD(form_id),       .type = FT_ID, .prefix = "frm", .help = "From which form" },
    { FIELD(page),          .type = FT_TEXT, .max = 2000, .help = "On which page" },
    { FIELD(ip),            .type = FT_TEXT, .max = 100, .see = PERM_PRIVATE_READ, .help = "From which address" },
    { FIELD(user_agent),    .type = FT_TEXT, .max = 500, .see = PERM_PRIVATE_READ, .help = "With which browser" },
    { FIELD(demonstrable),  .type = FT_BOOL, .flags = F_READ_ONLY, .help = "Can it be proven?" },
    { FIELD_AS("user_id", staff_id), .type = FT_INT, .flags = F_HIDDEN },
    { FIELD_AS("at", at_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "When" },
};
/* clang-format on */

const struct resource consent_resource = {
    .name = "consent",
    .table = "consent",
    .prefix = "cst",
    .size = sizeof(struct consent),
    RESOURCE_FIELDS(consent_fields),
    .help = "One event of the consent ledger: given or withdrawn, and how it can be shown.",
};
