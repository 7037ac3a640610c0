/* The store's statements and transactions, the same on both engines. */
#include "store_fixture.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define CHECK_OK(call) ENSURE_EQUAL(call, ERR_OK)
#define NO_ARGS ((struct args){ NULL, 0 })

STATEMENT insert_owner = SQL("INSERT INTO owner (id, name, photo) VALUES ($1, $2, $3)");
STATEMENT list_owners = SQL("SELECT id, name, photo FROM owner WHERE id >= $1 ORDER BY id");
STATEMENT find_owner = SQL("SELECT id FROM owner WHERE name = $1");
STATEMENT list_pets = SQL("SELECT id, owner_id, name FROM pet WHERE owner_id IS NOT DISTINCT FROM $1 ORDER BY id");
STATEMENT rename_owners = SQL("UPDATE owner SET name = name || $2 WHERE id >= $1");
STATEMENT count_owners = SQL("SELECT count(*) FROM owner");

static bool str_is(struct str s, const char *text)
{
    return str_equal(s, str_from(text));
}

static int64_t owners(struct ctx *ctx)
{
    int64_t count;

    CHECK_OK(store_int(ctx, &count_owners, NO_ARGS, -1, &count));
    return count;
}

/* ---- rows */

static enum err write_values(struct ctx *ctx, void *data)
{
    const struct str bytes = STR("\0\xff'\\x");
    int64_t changed = -1;

    (void)data;
    CHECK_OK(store_exec(ctx, &insert_owner, ARGS(INT(1), TEXT(STR("Ana’s \"\\x' %s")), BYTES(bytes)), &changed));
    ENSURE_EQUAL(changed, 1);
    CHECK_OK(store_exec(ctx, &insert_owner, ARGS(INT(INT64_MAX), TEXT(STR_EMPTY), BYTES(STR_EMPTY)), NULL));
    CHECK_OK(store_exec(ctx, &insert_owner,
                        ARGS(INT(INT64_MIN), TEXT(((struct str){ NULL, 0 }).len ? STR("") : STR("-")), BYTES(STR("b"))),
                        NULL));
    CHECK_OK(store_exec(ctx, &rename_owners, ARGS(INT(1), TEXT(STR("!"))), &changed));
    ENSURE_EQUAL(changed, 2);
    CHECK_OK(store_exec(ctx, &count_owners, NO_ARGS, &changed));
    ENSURE_EQUAL(changed, 0);
    return ERR_OK;
}

static enum err read_values(struct ctx *ctx, void *data)
{
    struct rows rows;
    struct str copy;

    (void)data;
    store_query(ctx, &list_owners, ARGS(INT(1)), &rows);
    ENSURE_EQUAL(row_int(&rows, 0), 0);
    ENSURE(rows_next(&rows));
    ENSURE_EQUAL(rows.row, 0);
    ENSURE_EQUAL(row_int(&rows, 0), 1);
    ENSURE(str_is(row_view(&rows, 1), "Ana’s \"\\x' %s!"));
    ENSURE(str_equal(row_text(&rows, 2), STR("\0\xff'\\x")));
    ENSURE(!row_is_null(&rows, 2));
    copy = row_text(&rows, 1);
    ENSURE(rows_next(&rows));
    ENSURE_EQUAL(rows.row, 1);
    ENSURE(row_int(&rows, 0) == INT64_MAX);
    ENSURE(str_is(row_view(&rows, 1), "!"));
    ENSURE_EQUAL(row_view(&rows, 2).len, 0);
    ENSURE(str_is(copy, "Ana’s \"\\x' %s!"));
    for (int i = 0; i < 3; i++)
        ENSURE(!rows_next(&rows));
    ENSURE_EQUAL(row_int(&rows, 0), 0);
    CHECK_OK(rows_end(&rows));
    CHECK_OK(rows_end(&rows));
    ENSURE(!rows_next(&rows));
    return ERR_OK;
}

static void test_values(void **state)
{
    fixture_do(*state, STORE_WRITE, write_values, NULL);
    fixture_do(*state, STORE_READ, read_values, NULL);
    fixture_do(*state, STORE_SLOW, read_values, NULL);
}

static enum err read_one_or_none(struct ctx *ctx, void *data)
{
    static const struct sql truth = SQL("SELECT 1 = $1");
    struct rows rows;
    int64_t number;

    (void)data;
    ENSURE(store_row(ctx, &find_owner, ARGS(TEXT(STR("Ana"))), &rows));
    ENSURE_EQUAL(row_int(&rows, 0), 1);
    CHECK_OK(rows_end(&rows));
    ENSURE(!store_row(ctx, &find_owner, ARGS(TEXT(STR("Bo"))), &rows));
    CHECK_OK(rows_end(&rows));
    CHECK_OK(store_int(ctx, &find_owner, ARGS(TEXT(STR("Bo"))), 42, &number));
    ENSURE_EQUAL(number, 42);
    CHECK_OK(store_int(ctx, &truth, ARGS(INT(1)), 42, &number));
    ENSURE_EQUAL(number, 1);
    CHECK_OK(store_int(ctx, &truth, ARGS(INT(2)), 42, &number));
    ENSURE_EQUAL(number, 0);
    return ERR_OK;
}

static void test_one_or_none(void **state)
{
    fixture_add_owner(*state, 1, "Ana");
    fixture_do(*state, STORE_READ, read_one_or_none, NULL);
}

static enum err use_links(struct ctx *ctx, void *data)
{
    struct rows rows;

    (void)data;
    CHECK_OK(add_owner(ctx, 1, "Ana"));
    CHECK_OK(add_pet(ctx, 10, 0));
    CHECK_OK(add_pet(ctx, 11, 1));
    ENSURE(store_row(ctx, &list_pets, ARGS(LINK(0)), &rows));
    ENSURE_EQUAL(row_int(&rows, 0), 10);
    ENSURE(row_is_null(&rows, 1));
    ENSURE_EQUAL(row_int(&rows, 1), 0);
    ENSURE_EQUAL(row_view(&rows, 1).len, 0);
    ENSURE(str_is(row_view(&rows, 2), "a; b"));
    CHECK_OK(rows_end(&rows));
    ENSURE(store_row(ctx, &list_pets, ARGS(LINK(1)), &rows));
    ENSURE_EQUAL(row_int(&rows, 0), 11);
    return rows_end(&rows);
}

static void test_links(void **state)
{
    fixture_do(*state, STORE_WRITE, use_links, NULL);
}

/* What engines and drivers disagree about, when types are inferred. */
static enum err use_types(struct ctx *ctx, void *data)
{
    static const struct sql text = SQL(
        "SELECT count(*) FROM owner WHERE coalesce($1, '') <> '' AND name LIKE $1"
        " AND ($2 = '' OR name = $2) AND length(name) < $3");
    static const struct sql number = SQL("SELECT $1 + 1");
    static const struct sql choice = SQL("SELECT CASE WHEN $1 > 0 THEN $1 ELSE $2 END * 1000");
    static const struct sql unused = SQL("SELECT $2");
    int64_t count;

    (void)data;
    CHECK_OK(add_owner(ctx, 1, "Ana"));
    CHECK_OK(store_int(ctx, &text, ARGS(TEXT(STR("An%")), TEXT(STR_EMPTY), INT(10)), -1, &count));
    ENSURE_EQUAL(count, 1);
    CHECK_OK(store_int(ctx, &text, ARGS(TEXT(STR("an%")), TEXT(STR_EMPTY), INT(10)), -1, &count));
    ENSURE_EQUAL(count, 0);
    CHECK_OK(store_int(ctx, &number, ARGS(INT(INT64_MAX - 1)), -1, &count));
    ENSURE(count == INT64_MAX);
    CHECK_OK(store_int(ctx, &choice, ARGS(INT(1700000000000), INT(3)), -1, &count));
    ENSURE(count == 1700000000000000);
    CHECK_OK(store_int(ctx, &unused, ARGS(INT(1), INT(2)), -1, &count));
    ENSURE_EQUAL(count, 2);
    return ERR_OK;
}

static void test_types(void **state)
{
    fixture_do(*state, STORE_WRITE, use_types, NULL);
}

static enum err missing_argument(struct ctx *ctx, void *data)
{
    (void)data;
    return store_exec(ctx, &rename_owners, ARGS(INT(1)), NULL);
}

static void test_missing_argument(void **state)
{
    fixture_fail(*state, STORE_WRITE, missing_argument, NULL, ERR_INTERNAL);
}

/* ---- queries in each other */

static enum err nested(struct ctx *ctx, void *data)
{
    struct rows outer, inner;
    int64_t pairs = 0;

    (void)data;
    for (int i = 1; i <= 5; i++)
        CHECK_OK(add_owner(ctx, i, arena_printf(ctx->arena, "owner %d", i).ptr));
    store_query(ctx, &list_owners, ARGS(INT(1)), &outer);
    while (rows_next(&outer)) {
        store_query(ctx, &list_owners, ARGS(INT(row_int(&outer, 0))), &inner);
        while (rows_next(&inner)) {
            ENSURE_EQUAL(row_int(&inner, 0), row_int(&outer, 0) + inner.row);
            pairs++;
        }
        CHECK_OK(rows_end(&inner));
    }
    CHECK_OK(rows_end(&outer));
    ENSURE_EQUAL(pairs, 15);
    return ERR_OK;
}

static void test_nested(void **state)
{
    fixture_do(*state, STORE_WRITE, nested, NULL);
}

/* Rows that nobody ended: the task fails, the next one works. */
static enum err leave_rows(struct ctx *ctx, void *data)
{
    struct rows rows, more;

    store_query(ctx, &list_owners, ARGS(INT(0)), &rows);
    ENSURE(rows_next(&rows));
    store_query(ctx, &list_owners, ARGS(INT(0)), &more);
    ENSURE(rows_next(&more));
    return *(enum err *)data;
}

static void test_rows_left_open(void **state)
{
    enum err errs[] = { ERR_NOT_FOUND, ERR_OK };

    fixture_add_owner(*state, 1, "Ana");
    for (int i = 0; i < 2; i++) {
        fixture_fail(*state, STORE_WRITE, leave_rows, &errs[i], errs[i]);
        fixture_fail(*state, STORE_READ, leave_rows, &errs[i], errs[i]);
        fixture_fail(*state, STORE_SLOW, leave_rows, &errs[i], errs[i]);
    }
    fixture_add_owner(*state, 2, "Bo");
    ENSURE_EQUAL(fixture_count(*state, "owner"), 2);
}

/* ---- failures */

static enum err conflict_and_go_on(struct ctx *ctx, void *data)
{
    struct rows rows;
    int64_t count;

    (void)data;
    CHECK_OK(add_owner(ctx, 2, "Bo"));
    ENSURE_EQUAL(add_owner(ctx, 3, "Ana"), ERR_CONFLICT);
    /* whatever comes now answers the same, on both engines */
    ENSURE_EQUAL(add_owner(ctx, 4, "Cy"), ERR_CONFLICT);
    ENSURE_EQUAL(store_int(ctx, &count_owners, NO_ARGS, 0, &count), ERR_CONFLICT);
    ENSURE(!store_row(ctx, &count_owners, NO_ARGS, &rows));
    ENSURE_EQUAL(rows_end(&rows), ERR_CONFLICT);
    ENSURE_EQUAL(store_part_begin(ctx), ERR_CONFLICT);
    ENSURE_EQUAL(store_lock_location(ctx, 1), ERR_CONFLICT);
    return ERR_OK;
}

static void test_conflict(void **state)
{
    fixture_add_owner(*state, 1, "Ana");
    fixture_fail(*state, STORE_WRITE, conflict_and_go_on, NULL, ERR_CONFLICT);
    ENSURE_EQUAL(fixture_count(*state, "owner"), 1);
    fixture_add_owner(*state, 2, "Bo");
}

static enum err break_a_link(struct ctx *ctx, void *data)
{
    (void)data;
    return add_pet(ctx, 1, 99);
}

static enum err break_a_link_returning(struct ctx *ctx, void *data)
{
    static const struct sql insert = SQL("INSERT INTO pet (id, owner_id) VALUES ($1, $2) RETURNING id");
    struct rows rows;

    (void)data;
    store_row(ctx, &insert, ARGS(INT(1), INT(99)), &rows);
    return rows_end(&rows);
}

static enum err delete_with_pets(struct ctx *ctx, void *data)
{
    static const struct sql delete = SQL("DELETE FROM owner WHERE id = $1");

    (void)data;
    CHECK_OK(add_owner(ctx, 1, "Ana"));
    CHECK_OK(add_pet(ctx, 1, 1));
    return store_exec(ctx, &delete, ARGS(INT(1)), NULL);
}

static void test_broken_links(void **state)
{
    fixture_fail(*state, STORE_WRITE, break_a_link, NULL, ERR_CONFLICT);
    fixture_fail(*state, STORE_WRITE, break_a_link_returning, NULL, ERR_CONFLICT);
    fixture_fail(*state, STORE_WRITE, delete_with_pets, NULL, ERR_CONFLICT);
    ENSURE_EQUAL(fixture_count(*state, "pet"), 0);
}

static enum err insert_returning(struct ctx *ctx, void *data)
{
    static const struct sql insert = SQL(
        "INSERT INTO owner (id, name) SELECT id + 100, name || '+' FROM owner"
        " WHERE id >= $1 ON CONFLICT (name) DO NOTHING RETURNING id");
    struct rows rows;

    (void)data;
    CHECK_OK(add_owner(ctx, 1, "Ana"));
    CHECK_OK(add_owner(ctx, 2, "Bo"));
    ENSURE(store_row(ctx, &insert, ARGS(INT(0)), &rows));
    ENSURE(row_int(&rows, 0) > 100);
    CHECK_OK(rows_end(&rows));
    ENSURE_EQUAL(owners(ctx), 4);
    return ERR_OK;
}

static void test_returning(void **state)
{
    fixture_do(*state, STORE_WRITE, insert_returning, NULL);
}

static enum err bad_statement(struct ctx *ctx, void *data)
{
    static const struct sql bad = SQL("SELECT absent FROM nowhere");
    int64_t number;

    (void)data;
    return store_int(ctx, &bad, NO_ARGS, 0, &number);
}

static enum err write_then_fail(struct ctx *ctx, void *data)
{
    CHECK_OK(add_owner(ctx, 5, "Eve"));
    return *(enum err *)data;
}

static enum err write_in_a_read(struct ctx *ctx, void *data)
{
    (void)data;
    ENSURE(add_owner(ctx, 6, "Fay") != ERR_OK);
    return ERR_OK;
}

static void test_failures(void **state)
{
    enum err mine = ERR_NOT_FOUND;

    fixture_fail(*state, STORE_READ, bad_statement, NULL, ERR_INTERNAL);
    fixture_fail(*state, STORE_WRITE, bad_statement, NULL, ERR_INTERNAL);
    fixture_fail(*state, STORE_WRITE, write_then_fail, &mine, ERR_NOT_FOUND);
    fixture_do(*state, STORE_READ, write_in_a_read, NULL);
    ENSURE_EQUAL(fixture_count(*state, "owner"), 0);
}

/* ---- parts */

static enum err parts(struct ctx *ctx, void *data)
{
    struct rows outside, inside;

    (void)data;
    CHECK_OK(add_owner(ctx, 1, "Ana"));
    store_query(ctx, &list_owners, ARGS(INT(0)), &outside);
    ENSURE(rows_next(&outside));

    CHECK_OK(store_part_begin(ctx));
    CHECK_OK(add_owner(ctx, 2, "Bo"));
    CHECK_OK(store_part_begin(ctx));
    CHECK_OK(add_owner(ctx, 3, "Cy"));
    store_query(ctx, &list_owners, ARGS(INT(0)), &inside);
    ENSURE(rows_next(&inside));
    ENSURE_EQUAL(add_owner(ctx, 4, "Ana"), ERR_CONFLICT);
    CHECK_OK(store_part_undo(ctx));
    ENSURE(!rows_next(&inside));
    ENSURE_EQUAL(rows_end(&inside), ERR_INTERNAL);
    ENSURE_EQUAL(owners(ctx), 2);
    CHECK_OK(store_part_keep(ctx));

    /* keeping what failed undoes it */
    CHECK_OK(store_part_begin(ctx));
    CHECK_OK(add_owner(ctx, 5, "Eve"));
    ENSURE_EQUAL(add_owner(ctx, 6, "Ana"), ERR_CONFLICT);
    ENSURE_EQUAL(store_part_keep(ctx), ERR_CONFLICT);
    ENSURE_EQUAL(owners(ctx), 2);

    ENSURE_EQUAL(row_int(&outside, 0), 1);
    CHECK_OK(rows_end(&outside));
    return ERR_OK;
}

static enum err leave_parts_open(struct ctx *ctx, void *data)
{
    CHECK_OK(store_part_begin(ctx));
    CHECK_OK(store_part_begin(ctx));
    CHECK_OK(add_owner(ctx, 7, "Gus"));
    return *(enum err *)data;
}

static enum err undo_too_often(struct ctx *ctx, void *data)
{
    (void)data;
    CHECK_OK(add_owner(ctx, 8, "Hal"));
    CHECK_OK(store_part_begin(ctx));
    CHECK_OK(store_part_keep(ctx));
    return store_part_keep(ctx);
}

static void test_parts(void **state)
{
    enum err errs[] = { ERR_INVALID, ERR_OK };

    fixture_do(*state, STORE_WRITE, parts, NULL);
    ENSURE_EQUAL(fixture_count(*state, "owner"), 2);
    fixture_fail(*state, STORE_WRITE, leave_parts_open, &errs[0], ERR_INVALID);
    ENSURE_EQUAL(fixture_count(*state, "owner"), 2);
    fixture_do(*state, STORE_WRITE, leave_parts_open, &errs[1]);
    ENSURE_EQUAL(fixture_count(*state, "owner"), 3);
    fixture_fail(*state, STORE_WRITE, undo_too_often, NULL, ERR_INTERNAL);
    ENSURE_EQUAL(fixture_count(*state, "owner"), 3);
}

/* ---- prepared statements */

static enum err many_statements(struct ctx *ctx, void *data)
{
    struct rows open;

    (void)data;
    CHECK_OK(add_owner(ctx, 1, "Ana"));
    store_query(ctx, &list_owners, ARGS(INT(0)), &open);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 700; i++) {
            struct str text = arena_printf(ctx->arena, "SELECT id + %d FROM owner WHERE id = $1", i);
            int64_t number;

            CHECK_OK(store_int(ctx, &(struct sql){ text.ptr }, ARGS(INT(1)), -1, &number));
            ENSURE_EQUAL(number, i + 1);
        }
    }
    ENSURE(rows_next(&open));
    ENSURE(str_is(row_view(&open, 1), "Ana"));
    return rows_end(&open);
}

static void test_many_statements(void **state)
{
    fixture_do(*state, STORE_WRITE, many_statements, NULL);
}

/* ---- long parts */

enum { LONG_PART = 3000, INNER_PART = 1500 };

/* Files without a name, where an engine keeps what it needs for a while; the tests have none of their own. */
static int nameless_files(void)
{
    char name[300], target[300];
    struct dirent *entry;
    int count = 0;
    DIR *folder = opendir("/proc/self/fd");

    ENSURE(folder);
    while ((entry = readdir(folder))) {
        ssize_t len;

        snprintf(name, sizeof(name), "/proc/self/fd/%s", entry->d_name);
        len = readlink(name, target, sizeof(target) - 1);
        target[len < 0 ? 0 : len] = '\0';
        count += target[0] == '/' && strstr(target, " (deleted)") != NULL;
    }
    closedir(folder);
    return count;
}

static enum err write_long_parts(struct ctx *ctx, void *data)
{
    const struct str photo = str_from(arena_cstr(ctx->arena, arena_printf(ctx->arena, "%01000d", 7)));
    int before = nameless_files();

    (void)data;
    for (int i = 1; i <= LONG_PART; i++) {
        struct str name = arena_printf(ctx->arena, "owner %d", i);

        if (i == INNER_PART)
            CHECK_OK(store_part_begin(ctx));
        CHECK_OK(store_exec(ctx, &insert_owner, ARGS(INT(i), TEXT(name), BYTES(photo)), NULL));
    }
    CHECK_OK(store_exec(ctx, &rename_owners, ARGS(INT(1), TEXT(STR("!"))), NULL));
    ENSURE_EQUAL(nameless_files(), before);
    CHECK_OK(store_part_undo(ctx));
    ENSURE_EQUAL(owners(ctx), INNER_PART - 1);
    CHECK_OK(store_exec(ctx, &rename_owners, ARGS(INT(1), TEXT(STR("?"))), NULL));
    return ERR_OK;
}

static enum err rename_and_fail(struct ctx *ctx, void *data)
{
    (void)data;
    CHECK_OK(store_exec(ctx, &rename_owners, ARGS(INT(1), TEXT(STR("#"))), NULL));
    CHECK_OK(store_exec(ctx, &rename_owners, ARGS(INT(2), TEXT(STR("#"))), NULL));
    return ERR_INVALID;
}

static enum err read_names(struct ctx *ctx, void *data)
{
    struct rows rows;

    (void)data;
    store_query(ctx, &list_owners, ARGS(INT(1)), &rows);
    while (rows_next(&rows)) {
        ENSURE(str_equal(row_view(&rows, 1), arena_printf(ctx->arena, "owner %d?", rows.row + 1)));
        ENSURE_EQUAL(row_view(&rows, 2).len, 1000);
    }
    ENSURE_EQUAL(rows.row + 1, INNER_PART - 1);
    return rows_end(&rows);
}

/* Much is undone, and none of it was in a file. */
static void test_long_parts(void **state)
{
    fixture_do(*state, STORE_WRITE, write_long_parts, NULL);
    fixture_fail(*state, STORE_WRITE, rename_and_fail, NULL, ERR_INVALID);
    fixture_do(*state, STORE_READ, read_names, NULL);
}

static void prepare_one(const struct sql *sql, void *data)
{
    struct ctx *ctx = data;

    CHECK_OK(store_prepare(ctx, sql));
}

static void find_text(const struct sql *sql, void *data)
{
    *(int *)data += strcmp(sql->text, insert_owner.text) == 0;
}

static enum err prepare_all(struct ctx *ctx, void *data)
{
    static const struct sql bad = SQL("SELECT absent FROM nowhere");
    const struct sql *const all[] = { &insert_owner, &list_owners, &find_owner, &list_pets, &rename_owners };
    int found = 0;

    (void)data;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        prepare_one(all[i], ctx);
    sql_each(find_text, &found);
    ENSURE_EQUAL(found, 2); /* here and in the fixture */
    ENSURE_EQUAL(store_prepare(ctx, &bad), ERR_INTERNAL);
    ENSURE(strstr(ctx->error_detail.ptr, "nowhere"));
    return ERR_OK;
}

static void test_prepare(void **state)
{
    fixture_do(*state, STORE_READ, prepare_all, NULL);
}

/* ---- */

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)
        TEST(test_values),       TEST(test_one_or_none),    TEST(test_links),        TEST(test_types),
        TEST(test_nested),       TEST(test_rows_left_open), TEST(test_conflict),     TEST(test_broken_links),
        TEST(test_returning),    TEST(test_failures),       TEST(test_parts),        TEST(test_many_statements),
        TEST(test_prepare),      TEST(test_missing_argument), TEST(test_long_parts),
    };
    const size_t count = sizeof(tests) / sizeof(tests[0]);

    return fixture_run(STORE_SQLITE, "store on SQLite", tests, count) +
           fixture_run(STORE_POSTGRES, "store on PostgreSQL", tests, count);
}
