#include "features/user/user.h"

#define RECORD struct user

/* clang-format off */
static const struct field user_fields[] = {
    { FIELD(id),          .type = FT_ID, .flags = F_READ_ONLY, .prefix = "usr", .help = "The user" },
    { FIELD(name),        .type = FT_TEXT, .flags = F_REQUIRED, .max = 100, .help = "Full name" },
    { FIELD(email),       .type = FT_EMAIL, .flags = F_REQUIRED, .help = "The address to sign in with" },
    { FIELD_AS("password_hash", password), .type = FT_TEXT, .flags = F_HIDDEN | F_NO_AUDIT, .max = 300 },
    { FIELD(last_day),    .type = FT_DATE, .help = "After this day nothing of theirs works any more" },
    { FIELD(disabled),    .type = FT_BOOL, .help = "May not sign in" },
    { FIELD_AS("created_at", created_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "When it was made" },
    { FIELD_AS("updated_at", updated_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "When it was last changed" },
    { FIELD(edit),        .type = FT_INT, .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD(roles),       .type = FT_JSON, .flags = F_VIRTUAL, .max = 20000, .help = "A list of {\"location_id\", \"role\"}; role is owner, manager, staff, desk or viewer" },
    { FIELD(owner),       .type = FT_BOOL, .flags = F_VIRTUAL | F_READ_ONLY, .help = "Owner, so of all locations" },
    { FIELD_AS("password", new_password), .type = FT_TEXT, .flags = F_VIRTUAL | F_WRITE_ONLY, .max = 200, .help = "At least 10 characters" },
    { FIELD(invite), .type = FT_BOOL, .flags = F_VIRTUAL | F_WRITE_ONLY | F_CREATE_ONLY, .help = "Mail them a link to choose a password, instead of giving one here" },
    { FIELD(old_password), .type = FT_TEXT, .flags = F_VIRTUAL | F_WRITE_ONLY, .max = 200, .help = "To change one's own password or address" },
};
/* clang-format on */

const struct resource user_resource = {
    .name = "user",
    .table = "staff",
    .prefix = "usr",
    .size = sizeof(struct user),
    RESOURCE_FIELDS(user_fields),
    .help = "A member of staff.",
};
