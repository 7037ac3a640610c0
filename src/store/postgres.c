/* Statements, results and transactions on PostgreSQL. */
#include "store/postgres.h"

#include "base/log.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    STATEMENTS_MOST = 256,
    ARGUMENTS_MOST = 65535, /* a 16-bit count in the protocol */
    COMMAND_BYTES = 80,

    /* pg_type.dat */
    TYPE_BOOL = 16,
    TYPE_BYTES = 17,
    TYPE_INT8 = 20,
    TYPE_TEXT = 25,
};

struct postgres_statement {
    struct statement base;
    unsigned number; /* its name is "s" and this */
};

static struct postgres_session *of(struct store_session *session)
{
    return (struct postgres_session *)session;
}

static PGconn *conn_of(const struct postgres_session *session)
{
    return (PGconn *)session->conn;
}

/* ---- errors */

static const struct {
    const char *state; /* its beginning */
    enum err err;
    bool again;
} meanings[] = {
    /* https://www.postgresql.org/docs/15/errcodes-appendix.html */
    { "23505", ERR_CONFLICT, false }, /* unique_violation */
    { "23503", ERR_CONFLICT, false }, /* foreign_key_violation */
    { "40001", ERR_BUSY, true },      /* serialization_failure */
    { "40P01", ERR_BUSY, true },      /* deadlock_detected */
    { "55P03", ERR_BUSY, false },     /* lock_not_available: lock_timeout */
    { "57014", ERR_BUSY, false },     /* query_canceled: statement_timeout */
    { "53100", ERR_DISK_FULL, false }, { "53", ERR_BUSY, false }, /* insufficient resources: connections, memory */
    { "57P", ERR_BUSY, false }, /* the server is shut down, has crashed or is starting */
    { "08P", ERR_INTERNAL, false }, /* protocol_violation: arguments that do not fit */
    { "08", ERR_BUSY, false }, /* connection exceptions */
};

/* Class 42 complains about the statement, not about data: the one kind of message that can be logged. */
static void log_failure(const char *state, const PGresult *result, const char *text)
{
    const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    bool harmless = strncmp(state, "42", 2) == 0;

    log_statement_failed((struct statement_failure){
        .code = state,
        .constraint = constraint ? constraint : "",
        .message = harmless ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : "",
        .text = text,
    });
}

static enum err meaning_of(struct postgres_session *session, const PGresult *result, const char *text)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

    if (!state) {
        /* libpq itself: the connection is gone, or there is no memory */
        log_write(LOG_WARN, "postgres_lost", "connected=%d", PQstatus(conn_of(session)) == CONNECTION_OK);
        return ERR_BUSY;
    }
    for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++) {
        if (strncmp(state, meanings[i].state, strlen(meanings[i].state)) != 0)
            continue;
        if (meanings[i].again)
            session->session.again = true;
        if (meanings[i].err != ERR_CONFLICT)
            log_failure(state, result, text);
        return meanings[i].err;
    }
    log_failure(state, result, text);
    return ERR_INTERNAL;
}

/* ERR_OK when the statement was run; else what its failure means. */
static enum err check(struct postgres_session *session, const PGresult *result, const char *text)
{
    ExecStatusType status = PQresultStatus(result);
    const char *message;

    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
        return ERR_OK;
    message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    postgres_complain(session, message ? message : PQerrorMessage(conn_of(session)));
    return meaning_of(session, result, text);
}

void postgres_complain(struct postgres_session *session, const char *message)
{
    snprintf(session->complaint, sizeof(session->complaint), "%.*s", (int)strcspn(message, "\n"), message);
    for (char *c = session->complaint; *c; c++)
        if (*c == '"')
            *c = '\'';
}

static enum err postgres_command(struct store_session *base, const char *text)
{
    struct postgres_session *session = of(base);
    PGresult *result;
    enum err err;

    if (!session->conn)
        return ERR_BUSY;
    result = PQexec(conn_of(session), text);
    err = check(session, result, text);
    PQclear(result);
    return err;
}

/* ---- arguments */

static bool make_room(struct postgres_session *session, int count)
{
    size_t room = (size_t)count + 16;

    if (count <= session->room)
        return true;
    free(session->values);
    free(session->lengths);
    free(session->formats);
    free(session->types);
    free(session->digits);
    session->values = calloc(room, sizeof(*session->values));
    session->lengths = calloc(room, sizeof(*session->lengths));
    session->formats = calloc(room, sizeof(*session->formats));
    session->types = calloc(room, sizeof(*session->types));
    session->digits = calloc(room, sizeof(*session->digits));
    session->room = 0;
    if (!session->values || !session->lengths || !session->formats || !session->types || !session->digits)
        return false;
    session->room = (int)room;
    return true;
}

/* Numbers go as text, texts as they are ("binary"): neither needs a NUL at the end that a view does not have. */
static void place(struct postgres_session *session, int i, const struct arg *arg)
{
    const char *bytes = arg->text.ptr ? arg->text.ptr : "";

    session->formats[i] = arg->type == ARG_TEXT || arg->type == ARG_BYTES;
    session->lengths[i] = session->formats[i] ? (int)arg->text.len : 0;
    session->types[i] = arg->type == ARG_TEXT ? TYPE_TEXT : arg->type == ARG_BYTES ? TYPE_BYTES : TYPE_INT8;
    session->values[i] = session->formats[i] ? bytes : arg->type == ARG_INT ? session->digits[i] : NULL;
    if (arg->type == ARG_INT)
        snprintf(session->digits[i], sizeof(session->digits[i]), "%lld", (long long)arg->integer);
}

/* The types decide the plan: one text with other types is another statement. */
static uint64_t kind_of(const struct postgres_session *session, int count)
{
    uint64_t kind = (uint64_t)count;

    for (int i = 0; i < count; i++)
        kind = kind * 31 + session->types[i];
    return kind;
}

/* ---- prepared statements */

static void release_statement(void *owner, struct statement *statement)
{
    struct postgres_session *session = owner;
    char text[COMMAND_BYTES];

    if (session->conn && PQtransactionStatus(conn_of(session)) != PQTRANS_INERROR) {
        snprintf(text, sizeof(text), "DEALLOCATE s%u", ((struct postgres_statement *)statement)->number);
        PQclear(PQexec(conn_of(session), text));
    }
    free(statement);
}

void postgres_cache_init(struct postgres_session *session)
{
    cache_init(&session->cache, STATEMENTS_MOST, release_statement, session);
}

/* With the types of the arguments placed, or as the server infers them where `types` is NULL. */
static enum err prepare(struct postgres_session *session, const char *text, int count, const Oid *types, char *name)
{
    unsigned number = ++session->statements;
    PGresult *result;
    enum err err;

    snprintf(name, COMMAND_BYTES, "s%u", number);
    result = PQprepare(conn_of(session), name, text, count, types);
    err = check(session, result, text);
    PQclear(result);
    return err;
}

static enum err name_for(struct postgres_session *session, const char *text, int count, char *name)
{
    uint64_t kind = kind_of(session, count);
    struct postgres_statement *statement = (struct postgres_statement *)cache_find(&session->cache, text, kind);

    if (statement) {
        snprintf(name, COMMAND_BYTES, "s%u", statement->number);
        return ERR_OK;
    }
    TRY(prepare(session, text, count, session->types, name));
    statement = calloc(1, sizeof(*statement));
    if (!statement)
        return ERR_BUSY;
    statement->number = session->statements;
    if (!cache_add(&session->cache, &statement->base, text, kind)) {
        free(statement);
        return ERR_BUSY;
    }
    return ERR_OK;
}

static enum err postgres_prepare(struct store_session *base, const struct sql *sql)
{
    struct postgres_session *session = of(base);
    char name[COMMAND_BYTES], text[COMMAND_BYTES + 16];

    if (!session->conn)
        return ERR_BUSY;
    TRY(prepare(session, sql->text, 0, NULL, name));
    snprintf(text, sizeof(text), "DEALLOCATE %s", name);
    return postgres_command(base, text);
}

/* ---- running */

/* The server forgets a deadline with the transaction it was set in. */
static enum err give_limit(struct postgres_session *session)
{
    char text[COMMAND_BYTES];

    if (session->limit_given_ms == session->session.limit_ms)
        return ERR_OK;
    snprintf(text, sizeof(text), "SET LOCAL statement_timeout = %lld", (long long)session->session.limit_ms);
    TRY(postgres_command(&session->session, text));
    session->limit_given_ms = session->session.limit_ms;
    return ERR_OK;
}

static enum err run(struct postgres_session *session, const struct sql *sql, struct args args, PGresult **out)
{
    char name[COMMAND_BYTES];
    enum err err;

    *out = NULL;
    if (!session->conn)
        return ERR_BUSY;
    if (args.count > ARGUMENTS_MOST)
        return ERR_INTERNAL;
    if (!make_room(session, args.count))
        return ERR_BUSY;
    TRY(give_limit(session));
    for (int i = 0; i < args.count; i++)
        place(session, i, &args.list[i]);
    TRY(name_for(session, sql->text, args.count, name));
    *out = PQexecPrepared(conn_of(session), name, args.count, session->values, session->lengths, session->formats, 0);
    err = check(session, *out, sql->text);
    if (err != ERR_OK) {
        PQclear(*out);
        *out = NULL;
    }
    return err;
}

static enum err postgres_exec(struct store_session *base, const struct sql *sql, struct args args, int64_t *changed)
{
    PGresult *result;

    TRY(run(of(base), sql, args, &result));
    if (changed && strncmp(PQcmdStatus(result), "SELECT", 6) != 0)
        str_to_int(str_from(PQcmdTuples(result)), changed);
    PQclear(result);
    return ERR_OK;
}

static enum err postgres_query(struct store_session *base, const struct sql *sql, struct args args,
                               struct cursor *cursor)
{
    PGresult *result;

    TRY(run(of(base), sql, args, &result));
    cursor->handle = result;
    return ERR_OK;
}

static enum err postgres_next(struct store_session *base, struct cursor *cursor)
{
    (void)base;
    return cursor->row + 1 < PQntuples(cursor->handle) ? ERR_OK : ERR_NOT_FOUND;
}

static enum err postgres_end(struct store_session *base, struct cursor *cursor)
{
    (void)base;
    PQclear(cursor->handle);
    return ERR_OK;
}

/* ---- columns */

static bool postgres_is_null(const struct cursor *cursor, int column)
{
    return PQgetisnull(cursor->handle, cursor->row, column) == 1;
}

static int64_t postgres_int(const struct cursor *cursor, int column)
{
    const char *text = PQgetvalue(cursor->handle, cursor->row, column);

    if (!text)
        return 0;
    if (PQftype(cursor->handle, column) == TYPE_BOOL)
        return *text == 't';
    return strtoll(text, NULL, 10);
}

static int hex_digit(char c)
{
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

/* "\x0aff" */
static struct str bytes_of_hex(const char *hex, size_t len, struct arena *arena)
{
    size_t count = len < 2 ? 0 : (len - 2) / 2;
    char *bytes = arena_alloc(arena, count + 1);

    for (size_t i = 0; i < count; i++)
        bytes[i] = (char)(hex_digit(hex[2 + 2 * i]) << 4 | hex_digit(hex[3 + 2 * i]));
    return (struct str){ bytes, count };
}

static struct str postgres_view(const struct cursor *cursor, int column, struct arena *arena)
{
    const char *text = PQgetvalue(cursor->handle, cursor->row, column);
    size_t len;

    if (!text)
        return STR_EMPTY;
    len = (size_t)PQgetlength(cursor->handle, cursor->row, column);
    if (PQftype(cursor->handle, column) == TYPE_BYTES)
        return bytes_of_hex(text, len, arena);
    return (struct str){ text, len };
}

static void postgres_cells(const struct cursor *cursor, struct cell_range range, struct arena *arena, struct cell *out)
{
    for (int i = 0; i < range.count; i++) {
        bool is_text = range.texts[i / 64] >> (i % 64) & 1;

        out[i] = (struct cell){ .integer = is_text ? 0 : postgres_int(cursor, range.first + i),
                                .text = is_text ? postgres_view(cursor, range.first + i, arena) : STR_EMPTY };
    }
}

/* ---- transactions */

static enum err begin_once(struct postgres_session *session, bool writing)
{
    session->limit_given_ms = 0;
    TRY(postgres_connect(session));
    return postgres_command(&session->session, writing ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

/* A connection that was lost while it had nothing to do is noticed here, and costs nobody anything. */
static enum err postgres_begin(struct store_session *base, bool writing)
{
    struct postgres_session *session = of(base);
    enum err err = begin_once(session, writing);

    if (err != ERR_OK && session->conn && PQstatus(conn_of(session)) != CONNECTION_OK)
        err = begin_once(session, writing);
    return err;
}

/* The commit and, in the same message but behind it, what others are to hear: a NOTIFY inside the transaction would
 * make all commits of the database wait for each other's disk. */
static const char *commit_text(const struct store_session *base, char *text, size_t size)
{
    size_t len = (size_t)snprintf(text, size, "COMMIT");

    for (int i = 0; i < base->note_count && len < size; i++)
        len += (size_t)snprintf(text + len, size - len, "; NOTIFY " POSTGRES_CHANNEL ", '%lld'",
                                (long long)base->notes[i]);
    return text;
}

/* Sends it; the answer to its first statement. */
static PGresult *send_commit(struct postgres_session *session)
{
    char text[COMMAND_BYTES * (NOTES_MOST + 1)];
    PGconn *conn = conn_of(session);
    PGresult *first, *more;

    if (session->session.note_count == 0 || !PQsendQuery(conn, commit_text(&session->session, text, sizeof(text))))
        return PQexec(conn, "COMMIT");
    first = PQgetResult(conn);
    while ((more = PQgetResult(conn)))
        PQclear(more);
    return first;
}

static enum err postgres_commit(struct store_session *base)
{
    PGresult *result;
    enum err err;

    if (!of(base)->conn)
        return ERR_BUSY;
    result = send_commit(of(base));
    err = check(of(base), result, "COMMIT");
    /* asked to commit what has failed, the server says ROLLBACK, and means it */
    if (err == ERR_OK && strcmp(PQcmdStatus(result), "COMMIT") != 0)
        err = ERR_INTERNAL;
    PQclear(result);
    return err;
}

static void postgres_rollback(struct store_session *base)
{
    struct postgres_session *session = of(base);

    if (session->conn && PQtransactionStatus(conn_of(session)) != PQTRANS_IDLE &&
        postgres_command(base, "ROLLBACK") != ERR_OK)
        postgres_disconnect(session);
}

static enum err postgres_lock_location(struct store_session *base, id64 location_id)
{
    static const struct sql lock_head = SQL("SELECT location_id FROM location_head WHERE location_id = $1 FOR UPDATE");

    return postgres_exec(base, &lock_head, ARGS(INT(location_id)), NULL);
}

/* Told to the server before the next statement. */
static void postgres_limit(struct store_session *session)
{
    (void)session;
}

static const char *postgres_complaint(struct store_session *base)
{
    return of(base)->complaint;
}

static enum err postgres_analyze(struct store_session *base)
{
    return postgres_command(base, "ANALYZE");
}

const struct backend postgres_backend = {
    .engine = STORE_POSTGRES,
    .one_writer = false,
    .name = "postgres",
    .id_type = "BIGINT PRIMARY KEY",
    .bytes_type = "BYTEA",
    .open = postgres_store_open,
    .close = postgres_store_close,
    .backup = postgres_store_backup,
    .clean = postgres_clean,
    .session_open = postgres_session_open,
    .session_close = postgres_session_close,
    .begin = postgres_begin,
    .commit = postgres_commit,
    .rollback = postgres_rollback,
    .command = postgres_command,
    .lock_location = postgres_lock_location,
    .limit = postgres_limit,
    .analyze = postgres_analyze,
    .listen = postgres_listen,
    .claim_node = postgres_claim_node,
    .prepare = postgres_prepare,
    .exec = postgres_exec,
    .query = postgres_query,
    .next = postgres_next,
    .end = postgres_end,
    .column_int = postgres_int,
    .column_view = postgres_view,
    .column_is_null = postgres_is_null,
    .column_cells = postgres_cells,
    .complaint = postgres_complaint,
};
