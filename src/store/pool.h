/*
 * The workers: threads with a session each, for everything on PostgreSQL and for READ and SLOW tasks on SQLite.
 *
 * SLOW tasks never take the last quarter of the workers, so that short ones always find one. Those of the crowd (forms) stand
 * behind all other SLOW ones, but for one of them at a time: a burst at a form delays nobody's list, and no list the form.
 */
#ifndef STORE_POOL_H
#define STORE_POOL_H

#include "store/store.h"

struct pool;

/* Owned; NULL when no thread or session could be had. */
struct pool *pool_start(struct store *store, int workers);

/* ERR_BUSY when 4096 tasks wait. */
enum err pool_submit(struct pool *pool, struct store_task *task);

int64_t pool_queued(struct pool *pool);

/* Does what was submitted, ends the threads, closes the sessions, frees. */
void pool_stop(struct pool *pool);

#endif
