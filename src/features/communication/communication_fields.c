#include "features/communication/communication.h"
#include "features/user/permission.h"

static const char *const ways[] = { "email", "sms", "phone", "in-person", "note", "other", NULL };
static const char *const directions[] = { "in", "out", NULL };

/* clang-format off */
#define RECORD struct communication
static const struct field fields[] = {
    { FIELD(id),                .type = FT_ID,     .flags = F_READ_ONLY, .prefix = "com", .help = "The communication" },
    { FIELD(location_id),       .type = FT_ID,     .flags = F_HIDDEN | F_READ_ONLY, .prefix = "loc" },
    { FIELD(source),            .type = FT_TEXT,   .flags = F_CREATE_ONLY | F_FILTER, .help = "The system that reported it" },
    { FIELD(external_id),       .type = FT_TEXT,   .flags = F_CREATE_ONLY, .help = "Its id there" },
    { FIELD(person_id),         .type = FT_ID,     .flags = F_HIDDEN, .prefix = "per" },
    { FIELD(kind),              .type = FT_TEXT,   .flags = F_HIDDEN },
    { FIELD(via),               .type = FT_CHOICE, .flags = F_REQUIRED | F_FILTER, .choices = ways, .help = "Which way it went; a note is no message but a dated remark about a person" },
    { FIELD(direction),         .type = FT_CHOICE, .flags = F_FILTER, .choices = directions, .help = "out when it is not given; none for a note" },
    { FIELD_AS("to", address),  .type = FT_TEXT,   .max = 254, .help = "The person's address or number: whom it went to or, coming in, from whom" },
    { FIELD(address_normal),    .type = FT_TEXT,   .flags = F_HIDDEN | F_NO_AUDIT, .max = 254 },
    { FIELD(title),             .type = FT_TEXT,   .max = 300, .help = "Subject, or what it was about" },
    { FIELD(body),              .type = FT_LINES,  .max = COMMUNICATION_BODY_MOST, .see = PERM_PRIVATE_READ, .help = "What was said" },
    { FIELD_AS("reference", reference_id), .type = FT_ID, .flags = F_FILTER, .prefix = "bkg", .help = "The booking that it is about" },
    { FIELD_AS("at", at_ms),    .type = FT_TIME,   .flags = F_SORT | F_LOCAL, .help = "When; now, if nobody says" },
    { FIELD(status),            .type = FT_TEXT,   .flags = F_FILTER, .max = 50, .help = "Of the delivery, as the sending system says it: sent, delivered, bounced" },
    { FIELD(customer_id),       .type = FT_ID,     .flags = F_VIRTUAL, .prefix = "cus", .help = "Whose; found by the address or the booking when nobody is named" },
    { FIELD(contact_id),        .type = FT_ID,     .flags = F_VIRTUAL, .prefix = "con", .help = "The same for a contact" },
    { FIELD(person_name),       .type = FT_TEXT,   .flags = F_READ_ONLY | F_VIRTUAL, .help = "How the person is called now" },
    { FIELD_AS("user_id", staff_id), .type = FT_ID, .flags = F_READ_ONLY | F_FILTER, .prefix = "usr", .help = "Who logged it" },
    { FIELD_AS("erased_at", erased_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When everything was taken out that said who it was" },
    { FIELD(unlinked),          .type = FT_BOOL,   .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD_AS("created_at", created_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When Regulars heard of it" },
    { FIELD_AS("updated_at", updated_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When it last changed" },
    { FIELD(edit),              .type = FT_INT,    .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD(view),              .type = FT_INT,    .flags = F_HIDDEN | F_VIRTUAL },
};
#undef RECORD
/* clang-format on */

const struct resource communication_resource = {
    .name = "communication",
    .table = "communication",
    .prefix = "com",
    .size = sizeof(struct communication),
    RESOURCE_FIELDS(fields),
    .help = "An e-mail, message, call or visit with a person, or a dated note about one",
};
