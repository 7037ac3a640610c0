#include "features/dashboard/dashboard_store.h"

/* clang-format off */
STATEMENT customers = SQL(
    "SELECT r.id, r.name, r.company, r.created_ms, b.id, b.activity, b.starts_ms, b.grand_total_minor, b.currency FROM ("
    "SELECT c.id, c.name, c.company, c.created_ms, (SELECT k.id FROM booking k WHERE k.location_id = $1"
    " AND k.customer_id = c.id AND k.counted = 1 ORDER BY k.starts_ms DESC LIMIT 1) AS latest"
    " FROM customer c WHERE c.location_id = $1 AND c.archived_ms = 0 ORDER BY c.id DESC LIMIT $2) r"
    " LEFT JOIN booking b ON b.location_id = $1 AND b.id = r.latest ORDER BY r.id DESC");

STATEMENT leads = SQL(
    "SELECT id FROM contact WHERE location_id = $1 AND customer_id IS NULL AND archived_ms = 0"
    " ORDER BY captured_ms DESC, id DESC LIMIT $2");

STATEMENT due = SQL(
    "SELECT id FROM follow_up WHERE location_id = $1 AND state = 'open' AND remind_ms < $2 ORDER BY remind_ms, id LIMIT $3");
STATEMENT due_count = SQL(
    "SELECT count(*) FROM (SELECT 1 FROM follow_up"
    " WHERE location_id = $1 AND state = 'open' AND remind_ms >= $2 AND remind_ms < $3 LIMIT $4) found");

STATEMENT customer_name = SQL("SELECT name FROM customer WHERE location_id = $1 AND id = $2");
STATEMENT contact_name = SQL("SELECT name FROM contact WHERE location_id = $1 AND id = $2");
STATEMENT booking_name = SQL("SELECT activity FROM booking WHERE location_id = $1 AND id = $2");
STATEMENT tag_name = SQL("SELECT name FROM tag WHERE location_id = $1 AND id = $2");
STATEMENT survey_name = SQL("SELECT name FROM survey WHERE location_id = $1 AND id = $2");
STATEMENT demographic_name = SQL("SELECT title FROM demographic WHERE location_id = $1 AND id = $2");
STATEMENT location_name = SQL("SELECT name FROM location WHERE id = $1 AND id = $2");
STATEMENT guest_name = SQL("SELECT name FROM guest WHERE location_id = $1 AND id = $2");
STATEMENT person_name = SQL(
    "SELECT COALESCE((SELECT name FROM customer WHERE location_id = $1 AND id = $2),"
    " (SELECT name FROM contact WHERE location_id = $1 AND id = $2), '')");
STATEMENT follow_up_name = SQL(
    "SELECT COALESCE((SELECT c.name FROM customer c WHERE c.location_id = $1 AND c.id = f.person_id),"
    " (SELECT k.name FROM contact k WHERE k.location_id = $1 AND k.id = f.person_id), '')"
    " FROM follow_up f WHERE f.location_id = $1 AND f.id = $2");

STATEMENT actor_name = SQL("SELECT actor_name FROM audit_value WHERE location_id = $1 AND seq = $2");

static const struct { const char *kind; const struct sql *name; } names[] = {
    { "customer", &customer_name }, { "contact", &contact_name },     { "booking", &booking_name }, { "tag", &tag_name },
    { "consent", &person_name },    { "follow_up", &follow_up_name }, { "guest", &guest_name },     { "survey", &survey_name },
    { "demographic", &demographic_name }, { "location", &location_name },
};
/* clang-format on */

enum err dashboard_store_customers(struct ctx *ctx, struct recent_customer *out, int *count)
{
    struct rows rows;

    *count = 0;
    store_query(ctx, &customers, ARGS(INT(ctx->location_id), INT(DASHBOARD_RECENT)), &rows);
    while (*count < DASHBOARD_RECENT && rows_next(&rows))
        out[(*count)++] = (struct recent_customer){
            .id = row_int(&rows, 0),
            .name = row_text(&rows, 1),
            .company = row_text(&rows, 2),
            .created_ms = row_int(&rows, 3),
            .booking_id = row_int(&rows, 4),
            .activity = row_text(&rows, 5),
            .starts_ms = row_int(&rows, 6),
            .total_minor = row_int(&rows, 7),
            .currency = row_text(&rows, 8),
        };
    return rows_end(&rows);
}

static enum err first_ids(struct ctx *ctx, const struct sql *sql, struct args args, id64 *ids, int *count)
{
    struct rows rows;

    *count = 0;
    store_query(ctx, sql, args, &rows);
    while (*count < DASHBOARD_RECENT && rows_next(&rows))
        ids[(*count)++] = row_int(&rows, 0);
    return rows_end(&rows);
}

enum err dashboard_store_leads(struct ctx *ctx, id64 *ids, int *count)
{
    return first_ids(ctx, &leads, ARGS(INT(ctx->location_id), INT(DASHBOARD_RECENT)), ids, count);
}

enum err dashboard_store_due(struct ctx *ctx, int64_t until_ms, id64 *ids, int *count)
{
    return first_ids(ctx, &due, ARGS(INT(ctx->location_id), INT(until_ms), INT(DASHBOARD_RECENT)), ids, count);
}

enum err dashboard_store_due_count(struct ctx *ctx, int64_t from_ms, int64_t until_ms, int64_t *out)
{
    return store_int(ctx, &due_count,
                     ARGS(INT(ctx->location_id), INT(from_ms), INT(until_ms), INT(DASHBOARD_COUNT_MOST)), 0, out);
}

static enum err one_text(struct ctx *ctx, const struct sql *sql, int64_t key, struct str *out)
{
    struct rows rows;

    *out = STR_EMPTY;
    if (store_row(ctx, sql, ARGS(INT(ctx->location_id), INT(key)), &rows))
        *out = row_text(&rows, 0);
    return rows_end(&rows);
}

enum err dashboard_store_name(struct ctx *ctx, struct str kind, id64 id, struct str *out)
{
    *out = STR_EMPTY;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (str_equal(kind, str_from(names[i].kind)))
            return one_text(ctx, names[i].name, id, out);
    return ERR_OK;
}

enum err dashboard_store_actor(struct ctx *ctx, int64_t seq, struct str *name)
{
    return one_text(ctx, &actor_name, seq, name);
}
