#include "store/store.h"

#include "store/backend.h"
#include "store/pool.h"
#include "store/writer.h"

#include "base/log.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* ---- statements of the program ---------------------------------------------------------------------------- */

/* Made by the linker from the section's name; absent when the program has no STATEMENT. */
extern const struct sql __start_statements[] __attribute__((weak));
extern const struct sql __stop_statements[] __attribute__((weak));

void sql_each(void (*visit)(const struct sql *sql, void *data), void *data)
{
    const struct sql *sql = __start_statements;

    if (!sql)
        return;
    for (; sql < __stop_statements; sql++)
        if (sql->text)
            visit(sql, data);
}

enum err store_prepare(struct ctx *ctx, const struct sql *sql)
{
    struct store_session *session = ctx->db;
    enum err err = session->broken;

    if (err != ERR_OK)
        return err;
    err = session->backend->prepare(session, sql);
    if (err == ERR_OK)
        return ERR_OK;
    return session_broke(session, fail(ctx, err, "%s", session->backend->complaint(session)));
}

/* ---- running them ----------------------------------------------------------------------------------------- */

enum err store_exec(struct ctx *ctx, const struct sql *sql, struct args args, int64_t *changed)
{
    struct store_session *session = ctx->db;
    enum err err;

    if (changed)
        *changed = 0;
    if (session->broken != ERR_OK)
        return session->broken;
    err = session->backend->exec(session, sql, args, changed);
    return err == ERR_OK ? ERR_OK : session_broke(session, err);
}

void store_query(struct ctx *ctx, const struct sql *sql, struct args args, struct rows *rows)
{
    struct store_session *session = ctx->db;
    struct cursor *cursor;

    *rows = (struct rows){ .ctx = ctx, .row = -1, .err = session->broken };
    if (rows->err != ERR_OK)
        return;
    cursor = session_cursor(session);
    if (!cursor) {
        rows->err = session_broke(session, ERR_BUSY);
        return;
    }
    rows->err = session->backend->query(session, sql, args, cursor);
    if (rows->err != ERR_OK) {
        session_broke(session, rows->err);
        session_end_cursor(session, cursor);
        return;
    }
    rows->state = cursor;
    rows->turn = cursor->turn;
}

bool store_row(struct ctx *ctx, const struct sql *sql, struct args args, struct rows *rows)
{
    store_query(ctx, sql, args, rows);
    return rows_next(rows);
}

/* The cursor behind rows, as long as it is still theirs. */
static struct cursor *cursor_of(const struct rows *rows)
{
    struct cursor *cursor = rows->state;

    return cursor && cursor->turn == rows->turn ? cursor : NULL;
}

bool rows_next(struct rows *rows)
{
    struct cursor *cursor = cursor_of(rows);
    enum err err;

    if (rows->err != ERR_OK || !rows->state)
        return false;
    if (!cursor) {
        log_write(LOG_ERROR, "rows_after_their_end", "row=%d", rows->row);
        rows->err = ERR_INTERNAL;
        return false;
    }
    if (cursor->over)
        return false;
    err = cursor->session->backend->next(cursor->session, cursor);
    if (err == ERR_OK) {
        rows->row = ++cursor->row;
        return true;
    }
    cursor->over = true;
    if (err != ERR_NOT_FOUND)
        rows->err = session_broke(cursor->session, err);
    return false;
}

enum err rows_end(struct rows *rows)
{
    struct cursor *cursor = cursor_of(rows);

    rows->state = NULL;
    if (cursor) {
        struct store_session *session = cursor->session;
        enum err err = session_end_cursor(session, cursor);

        if (rows->err == ERR_OK && err != ERR_OK)
            rows->err = session_broke(session, err);
    }
    return rows->err;
}

static struct cursor *ready_row(const struct rows *rows)
{
    struct cursor *cursor = cursor_of(rows);

    return cursor && !cursor->over && cursor->row >= 0 ? cursor : NULL;
}

int64_t row_int(const struct rows *rows, int column)
{
    const struct cursor *cursor = ready_row(rows);

    return cursor ? cursor->session->backend->column_int(cursor, column) : 0;
}

struct str row_view(const struct rows *rows, int column)
{
    const struct cursor *cursor = ready_row(rows);

    return cursor ? cursor->session->backend->column_view(cursor, column, rows->ctx->arena) : STR_EMPTY;
}

struct str row_text(const struct rows *rows, int column)
{
    struct str view = row_view(rows, column);

    return view.len ? arena_str(rows->ctx->arena, view) : STR_EMPTY;
}

/* The texts move into one piece of memory, each with its NUL, as arena_str would do it. */
static void keep_texts(struct arena *arena, struct cell_range range, struct cell *cells)
{
    size_t size = 0;
    char *into;

    for (int i = 0; i < range.count; i++)
        size += cells[i].text.len + 1;
    into = arena_bytes(arena, size);
    for (int i = 0; i < range.count; i++) {
        struct str *text = &cells[i].text;

        if (text->len == 0)
            continue;
        memcpy(into, text->ptr, text->len);
        into[text->len] = '\0';
        text->ptr = into;
        into += text->len + 1;
    }
}

void row_cells(const struct rows *rows, struct cell_range range, struct cell *out)
{
    const struct cursor *cursor = ready_row(rows);

    if (cursor)
        cursor->session->backend->column_cells(cursor, range, rows->ctx->arena, out);
    else
        for (int i = 0; i < range.count; i++)
            out[i] = (struct cell){ .text = STR_EMPTY };
    keep_texts(rows->ctx->arena, range, out);
}

bool row_is_null(const struct rows *rows, int column)
{
    const struct cursor *cursor = ready_row(rows);

    return !cursor || cursor->session->backend->column_is_null(cursor, column);
}

enum err store_int(struct ctx *ctx, const struct sql *sql, struct args args, int64_t otherwise, int64_t *out)
{
    struct rows rows;

    *out = store_row(ctx, sql, args, &rows) ? row_int(&rows, 0) : otherwise;
    return rows_end(&rows);
}

enum err store_ids(struct ctx *ctx, const struct sql *sql, struct args args, struct id_set *found)
{
    struct rows rows;

    store_query(ctx, sql, args, &rows);
    while (rows_next(&rows))
        id_set_add(ctx, found, row_int(&rows, 0));
    return rows_end(&rows);
}

/* ---- transactions ----------------------------------------------------------------------------------------- */

enum err store_part_begin(struct ctx *ctx)
{
    return session_part_begin(ctx->db);
}

enum err store_part_keep(struct ctx *ctx)
{
    return session_part_keep(ctx->db);
}

enum err store_part_undo(struct ctx *ctx)
{
    return session_part_undo(ctx->db);
}

enum err store_lock_location(struct ctx *ctx, id64 location_id)
{
    struct store_session *session = ctx->db;
    enum err err = session->broken;

    if (err == ERR_OK)
        err = session->backend->lock_location(session, location_id);
    return err == ERR_OK ? ERR_OK : session_broke(session, err);
}

enum err store_analyze(struct ctx *ctx)
{
    struct store_session *session = ctx->db;

    if (session->broken != ERR_OK)
        return session->broken;
    return session_broke(session, session->backend->analyze(session));
}

/* ---- tasks ------------------------------------------------------------------------------------------------ */

enum err store_submit(struct store *store, struct store_task *task, enum store_mode mode)
{
    task->mode = mode;
    if (mode == STORE_WRITE && store->writer)
        return writer_submit(store->writer, task);
    return pool_submit(store->pool, task);
}

bool store_reads_inline(const struct store *store)
{
    return store->backend->one_writer;
}

struct store_session *store_reader_open(struct store *store)
{
    return store->backend->session_open(store);
}

void store_reader_close(struct store_session *session)
{
    session_finish(session, ERR_OK);
    session->backend->session_close(session);
}

enum err store_read_begin(struct store_session *session)
{
    return session_begin(session, false);
}

void store_read_end(struct store_session *session)
{
    session_finish(session, ERR_OK);
}

void store_deadline_set(struct store_session *session, int64_t limit_ms)
{
    session->limit_ms = limit_ms > 0 ? limit_ms : 0;
    session->backend->limit(session);
}

/* A task whose thread waits for it. */
struct waiting {
    struct store_task task;
    struct ctx *ctx;
    enum err (*work)(struct ctx *ctx, void *data);
    void *data;
    int runs;
    pthread_mutex_t lock;
    pthread_cond_t ended;
    bool over;
    enum err verdict;
};

static enum err waiting_work(void *data, struct store_session *session)
{
    struct waiting *waiting = data;

    if (waiting->runs++ > 0)
        ctx_forgive(waiting->ctx);
    waiting->ctx->db = session;
    return waiting->work(waiting->ctx, waiting->data);
}

static enum err waiting_run(struct store_task *task, struct store_session *session)
{
    return waiting_work(task, session);
}

static void waiting_done(struct store_task *task, enum err verdict)
{
    struct waiting *waiting = (struct waiting *)task;

    pthread_mutex_lock(&waiting->lock);
    waiting->verdict = verdict;
    waiting->over = true;
    pthread_cond_signal(&waiting->ended);
    pthread_mutex_unlock(&waiting->lock);
}

static enum err submit_and_wait(struct store *store, struct waiting *waiting, enum store_mode mode)
{
    struct store_session *before = waiting->ctx->db;
    enum err err;

    pthread_mutex_init(&waiting->lock, NULL);
    pthread_cond_init(&waiting->ended, NULL);
    waiting->task.run = waiting_run;
    waiting->task.done = waiting_done;
    err = store_submit(store, &waiting->task, mode);
    if (err == ERR_OK) {
        pthread_mutex_lock(&waiting->lock);
        while (!waiting->over)
            pthread_cond_wait(&waiting->ended, &waiting->lock);
        pthread_mutex_unlock(&waiting->lock);
        err = waiting->verdict;
    }
    pthread_cond_destroy(&waiting->ended);
    pthread_mutex_destroy(&waiting->lock);
    waiting->ctx->db = before;
    return err;
}

static enum err write_as_part(struct ctx *ctx, enum err (*write)(struct ctx *ctx, void *data), void *data)
{
    enum err err;

    TRY(store_part_begin(ctx));
    err = write(ctx, data);
    if (err == ERR_OK)
        return store_part_keep(ctx);
    store_part_undo(ctx);
    return err;
}

enum err store_write(struct ctx *ctx, enum err (*write)(struct ctx *ctx, void *data), void *data)
{
    struct store_session *session = ctx->db;
    struct waiting waiting = { .ctx = ctx, .work = write, .data = data };
    bool reading = session->reading;
    int64_t limit_ms = session->limit_ms;
    enum err err;

    if (session->writing)
        return write_as_part(ctx, write, data);
    session_finish(session, ERR_OK);
    if (session->store->writer)
        err = submit_and_wait(session->store, &waiting, STORE_WRITE);
    else
        err = session_write(session, waiting_work, &waiting);
    ctx->db = session;
    if (reading)
        session_begin(session, false);
    if (limit_ms)
        store_deadline_set(session, limit_ms);
    return err;
}

enum err store_run(struct store *store, struct ctx *ctx, enum store_mode mode,
                   enum err (*work)(struct ctx *ctx, void *data), void *data)
{
    struct waiting waiting = { .ctx = ctx, .work = work, .data = data };

    return submit_and_wait(store, &waiting, mode);
}

enum err store_clean(struct ctx *ctx, const char *const *tables)
{
    struct store_session *session = ctx->db;
    bool reading = session->reading;
    enum err err;

    if (session->writing)
        return ERR_INTERNAL;
    session_finish(session, ERR_OK);
    err = session->backend->clean(session, tables);
    if (reading)
        session_begin(session, false);
    return err;
}

/* ---- telling others --------------------------------------------------------------------------------------- */

void store_note_change(struct ctx *ctx, id64 location_id)
{
    struct store_session *session = ctx->db;

    for (int i = 0; i < session->note_count; i++)
        if (session->notes[i] == location_id || session->notes[i] == 0)
            return;
    if (session->note_count < NOTES_MOST) {
        session->notes[session->note_count++] = location_id;
        return;
    }
    session->notes[0] = 0;
    session->note_count = 1;
}

void store_hear(struct store *store, id64 location_id)
{
    struct listener *listener = atomic_load(&store->listener);

    if (listener)
        listener->heard(listener->data, location_id);
}

bool store_claim_node(struct store *store, int64_t first, int64_t last, int64_t *node)
{
    if (store->backend->claim_node)
        return store->backend->claim_node(store, first, last, node);
    *node = last;
    return true;
}

bool store_listen(struct store *store, void (*heard)(void *data, id64 location_id), void *data)
{
    struct listener *listener = calloc(1, sizeof(*listener));

    if (!listener)
        return false;
    *listener = (struct listener){ heard, data };
    atomic_store(&store->listener, listener);
    return !store->backend->listen || store->backend->listen(store);
}

/* ---- opening ---------------------------------------------------------------------------------------------- */

struct store *store_open_with(const struct store_options *options, const struct embedded_file *migrations,
                              struct arena *arena, struct str *why)
{
    struct str address = str_from(options->address);

    if (str_starts(address, STR("sqlite:")))
        return sqlite_backend.open(options, migrations, arena, why);
    if (str_starts(address, STR("postgres://")) || str_starts(address, STR("postgresql://")))
        return postgres_backend.open(options, migrations, arena, why);
    *why = STR("The store's address must begin with sqlite:, postgres:// or postgresql://.");
    return NULL;
}

struct store *store_open(const struct store_options *options, struct arena *arena, struct str *why)
{
    return store_open_with(options, embedded_migrations, arena, why);
}

void store_close(struct store *store)
{
    struct listener *listener = atomic_load(&store->listener);

    /* workers first: what they do may still need the writer */
    pool_stop(store->pool);
    if (store->writer)
        writer_stop(store->writer);
    store->backend->close(store);
    free(listener);
}

static struct str without_ending(const char *file_name)
{
    struct str name = str_from(file_name);

    return str_slice(name, 0, str_find(name, '.'));
}

struct str store_migration_known(const struct store *store)
{
    return without_ending(store->migration_known);
}

struct str store_migration_reached(const struct store *store)
{
    return without_ending(store->migration_reached);
}

int store_migrations_run(const struct store *store)
{
    return store->migrations_run;
}

enum store_engine store_engine(const struct store *store)
{
    return store->backend->engine;
}

enum err store_backup(struct store *store, struct ctx *ctx, const char *path)
{
    return store->backend->backup(store, ctx, path);
}

struct store_figures store_figures(struct store *store)
{
    return (struct store_figures){
        .writes = atomic_load(&store->writes),
        .commits = atomic_load(&store->commits),
        .failed = atomic_load(&store->failed),
        .queued = pool_queued(store->pool) + (store->writer ? writer_queued(store->writer) : 0),
    };
}
