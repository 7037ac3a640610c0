/*
 * The table of an erasure.
 */
#include "features/privacy/privacy.h"

static const char *const subjects[] = { "customer", "contact", "email", "phone", NULL };

/* clang-format off */
#define RECORD struct erasure
static const struct field fields[] = {
    { FIELD(id),             .type = FT_ID,   .flags = F_READ_ONLY, .prefix = "ers", .help = "The erasure" },
    { FIELD(location_id),    .type = FT_ID,   .flags = F_HIDDEN, .prefix = "loc" },
    { FIELD(subject),        .type = FT_CHOICE, .flags = F_READ_ONLY | F_FILTER, .choices = subjects, .help = "What was named: a customer, a contact, an e-mail or a phone" },
    { FIELD_AS("user_id", staff_id), .type = FT_ID, .flags = F_READ_ONLY, .prefix = "usr", .help = "Who asked for it" },
    { FIELD(people),         .type = FT_JSON, .flags = F_READ_ONLY, .max = 10000000, .help = "The ids of customers and contacts that are gone" },
    { FIELD(addresses),      .type = FT_JSON, .flags = F_HIDDEN, .max = 10000000 },
    { FIELD(rows_erased),    .type = FT_JSON, .flags = F_HIDDEN | F_JSON_OBJECT, .max = 100000000 },
    { FIELD(bookings),       .type = FT_INT,  .flags = F_READ_ONLY, .help = "Bookings that stay without a name" },
    { FIELD(guests),         .type = FT_INT,  .flags = F_READ_ONLY, .help = "Guest entries likewise" },
    { FIELD(communications), .type = FT_INT,  .flags = F_READ_ONLY, .help = "Communications likewise" },
    { FIELD_AS("survey_responses", responses), .type = FT_INT, .flags = F_READ_ONLY, .help = "Survey responses likewise" },
    { FIELD(records),        .type = FT_INT,  .flags = F_READ_ONLY, .help = "Payments, waivers and orders likewise, those on hold apart" },
    { FIELD_AS("form_submissions", submissions), .type = FT_INT, .flags = F_READ_ONLY, .help = "What came in by forms likewise; what was refused or held is gone" },
    { FIELD(checkouts),      .type = FT_INT,  .flags = F_READ_ONLY, .help = "Checkouts likewise" },
    { FIELD(follow_ups),     .type = FT_INT,  .flags = F_READ_ONLY, .help = "Follow-ups that are gone" },
    { FIELD_AS("consent_events", consents), .type = FT_INT, .flags = F_READ_ONLY, .help = "Consent events that stay as proof, with a keyed hash of the address" },
    { FIELD(audit_entries),  .type = FT_INT,  .flags = F_READ_ONLY, .help = "Entries of the audit whose values are gone" },
    { FIELD(kept),           .type = FT_JSON, .flags = F_READ_ONLY, .max = 10000000, .help = "What has to be kept: [{\"record_id\", \"kind\", \"reason\", \"until\"}]; it goes when the hold is over" },
    { FIELD_AS("at", at_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_SORT, .help = "When" },
    { FIELD_AS("repeated_at", repeated_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "When it was done again, in an older copy of the database that had been brought back" },
    { FIELD_AS("cleaned_at", cleaned_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "When it had left the database's files too" },
};
#undef RECORD
/* clang-format on */

const struct resource erasure_resource = {
    .name = "erasure",
    .table = "erasure",
    .prefix = "ers",
    .size = sizeof(struct erasure),
    RESOURCE_FIELDS(fields),
    .help = "Somebody was erased: what it touched, and nothing of who it was",
};

const struct list_spec erasure_list = {
    .resource = &erasure_resource,
    .default_sort = "-at",
};
