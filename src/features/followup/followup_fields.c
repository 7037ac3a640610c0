#include "features/followup/followup.h"
#include "features/user/permission.h"

static const char *const states[] = { "open", "done", "canceled", NULL };

/* clang-format off */
#define RECORD struct follow_up
static const struct field fields[] = {
    { FIELD(id),            .type = FT_ID,     .flags = F_READ_ONLY, .prefix = "fup", .help = "The follow-up" },
    { FIELD(location_id),   .type = FT_ID,     .flags = F_HIDDEN, .prefix = "loc" },
    { FIELD(person_id),     .type = FT_ID,     .flags = F_HIDDEN, .prefix = "per" },
    { FIELD(kind),          .type = FT_TEXT,   .flags = F_HIDDEN },
    { FIELD(customer_id),   .type = FT_ID,     .flags = F_VIRTUAL | F_CREATE_ONLY, .prefix = "cus", .help = "About this customer" },
    { FIELD(contact_id),    .type = FT_ID,     .flags = F_VIRTUAL | F_CREATE_ONLY, .prefix = "con", .help = "About this contact" },
    { FIELD(name),          .type = FT_TEXT,   .flags = F_VIRTUAL | F_READ_ONLY, .help = "The person's name" },
    { FIELD_AS("due_at", due_ms), .type = FT_TIME, .flags = F_REQUIRED | F_LOCAL, .help = "With an offset, as local time, or a day, which means nine in the morning" },
    { FIELD(note),          .type = FT_LINES,  .max = FOLLOW_UP_NOTE_MOST, .see = PERM_PRIVATE_READ, .help = "What to do" },
    { FIELD(site),          .type = FT_TEXT,   .flags = F_FILTER, .help = "The pier, the shop" },
    { FIELD(assignee_id),   .type = FT_ID,     .prefix = "usr", .help = "Who is in charge; whoever made it, if nobody says" },
    { FIELD(state),         .type = FT_CHOICE, .flags = F_READ_ONLY | F_FILTER, .choices = states, .help = "open, done or canceled" },
    { FIELD(outcome),       .type = FT_LINES,  .flags = F_READ_ONLY, .max = FOLLOW_UP_NOTE_MOST, .see = PERM_PRIVATE_READ, .help = "What came of it" },
    { FIELD_AS("done_at", done_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_SORT | F_NO_AUDIT, .help = "When it was done" },
    { FIELD_AS("snoozed_until", snoozed_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "Reminds again then" },
    { FIELD(remind_ms),     .type = FT_TIME,   .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD_AS("announced_at", announced_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When the person in charge was told that it is time" },
    { FIELD_AS("next_booking_at", next_booking_ms), .type = FT_TIME, .flags = F_VIRTUAL | F_READ_ONLY, .help = "The person's next booking" },
    { FIELD(created_by),    .type = FT_ID,     .flags = F_READ_ONLY, .prefix = "usr", .help = "Who made it" },
    { FIELD_AS("created_at", created_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_SORT | F_NO_AUDIT, .help = "When it was made" },
    { FIELD_AS("updated_at", updated_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When it last changed" },
    { FIELD(edit),          .type = FT_INT,    .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD(view),          .type = FT_INT,    .flags = F_HIDDEN | F_VIRTUAL },
};
#undef RECORD

#define RECORD struct follow_up_ending
static const struct field ending_fields[] = {
    { FIELD(outcome), .type = FT_LINES, .flags = F_VIRTUAL, .max = FOLLOW_UP_NOTE_MOST, .help = "What came of it" },
};
#undef RECORD

#define RECORD struct follow_up_snooze
static const struct field snooze_fields[] = {
    { FIELD_AS("until", until_ms), .type = FT_TIME, .flags = F_VIRTUAL | F_LOCAL, .help = "Until this moment; or say minutes" },
    { FIELD(minutes),              .type = FT_INT,  .flags = F_VIRTUAL, .min = 1, .max = FOLLOW_UP_SNOOZE_MINUTES_MOST, .help = "For so long from now" },
};
#undef RECORD
/* clang-format on */

const struct resource follow_up_resource = {
    .name = "follow_up",
    .table = "follow_up",
    .prefix = "fup",
    .size = sizeof(struct follow_up),
    RESOURCE_FIELDS(fields),
    .help = "What somebody means to do about a customer or contact, and when",
};

const struct resource follow_up_ending_resource = {
    .name = "follow_up_ending",
    .size = sizeof(struct follow_up_ending),
    RESOURCE_FIELDS(ending_fields),
    .help = "How a follow-up ended",
};

const struct resource follow_up_snooze_resource = {
    .name = "follow_up_snooze",
    .size = sizeof(struct follow_up_snooze),
    RESOURCE_FIELDS(snooze_fields),
    .help = "For how long a follow-up is put off",
};
