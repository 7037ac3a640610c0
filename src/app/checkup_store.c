#include "app/checkup_store.h"

/* clang-format off */
STATEMENT stuck_jobs = SQL(
    "SELECT count(*), COALESCE(min(updated_ms), 0) FROM job"
    " WHERE (state = 'waiting' AND run_ms < $1) OR (state = 'running' AND lease_ms < $1)");

STATEMENT newest = SQL(
    "SELECT COALESCE(max(a.at_ms), 0) FROM audit_head h JOIN audit a ON a.location_id = h.location_id AND a.seq = h.seq");

STATEMENT since = SQL("SELECT COALESCE(min(created_ms), 0) FROM location");
/* clang-format on */

enum err checkup_store_stuck_jobs(struct ctx *ctx, int64_t before_ms, int64_t *count, int64_t *oldest_ms)
{
    struct rows rows;

    *count = *oldest_ms = 0;
    if (store_row(ctx, &stuck_jobs, ARGS(INT(before_ms)), &rows)) {
        *count = row_int(&rows, 0);
        *oldest_ms = row_int(&rows, 1);
    }
    return rows_end(&rows);
}

enum err checkup_store_newest(struct ctx *ctx, int64_t *at_ms)
{
    return store_int(ctx, &newest, (struct args){ 0 }, 0, at_ms);
}

enum err checkup_store_since(struct ctx *ctx, int64_t *at_ms)
{
    return store_int(ctx, &since, (struct args){ 0 }, 0, at_ms);
}
