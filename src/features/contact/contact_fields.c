#include "features/contact/contact.h"
#include "features/user/permission.h"

#define RECORD struct contact

static const char *const types[] = { "Email", "Phone", "Both", "Unknown", NULL };
static const char *const statuses[] = { "converted", "lost", "follow-up-due", "follow-up-scheduled", "contacted",
                                        "new",       NULL };

/* clang-format off */
static const struct field contact_fields[] = {
    { FIELD(id),              .type = FT_ID, .flags = F_READ_ONLY, .prefix = "con", .help = "The contact" },
    { FIELD(location_id),     .type = FT_ID, .flags = F_HIDDEN, .prefix = "loc" },
    { FIELD(name),            .type = FT_TEXT, .flags = F_REQUIRED, .max = 100, .help = "Full name" },
    { FIELD(name_fold),       .type = FT_TEXT, .flags = F_HIDDEN | F_NO_AUDIT, .max = 1000 },
    { FIELD(emails),          .type = FT_EMAILS, .most = PERSON_ADDRESSES_MOST, .help = "E-mail addresses, the primary first" },
    { FIELD(phones),          .type = FT_PHONES, .most = PERSON_ADDRESSES_MOST, .help = "Phone numbers, the primary first" },
    { FIELD(previous_phones), .type = FT_PHONES, .most = PERSON_ADDRESSES_MOST, .help = "Numbers of earlier days, which still match" },
    { FIELD(primary_email),   .type = FT_TEXT, .flags = F_READ_ONLY | F_NO_AUDIT, .max = 254, .help = "The first e-mail address" },
    { FIELD(primary_phone),   .type = FT_TEXT, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "The first phone number in E.164, or as typed" },
    { FIELD(contact_type),    .type = FT_CHOICE, .flags = F_READ_ONLY | F_VIRTUAL, .choices = types, .help = "Which of e-mail and phone are known" },
    { FIELD(company),         .type = FT_TEXT, .max = 100, .help = "Company" },
    { FIELD(source),          .type = FT_TEXT, .flags = F_REQUIRED | F_FILTER, .max = 100, .help = "Where the lead came from: contact-form, referral, manual or any text" },
    { FIELD_AS("captured_at", captured_ms), .type = FT_TIME, .flags = F_LOCAL, .help = "When the lead was captured; now, if nobody says" },
    { FIELD(contact_consent), .type = FT_BOOL, .help = "Agrees to hear from us: a view on the consent ledger; writing it appends an event" },
    { FIELD(obtain_method),   .type = FT_TEXT, .flags = F_FILTER, .max = 100, .help = "How consent was obtained" },
    { FIELD(customer_id),     .type = FT_ID, .prefix = "cus", .help = "The customer that the lead became" },
    { FIELD_AS("converted_at", converted_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When it was linked" },
    { FIELD(status),          .type = FT_CHOICE, .flags = F_READ_ONLY | F_VIRTUAL, .choices = statuses, .help = "Derived: where the lead stands" },
    { FIELD(tags),            .type = FT_STRINGS, .max = 1000, .most = 200, .help = "Tags" },
    { FIELD(notes),           .type = FT_LINES, .max = 10000, .see = PERM_PRIVATE_READ, .help = "Internal notes, never shown outside" },
    { FIELD(external_ids),    .type = FT_EXTERNAL_IDS, .most = 100, .help = "Links to other systems" },
    { FIELD(lost_reason),     .type = FT_TEXT, .max = 1000, .help = "Closes the lead; empty opens it again" },
    { FIELD_AS("lost_at", lost_ms),           .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When it was closed" },
    { FIELD_AS("contacted_at", contacted_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When somebody last got in touch" },
    { FIELD_AS("follow_up_at", follow_up_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "The earliest open follow-up" },
    { FIELD_AS("archived_at", archived_ms),   .type = FT_TIME, .flags = F_READ_ONLY, .help = "Hidden from lists since" },
    { FIELD(active_ms),       .type = FT_TIME, .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD(search),          .type = FT_TEXT, .flags = F_HIDDEN | F_NO_AUDIT, .max = 100000 },
    { FIELD_AS("created_at", created_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When the record was made" },
    { FIELD_AS("updated_at", updated_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When a field was last changed" },
    { FIELD(edit),            .type = FT_INT, .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD(view),            .type = FT_INT, .flags = F_HIDDEN | F_NO_AUDIT },
};
/* clang-format on */

const struct resource contact_resource = {
    .name = "contact",
    .table = "contact",
    .prefix = "con",
    .size = sizeof(struct contact),
    RESOURCE_FIELDS(contact_fields),
    .help = "A lead: someone who has not booked yet, or how a customer began.",
};
