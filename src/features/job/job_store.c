#include "features/job/job_store.h"

/* clang-format off */
STATEMENT next_job = SQL(
    "SELECT id, location_id FROM job"
    " WHERE (state = 'waiting' AND run_ms <= $1) OR (state = 'running' AND lease_ms < $1 AND run_ms <= $1)"
    " ORDER BY run_ms, id LIMIT 1");

STATEMENT lease = SQL(
    "UPDATE job SET state = 'running', lease_ms = $2, updated_ms = $3"
    " WHERE id = $1 AND (state = 'waiting' OR (state = 'running' AND lease_ms < $3))");

STATEMENT cancel = SQL(
    "UPDATE job SET state = 'canceled', updated_ms = $3"
    " WHERE location_id = $1 AND id = $2 AND state IN ('waiting', 'running')");

STATEMENT save = SQL(
    "UPDATE job SET state = CASE WHEN state = 'canceled' THEN state ELSE $3 END,"
    " done = $4, failed = $5, cursor_id = $6, result = $7, lease_ms = $8, updated_ms = $9"
    " WHERE location_id = $1 AND id = $2");
/* clang-format on */

enum err job_store_next(struct ctx *ctx, id64 *id, id64 *location_id)
{
    struct rows rows;

    *id = *location_id = 0;
    if (store_row(ctx, &next_job, ARGS(INT(ctx->now_ms)), &rows)) {
        *id = row_int(&rows, 0);
        *location_id = row_int(&rows, 1);
    }
    return rows_end(&rows);
}

enum err job_store_lease(struct ctx *ctx, id64 id, int64_t lease_ms, bool *claimed)
{
    int64_t changed = 0;

    TRY(store_exec(ctx, &lease, ARGS(INT(id), INT(lease_ms), INT(ctx->now_ms)), &changed));
    *claimed = changed == 1;
    return ERR_OK;
}

enum err job_store_cancel(struct ctx *ctx, id64 id, bool *canceled)
{
    int64_t changed = 0;

    TRY(store_exec(ctx, &cancel, ARGS(INT(ctx->location_id), INT(id), INT(ctx->now_ms)), &changed));
    *canceled = changed == 1;
    return ERR_OK;
}

enum err job_store_save(struct ctx *ctx, const struct job *job)
{
    return store_exec(ctx, &save,
                      ARGS(INT(job->location_id), INT(job->id), TEXT(job->state), INT(job->done), INT(job->failed),
                           INT(job->cursor_id), TEXT(job->result), INT(job->lease_ms), INT(ctx->now_ms)),
                      NULL);
}
