/* Connecting to PostgreSQL, what a database must be like, and migrations under a lock. */
#include "store/postgres.h"

#include "store/migrate.h"
#include "store/pool.h"

#include "base/log.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

enum { WORKERS_DEFAULT = 16, RETRY_MS = 500 };

/* Said on every connection; what the address or the server's configuration says otherwise must not weaken it. */
static const char settings[] =
    "SET synchronous_commit = on;"
    "SET standard_conforming_strings = on;"
    "SET bytea_output = hex;"
    "SET lock_timeout = '30s';"
    "SET idle_in_transaction_session_timeout = 0";

/* Two programs that start at once migrate one after the other. The number is "regulars" in ASCII. */
static const char lock_migrations[] = "SELECT pg_advisory_lock(8243108446998721139)";
static const char unlock_migrations[] = "SELECT pg_advisory_unlock(8243108446998721139)";

/* ---- connections */

static void ignore_notice(void *data, const PGresult *result)
{
    (void)data;
    (void)result;
}

struct pg_conn *postgres_dial(const struct postgres_store *store)
{
    /* the address stands in the middle: it may change what is before it and not what is behind it */
    const char *const keys[] = {
        "connect_timeout", "keepalives_idle", "tcp_user_timeout", "dbname", "application_name", "client_encoding", NULL
    };
    const char *const values[] = { "10", "30", "30000", store->address, "regulars", "UTF8", NULL };
    PGconn *conn = PQconnectdbParams(keys, values, 1);
    PGresult *result;

    if (PQstatus(conn) != CONNECTION_OK)
        return (struct pg_conn *)conn;
    PQsetNoticeReceiver(conn, ignore_notice, NULL);
    result = PQexec(conn, settings);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        PQclear(result);
        PQfinish(conn);
        return NULL;
    }
    PQclear(result);
    return (struct pg_conn *)conn;
}

void postgres_disconnect(struct postgres_session *session)
{
    PQfinish((PGconn *)session->conn);
    session->conn = NULL;
    /* the server has forgotten them with the connection */
    cache_clear(&session->cache);
    session->statements = 0;
}

enum err postgres_connect(struct postgres_session *session)
{
    PGconn *conn;

    if (session->conn && PQstatus((PGconn *)session->conn) == CONNECTION_OK)
        return ERR_OK;
    if (session->conn)
        postgres_disconnect(session);
    if (clock_monotonic_ms() < session->retry_ms)
        return ERR_BUSY;
    conn = (PGconn *)postgres_dial((struct postgres_store *)session->session.store);
    if (conn && PQstatus(conn) == CONNECTION_OK) {
        session->conn = (struct pg_conn *)conn;
        return ERR_OK;
    }
    /* names host, user and database, never the password */
    postgres_complain(session, conn ? PQerrorMessage(conn) : "it refused our settings");
    log_write(LOG_ERROR, "postgres_unreachable", "message=\"%s\"", session->complaint);
    PQfinish(conn);
    session->retry_ms = clock_monotonic_ms() + RETRY_MS;
    return ERR_BUSY;
}

struct store_session *postgres_session_open(struct store *store)
{
    struct postgres_session *session = calloc(1, sizeof(*session));

    if (!session)
        return NULL;
    session->session.backend = &postgres_backend;
    session->session.store = store;
    postgres_cache_init(session);
    return &session->session;
}

void postgres_session_close(struct store_session *base)
{
    struct postgres_session *session = (struct postgres_session *)base;

    postgres_disconnect(session);
    free(session->values);
    free(session->lengths);
    free(session->formats);
    free(session->types);
    free(session->digits);
    session_clear(base);
    free(session);
}

/* ---- what a database must be like */

/* to_jsonb, because the column with the provider is not in every version */
static const struct sql describe = SQL(
    "SELECT pg_encoding_to_char(encoding), datcollate, datctype,"
    " coalesce(to_jsonb(d) ->> 'datlocprovider', 'c'), datname"
    " FROM pg_database d WHERE datname = current_database()");

static bool orders_by_bytes(struct str collation)
{
    return str_equal(collation, STR("C")) || str_equal(collation, STR("POSIX"));
}

static bool is_suitable(struct ctx *ctx, struct str *why)
{
    const struct args none = { NULL, 0 };
    struct str encoding, collation, type, provider, name;
    struct rows rows;

    if (!store_row(ctx, &describe, none, &rows)) {
        rows_end(&rows);
        *why = arena_printf(ctx->arena, "The database cannot be read: %s", ctx->db->backend->complaint(ctx->db));
        return false;
    }
    encoding = row_text(&rows, 0);
    collation = row_text(&rows, 1);
    type = row_text(&rows, 2);
    provider = row_text(&rows, 3);
    name = row_text(&rows, 4);
    rows_end(&rows);
    if (str_equal(encoding, STR("UTF8")) && str_equal(provider, STR("c")) && orders_by_bytes(collation) &&
        orders_by_bytes(type))
        return true;
    *why = arena_printf(ctx->arena,
                        "The database %.*s has encoding %.*s and collation %.*s; it must be made with UTF8 and C: "
                        "createdb --template=template0 --encoding=UTF8 --locale=C %.*s",
                        STR_PRINT(name), STR_PRINT(encoding), STR_PRINT(collation), STR_PRINT(name));
    return false;
}

/* ---- opening */

static bool migrate(struct postgres_store *store, struct store_session *session, struct ctx *ctx,
                    const struct embedded_file *migrations, struct str *why)
{
    struct migration_plan plan = { .session = session, .migrations = migrations, .arena = ctx->arena };
    bool done;

    if (session->backend->command(session, lock_migrations) != ERR_OK) {
        *why = arena_printf(ctx->arena, "The lock for migrations cannot be had: %s",
                            session->backend->complaint(session));
        return false;
    }
    done = migrate_plan(&plan, why) && migrate_run(&plan, why);
    session->backend->command(session, unlock_migrations);
    store->store.migration_known = store->store.migration_reached = plan.known;
    store->store.migrations_run = plan.pending_count;
    return done;
}

/* For who only looks. */
static bool is_up_to_date(struct postgres_store *store, struct store_session *session, struct ctx *ctx,
                          const struct embedded_file *migrations, struct str *why)
{
    struct migration_plan plan = { .session = session, .migrations = migrations, .arena = ctx->arena };

    if (!migrate_plan(&plan, why))
        return false;
    store->store.migration_known = store->store.migration_reached = plan.known;
    if (plan.pending_count > 0)
        *why = STR("The database is older than this program; bring it up to date with: regulars migrate");
    return plan.pending_count == 0;
}

static bool prepare_database(struct postgres_store *store, const struct store_options *options,
                             const struct embedded_file *migrations, struct arena *arena, struct str *why)
{
    struct store_session *session = postgres_session_open(&store->store);
    struct ctx ctx;
    bool good;

    if (!session) {
        *why = STR("There is no memory left.");
        return false;
    }
    ctx_init(&ctx, arena);
    ctx.db = session;
    if (postgres_connect((struct postgres_session *)session) != ERR_OK) {
        *why = arena_printf(arena, "The database cannot be reached: %s", session->backend->complaint(session));
        good = false;
    } else {
        good = is_suitable(&ctx, why) && (options->as_it_is ? is_up_to_date(store, session, &ctx, migrations, why)
                                                            : migrate(store, session, &ctx, migrations, why));
    }
    session_finish(session, ERR_OK);
    postgres_session_close(session);
    return good;
}

/* An address that libpq misreads could come back in its complaints, with the password in it. */
static bool is_address(const char *address)
{
    struct str rest = str_from(strstr(address, "://") + 3);
    size_t user_end = str_find(rest, '@');
    PQconninfoOption *options;

    if (user_end < rest.len) {
        struct str user = str_slice(rest, 0, user_end);
        struct str host = str_slice(rest, user_end + 1, rest.len);

        if (str_find(user, '/') < user.len || str_find(user, '?') < user.len || str_find(host, '@') < host.len)
            return false;
    }
    options = PQconninfoParse(address, NULL);
    PQconninfoFree(options);
    return options != NULL;
}

struct store *postgres_store_open(const struct store_options *options, const struct embedded_file *migrations,
                                  struct arena *arena, struct str *why)
{
    struct postgres_store *store;

    if (!is_address(options->address)) {
        *why = STR(
            "The address cannot be read: postgres://USER:PASSWORD@HOST:PORT/DATABASE, where characters like "
            "@ / ? and % in a name or password are written as %40 %2F %3F and %25.");
        return NULL;
    }
    store = calloc(1, sizeof(*store));
    if (!store || !(store->address = strdup(options->address))) {
        *why = STR("There is no memory left.");
        free(store);
        return NULL;
    }
    store->store.backend = &postgres_backend;
    if (prepare_database(store, options, migrations, arena, why)) {
        store->store.pool = pool_start(&store->store, options->workers > 0 ? options->workers : WORKERS_DEFAULT);
        if (store->store.pool)
            return &store->store;
        *why = STR("The workers could not be started.");
    }
    postgres_store_close(&store->store);
    return NULL;
}

void postgres_store_close(struct store *base)
{
    struct postgres_store *store = (struct postgres_store *)base;

    postgres_listen_stop(store);
    postgres_claim_end(store);
    free(store->address);
    free(store);
}

enum err postgres_store_backup(struct store *store, struct ctx *ctx, const char *path)
{
    (void)store;
    (void)path;
    return fail(ctx, ERR_NOT_IMPLEMENTED, "a PostgreSQL database is copied with pg_dump");
}
