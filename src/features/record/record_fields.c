/*
 * The table of a record.
 */
#include "features/record/record.h"

#include "features/user/permission.h"

/* A hundred thousand million in a currency of cents: sums over a location's payments stay within 64 bits. */
#define MONEY_MOST 10000000000000

static const char *const kinds[] = { "payment", "waiver", "order", NULL };
static const char *const persons[] = { "customer", "contact", NULL };
static const char *const linked[] = { "user", "key", "match", "booking", NULL };

/* clang-format off */
#define RECORD struct record
static const struct field signer[] = {
    { FIELD_AS("name", signer_name),   .type = FT_TEXT, .max = 500, .help = "As it was told" },
    { FIELD_AS("email", signer_email), .type = FT_TEXT, .max = 500, .help = "As it was told" },
    { FIELD_AS("phone", signer_phone), .type = FT_TEXT, .max = 500, .help = "As it was told" },
    { FIELD_AS("date_of_birth", signer_birth), .type = FT_DATE, .flags = F_PAST, .see = PERM_PRIVATE_READ, .help = "Date of birth" },
};

static const struct field fields[] = {
    { FIELD(id),            .type = FT_ID,    .flags = F_READ_ONLY, .prefix = "rec", .help = "The record's id" },
    { FIELD(location_id),   .type = FT_ID,    .flags = F_HIDDEN | F_READ_ONLY, .prefix = "loc" },
    { FIELD(kind),          .type = FT_CHOICE, .flags = F_REQUIRED | F_CREATE_ONLY | F_FILTER, .choices = kinds, .help = "What it is" },
    { FIELD(source),        .type = FT_TEXT,  .flags = F_CREATE_ONLY | F_FILTER, .help = "The system that it comes from" },
    { FIELD(external_id),   .type = FT_TEXT,  .flags = F_CREATE_ONLY, .help = "Its id there" },
    { FIELD(title),         .type = FT_TEXT,  .max = 200, .help = "Of a waiver: what was signed" },
    { FIELD(type),          .type = FT_TEXT,  .flags = F_FILTER, .help = "Of a payment: card, cash, voucher" },
    { FIELD(number),        .type = FT_TEXT,  .help = "Of an order at the till" },
    { FIELD(status),        .type = FT_TEXT,  .flags = F_FILTER, .help = "A payment is pending, succeeded (so where nothing is said), failed or canceled; a waiver signed (likewise), pending, expired or void; of an order any text" },
    { FIELD(currency),      .type = FT_CURRENCY, .flags = F_FILTER, .help = "Of the amount" },
    { FIELD_AS("amount", amount_minor), .type = FT_MONEY, .flags = F_FILTER, .min = -MONEY_MOST, .max = MONEY_MOST, .currency = "currency", .see = PERM_MONEY_READ, .help = "What was paid, or the total of an order; a refund is below zero" },
    { FIELD(link),          .type = FT_TEXT,  .max = 1000, .help = "Where it can be seen: http:// or https://" },
    { FIELD_AS("at", at_ms), .type = FT_TIME, .flags = F_SORT | F_LOCAL, .help = "When it happened; now where nothing is said" },
    { FIELD(customer_id),   .type = FT_ID,    .flags = F_VIRTUAL, .prefix = "cus", .help = "Whose it is" },
    { FIELD(contact_id),    .type = FT_ID,    .flags = F_VIRTUAL, .prefix = "con", .help = "Whose it is, of a lead" },
    { FIELD(person_id),     .type = FT_ID,    .flags = F_HIDDEN | F_READ_ONLY, .prefix = "cus" },
    { FIELD(person_kind),   .type = FT_CHOICE, .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT, .choices = persons },
    { FIELD(linked_by),     .type = FT_CHOICE, .flags = F_READ_ONLY, .choices = linked, .help = "Who said so: a user, a key that was sent, the rule (e-mail, phone), or the booking" },
    { FIELD(unlinked),      .type = FT_BOOL,  .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT },
    { FIELD(booking_id),    .type = FT_ID,    .prefix = "bkg", .help = "Which booking it belongs to" },
    { FIELD(booking_source), .type = FT_TEXT, .help = "The booking as another system names it, with booking_external_id; one that is not known yet is waited for" },
    { FIELD(booking_external_id), .type = FT_TEXT, .help = "The booking's id there" },
    { OBJECT("person", signer), .help = "Who paid, signed or bought, as told" },
    { FIELD(email_normal),  .type = FT_TEXT,  .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT, .max = 254 },
    { FIELD(e164),          .type = FT_TEXT,  .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT },
    { FIELD(hold_reason),   .type = FT_TEXT,  .max = 200, .help = "Why it must be kept" },
    { FIELD(hold_until),    .type = FT_DATE,  .help = "The last day on which it must be kept" },
    { FIELD_AS("erased_at", erased_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When everything was taken out that said who it was" },
    { FIELD(erase_later),   .type = FT_BOOL,  .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT },
    { FIELD_AS("created_at", created_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "When Regulars first heard of it" },
    { FIELD_AS("updated_at", updated_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When it last changed" },
    { FIELD(edit),          .type = FT_INT,   .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT },
};
#undef RECORD
/* clang-format on */

const struct resource record_resource = {
    .name = "record",
    .table = "record",
    .prefix = "rec",
    .size = sizeof(struct record),
    RESOURCE_FIELDS(fields),
    .help = "A payment, a waiver or an order",
};
