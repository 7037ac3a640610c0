/* Migrations, and what a store refuses to open. */
#include "store_fixture.h"

#include "store/migrate.h"

#include <dirent.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define FILE_OF(name, text)                                   \
    {                                                         \
        name, (const unsigned char *)(text), sizeof(text) - 1 \
    }
#define END           \
    {                 \
        NULL, NULL, 0 \
    }

static const char first[] =
    "CREATE TABLE owner (id {{id}}, name TEXT NOT NULL, photo {{bytes}});\n"
    "CREATE TABLE note (text TEXT NOT NULL);\n";
static const char second[] =
    "-- it's \"commented\";\n"
    "INSERT INTO note VALUES ('a;\nb; -- no comment');\n"
    "INSERT INTO note VALUES ('c''d;') ; \n"
    "-- the end;\n";
static const char for_sqlite[] = "INSERT INTO note VALUES ('sqlite')";
static const char for_postgres[] = "INSERT INTO note VALUES ('postgres')";
static const char bad[] = "INSERT INTO note VALUES ('half done');\nINSERT INTO nowhere VALUES (1);\n";

static const struct embedded_file one[] = { FILE_OF("0001_start.sql", first), END };
static const struct embedded_file all[] = { FILE_OF("0001_start.sql", first),
                                            FILE_OF("0002_notes.sql", for_sqlite),
                                            FILE_OF("0003_x.postgres.sql", for_postgres),
                                            FILE_OF("0003_x.sqlite.sql", for_sqlite),
                                            FILE_OF("0004_last.sql", for_sqlite),
                                            END };
static const struct embedded_file edited[] = { FILE_OF("0001_start.sql", bad), END };
static const struct embedded_file renamed[] = { FILE_OF("0001_begin.sql", first), END };
static const struct embedded_file gap[] = { FILE_OF("0001_start.sql", first),
                                            FILE_OF("0001_then.sql", for_sqlite),
                                            FILE_OF("0002_notes.sql", for_sqlite),
                                            FILE_OF("0003_x.postgres.sql", for_postgres),
                                            FILE_OF("0003_x.sqlite.sql", for_sqlite),
                                            FILE_OF("0004_last.sql", for_sqlite),
                                            END };
static const struct embedded_file failing[] = { FILE_OF("0001_start.sql", first), FILE_OF("0002_good.sql", for_sqlite),
                                                FILE_OF("0003_bad.sql", bad), END };
static const struct embedded_file none[] = { END };

static bool says(const struct fixture *fixture, const char *words)
{
    return strstr(arena_cstr((struct arena *)&fixture->arena, fixture->why), words) != NULL;
}

static bool opens(struct fixture *fixture, const struct embedded_file *migrations)
{
    fixture->migrations = migrations;
    return fixture_open(fixture);
}

static int migrated(struct fixture *fixture, const struct embedded_file *migrations)
{
    int count;

    if (!opens(fixture, migrations)) {
        fprintf(stderr, "%.*s\n", STR_PRINT(fixture->why));
        abort();
    }
    count = store_migrations_run(fixture->store);
    fixture_close(fixture);
    return count;
}

static int setup(void **state)
{
    *state = fixture_new();
    return 0;
}

static void test_once_each(void **state)
{
    struct fixture *fixture = *state;

    ENSURE_EQUAL(migrated(fixture, one), 1);
    ENSURE_EQUAL(migrated(fixture, one), 0);
    ENSURE_EQUAL(migrated(fixture, all), 3);
    ENSURE_EQUAL(migrated(fixture, all), 0);
    ENSURE(opens(fixture, all));
    ENSURE(str_equal(store_migration_known(fixture->store), STR("0004_last")));
    ENSURE(str_equal(store_migration_reached(fixture->store), STR("0004_last")));
    ENSURE_EQUAL(fixture_count(fixture, "note"), 3);
}

static void test_all_at_once(void **state)
{
    ENSURE_EQUAL(migrated(*state, all), 4);
    ENSURE_EQUAL(migrated(*state, all), 0);
}

static void test_no_migrations(void **state)
{
    ENSURE_EQUAL(migrated(*state, none), 0);
    ENSURE_EQUAL(migrated(*state, one), 1);
    ENSURE(!opens(*state, none));
}

static void test_splitting(void **state)
{
    static const struct embedded_file files[] = { FILE_OF("0001_start.sql", first), FILE_OF("0002_notes.sql", second),
                                                  END };
    const char *const parts[] = { "a", "'x;\n'", "-- it's;\nb \"c;\nd\" ", "e;f", "-- g;" };
    struct str text = STR("a;\n'x;\n';\n-- it's;\nb \"c;\nd\" ; \n\n e;f;\n-- g;\n");
    struct str part;

    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        ENSURE(migrate_split(&text, &part));
        ENSURE(str_equal(part, str_from(parts[i])));
    }
    ENSURE(!migrate_split(&text, &part));

    ENSURE_EQUAL(migrated(*state, one), 1);
    ENSURE_EQUAL(migrated(*state, files), 1);
    ENSURE(opens(*state, files));
    ENSURE_EQUAL(fixture_count(*state, "note"), 2);
    ENSURE_EQUAL(fixture_count(*state, "note WHERE text = 'a;\nb; -- no comment' OR text = 'c''d;'"), 2);
}

static void test_refusals(void **state)
{
    struct fixture *fixture = *state;

    ENSURE_EQUAL(migrated(fixture, one), 1);
    ENSURE(!opens(fixture, edited));
    ENSURE(says(fixture, "0001_start.sql was changed"));
    ENSURE(!opens(fixture, renamed));
    ENSURE(says(fixture, "lacks the migration 0001_begin.sql"));
    ENSURE_EQUAL(migrated(fixture, all), 3);
    ENSURE(!opens(fixture, one));
    ENSURE(says(fixture, "newer than this program"));
    ENSURE(!opens(fixture, gap));
    ENSURE(says(fixture, "lacks the migration 0001_then.sql"));
    ENSURE_EQUAL(migrated(fixture, all), 0);
}

static void test_undone(void **state)
{
    struct fixture *fixture = *state;

    ENSURE(!opens(fixture, failing));
    ENSURE(says(fixture, "0003_bad.sql failed and was undone"));
    ENSURE(says(fixture, "nowhere"));
    fixture->migrations = (const struct embedded_file[]){ failing[0], failing[1], END };
    ENSURE(fixture_open(fixture));
    ENSURE_EQUAL(store_migrations_run(fixture->store), 0);
    ENSURE_EQUAL(fixture_count(fixture, "note"), 1);
}

/* Two programs that start at once on an empty database: each migration runs once. */
static void *open_and_close(void *data)
{
    struct fixture *fixture = data;

    ENSURE(opens(fixture, all));
    return NULL;
}

static void test_two_at_once(void **state)
{
    struct fixture *fixture = *state;
    struct fixture other = *fixture;
    pthread_t thread;

    if (fixture_engine != STORE_POSTGRES)
        return;
    arena_init(&other.arena);
    ENSURE(pthread_create(&thread, NULL, open_and_close, &other) == 0);
    ENSURE(opens(fixture, all));
    pthread_join(thread, NULL);
    ENSURE_EQUAL(store_migrations_run(fixture->store) + store_migrations_run(other.store), 4);
    fixture_close(&other);
    arena_clear(&other.arena);
    ENSURE_EQUAL(fixture_count(fixture, "note"), 3);
}

/* ---- SQLite's file */

static int count_names(const char *folder, const char *part)
{
    DIR *listing = opendir(folder);
    int count = 0;

    ENSURE(listing);
    for (struct dirent *entry; (entry = readdir(listing));)
        count += strstr(entry->d_name, part) != NULL;
    closedir(listing);
    return count;
}

static void test_copy_before(void **state)
{
    struct fixture *fixture = *state;

    ENSURE_EQUAL(migrated(fixture, one), 1);
    ENSURE_EQUAL(count_names(fixture->folder, "before"), 0);
    ENSURE_EQUAL(migrated(fixture, all), 3);
    ENSURE_EQUAL(count_names(fixture->folder, "test.db.before-0002_notes-"), 1);
    ENSURE_EQUAL(count_names(fixture->folder, ".part"), 0);
    ENSURE_EQUAL(migrated(fixture, all), 0);
    ENSURE_EQUAL(count_names(fixture->folder, "before"), 1);
}

static void test_one_program(void **state)
{
    struct fixture *fixture = *state;
    struct fixture other = *fixture;
    char pid[16];

    ENSURE(opens(fixture, one));
    arena_init(&other.arena);
    ENSURE(!opens(&other, one));
    snprintf(pid, sizeof(pid), "process %d;", (int)getpid());
    ENSURE(says(&other, pid));
    fixture_close(fixture);
    ENSURE(opens(&other, one));
    fixture_close(&other);
    arena_clear(&other.arena);
}

static void test_single_private_file(void **state)
{
    struct fixture *fixture = *state;
    struct stat status;

    ENSURE_EQUAL(migrated(fixture, one), 1);
    ENSURE_EQUAL(count_names(fixture->folder, "-wal") + count_names(fixture->folder, "-shm"), 0);
    ENSURE_EQUAL(stat(fixture->address + strlen("sqlite:"), &status), 0);
    ENSURE_EQUAL(status.st_mode & 077, 0);
}

static void write_file(const struct fixture *fixture, const char *text)
{
    FILE *file = fopen(fixture->address + strlen("sqlite:"), "w");

    ENSURE(file);
    fputs(text, file);
    fclose(file);
}

static void test_other_files(void **state)
{
    struct fixture *fixture = *state;
    struct store_options options = { .address = "sqlite:/nowhere/at/all.db" };
    sqlite3 *db;

    ENSURE(!store_open_with(&options, one, &fixture->arena, &fixture->why));
    ENSURE(says(fixture, "There is no database at /nowhere/at/all.db"));
    options.create = true;
    ENSURE(!store_open_with(&options, one, &fixture->arena, &fixture->why));
    options.address = "sqlite:";
    ENSURE(!store_open_with(&options, one, &fixture->arena, &fixture->why));
    options.address = "mysql://x";
    ENSURE(!store_open_with(&options, one, &fixture->arena, &fixture->why));
    ENSURE(says(fixture, "must begin with"));

    write_file(fixture,
               "This is not a database at all, but long enough to be looked at as if it were one. "
               "A hundred bytes of header, and so on.");
    ENSURE(!opens(fixture, one));
    unlink(fixture->address + strlen("sqlite:"));
    ENSURE(sqlite3_open(fixture->address + strlen("sqlite:"), &db) == SQLITE_OK);
    ENSURE(sqlite3_exec(db, "CREATE TABLE theirs (x)", NULL, NULL, NULL) == SQLITE_OK);
    sqlite3_close(db);
    ENSURE(!opens(fixture, one));
    ENSURE(says(fixture, "belongs to another program"));
}

/* ---- PostgreSQL's databases */

static void test_collation(void **state)
{
    struct fixture *fixture = *state;
    struct store_options options = { .address = fixture->address };
    char text[200];

    snprintf(text, sizeof(text), "DROP DATABASE %s", fixture->database);
    fixture_postgres(NULL, text);
    snprintf(text, sizeof(text), "CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'",
             fixture->database);
    fixture_postgres(NULL, text);
    ENSURE(!store_open_with(&options, one, &fixture->arena, &fixture->why));
    ENSURE(says(fixture, "collation C.UTF-8"));
    ENSURE(says(fixture, "createdb --template=template0"));
}

/* What is typed wrongly comes back in libpq's complaints; a password must not. */
static void test_password_stays(void **state)
{
    static const char *const addresses[] = {
        "postgres://ana:s3cr/et@127.0.0.1/x",
        "postgres://ana:s3cr@et@127.0.0.1/x",
        "postgres://ana:s3cr?et@127.0.0.1/x",
        "postgres://ana:s3cr%et@127.0.0.1/x",
        "postgres://ana:s3cret@127.0.0.1:1/x",
        "postgres://ana:s3cret@127.0.0.1:99999/x",
        "postgres://ana:s3cret@127.0.0.1:1/x?no=1",
        "postgres://ana:s3cret@[::1/x",
        "postgres://",
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]) - 1; i++) {
        struct store_options options = { .address = addresses[i] };

        ENSURE(!store_open_with(&options, one, &fixture->arena, &fixture->why));
        ENSURE(!says(fixture, "s3cr"));
        ENSURE(!says(fixture, "et@"));
    }
}

/* ---- */

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, fixture_teardown)
#define TESTS_OF_BOTH                                                                                          \
    TEST(test_once_each), TEST(test_all_at_once), TEST(test_no_migrations), TEST(test_splitting), TEST(test_refusals), \
        TEST(test_undone), TEST(test_two_at_once)

int main(void)
{
    const struct CMUnitTest on_sqlite[] = {
        TESTS_OF_BOTH,          TEST(test_copy_before), TEST(test_one_program), TEST(test_single_private_file),
        TEST(test_other_files),
    };
    const struct CMUnitTest on_postgres[] = { TESTS_OF_BOTH, TEST(test_collation), TEST(test_password_stays) };

    return fixture_run(STORE_SQLITE, "migrations on SQLite", on_sqlite, sizeof(on_sqlite) / sizeof(on_sqlite[0])) +
           fixture_run(STORE_POSTGRES, "migrations on PostgreSQL", on_postgres,
                       sizeof(on_postgres) / sizeof(on_postgres[0]));
}
