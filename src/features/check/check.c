#include "base/zone.h"
#include "features/booking/booking.h"
#include "features/check/check_store.h"

#include <string.h>

/* ---- differences ------------------------------------------------------------------------------------------- */

static void differ(struct ctx *ctx, struct check *check, struct check_difference difference)
{
    check->different++;
    if (check->shown_count == CHECK_SHOWN_MOST)
        return;
    check->shown[check->shown_count++] = (struct check_difference){
        .what = arena_str(ctx->arena, difference.what),
        .stored = arena_str(ctx->arena, difference.stored),
        .computed = arena_str(ctx->arena, difference.computed),
    };
}

static struct str number(struct ctx *ctx, int64_t value)
{
    return arena_printf(ctx->arena, "%lld", (long long)value);
}

static void compare(struct ctx *ctx, struct check *check, struct str what, int64_t stored, int64_t computed)
{
    check->compared++;
    if (stored != computed)
        differ(ctx, check, (struct check_difference){ what, number(ctx, stored), number(ctx, computed) });
}

static enum err compare_rows(struct ctx *ctx, struct check *check, struct rows *rows)
{
    while (rows_next(rows))
        compare(ctx, check, row_text(rows, 0), row_int(rows, 1), row_int(rows, 2));
    return rows_end(rows);
}

/* ---- day figures: a table of what they should be ----------------------------------------------------------- */

struct figure_cell {
    const char *figure; /* NULL: free */
    struct str detail;
    int64_t day;
    int64_t value;
    int64_t minor;
};

struct cells {
    struct ctx *ctx;
    struct figure_cell *items; /* hashed, at most half full */
    size_t room;        /* a power of two */
    size_t count;
};

static size_t place_of(const struct cells *cells, const char *figure, struct str detail, int64_t day)
{
    uint64_t hash = 14695981039346656037U; /* FNV-1a */

    for (const char *c = figure; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 1099511628211U;
    for (size_t i = 0; i < detail.len; i++)
        hash = (hash ^ (unsigned char)detail.ptr[i]) * 1099511628211U;
    for (uint64_t rest = (uint64_t)day; rest; rest >>= 8)
        hash = (hash ^ (rest & 255)) * 1099511628211U;
    return (size_t)(hash ^ hash >> 32) & (cells->room - 1);
}

static struct figure_cell *find(const struct cells *cells, const char *figure, struct str detail, int64_t day)
{
    size_t i = place_of(cells, figure, detail, day);

    for (;; i = (i + 1) & (cells->room - 1)) {
        struct figure_cell *cell = &cells->items[i];

        if (!cell->figure || (strcmp(cell->figure, figure) == 0 && cell->day == day && str_equal(cell->detail, detail)))
            return cell;
    }
}

static void make_room(struct cells *cells, size_t room)
{
    struct cells old = *cells;

    cells->room = room;
    cells->items = ARENA_ARRAY(cells->ctx->arena, struct figure_cell, room);
    for (size_t i = 0; i < old.room; i++)
        if (old.items[i].figure)
            *find(cells, old.items[i].figure, old.items[i].detail, old.items[i].day) = old.items[i];
}

static void count(struct cells *cells, const char *figure, struct str detail, int64_t day, int64_t minor)
{
    struct figure_cell *cell;

    if (cells->count * 2 >= cells->room)
        make_room(cells, cells->room ? cells->room * 2 : 1024);
    cell = find(cells, figure, detail, day);
    if (!cell->figure) {
        *cell = (struct figure_cell){ .figure = figure, .detail = arena_str(cells->ctx->arena, detail), .day = day };
        cells->count++;
    }
    cell->value++;
    cell->minor += minor;
}

static int64_t day_of(const struct cells *cells, int64_t ms)
{
    return zone_day(cells->ctx->time_zone, ms);
}

static void count_booking(struct cells *cells, const struct rows *rows)
{
    count(cells, "bookings", STR_EMPTY, day_of(cells, row_int(rows, 1)), row_int(rows, 2));
}

static void count_customer(struct cells *cells, const struct rows *rows)
{
    if (row_int(rows, 1) == 0 && row_int(rows, 2) != 0)
        count(cells, "latest", STR_EMPTY, day_of(cells, row_int(rows, 2)), 0);
}

static void count_contact(struct cells *cells, const struct rows *rows)
{
    count(cells, "captured", STR_EMPTY, day_of(cells, row_int(rows, 1)), 0);
    count(cells, "contacts", row_view(rows, 2), 0, 0);
    if (row_int(rows, 3))
        count(cells, "converted", row_view(rows, 2), 0, 0);
}

static void count_checkout(struct cells *cells, const struct rows *rows)
{
    if (row_int(rows, 1))
        count(cells, "abandoned", STR_EMPTY, day_of(cells, row_int(rows, 1)), row_int(rows, 3));
    if (row_int(rows, 2))
        count(cells, "recovered", STR_EMPTY, day_of(cells, row_int(rows, 2)), row_int(rows, 3));
}

static const struct {
    void (*batch)(struct ctx *ctx, id64 after, struct rows *rows);
    void (*count)(struct cells *cells, const struct rows *rows);
} counted[] = {
    { check_store_bookings, count_booking },
    { check_store_customers, count_customer },
    { check_store_contacts, count_contact },
    { check_store_checkouts, count_checkout },
};

static enum err count_all(struct cells *cells)
{
    for (size_t i = 0; i < sizeof(counted) / sizeof(counted[0]); i++) {
        id64 after = 0;
        int rows_read;

        do {
            struct rows rows;

            rows_read = 0;
            counted[i].batch(cells->ctx, after, &rows);
            for (; rows_next(&rows); rows_read++) {
                counted[i].count(cells, &rows);
                after = row_int(&rows, 0);
            }
            TRY(rows_end(&rows));
        } while (rows_read == CHECK_BATCH);
    }
    return ERR_OK;
}

static struct str name_of(struct ctx *ctx, const char *figure, struct str detail, int64_t day)
{
    struct str place = detail.len ? detail : date_text(ctx->arena, day);

    return arena_printf(ctx->arena, "day_figure %s %.*s", figure, STR_PRINT(place));
}

static enum err check_day_figures(struct ctx *ctx, struct check *check)
{
    struct cells cells = { .ctx = ctx };
    struct rows rows;

    make_room(&cells, 1024);
    TRY(count_all(&cells));
    check_store_day_figures(ctx, &rows);
    while (rows_next(&rows)) {
        struct str figure = row_text(&rows, 0), detail = row_text(&rows, 1);
        struct figure_cell *cell = find(&cells, figure.ptr, detail, row_int(&rows, 2));
        struct str what = name_of(ctx, figure.ptr, detail, row_int(&rows, 2));

        compare(ctx, check, what, row_int(&rows, 3), cell->value);
        compare(ctx, check, what, row_int(&rows, 4), cell->minor);
        cell->value = cell->minor = 0;
    }
    TRY(rows_end(&rows));
    for (size_t i = 0; i < cells.room; i++)
        if (cells.items[i].figure && (cells.items[i].value != 0 || cells.items[i].minor != 0))
            compare(ctx, check, name_of(ctx, cells.items[i].figure, cells.items[i].detail, cells.items[i].day), 0,
                    cells.items[i].value);
    return ERR_OK;
}

/* ---- analytics --------------------------------------------------------------------------------------------- */

#define NUMBER(member)                                       \
    {                                                        \
#member, offsetof(struct customer_analytics, member) \
    }

static const struct analytics_number {
    const char *name;
    size_t offset;
} always[] = {
    NUMBER(bookings), NUMBER(own_bookings), NUMBER(spent_minor),      NUMBER(paid_minor),        NUMBER(kept_minor),
    NUMBER(canceled), NUMBER(no_shows),     NUMBER(first_booking_ms), NUMBER(latest_booking_ms), NUMBER(balance_minor),
}, until_turn[] = {
    NUMBER(last_booking_ms), NUMBER(last_end_ms), NUMBER(next_booking_ms), NUMBER(upcoming_minor), NUMBER(turn_ms),
};

#undef NUMBER

struct both {
    id64 id;
    struct customer_analytics stored;
    struct customer_analytics computed;
};

static void compare_numbers(struct ctx *ctx, struct check *check, const struct both *both,
                            const struct analytics_number *numbers, size_t number_count)
{
    for (size_t i = 0; i < number_count; i++) {
        int64_t stored = *(const int64_t *)(const void *)((const char *)&both->stored + numbers[i].offset);
        int64_t computed = *(const int64_t *)(const void *)((const char *)&both->computed + numbers[i].offset);

        check->compared++;
        if (stored != computed)
            differ(ctx, check,
                   (struct check_difference){ arena_printf(ctx->arena, "%.*s %s",
                                                           STR_PRINT(id_text(ctx->arena, "cus", both->id)),
                                                           numbers[i].name),
                                              number(ctx, stored), number(ctx, computed) });
    }
}

static enum err check_customer(struct ctx *ctx, struct check *check, id64 id)
{
    struct both both = { .id = id };
    struct str stored, computed;

    TRY(customer_analytics_get(ctx, id, &both.stored));
    TRY(booking_analytics_computed(ctx, id, &both.computed));
    compare_numbers(ctx, check, &both, always, sizeof(always) / sizeof(always[0]));
    if (both.stored.turn_ms == 0 || both.stored.turn_ms > ctx->now_ms)
        compare_numbers(ctx, check, &both, until_turn, sizeof(until_turn) / sizeof(until_turn[0]));
    stored = both.stored.other_currencies;
    computed = both.computed.other_currencies;
    check->compared++;
    if (!str_equal(stored, computed))
        differ(ctx, check,
               (struct check_difference){
                   arena_printf(ctx->arena, "%.*s other_currencies", STR_PRINT(id_text(ctx->arena, "cus", id))), stored,
                   computed });
    return ERR_OK;
}

/* The memory of customers that agree is given back. */
static enum err check_customers(struct ctx *ctx, struct check *check)
{
    id64 ids[CHECK_BATCH], after = 0;
    int found;

    do {
        struct rows rows;

        found = 0;
        check_store_customers(ctx, after, &rows);
        while (found < CHECK_BATCH && rows_next(&rows))
            ids[found++] = row_int(&rows, 0);
        TRY(rows_end(&rows));
        for (int i = 0; i < found; i++) {
            struct arena_mark mark = arena_mark(ctx->arena);
            int shown = check->shown_count;

            TRY(check_customer(ctx, check, ids[i]));
            if (shown == check->shown_count)
                arena_rewind(ctx->arena, mark);
        }
        after = found ? ids[found - 1] : 0;
    } while (found == CHECK_BATCH);
    return ERR_OK;
}

/* ---- all of it --------------------------------------------------------------------------------------------- */

enum err check_figures(struct ctx *ctx, struct check *out)
{
    struct check_counter counters[CHECK_COUNTERS];
    struct rows rows;
    int64_t ahead;

    memset(out, 0, sizeof(*out));
    TRY(check_store_counters(ctx, counters));
    for (int i = 0; i < CHECK_COUNTERS; i++)
        compare(ctx, out, counters[i].name, counters[i].stored, counters[i].computed);
    check_store_tags(ctx, &rows);
    TRY(compare_rows(ctx, out, &rows));
    TRY(check_day_figures(ctx, out));
    TRY(check_store_days_ahead(ctx, &ahead));
    compare(ctx, out, STR("day_figure days that are not over or below zero"), ahead, 0);
    return check_customers(ctx, out);
}
