#include "features/customer/customer_store.h"

/* clang-format off */
STATEMENT touch = SQL(
    "UPDATE customer SET active_ms = $3 WHERE location_id = $1 AND id = $2 AND active_ms < $3");

STATEMENT analytics_get = SQL(
    "SELECT bookings, own_bookings, spent_minor, paid_minor, kept_minor, balance_minor, canceled, no_shows,"
    " first_booking_ms, latest_booking_ms, other_currencies, last_booking_ms, last_end_ms, next_booking_ms,"
    " upcoming_minor, turn_ms, archived_ms"
    " FROM customer WHERE location_id = $1 AND id = $2");

STATEMENT analytics_set = SQL(
    "UPDATE customer SET bookings = $3, own_bookings = $4, spent_minor = $5, paid_minor = $6, kept_minor = $7,"
    " balance_minor = $8, canceled = $9, no_shows = $10, first_booking_ms = $11, latest_booking_ms = $12,"
    " other_currencies = $13, last_booking_ms = $14, last_end_ms = $15, next_booking_ms = $16, upcoming_minor = $17,"
    " turn_ms = $18, active_ms = CASE WHEN active_ms < $19 THEN $19 ELSE active_ms END, view = view + 1"
    " WHERE location_id = $1 AND id = $2");

STATEMENT linked_contacts = SQL(
    "SELECT id, converted_ms, archived_ms, captured_ms, source FROM contact WHERE location_id = $1 AND customer_id = $2 ORDER BY id");

STATEMENT linked_count = SQL("SELECT count(*) FROM contact WHERE location_id = $1 AND customer_id = $2");

STATEMENT contacts_unlink = SQL(
    "UPDATE contact SET customer_id = NULL, converted_ms = 0, updated_ms = $3, edit = edit + 1, view = view + 1"
    " WHERE location_id = $1 AND customer_id = $2");

STATEMENT contact_relink = SQL(
    "UPDATE contact SET customer_id = $3, converted_ms = $4, updated_ms = $5, edit = edit + 1, view = view + 1"
    " WHERE location_id = $1 AND id = $2 AND customer_id IS NULL");
/* clang-format on */

enum err customer_store_touch(struct ctx *ctx, id64 id, int64_t active_ms)
{
    return store_exec(ctx, &touch, ARGS(INT(ctx->location_id), INT(id), INT(active_ms)), NULL);
}

enum err customer_store_analytics_get(struct ctx *ctx, id64 id, struct customer_analytics *out)
{
    struct rows rows;
    bool found = store_row(ctx, &analytics_get, ARGS(INT(ctx->location_id), INT(id)), &rows);

    if (found)
        *out = (struct customer_analytics){
            .bookings = row_int(&rows, 0),
            .own_bookings = row_int(&rows, 1),
            .spent_minor = row_int(&rows, 2),
            .paid_minor = row_int(&rows, 3),
            .kept_minor = row_int(&rows, 4),
            .balance_minor = row_int(&rows, 5),
            .canceled = row_int(&rows, 6),
            .no_shows = row_int(&rows, 7),
            .first_booking_ms = row_int(&rows, 8),
            .latest_booking_ms = row_int(&rows, 9),
            .other_currencies = row_text(&rows, 10),
            .last_booking_ms = row_int(&rows, 11),
            .last_end_ms = row_int(&rows, 12),
            .next_booking_ms = row_int(&rows, 13),
            .upcoming_minor = row_int(&rows, 14),
            .turn_ms = row_int(&rows, 15),
            .counted_latest_ms = row_int(&rows, 9),
            .archived = row_int(&rows, 16) != 0,
        };
    TRY(rows_end(&rows));
    return found ? ERR_OK : ERR_NOT_FOUND;
}

enum err customer_store_analytics_set(struct ctx *ctx, id64 id, const struct customer_analytics *a, int64_t active_ms)
{
    return store_exec(ctx, &analytics_set,
                      ARGS(INT(ctx->location_id), INT(id), INT(a->bookings), INT(a->own_bookings), INT(a->spent_minor),
                           INT(a->paid_minor), INT(a->kept_minor), INT(a->balance_minor), INT(a->canceled),
                           INT(a->no_shows), INT(a->first_booking_ms), INT(a->latest_booking_ms),
                           TEXT(a->other_currencies.len ? a->other_currencies : STR("[]")), INT(a->last_booking_ms),
                           INT(a->last_end_ms), INT(a->next_booking_ms), INT(a->upcoming_minor), INT(a->turn_ms),
                           INT(active_ms)),
                      NULL);
}

enum err customer_store_contacts(struct ctx *ctx, id64 id, struct str *json)
{
    struct json_writer w;
    struct buf buf;
    struct rows rows;

    buf_init(&buf, ctx->arena, 128);
    put_begin(&w, &buf);
    put_array(&w);
    store_query(ctx, &linked_contacts, ARGS(INT(ctx->location_id), INT(id)), &rows);
    while (rows_next(&rows)) {
        put_object(&w);
        put_key(&w, "id");
        put_int(&w, row_int(&rows, 0));
        put_key(&w, "converted_ms");
        put_int(&w, row_int(&rows, 1));
        put_object_end(&w);
    }
    put_array_end(&w);
    *json = buf_str(&buf);
    return rows_end(&rows);
}

enum err customer_store_linked(struct ctx *ctx, id64 id, struct linked_contact **out, int *count)
{
    struct rows rows;
    int64_t all;

    *count = 0;
    TRY(customer_store_contact_count(ctx, id, &all));
    *out = ARENA_ARRAY(ctx->arena, struct linked_contact, (size_t)all + 1);
    store_query(ctx, &linked_contacts, ARGS(INT(ctx->location_id), INT(id)), &rows);
    while (*count < all && rows_next(&rows))
        (*out)[(*count)++] = (struct linked_contact){
            .id = row_int(&rows, 0),
            .figure = { .listed = row_int(&rows, 2) == 0,
                        .linked = true,
                        .captured_ms = row_int(&rows, 3),
                        .source = row_text(&rows, 4) },
        };
    return rows_end(&rows);
}

enum err customer_store_contact_count(struct ctx *ctx, id64 id, int64_t *out)
{
    return store_int(ctx, &linked_count, ARGS(INT(ctx->location_id), INT(id)), 0, out);
}

enum err customer_store_contacts_unlink(struct ctx *ctx, id64 id)
{
    return store_exec(ctx, &contacts_unlink, ARGS(INT(ctx->location_id), INT(id), INT(ctx->now_ms)), NULL);
}

enum err customer_store_contact_relink(struct ctx *ctx, id64 id, id64 contact_id, int64_t converted_ms)
{
    return store_exec(ctx, &contact_relink,
                      ARGS(INT(ctx->location_id), INT(contact_id), INT(id), INT(converted_ms), INT(ctx->now_ms)), NULL);
}
