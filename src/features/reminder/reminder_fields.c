#include "features/reminder/reminder.h"

#define RECORD struct reminder

/* clang-format off */
static const struct field fields[] = {
    { FIELD(due_mail), .type = FT_BOOL, .help = "A mail when a follow-up that one is in charge of is due" },
    { FIELD(digest),   .type = FT_BOOL, .help = "A mail at seven in the morning with what the day brings" },
    { FIELD_AS("calendar_made_at", calendar_made_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "When the present calendar address was made; null: there is none" },
};
/* clang-format on */

const struct resource reminder_resource = {
    .name = "reminder",
    .size = sizeof(struct reminder),
    RESOURCE_FIELDS(fields),
    .help = "How a member of the team is reminded.",
};
