#include "features/customer/customer.h"
#include "features/user/permission.h"

#define RECORD struct customer

/* clang-format off */
static const struct field address_fields[] = {
    { FIELD(street),  .type = FT_TEXT, .max = 100, .csv = "address_street", .help = "Street and number" },
    { FIELD(city),    .type = FT_TEXT, .max = 100, .csv = "address_city", .help = "City" },
    { FIELD(state),   .type = FT_TEXT, .max = 100, .csv = "address_state", .help = "State or province" },
    { FIELD(zip),     .type = FT_TEXT, .max = 20, .csv = "address_zip", .help = "Postal code" },
    { FIELD(country), .type = FT_COUNTRY, .csv = "address_country", .help = "ISO 3166: also how numbers without + are read" },
};

static const struct field analytics_fields[] = {
    { FIELD_AS("total_bookings", bookings),            .type = FT_INT, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "Confirmed and completed bookings" },
    { FIELD_AS("bookings_in_currency", own_bookings),  .type = FT_INT, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "Of these, in the location's currency" },
    { FIELD_AS("total_spent", spent_minor),            .type = FT_MONEY, .flags = F_READ_ONLY | F_NO_AUDIT, .currency = "currency", .see = PERM_MONEY_READ, .help = "Their grand totals" },
    { FIELD_AS("lifetime_value", lifetime_minor),      .type = FT_MONEY, .flags = F_READ_ONLY | F_VIRTUAL, .currency = "currency", .see = PERM_MONEY_READ, .help = "The same as total_spent" },
    { FIELD_AS("average_booking", average_minor),      .type = FT_MONEY, .flags = F_READ_ONLY | F_VIRTUAL, .currency = "currency", .see = PERM_MONEY_READ, .help = "total_spent over bookings_in_currency; 0 for an organisation" },
    { FIELD_AS("paid", paid_minor),                    .type = FT_MONEY, .flags = F_READ_ONLY | F_NO_AUDIT, .currency = "currency", .see = PERM_MONEY_READ, .help = "Paid on them" },
    { FIELD_AS("upcoming_value", upcoming_minor),      .type = FT_MONEY, .flags = F_READ_ONLY | F_NO_AUDIT, .currency = "currency", .see = PERM_MONEY_READ, .help = "Grand totals of those that have not begun" },
    { FIELD_AS("kept", kept_minor),                    .type = FT_MONEY, .flags = F_READ_ONLY | F_NO_AUDIT, .currency = "currency", .see = PERM_MONEY_READ, .help = "Kept from cancellations and no-shows" },
    { FIELD_AS("open_balance", balance_minor),         .type = FT_MONEY, .flags = F_READ_ONLY | F_NO_AUDIT, .currency = "currency", .see = PERM_MONEY_READ, .help = "Still to be paid" },
    { FIELD(other_currencies),                         .type = FT_JSON, .flags = F_READ_ONLY | F_NO_AUDIT, .max = 10000, .see = PERM_MONEY_READ, .help = "Bookings in other currencies, listed apart" },
    { FIELD_AS("first_booking_at", first_booking_ms),  .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "Start of the first" },
    { FIELD_AS("last_booking_at", last_booking_ms),    .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "Start of the last one that has ended" },
    { FIELD_AS("last_visit_ended_at", last_end_ms),    .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "Its end" },
    { FIELD(days_since_last),                          .type = FT_JSON, .flags = F_READ_ONLY | F_VIRTUAL, .max = 20, .help = "Local days since then; null before the first visit" },
    { FIELD_AS("next_booking_at", next_booking_ms),    .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "Start of the next" },
    { FIELD_AS("customer_since", customer_since_ms),   .type = FT_TIME, .flags = F_READ_ONLY | F_VIRTUAL, .help = "The first booking, or the record if that is older" },
    { FIELD(guest_appearances),                        .type = FT_INT, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "Bookings that somebody else made" },
    { FIELD(canceled),                                 .type = FT_INT, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "Canceled bookings" },
    { FIELD_AS("no_show", no_shows),                   .type = FT_INT, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "Bookings to which nobody came" },
};

static const struct field customer_fields[] = {
    { FIELD(id),              .type = FT_ID, .flags = F_READ_ONLY, .prefix = "cus", .help = "The customer" },
    { FIELD(location_id),     .type = FT_ID, .flags = F_HIDDEN, .prefix = "loc" },
    { FIELD(name),            .type = FT_TEXT, .flags = F_REQUIRED, .max = 100, .help = "Full name" },
    { FIELD(name_fold),       .type = FT_TEXT, .flags = F_HIDDEN | F_NO_AUDIT, .max = 1000 },
    { FIELD(emails),          .type = FT_EMAILS, .most = PERSON_ADDRESSES_MOST, .help = "E-mail addresses, the primary first" },
    { FIELD(phones),          .type = FT_PHONES, .most = PERSON_ADDRESSES_MOST, .help = "Phone numbers, the primary first" },
    { FIELD(previous_phones), .type = FT_PHONES, .most = PERSON_ADDRESSES_MOST, .help = "Numbers of earlier days, which still match" },
    { FIELD(primary_email),   .type = FT_TEXT, .flags = F_READ_ONLY | F_NO_AUDIT, .max = 254, .help = "The first e-mail address" },
    { FIELD(primary_phone),   .type = FT_TEXT, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "The first phone number in E.164, or as typed" },
    { FIELD(no_email),        .type = FT_BOOL, .help = "Has no e-mail: needed to create one by hand without" },
    { FIELD(incomplete),      .type = FT_BOOL, .flags = F_READ_ONLY | F_FILTER | F_NO_AUDIT, .help = "No e-mail is known" },
    { FIELD(company),         .type = FT_TEXT, .max = 100, .help = "Company" },
    { FIELD(organisation),    .type = FT_BOOL, .flags = F_FILTER, .csv = "books_for_others", .help = "An organisation that books for others" },
    { FIELD(called),          .type = FT_TEXT, .max = 100, .help = "How to address the person" },
    { FIELD(language),        .type = FT_LANGUAGE, .help = "BCP 47" },
    { OBJECT("address", address_fields), .see = PERM_PRIVATE_READ, .help = "Postal address" },
    { FIELD(date_of_birth),   .type = FT_DATE, .flags = F_PAST, .see = PERM_PRIVATE_READ, .help = "Date of birth" },
    { FIELD(tags),            .type = FT_STRINGS, .max = 1000, .most = 200, .help = "Tags" },
    { FIELD(notes),           .type = FT_LINES, .max = 10000, .see = PERM_PRIVATE_READ, .help = "Internal notes, never shown outside" },
    { FIELD(source),          .type = FT_TEXT, .flags = F_FILTER, .max = 100, .help = "How they were acquired: online, dashboard, import or any text" },
    { FIELD(external_ids),    .type = FT_EXTERNAL_IDS, .most = 100, .help = "Links to other systems" },
    { FIELD_AS("archived_at", archived_ms), .type = FT_TIME, .flags = F_READ_ONLY, .help = "Hidden from lists since" },
    { FIELD(active_ms),       .type = FT_TIME, .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD(search),          .type = FT_TEXT, .flags = F_HIDDEN | F_NO_AUDIT, .max = 100000 },
    { FIELD_AS("created_at", created_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When the record was made" },
    { FIELD_AS("updated_at", updated_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When a field was last changed" },
    { FIELD(edit),            .type = FT_INT, .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD(view),            .type = FT_INT, .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD_AS("analytics_turn_at", turn_ms), .type = FT_TIME, .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD_AS("latest_booking_at", latest_booking_ms), .type = FT_TIME, .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD(currency),        .type = FT_CURRENCY, .flags = F_HIDDEN | F_VIRTUAL },
    { OBJECT("analytics", analytics_fields), .flags = F_READ_ONLY, .help = "What follows from the bookings" },
};
/* clang-format on */

const struct resource customer_resource = {
    .name = "customer",
    .table = "customer",
    .prefix = "cus",
    .size = sizeof(struct customer),
    RESOURCE_FIELDS(customer_fields),
    .help = "Someone with a full profile.",
};
