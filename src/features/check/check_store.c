#include "features/check/check_store.h"

/* clang-format off */
STATEMENT head = SQL(
    "SELECT customers, customers_archived, contacts, contacts_archived, bookings FROM location_head WHERE location_id = $1");
STATEMENT count_customers = SQL("SELECT count(*) FROM customer WHERE location_id = $1 AND archived_ms = 0");
STATEMENT count_customers_archived = SQL("SELECT count(*) FROM customer WHERE location_id = $1 AND archived_ms <> 0");
STATEMENT count_contacts = SQL("SELECT count(*) FROM contact WHERE location_id = $1 AND archived_ms = 0");
STATEMENT count_contacts_archived = SQL("SELECT count(*) FROM contact WHERE location_id = $1 AND archived_ms <> 0");
STATEMENT count_bookings = SQL("SELECT count(*) FROM booking WHERE location_id = $1");

#define PEOPLE(kind) \
    "(SELECT count(*) FROM person_tag p WHERE p.location_id = $1 AND p.tag_id = t.id AND p.kind = '" kind "')"

STATEMENT tags = SQL(
    "SELECT 'tag ' || t.name || ', customers', t.customers, " PEOPLE("customer") " FROM tag t WHERE t.location_id = $1"
    " UNION ALL"
    " SELECT 'tag ' || t.name || ', contacts', t.contacts, " PEOPLE("contact") " FROM tag t WHERE t.location_id = $1");

STATEMENT day_figures = SQL(
    "SELECT figure, detail, day, value, minor FROM day_figure"
    " WHERE location_id = $1 AND figure IN ('bookings', 'captured', 'contacts', 'converted', 'latest', 'abandoned', 'recovered')");

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
STATEMENT checkouts = SQL(
    "SELECT id, abandoned_ms, recovered_ms, CASE WHEN currency = $4 THEN value_minor ELSE 0 END FROM checkout"
    " WHERE +location_id = $1 AND id > $2 ORDER BY id LIMIT $3");
/* clang-format on */

enum err check_store_counters(struct ctx *ctx, struct check_counter out[CHECK_COUNTERS])
{
    static const struct {
        const char *name;
        const struct sql *sql;
    } counted[CHECK_COUNTERS] = {
        { "customers", &count_customers }, { "archived customers", &count_customers_archived },
        { "contacts", &count_contacts },   { "archived contacts", &count_contacts_archived },
        { "bookings", &count_bookings },
    };
    struct rows rows;
    bool found = store_row(ctx, &head, ARGS(INT(ctx->location_id)), &rows);

    for (int i = 0; i < CHECK_COUNTERS; i++)
        out[i] = (struct check_counter){ .name = str_from(counted[i].name), .stored = found ? row_int(&rows, i) : 0 };
    TRY(rows_end(&rows));
    for (int i = 0; i < CHECK_COUNTERS; i++)
        TRY(store_int(ctx, counted[i].sql, ARGS(INT(ctx->location_id)), 0, &out[i].computed));
    return ERR_OK;
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

void check_store_checkouts(struct ctx *ctx, id64 after, struct rows *rows)
{
    store_query(ctx, &checkouts, ARGS(INT(ctx->location_id), INT(after), INT(CHECK_BATCH), TEXT(ctx->currency)), rows);
}

void check_store_customers(struct ctx *ctx, id64 after, struct rows *rows)
{
    store_query(ctx, &customers, ARGS(INT(ctx->location_id), INT(after), INT(CHECK_BATCH)), rows);
}

void check_store_contacts(struct ctx *ctx, id64 after, struct rows *rows)
{
    store_query(ctx, &contacts, ARGS(INT(ctx->location_id), INT(after), INT(CHECK_BATCH)), rows);
}
