#include "app/backup_store.h"

enum { ROWS_KEPT = 100 };

/* clang-format off */
STATEMENT add = SQL(
    "INSERT INTO backup (id, at_ms, took_ms, path, bytes, people, bookings, good, error, copy_error)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");

STATEMENT forget_old = SQL(
    "DELETE FROM backup WHERE id < (SELECT min(id) FROM (SELECT id FROM backup ORDER BY id DESC LIMIT $1) AS kept)");

STATEMENT newest = SQL(
    "SELECT id, at_ms, took_ms, path, bytes, people, bookings, good, error, copy_error FROM backup"
    " ORDER BY id DESC LIMIT $1");

STATEMENT last_good = SQL("SELECT at_ms FROM backup WHERE good = 1 ORDER BY id DESC LIMIT 1");

STATEMENT first_zone = SQL("SELECT time_zone FROM location ORDER BY id LIMIT 1");
/* clang-format on */

enum err backup_store_add(struct ctx *ctx, const struct backup *backup)
{
    return store_exec(ctx, &add,
                      ARGS(INT(backup->id), INT(backup->at_ms), INT(backup->took_ms), TEXT(backup->path),
                           INT(backup->bytes), INT(backup->people), INT(backup->bookings), INT(backup->good),
                           TEXT(backup->error), TEXT(backup->copy_error)),
                      NULL);
}

enum err backup_store_forget_old(struct ctx *ctx)
{
    return store_exec(ctx, &forget_old, ARGS(INT(ROWS_KEPT)), NULL);
}

void backup_store_newest(struct ctx *ctx, int most, struct rows *rows)
{
    store_query(ctx, &newest, ARGS(INT(most)), rows);
}

void backup_store_read(const struct rows *rows, struct backup *out)
{
    *out = (struct backup){
        .id = row_int(rows, 0),
        .at_ms = row_int(rows, 1),
        .took_ms = row_int(rows, 2),
        .path = row_text(rows, 3),
        .bytes = row_int(rows, 4),
        .people = row_int(rows, 5),
        .bookings = row_int(rows, 6),
        .good = row_int(rows, 7) != 0,
        .error = row_text(rows, 8),
        .copy_error = row_text(rows, 9),
    };
}

enum err backup_store_last_good(struct ctx *ctx, int64_t *at_ms)
{
    return store_int(ctx, &last_good, (struct args){ 0 }, 0, at_ms);
}

enum err backup_store_zone(struct ctx *ctx, struct str *zone)
{
    struct rows rows;

    *zone = STR("UTC");
    if (store_row(ctx, &first_zone, (struct args){ 0 }, &rows))
        *zone = row_text(&rows, 0);
    return rows_end(&rows);
}
