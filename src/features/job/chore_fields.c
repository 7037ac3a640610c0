#include "features/job/chore.h"

#define RECORD struct chore

/* clang-format off */
static const struct field chore_fields[] = {
    { FIELD(name),                         .type = FT_TEXT, .flags = F_READ_ONLY, .help = "What it is called" },
    { FIELD(help),                         .type = FT_TEXT, .flags = F_READ_ONLY, .max = 200, .help = "What it does" },
    { FIELD_AS("every_seconds", every_s),  .type = FT_INT,  .flags = F_READ_ONLY | F_VIRTUAL, .help = "How often it is done, or looks whether there is anything to do" },
    { FIELD_AS("when_needed", looks),      .type = FT_BOOL, .flags = F_READ_ONLY, .help = "It is done when something waits, and has no time of its own" },
    { FIELD(running),                      .type = FT_BOOL, .flags = F_READ_ONLY | F_VIRTUAL, .help = "A server is at it" },
    { FIELD_AS("next_run_at", due_ms),     .type = FT_TIME, .flags = F_READ_ONLY | F_VIRTUAL, .help = "When it is next due" },
    { FIELD_AS("requested_at", asked_ms),  .type = FT_TIME, .flags = F_READ_ONLY, .help = "Somebody wants it now, since" },
    { FIELD_AS("last_run_at", ran_ms),     .type = FT_TIME, .flags = F_READ_ONLY, .help = "When it was last begun" },
    { FIELD_AS("duration_ms", took_ms),    .type = FT_INT,  .flags = F_READ_ONLY, .help = "How long it took then" },
    { FIELD_AS("last_success_at", well_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "When it last went well" },
    { FIELD_AS("last_error", error),       .type = FT_TEXT, .flags = F_READ_ONLY, .max = 1000, .help = "Why it did not go well; null when it did" },
    { FIELD(runs),                         .type = FT_INT,  .flags = F_READ_ONLY, .help = "How often it was done" },
    { FIELD(failures),                     .type = FT_INT,  .flags = F_READ_ONLY, .help = "How often it failed" },
};
/* clang-format on */

const struct resource chore_resource = {
    .name = "chore",
    .size = sizeof(struct chore),
    RESOURCE_FIELDS(chore_fields),
    .help = "What the server does by itself, again and again.",
};
