/*
 * What the list of customers can be asked.
 */
#include "features/customer/customer.h"

/* clang-format off */
/* What time moves is read from the bookings once its turn has come (docs/decisions/0004-analytics.md). */
#define LAST_BOOKING \
    "CASE WHEN r.turn_ms <> 0 AND r.turn_ms <= :now THEN COALESCE((SELECT MAX(b.starts_ms) FROM booking b" \
    " WHERE b.location_id = :location AND b.customer_id = r.id AND b.counted = 1 AND b.ends_ms <= :now), 0)" \
    " ELSE r.last_booking_ms END"

/* customer_since in SQL, letter for letter the expression of the index customer_since. */
#define SINCE \
    "CASE WHEN r.first_booking_ms <> 0 AND r.first_booking_ms < r.created_ms THEN r.first_booking_ms ELSE r.created_ms END"

/* As features/consent/ derives it: a yes, and no withdrawal that was not followed by a double opt-in. */
#define CONSENT_STATE \
    "COALESCE((SELECT CASE WHEN max(CASE WHEN e.given = 1 AND e.obtain_method = 'double-opt-in' THEN e.id ELSE 0 END)" \
    " >= max(CASE WHEN e.given = 0 THEN e.id ELSE 0 END) THEN max(e.given) ELSE 0 END FROM consent e WHERE e.location_id = :location AND e.purpose = 'marketing'" \
    " AND (e.channel = 'any' OR e.channel = CASE WHEN r.primary_email <> '' THEN 'email' ELSE 'phone' END)" \
    " AND (e.person_id = r.id OR e.person_id IN" \
    " (SELECT k.id FROM contact k WHERE k.location_id = :location AND k.customer_id = r.id))), 0) = 1"

#define CUSTOMER_TAGGED \
    "r.id IN (SELECT t.person_id FROM tag g JOIN person_tag t ON t.location_id = g.location_id AND t.tag_id = g.id" \
    " WHERE g.location_id = :location AND g.name_fold = ?)"

static const struct list_filter filters[] = {
    { .name = "q", .kind = FILTER_SEARCH, .sql = "r.search", .help = "Part of name, e-mail, phone, company or tag" },
    { .name = "tag", .kind = FILTER_FOLD, .sql = CUSTOMER_TAGGED, .help = "Has this tag; repeat for any of several" },
    { .name = "tag_all", .kind = FILTER_ALL_FOLD, .sql = CUSTOMER_TAGGED, .help = "Has this tag; repeat for all of several" },
    { .name = "created_from", .kind = FILTER_DAY_FROM, .sql = "r.created_ms >= ?", .help = "Created on this day or later" },
    { .name = "created_to", .kind = FILTER_DAY_TO, .sql = "r.created_ms < ?", .help = "Created on this day or earlier" },
    { .name = "last_booking_from", .kind = FILTER_DAY_FROM, .sql = LAST_BOOKING " >= ?", .help = "Last booking on this day or later" },
    { .name = "last_booking_to", .kind = FILTER_DAY_TO, .sql = "(" LAST_BOOKING " > 0 AND " LAST_BOOKING " < ?)", .help = "Last booking on this day or earlier" },
    { .name = "bookings_min", .kind = FILTER_INT, .sql = "r.bookings >= ?", .help = "Counted bookings, at least" },
    { .name = "bookings_max", .kind = FILTER_INT, .sql = "r.bookings <= ?", .help = "Counted bookings, at most" },
    { .name = "spent_min", .kind = FILTER_INT, .sql = "r.spent_minor >= ?", .help = "Total spent in minor units, at least" },
    { .name = "spent_max", .kind = FILTER_INT, .sql = "r.spent_minor <= ?", .help = "Total spent in minor units, at most" },
    { .name = "has_email", .kind = FILTER_BOOL, .sql = "r.primary_email <> ''", .help = "Has an e-mail address" },
    { .name = "has_phone", .kind = FILTER_BOOL, .sql = "r.primary_phone <> ''", .help = "Has a phone number" },
    { .name = "has_upcoming", .kind = FILTER_BOOL, .sql = "r.latest_booking_ms > :now", .help = "Has a counted booking that has not begun" },
    { .name = "never_booked", .kind = FILTER_BOOL, .sql = "r.bookings = 0", .help = "Has no counted booking" },
    { .name = "active", .kind = FILTER_BOOL, .sql =
        "(r.latest_booking_ms <> 0 AND r.latest_booking_ms >= :window)",
      .help = "Has a counted booking in the active window, or coming" },
    { .name = "city", .kind = FILTER_TEXT, .sql = "r.city = ?", .help = "City of the address" },
    { .name = "country", .kind = FILTER_TEXT, .sql = "r.country = ?", .help = "Country of the address" },
    { .name = "consent", .kind = FILTER_BOOL, .sql = CONSENT_STATE, .help = "Agrees to marketing" },
    { .name = "archived", .kind = FILTER_BOOL, .sql = "r.archived_ms <> 0", .help = "Archived ones, which are left out otherwise" },
    { .name = "email", .kind = FILTER_EMAIL, .sql =
        "r.id IN (SELECT a.person_id FROM person_email a WHERE a.location_id = :location AND a.address = ?)",
      .help = "Has exactly this e-mail address" },
    { .name = "phone", .kind = FILTER_PHONE, .sql =
        "r.id IN (SELECT a.person_id FROM person_phone a WHERE a.location_id = :location AND a.e164 = ?)",
      .help = "Has exactly this phone number, now or before" },
    { .name = "external_source", .kind = FILTER_TEXT, .sql =
        "r.id IN (SELECT a.person_id FROM person_external a WHERE a.location_id = :location AND a.source = ?)",
      .help = "Is linked to this other system" },
    { .name = "external_id", .kind = FILTER_TEXT, .sql =
        "r.id IN (SELECT a.person_id FROM person_external a WHERE a.location_id = :location AND a.external_id = ?)",
      .help = "Has exactly this id in another system" },
};

static const struct list_sort sorts[] = {
    { .name = "name", .sql = "r.name_fold", .text = true },
    { .name = "created_at", .sql = "r.id" }, /* ids are ordered by time, and there is an index */
    { .name = "customer_since", .sql = SINCE },
    { .name = "updated_at", .sql = "r.updated_ms" },
    { .name = "last_booking_at", .sql = LAST_BOOKING },
    { .name = "bookings", .sql = "r.bookings" },
    { .name = "spent", .sql = "r.spent_minor" },
};
/* clang-format on */

const struct list_spec customer_list = {
    .resource = &customer_resource,
    .filters = filters,
    .filter_count = (int)(sizeof(filters) / sizeof(filters[0])),
    .sorts = sorts,
    .sort_count = (int)(sizeof(sorts) / sizeof(sorts[0])),
    .default_sort = "-created_at",
    .scope = "r.archived_ms = 0",
    .scope_unless = "archived",
    .total = customer_total,
    .complete = customer_complete,
};
