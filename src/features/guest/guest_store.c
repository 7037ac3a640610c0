/*
 * The SQL of guests.
 */
#include "features/guest/guest_store.h"

STATEMENT of_booking = SQL("SELECT id FROM guest WHERE location_id = $1 AND booking_id = $2 ORDER BY id LIMIT 200");

STATEMENT count_in = SQL(
    "SELECT count(*), count(*) FILTER (WHERE name <> '') FROM guest WHERE location_id = $1 AND booking_id = $2");

STATEMENT is_in = SQL(
    "SELECT 1 FROM guest WHERE location_id = $1 AND booking_id = $2 AND customer_id = $3 AND id <> $4 LIMIT 1");

STATEMENT delete_one = SQL("DELETE FROM guest WHERE location_id = $1 AND id = $2");
STATEMENT delete_of_booking = SQL("DELETE FROM guest WHERE location_id = $1 AND booking_id = $2");

STATEMENT gone_add = SQL(
    "INSERT INTO guest_gone (location_id, booking_id, told_hash) VALUES ($1, $2, $3)"
    " ON CONFLICT (location_id, booking_id, told_hash) DO NOTHING");
STATEMENT gone_any = SQL("SELECT 1 FROM guest_gone WHERE location_id = $1 AND booking_id = $2 LIMIT 1");
STATEMENT gone = SQL("SELECT 1 FROM guest_gone WHERE location_id = $1 AND booking_id = $2 AND told_hash = $3");
STATEMENT gone_clear = SQL("DELETE FROM guest_gone WHERE location_id = $1 AND booking_id = $2");

STATEMENT move_booking = SQL(
    "UPDATE guest SET starts_ms = $3 WHERE location_id = $1 AND booking_id = $2 AND starts_ms <> $3");

STATEMENT count_more = SQL(
    "UPDATE customer SET guest_appearances = guest_appearances + $3, view = view + 1 WHERE location_id = $1 AND id = "
    "$2");

STATEMENT count_anew = SQL(
    "UPDATE customer SET view = view + 1, guest_appearances ="
    " (SELECT count(*) FROM guest g WHERE g.location_id = $1 AND g.customer_id = $2)"
    " WHERE location_id = $1 AND id = $2");

/* Goes by the links of the customer: one booking has few guests, and a customer few appearances. */
STATEMENT unlink_booker = SQL(
    "UPDATE guest SET customer_id = NULL, linked_by = '', updated_ms = $4, edit = edit + 1"
    " WHERE location_id = $1 AND customer_id = $2 AND ($3 = 0 OR booking_id = $3)"
    " AND EXISTS (SELECT 1 FROM booking b WHERE b.location_id = $1 AND b.id = guest.booking_id AND b.customer_id = "
    "$2)");

STATEMENT count_of = SQL("SELECT count(*) FROM guest WHERE location_id = $1 AND customer_id = $2");
STATEMENT links_of = SQL("SELECT id, linked_by FROM guest WHERE location_id = $1 AND customer_id = $2 ORDER BY id");

STATEMENT unlink_person = SQL(
    "UPDATE guest SET customer_id = NULL, linked_by = 'user', updated_ms = $3, edit = edit + 1"
    " WHERE location_id = $1 AND customer_id = $2");

STATEMENT relink_person = SQL(
    "UPDATE guest SET customer_id = $3, linked_by = $4, updated_ms = $5, edit = edit + 1"
    " WHERE location_id = $1 AND id = $2 AND customer_id IS NULL");

STATEMENT missed = SQL(
    "SELECT id FROM guest WHERE location_id = $1 AND id >= $2 AND customer_id IS NULL AND linked_by = '' AND erased_ms "
    "= 0"
    " AND (email_normal IN (SELECT address FROM person_email WHERE location_id = $1 AND person_id = $3 AND shared = 0)"
    " OR email_normal IN (SELECT e.address FROM contact k CROSS JOIN person_email e WHERE k.location_id = $1"
    " AND k.customer_id = $3 AND e.location_id = $1 AND e.person_id = k.id AND e.shared = 0)) ORDER BY id");

STATEMENT bookings_by_id = SQL(
    "SELECT id, activity, service_date, status, booker_name FROM booking WHERE +location_id = $1 AND id IN"
    " ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,"
    " $26)");

static const struct list_filter filters[] = {
    { .name = "from", .kind = FILTER_DAY_FROM, .sql = "r.starts_ms >= ?", .help = "First service day" },
    { .name = "to", .kind = FILTER_DAY_TO, .sql = "r.starts_ms < ?", .help = "Last service day" },
};

static const struct list_sort sorts[] = {
    { .name = "added", .sql = "r.id" },
};

const struct list_spec guest_list = {
    .resource = &guest_resource,
    .filters = filters,
    .filter_count = (int)(sizeof(filters) / sizeof(filters[0])),
    .sorts = sorts,
    .sort_count = (int)(sizeof(sorts) / sizeof(sorts[0])),
    .default_sort = "-starts_at",
    .complete = guest_complete,
};

const struct list_spec guest_party_list = {
    .resource = &guest_resource,
    .sorts = sorts,
    .sort_count = (int)(sizeof(sorts) / sizeof(sorts[0])),
    .default_sort = "added",
    .complete = guest_complete,
};

void guest_list_booking(struct list_query *query, id64 booking_id)
{
    list_narrow(query, "r.booking_id = ?", booking_id);
}

void guest_list_customer(struct list_query *query, id64 customer_id)
{
    list_narrow(query, "r.customer_id = ?", customer_id);
}

/* ---- of a booking ---------------------------------------------------------------------------------------- */

enum err guest_store_of_booking(struct ctx *ctx, id64 booking_id, struct guest_ids *out)
{
    struct rows rows;

    out->items = ARENA_ARRAY(ctx->arena, id64, GUESTS_MOST);
    out->count = 0;
    store_query(ctx, &of_booking, ARGS(INT(ctx->location_id), INT(booking_id)), &rows);
    while (rows_next(&rows) && out->count < GUESTS_MOST)
        out->items[out->count++] = row_int(&rows, 0);
    return rows_end(&rows);
}

enum err guest_store_count(struct ctx *ctx, id64 booking_id, int64_t *all, int64_t *named)
{
    struct rows rows;

    *all = *named = 0;
    if (store_row(ctx, &count_in, ARGS(INT(ctx->location_id), INT(booking_id)), &rows)) {
        *all = row_int(&rows, 0);
        *named = row_int(&rows, 1);
    }
    return rows_end(&rows);
}

enum err guest_store_is_in(struct ctx *ctx, id64 booking_id, id64 customer_id, id64 except_id, bool *out)
{
    int64_t one;

    TRY(store_int(ctx, &is_in, ARGS(INT(ctx->location_id), INT(booking_id), INT(customer_id), INT(except_id)), 0,
                  &one));
    *out = one == 1;
    return ERR_OK;
}

enum err guest_store_delete(struct ctx *ctx, id64 id)
{
    return store_exec(ctx, &delete_one, ARGS(INT(ctx->location_id), INT(id)), NULL);
}

enum err guest_store_delete_of_booking(struct ctx *ctx, id64 booking_id)
{
    return store_exec(ctx, &delete_of_booking, ARGS(INT(ctx->location_id), INT(booking_id)), NULL);
}

enum err guest_store_gone_add(struct ctx *ctx, id64 booking_id, struct str hash)
{
    return store_exec(ctx, &gone_add, ARGS(INT(ctx->location_id), INT(booking_id), TEXT(hash)), NULL);
}

enum err guest_store_gone_any(struct ctx *ctx, id64 booking_id, bool *out)
{
    int64_t one;

    TRY(store_int(ctx, &gone_any, ARGS(INT(ctx->location_id), INT(booking_id)), 0, &one));
    *out = one == 1;
    return ERR_OK;
}

enum err guest_store_gone(struct ctx *ctx, id64 booking_id, struct str hash, bool *out)
{
    int64_t one;

    TRY(store_int(ctx, &gone, ARGS(INT(ctx->location_id), INT(booking_id), TEXT(hash)), 0, &one));
    *out = one == 1;
    return ERR_OK;
}

enum err guest_store_gone_clear(struct ctx *ctx, id64 booking_id)
{
    return store_exec(ctx, &gone_clear, ARGS(INT(ctx->location_id), INT(booking_id)), NULL);
}

enum err guest_store_move(struct ctx *ctx, id64 booking_id, int64_t starts_ms)
{
    return store_exec(ctx, &move_booking, ARGS(INT(ctx->location_id), INT(booking_id), INT(starts_ms)), NULL);
}

/* ---- of a person ----------------------------------------------------------------------------------------- */

enum err guest_store_count_more(struct ctx *ctx, id64 customer_id, int more)
{
    return store_exec(ctx, &count_more, ARGS(INT(ctx->location_id), INT(customer_id), INT(more)), NULL);
}

enum err guest_store_count_anew(struct ctx *ctx, id64 customer_id)
{
    return store_exec(ctx, &count_anew, ARGS(INT(ctx->location_id), INT(customer_id)), NULL);
}

enum err guest_store_unlink_booker(struct ctx *ctx, id64 booking_id, id64 customer_id, int64_t *unlinked)
{
    return store_exec(ctx, &unlink_booker,
                      ARGS(INT(ctx->location_id), INT(customer_id), INT(booking_id), INT(ctx->now_ms)), unlinked);
}

enum err guest_store_count_of(struct ctx *ctx, id64 person_id, int64_t *out)
{
    return store_int(ctx, &count_of, ARGS(INT(ctx->location_id), INT(person_id)), 0, out);
}

enum err guest_store_links_of(struct ctx *ctx, id64 person_id, struct id_set *by_match, struct id_set *by_user)
{
    struct rows rows;

    store_query(ctx, &links_of, ARGS(INT(ctx->location_id), INT(person_id)), &rows);
    while (rows_next(&rows))
        id_set_add(ctx, str_equal(row_view(&rows, 1), STR("user")) ? by_user : by_match, row_int(&rows, 0));
    return rows_end(&rows);
}

enum err guest_store_unlink(struct ctx *ctx, id64 person_id)
{
    return store_exec(ctx, &unlink_person, ARGS(INT(ctx->location_id), INT(person_id), INT(ctx->now_ms)), NULL);
}

enum err guest_store_relink(struct ctx *ctx, id64 id, id64 person_id, bool by_user)
{
    return store_exec(ctx, &relink_person,
                      ARGS(INT(ctx->location_id), INT(id), INT(person_id), TEXT(by_user ? STR("user") : STR("match")),
                           INT(ctx->now_ms)),
                      NULL);
}

enum err guest_store_missed(struct ctx *ctx, id64 person_id, int64_t since_ms, struct id_set *found)
{
    return store_ids(ctx, &missed, ARGS(INT(ctx->location_id), INT(id_floor(since_ms)), INT(person_id)), found);
}

/* ---- what guests show of their bookings ------------------------------------------------------------------ */

enum err guest_store_bookings(struct ctx *ctx, const id64 ids[GUEST_BOOKINGS_MOST],
                              struct guest_booking out[GUEST_BOOKINGS_MOST], int *count)
{
    struct arg list[GUEST_BOOKINGS_MOST + 1] = { INT(ctx->location_id) };
    struct rows rows;

    for (int i = 0; i < GUEST_BOOKINGS_MOST; i++)
        list[i + 1] = INT(ids[i]);
    *count = 0;
    store_query(ctx, &bookings_by_id, (struct args){ list, GUEST_BOOKINGS_MOST + 1 }, &rows);
    while (rows_next(&rows) && *count < GUEST_BOOKINGS_MOST)
        out[(*count)++] = (struct guest_booking){
            .id = row_int(&rows, 0),
            .activity = row_text(&rows, 1),
            .service_date = row_text(&rows, 2),
            .status = row_text(&rows, 3),
            .booker_name = row_text(&rows, 4),
        };
    return rows_end(&rows);
}
