/*
 * The table of a booking.
 */
#include "features/booking/booking.h"

#include "features/user/permission.h"

/* A hundred thousand million in a currency of cents: sums over a location's bookings stay within 64 bits. */
#define MONEY_MOST 10000000000000

static const char *const statuses[] = { "draft", "pending", "confirmed", "completed", "no-show", "canceled", NULL };
static const char *const attached[] = { "match", "user", NULL };

#define AMOUNT(name, text)                                                                                        \
    {                                                                                               \
        FIELD_AS(#name, name##_minor), .type = FT_MONEY, .min = -MONEY_MOST, .max = MONEY_MOST,     \
                                       .currency = "currency", .see = PERM_MONEY_READ, .help = text \
    }

/* clang-format off */
#define RECORD struct booking
static const struct field booker[] = {
    { FIELD_AS("name", booker_name),               .type = FT_TEXT, .max = BOOKER_TEXT_MOST, .help = "As it was typed" },
    { FIELD_AS("email", booker_email),             .type = FT_TEXT, .max = BOOKER_TEXT_MOST, .help = "As it was typed" },
    { FIELD_AS("phone", booker_phone),             .type = FT_TEXT, .max = BOOKER_TEXT_MOST, .help = "As it was typed" },
    { FIELD_AS("country", booker_country),         .type = FT_TEXT, .max = BOOKER_TEXT_MOST, .help = "ISO 3166; where the phone number is read" },
    { FIELD_AS("external_id", booker_external_id), .type = FT_TEXT, .max = BOOKER_TEXT_MOST, .help = "Who this is in the source system" },
};

static const struct field fields[] = {
    { FIELD(id),                .type = FT_ID,    .flags = F_READ_ONLY, .prefix = "bkg", .help = "The booking's id" },
    { FIELD(location_id),       .type = FT_ID,    .flags = F_HIDDEN | F_READ_ONLY, .prefix = "loc" },
    { FIELD(source),            .type = FT_TEXT,  .flags = F_CREATE_ONLY | F_FILTER, .help = "The system that it comes from" },
    { FIELD(external_id),       .type = FT_TEXT,  .flags = F_CREATE_ONLY, .help = "Its id there" },
    { FIELD(confirmation_code), .type = FT_TEXT,  .help = "What the guest shows" },
    { FIELD(short_code),        .type = FT_TEXT,  .flags = F_READ_ONLY | F_NO_AUDIT, .help = "The part of the code before the first hyphen" },
    { FIELD(activity),          .type = FT_TEXT,  .flags = F_FILTER, .max = 200, .help = "What was booked" },
    { FIELD(site),              .type = FT_TEXT,  .flags = F_FILTER, .help = "The pier, the shop" },
    { FIELD_AS("starts_at", starts_ms), .type = FT_TIME, .flags = F_REQUIRED | F_SORT | F_LOCAL, .help = "With an offset, as local time, or a day without hours" },
    { FIELD_AS("ends_at", ends_ms), .type = FT_TIME, .flags = F_LOCAL, .help = "The start when it is not given" },
    { FIELD(all_day),           .type = FT_BOOL,  .help = "From local midnight to local midnight" },
    { FIELD(service_date),      .type = FT_DATE,  .flags = F_READ_ONLY | F_NO_AUDIT, .help = "Local date of the start" },
    { FIELD(status),            .type = FT_CHOICE, .flags = F_FILTER, .choices = statuses, .help = "confirmed when it is not given" },
    { FIELD(party_size),        .type = FT_INT,   .max = 1000000, .help = "How many people" },
    { FIELD(manifest),          .type = FT_JSON,  .max = 20000, .help = "How many of which category: [{\"demographic_id\", \"title\", \"count\"}], the title that of the category when it is not given" },
    { FIELD(guests),            .type = FT_JSON,  .flags = F_VIRTUAL | F_WRITE_ONLY, .max = 200000, .help = "Who comes along, a list of guests; a message from another system replaces those that staff did not set" },
    { FIELD(total_participants), .type = FT_INT,  .flags = F_READ_ONLY | F_VIRTUAL, .help = "The sum of the manifest" },
    { FIELD(currency),          .type = FT_CURRENCY, .flags = F_FILTER, .help = "Of all amounts" },
    AMOUNT(subtotal,            "Before taxes and fees"),
    AMOUNT(taxes,               "Taxes"),
    AMOUNT(fees,                "Fees"),
    AMOUNT(discount,            "Discount"),
    AMOUNT(tip,                 "Tip"),
    { FIELD_AS("grand_total", grand_total_minor), .type = FT_MONEY, .flags = F_FILTER | F_SORT, .min = -MONEY_MOST, .max = MONEY_MOST, .currency = "currency",
      .see = PERM_MONEY_READ, .help = "What the booking is worth; negative for a refund line" },
    AMOUNT(paid,                "What was paid so far"),
    AMOUNT(balance,             "What is open by the booking system; the grand total less paid when it is not given"),
    { FIELD(channel),           .type = FT_TEXT,  .flags = F_FILTER, .help = "Where it was sold" },
    { FIELD(notes),             .type = FT_LINES, .max = 10000, .see = PERM_PRIVATE_READ, .help = "Internal notes" },
    { FIELD(custom),            .type = FT_JSON,  .flags = F_JSON_OBJECT, .max = 10240, .help = "Anything else that the source system knows" },
    { OBJECT("booker", booker), .help = "Who booked, as typed" },
    { FIELD(booked_for),        .type = FT_JSON,  .max = 4096, .help = "Whom it is for when that is somebody else: the booker's members" },
    { FIELD(booker_email_normal), .type = FT_TEXT, .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT, .max = 254 },
    { FIELD(booker_e164),       .type = FT_TEXT,  .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT },
    { FIELD(attached_by),       .type = FT_CHOICE, .flags = F_READ_ONLY, .choices = attached, .help = "Who said whose booking it is: the rule of matching, or a user" },
    { FIELD(customer_id),       .type = FT_ID,    .flags = F_CREATE_ONLY, .prefix = "cus", .help = "Whose booking it is" },
    { FIELD(contact_id),        .type = FT_ID,    .flags = F_READ_ONLY, .prefix = "con", .help = "The lead on whom it waits until it is confirmed" },
    { FIELD(kept_by_staff),     .type = FT_STRINGS, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "Members set by hand or cleared by an erasure, which no message from outside changes" },
    { FIELD(counted),           .type = FT_BOOL,  .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT },
    { FIELD(payments),          .type = FT_INT,   .flags = F_READ_ONLY | F_NO_AUDIT, .help = "How many payments are recorded for it, of any status; with one, payments_total is what was paid, and the grand total less that is open" },
    { FIELD_AS("payments_total", payments_minor), .type = FT_MONEY, .flags = F_READ_ONLY | F_NO_AUDIT, .currency = "currency", .see = PERM_MONEY_READ,
      .help = "The sum of the succeeded ones, refunds taken off" },
    { FIELD_AS("source_updated_at", source_updated_ms), .type = FT_TIME, .flags = F_NO_AUDIT, .help = "When the source system last changed it; older messages change nothing" },
    { FIELD_AS("erased_at", erased_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When everything was taken out that said who it was" },
    { FIELD(search),            .type = FT_LINES, .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT, .max = 20000 },
    { FIELD_AS("created_at", created_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_SORT | F_FILTER, .help = "When Regulars first heard of it" },
    { FIELD_AS("updated_at", updated_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When it last changed" },
    { FIELD(edit),              .type = FT_INT,   .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT },
    { FIELD(view),              .type = FT_INT,   .flags = F_HIDDEN | F_READ_ONLY | F_NO_AUDIT },
};
#undef RECORD
/* clang-format on */

const struct resource booking_resource = {
    .name = "booking",
    .table = "booking",
    .prefix = "bkg",
    .size = sizeof(struct booking),
    RESOURCE_FIELDS(fields),
    .help = "What somebody booked, when, for how much, and who they are",
};
