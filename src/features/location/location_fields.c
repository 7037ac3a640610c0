#include "features/location/location.h"

#define RECORD struct location

static const char *const weekdays[] = { "monday", "sunday", "saturday", NULL };

/* clang-format off */
static const struct field location_fields[] = {
    { FIELD(id),                 .type = FT_ID, .flags = F_READ_ONLY, .prefix = "loc", .help = "The location" },
    { FIELD(name),               .type = FT_TEXT, .flags = F_REQUIRED, .max = 100, .help = "What people call it" },
    { FIELD(slug),               .type = FT_TEXT, .max = 60, .help = "Its name in addresses; made from the name when absent" },
    { FIELD(time_zone),          .type = FT_ZONE, .flags = F_REQUIRED, .help = "IANA time zone, \"Europe/Madrid\"" },
    { FIELD(currency),           .type = FT_CURRENCY, .flags = F_REQUIRED, .help = "ISO 4217, \"EUR\"" },
    { FIELD(country),            .type = FT_COUNTRY, .flags = F_REQUIRED, .help = "ISO 3166: phone numbers without + are read there" },
    { FIELD(support_email),      .type = FT_EMAIL, .help = "Where visitors' messages go" },
    { FIELD(active_window_days), .type = FT_INT, .min = 1, .max = 3650, .standard = "90", .help = "Whoever had a booking in so many days is active" },
    { FIELD(brand_colour),       .type = FT_COLOUR, .help = "Used on public pages" },
    { FIELD(logo),               .type = FT_TEXT, .flags = F_READ_ONLY, .max = 200, .help = "Where the picture for public pages is; PUT and DELETE …/logo set it" },
    { FIELD(undo_days),          .type = FT_INT, .min = 0, .max = 30, .standard = "7", .help = "How long a deletion can be taken back" },
    { FIELD(relay_domains),      .type = FT_STRINGS, .max = 253, .most = 200, .standard = "[]", .help = "Domains whose addresses are made up by a booking site, beside those known" },
    { FIELD(week_starts),        .type = FT_CHOICE, .choices = weekdays, .standard = "\"monday\"", .help = "The first day of the week in calendars" },
    { FIELD(lead_overdue_hours), .type = FT_INT, .min = 1, .max = 720, .standard = "4", .help = "An enquiry that nobody answered for so many hours is overdue" },
    { FIELD(checkout_delay_minutes), .type = FT_INT, .min = 5, .max = 10080, .standard = "60", .help = "A checkout left alone for so many minutes is abandoned" },
    { FIELD(checkout_reminder_hours), .type = FT_INT, .min = 0, .max = 168, .standard = "0", .help = "Whoever left a checkout, and allowed it, is reminded once so many hours later; 0 reminds nobody" },
    { FIELD(checkout_reminder_text), .type = FT_LINES, .max = 5000, .help = "What the reminder says before its link; empty: a sentence of ours" },
    { FIELD(keep_checkouts_days), .type = FT_INT, .min = 0, .max = 3650, .standard = "90", .help = "What a checkout says about who it was goes so many days after its last report; 0 keeps it" },
    { FIELD(keep_leads_months),  .type = FT_INT, .min = 0, .max = 240, .standard = "24", .help = "Leads go so many months after their last own act; 0 keeps them" },
    { FIELD(keep_ip_days),       .type = FT_INT, .min = 0, .max = 3650, .standard = "30", .help = "IP addresses go after so many days; 0 keeps them" },
    { FIELD(keep_guest_births_days), .type = FT_INT, .min = 0, .max = 3650, .standard = "30", .help = "A guest's birth date becomes the age so many days after the trip; 0 keeps it" },
    { FIELD(sensitive_fields),   .type = FT_STRINGS, .max = 100, .most = 100, .standard = "[]", .help = "Names of custom fields of bookings that are cleared with the birth dates" },
    { FIELD_AS("created_at", created_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "When it was made" },
    { FIELD_AS("updated_at", updated_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "When it was last changed" },
    { FIELD(edit),               .type = FT_INT, .flags = F_HIDDEN | F_NO_AUDIT },
};
/* clang-format on */

const struct resource location_resource = {
    .name = "location",
    .table = "location",
    .prefix = "loc",
    .size = sizeof(struct location),
    RESOURCE_FIELDS(location_fields),
    .help = "A place whose people, bookings and settings are seen together.",
};
