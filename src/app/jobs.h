/*
 * The runner of long and recurring work: one thread beside the loops.
 *
 * It takes waiting jobs one after another and steps them, a transaction a step, and between them does what time
 * asks for (final deletions, forgotten keys and sessions). Leases in the database let several servers share a queue.
 */
#ifndef APP_JOBS_H
#define APP_JOBS_H

#include "base/clock.h"
#include "store/store.h"

struct jobs;

/* Owned; starts its thread at once. `clock` and `ids` must outlive it. */
struct jobs *jobs_start(struct store *store, const struct clock *clock, struct id_source *ids);

/* Lets the step under way finish, then ends the thread. */
void jobs_stop(struct jobs *jobs);

#endif
