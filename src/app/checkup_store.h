/*
 * What is asked of the database to know whether all is well.
 */
#ifndef APP_CHECKUP_STORE_H
#define APP_CHECKUP_STORE_H

#include "store/store.h"

/* Long work that should have moved since `before_ms`: how much of it, and since when the oldest waits. */
enum err checkup_store_stuck_jobs(struct ctx *ctx, int64_t before_ms, int64_t *count, int64_t *oldest_ms);

/* When the newest thing happened that the audit knows of; 0: nothing did. */
enum err checkup_store_newest(struct ctx *ctx, int64_t *at_ms);

/* When the first location was made: since when the installation is at work; 0: it is not set up. */
enum err checkup_store_since(struct ctx *ctx, int64_t *at_ms);

#endif
