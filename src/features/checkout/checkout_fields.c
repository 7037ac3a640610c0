#include "features/checkout/checkout.h"

#include "features/user/permission.h"

#define MONEY_MOST 10000000000000

static const char *const states[] = { "open", "abandoned", "recovered", "completed", NULL };
static const char *const kinds[] = { "customer", "contact", NULL };

/* clang-format off */
#define RECORD struct checkout
static const struct field person[] = {
    { FIELD(name),  .type = FT_TEXT, .max = 500, .help = "As it was typed" },
    { FIELD(email), .type = FT_TEXT, .max = 500, .help = "As it was typed" },
    { FIELD(phone), .type = FT_TEXT, .max = 500, .help = "As it was typed" },
};

static const struct field fields[] = {
    { FIELD(id),            .type = FT_ID, .flags = F_READ_ONLY, .prefix = "chk", .help = "The checkout" },
    { FIELD(location_id),   .type = FT_ID, .flags = F_HIDDEN | F_READ_ONLY, .prefix = "loc" },
    { FIELD(external_id),   .type = FT_TEXT, .flags = F_READ_ONLY, .help = "What the booking page calls it" },
    { FIELD(by_browser),    .type = FT_BOOL, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "A page's script reported it" },
    { FIELD(state),         .type = FT_CHOICE, .flags = F_FILTER, .choices = states, .help = "A report says open or completed; abandoned and recovered follow" },
    { OBJECT("person", person), .help = "Whoever is at it, as far as they have said" },
    { FIELD(email_normal),  .type = FT_TEXT, .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT, .max = 254 },
    { FIELD(e164),          .type = FT_TEXT, .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT },
    { FIELD(activity),      .type = FT_TEXT, .flags = F_FILTER, .max = 200, .help = "What they were about to book" },
    { FIELD(site),          .type = FT_TEXT, .flags = F_FILTER, .help = "Where" },
    { FIELD_AS("starts_at", trip_ms), .type = FT_TIME, .flags = F_LOCAL, .help = "When it would begin" },
    { FIELD(cart),          .type = FT_JSON, .max = 20000, .standard = "[]", .help = "What is in it: any JSON of at most 20 kB; lists of {\"name\", \"quantity\", \"price\"} are shown as such" },
    { FIELD(currency),      .type = FT_CURRENCY, .help = "Of the value" },
    { FIELD_AS("value", value_minor), .type = FT_MONEY, .flags = F_SORT, .min = 0, .max = MONEY_MOST, .currency = "currency", .see = PERM_MONEY_READ, .help = "What it would have come to" },
    { FIELD(resume_url),    .type = FT_TEXT, .max = 2000, .help = "Where they can go on: https://" },
    { FIELD(consent),       .type = FT_BOOL, .flags = F_NO_AUDIT, .help = "They ticked the box that allows marketing by e-mail" },
    { FIELD(consent_wording), .type = FT_LINES, .flags = F_NO_AUDIT, .max = 2000, .help = "What stood beside that box; without it the consent cannot be shown, and no reminder goes out" },
    { FIELD(consent_page),  .type = FT_TEXT, .flags = F_NO_AUDIT, .max = 2000, .help = "On which page it stood; the website of resume_url when nobody says" },
    { FIELD_AS("consent_at", consent_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When it was first reported as ticked, with this wording" },
    { FIELD(consent_ip),    .type = FT_TEXT, .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT, .max = 100 },
    { FIELD(consent_agent), .type = FT_TEXT, .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT, .max = 500 },
    { FIELD(customer_id),   .type = FT_ID, .flags = F_READ_ONLY | F_VIRTUAL, .prefix = "cus", .help = "Whose it is, once that is known" },
    { FIELD(contact_id),    .type = FT_ID, .flags = F_READ_ONLY | F_VIRTUAL, .prefix = "con", .help = "Whose it is, of a lead" },
    { FIELD(person_id),     .type = FT_ID, .flags = F_HIDDEN | F_READ_ONLY, .prefix = "cus" },
    { FIELD(kind),          .type = FT_CHOICE, .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT, .choices = kinds },
    { FIELD(booking_id),    .type = FT_ID, .flags = F_READ_ONLY, .prefix = "bkg", .help = "The booking that brought it back" },
    { FIELD(due_ms),        .type = FT_TIME, .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT },
    { FIELD_AS("seen_at", seen_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_SORT | F_NO_AUDIT, .help = "The last report of it" },
    { FIELD_AS("abandoned_at", abandoned_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_FILTER, .help = "When it was left alone, for the first time" },
    { FIELD_AS("recovered_at", recovered_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_FILTER, .help = "When it came back" },
    { FIELD_AS("completed_at", completed_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "When it was completed without being left alone" },
    { FIELD_AS("reminded_at", reminded_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "When a reminder was ordered" },
    { FIELD_AS("erased_at", erased_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When everything was taken out that said who it was" },
    { FIELD(search),        .type = FT_TEXT, .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT, .max = 4000 },
    { FIELD_AS("created_at", created_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "The first report of it" },
    { FIELD_AS("updated_at", updated_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When it last changed" },
    { FIELD(edit),          .type = FT_INT, .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT },
};
#undef RECORD

#define RECORD struct checkout_reporting
static const struct field reporting_fields[] = {
    { FIELD(enabled),       .type = FT_BOOL, .help = "Are pages heard?" },
    { FIELD(origins),       .type = FT_STRINGS, .max = 200, .most = 50, .standard = "[]", .help = "The websites that may report: https://www.example.com" },
    { FIELD_AS("key", report_key), .type = FT_TEXT, .flags = F_READ_ONLY, .help = "Stands in the page; everybody can read it" },
    { FIELD(address),       .type = FT_TEXT, .flags = F_READ_ONLY | F_VIRTUAL, .max = 500, .help = "Where the page's script reports to" },
    { FIELD_AS("updated_at", updated_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "When this was last changed" },
};
#undef RECORD
/* clang-format on */

const struct resource checkout_resource = {
    .name = "checkout",
    .table = "checkout",
    .prefix = "chk",
    .size = sizeof(struct checkout),
    RESOURCE_FIELDS(fields),
    .help = "A checkout on the booking page: open, abandoned, recovered or completed.",
};

const struct resource checkout_reporting_resource = {
    .name = "checkout_reporting",
    .size = sizeof(struct checkout_reporting),
    RESOURCE_FIELDS(reporting_fields),
    .help = "How the script of a booking page reports checkouts.",
};
