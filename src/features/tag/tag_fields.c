/*
 * The table of a tag.
 */
#include "features/tag/tag.h"

#define RECORD struct tag
static const struct field fields[] = {
    { FIELD(id),            .type = FT_ID,   .flags = F_READ_ONLY, .prefix = "tag", .help = "The tag's id" },
    { FIELD(location_id),   .type = FT_ID,   .flags = F_HIDDEN | F_READ_ONLY, .prefix = "loc" },
    { FIELD(name),          .type = FT_TEXT, .flags = F_REQUIRED, .max = TAG_LENGTH_MOST, .help = "As it was first written" },
    { FIELD(name_fold),     .type = FT_TEXT, .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT, .max = 1000 },
    { FIELD(colour),        .type = FT_COLOUR, .help = "#rrggbb" },
    { FIELD(customers),     .type = FT_INT,  .flags = F_READ_ONLY | F_SORT | F_NO_AUDIT, .help = "Customers who carry it" },
    { FIELD(contacts),      .type = FT_INT,  .flags = F_READ_ONLY | F_SORT | F_NO_AUDIT, .help = "Contacts who carry it" },
    { FIELD_AS("created_at", created_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_SORT, .help = "When it was made" },
    { FIELD_AS("updated_at", updated_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT,
      .help = "When it was last changed" },
    { FIELD(edit),          .type = FT_INT,  .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT },
};
#undef RECORD

const struct resource tag_resource = {
    .name = "tag",
    .table = "tag",
    .prefix = "tag",
    .size = sizeof(struct tag),
    RESOURCE_FIELDS(fields),
    .help = "A word on customers and contacts, equal without regard to case",
};
