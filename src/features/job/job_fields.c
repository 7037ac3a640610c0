#include "features/job/job.h"

#define RECORD struct job

static const char *const states[] = { "waiting", "running", "done", "failed", "canceled", NULL };

/* clang-format off */
static const struct field job_fields[] = {
    { FIELD(id),          .type = FT_ID, .flags = F_READ_ONLY, .prefix = "job", .help = "The job" },
    { FIELD(location_id), .type = FT_ID, .flags = F_HIDDEN, .prefix = "loc" },
    { FIELD(kind),        .type = FT_TEXT, .flags = F_READ_ONLY | F_FILTER, .help = "What kind of work" },
    { FIELD(state),       .type = FT_CHOICE, .flags = F_READ_ONLY | F_FILTER, .choices = states, .help = "How far it is" },
    { FIELD(payload),     .type = FT_JSON, .flags = F_HIDDEN, .max = 1000000 },
    { FIELD(done),        .type = FT_INT, .flags = F_READ_ONLY, .help = "Records handled" },
    { FIELD(failed),      .type = FT_INT, .flags = F_READ_ONLY, .help = "Records refused" },
    { FIELD(total),       .type = FT_INT, .flags = F_READ_ONLY, .help = "Records that matched when it was asked for" },
    { FIELD(cursor_id),   .type = FT_INT, .flags = F_HIDDEN },
    { FIELD(result),      .type = FT_JSON, .flags = F_READ_ONLY | F_JSON_OBJECT, .max = 1000000, .help = "The first 100 failures, with their reasons" },
    { FIELD(actor_kind),  .type = FT_TEXT, .flags = F_HIDDEN },
    { FIELD(actor_id),    .type = FT_INT, .flags = F_HIDDEN },
    { FIELD_AS("started_by", actor_name), .type = FT_TEXT, .flags = F_READ_ONLY, .help = "Who asked for it" },
    { FIELD(permissions), .type = FT_INT, .flags = F_HIDDEN },
    { FIELD(run_ms),      .type = FT_TIME, .flags = F_HIDDEN },
    { FIELD(lease_ms),    .type = FT_TIME, .flags = F_HIDDEN },
    { FIELD_AS("created_at", created_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_SORT, .help = "When it was asked for" },
    { FIELD_AS("updated_at", updated_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "When it last moved" },
};
/* clang-format on */

const struct resource job_resource = {
    .name = "job",
    .table = "job",
    .prefix = "job",
    .size = sizeof(struct job),
    RESOURCE_FIELDS(job_fields),
    .help = "Long work that goes on after its request was answered.",
};
