/*
 * A node for ids that no other command of the database has: an advisory lock on its number, held by a connection of its own
 * for as long as the store is open. It ends with the program, however that ends.
 */
#include "store/postgres.h"

#include <libpq-fe.h>
#include <stdio.h>

/* Advisory locks are shared with whatever else uses the database: ours have "RGLN" before the number. */
#define LOCK "SELECT pg_try_advisory_lock(1380403278, %d)"

static bool try_lock(PGconn *conn, int node)
{
    char text[sizeof(LOCK) + 16];
    PGresult *result;
    bool got;

    snprintf(text, sizeof(text), LOCK, node);
    result = PQexec(conn, text);
    got = PQresultStatus(result) == PGRES_TUPLES_OK && PQgetvalue(result, 0, 0)[0] == 't';
    PQclear(result);
    return got;
}

bool postgres_claim_node(struct store *base, int64_t first, int64_t last, int64_t *node)
{
    struct postgres_store *store = (struct postgres_store *)base;

    store->claim = postgres_dial(store);
    for (*node = last; *node >= first; (*node)--)
        if (store->claim && try_lock((PGconn *)store->claim, (int)*node))
            return true;
    postgres_claim_end(store);
    return false;
}

void postgres_claim_end(struct postgres_store *store)
{
    PQfinish((PGconn *)store->claim);
    store->claim = NULL;
}
