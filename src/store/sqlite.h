/*
 * SQLite behind the store: sqlite.c runs statements, sqlite_open.c opens the file, sqlite_wal.c looks after the
 * write-ahead log, sqlite_backup.c copies, sqlite_temp.c keeps what is needed for a while. Only they see the driver.
 *
 * One connection writes and checkpoints, the writer's; all others are read-only. (Versions before 3.51.3 can damage a
 * file when a checkpoint on one connection meets a commit on another.) No connection is shared between threads.
 */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include "store/backend.h"
#include "store/cache.h"

struct sqlite3;
struct sqlite3_vfs;

struct sqlite_store {
    struct store store;
    char *path;              /* of the database, without symbolic links */
    struct sqlite3_vfs *vfs; /* owned, see sqlite_temp.h */
    char *backup_dir;        /* where copies go before a migration; NULL: beside the database */
    int lock_fd;             /* of "<path>.lock" */
    bool sync_normal;        /* benchmarks only */
};

struct sqlite_session {
    struct store_session session;
    struct sqlite3 *db;
    struct cache cache;
    int64_t deadline_ms; /* of the running statement, monotonic */
    bool is_writer;
    bool io_failed;      /* a read, write or sync failed: this connection is not trusted any more */
    int wal_pages;       /* in the write-ahead log after the last commit */
    int wal_moved_pages; /* of those, moved to the database by the last checkpoint */
    int wal_next_pages;  /* when to checkpoint again */
    struct sqlite3 *keeper; /* of the newest view, see sqlite_keep; the writer's only */
};

/* A connection with its settings; NULL (logged) when it cannot be had. */
struct sqlite3 *sqlite_connect(const struct sqlite_store *store, bool is_writer);

/* Owned; NULL when the file cannot be opened (logged). */
struct store_session *sqlite_session_open(struct sqlite_store *store, bool is_writer);
void sqlite_session_close(struct store_session *session);

/* An empty cache of statements, as large as the session's role wants. */
void sqlite_cache_init(struct sqlite_session *session);

/* Gives a session another, fresh connection; the old one stays where that fails. */
enum err sqlite_reconnect(struct sqlite_session *session);

/* What a result code means to us. Logs what should not happen. */
enum err sqlite_err(struct sqlite_session *session, int code, const char *text);

/* ---- for the writer */

/* False when an error has taken the transaction away with all that was in it. */
bool sqlite_in_transaction(const struct store_session *session);

/* After a commit that failed: takes what it left in the log away, so that no crash brings it back, and replaces the
 * connection when reading, writing or syncing failed. Until this succeeds nothing may be written. */
enum err sqlite_mend(struct store_session *session);

/* Checkpoints when the log has grown, or when `idle` and there is something to move. */
void sqlite_tidy(struct store_session *session, bool idle);

/* Keeps the newest view open on a connection of its own, so that the locks of everybody else who reads it are counted
 * in this process and not asked from the kernel: 5 of the 7 µs of a small read. After each commit. */
void sqlite_keep(struct store_session *session);

/* Moves everything and empties the log; before closing. */
void sqlite_wal_empty(struct store_session *session);

/* The same while readers come and go; nothing that was deleted is left in database, log, or the pages that this session has in
 * memory. ERR_BUSY when somebody reads for long. */
enum err sqlite_clean(struct store_session *session);

/* store_clean: also removes the copies that were made before a migration or a restore. */
enum err sqlite_store_clean(struct store_session *session, const char *const *tables);

/* Statistics for the planner (sqlite_look.c), in the transaction that there is or in one of their own. They grow old while
 * the tables grow: a look is due when the file is a quarter larger than at the last one, or half as large. */
enum err sqlite_look(struct store_session *session);
bool sqlite_look_is_due(struct store_session *session);

/* Counts the log's pages from now on. */
void sqlite_wal_watch(struct sqlite_session *session);

enum err sqlite_store_backup(struct store *store, struct ctx *ctx, const char *path);

/* A copy of the file in use by `from`, complete and on disk when this returns. */
enum err sqlite_copy(struct sqlite_session *from, const char *path);

struct store *sqlite_store_open(const struct store_options *options, const struct embedded_file *migrations,
                                struct arena *arena, struct str *why);
void sqlite_store_close(struct store *store);

#endif
