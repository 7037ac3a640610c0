#include "features/mail/mail.h"
#include "features/user/permission.h"

static const char *const states[] = { "waiting", "sending", "sent", "failed", "bounced", "withheld", "canceled", NULL };

/* clang-format off */
#define RECORD struct mail
static const struct field fields[] = {
    { FIELD(id),               .type = FT_ID,     .flags = F_READ_ONLY, .prefix = "mai", .help = "The mail" },
    { FIELD(location_id),      .type = FT_ID,     .flags = F_HIDDEN, .prefix = "loc" },
    { FIELD(kind),             .type = FT_TEXT,   .flags = F_READ_ONLY | F_FILTER, .help = "What it is: personal, form-alert, invitation …" },
    { FIELD(communication_id), .type = FT_ID,     .flags = F_READ_ONLY, .prefix = "com", .help = "The communication that it is, on the person" },
    { FIELD(person_kind),      .type = FT_TEXT,   .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD_AS("to", to_address), .type = FT_TEXT, .flags = F_READ_ONLY, .max = 254, .help = "To which address" },
    { FIELD(to_name),          .type = FT_TEXT,   .flags = F_READ_ONLY, .max = 200, .help = "To whom" },
    { FIELD_AS("reply_to", reply_address), .type = FT_TEXT, .flags = F_READ_ONLY, .max = 254, .help = "Where answers go; null: to the location's own address" },
    { FIELD(reply_name),       .type = FT_TEXT,   .flags = F_HIDDEN | F_NO_AUDIT, .max = 200 },
    { FIELD(subject),          .type = FT_TEXT,   .flags = F_READ_ONLY, .max = MAIL_SUBJECT_MOST, .help = "The subject" },
    { FIELD(body),             .type = FT_LINES,  .flags = F_HIDDEN | F_NO_AUDIT, .max = MAIL_BODY_MOST },
    { FIELD(purpose),          .type = FT_TEXT,   .flags = F_READ_ONLY | F_FILTER, .help = "marketing or surveys: goes only to who agreed; null: answers what somebody asked for" },
    { FIELD(once_key),         .type = FT_TEXT,   .flags = F_HIDDEN | F_NO_AUDIT, .max = 200 },
    { FIELD(state),            .type = FT_CHOICE, .flags = F_READ_ONLY | F_FILTER, .choices = states, .help = "What became of it" },
    { FIELD(open),             .type = FT_INT,    .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD_AS("due_at", due_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When it was to go" },
    { FIELD_AS("next_try_at", next_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When it is tried again; null when it is not" },
    { FIELD(attempts),         .type = FT_INT,    .flags = F_READ_ONLY | F_NO_AUDIT, .help = "How often it was tried" },
    { FIELD(doubts),           .type = FT_INT,    .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD(lease_token),      .type = FT_TEXT,   .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD(error),            .type = FT_TEXT,   .flags = F_READ_ONLY | F_NO_AUDIT, .max = 500, .help = "What the mail server said, or why it was withheld" },
    { FIELD_AS("sent_at", sent_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When the mail server took it" },
    { FIELD_AS("user_id", staff_id), .type = FT_ID, .flags = F_READ_ONLY | F_FILTER, .prefix = "usr", .help = "Who had it sent" },
    { FIELD(reader_id),        .type = FT_ID,     .flags = F_HIDDEN | F_NO_AUDIT, .prefix = "usr" },
    { FIELD_AS("created_at", created_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_SORT | F_NO_AUDIT, .help = "When it was ordered" },
    { FIELD_AS("updated_at", updated_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When it last changed" },
    { FIELD(edit),             .type = FT_INT,    .flags = F_HIDDEN | F_NO_AUDIT },
};
#undef RECORD
/* clang-format on */

const struct resource mail_resource = {
    .name = "mail",
    .table = "mail",
    .prefix = "mai",
    .size = sizeof(struct mail),
    RESOURCE_FIELDS(fields),
    .help = "A mail in the outbox, and what became of it",
};
