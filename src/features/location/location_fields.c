#include "features/location/location.h"

#define RECORD struct location

/* clang-format off */
static const struct field location_fields[] = {
    { FIELD(id),                 .type = FT_ID, .flags = F_READ_ONLY, .prefix = "loc", .help = "The location" },
    { FIELD(name),               .type = FT_TEXT, .flags = F_REQUIRED, .max = 100, .help = "What people call it" },
    { FIELD(slug),               .type = FT_TEXT, .max = 60, .help = "Its name in addresses; made from the name when absent" },
    { FIELD(time_zone),          .type = FT_ZONE, .flags = F_REQUIRED, .help = "IANA time zone, \"Europe/Madrid\"" },
    { FIELD(currency),           .type = FT_CURRENCY, .flags = F_REQUIRED, .help = "ISO 4217, \"EUR\"" },
    { FIELD(country),            .type = FT_COUNTRY, .flags = F_REQUIRED, .help = "ISO 3166: phone numbers without + are read there" },
    { FIELD(support_email),      .type = FT_EMAIL, .help = "Where visitors' messages go" },
    { FIELD(active_window_days), .type = FT_INT, .min = 1, .max = 3650, .help = "Whoever had a booking in so many days is active" },
    { FIELD(brand_colour),       .type = FT_COLOUR, .help = "Used on public pages" },
    { FIELD(undo_days),          .type = FT_INT, .min = 0, .max = 30, .help = "How long a deletion can be taken back" },
    { FIELD(relay_domains),      .type = FT_STRINGS, .max = 253, .most = 200, .help = "Domains whose addresses are made up by a booking site, beside those known" },
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
