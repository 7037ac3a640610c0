/*
 * What was deleted leaves the files of PostgreSQL.
 *
 * VACUUM frees dead rows but does not overwrite them: their bytes stay in the free middle of a page until something else
 * is put there. Only writing a table anew (VACUUM FULL) leaves them behind, and that keeps everybody out meanwhile, about
 * a second for 100 MB. So tables up to a size are written anew, larger ones vacuumed; docs/run/privacy.md says what an
 * owner does about those. The statistics of the planner hold values too and are made and written anew.
 */
#include "store/postgres.h"

#include "base/log.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

enum { COMMAND_BYTES = 1024, FULL_MOST_MB = 256 };

/* ANALYZE leaves the statistics of a table that has become empty as they were; a column that is told its type again has
 * none. */
#define FORGET_STATISTICS                                                                                          \
    "DO $$ DECLARE c text; BEGIN IF NOT EXISTS (SELECT 1 FROM %1$s) THEN"                                           \
    " FOR c IN SELECT s.attname FROM pg_stats s JOIN pg_attribute a ON a.attname = s.attname"                      \
    " WHERE s.schemaname = current_schema() AND s.tablename = '%1$s' AND a.attrelid = '%1$s'::regclass"            \
    " AND a.atttypid = 'text'::regtype LOOP"                                                                      \
    " EXECUTE format('ALTER TABLE %1$s ALTER COLUMN %%I TYPE text', c); END LOOP; END IF; END $$"

__attribute__((format(printf, 2, 0))) static bool run(struct postgres_session *session, const char *format,
                                                      const char *table)
{
    char text[COMMAND_BYTES];
    PGresult *result;
    bool good;

    snprintf(text, sizeof(text), format, table);
    result = PQexec((PGconn *)session->conn, text);
    good = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!good)
        log_write(LOG_WARN, "clean_failed", "statement=\"%s\" code=%s", text,
                  PQresultErrorField(result, PG_DIAG_SQLSTATE) ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : "");
    PQclear(result);
    return good;
}

/* With indexes and what lies apart; 0 when it cannot be said. */
static int64_t megabytes(struct postgres_session *session, const char *table)
{
    char text[COMMAND_BYTES];
    PGresult *result;
    int64_t size = 0;

    snprintf(text, sizeof(text), "SELECT pg_total_relation_size('%s') / 1048576", table);
    result = PQexec((PGconn *)session->conn, text);
    if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1)
        size = strtoll(PQgetvalue(result, 0, 0), NULL, 10);
    PQclear(result);
    return size;
}

static bool clean_table(struct postgres_session *session, const char *table)
{
    if (megabytes(session, table) > FULL_MOST_MB)
        return run(session, "VACUUM (ANALYZE) %1$s", table);
    return run(session, "VACUUM (FULL, ANALYZE) %1$s", table) && run(session, FORGET_STATISTICS, table);
}

enum err postgres_clean(struct store_session *base, const char *const *tables)
{
    struct postgres_session *session = (struct postgres_session *)base;
    bool good = true;

    if (postgres_connect(session) != ERR_OK)
        return ERR_BUSY;
    /* whoever waits for a table keeps everybody else out of it too: better another time */
    run(session, "SET lock_timeout = '%1$s'", "3s");
    for (; *tables; tables++)
        good &= clean_table(session, *tables);
    /* may be another's, where ours is not the owner of the database */
    run(session, "VACUUM (FULL) %1$s", "pg_catalog.pg_statistic");
    run(session, "SET lock_timeout = '%1$s'", "30s");
    return good ? ERR_OK : ERR_BUSY;
}
