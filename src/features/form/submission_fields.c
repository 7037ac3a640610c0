#include "features/form/submission_store.h"
#include "features/user/permission.h"

#define RECORD struct submission

static const char *const states[] = { "accepted", "unsure", "spam", NULL };
static const char *const enquiry_states[] = { "new", "taken", "answered", "closed", NULL };
static const char *const opt_ins[] = { "waiting", "confirmed", NULL };

/* clang-format off */
/* What both ways of looking at a row have in common. */
#define TYPED \
    { FIELD(name),            .type = FT_TEXT, .flags = F_READ_ONLY, .max = 200, .help = "As typed" }, \
    { FIELD(email),           .type = FT_TEXT, .flags = F_READ_ONLY, .max = 254, .help = "As typed, in normal form where it is an address" }, \
    { FIELD(phone),           .type = FT_TEXT, .flags = F_READ_ONLY, .max = 100, .help = "As typed" }, \
    { FIELD(message),         .type = FT_LINES, .flags = F_READ_ONLY, .max = FORM_MESSAGE_MOST, .see = PERM_PRIVATE_READ, .help = "What was written" }, \
    { FIELD(answers),         .type = FT_JSON, .flags = F_READ_ONLY, .max = 200000, .see = PERM_PRIVATE_READ, .help = "[{\"id\", \"text\", \"value\"}]: the form's own questions" }, \
    { FIELD(disposable),      .type = FT_BOOL, .flags = F_READ_ONLY, .help = "The address is one of those made for throwing away" }, \
    { FIELD(page),            .type = FT_TEXT, .flags = F_READ_ONLY, .max = 2000, .help = "Where the form stood" }, \
    { FIELD(site),            .type = FT_TEXT, .flags = F_READ_ONLY | F_FILTER, .max = 100, .help = "The pier or shop of the form" }

static const struct field submission_fields[] = {
    { FIELD(id),              .type = FT_ID, .flags = F_READ_ONLY, .prefix = "sub", .help = "The submission" },
    { FIELD(location_id),     .type = FT_ID, .flags = F_HIDDEN, .prefix = "loc" },
    { FIELD(form_id),         .type = FT_ID, .flags = F_READ_ONLY | F_FILTER, .prefix = "frm", .help = "By which form" },
    { FIELD(form_name),       .type = FT_TEXT, .flags = F_READ_ONLY | F_VIRTUAL, .help = "What the team calls it" },
    { FIELD(person_id),       .type = FT_ID, .flags = F_HIDDEN | F_NO_AUDIT, .prefix = "per" },
    { FIELD(kind),            .type = FT_TEXT, .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD(customer_id),     .type = FT_ID, .flags = F_READ_ONLY | F_VIRTUAL, .prefix = "cus", .help = "Whose it is" },
    { FIELD(contact_id),      .type = FT_ID, .flags = F_READ_ONLY | F_VIRTUAL, .prefix = "con", .help = "The same for a contact" },
    { FIELD(made_person),     .type = FT_BOOL, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "The contact was made by it" },
    { FIELD(state),           .type = FT_CHOICE, .flags = F_READ_ONLY | F_FILTER, .choices = states, .help = "accepted, unsure (held until staff say), spam (kept for 30 days)" },
    { FIELD(reason),          .type = FT_TEXT, .flags = F_READ_ONLY | F_FILTER, .help = "Why it is not accepted" },
    TYPED,
    { FIELD(consent),         .type = FT_BOOL, .flags = F_READ_ONLY, .help = "The box was ticked, or the form is itself the asking" },
    { FIELD(consent_version), .type = FT_INT, .flags = F_READ_ONLY, .help = "Which wording was shown; 0: none" },
    { FIELD(opt_in),          .type = FT_CHOICE, .flags = F_READ_ONLY | F_FILTER, .choices = opt_ins, .help = "Double opt-in: waiting for the link to be followed, or confirmed" },
    { FIELD_AS("opt_in_at", opt_in_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "When it was confirmed" },
    { FIELD(ip),              .type = FT_TEXT, .flags = F_READ_ONLY, .max = 100, .see = PERM_PRIVATE_READ | PERM_FORM_READ, .help = "From which address of the network" },
    { FIELD(user_agent),      .type = FT_TEXT, .flags = F_READ_ONLY, .max = 500, .see = PERM_PRIVATE_READ | PERM_FORM_READ, .help = "With which browser" },
    { FIELD(phone_normal),    .type = FT_TEXT, .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD(fingerprint),     .type = FT_TEXT, .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD(enquiry),         .type = FT_CHOICE, .flags = F_READ_ONLY, .choices = enquiry_states, .help = "Where it stands as an enquiry; null when it is none" },
    { FIELD(taken_by),        .type = FT_ID, .flags = F_HIDDEN, .prefix = "usr" },
    { FIELD(taken_ms),        .type = FT_TIME, .flags = F_HIDDEN },
    { FIELD(answered_by),     .type = FT_ID, .flags = F_HIDDEN, .prefix = "usr" },
    { FIELD(answered_ms),     .type = FT_TIME, .flags = F_HIDDEN },
    { FIELD(closed_ms),       .type = FT_TIME, .flags = F_HIDDEN },
    { FIELD(search),          .type = FT_TEXT, .flags = F_HIDDEN | F_NO_AUDIT, .max = 100000 },
    { FIELD_AS("at", at_ms),  .type = FT_TIME, .flags = F_READ_ONLY | F_SORT, .help = "When it came in" },
    { FIELD_AS("updated_at", updated_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When it was last changed" },
    { FIELD(edit),            .type = FT_INT, .flags = F_HIDDEN | F_NO_AUDIT },
};

static const struct field enquiry_fields[] = {
    { FIELD(id),              .type = FT_ID, .flags = F_READ_ONLY, .prefix = "enq", .help = "The enquiry; its submission has the same number" },
    { FIELD(location_id),     .type = FT_ID, .flags = F_HIDDEN, .prefix = "loc" },
    { FIELD(form_id),         .type = FT_ID, .flags = F_READ_ONLY | F_FILTER, .prefix = "frm", .help = "By which form" },
    { FIELD(form_name),       .type = FT_TEXT, .flags = F_READ_ONLY | F_VIRTUAL, .help = "What the team calls it" },
    { FIELD(person_id),       .type = FT_ID, .flags = F_HIDDEN, .prefix = "per" },
    { FIELD(kind),            .type = FT_TEXT, .flags = F_HIDDEN },
    { FIELD(customer_id),     .type = FT_ID, .flags = F_READ_ONLY | F_VIRTUAL, .prefix = "cus", .help = "Whose it is; of an unsure one nobody's" },
    { FIELD(contact_id),      .type = FT_ID, .flags = F_READ_ONLY | F_VIRTUAL, .prefix = "con", .help = "The same for a contact" },
    { .name = "submission_state", .column = "state", .offset = offsetof(RECORD, state), .type = FT_TEXT, .flags = F_HIDDEN },
    { FIELD_AS("state", enquiry), .type = FT_CHOICE, .flags = F_READ_ONLY, .choices = enquiry_states, .help = "new, taken, answered, closed" },
    { FIELD(unsure),          .type = FT_BOOL, .flags = F_READ_ONLY | F_VIRTUAL, .help = "Nobody proved to be no robot: accept it, or call it spam" },
    { FIELD(reason),          .type = FT_TEXT, .flags = F_READ_ONLY, .help = "Why it is unsure" },
    { FIELD(overdue),         .type = FT_BOOL, .flags = F_READ_ONLY | F_VIRTUAL, .help = "Neither answered nor closed in time" },
    { FIELD_AS("due_at", due_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_VIRTUAL, .help = "Until when it is to be answered" },
    TYPED,
    { FIELD(taken_by),        .type = FT_ID, .flags = F_READ_ONLY, .prefix = "usr", .help = "Who takes care of it; null also for whoever did so from the mail" },
    { FIELD_AS("taken_at", taken_ms),       .type = FT_TIME, .flags = F_READ_ONLY, .help = "Since when" },
    { FIELD(answered_by),     .type = FT_ID, .flags = F_READ_ONLY, .prefix = "usr", .help = "Who answered" },
    { FIELD_AS("answered_at", answered_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "When it was answered" },
    { FIELD_AS("closed_at", closed_ms),     .type = FT_TIME, .flags = F_READ_ONLY, .help = "When it was closed" },
    { FIELD_AS("at", at_ms),  .type = FT_TIME, .flags = F_READ_ONLY | F_SORT, .help = "When it came in" },
    { FIELD_AS("updated_at", updated_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "When it was last changed" },
    { FIELD(edit),            .type = FT_INT, .flags = F_HIDDEN },
};

static const struct list_filter submission_filters[] = {
    { .name = "from", .kind = FILTER_DAY_FROM, .sql = "r.at_ms >= ?", .help = "From this day on" },
    { .name = "to",   .kind = FILTER_DAY_TO, .sql = "r.at_ms < ?", .help = "Up to this day" },
    { .name = "q",    .kind = FILTER_SEARCH, .sql = "r.search", .help = "Words of the name, address, number or message", .see = PERM_PRIVATE_READ },
};

#define OVERDUE \
    "(r.enquiry IN ('new', 'taken') AND r.at_ms < :now - " \
    "(SELECT l.lead_overdue_hours FROM location l WHERE l.id = :location) * 3600000)"

static const char *const state_sql[] = { "r.enquiry = 'new'", "r.enquiry = 'taken'", "r.enquiry = 'answered'", "r.enquiry = 'closed'" };

static const struct list_filter enquiry_filters[] = {
    { .name = "state",    .kind = FILTER_CHOICE, .choices = enquiry_states, .choice_sql = state_sql, .help = "Where it stands" },
    { .name = "open",     .kind = FILTER_BOOL, .sql = "r.enquiry IN ('new', 'taken')", .help = "Neither answered nor closed" },
    { .name = "overdue",  .kind = FILTER_BOOL, .sql = OVERDUE, .help = "Neither answered nor closed in time" },
    { .name = "unsure",   .kind = FILTER_BOOL, .sql = "r.state = 'unsure'", .help = "Held until staff say" },
    { .name = "taken_by", .kind = FILTER_ID, .sql = "r.taken_by = ?", .prefix = "usr", .help = "Who takes care of it; me is whoever asks" },
    { .name = "customer_id", .kind = FILTER_ID, .sql = "r.person_id = ?", .prefix = "cus", .help = "Of this customer" },
    { .name = "contact_id", .kind = FILTER_ID, .sql = "r.person_id = ?", .prefix = "con", .help = "Of this contact" },
    { .name = "from",     .kind = FILTER_DAY_FROM, .sql = "r.at_ms >= ?", .help = "From this day on" },
    { .name = "to",       .kind = FILTER_DAY_TO, .sql = "r.at_ms < ?", .help = "Up to this day" },
    { .name = "q",        .kind = FILTER_SEARCH, .sql = "r.search", .help = "Words of the name, address, number or message", .see = PERM_PRIVATE_READ },
};
/* clang-format on */

const struct resource submission_resource = {
    .name = "submission",
    .table = "submission",
    .prefix = "sub",
    .size = sizeof(struct submission),
    RESOURCE_FIELDS(submission_fields),
    .help = "What came in by a form.",
};

const struct resource enquiry_resource = {
    .name = "enquiry",
    .table = "submission",
    .prefix = "enq",
    .size = sizeof(struct submission),
    RESOURCE_FIELDS(enquiry_fields),
    .help = "A message that waits for an answer.",
};

const struct list_spec submission_list = {
    .resource = &submission_resource,
    .filters = submission_filters,
    .filter_count = (int)(sizeof(submission_filters) / sizeof(submission_filters[0])),
    .default_sort = "-at",
    .complete = submission_complete,
};

const struct list_spec enquiry_list = {
    .resource = &enquiry_resource,
    .filters = enquiry_filters,
    .filter_count = (int)(sizeof(enquiry_filters) / sizeof(enquiry_filters[0])),
    .default_sort = "-at",
    .scope = "r.enquiry <> ''",
    .complete = submission_complete,
};
