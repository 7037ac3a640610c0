#include "features/session/session.h"

#define RECORD struct session

/* clang-format off */
static const struct field session_fields[] = {
    { FIELD(id),         .type = FT_ID, .flags = F_READ_ONLY, .prefix = "ses", .help = "The session" },
    { FIELD_AS("user_id", staff_id), .type = FT_ID, .flags = F_READ_ONLY, .prefix = "usr", .help = "Whose it is" },
    { FIELD(token_hash), .type = FT_TEXT, .flags = F_HIDDEN },
    { FIELD_AS("created_at", created_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "When it began" },
    { FIELD_AS("seen_at", seen_ms),       .type = FT_TIME, .flags = F_READ_ONLY, .help = "When it was last used, to the hour" },
    { FIELD_AS("expires_at", expires_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "When it ends if it is not used" },
    { FIELD(ip),         .type = FT_TEXT, .flags = F_READ_ONLY, .help = "Where it began" },
    { FIELD(user_agent), .type = FT_TEXT, .flags = F_READ_ONLY, .max = 300, .help = "With which browser" },
    { FIELD(current),    .type = FT_BOOL, .flags = F_READ_ONLY | F_VIRTUAL, .help = "The one that asks" },
};
/* clang-format on */

const struct resource session_resource = {
    .name = "session",
    .table = "session",
    .prefix = "ses",
    .size = sizeof(struct session),
    RESOURCE_FIELDS(session_fields),
    .help = "A browser in which somebody is signed in.",
};
