/*
 * The SQL of a day's arrivals.
 */
#include "features/today/today_store.h"

#include "store/store.h"

/* The span of the index booking_customer with what this customer had before; see booking_store.c. */
#define BEFORE                                                                                    \
    " FROM booking p WHERE p.location_id = $1 AND p.customer_id = b.customer_id"                  \
    " AND (p.counted, p.starts_ms) >= (1, -9000000000000000000) AND (p.counted, p.starts_ms) < (1, b.starts_ms)"
#define LATEST " ORDER BY p.counted DESC, p.starts_ms DESC LIMIT 1"

/* What the desk collects: booking_open() in SQL. */
#define OPEN "CASE WHEN b.payments > 0 THEN b.grand_total_minor - b.payments_minor ELSE b.balance_minor END"

#define OF_DAY                                                              \
    " WHERE b.location_id = $1 AND b.starts_ms >= $2 AND b.starts_ms < $3" \
    " AND b.status NOT IN ('draft', 'canceled')"
#define IN_ORDER " ORDER BY b.starts_ms, b.site, b.id"

/* clang-format off */
STATEMENT arrivals = SQL(
    "SELECT b.id, b.starts_ms, b.ends_ms, b.all_day, b.site, b.activity, b.status, b.confirmation_code, b.short_code,"
    " b.party_size, b.manifest, b.currency, b.grand_total_minor, " OPEN ", b.notes, b.booker_name, b.booked_for,"
    " b.customer_id, b.contact_id, c.name, c.called, c.organisation, c.tags, c.date_of_birth,"
    " CASE WHEN b.customer_id IS NULL THEN 0 ELSE (SELECT count(*)" BEFORE ") END,"
    " (SELECT p.activity" BEFORE LATEST "), (SELECT p.starts_ms" BEFORE LATEST ")"
    " FROM booking b LEFT JOIN customer c ON c.location_id = b.location_id AND c.id = b.customer_id"
    OF_DAY IN_ORDER " LIMIT 2001");

STATEMENT guests_of_day = SQL(
    "SELECT b.id, g.id, g.name, g.demographic_id, g.customer_id, g.date_of_birth FROM booking b"
    " JOIN guest g ON g.location_id = b.location_id AND g.booking_id = b.id"
    OF_DAY IN_ORDER ", g.id");

/* Of each booking by its own index: over the waivers of a location nobody should walk, however many the engine thinks there
 * are; what is put together is no column. */
STATEMENT waivers_of_day = SQL(
    "SELECT b.id, count(*) FROM booking b"
    " JOIN record r ON r.location_id = b.location_id AND r.booking_id = b.id"
    OF_DAY " AND r.kind || '' = 'waiver' AND r.status = 'signed'"
    " GROUP BY b.starts_ms, b.site, b.id" IN_ORDER);

STATEMENT any_waiver = SQL("SELECT 1 FROM record WHERE location_id = $1 AND kind = 'waiver' AND at_ms >= $2 LIMIT 1");
/* clang-format on */

static void load(const struct rows *rows, struct arrival *out)
{
    *out = (struct arrival){
        .booking_id = row_int(rows, 0),
        .starts_ms = row_int(rows, 1),
        .ends_ms = row_int(rows, 2),
        .all_day = row_int(rows, 3) != 0,
        .site = row_text(rows, 4),
        .activity = row_text(rows, 5),
        .status = row_text(rows, 6),
        .confirmation_code = row_text(rows, 7),
        .short_code = row_text(rows, 8),
        .party_size = row_int(rows, 9),
        .manifest = row_text(rows, 10),
        .currency = row_text(rows, 11),
        .grand_total_minor = row_int(rows, 12),
        .open_minor = row_int(rows, 13),
        .notes = row_text(rows, 14),
        .booker_name = row_text(rows, 15),
        .booked_for = row_text(rows, 16),
        .customer_id = row_int(rows, 17),
        .contact_id = row_int(rows, 18),
        .name = row_text(rows, 19),
        .called = row_text(rows, 20),
        .organisation = row_int(rows, 21) != 0,
        .tags = row_text(rows, 22),
        .date_of_birth = row_text(rows, 23),
        .visits_before = row_int(rows, 24),
        .last_activity = row_text(rows, 25),
        .last_ms = row_int(rows, 26),
    };
}

enum err today_store_arrivals(struct ctx *ctx, int64_t from_ms, int64_t before_ms, struct today *out)
{
    struct rows rows;
    int room = 64;

    out->items = ARENA_ARRAY(ctx->arena, struct arrival, (size_t)room);
    store_query(ctx, &arrivals, ARGS(INT(ctx->location_id), INT(from_ms), INT(before_ms)), &rows);
    while (rows_next(&rows)) {
        if (out->count == ARRIVALS_MOST) {
            out->more = true;
            break;
        }
        if (out->count == room) {
            struct arrival *more = ARENA_ARRAY(ctx->arena, struct arrival, (size_t)room * 2);

            for (int i = 0; i < room; i++)
                more[i] = out->items[i];
            out->items = more;
            room *= 2;
        }
        load(&rows, &out->items[out->count++]);
    }
    return rows_end(&rows);
}

/* Rows and arrivals stand in the same order: goes on to the arrival of this booking; NULL for one that was left out. */
static struct arrival *arrival_of(const struct today *today, int *at, id64 booking_id)
{
    while (*at < today->count && today->items[*at].booking_id != booking_id)
        (*at)++;
    return *at < today->count ? &today->items[*at] : NULL;
}

static void add_guest(struct ctx *ctx, struct arrival *arrival, const struct arrival_guest *guest)
{
    int count = arrival->guest_count;

    /* room doubles: 4, 8, 16 … */
    if (count == 0 || (count >= 4 && (count & (count - 1)) == 0)) {
        struct arrival_guest *more = ARENA_ARRAY(ctx->arena, struct arrival_guest, count == 0 ? 4 : (size_t)count * 2);

        for (int i = 0; i < count; i++)
            more[i] = arrival->guests[i];
        arrival->guests = more;
    }
    arrival->guests[arrival->guest_count++] = *guest;
}

enum err today_store_guests(struct ctx *ctx, int64_t from_ms, int64_t before_ms, struct today *today)
{
    struct rows rows;
    int at = 0;

    store_query(ctx, &guests_of_day, ARGS(INT(ctx->location_id), INT(from_ms), INT(before_ms)), &rows);
    while (rows_next(&rows)) {
        struct arrival *arrival = arrival_of(today, &at, row_int(&rows, 0));
        const struct arrival_guest guest = {
            .id = row_int(&rows, 1),
            .name = row_text(&rows, 2),
            .demographic_id = row_int(&rows, 3),
            .customer_id = row_int(&rows, 4),
            .date_of_birth = row_text(&rows, 5),
        };

        if (arrival)
            add_guest(ctx, arrival, &guest);
    }
    return rows_end(&rows);
}

enum err today_store_waivers(struct ctx *ctx, int64_t from_ms, int64_t before_ms, struct today *today)
{
    struct rows rows;
    int at = 0;

    store_query(ctx, &waivers_of_day, ARGS(INT(ctx->location_id), INT(from_ms), INT(before_ms)), &rows);
    while (rows_next(&rows)) {
        struct arrival *arrival = arrival_of(today, &at, row_int(&rows, 0));

        if (arrival)
            arrival->waivers = row_int(&rows, 1);
    }
    return rows_end(&rows);
}

enum err today_store_uses_waivers(struct ctx *ctx, int64_t since_ms, bool *out)
{
    int64_t one;

    TRY(store_int(ctx, &any_waiver, ARGS(INT(ctx->location_id), INT(since_ms)), 0, &one));
    *out = one == 1;
    return ERR_OK;
}
