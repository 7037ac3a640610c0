/*
 * PostgreSQL behind the store, in five files: postgres.c runs statements, postgres_open.c connects, postgres_listen.c
 * hears what others committed, postgres_claim.c takes a number that is nobody else's, postgres_clean.c leaves nothing of
 * what was deleted.
 *
 * Every worker has its own connection, made when it first has something to do and made again when it was lost. Only
 * databases in UTF-8 that order by bytes (collation C) are accepted, since SQLite does too. What the server says about
 * a failure may hold a person's data: it is logged by its SQLSTATE and the constraint's name only.
 */
#ifndef STORE_POSTGRES_H
#define STORE_POSTGRES_H

#include "store/backend.h"
#include "store/cache.h"

struct pg_conn;
struct pg_result;
struct postgres_listener;

struct postgres_store {
    struct store store;
    char *address; /* may hold a password: never logged */
    struct postgres_listener *listener; /* NULL: nobody listens */
    struct pg_conn *claim; /* holds the lock on our node; NULL: none was taken */
};

struct postgres_session {
    struct store_session session;
    struct pg_conn *conn; /* NULL before the first and after a lost one */
    struct cache cache;
    unsigned statements;     /* named so far on this connection */
    int64_t retry_ms;        /* not to be tried before, monotonic */
    int64_t limit_given_ms;  /* what the server knows of the deadline, in this transaction */
    char complaint[512];

    /* the arguments of one statement, as libpq wants them */
    int room;
    const char **values;
    int *lengths;
    int *formats;
    unsigned *types;
    char (*digits)[24];
};

struct store_session *postgres_session_open(struct store *store);
void postgres_session_close(struct store_session *session);

/* Makes sure that there is a connection, if only a lost one that nobody has noticed. ERR_BUSY when it cannot be had. */
enum err postgres_connect(struct postgres_session *session);
void postgres_disconnect(struct postgres_session *session);

/* A bare connection with our settings; NULL, or one that is not CONNECTION_OK, when it cannot be had. */
struct pg_conn *postgres_dial(const struct postgres_store *store);

/* ---- postgres_listen.c: what is committed is told to every server of the database by NOTIFY */

#define POSTGRES_CHANNEL "regulars"

bool postgres_listen(struct store *store);
void postgres_listen_stop(struct postgres_store *store);

/* ---- postgres_claim.c */

bool postgres_claim_node(struct store *store, int64_t first, int64_t last, int64_t *node);
void postgres_claim_end(struct postgres_store *store);

/* Keeps the first line of what the server or libpq said, for a person who migrates. */
void postgres_complain(struct postgres_session *session, const char *message);

void postgres_cache_init(struct postgres_session *session);

struct store *postgres_store_open(const struct store_options *options, const struct embedded_file *migrations,
                                  struct arena *arena, struct str *why);
void postgres_store_close(struct store *store);
/* See store/backup.h. */
struct backup_order;
struct backup_facts;
enum err postgres_backup_file(struct ctx *ctx, const char *address, const struct backup_order *order,
                              struct backup_facts *facts);
/* postgres_clean.c: see store_clean */
enum err postgres_clean(struct store_session *session, const char *const *tables);
enum err postgres_store_backup(struct store *store, struct ctx *ctx, const char *path);

#endif
