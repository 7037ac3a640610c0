/*
 * The table of a demographic.
 */
#include "features/demographic/demographic.h"

/* clang-format off */
#define RECORD struct demographic
static const struct field fields[] = {
    { FIELD(id),           .type = FT_ID,    .flags = F_READ_ONLY, .prefix = "dem", .help = "The category's id" },
    { FIELD(location_id),  .type = FT_ID,    .flags = F_HIDDEN | F_READ_ONLY, .prefix = "loc" },
    { FIELD(title),        .type = FT_TEXT,  .flags = F_REQUIRED, .max = 100, .help = "Adult, Child, Senior" },
    { FIELD(description),  .type = FT_LINES, .max = 1000, .help = "Who is meant" },
    { FIELD(min_age),      .type = FT_INT,   .max = AGE_MOST, .help = "Least age in years" },
    { FIELD(max_age),      .type = FT_INT,   .max = AGE_MOST, .help = "Greatest age in years; 150 (or null) is no limit" },
    { FIELD(activities),   .type = FT_STRINGS, .max = 200, .most = 50, .help = "For these activities only; none: for all" },
    { FIELD(position),     .type = FT_INT,   .flags = F_READ_ONLY | F_SORT, .help = "Place in the order, from 1" },
    { FIELD(retired),      .type = FT_BOOL,  .flags = F_FILTER, .help = "Offered no more; stays on old guests" },
    { FIELD(in_manifests), .type = FT_BOOL,  .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT },
    { FIELD_AS("created_at", created_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "When it was made" },
    { FIELD_AS("updated_at", updated_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When it was last changed" },
    { FIELD(edit),         .type = FT_INT,   .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT },
};
#undef RECORD
/* clang-format on */

const struct resource demographic_resource = {
    .name = "demographic",
    .table = "demographic",
    .prefix = "dem",
    .size = sizeof(struct demographic),
    RESOURCE_FIELDS(fields),
    .help = "A category that a guest can be in",
};

const struct list_spec demographic_list = {
    .resource = &demographic_resource,
    .default_sort = "position",
    .default_limit = DEMOGRAPHICS_MOST,
};
