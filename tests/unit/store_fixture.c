#include "store_fixture.h"

#include <ftw.h>
#include <libpq-fe.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* hides the function of base/ctx.h */

enum store_engine fixture_engine = STORE_SQLITE;

static const char start[] =
    "-- what the tests of the store need; it's small\n"
    "CREATE TABLE owner (\n"
    "    id {{id}},\n"
    "    name TEXT NOT NULL UNIQUE,\n"
    "    photo {{bytes}}\n"
    ");\n"
    "CREATE TABLE pet (\n"
    "    id {{id}},\n"
    "    owner_id BIGINT REFERENCES owner (id),\n"
    "    name TEXT NOT NULL DEFAULT 'a; b'\n"
    ");\n"
    "CREATE TABLE location_head (location_id BIGINT NOT NULL PRIMARY KEY, customers BIGINT);\n"
    "INSERT INTO location_head VALUES (1, 0)";

const struct embedded_file fixture_migrations[] = {
    { "0001_start.sql", (const unsigned char *)start, sizeof(start) - 1 },
    { NULL, NULL, 0 },
};

static void complain(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why);
    abort();
}

/* ---- PostgreSQL's databases */

static const char *server(void)
{
    return getenv("REGULARS_TEST_POSTGRES");
}

bool fixture_has_postgres(void)
{
    return server() && strstr(server(), "NAME");
}

static char *address_of(const char *database)
{
    const char *name = strstr(server(), "NAME");
    char *address = NULL;

    if (asprintf(&address, "%.*s%s%s", (int)(name - server()), server(), database, name + strlen("NAME")) < 0)
        complain("the fixture", "no memory");
    return address;
}

void fixture_postgres(const char *address, const char *text)
{
    char *maintenance = address ? NULL : address_of("postgres");
    PGconn *conn = PQconnectdb(address ? address : maintenance);
    PGresult *result;

    free(maintenance);
    if (PQstatus(conn) != CONNECTION_OK)
        complain("connecting", PQerrorMessage(conn));
    result = PQexec(conn, text);
    if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
        complain(text, PQerrorMessage(conn));
    PQclear(result);
    PQfinish(conn);
}

static void make_database(struct fixture *fixture)
{
    static int number;
    char text[200];

    if (asprintf(&fixture->database, "regulars_unit_%d_%d", (int)getpid(), ++number) < 0)
        complain("the fixture", "no memory or folder");
    snprintf(text, sizeof(text), "CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'", fixture->database);
    fixture_postgres(NULL, text);
    fixture->address = address_of(fixture->database);
}

static void drop_database(struct fixture *fixture)
{
    char text[200];

    snprintf(text, sizeof(text), "DROP DATABASE %s WITH (FORCE)", fixture->database);
    fixture_postgres(NULL, text);
}

static void skip_it(void **state)
{
    (void)state;
    skip();
}

int fixture_run(enum store_engine engine, const char *name, const struct CMUnitTest *tests, size_t count)
{
    struct CMUnitTest *own = calloc(count, sizeof(*own));
    int failed;

    ENSURE(own);
    memcpy(own, tests, count * sizeof(*own));
    for (size_t i = 0; engine == STORE_POSTGRES && !fixture_has_postgres() && i < count; i++)
        own[i] = (struct CMUnitTest){ .name = own[i].name, .test_func = skip_it };
    fixture_engine = engine;
    failed = _cmocka_run_group_tests(name, own, count, NULL, NULL);
    free(own);
    return failed;
}

/* ---- SQLite's folders */

static void make_folder(struct fixture *fixture)
{
    fixture->folder = strdup("/tmp/regulars-unit-XXXXXX");
    if (!fixture->folder || !mkdtemp(fixture->folder))
        complain("the fixture", "no memory or folder");
    if (asprintf(&fixture->address, "sqlite:%s/test.db", fixture->folder) < 0)
        complain("the fixture", "no memory or folder");
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

/* ---- the fixture */

struct fixture *fixture_new(void)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));

    ENSURE(fixture);
    arena_init(&fixture->arena);
    ctx_init(&fixture->ctx, &fixture->arena);
    fixture->migrations = fixture_migrations;
    fixture->workers = 4;
    if (fixture_engine == STORE_POSTGRES)
        make_database(fixture);
    else
        make_folder(fixture);
    return fixture;
}

void fixture_free(struct fixture *fixture)
{
    if (fixture->store)
        fixture_close(fixture);
    if (fixture->database)
        drop_database(fixture);
    if (fixture->folder)
        nftw(fixture->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    arena_clear(&fixture->arena);
    free(fixture->database);
    free(fixture->folder);
    free(fixture->address);
    free(fixture);
}

bool fixture_open(struct fixture *fixture)
{
    const struct store_options options = {
        .address = fixture->address,
        .workers = fixture->workers,
        .create = true,
        .vfs = fixture->vfs,
    };

    fixture->store = store_open_with(&options, fixture->migrations, &fixture->arena, &fixture->why);
    return fixture->store != NULL;
}

void fixture_close(struct fixture *fixture)
{
    store_close(fixture->store);
    fixture->store = NULL;
}

void fixture_reopen(struct fixture *fixture)
{
    fixture_close(fixture);
    if (!fixture_open(fixture))
        complain("opening", fixture->why.ptr);
}

int fixture_setup(void **state)
{
    struct fixture *fixture = fixture_new();

    *state = fixture;
    if (!fixture_open(fixture))
        complain("opening", fixture->why.ptr);
    return 0;
}

int fixture_teardown(void **state)
{
    fixture_free(*state);
    return 0;
}

/* ---- work */

void fixture_fail(struct fixture *fixture, enum store_mode mode, fixture_work *work, void *data, enum err err)
{
    ctx_forgive(&fixture->ctx);
    ENSURE_EQUAL(store_run(fixture->store, &fixture->ctx, mode, work, data), err);
}

void fixture_do(struct fixture *fixture, enum store_mode mode, fixture_work *work, void *data)
{
    fixture_fail(fixture, mode, work, data, ERR_OK);
}

STATEMENT insert_owner = SQL("INSERT INTO owner (id, name, photo) VALUES ($1, $2, $3)");
STATEMENT insert_pet = SQL("INSERT INTO pet (id, owner_id) VALUES ($1, $2)");

enum err add_owner(struct ctx *ctx, id64 id, const char *name)
{
    return store_exec(ctx, &insert_owner, ARGS(INT(id), TEXT(str_from(name)), BYTES(STR_EMPTY)), NULL);
}

enum err add_pet(struct ctx *ctx, id64 id, id64 owner_id)
{
    return store_exec(ctx, &insert_pet, ARGS(INT(id), LINK(owner_id)), NULL);
}

struct new_owner {
    id64 id;
    const char *name;
};

static enum err run_add_owner(struct ctx *ctx, void *data)
{
    const struct new_owner *owner = data;

    return add_owner(ctx, owner->id, owner->name);
}

void fixture_add_owner(struct fixture *fixture, id64 id, const char *name)
{
    fixture_do(fixture, STORE_WRITE, run_add_owner, &(struct new_owner){ id, name });
}

struct counting {
    const char *table;
    int64_t count;
};

static enum err run_count(struct ctx *ctx, void *data)
{
    struct counting *counting = data;
    struct str text = arena_printf(ctx->arena, "SELECT count(*) FROM %s", counting->table);

    return store_int(ctx, &(struct sql){ text.ptr }, (struct args){ NULL, 0 }, -1, &counting->count);
}

int64_t fixture_count(struct fixture *fixture, const char *table)
{
    struct counting counting = { .table = table };

    fixture_do(fixture, STORE_READ, run_count, &counting);
    return counting.count;
}

/* ---- gates */

void gate_init(struct gate *gate)
{
    *gate = (struct gate){ .open = false };
    pthread_mutex_init(&gate->lock, NULL);
    pthread_cond_init(&gate->changed, NULL);
}

void gate_wait(struct gate *gate)
{
    pthread_mutex_lock(&gate->lock);
    gate->waiting++;
    pthread_cond_broadcast(&gate->changed);
    while (!gate->open)
        pthread_cond_wait(&gate->changed, &gate->lock);
    pthread_mutex_unlock(&gate->lock);
}

void gate_open(struct gate *gate)
{
    pthread_mutex_lock(&gate->lock);
    gate->open = true;
    pthread_cond_broadcast(&gate->changed);
    pthread_mutex_unlock(&gate->lock);
}

void gate_wait_for(struct gate *gate, int count)
{
    pthread_mutex_lock(&gate->lock);
    while (gate->waiting < count)
        pthread_cond_wait(&gate->changed, &gate->lock);
    pthread_mutex_unlock(&gate->lock);
}

/* ---- adding, from any thread */

static enum err run_adding(struct store_task *task, struct store_session *session)
{
    struct adding *adding = (struct adding *)task;
    char name[32];
    struct str photo;

    if (adding->gate)
        gate_wait(adding->gate);
    adding->ctx.db = session;
    photo = (struct str){ arena_alloc(&adding->arena, adding->payload_bytes), adding->payload_bytes };
    snprintf(name, sizeof(name), "owner %lld", (long long)adding->id);
    return store_exec(&adding->ctx, &insert_owner, ARGS(INT(adding->id), TEXT(str_from(name)), BYTES(photo)), NULL);
}

static pthread_mutex_t answers_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t answered = PTHREAD_COND_INITIALIZER;

static void adding_done(struct store_task *task, enum err verdict)
{
    struct adding *adding = (struct adding *)task;

    arena_clear(&adding->arena);
    pthread_mutex_lock(&answers_lock);
    adding->verdict = verdict;
    atomic_fetch_add(&adding->answers, 1);
    pthread_cond_broadcast(&answered);
    pthread_mutex_unlock(&answers_lock);
}

enum err adding_submit(struct fixture *fixture, struct adding *adding, id64 id)
{
    adding->task.run = run_adding;
    adding->task.done = adding_done;
    adding->id = id;
    atomic_store(&adding->answers, 0);
    arena_init(&adding->arena);
    ctx_init(&adding->ctx, &adding->arena);
    return store_submit(fixture->store, &adding->task, STORE_WRITE);
}

void adding_wait(struct adding *adding)
{
    pthread_mutex_lock(&answers_lock);
    while (!atomic_load(&adding->answers))
        pthread_cond_wait(&answered, &answers_lock);
    pthread_mutex_unlock(&answers_lock);
}
