#include "features/figure/figure_store.h"

/* clang-format off */
STATEMENT add_to = SQL(
    "INSERT INTO day_figure (location_id, figure, detail, day, value, minor) VALUES ($1, $2, $3, $4, $5, $6)"
    " ON CONFLICT (location_id, figure, detail, day) DO UPDATE SET"
    " value = day_figure.value + excluded.value, minor = day_figure.minor + excluded.minor");

STATEMENT set_to = SQL(
    "INSERT INTO day_figure (location_id, figure, detail, day, value) VALUES ($1, $2, '', $3, $4)"
    " ON CONFLICT (location_id, figure, detail, day) DO UPDATE SET value = excluded.value");

STATEMENT get_head = SQL(
    "SELECT h.customers, h.contacts, h.figure_day, (SELECT CAST(COALESCE(sum(value), 0) AS BIGINT) FROM day_figure"
    " WHERE location_id = $1 AND figure = 'converted') FROM location_head h WHERE h.location_id = $1");

STATEMENT get_open_day = SQL("SELECT figure_day FROM location_head WHERE location_id = $1");
STATEMENT set_open_day = SQL("UPDATE location_head SET figure_day = $2 WHERE location_id = $1");

STATEMENT sum_days = SQL(
    "SELECT CAST(COALESCE(sum(value), 0) AS BIGINT) FROM day_figure"
    " WHERE location_id = $1 AND figure = $2 AND detail = '' AND day >= $3 AND day <= $4");

STATEMENT get_days = SQL(
    "SELECT day, value, minor FROM day_figure"
    " WHERE location_id = $1 AND figure = $2 AND detail = '' AND day >= $3 AND day <= $4");

STATEMENT next_day = SQL(
    "SELECT value FROM day_figure WHERE location_id = $1 AND figure = $2 AND detail = '' AND day >= $3"
    " ORDER BY day LIMIT 1");

STATEMENT first_day = SQL(
    "SELECT day FROM day_figure WHERE location_id = $1 AND figure = $2 AND detail = '' AND value <> 0"
    " ORDER BY day LIMIT 1");

STATEMENT sources = SQL(
    "SELECT c.detail, c.value, COALESCE(v.value, 0) FROM day_figure c"
    " LEFT JOIN day_figure v ON v.location_id = c.location_id AND v.figure = 'converted' AND v.detail = c.detail"
    " AND v.day = c.day"
    " WHERE c.location_id = $1 AND c.figure = 'contacts' AND c.value > 0 ORDER BY c.value DESC, c.detail LIMIT $2");

STATEMENT first_closed = SQL(
    "SELECT day FROM day_figure WHERE location_id = $1 AND figure = 'customers' AND detail = '' ORDER BY day LIMIT 1");

STATEMENT drop_figure = SQL("DELETE FROM day_figure WHERE location_id = $1 AND figure = $2");

STATEMENT captured = SQL(
    "SELECT id, captured_ms FROM contact WHERE +location_id = $1 AND archived_ms = 0 AND id > $2 ORDER BY id LIMIT $3");
/* clang-format on */

enum err figure_store_add(struct ctx *ctx, const char *figure, struct str detail, int64_t day, int64_t value,
                          int64_t minor)
{
    return store_exec(
        ctx, &add_to,
        ARGS(INT(ctx->location_id), TEXT(str_from(figure)), TEXT(detail), INT(day), INT(value), INT(minor)), NULL);
}

enum err figure_store_set(struct ctx *ctx, const char *figure, int64_t day, int64_t value)
{
    return store_exec(ctx, &set_to, ARGS(INT(ctx->location_id), TEXT(str_from(figure)), INT(day), INT(value)), NULL);
}

enum err figure_store_head(struct ctx *ctx, struct figure_head *out)
{
    struct rows rows;

    *out = (struct figure_head){ 0 };
    if (store_row(ctx, &get_head, ARGS(INT(ctx->location_id)), &rows))
        *out = (struct figure_head){
            .customers = row_int(&rows, 0),
            .contacts = row_int(&rows, 1),
            .open_day = row_int(&rows, 2),
            .converted = row_int(&rows, 3),
        };
    return rows_end(&rows);
}

enum err figure_store_open_day(struct ctx *ctx, int64_t *out)
{
    return store_int(ctx, &get_open_day, ARGS(INT(ctx->location_id)), 0, out);
}

enum err figure_store_set_open_day(struct ctx *ctx, int64_t day)
{
    return store_exec(ctx, &set_open_day, ARGS(INT(ctx->location_id), INT(day)), NULL);
}

enum err figure_store_sum(struct ctx *ctx, const char *figure, int64_t from, int64_t to, int64_t *out)
{
    return store_int(ctx, &sum_days, ARGS(INT(ctx->location_id), TEXT(str_from(figure)), INT(from), INT(to)), 0, out);
}

enum err figure_store_days(struct ctx *ctx, const char *figure, int64_t from, int64_t to, int64_t *value,
                           int64_t *minor)
{
    struct rows rows;

    store_query(ctx, &get_days, ARGS(INT(ctx->location_id), TEXT(str_from(figure)), INT(from), INT(to)), &rows);
    while (rows_next(&rows)) {
        value[row_int(&rows, 0) - from] = row_int(&rows, 1);
        if (minor)
            minor[row_int(&rows, 0) - from] = row_int(&rows, 2);
    }
    return rows_end(&rows);
}

enum err figure_store_next(struct ctx *ctx, const char *figure, int64_t day, int64_t *value, bool *found)
{
    struct rows rows;

    *found = store_row(ctx, &next_day, ARGS(INT(ctx->location_id), TEXT(str_from(figure)), INT(day)), &rows);
    *value = *found ? row_int(&rows, 0) : 0;
    return rows_end(&rows);
}

enum err figure_store_first_day(struct ctx *ctx, const char *figure, int64_t *day)
{
    return store_int(ctx, &first_day, ARGS(INT(ctx->location_id), TEXT(str_from(figure))), INT64_MAX, day);
}

enum err figure_store_sources(struct ctx *ctx, struct figure_source *out, int *count)
{
    struct rows rows;

    *count = 0;
    store_query(ctx, &sources, ARGS(INT(ctx->location_id), INT(FIGURE_SOURCES_MOST)), &rows);
    while (*count < FIGURE_SOURCES_MOST && rows_next(&rows))
        out[(*count)++] = (struct figure_source){
            .name = row_text(&rows, 0),
            .contacts = row_int(&rows, 1),
            .converted = row_int(&rows, 2),
        };
    return rows_end(&rows);
}

enum err figure_store_first_closed(struct ctx *ctx, int64_t *day)
{
    return store_int(ctx, &first_closed, ARGS(INT(ctx->location_id)), INT64_MAX, day);
}

enum err figure_store_drop(struct ctx *ctx, const char *figure)
{
    return store_exec(ctx, &drop_figure, ARGS(INT(ctx->location_id), TEXT(str_from(figure))), NULL);
}

enum err figure_store_captured(struct ctx *ctx, id64 after, int most, id64 *ids, int64_t *captured_ms, int *count)
{
    struct rows rows;

    *count = 0;
    store_query(ctx, &captured, ARGS(INT(ctx->location_id), INT(after), INT(most)), &rows);
    while (*count < most && rows_next(&rows)) {
        ids[*count] = row_int(&rows, 0);
        captured_ms[(*count)++] = row_int(&rows, 1);
    }
    return rows_end(&rows);
}
