/*
 * Every STATEMENT of the program is prepared on both engines, over the real tables: none can be forgotten, since they
 * are found in a section of the program. And the lookups that every request makes go by an index.
 */
#include "check.h"

#include "base/buf.h"
#include "base/embed.h"
#include "store_fixture.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <string.h>

enum { LEAST_STATEMENTS = 100 };

/* The fixture of the store, which every unit test is linked with, has two statements of its own. */
static const char fixtures_tables[] =
    "CREATE TABLE owner (id BIGINT, name TEXT, photo TEXT);"
    "CREATE TABLE pet (id BIGINT, owner_id BIGINT)";

struct preparing {
    sqlite3 *sqlite;
    PGconn *postgres;
    int prepared;
    int refused;
};

static struct fixture *with_tables(void)
{
    struct fixture *fixture = fixture_new();

    fixture->migrations = embedded_migrations;
    if (!fixture_open(fixture))
        fail_msg("opening: %.*s", STR_PRINT(fixture->why));
    return fixture;
}

static void refuse(struct preparing *preparing, const struct sql *sql, const char *why)
{
    print_error("%s\n    %s\n", sql->text, why);
    preparing->refused++;
}

static void prepare_sqlite(const struct sql *sql, void *data)
{
    struct preparing *preparing = data;
    sqlite3_stmt *statement = NULL;

    preparing->prepared++;
    if (sqlite3_prepare_v2(preparing->sqlite, sql->text, -1, &statement, NULL) != SQLITE_OK)
        refuse(preparing, sql, sqlite3_errmsg(preparing->sqlite));
    sqlite3_finalize(statement);
}

static void prepare_postgres(const struct sql *sql, void *data)
{
    struct preparing *preparing = data;
    PGresult *result = PQprepare(preparing->postgres, "", sql->text, 0, NULL);

    preparing->prepared++;
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        refuse(preparing, sql, PQresultErrorMessage(result));
    PQclear(result);
}

static void test_sqlite(void **state)
{
    struct fixture *fixture = with_tables();
    struct preparing preparing = { 0 };

    (void)state;
    assert_int_equal(sqlite3_open(fixture->address + strlen("sqlite:"), &preparing.sqlite), SQLITE_OK);
    assert_int_equal(sqlite3_exec(preparing.sqlite, fixtures_tables, NULL, NULL, NULL), SQLITE_OK);
    sql_each(prepare_sqlite, &preparing);
    sqlite3_close(preparing.sqlite);
    fixture_free(fixture);
    assert_int_equal(preparing.refused, 0);
    assert_true(preparing.prepared >= LEAST_STATEMENTS);
}

static void test_postgres(void **state)
{
    struct fixture *fixture = with_tables();
    struct preparing preparing = { 0 };

    (void)state;
    preparing.postgres = PQconnectdb(fixture->address);
    assert_int_equal(PQstatus(preparing.postgres), CONNECTION_OK);
    fixture_postgres(fixture->address, fixtures_tables);
    sql_each(prepare_postgres, &preparing);
    PQfinish(preparing.postgres);
    fixture_free(fixture);
    assert_int_equal(preparing.refused, 0);
    assert_true(preparing.prepared >= LEAST_STATEMENTS);
}

/* ---- the plans of what every request asks ---------------------------------------------------------------------- */

/* The plan of `text`, all steps in one line each. */
static struct str plan_of(struct arena *arena, sqlite3 *database, const char *text)
{
    struct buf buf;
    sqlite3_stmt *statement = NULL;

    buf_init(&buf, arena, 256);
    assert_int_equal(
        sqlite3_prepare_v2(database, arena_printf(arena, "EXPLAIN QUERY PLAN %s", text).ptr, -1, &statement, NULL),
        SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        buf_add_text(&buf, (const char *)sqlite3_column_text(statement, 3));
        buf_add_char(&buf, '\n');
    }
    sqlite3_finalize(statement);
    return buf_str(&buf);
}

static void test_plans(void **state)
{
    static const char *const hot[] = {
        "SELECT * FROM customer WHERE location_id = $1 AND id = $2",
        "SELECT * FROM contact WHERE location_id = $1 AND id = $2",
        "SELECT * FROM booking WHERE location_id = $1 AND source = $2 AND external_id = $3 AND external_id <> ''",
        "SELECT person_id FROM person_email WHERE location_id = $1 AND address = $2",
        "SELECT person_id FROM person_phone WHERE location_id = $1 AND e164 = $2",
        "SELECT person_id FROM person_external WHERE location_id = $1 AND source = $2 AND external_id = $3",
        "SELECT id FROM customer WHERE location_id = $1 AND archived_ms = 0 ORDER BY id DESC LIMIT 50",
        "SELECT id FROM customer r WHERE location_id = $1 AND archived_ms = 0 ORDER BY CASE WHEN r.first_booking_ms <> "
        "0"
        " AND r.first_booking_ms < r.created_ms THEN r.first_booking_ms ELSE r.created_ms END DESC, id DESC LIMIT 50",
        "SELECT id FROM contact WHERE location_id = $1 AND archived_ms = 0 ORDER BY captured_ms DESC, id DESC LIMIT 50",
        "SELECT id FROM booking WHERE location_id = $1 ORDER BY starts_ms DESC, id DESC LIMIT 50",
        "SELECT starts_ms FROM booking WHERE location_id = $1 AND customer_id = $2 AND counted = 1 AND starts_ms > $3"
        " ORDER BY starts_ms LIMIT 1",
        "SELECT seq FROM audit WHERE location_id = $1 AND seq > $2 ORDER BY seq LIMIT 100",
        "SELECT id FROM contact WHERE location_id = $1 AND customer_id IS NULL AND archived_ms = 0"
        " ORDER BY captured_ms DESC, id DESC LIMIT 5",
        "SELECT sum(value) FROM day_figure WHERE location_id = $1 AND figure = $2 AND detail = '' AND day >= $3",
        "SELECT value FROM day_figure WHERE location_id = $1 AND figure = $2 AND detail = '' AND day >= $3"
        " ORDER BY day LIMIT 1",
        "SELECT id FROM communication WHERE location_id = $1 ORDER BY at_ms DESC, id DESC LIMIT 50",
        "SELECT id FROM communication WHERE location_id = $1 AND person_id = $2 ORDER BY at_ms DESC, id DESC LIMIT 50",
        "SELECT id FROM communication WHERE location_id = $1 AND address_normal = $2 AND address_normal <> ''"
        " AND person_id IS NULL AND unlinked = 0",
        "SELECT id FROM survey_response WHERE location_id = $1 AND person_id = $2 ORDER BY at_ms DESC, id DESC LIMIT "
        "50",
        "SELECT id FROM follow_up WHERE location_id = $1 AND state = 'open' AND remind_ms <= $2 ORDER BY remind_ms, id"
        " LIMIT 50",
        "SELECT location_id FROM follow_up WHERE state = 'open' AND announced_ms = 0 AND remind_ms <= $1"
        " ORDER BY remind_ms LIMIT 1",
        "SELECT id FROM guest WHERE location_id = $1 AND booking_id = $2 ORDER BY id LIMIT 200",
        "SELECT id FROM guest WHERE location_id = $1 AND customer_id = $2 ORDER BY starts_ms DESC, id DESC LIMIT 50",
        "SELECT id FROM record WHERE location_id = $1 ORDER BY at_ms DESC, id DESC LIMIT 50",
        "SELECT id FROM record WHERE location_id = $1 AND kind = $2 ORDER BY at_ms DESC, id DESC LIMIT 50",
        "SELECT id FROM record WHERE location_id = $1 AND person_id = $2 ORDER BY at_ms DESC, id DESC LIMIT 50",
        "SELECT id FROM record WHERE location_id = $1 AND booking_id = $2",
        "SELECT id FROM record WHERE location_id = $1 AND booking_id IS NULL AND booking_source = $2"
        " AND booking_external_id = $3 AND booking_external_id <> ''",
        "SELECT id FROM api_key WHERE key_hash = $1",
        "SELECT id FROM session WHERE token_hash = $1",
    };
    struct fixture *fixture = with_tables();
    sqlite3 *database = NULL;

    (void)state;
    assert_int_equal(sqlite3_open(fixture->address + strlen("sqlite:"), &database), SQLITE_OK);
    for (size_t i = 0; i < COUNT_OF(hot); i++) {
        struct str plan = plan_of(&fixture->arena, database, hot[i]);

        if (strncmp(plan.ptr, "SEARCH", 6) != 0 || strstr(plan.ptr, "SCAN") || strstr(plan.ptr, "TEMP B-TREE"))
            fail_msg("%s\n%s", hot[i], plan.ptr);
    }
    sqlite3_close(database);
    fixture_free(fixture);
}

/* Does a step of a plan walk over everything that a location has of something that grows? Without statistics SQLite
 * believes that a location has ten rows, and prefers that to a handful of ids. */
static bool walks(const char *step)
{
    static const char *const growing[] = { "customer_",     "contact_",       "booking_",   "person_",
                                           "consent_",      "communication_", "guest_",     "record_",
                                           "follow_up_",    "submission_",    "mail_state", "mail_created",
                                           "checkout_seen", "checkout_person" };
    /* holds that wait for their end; bookings that somebody made for another one, read when a person is erased */
    static const char *const narrow[] = { "record_erase_later", "booking_booked_for" };
    const char *end = strstr(step, "(location_id=?)");

    for (size_t i = 0; end && i < COUNT_OF(growing); i++) {
        const char *index = strstr(step, growing[i]);

        if (index && index < end && !strstr(step, narrow[0]) && !strstr(step, narrow[1]))
            return true;
    }
    return false;
}

/* Asked when a location is about to be deleted, or content with the first row. */
static bool may_walk(const char *text)
{
    return strncmp(text, "SELECT count(*) FROM ", 21) == 0 ||
           strncmp(text, "SELECT (SELECT count(*) FROM person ", 36) == 0 ||
           strcmp(text, "SELECT 1 FROM booking WHERE location_id = $1 LIMIT 1") == 0;
}

static void look_for_walks(const struct sql *sql, void *data)
{
    struct preparing *preparing = data;
    struct arena arena;
    struct str plan, step;

    arena_init(&arena);
    plan = plan_of(&arena, preparing->sqlite, sql->text);
    while (!may_walk(sql->text) && str_split(&plan, '\n', &step))
        if (walks(arena_cstr(&arena, step)))
            refuse(preparing, sql, arena_cstr(&arena, step));
    arena_clear(&arena);
}

static void test_no_statement_walks_over_a_location(void **state)
{
    struct fixture *fixture = with_tables();
    struct preparing preparing = { 0 };

    (void)state;
    assert_int_equal(sqlite3_open(fixture->address + strlen("sqlite:"), &preparing.sqlite), SQLITE_OK);
    assert_int_equal(sqlite3_exec(preparing.sqlite, fixtures_tables, NULL, NULL, NULL), SQLITE_OK);
    sql_each(look_for_walks, &preparing);
    sqlite3_close(preparing.sqlite);
    fixture_free(fixture);
    assert_int_equal(preparing.refused, 0);
}

int main(void)
{
    const struct CMUnitTest sqlite[] = {
        cmocka_unit_test(test_sqlite),
        cmocka_unit_test(test_plans),
        cmocka_unit_test(test_no_statement_walks_over_a_location),
    };
    const struct CMUnitTest postgres[] = { cmocka_unit_test(test_postgres) };

    return fixture_run(STORE_SQLITE, "statements on SQLite", sqlite, COUNT_OF(sqlite)) +
           fixture_run(STORE_POSTGRES, "statements on PostgreSQL", postgres, COUNT_OF(postgres));
}
