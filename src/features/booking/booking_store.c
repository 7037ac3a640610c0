/*
 * The SQL of bookings.
 */
#include "features/booking/booking_store.h"

#include "base/zone.h"
#include "features/booking/booking_rules.h"
#include "features/user/permission.h"

#define OF_CUSTOMER " FROM booking WHERE location_id = $1 AND customer_id = $2"
#define COUNTED OF_CUSTOMER " AND counted = 1"

/* booking_paid() and booking_open() in SQL. */
#define PAID "CASE WHEN payments > 0 THEN payments_minor ELSE paid_minor END"
#define OPEN "CASE WHEN payments > 0 THEN grand_total_minor - payments_minor ELSE balance_minor END"

/* Counted is 0 or 1. Compared as one with the start, it is a span of the index booking_customer and of no other:
 * before it has looked at the tables PostgreSQL would as soon walk over all bookings of the location by their start. */
#define COUNTED_AFTER(moment) OF_CUSTOMER " AND (counted, starts_ms) > (1, " moment ")"
#define ENDED OF_CUSTOMER ENDED_SPAN " AND ends_ms <= $3 ORDER BY counted DESC, starts_ms DESC, ends_ms DESC LIMIT 1"
#define ENDED_SPAN " AND (counted, starts_ms) <= (1, $3) AND (counted, starts_ms) >= (1, -9000000000000000000)"

STATEMENT find_external = SQL(
    "SELECT id FROM booking WHERE location_id = $1 AND source = $2 AND external_id = $3 AND external_id <> ''");

STATEMENT count_more = SQL("UPDATE location_head SET bookings = bookings + $2 WHERE location_id = $1");
STATEMENT count_all = SQL("SELECT bookings FROM location_head WHERE location_id = $1");
STATEMENT delete_one = SQL("DELETE FROM booking WHERE location_id = $1 AND id = $2");

STATEMENT set_stamp = SQL(
    "UPDATE booking SET source_updated_ms = $3, view = view + 1 WHERE location_id = $1 AND id = $2");

STATEMENT set_payments = SQL(
    "UPDATE booking SET payments = $3, payments_minor = $4, view = view + 1 WHERE location_id = $1 AND id = $2");

/* An id is a customer's or a contact's, never both: one question for both columns, two indexes. */
/* clang-format off */
STATEMENT count_of_person = SQL(
    "SELECT (SELECT count(*)" OF_CUSTOMER ")"
    " + (SELECT count(*) FROM booking WHERE location_id = $1 AND contact_id = $2)");
/* clang-format on */

STATEMENT links_of_person = SQL(
    "SELECT id, attached_by" OF_CUSTOMER
    " UNION ALL SELECT id, attached_by FROM booking WHERE location_id = $1 AND contact_id = $2");

STATEMENT unlink_customer = SQL(
    "UPDATE booking SET customer_id = NULL, attached_by = 'user', view = view + 1, updated_ms = $3"
    " WHERE location_id = $1 AND customer_id = $2");
STATEMENT unlink_contact = SQL(
    "UPDATE booking SET contact_id = NULL, attached_by = 'user', view = view + 1, updated_ms = $3"
    " WHERE location_id = $1 AND contact_id = $2");

STATEMENT relink_customer = SQL(
    "UPDATE booking SET customer_id = $3, attached_by = $4, view = view + 1, updated_ms = $5"
    " WHERE location_id = $1 AND id = $2 AND customer_id IS NULL AND contact_id IS NULL");
STATEMENT relink_contact = SQL(
    "UPDATE booking SET contact_id = $3, attached_by = $4, view = view + 1, updated_ms = $5"
    " WHERE location_id = $1 AND id = $2 AND customer_id IS NULL AND contact_id IS NULL");

STATEMENT move_contact = SQL(
    "UPDATE booking SET customer_id = $3, contact_id = NULL, view = view + 1, updated_ms = $4"
    " WHERE location_id = $1 AND contact_id = $2");

/* Adding 0 keeps SQLite from walking over all bookings in the order asked for: it takes those with the code. */
STATEMENT person_by_code = SQL(
    "SELECT COALESCE(customer_id, contact_id), starts_ms + 0, id FROM booking"
    " WHERE location_id = $1 AND confirmation_code = $2 AND COALESCE(customer_id, contact_id) IS NOT NULL"
    " UNION ALL SELECT COALESCE(customer_id, contact_id), starts_ms + 0, id FROM booking"
    " WHERE location_id = $1 AND short_code = $2 AND COALESCE(customer_id, contact_id) IS NOT NULL"
    " ORDER BY 2 DESC, 3 DESC LIMIT 1");

STATEMENT is_contact = SQL("SELECT 1 FROM person WHERE location_id = $1 AND id = $2 AND kind = 'contact'");

/* clang-format off */
STATEMENT times = SQL(
    "SELECT COALESCE((SELECT starts_ms" COUNTED " ORDER BY starts_ms LIMIT 1), 0),"
    " COALESCE((SELECT starts_ms" COUNTED " ORDER BY starts_ms DESC LIMIT 1), 0),"
    " COALESCE((SELECT starts_ms" COUNTED_AFTER("$3") " ORDER BY counted, starts_ms LIMIT 1), 0),"
    " COALESCE((SELECT starts_ms" ENDED "), 0),"
    " COALESCE((SELECT ends_ms" ENDED "), 0),"
    " COALESCE((SELECT ends_ms" COUNTED " AND ends_ms > $3 ORDER BY ends_ms LIMIT 1), 0)");

STATEMENT sum_upcoming = SQL(
    "SELECT CAST(COALESCE(sum(grand_total_minor), 0) AS BIGINT)" COUNTED_AFTER("$4") " AND currency = $3");

STATEMENT last_start = SQL(
    "SELECT COALESCE((SELECT starts_ms" OF_CUSTOMER " AND (counted, starts_ms) < (1, $3)"
    " AND (counted, starts_ms) >= (1, -9000000000000000000) ORDER BY counted DESC, starts_ms DESC LIMIT 1), $4)");

/* Answered by the index alone. */
STATEMENT count_from = SQL(
    "SELECT count(*), count(*) FILTER (WHERE starts_ms > $5)" COUNTED_AFTER("$3") " AND (counted, starts_ms) < (1, $4)");
/* clang-format on */

STATEMENT sums = SQL(
    "SELECT count(*) FILTER (WHERE counted = 1),"
    " count(*) FILTER (WHERE counted = 1 AND currency = $3),"
    " CAST(COALESCE(sum(grand_total_minor) FILTER (WHERE counted = 1 AND currency = $3), 0) AS BIGINT),"
    " CAST(COALESCE(sum(" PAID
    ") FILTER (WHERE status <> 'draft' AND currency = $3), 0) AS BIGINT),"
    " CAST(COALESCE(sum(" PAID
    ") FILTER (WHERE status IN ('canceled', 'no-show') AND currency = $3), 0) AS BIGINT),"
    " CAST(COALESCE(sum(" OPEN
    ") FILTER (WHERE counted = 1 AND currency = $3), 0) AS BIGINT),"
    " count(*) FILTER (WHERE status = 'canceled'),"
    " count(*) FILTER (WHERE status = 'no-show'),"
    " CAST(COALESCE(sum(grand_total_minor) FILTER (WHERE counted = 1 AND currency = $3 AND starts_ms > $4), 0)"
    " AS BIGINT)" OF_CUSTOMER);

STATEMENT currency_add = SQL(
    "INSERT INTO customer_currency (location_id, customer_id, currency, bookings, spent_minor)"
    " VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (location_id, customer_id, currency) DO UPDATE SET"
    " bookings = customer_currency.bookings + excluded.bookings,"
    " spent_minor = customer_currency.spent_minor + excluded.spent_minor");

STATEMENT currency_drop_empty = SQL(
    "DELETE FROM customer_currency WHERE location_id = $1 AND customer_id = $2 AND currency = $3 AND bookings = 0");

STATEMENT currencies_drop = SQL("DELETE FROM customer_currency WHERE location_id = $1 AND customer_id = $2");

STATEMENT currencies_fill = SQL(
    "INSERT INTO customer_currency (location_id, customer_id, currency, bookings, spent_minor)"
    " SELECT location_id, customer_id, currency, count(*), CAST(sum(grand_total_minor) AS BIGINT)" COUNTED
    " AND currency <> $3 GROUP BY location_id, customer_id, currency");

STATEMENT currencies_kept = SQL(
    "SELECT currency, bookings, spent_minor FROM customer_currency WHERE location_id = $1 AND customer_id = $2"
    " ORDER BY currency");

STATEMENT currencies_computed = SQL("SELECT currency, count(*), CAST(sum(grand_total_minor) AS BIGINT)" COUNTED
                                    " AND currency <> $3 GROUP BY currency ORDER BY currency");

/* ---- the list -------------------------------------------------------------------------------------------- */

static const struct list_filter filters[] = {
    { .name = "from", .kind = FILTER_DAY_FROM, .sql = "r.starts_ms >= ?", .help = "First service day" },
    { .name = "to", .kind = FILTER_DAY_TO, .sql = "r.starts_ms < ?", .help = "Last service day" },
    { .name = "customer_id", .kind = FILTER_ID, .sql = "r.customer_id = ?", .prefix = "cus", .help = "Whose" },
    { .name = "contact_id", .kind = FILTER_ID, .sql = "r.contact_id = ?", .prefix = "con", .help = "Waiting on whom" },
    { .name = "without_person",
      .kind = FILTER_BOOL,
      .sql = "(r.customer_id IS NULL AND r.contact_id IS NULL)",
      .help = "Linked to nobody" },
    { .name = "code",
      .kind = FILTER_TEXT,
      .sql = "(r.confirmation_code = ? OR r.short_code = ?)",
      .help = "Confirmation code, whole or short" },
    { .name = "external_id", .kind = FILTER_TEXT, .sql = "r.external_id = ?", .help = "Id in the source system" },
    { .name = "q", .kind = FILTER_SEARCH, .help = "Part of booker, code or activity" },
};

static enum err complete(struct ctx *ctx, void *records, int count);

const struct list_spec booking_list = {
    .resource = &booking_resource,
    .filters = filters,
    .filter_count = (int)(sizeof(filters) / sizeof(filters[0])),
    .default_sort = "-starts_at",
    .total = booking_store_total,
    .complete = complete,
};

static enum err complete(struct ctx *ctx, void *records, int count)
{
    struct booking *bookings = records;

    (void)ctx;
    for (int i = 0; i < count; i++)
        bookings[i].total_participants = booking_manifest_total(bookings[i].manifest);
    return ERR_OK;
}

/* The first moment of the first day, and the first moment after the last day, that the desk sees. */
static void near_span(const struct ctx *ctx, int64_t *from_ms, int64_t *before_ms)
{
    int64_t today = zone_day(ctx->time_zone, ctx->now_ms);

    *from_ms = zone_day_start_ms(ctx->time_zone, today - BOOKING_NEAR_DAYS);
    *before_ms = zone_day_start_ms(ctx->time_zone, today + BOOKING_NEAR_DAYS + 1);
}

bool booking_visible(const struct ctx *ctx, const struct booking *booking)
{
    int64_t from_ms;
    int64_t before_ms;

    if (ctx->permissions & PERM_BOOKING_READ)
        return true;
    near_span(ctx, &from_ms, &before_ms);
    return booking->starts_ms >= from_ms && booking->starts_ms < before_ms;
}

void booking_list_visible(struct ctx *ctx, struct list_query *query)
{
    int64_t from_ms;
    int64_t before_ms;

    if (ctx->permissions & PERM_BOOKING_READ)
        return;
    near_span(ctx, &from_ms, &before_ms);
    list_narrow(query, "r.starts_ms >= ?", from_ms);
    list_narrow(query, "r.starts_ms < ?", before_ms);
}

void booking_list_customer(struct list_query *query, id64 customer_id)
{
    list_narrow(query, "r.customer_id = ?", customer_id);
}

void booking_list_contact(struct list_query *query, id64 contact_id)
{
    list_narrow(query, "r.contact_id = ?", contact_id);
}

/* ---- one booking ----------------------------------------------------------------------------------------- */

enum err booking_store_find_external(struct ctx *ctx, struct str source, struct str external_id, id64 *out)
{
    return store_int(ctx, &find_external, ARGS(INT(ctx->location_id), TEXT(source), TEXT(external_id)), 0, out);
}

enum err booking_store_count_more(struct ctx *ctx, int64_t more)
{
    return store_exec(ctx, &count_more, ARGS(INT(ctx->location_id), INT(more)), NULL);
}

enum err booking_store_total(struct ctx *ctx, int64_t *out)
{
    return store_int(ctx, &count_all, ARGS(INT(ctx->location_id)), 0, out);
}

enum err booking_store_delete(struct ctx *ctx, id64 id)
{
    return store_exec(ctx, &delete_one, ARGS(INT(ctx->location_id), INT(id)), NULL);
}

enum err booking_store_set_payments(struct ctx *ctx, id64 id, int64_t payments, int64_t payments_minor)
{
    return store_exec(ctx, &set_payments, ARGS(INT(ctx->location_id), INT(id), INT(payments), INT(payments_minor)),
                      NULL);
}

enum err booking_store_set_stamp(struct ctx *ctx, id64 id, int64_t source_updated_ms)
{
    return store_exec(ctx, &set_stamp, ARGS(INT(ctx->location_id), INT(id), INT(source_updated_ms)), NULL);
}

/* ---- of a person ----------------------------------------------------------------------------------------- */

enum err booking_store_count_of(struct ctx *ctx, id64 person_id, int64_t *out)
{
    return store_int(ctx, &count_of_person, ARGS(INT(ctx->location_id), INT(person_id)), 0, out);
}

enum err booking_store_links_of(struct ctx *ctx, id64 person_id, struct id_set *by_match, struct id_set *by_user)
{
    struct rows rows;

    store_query(ctx, &links_of_person, ARGS(INT(ctx->location_id), INT(person_id)), &rows);
    while (rows_next(&rows))
        id_set_add(ctx, str_equal(row_view(&rows, 1), STR("user")) ? by_user : by_match, row_int(&rows, 0));
    return rows_end(&rows);
}

enum err booking_store_unlink(struct ctx *ctx, id64 person_id)
{
    struct args args = ARGS(INT(ctx->location_id), INT(person_id), INT(ctx->now_ms));

    TRY(store_exec(ctx, &unlink_customer, args, NULL));
    return store_exec(ctx, &unlink_contact, args, NULL);
}

enum err booking_store_relink(struct ctx *ctx, id64 id, id64 person_id, bool is_contact_id, bool by_user)
{
    return store_exec(ctx, is_contact_id ? &relink_contact : &relink_customer,
                      ARGS(INT(ctx->location_id), INT(id), INT(person_id), TEXT(by_user ? STR("user") : STR("match")),
                           INT(ctx->now_ms)),
                      NULL);
}

enum err booking_store_move_contact(struct ctx *ctx, id64 contact_id, id64 customer_id, int64_t *moved)
{
    return store_exec(ctx, &move_contact,
                      ARGS(INT(ctx->location_id), INT(contact_id), INT(customer_id), INT(ctx->now_ms)), moved);
}

enum err booking_store_person_by_code(struct ctx *ctx, struct str code, id64 *person_id)
{
    return store_int(ctx, &person_by_code, ARGS(INT(ctx->location_id), TEXT(code)), 0, person_id);
}

enum err booking_store_is_contact(struct ctx *ctx, id64 person_id, bool *out)
{
    int64_t one;

    TRY(store_int(ctx, &is_contact, ARGS(INT(ctx->location_id), INT(person_id)), 0, &one));
    *out = one == 1;
    return ERR_OK;
}

/* ---- sums ------------------------------------------------------------------------------------------------ */

static int64_t earlier(int64_t a, int64_t b)
{
    return a == 0 ? b : b == 0 || a < b ? a : b;
}

enum err booking_store_times(struct ctx *ctx, id64 customer_id, struct customer_analytics *out)
{
    struct rows rows;

    if (store_row(ctx, &times, ARGS(INT(ctx->location_id), INT(customer_id), INT(ctx->now_ms)), &rows)) {
        out->first_booking_ms = row_int(&rows, 0);
        out->latest_booking_ms = row_int(&rows, 1);
        out->next_booking_ms = row_int(&rows, 2);
        out->last_booking_ms = row_int(&rows, 3);
        out->last_end_ms = row_int(&rows, 4);
        out->turn_ms = earlier(out->next_booking_ms, row_int(&rows, 5));
    }
    return rows_end(&rows);
}

enum err booking_store_sum_upcoming(struct ctx *ctx, id64 customer_id, int64_t *out)
{
    return store_int(ctx, &sum_upcoming,
                     ARGS(INT(ctx->location_id), INT(customer_id), TEXT(ctx->currency), INT(ctx->now_ms)), 0, out);
}

enum err booking_store_last_start(struct ctx *ctx, id64 customer_id, int64_t before_ms, int64_t *out)
{
    return store_int(ctx, &last_start,
                     ARGS(INT(ctx->location_id), INT(customer_id), INT(before_ms), INT(BOOKING_NO_START)),
                     BOOKING_NO_START, out);
}

enum err booking_store_count_from(struct ctx *ctx, id64 customer_id, int64_t from_ms, int64_t before_ms,
                                  struct booking_year *out)
{
    struct args args = ARGS(INT(ctx->location_id), INT(customer_id), INT(from_ms - 1), INT(before_ms),
                            INT(ctx->now_ms));
    struct rows rows;

    if (store_row(ctx, &count_from, args, &rows)) {
        out->bookings = row_int(&rows, 0);
        out->upcoming = row_int(&rows, 1);
    }
    return rows_end(&rows);
}

enum err booking_store_sums(struct ctx *ctx, id64 customer_id, struct customer_analytics *out)
{
    struct rows rows;

    if (store_row(ctx, &sums, ARGS(INT(ctx->location_id), INT(customer_id), TEXT(ctx->currency), INT(ctx->now_ms)),
                  &rows)) {
        out->bookings = row_int(&rows, 0);
        out->own_bookings = row_int(&rows, 1);
        out->spent_minor = row_int(&rows, 2);
        out->paid_minor = row_int(&rows, 3);
        out->kept_minor = row_int(&rows, 4);
        out->balance_minor = row_int(&rows, 5);
        out->canceled = row_int(&rows, 6);
        out->no_shows = row_int(&rows, 7);
        out->upcoming_minor = row_int(&rows, 8);
    }
    return rows_end(&rows);
}

enum err booking_store_currency_add(struct ctx *ctx, id64 customer_id, struct str currency, int64_t bookings,
                                    int64_t spent_minor)
{
    TRY(store_exec(ctx, &currency_add,
                   ARGS(INT(ctx->location_id), INT(customer_id), TEXT(currency), INT(bookings), INT(spent_minor)),
                   NULL));
    return store_exec(ctx, &currency_drop_empty, ARGS(INT(ctx->location_id), INT(customer_id), TEXT(currency)), NULL);
}

enum err booking_store_currencies_rebuild(struct ctx *ctx, id64 customer_id)
{
    TRY(store_exec(ctx, &currencies_drop, ARGS(INT(ctx->location_id), INT(customer_id)), NULL));
    return store_exec(ctx, &currencies_fill, ARGS(INT(ctx->location_id), INT(customer_id), TEXT(ctx->currency)), NULL);
}

static enum err currencies_json(struct ctx *ctx, struct rows *rows, struct str *json)
{
    struct buf buf;
    struct json_writer w;

    buf_init(&buf, ctx->arena, 64);
    put_begin(&w, &buf);
    put_array(&w);
    while (rows_next(rows)) {
        put_object(&w);
        put_key(&w, "currency");
        put_string(&w, row_text(rows, 0));
        put_key(&w, "bookings");
        put_int(&w, row_int(rows, 1));
        put_key(&w, "spent");
        put_int(&w, row_int(rows, 2));
        put_object_end(&w);
    }
    put_array_end(&w);
    *json = buf_str(&buf);
    return rows_end(rows);
}

enum err booking_store_currencies(struct ctx *ctx, id64 customer_id, struct str *json)
{
    struct rows rows;

    store_query(ctx, &currencies_kept, ARGS(INT(ctx->location_id), INT(customer_id)), &rows);
    return currencies_json(ctx, &rows, json);
}

enum err booking_store_currencies_computed(struct ctx *ctx, id64 customer_id, struct str *json)
{
    struct rows rows;

    store_query(ctx, &currencies_computed, ARGS(INT(ctx->location_id), INT(customer_id), TEXT(ctx->currency)), &rows);
    return currencies_json(ctx, &rows, json);
}
