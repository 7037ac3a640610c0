/*
 * The limits for the store: the same work asked of SQLite itself, with the server's settings and nothing around it.
 *
 *     bare_sqlite page DATABASE COUNT      the queries of a page of 50 customers and its total, pages 1 to 20
 *     bare_sqlite import FROM INTO         every row that FROM has and INTO has not, 250 ids in a transaction
 *
 * `page` asks the very text that the lists make; a copy, while the server keeps its file to itself. `import` wants INTO
 * to be a copy of FROM from before an import into it; the rows go in in the order of their ids, from memory, and
 * reading them is not counted.
 */
#include "bench.h"

#include "base/clock.h"
#include "features/customer/customer.h"
#include "model/list_query.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGES = 20, BATCH_IDS = 250, TABLES_MOST = 64, COLUMNS_MOST = 128, ROUNDS = 9 };

static const char settings[] = "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;";

static const char reader_settings[] = "PRAGMA query_only=ON; PRAGMA cache_size=-8192;";

static const char writer_settings[] =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA cache_size=-16384;"
    "PRAGMA wal_autocheckpoint=4000;";

static void check(sqlite3 *db, int code)
{
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE)
        give_up("SQLite: %s", sqlite3_errmsg(db));
}

static void run(sqlite3 *db, const char *sql)
{
    check(db, sqlite3_exec(db, sql, NULL, NULL, NULL));
}

static sqlite3 *open_database(const char *path, int how, const char *more_settings)
{
    sqlite3 *db = NULL;

    check(db, sqlite3_open_v2(path, &db, how | SQLITE_OPEN_NOMUTEX, "unix-excl"));
    sqlite3_busy_timeout(db, 10000);
    run(db, settings);
    run(db, more_settings);
    return db;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;

    check(db, sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL));
    return statement;
}

static int64_t one_number(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = prepare(db, sql);
    int64_t number = 0;

    if (sqlite3_step(statement) == SQLITE_ROW)
        number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

/* ---- a page ------------------------------------------------------------------------------------------------ */

/* The statement of the customers' list for page `number`, its arguments bound. */
static sqlite3_stmt *page_statement(sqlite3 *db, struct ctx *ctx, int number)
{
    struct list_param param = { .name = STR("page"), .value = arena_printf(ctx->arena, "%d", number) };
    struct statement_text text;
    struct list_query *query;
    sqlite3_stmt *statement;

    if (list_ask(ctx, &customer_list, &param, 1, NULL, &query) != ERR_OK)
        give_up("the list of customers has no page %d", number);
    text = list_rows_sql(ctx, query);
    statement = prepare(db, text.sql.text);
    for (int i = 0; i < text.args.count; i++) {
        struct str name = arena_printf(ctx->arena, "$%d", i + 1);
        int at = sqlite3_bind_parameter_index(statement, name.ptr);

        if (text.args.list[i].type != ARG_INT)
            give_up("an argument that is no number");
        if (at)
            check(db, sqlite3_bind_int64(statement, at, text.args.list[i].integer));
    }
    return statement;
}

/* Steps through and looks at every column, as whoever wants the page must. */
static int64_t read_all(sqlite3_stmt *statement)
{
    int64_t bytes = 0;

    while (sqlite3_step(statement) == SQLITE_ROW) {
        int columns = sqlite3_column_count(statement);

        for (int i = 0; i < columns; i++) {
            if (sqlite3_column_type(statement, i) == SQLITE_TEXT) {
                const unsigned char *text = sqlite3_column_text(statement, i);

                bytes += sqlite3_column_bytes(statement, i) + text[0];
            } else {
                bytes += sqlite3_column_int64(statement, i) & 1;
            }
        }
    }
    sqlite3_reset(statement);
    return bytes;
}

static void measure_pages(sqlite3 *db, long count)
{
    sqlite3_stmt *pages[PAGES], *total;
    double took_us[ROUNDS];
    int64_t bytes = 0;
    struct arena arena;
    struct ctx ctx;

    arena_init(&arena);
    ctx_init(&ctx, &arena);
    ctx.location_id = one_number(db, "SELECT id FROM location ORDER BY id LIMIT 1");
    ctx.now_ms = 1777777777777;
    ctx.permissions = UINT64_MAX;
    ctx.time_zone = STR("UTC");
    for (int i = 0; i < PAGES; i++)
        pages[i] = page_statement(db, &ctx, i + 1);
    total = prepare(db, "SELECT customers FROM location_head WHERE location_id = $1");
    check(db, sqlite3_bind_int64(total, 1, ctx.location_id));
    for (int round = 0; round < ROUNDS; round++) {
        int64_t begin_ns = own_cpu_ns();

        for (long i = 0; i < count; i++) {
            run(db, "BEGIN");
            bytes += read_all(pages[i % PAGES]) + read_all(total);
            run(db, "END");
        }
        took_us[round] = (double)(own_cpu_ns() - begin_ns) / 1e3 / (double)count;
    }
    printf("cpu_us=%.2f bytes=%lld\n", median(took_us, ROUNDS), (long long)(bytes / ROUNDS / count));
    for (int i = 0; i < PAGES; i++)
        sqlite3_finalize(pages[i]);
    sqlite3_finalize(total);
    arena_clear(&arena);
}

/* ---- rows -------------------------------------------------------------------------------------------------- */

/* A table whose rows came with an import; `key` is the column with an id, by which its rows are taken in order. */
struct table {
    const char *name;
    const char *key;
    sqlite3_stmt *read;
    sqlite3_stmt *write;
};

/* In the order in which foreign keys allow it. */
static struct table tables[] = {
    { .name = "person", .key = "id" },
    { .name = "customer", .key = "id" },
    { .name = "contact", .key = "id" },
    { .name = "person_email", .key = "person_id" },
    { .name = "person_phone", .key = "person_id" },
    { .name = "person_external", .key = "person_id" },
    { .name = "person_tag", .key = "person_id" },
    { .name = "consent", .key = "id" },
    { .name = "booking", .key = "id" },
    { .name = "customer_currency", .key = "customer_id" },
    { .name = "audit", .key = "id" },
};

enum { TABLES = sizeof(tables) / sizeof(tables[0]) };

struct kept_row {
    const struct table *table;
    sqlite3_value *values[COLUMNS_MOST];
    int count;
};

struct batch {
    struct kept_row *list;
    size_t count;
    size_t room;
};

static void prepare_table(struct table *table, sqlite3 *from, sqlite3 *into)
{
    char sql[2048], marks[COLUMNS_MOST * 2 + 1] = "";
    int columns;

    snprintf(sql, sizeof(sql), "SELECT * FROM %s WHERE %s > $1 AND %s <= $2 ORDER BY %s", table->name, table->key,
             table->key, table->key);
    table->read = prepare(from, sql);
    columns = sqlite3_column_count(table->read);
    for (int i = 0; i < columns; i++)
        memcpy(marks + i * 2, i ? ",?" : " ?", 3);
    snprintf(sql, sizeof(sql), "INSERT INTO %s VALUES (%s)", table->name, marks);
    table->write = prepare(into, sql);
}

static void keep_row(struct batch *batch, const struct table *table)
{
    struct kept_row *row;

    if (batch->count == batch->room) {
        batch->room = batch->room ? batch->room * 2 : 1024;
        batch->list = realloc(batch->list, batch->room * sizeof(*batch->list));
        if (!batch->list)
            give_up("no memory");
    }
    row = &batch->list[batch->count++];
    row->table = table;
    row->count = sqlite3_column_count(table->read);
    for (int i = 0; i < row->count; i++)
        row->values[i] = sqlite3_value_dup(sqlite3_column_value(table->read, i));
}

static void read_batch(struct batch *batch, int64_t after, int64_t until)
{
    batch->count = 0;
    for (int i = 0; i < TABLES; i++) {
        sqlite3_bind_int64(tables[i].read, 1, after);
        sqlite3_bind_int64(tables[i].read, 2, until);
        while (sqlite3_step(tables[i].read) == SQLITE_ROW)
            keep_row(batch, &tables[i]);
        sqlite3_reset(tables[i].read);
    }
}

static void write_batch(sqlite3 *into, const struct batch *batch)
{
    run(into, "BEGIN IMMEDIATE");
    for (size_t i = 0; i < batch->count; i++) {
        const struct kept_row *row = &batch->list[i];

        for (int c = 0; c < row->count; c++)
            sqlite3_bind_value(row->table->write, c + 1, row->values[c]);
        check(into, sqlite3_step(row->table->write));
        sqlite3_reset(row->table->write);
    }
    run(into, "COMMIT");
}

static void forget_batch(struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++)
        for (int c = 0; c < batch->list[i].count; c++)
            sqlite3_value_free(batch->list[i].values[c]);
}

static void measure_import(sqlite3 *from, sqlite3 *into)
{
    sqlite3_stmt *ids = prepare(from, "SELECT max(id) FROM (SELECT id FROM audit WHERE id > $1 ORDER BY id LIMIT $2)");
    int64_t after = one_number(into, "SELECT max(id) FROM audit"), until;
    int64_t took_ns = 0, took_cpu_ns = 0, all = 0;
    struct batch batch = { 0 };

    for (int i = 0; i < TABLES; i++)
        prepare_table(&tables[i], from, into);
    for (;;) {
        int64_t begin_ns, begin_cpu_ns;

        sqlite3_bind_int64(ids, 1, after);
        sqlite3_bind_int64(ids, 2, BATCH_IDS);
        until = sqlite3_step(ids) == SQLITE_ROW ? sqlite3_column_int64(ids, 0) : 0;
        sqlite3_reset(ids);
        if (until == 0)
            break;
        read_batch(&batch, after, until);
        begin_ns = now_ns();
        begin_cpu_ns = own_cpu_ns();
        write_batch(into, &batch);
        took_ns += now_ns() - begin_ns;
        took_cpu_ns += own_cpu_ns() - begin_cpu_ns;
        all += (int64_t)batch.count;
        forget_batch(&batch);
        after = until;
    }
    printf("rows=%lld seconds=%.3f cpu_seconds=%.3f\n", (long long)all, (double)took_ns / 1e9,
           (double)took_cpu_ns / 1e9);
    for (int i = 0; i < TABLES; i++) {
        sqlite3_finalize(tables[i].read);
        sqlite3_finalize(tables[i].write);
    }
    sqlite3_finalize(ids);
    free(batch.list);
}

int main(int argc, char **argv)
{
    sqlite3 *one, *other = NULL;

    bench_name = "bare_sqlite";
    if (argc != 4)
        give_up("bare_sqlite page DATABASE COUNT, or bare_sqlite import FROM INTO");
    one = open_database(argv[2], SQLITE_OPEN_READONLY, reader_settings);
    if (strcmp(argv[1], "page") == 0) {
        measure_pages(one, strtol(argv[3], NULL, 10));
    } else {
        other = open_database(argv[3], SQLITE_OPEN_READWRITE, writer_settings);
        measure_import(one, other);
    }
    sqlite3_close(other);
    sqlite3_close(one);
    return 0;
}
