/*
 * The SQL of records.
 */
#include "features/record/record_store.h"

STATEMENT find_external = SQL(
    "SELECT id FROM record WHERE location_id = $1 AND kind = $2 AND source = $3 AND external_id = $4"
    " AND external_id <> ''");

STATEMENT delete_one = SQL("DELETE FROM record WHERE location_id = $1 AND id = $2");

STATEMENT payments_of = SQL(
    "SELECT count(*), CAST(COALESCE(sum(amount_minor) FILTER (WHERE status = 'succeeded'), 0) AS BIGINT) FROM record"
    " WHERE location_id = $1 AND booking_id = $2 AND kind = 'payment' AND currency = $3");

STATEMENT arrive = SQL(
    "UPDATE record SET booking_id = $2, updated_ms = $5, edit = edit + 1 WHERE location_id = $1 AND booking_id IS NULL"
    " AND booking_source = $3 AND booking_external_id = $4 AND booking_external_id <> ''");

/* Who paid, signed or bought was told and is nobody known: the booker is somebody else then. */
STATEMENT follow = SQL(
    "UPDATE record SET person_id = $3, person_kind = $4, linked_by = $5, updated_ms = $6, edit = edit + 1"
    " WHERE location_id = $1 AND booking_id = $2 AND unlinked = 0 AND (linked_by = 'booking' OR (person_id IS NULL"
    " AND signer_name = '' AND email_normal = '' AND e164 = '' AND linked_by = ''))");

STATEMENT leave = SQL(
    "UPDATE record SET booking_id = NULL, updated_ms = $3, edit = edit + 1 WHERE location_id = $1 AND booking_id = $2");

STATEMENT move_contact = SQL(
    "UPDATE record SET person_id = $3, person_kind = 'customer', updated_ms = $4, edit = edit + 1"
    " WHERE location_id = $1 AND person_id = $2");

STATEMENT count_of = SQL("SELECT count(*) FROM record WHERE location_id = $1 AND person_id = $2");

STATEMENT links_of = SQL(
    "SELECT linked_by, id FROM record WHERE location_id = $1 AND person_id = $2 ORDER BY linked_by, id");

STATEMENT unlink_person = SQL(
    "UPDATE record SET person_id = NULL, person_kind = '', linked_by = '', unlinked = 1, updated_ms = $3,"
    " edit = edit + 1 WHERE location_id = $1 AND person_id = $2");

STATEMENT relink_person = SQL(
    "UPDATE record SET person_id = $3, person_kind = $4, linked_by = $5, unlinked = 0, updated_ms = $6, edit = edit + 1"
    " WHERE location_id = $1 AND id = $2 AND person_id IS NULL");

STATEMENT missed = SQL(
    "SELECT id FROM record WHERE location_id = $1 AND id >= $2 AND person_id IS NULL AND unlinked = 0 AND erased_ms = 0"
    " AND (email_normal IN (SELECT address FROM person_email WHERE location_id = $1 AND person_id = $3 AND shared = 0)"
    " OR e164 IN (SELECT e164 FROM person_phone WHERE location_id = $1 AND person_id = $3 AND shared = 0)"
    " OR booking_id IN (SELECT id FROM booking WHERE location_id = $1 AND customer_id = $3)"
    " OR booking_id IN (SELECT id FROM booking WHERE location_id = $1 AND contact_id = $3)) ORDER BY id");

static const struct list_filter filters[] = {
    { .name = "from", .kind = FILTER_DAY_FROM, .sql = "r.at_ms >= ?", .help = "First day" },
    { .name = "to", .kind = FILTER_DAY_TO, .sql = "r.at_ms < ?", .help = "Last day" },
    { .name = "customer_id", .kind = FILTER_ID, .sql = "r.person_id = ?", .prefix = "cus", .help = "Whose" },
    { .name = "contact_id", .kind = FILTER_ID, .sql = "r.person_id = ?", .prefix = "con", .help = "Whose, of a lead" },
    { .name = "booking_id", .kind = FILTER_ID, .sql = "r.booking_id = ?", .prefix = "bkg", .help = "Of which booking" },
    { .name = "without_person", .kind = FILTER_BOOL, .sql = "r.person_id IS NULL", .help = "Linked to nobody" },
    { .name = "external_id", .kind = FILTER_TEXT, .sql = "r.external_id = ?", .help = "Id in the source system" },
};

const struct list_spec record_list = {
    .resource = &record_resource,
    .filters = filters,
    .filter_count = (int)(sizeof(filters) / sizeof(filters[0])),
    .default_sort = "-at",
    .complete = record_complete,
};

void record_list_customer(struct list_query *query, id64 customer_id)
{
    list_narrow(query, "r.person_id = ?", customer_id);
}

/* ---- one record ------------------------------------------------------------------------------------------ */

enum err record_store_find(struct ctx *ctx, const struct record *key, id64 *out)
{
    return store_int(ctx, &find_external,
                     ARGS(INT(ctx->location_id), TEXT(key->kind), TEXT(key->source), TEXT(key->external_id)), 0, out);
}

enum err record_store_delete(struct ctx *ctx, id64 id)
{
    return store_exec(ctx, &delete_one, ARGS(INT(ctx->location_id), INT(id)), NULL);
}

/* ---- of a booking ---------------------------------------------------------------------------------------- */

enum err record_store_payments(struct ctx *ctx, const struct booking *booking, int64_t *count, int64_t *sum_minor)
{
    struct rows rows;

    *count = *sum_minor = 0;
    if (store_row(ctx, &payments_of, ARGS(INT(ctx->location_id), INT(booking->id), TEXT(booking->currency)), &rows)) {
        *count = row_int(&rows, 0);
        *sum_minor = row_int(&rows, 1);
    }
    return rows_end(&rows);
}

enum err record_store_arrive(struct ctx *ctx, const struct booking *booking, int64_t *found)
{
    return store_exec(ctx, &arrive,
                      ARGS(INT(ctx->location_id), INT(booking->id), TEXT(booking->source), TEXT(booking->external_id),
                           INT(ctx->now_ms)),
                      found);
}

enum err record_store_follow(struct ctx *ctx, const struct booking *booking)
{
    id64 person_id = booking->customer_id ? booking->customer_id : booking->contact_id;
    struct str kind = booking->customer_id ? STR("customer") : person_id ? STR("contact") : STR_EMPTY;

    return store_exec(ctx, &follow,
                      ARGS(INT(ctx->location_id), INT(booking->id), LINK(person_id), TEXT(kind),
                           TEXT(person_id ? STR("booking") : STR_EMPTY), INT(ctx->now_ms)),
                      NULL);
}

enum err record_store_leave(struct ctx *ctx, id64 booking_id)
{
    return store_exec(ctx, &leave, ARGS(INT(ctx->location_id), INT(booking_id), INT(ctx->now_ms)), NULL);
}

/* ---- of a person ----------------------------------------------------------------------------------------- */

enum err record_store_move(struct ctx *ctx, id64 contact_id, id64 customer_id)
{
    return store_exec(ctx, &move_contact,
                      ARGS(INT(ctx->location_id), INT(contact_id), INT(customer_id), INT(ctx->now_ms)), NULL);
}

enum err record_store_count_of(struct ctx *ctx, id64 person_id, int64_t *out)
{
    return store_int(ctx, &count_of, ARGS(INT(ctx->location_id), INT(person_id)), 0, out);
}

enum err record_store_links_of(struct ctx *ctx, id64 person_id, struct str *json)
{
    struct str how = STR_EMPTY;
    struct json_writer w;
    struct rows rows;
    struct buf buf;
    bool any = false;

    buf_init(&buf, ctx->arena, 128);
    put_begin(&w, &buf);
    put_object(&w);
    store_query(ctx, &links_of, ARGS(INT(ctx->location_id), INT(person_id)), &rows);
    while (rows_next(&rows)) {
        if (!any || !str_equal(how, row_view(&rows, 0))) {
            if (any)
                put_array_end(&w);
            how = row_text(&rows, 0);
            put_name(&w, how);
            put_array(&w);
        }
        any = true;
        put_id(&w, "rec", row_int(&rows, 1));
    }
    if (any)
        put_array_end(&w);
    put_object_end(&w);
    *json = buf_str(&buf);
    return rows_end(&rows);
}

enum err record_store_unlink(struct ctx *ctx, id64 person_id)
{
    return store_exec(ctx, &unlink_person, ARGS(INT(ctx->location_id), INT(person_id), INT(ctx->now_ms)), NULL);
}

enum err record_store_relink(struct ctx *ctx, id64 id, id64 person_id, enum person_kind kind, struct str linked_by)
{
    return store_exec(ctx, &relink_person,
                      ARGS(INT(ctx->location_id), INT(id), INT(person_id), TEXT(str_from(person_kind_name(kind))),
                           TEXT(linked_by), INT(ctx->now_ms)),
                      NULL);
}

enum err record_store_missed(struct ctx *ctx, id64 person_id, int64_t since_ms, struct id_set *found)
{
    return store_ids(ctx, &missed, ARGS(INT(ctx->location_id), INT(id_floor(since_ms)), INT(person_id)), found);
}
