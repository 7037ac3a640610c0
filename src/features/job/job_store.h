/*
 * The queue's rows.
 */
#ifndef FEATURES_JOB_JOB_STORE_H
#define FEATURES_JOB_JOB_STORE_H

#include "features/job/job.h"

/* The oldest job that waits, or runs under a lease that has ended: 0 when there is none. */
enum err job_store_next(struct ctx *ctx, id64 *id, id64 *location_id);

/* Marks it running until lease_ms; false in *claimed when another server was faster. */
enum err job_store_lease(struct ctx *ctx, id64 id, int64_t lease_ms, bool *claimed);

/* Cancels it unless it has ended; false in *canceled then. */
enum err job_store_cancel(struct ctx *ctx, id64 id, bool *canceled);

/* Progress of a running job: a job that was canceled meanwhile keeps that state. */
enum err job_store_save(struct ctx *ctx, const struct job *job);

#endif
