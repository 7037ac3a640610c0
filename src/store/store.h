/*
 * The store: rows in, rows out, the same for SQLite (one file) and PostgreSQL.
 *
 * A statement is one text that both engines speak, with parameters $1…$n, prepared once per session. Work runs
 * as a task: a READ on a session of the caller's thread or a worker's, a WRITE in a transaction, SLOW work on a
 * worker. On SQLite every WRITE runs on the one writer thread, which commits everything that was queued together
 * (a savepoint per task, one durable commit) and only then calls `done`. On PostgreSQL tasks run on the pool of
 * workers, a transaction each. A task whose commit failed is told so; nothing is acknowledged before it is on disk.
 *
 * Absent values are 0 and '' and never NULL, except where a foreign key may be absent.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/clock.h"
#include "base/ctx.h"
#include "base/id_set.h"

struct store;
struct store_session;

/* ---- statements and arguments -------------------------------------------------------------------------- */

struct sql {
    const char *text;
};

/* static const struct sql find_one = SQL("SELECT …"): a literal only. Every one is listed in a section of the
 * program, so that a test can prepare them all on both engines. */
#define SQL(literal) \
    {                \
        "" literal   \
    }
#define STATEMENT static const struct sql __attribute__((section("statements"), used))

/* Runs visit(sql) for every STATEMENT of the program. */
void sql_each(void (*visit)(const struct sql *sql, void *data), void *data);

enum arg_type { ARG_NULL, ARG_INT, ARG_TEXT, ARG_BYTES };

struct arg {
    enum arg_type type;
    int64_t integer;
    struct str text;
};

#define INT(value) ((struct arg){ .type = ARG_INT, .integer = (value) })
#define TEXT(value) ((struct arg){ .type = ARG_TEXT, .text = (value) })
/* For columns of bytes ({{bytes}} in a migration). */
#define BYTES(value) ((struct arg){ .type = ARG_BYTES, .text = (value) })
/* An id that may be absent: 0 is NULL. NULL is for numbers only. */
#define LINK(id) ((struct arg){ .type = (id) ? ARG_INT : ARG_NULL, .integer = (id) })

struct args {
    const struct arg *list;
    int count;
};

/* ARGS(INT(id), TEXT(name)); at least one. */
#define ARGS(...)                                                                                     \
    ((struct args){ (const struct arg[]){ __VA_ARGS__ },                                              \
                    (int)(sizeof((const struct arg[]){ __VA_ARGS__ }) / sizeof(struct arg)) })

/* ---- running statements (on ctx->db, inside whatever transaction it has) -------------------------------- */

/* Rows of a running query; in place. Queries may run inside each other; all of them end with their transaction, and
 * those begun in a part with store_part_undo. What a query walks over must not be changed before its end: SQLite would
 * show the change, PostgreSQL not. */
struct rows {
    struct ctx *ctx;
    void *state;   /* the engine's */
    uint64_t turn; /* of that state; another one when it went on to others */
    int row;
    enum err err;
};

/* After a statement failed nothing more is done in its transaction: every other statement answers the same error,
 * until the part around it is undone (on both engines; PostgreSQL insists). Where a failure is expected, say
 * ON CONFLICT DO NOTHING or begin a part. */

/* Runs a statement without rows; `*changed` (may be NULL) is the number of rows touched.
 * ERR_CONFLICT for a broken unique or foreign key (nothing is changed), ERR_BUSY, ERR_DISK_FULL, ERR_INTERNAL. */
enum err store_exec(struct ctx *ctx, const struct sql *sql, struct args args, int64_t *changed);

/* Starts a query. Then: while (rows_next(&rows)) …; return rows_end(&rows). A failure is seen at rows_end. */
void store_query(struct ctx *ctx, const struct sql *sql, struct args args, struct rows *rows);

/* The same for one row: true and the row stands ready, false when there is none or on error (rows_end says which). */
bool store_row(struct ctx *ctx, const struct sql *sql, struct args args, struct rows *rows);

bool rows_next(struct rows *rows);
/* Ends a query at any time; ERR_OK, or what went wrong. */
enum err rows_end(struct rows *rows);

/* Columns from 0. NULL reads as 0 and as the empty view. Texts are copied into ctx's arena. */
int64_t row_int(const struct rows *rows, int column);
struct str row_text(const struct rows *rows, int column);
/* Without a copy: valid until the next rows_next or rows_end. */
struct str row_view(const struct rows *rows, int column);
bool row_is_null(const struct rows *rows, int column);

/* One value out of a row. */
struct cell {
    int64_t integer;
    struct str text;
};

/* Columns side by side, and which of them hold text: a bit each, from the lowest of the first word on. */
struct cell_range {
    int first;
    int count;
    const uint64_t *texts;
};

/* All of them at once: as row_int and row_text give them one by one, at a third of the cost. */
void row_cells(const struct rows *rows, struct cell_range range, struct cell *out);

/* One number, or `otherwise` when there is no row. */
enum err store_int(struct ctx *ctx, const struct sql *sql, struct args args, int64_t otherwise, int64_t *out);

/* Adds the first column of every row. */
enum err store_ids(struct ctx *ctx, const struct sql *sql, struct args args, struct id_set *found);

/* Prepares a statement without running it; for the test of all statements. The failure's sentence is the engine's. */
enum err store_prepare(struct ctx *ctx, const struct sql *sql);

/* Takes a number of ids' nodes, from `first` to `last`, that no other program of this database has taken, for as long as the
 * store is open; false when none is free. On SQLite, where one program at a time writes, it is the last. */
bool store_claim_node(struct store *store, int64_t first, int64_t last, int64_t *node);

/* ---- transactions ---------------------------------------------------------------------------------------- */

/* Part of a write that may fail by itself: begin, then either keep or undo everything since. They nest. Keeping a
 * part in which a statement failed undoes it and returns that error. */
enum err store_part_begin(struct ctx *ctx);
enum err store_part_keep(struct ctx *ctx);
enum err store_part_undo(struct ctx *ctx);

/* Serialises the writes of a location on PostgreSQL (locks its head row); nothing to do on SQLite.
 * Every write that touches a location's data calls it first. */
enum err store_lock_location(struct ctx *ctx, id64 location_id);

/* Lets the engine look at what the tables hold, so that its plans fit; in a write. For whoever fills them: PostgreSQL
 * keeps the plans that it made for empty ones. Milliseconds on SQLite, up to seconds on a large PostgreSQL. */
enum err store_analyze(struct ctx *ctx);

/* ---- tasks ----------------------------------------------------------------------------------------------- */

enum store_mode { STORE_READ, STORE_WRITE, STORE_SLOW };

/* One piece of work for another thread; owned by the caller until `done` has been called, exactly once, on
 * whatever thread did the work. */
struct store_task {
    /* Sets ctx->db to `session` and works. In a WRITE anything but ERR_OK undoes what it did, and PostgreSQL may ask
     * for it again from the start (up to three times, after a deadlock). */
    enum err (*run)(struct store_task *task, struct store_session *session);
    /* `verdict`: what run returned when its writes are on disk (or it failed by itself); else ERR_BUSY,
     * ERR_DISK_FULL or ERR_INTERNAL of the commit: nothing it did is there. */
    void (*done)(struct store_task *task, enum err verdict);
    bool crowd;                /* of a SLOW one: strangers ask for it in numbers, so it stands behind everybody else's */
    enum store_mode mode;      /* filled in by store_submit */
    enum err verdict;
    struct store_task *next;
};

/* ERR_BUSY when the queue is full (then done is not called). */
enum err store_submit(struct store *store, struct store_task *task, enum store_mode mode);

/* May READ tasks run at once on the calling thread, over a session from store_reader_open (SQLite)?
 * False on PostgreSQL: submit them. */
bool store_reads_inline(const struct store *store);

/* A read-only session for the calling thread (SQLite); closed by store_reader_close on the same thread. */
struct store_session *store_reader_open(struct store *store);
void store_reader_close(struct store_session *session);

/* A consistent view for a READ: begin before, end after. */
enum err store_read_begin(struct store_session *session);
void store_read_end(struct store_session *session);

/* Statements running longer than this end with ERR_BUSY; 0 for no limit. For SLOW lists; forgotten with the
 * transaction, and of no effect on SQLite's writer, whose whole batch it would undo. */
void store_deadline_set(struct store_session *session, int64_t limit_ms);

/* For SLOW work that must write a part: runs write(ctx, data) as a WRITE (on the writer thread on SQLite, with
 * ctx->db set to its session) and waits for the commit. ctx->db is the caller's session again afterwards, with a new
 * view that sees the write; rows that were open have ended. Inside a WRITE it is a part of that. */
enum err store_write(struct ctx *ctx, enum err (*write)(struct ctx *ctx, void *data), void *data);

/* The same for a thread with no session at all (command line, jobs; never inside a task): any mode, and waits. */
enum err store_run(struct store *store, struct ctx *ctx, enum store_mode mode,
                   enum err (*work)(struct ctx *ctx, void *data), void *data);

/* What was deleted or overwritten leaves the files too: SQLite's log is emptied, PostgreSQL's `tables` (ends with NULL) are
 * written anew, or vacuumed where that would take long; copies that were made before a migration are removed. Ends the
 * caller's transaction, which must be no write, and begins a new view. ERR_BUSY: ask again later. */
enum err store_clean(struct ctx *ctx, const char *const *tables);

/* ---- telling others ---------------------------------------------------------------------------------------- */

/* Something in this location changed that others wait for: once the write around this is committed, whoever listens is
 * told, on every server of the database. Costs no statement; forgotten when nothing is committed. */
void store_note_change(struct ctx *ctx, id64 location_id);

/* Calls heard(data, location_id) soon after each commit that noted a change, whichever program made it; with 0 when
 * any location may have changed. On a thread of the store: it must be quick and not wait for the store. Once per
 * store, until store_close. False when no thread can be had for it. */
bool store_listen(struct store *store, void (*heard)(void *data, id64 location_id), void *data);

/* ---- opening ----------------------------------------------------------------------------------------------- */

struct store_options {
    const char *address;    /* "sqlite:PATH" or "postgres://…" / "postgresql://…" (libpq) */
    const char *backup_dir; /* where a copy goes before a migration (SQLite); NULL: beside the database */
    int workers;            /* threads for SLOW work, and on PostgreSQL for all; 0: a default */
    bool create;            /* may make a new SQLite file */
    bool as_it_is;          /* PostgreSQL: migrates nothing; a database that is older is refused */
    const char *vfs;        /* SQLite VFS by name, for tests; NULL: the system's */
    bool sync_normal;       /* synchronous=NORMAL: for the benchmark's comparison only */
};

/* Opens, checks that no other program owns the file (SQLite: a lock beside it, held until store_close), migrates.
 * NULL with a sentence in *why (in `arena`) when it cannot: newer database, edited past, wrong collation, in use… */
struct store *store_open(const struct store_options *options, struct arena *arena, struct str *why);

/* Finishes what was submitted, checkpoints, closes. */
void store_close(struct store *store);

/* The newest migration in this program ("0001_start"), in the database, and how many store_open ran just now. */
struct str store_migration_known(const struct store *store);
struct str store_migration_reached(const struct store *store);
int store_migrations_run(const struct store *store);

enum store_engine { STORE_SQLITE, STORE_POSTGRES };

/* For the banner and the metrics; features never ask. */
enum store_engine store_engine(const struct store *store);

/* Copies the running database into `path`, which must not exist (SQLite, on the calling thread, while reads and writes
 * go on); ERR_NOT_IMPLEMENTED with a sentence on PostgreSQL (pg_dump). */
enum err store_backup(struct store *store, struct ctx *ctx, const char *path);

struct store_figures {
    int64_t writes;  /* tasks committed since start */
    int64_t commits; /* durable commits since start */
    int64_t failed;  /* commits that failed and took everything in them along */
    int64_t queued;  /* waiting now */
};

struct store_figures store_figures(struct store *store);

#endif
