/* Statements, cursors and transactions on SQLite. */
#include "store/sqlite.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    STEPS_BETWEEN_LOOKS = 2000, /* at the clock, while a statement with a deadline runs: some 50 µs */
    PARAMETERS_MOST = 32766,    /* SQLITE_MAX_VARIABLE_NUMBER */
    WRITER_STATEMENTS_MOST = 512,
    READER_STATEMENTS_MOST = 256,
};

struct sqlite_statement {
    struct statement base;
    sqlite3_stmt *handle;
    bool writes;
    int parameters;
    int highest;         /* the largest n of $n */
    uint16_t numbers[];  /* n of the parameter at each place */
};

static struct sqlite_session *of(struct store_session *session)
{
    return (struct sqlite_session *)session;
}

/* ---- errors */

enum err sqlite_err(struct sqlite_session *session, int code, const char *text)
{
    char number[16];

    switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
    case SQLITE_CONSTRAINT_FOREIGNKEY: return ERR_CONFLICT;
    }
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE: return ERR_OK;
    case SQLITE_INTERRUPT:
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return ERR_BUSY;
    }
    snprintf(number, sizeof(number), "%d", code);
    log_statement_failed((struct statement_failure){
        .code = number,
        .constraint = "",
        .message = session->db ? sqlite3_errmsg(session->db) : "",
        .text = text,
    });
    switch (code & 0xff) {
    case SQLITE_FULL: return ERR_DISK_FULL;
    case SQLITE_IOERR: session->io_failed = true; return ERR_BUSY;
    case SQLITE_CANTOPEN:
    case SQLITE_NOMEM:
    case SQLITE_PROTOCOL: return ERR_BUSY;
    }
    return ERR_INTERNAL;
}

/* ---- prepared statements */

static void read_parameters(struct sqlite_statement *statement)
{
    for (int place = 1; place <= statement->parameters; place++) {
        const char *name = sqlite3_bind_parameter_name(statement->handle, place);
        int64_t number = 0;

        /* "$12" is a name to SQLite; the place is where it stood first */
        if (name && *name == '$')
            str_to_int(str_from(name + 1), &number);
        if (number < 1 || number > PARAMETERS_MOST)
            number = PARAMETERS_MOST + 1;
        statement->numbers[place - 1] = (uint16_t)number;
        if (number > statement->highest)
            statement->highest = (int)number;
    }
}

static enum err prepare(struct sqlite_session *session, const char *text, struct sqlite_statement **out)
{
    struct sqlite_statement *statement;
    sqlite3_stmt *handle = NULL;
    int parameters, code;

    code = sqlite3_prepare_v3(session->db, text, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL);
    if (code != SQLITE_OK || !handle)
        return sqlite_err(session, code == SQLITE_OK ? SQLITE_MISUSE : code, text);
    parameters = sqlite3_bind_parameter_count(handle);
    statement = malloc(sizeof(*statement) + (size_t)parameters * sizeof(statement->numbers[0]));
    if (!statement) {
        sqlite3_finalize(handle);
        return ERR_BUSY;
    }
    *statement = (struct sqlite_statement){
        .handle = handle,
        .writes = !sqlite3_stmt_readonly(handle),
        .parameters = parameters,
    };
    read_parameters(statement);
    if (!cache_add(&session->cache, &statement->base, text, 0)) {
        sqlite3_finalize(handle);
        free(statement);
        return ERR_BUSY;
    }
    *out = statement;
    return ERR_OK;
}

static enum err statement_for(struct sqlite_session *session, const char *text, struct sqlite_statement **out)
{
    *out = (struct sqlite_statement *)cache_find(&session->cache, text, 0);
    return *out ? ERR_OK : prepare(session, text, out);
}

static void release_statement(void *owner, struct statement *statement)
{
    (void)owner;
    sqlite3_finalize(((struct sqlite_statement *)statement)->handle);
    free(statement);
}

void sqlite_cache_init(struct sqlite_session *session)
{
    cache_init(&session->cache, session->is_writer ? WRITER_STATEMENTS_MOST : READER_STATEMENTS_MOST, release_statement,
               session);
}

/* ---- binding and running */

static int bind_one(sqlite3_stmt *handle, int place, const struct arg *arg, sqlite3_destructor_type keep)
{
    const char *bytes = arg->text.ptr ? arg->text.ptr : "";

    switch (arg->type) {
    case ARG_NULL: return sqlite3_bind_null(handle, place);
    case ARG_INT: return sqlite3_bind_int64(handle, place, arg->integer);
    case ARG_TEXT: return sqlite3_bind_text64(handle, place, bytes, arg->text.len, keep, SQLITE_UTF8);
    case ARG_BYTES: return sqlite3_bind_blob64(handle, place, bytes, arg->text.len, keep);
    }
    return SQLITE_MISUSE;
}

static enum err bind(struct sqlite_session *session, struct sqlite_statement *statement, struct args args,
                     sqlite3_destructor_type keep)
{
    if (statement->highest > args.count) {
        log_statement_failed((struct statement_failure){ "arguments", "", "too few", statement->base.text });
        return ERR_INTERNAL;
    }
    for (int place = 1; place <= statement->parameters; place++) {
        const struct arg *arg = &args.list[statement->numbers[place - 1] - 1];
        int code = bind_one(statement->handle, place, arg, keep);

        if (code != SQLITE_OK)
            return sqlite_err(session, code, statement->base.text);
    }
    return ERR_OK;
}

/* A statement on the writer that is interrupted would take the whole batch with it. */
static bool has_deadline(const struct sqlite_session *session)
{
    return session->session.limit_ms && !session->is_writer;
}

static void start_clock(struct sqlite_session *session)
{
    if (has_deadline(session))
        session->deadline_ms = clock_monotonic_ms() + session->session.limit_ms;
}

static enum err sqlite_exec(struct store_session *base, const struct sql *sql, struct args args, int64_t *changed)
{
    struct sqlite_session *session = of(base);
    struct sqlite_statement *statement;
    int code;

    TRY(statement_for(session, sql->text, &statement));
    TRY(bind(session, statement, args, SQLITE_STATIC));
    start_clock(session);
    do
        code = sqlite3_step(statement->handle);
    while (code == SQLITE_ROW);
    if (code == SQLITE_DONE && changed && statement->writes)
        *changed = sqlite3_changes64(session->db);
    if (code != SQLITE_DONE) {
        enum err err = sqlite_err(session, code, sql->text);

        sqlite3_reset(statement->handle);
        return err;
    }
    sqlite3_reset(statement->handle);
    return ERR_OK;
}

static enum err sqlite_command(struct store_session *base, const char *text)
{
    return sqlite_exec(base, &(struct sql){ text }, (struct args){ NULL, 0 }, NULL);
}

static enum err sqlite_prepare(struct store_session *base, const struct sql *sql)
{
    struct sqlite_statement *statement;

    return statement_for(of(base), sql->text, &statement);
}

/* ---- cursors */

static enum err sqlite_query(struct store_session *base, const struct sql *sql, struct args args, struct cursor *cursor)
{
    struct sqlite_session *session = of(base);
    struct sqlite_statement *statement;

    TRY(statement_for(session, sql->text, &statement));
    /* copies: the rows are read after the caller's arguments may have gone */
    TRY(bind(session, statement, args, SQLITE_TRANSIENT));
    start_clock(session);
    statement->base.running = true;
    cursor->handle = statement;
    return ERR_OK;
}

static enum err sqlite_next(struct store_session *base, struct cursor *cursor)
{
    struct sqlite_statement *statement = cursor->handle;
    int code = sqlite3_step(statement->handle);

    if (code == SQLITE_ROW)
        return ERR_OK;
    return code == SQLITE_DONE ? ERR_NOT_FOUND : sqlite_err(of(base), code, statement->base.text);
}

static enum err sqlite_end(struct store_session *base, struct cursor *cursor)
{
    struct sqlite_statement *statement = cursor->handle;
    enum err err = ERR_OK;

    /* foreign keys are checked when INSERT … RETURNING comes to its end, not when its row is read */
    if (statement->writes && !cursor->over && cursor->row >= 0 && base->broken == ERR_OK) {
        while (err == ERR_OK)
            err = sqlite_next(base, cursor);
        if (err == ERR_NOT_FOUND)
            err = ERR_OK;
    }
    sqlite3_reset(statement->handle);
    statement->base.running = false;
    return err;
}

static sqlite3_stmt *handle_of(const struct cursor *cursor)
{
    return ((const struct sqlite_statement *)cursor->handle)->handle;
}

static int64_t sqlite_int(const struct cursor *cursor, int column)
{
    return sqlite3_column_int64(handle_of(cursor), column);
}

static struct str sqlite_view(const struct cursor *cursor, int column, struct arena *arena)
{
    sqlite3_stmt *handle = handle_of(cursor);
    /* text is given as it is, and a number as its digits: https://www.sqlite.org/c3ref/column_blob.html */
    const char *bytes = sqlite3_column_blob(handle, column);

    (void)arena;
    return bytes ? (struct str){ bytes, (size_t)sqlite3_column_bytes(handle, column) } : STR_EMPTY;
}

static bool sqlite_is_null(const struct cursor *cursor, int column)
{
    return sqlite3_column_type(handle_of(cursor), column) == SQLITE_NULL;
}

static void sqlite_cells(const struct cursor *cursor, struct cell_range range, struct arena *arena, struct cell *out)
{
    sqlite3_stmt *handle = handle_of(cursor);

    (void)arena;
    for (int i = 0; i < range.count; i++) {
        /* unprotected, which is good for a connection that only this thread uses */
        sqlite3_value *value = sqlite3_column_value(handle, range.first + i);
        const char *bytes = NULL;

        out[i] = (struct cell){ .text = STR_EMPTY };
        if (!(range.texts[i / 64] >> (i % 64) & 1))
            out[i].integer = sqlite3_value_int64(value);
        else if ((bytes = sqlite3_value_blob(value)))
            out[i].text = (struct str){ bytes, (size_t)sqlite3_value_bytes(value) };
    }
}

/* ---- transactions */

static enum err sqlite_begin(struct store_session *base, bool writing)
{
    return sqlite_command(base, writing ? "BEGIN IMMEDIATE" : "BEGIN");
}

static enum err sqlite_commit(struct store_session *base)
{
    TRY(sqlite_command(base, "COMMIT"));
    for (int i = 0; i < base->note_count; i++)
        store_hear(base->store, base->notes[i]);
    return ERR_OK;
}

static void sqlite_rollback(struct store_session *base)
{
    if (sqlite_in_transaction(base))
        sqlite_command(base, "ROLLBACK");
}

bool sqlite_in_transaction(const struct store_session *session)
{
    return !sqlite3_get_autocommit(((const struct sqlite_session *)session)->db);
}

/* One writer needs no other order. */
static enum err sqlite_lock_location(struct store_session *session, id64 location_id)
{
    (void)session;
    (void)location_id;
    return ERR_OK;
}

static int is_too_late(void *data)
{
    const struct sqlite_session *session = data;

    return clock_monotonic_ms() > session->deadline_ms;
}

static void sqlite_limit(struct store_session *base)
{
    struct sqlite_session *session = of(base);

    if (session->is_writer)
        return;
    start_clock(session);
    sqlite3_progress_handler(session->db, STEPS_BETWEEN_LOOKS, has_deadline(session) ? is_too_late : NULL, session);
}

static const char *sqlite_complaint(struct store_session *base)
{
    return sqlite3_errmsg(of(base)->db);
}

static struct store_session *open_reader(struct store *store)
{
    return sqlite_session_open((struct sqlite_store *)store, false);
}

const struct backend sqlite_backend = {
    .engine = STORE_SQLITE,
    .one_writer = true,
    .name = "sqlite",
    .id_type = "INTEGER PRIMARY KEY",
    .bytes_type = "BLOB",
    .open = sqlite_store_open,
    .close = sqlite_store_close,
    .backup = sqlite_store_backup,
    .clean = sqlite_store_clean,
    .session_open = open_reader,
    .session_close = sqlite_session_close,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .command = sqlite_command,
    .lock_location = sqlite_lock_location,
    .limit = sqlite_limit,
    .analyze = sqlite_look,
    .prepare = sqlite_prepare,
    .exec = sqlite_exec,
    .query = sqlite_query,
    .next = sqlite_next,
    .end = sqlite_end,
    .column_int = sqlite_int,
    .column_view = sqlite_view,
    .column_is_null = sqlite_is_null,
    .column_cells = sqlite_cells,
    .complaint = sqlite_complaint,
};
