#include "features/check/check_store.h"

/* clang-format off */
#define COUNTER(column, counted) \
    "SELECT 'location_head " column "', h." column ", (SELECT count(*) FROM " counted ")" \
    " FROM location_head h WHERE h.location_id = $1"

STATEMENT counters = SQL(
    COUNTER("customers", "customer r WHERE r.location_id = $1 AND r.archived_ms = 0") " UNION ALL "
    COUNTER("customers_archived", "customer r WHERE r.location_id = $1 AND r.archived_ms <> 0") " UNION ALL "
    COUNTER("contacts", "contact r WHERE r.location_id = $1 AND r.archived_ms = 0") " UNION ALL "
    COUNTER("contacts_archived", "contact r WHERE r.location_id = $1 AND r.archived_ms <> 0") " UNION ALL "
    COUNTER("bookings", "booking r WHERE r.location_id = $1"));

#define PEOPLE(kind) \
    "(SELECT count(*) FROM person_tag p WHERE p.location_id = $1 AND p.tag_id = t.id AND p.kind = '" kind "')"

STATEMENT tags = SQL(
    "SELECT 'tag ' || t.name || ', customers', t.customers, " PEOPLE("customer") " FROM tag t WHERE t.location_id = $1"
    " UNION ALL"
    " SELECT 'tag ' || t.name || ', contacts', t.contacts, " PEOPLE("contact") " FROM tag t WHERE t.location_id = $1");

STATEMENT day_figures = SQL(
    "SELECT figure, detail, day, value, minor FROM day_figure"
    " WHERE location_id = $1 AND figure IN ('bookings', 'captured', 'contacts', 'converted', 'latest')");

STATEMENT days_ahead = SQL(
    "SELECT count(*) FROM day_figure f WHERE f.location_id = $1 AND f.figure IN ('customers', 'leads', 'active')"
    " AND (f.value < 0 OR f.day >= (SELECT h.figure_day FROM location_head h WHERE h.location_id = $1))");

/* All of a table is walked by its key: a + keeps out an index of the location, which would be sorted for every batch. */
STATEMENT bookings = SQL(
    "SELECT id, starts_ms, CASE WHEN currency = $4 THEN grand_total_minor ELSE 0 END FROM booking"
    " WHERE +location_id = $1 AND counted = 1 AND id > $2 ORDER BY id LIMIT $3");
STATEMENT customers = SQL(
    "SELECT id, archived_ms, latest_booking_ms FROM customer WHERE +location_id = $1 AND id > $2 ORDER BY id LIMIT $3");
STATEMENT contacts = SQL(
    "SELECT id, captured_ms, source, CASE WHEN customer_id IS NULL THEN 0 ELSE 1 END FROM contact"
    " WHERE +location_id = $1 AND archived_ms = 0 AND id > $2 ORDER BY id LIMIT $3");
/* clang-format on */

void check_store_counters(struct ctx *ctx, struct rows *rows)
{
    store_query(ctx, &counters, ARGS(INT(ctx->location_id)), rows);
}

void check_store_tags(struct ctx *ctx, struct rows *rows)
{
    store_query(ctx, &tags, ARGS(INT(ctx->location_id)), rows);
}

void check_store_day_figures(struct ctx *ctx, struct rows *rows)
{
    store_query(ctx, &day_figures, ARGS(INT(ctx->location_id)), rows);
}

enum err check_store_days_ahead(struct ctx *ctx, int64_t *out)
{
    return store_int(ctx, &days_ahead, ARGS(INT(ctx->location_id)), 0, out);
}

void check_store_bookings(struct ctx *ctx, id64 after, struct rows *rows)
{
    store_query(ctx, &bookings, ARGS(INT(ctx->location_id), INT(after), INT(CHECK_BATCH), TEXT(ctx->currency)), rows);
}

void check_store_customers(struct ctx *ctx, id64 after, struct rows *rows)
{
    store_query(ctx, &customers, ARGS(INT(ctx->location_id), INT(after), INT(CHECK_BATCH)), rows);
}

void check_store_contacts(struct ctx *ctx, id64 after, struct rows *rows)
{
    store_query(ctx, &contacts, ARGS(INT(ctx->location_id), INT(after), INT(CHECK_BATCH)), rows);
}
