#include "features/survey/survey.h"
#include "features/user/permission.h"

/* clang-format off */
#define RECORD struct survey
static const struct field survey_fields[] = {
    { FIELD(id),          .type = FT_ID,    .flags = F_READ_ONLY, .prefix = "svy", .help = "The survey" },
    { FIELD(location_id), .type = FT_ID,    .flags = F_HIDDEN, .prefix = "loc" },
    { FIELD(name),        .type = FT_TEXT,  .flags = F_REQUIRED | F_SORT, .help = "What the team calls it" },
    { FIELD(description), .type = FT_LINES, .max = 2000, .help = "What stands above the questions" },
    { FIELD(questions),   .type = FT_JSON,  .flags = F_REQUIRED, .max = SURVEY_QUESTIONS_BYTES,
      .help = "[{\"id\", \"kind\", \"text\", \"required\", \"choices\"}]: rating (1 to 5), score (0 to 10), text or choice; a question keeps its id and kind" },
    { FIELD(thank_you),   .type = FT_LINES, .max = 2000, .help = "What stands there afterwards" },
    { FIELD(active),      .type = FT_BOOL,  .flags = F_FILTER, .help = "Takes new responses" },
    { FIELD(send),        .type = FT_BOOL,  .help = "Sent by itself to whoever was there, and allowed it" },
    { FIELD(send_after_hours), .type = FT_INT, .min = 1, .max = 720, .standard = "24", .help = "So many hours after the end of the booking" },
    { FIELD(send_subject), .type = FT_TEXT, .max = 200, .help = "The subject of that mail, with variables such as {{customer.first_name}}; empty: ours" },
    { FIELD(send_text),   .type = FT_LINES, .max = 5000, .help = "What it says before the link, likewise; empty: a sentence of ours" },
    { FIELD(send_since_ms), .type = FT_TIME, .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD(version),     .type = FT_INT,   .flags = F_READ_ONLY, .help = "Goes up when the questions change" },
    { FIELD(responses),   .type = FT_INT,   .flags = F_READ_ONLY | F_NO_AUDIT, .help = "How many there are" },
    { FIELD_AS("created_at", created_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_SORT | F_NO_AUDIT, .help = "When it was made" },
    { FIELD_AS("updated_at", updated_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When it last changed" },
    { FIELD(edit),        .type = FT_INT,   .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD_AS("view", responses), .type = FT_INT, .flags = F_HIDDEN | F_VIRTUAL },
};
#undef RECORD

#define RECORD struct survey_response
static const struct field response_fields[] = {
    { FIELD(id),            .type = FT_ID,   .flags = F_READ_ONLY, .prefix = "rsp", .help = "The response" },
    { FIELD(location_id),   .type = FT_ID,   .flags = F_HIDDEN, .prefix = "loc" },
    { FIELD(source),        .type = FT_TEXT, .flags = F_CREATE_ONLY | F_FILTER, .help = "The system that reported it" },
    { FIELD(external_id),   .type = FT_TEXT, .flags = F_CREATE_ONLY, .help = "Its id there" },
    { FIELD(survey_id),     .type = FT_ID,   .flags = F_REQUIRED | F_FILTER, .prefix = "svy", .help = "To which survey" },
    { FIELD(version),       .type = FT_INT,  .min = 1, .max = 1000000, .help = "Of the questions that were asked; the present one, if nobody says" },
    { FIELD(person_id),     .type = FT_ID,   .flags = F_HIDDEN, .prefix = "per" },
    { FIELD(kind),          .type = FT_TEXT, .flags = F_HIDDEN },
    { FIELD(customer_id),   .type = FT_ID,   .flags = F_VIRTUAL, .prefix = "cus", .help = "Whose; found by the booking or the e-mail when nobody is named" },
    { FIELD(contact_id),    .type = FT_ID,   .flags = F_VIRTUAL, .prefix = "con", .help = "The same for a contact" },
    { FIELD(person_name),   .type = FT_TEXT, .flags = F_READ_ONLY | F_VIRTUAL, .help = "How the person is called now" },
    { FIELD(email),         .type = FT_EMAIL, .flags = F_VIRTUAL | F_WRITE_ONLY, .help = "By which the person is found; not kept" },
    { FIELD(booking_id),    .type = FT_ID,   .flags = F_FILTER, .prefix = "bkg", .help = "About which booking" },
    { FIELD(answers),       .type = FT_JSON, .flags = F_REQUIRED, .max = SURVEY_ANSWERS_BYTES, .see = PERM_PRIVATE_READ, .help = "[{\"question_id\", \"value\"}]" },
    { FIELD_AS("overall_rating", overall), .type = FT_JSON, .flags = F_VIRTUAL | F_READ_ONLY, .help = "Mean of the ratings, else half the mean of the scores" },
    { FIELD(rating_tenths), .type = FT_INT,  .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD(scores),        .type = FT_INT,  .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD(promoters),     .type = FT_INT,  .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD(detractors),    .type = FT_INT,  .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD_AS("at", at_ms), .type = FT_TIME, .flags = F_SORT | F_LOCAL, .help = "When; now, if nobody says" },
    { FIELD_AS("erased_at", erased_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When everything was taken out that said who it was" },
    { FIELD(unlinked),      .type = FT_BOOL, .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD_AS("created_at", created_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When Regulars heard of it" },
    { FIELD_AS("updated_at", updated_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When it last changed" },
    { FIELD(edit),          .type = FT_INT,  .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD(view),          .type = FT_INT,  .flags = F_HIDDEN | F_VIRTUAL },
};
#undef RECORD
/* clang-format on */

const struct resource survey_resource = {
    .name = "survey",
    .table = "survey",
    .prefix = "svy",
    .size = sizeof(struct survey),
    RESOURCE_FIELDS(survey_fields),
    .help = "Questions to people after their visit",
};

const struct resource survey_response_resource = {
    .name = "survey_response",
    .table = "survey_response",
    .prefix = "rsp",
    .size = sizeof(struct survey_response),
    RESOURCE_FIELDS(response_fields),
    .help = "One person's answers to a survey",
};
