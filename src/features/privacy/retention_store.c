#include "features/privacy/retention_store.h"

/* Each night walks once over everybody, in the order of ids and a batch at a time: no index has to be kept for it. */
/* clang-format off */
STATEMENT leads = SQL(
    "SELECT k.id FROM contact k WHERE +k.location_id = $1 AND k.id > $2 AND k.customer_id IS NULL AND k.active_ms < $3"
    " AND NOT EXISTS (SELECT 1 FROM booking b WHERE b.location_id = $1 AND b.contact_id = k.id AND b.ends_ms >= $3)"
    " ORDER BY k.id LIMIT $4");

STATEMENT births = SQL(
    "SELECT id FROM guest WHERE +location_id = $1 AND id > $2 AND date_of_birth <> '' AND starts_ms < $3"
    " ORDER BY id LIMIT $4");

STATEMENT sensitive = SQL(
    "SELECT id FROM booking WHERE +location_id = $1 AND id > $2 AND custom <> '{}' AND starts_ms < $3"
    " AND custom LIKE $5 ESCAPE '!' ORDER BY id LIMIT $4");

STATEMENT holds = SQL(
    "SELECT id FROM record WHERE location_id = $1 AND id > $2 AND erase_later = 1 ORDER BY id LIMIT $3");

STATEMENT count_leads = SQL(
    "SELECT count(*) FILTER (WHERE active_ms < $2), count(*) FILTER (WHERE active_ms >= $2 AND active_ms < $3)"
    " FROM contact WHERE +location_id = $1 AND customer_id IS NULL");
STATEMENT next_leads = SQL(
    "SELECT id, name, active_ms FROM contact WHERE +location_id = $1 AND customer_id IS NULL ORDER BY active_ms, id LIMIT $2");

STATEMENT count_births = SQL(
    "SELECT count(*) FILTER (WHERE starts_ms < $2), count(*) FILTER (WHERE starts_ms >= $2 AND starts_ms < $3)"
    " FROM guest WHERE +location_id = $1 AND date_of_birth <> ''");
STATEMENT next_births = SQL(
    "SELECT id, name, starts_ms FROM guest WHERE +location_id = $1 AND date_of_birth <> '' ORDER BY starts_ms + 0, id LIMIT $2");

STATEMENT count_sensitive = SQL(
    "SELECT count(*) FILTER (WHERE starts_ms < $2), count(*) FILTER (WHERE starts_ms >= $2 AND starts_ms < $3)"
    " FROM booking WHERE +location_id = $1 AND custom <> '{}' AND custom LIKE $4 ESCAPE '!'");
STATEMENT next_sensitive = SQL(
    "SELECT id, booker_name, starts_ms FROM booking WHERE +location_id = $1 AND custom <> '{}' AND custom LIKE $3 ESCAPE '!'"
    " ORDER BY starts_ms + 0, id LIMIT $2");

STATEMENT count_addresses = SQL(
    "SELECT count(*) FILTER (WHERE a.at_ms < $2), count(*) FILTER (WHERE a.at_ms >= $2 AND a.at_ms < $3)"
    " FROM audit_value v JOIN audit a ON a.location_id = v.location_id AND a.seq = v.seq"
    " WHERE v.location_id = $1 AND v.ip <> ''");

STATEMENT next_checkouts = SQL(
    "SELECT id, name, seen_ms FROM checkout WHERE location_id = $1 AND erased_ms = 0 AND (state <> 'open' OR due_ms = 0)"
    " ORDER BY seen_ms, id LIMIT $2");

STATEMENT next_holds = SQL(
    "SELECT id, hold_reason, hold_until FROM record WHERE location_id = $1 AND erase_later = 1 ORDER BY hold_until, id LIMIT $2");
STATEMENT count_holds = SQL("SELECT count(*) FROM record WHERE location_id = $1 AND erase_later = 1");

STATEMENT locations = SQL("SELECT id FROM location ORDER BY id");
STATEMENT first_zone = SQL("SELECT time_zone FROM location ORDER BY id LIMIT 1");
STATEMENT unclean = SQL("SELECT id FROM erasure WHERE cleaned_ms = 0 ORDER BY at_ms LIMIT 1");
STATEMENT set_clean = SQL("UPDATE erasure SET cleaned_ms = $1 WHERE cleaned_ms = 0 AND at_ms <= $1");
/* clang-format on */

/* ---- what is due --------------------------------------------------------------------------------------------- */

enum err retention_store_leads(struct ctx *ctx, const struct retention_look *look, struct id_set *out)
{
    return store_ids(ctx, &leads,
                     ARGS(INT(ctx->location_id), INT(look->after), INT(look->before_ms), INT(RETENTION_BATCH)), out);
}

enum err retention_store_births(struct ctx *ctx, const struct retention_look *look, struct id_set *out)
{
    return store_ids(ctx, &births,
                     ARGS(INT(ctx->location_id), INT(look->after), INT(look->before_ms), INT(RETENTION_BATCH)), out);
}

enum err retention_store_sensitive(struct ctx *ctx, const struct retention_look *look, struct id_set *out)
{
    return store_ids(
        ctx, &sensitive,
        ARGS(INT(ctx->location_id), INT(look->after), INT(look->before_ms), INT(RETENTION_BATCH), TEXT(look->text)),
        out);
}

enum err retention_store_holds(struct ctx *ctx, const struct retention_look *look, struct id_set *out)
{
    return store_ids(ctx, &holds, ARGS(INT(ctx->location_id), INT(look->after), INT(RETENTION_BATCH)), out);
}

/* ---- the preview --------------------------------------------------------------------------------------------- */

static enum err count(struct ctx *ctx, const struct sql *sql, struct args args, struct retention_view *out)
{
    struct rows rows;

    if (store_row(ctx, sql, args, &rows)) {
        out->due += row_int(&rows, 0);
        out->soon += row_int(&rows, 1);
    }
    return rows_end(&rows);
}

/* The moment of each is when it began to count; the caller knows how long it is kept. */
static enum err list(struct ctx *ctx, const struct sql *sql, struct args args, struct retention_view *out)
{
    struct rows rows;

    store_query(ctx, sql, args, &rows);
    while (out->next_count < RETENTION_SHOWN && rows_next(&rows))
        out->next[out->next_count++] = (struct retention_next){ row_int(&rows, 0), row_text(&rows, 1),
                                                                row_int(&rows, 2) };
    return rows_end(&rows);
}

enum err retention_store_view_leads(struct ctx *ctx, int64_t due_ms, int64_t soon_ms, struct retention_view *out)
{
    TRY(count(ctx, &count_leads, ARGS(INT(ctx->location_id), INT(due_ms), INT(soon_ms)), out));
    return list(ctx, &next_leads, ARGS(INT(ctx->location_id), INT(RETENTION_SHOWN)), out);
}

enum err retention_store_view_births(struct ctx *ctx, int64_t due_ms, int64_t soon_ms, struct retention_view *out)
{
    TRY(count(ctx, &count_births, ARGS(INT(ctx->location_id), INT(due_ms), INT(soon_ms)), out));
    return list(ctx, &next_births, ARGS(INT(ctx->location_id), INT(RETENTION_SHOWN)), out);
}

enum err retention_store_view_sensitive(struct ctx *ctx, int64_t due_ms, int64_t soon_ms, struct str pattern,
                                        struct retention_view *out)
{
    TRY(count(ctx, &count_sensitive, ARGS(INT(ctx->location_id), INT(due_ms), INT(soon_ms), TEXT(pattern)), out));
    return list(ctx, &next_sensitive, ARGS(INT(ctx->location_id), INT(RETENTION_SHOWN), TEXT(pattern)), out);
}

enum err retention_store_view_addresses(struct ctx *ctx, int64_t due_ms, int64_t soon_ms, struct retention_view *out)
{
    return count(ctx, &count_addresses, ARGS(INT(ctx->location_id), INT(due_ms), INT(soon_ms)), out);
}

enum err retention_store_view_checkouts(struct ctx *ctx, struct retention_view *out)
{
    return list(ctx, &next_checkouts, ARGS(INT(ctx->location_id), INT(RETENTION_SHOWN)), out);
}

enum err retention_store_view_holds(struct ctx *ctx, struct retention_view *out)
{
    struct rows rows;

    TRY(store_int(ctx, &count_holds, ARGS(INT(ctx->location_id)), 0, &out->soon));
    store_query(ctx, &next_holds, ARGS(INT(ctx->location_id), INT(RETENTION_SHOWN)), &rows);
    while (out->next_count < RETENTION_SHOWN && rows_next(&rows)) {
        struct str until = row_text(&rows, 2);
        int64_t day;

        out->next[out->next_count++] = (struct retention_next){ row_int(&rows, 0), row_text(&rows, 1),
                                                                date_parse(until, &day) ? (day + 1) * DAY_MS : 0 };
    }
    return rows_end(&rows);
}

/* ---- the installation ---------------------------------------------------------------------------------------- */

enum err retention_store_locations(struct ctx *ctx, struct id_set *out)
{
    return store_ids(ctx, &locations, (struct args){ 0 }, out);
}

enum err retention_store_zone(struct ctx *ctx, struct str *out)
{
    struct rows rows;

    *out = store_row(ctx, &first_zone, (struct args){ 0 }, &rows) ? row_text(&rows, 0) : STR("UTC");
    return rows_end(&rows);
}

enum err retention_store_unclean(struct ctx *ctx, id64 *id)
{
    return store_int(ctx, &unclean, (struct args){ 0 }, 0, id);
}

enum err retention_store_set_clean(struct ctx *ctx)
{
    return store_exec(ctx, &set_clean, ARGS(INT(ctx->now_ms)), NULL);
}
