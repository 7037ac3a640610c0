#include "features/apikey/apikey.h"

#define RECORD struct api_key

/* clang-format off */
static const struct field api_key_fields[] = {
    { FIELD(id),          .type = FT_ID, .flags = F_READ_ONLY, .prefix = "key", .help = "The key" },
    { FIELD(location_id), .type = FT_ID, .flags = F_REQUIRED, .prefix = "loc", .help = "The location it acts for" },
    { FIELD(name),        .type = FT_TEXT, .flags = F_REQUIRED, .max = 100, .help = "What it is for" },
    { FIELD(start),       .type = FT_TEXT, .flags = F_READ_ONLY, .help = "How the key begins" },
    { FIELD(key_hash),    .type = FT_TEXT, .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD(role),        .type = FT_CHOICE, .choices = role_names, .help = "What it may do: a role, or else the permissions" },
    { FIELD(permissions), .type = FT_STRINGS, .max = 40, .most = 60, .help = "What it may do, one by one" },
    { FIELD_AS("created_at", created_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "When it was made" },
    { FIELD_AS("maker", created_by), .type = FT_INT, .flags = F_HIDDEN },
    { FIELD_AS("created_by", maker_id), .type = FT_ID, .flags = F_READ_ONLY | F_VIRTUAL, .prefix = "usr", .help = "Who made it; nobody: the command line" },
    { FIELD_AS("used_on", seen_day),      .type = FT_DATE, .flags = F_READ_ONLY, .help = "The last day of its use (UTC)" },
    { FIELD_AS("revoked_at", revoked_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "When it was taken back" },
    { FIELD(key),         .type = FT_TEXT, .flags = F_READ_ONLY | F_VIRTUAL, .help = "The key itself, shown once" },
};
/* clang-format on */

const struct resource api_key_resource = {
    .name = "api_key",
    .table = "api_key",
    .prefix = "key",
    .size = sizeof(struct api_key),
    RESOURCE_FIELDS(api_key_fields),
    .help = "A key with which a program acts for one location.",
};
