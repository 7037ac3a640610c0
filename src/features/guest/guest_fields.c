/*
 * The table of a guest.
 */
#include "features/guest/guest.h"

#include "features/user/permission.h"

static const char *const linked[] = { "match", "user", NULL };

/* clang-format off */
#define RECORD struct guest
static const struct field fields[] = {
    { FIELD(id),             .type = FT_ID,   .flags = F_READ_ONLY, .prefix = "gst", .help = "The guest's id" },
    { FIELD(location_id),    .type = FT_ID,   .flags = F_HIDDEN | F_READ_ONLY, .prefix = "loc" },
    { FIELD(booking_id),     .type = FT_ID,   .flags = F_READ_ONLY, .prefix = "bkg", .help = "Of which booking" },
    { FIELD(name),           .type = FT_TEXT, .max = 100, .help = "Full name; needed when staff add a guest" },
    { FIELD(email),          .type = FT_TEXT, .max = GUEST_TEXT_MOST, .help = "As it was typed" },
    { FIELD(phone),          .type = FT_TEXT, .max = GUEST_TEXT_MOST, .help = "As it was typed" },
    { FIELD(email_normal),   .type = FT_TEXT, .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT, .max = 254 },
    { FIELD(e164),           .type = FT_TEXT, .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT },
    { FIELD(date_of_birth),  .type = FT_DATE, .flags = F_PAST, .see = PERM_PRIVATE_READ, .help = "Date of birth" },
    { FIELD_AS("age_then", age), .type = FT_INT, .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT },
    { FIELD_AS("age", age_then), .type = FT_JSON, .flags = F_READ_ONLY | F_VIRTUAL, .max = 20, .see = PERM_PRIVATE_READ, .help = "Years on the day of the booking; null when unknown" },
    { FIELD(demographic_id), .type = FT_ID,   .prefix = "dem", .help = "The category" },
    { FIELD(proposed_demographic_id), .type = FT_ID, .flags = F_READ_ONLY | F_VIRTUAL, .prefix = "dem", .help = "The category that fits the age on the day of the booking, and the activity" },
    { FIELD(notes),          .type = FT_LINES, .max = 10000, .see = PERM_PRIVATE_READ, .help = "Internal notes" },
    { FIELD(customer_id),    .type = FT_ID,   .prefix = "cus", .help = "Who this is: found by e-mail when the names fit, or set by hand" },
    { FIELD(linked_by),      .type = FT_CHOICE, .flags = F_READ_ONLY, .choices = linked, .help = "Who said so: the rule, or a user" },
    { FIELD(by_staff),       .type = FT_BOOL, .flags = F_READ_ONLY, .help = "Added by staff: no message from outside takes this guest away" },
    { FIELD(kept_by_staff),  .type = FT_STRINGS, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "Members set by hand, which no message from outside changes" },
    { FIELD(told),           .type = FT_TEXT, .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT },
    { FIELD_AS("starts_at", starts_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_SORT | F_NO_AUDIT, .help = "Start of the booking" },
    { FIELD_AS("erased_at", erased_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When everything was taken out that said who it was" },
    { FIELD(activity),       .type = FT_TEXT, .flags = F_READ_ONLY | F_VIRTUAL, .help = "What was booked" },
    { FIELD(booking_status), .type = FT_TEXT, .flags = F_READ_ONLY | F_VIRTUAL, .help = "Status of the booking" },
    { FIELD(booked_by),      .type = FT_TEXT, .flags = F_READ_ONLY | F_VIRTUAL, .help = "Name of the booker, as typed" },
    { FIELD_AS("created_at", created_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "When the entry was made" },
    { FIELD_AS("updated_at", updated_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When it last changed" },
    { FIELD(edit),           .type = FT_INT,  .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT },
};
#undef RECORD
/* clang-format on */

const struct resource guest_resource = {
    .name = "guest",
    .table = "guest",
    .prefix = "gst",
    .size = sizeof(struct guest),
    RESOURCE_FIELDS(fields),
    .help = "Somebody who comes along on a booking",
};
