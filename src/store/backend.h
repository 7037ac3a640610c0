/*
 * Inside the store: what the front (store.c) asks of an engine, and what pool, writer and migrations share.
 * Nobody outside src/store includes this.
 *
 * A session is one connection, used by one thread at a time. An engine's session and store begin with the structs
 * below. The front counts parts, keeps the open cursors and remembers a failure: after a statement failed, everything
 * in that transaction answers the same error until the part around it, or the whole, is undone. PostgreSQL is like
 * that by itself; SQLite is made so, that a feature written on the one runs on the other.
 */
#ifndef STORE_BACKEND_H
#define STORE_BACKEND_H

#include "store/store.h"

#include "base/embed.h"

#include <stdatomic.h>

struct pool;
struct writer;

/* A running query; belongs to its session and is used again when it has ended. */
struct cursor {
    struct cursor *next;
    struct store_session *session;
    void *handle;  /* the engine's */
    uint64_t turn; /* which rows may use it */
    int depth;     /* of parts, when it began */
    int row;       /* the one that stands ready, from 0; -1 before the first */
    bool over;     /* there are no more */
};

enum { NOTES_MOST = 8 };

/* Who is told of changes; lives as long as the store. */
struct listener {
    void (*heard)(void *data, id64 location_id);
    void *data;
};

struct store_session {
    const struct backend *backend;
    struct store *store;
    struct cursor *open; /* newest first */
    struct cursor *spare;
    uint64_t turns;
    int depth;       /* parts that are open */
    bool writing;    /* inside a write transaction */
    bool reading;    /* inside a read transaction */
    bool again;      /* the failure is one that may go away when the whole task runs again */
    enum err broken; /* the failure that everything now answers */
    int64_t limit_ms;
    id64 notes[NOTES_MOST]; /* locations that this transaction changed; 0 stands for any */
    int note_count;
};

struct store {
    const struct backend *backend;
    struct pool *pool;
    struct writer *writer; /* NULL where every worker writes */
    _Atomic int64_t writes;
    _Atomic int64_t commits;
    _Atomic int64_t failed;
    const char *migration_known; /* file names of the newest in the program and in the database */
    const char *migration_reached;
    int migrations_run;
    _Atomic(struct listener *) listener; /* NULL: nobody */
};

struct backend {
    enum store_engine engine;
    bool one_writer;

    /* What the migrations leave open. */
    const char *name; /* as in 0002_name.sqlite.sql */
    const char *id_type;
    const char *bytes_type;

    struct store *(*open)(const struct store_options *options, const struct embedded_file *migrations,
                          struct arena *arena, struct str *why);
    /* After pool and writer have ended. */
    void (*close)(struct store *store);
    enum err (*backup)(struct store *store, struct ctx *ctx, const char *path);

    /* See store_clean; outside of any transaction. */
    enum err (*clean)(struct store_session *session, const char *const *tables);

    /* A session for reading (and on PostgreSQL for all); NULL when there is none to be had. */
    struct store_session *(*session_open)(struct store *store);
    void (*session_close)(struct store_session *session);

    enum err (*begin)(struct store_session *session, bool writing);
    /* Tells who listens of the session's notes, once they are on disk. */
    enum err (*commit)(struct store_session *session);
    void (*rollback)(struct store_session *session);
    /* A statement without arguments or rows; for savepoints and migrations. */
    enum err (*command)(struct store_session *session, const char *text);
    enum err (*lock_location)(struct store_session *session, id64 location_id);
    void (*limit)(struct store_session *session);
    /* See store_analyze. */
    enum err (*analyze)(struct store_session *session);
    /* Begins to hear what other programs commit; NULL where there can be none. */
    bool (*listen)(struct store *store);
    /* See store_claim_node; NULL where one program at a time writes. */
    bool (*claim_node)(struct store *store, int64_t first, int64_t last, int64_t *node);

    enum err (*prepare)(struct store_session *session, const struct sql *sql);
    enum err (*exec)(struct store_session *session, const struct sql *sql, struct args args, int64_t *changed);
    /* Gives the cursor its handle. */
    enum err (*query)(struct store_session *session, const struct sql *sql, struct args args, struct cursor *cursor);
    /* ERR_NOT_FOUND after the last row. */
    enum err (*next)(struct store_session *session, struct cursor *cursor);
    enum err (*end)(struct store_session *session, struct cursor *cursor);
    int64_t (*column_int)(const struct cursor *cursor, int column);
    struct str (*column_view)(const struct cursor *cursor, int column, struct arena *arena);
    bool (*column_is_null)(const struct cursor *cursor, int column);
    /* Integers and views, as the two above give them. */
    void (*column_cells)(const struct cursor *cursor, struct cell_range range, struct arena *arena, struct cell *out);

    /* The engine's last complaint, for a person who migrates; never logged. */
    const char *(*complaint)(struct store_session *session);
};

extern const struct backend sqlite_backend;
extern const struct backend postgres_backend;

/* store_open with other migrations than the program's own; for tests. */
struct store *store_open_with(const struct store_options *options, const struct embedded_file *migrations,
                              struct arena *arena, struct str *why);

/* Tells the listener, if there is one. */
void store_hear(struct store *store, id64 location_id);

/* ---- sessions (session.c) -------------------------------------------------------------------------------- */

/* Remembers the first failure of a transaction; returns it. */
enum err session_broke(struct store_session *session, enum err err);

/* Logs a statement that should have worked, without anything a person entered. */
struct statement_failure {
    const char *code; /* the engine's */
    const char *constraint;
    const char *message; /* only where it cannot quote data */
    const char *text;
};

void log_statement_failed(struct statement_failure failure);

/* Takes a cursor for a query, and gives it back. */
struct cursor *session_cursor(struct store_session *session);
enum err session_end_cursor(struct store_session *session, struct cursor *cursor);

/* Ends the cursors that began inside more than `depth` parts; -1 for all. */
void session_end_cursors(struct store_session *session, int depth);

/* Frees the spare cursors. */
void session_clear(struct store_session *session);

enum err session_begin(struct store_session *session, bool writing);

/* Ends whatever transaction there is: durable when `err` is ERR_OK and nothing failed, else undone.
 * Returns what became of it. */
enum err session_finish(struct store_session *session, enum err err);

/* The part of part_begin, _keep and _undo that knows no ctx. */
enum err session_part_begin(struct store_session *session);
enum err session_part_keep(struct store_session *session);
enum err session_part_undo(struct store_session *session);

/* Runs work in a write transaction of this session, again when the engine says that this may help. */
enum err session_write(struct store_session *session, enum err (*work)(void *data, struct store_session *session),
                       void *data);

#endif
