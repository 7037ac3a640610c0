/*
 * SQLite's one writer: a thread that owns the writable connection.
 *
 * It runs everything that is queued in one transaction, a savepoint per task, commits once, durably, and only then
 * calls each task's `done`. When an error takes the transaction away (a full disk, a failed sync), or the commit
 * fails, every task of the batch is told so and nothing of it is there. It alone runs checkpoints.
 */
#ifndef STORE_WRITER_H
#define STORE_WRITER_H

#include "store/store.h"

struct writer;

/* Takes the session when it succeeds; NULL when no thread could be had. */
struct writer *writer_start(struct store *store, struct store_session *session);

/* ERR_BUSY when 4096 tasks wait. */
enum err writer_submit(struct writer *writer, struct store_task *task);

int64_t writer_queued(struct writer *writer);

/* Empties the log into the database, so that nothing deleted is left in either; waits. ERR_BUSY when somebody reads for long. */
enum err writer_clean(struct writer *writer);

/* Does what was submitted, ends the thread, empties the log, closes the session, frees. */
void writer_stop(struct writer *writer);

#endif
