/* Lists against an oracle: every way through a list must show what a plain filter and sort in C gives. */
#include "check.h"
#include "model_fixture.h"

#include <string.h>

/* ---- the oracle -------------------------------------------------------------------------------------------- */

typedef bool holds(const struct thing *thing);

static bool unarchived(const struct thing *t)
{
    return t->archived_ms == 0;
}

static bool is_archived(const struct thing *t)
{
    return t->archived_ms != 0;
}

static bool has_rank_3(const struct thing *t)
{
    return unarchived(t) && t->rank == 3;
}

static bool ranks_2_to_9(const struct thing *t)
{
    return unarchived(t) && t->rank >= 2 && t->rank <= 9;
}

static bool is_open_boat(const struct thing *t)
{
    return unarchived(t) && t->open && str_equal(t->kind, STR("boat"));
}

static bool is_not_open(const struct thing *t)
{
    return unarchived(t) && !t->open;
}

static bool moves(const struct thing *t)
{
    return unarchived(t) &&
           (str_equal(t->kind, STR("boat")) || str_equal(t->kind, STR("bike")) || str_equal(t->kind, STR("walk")));
}

static bool is_owned(const struct thing *t)
{
    return unarchived(t) && t->owner_id == 6;
}

static bool in_vigo(const struct thing *t)
{
    return unarchived(t) && (str_equal(t->city, STR("Vigo")) || t->city.len == 0);
}

static bool on_21_or_22(const struct thing *t)
{
    return unarchived(t) && t->at_ms >= APRIL_20_MS + 86400000 && t->at_ms < APRIL_20_MS + 3 * (int64_t)86400000;
}

static bool born_by_march(const struct thing *t)
{
    return unarchived(t) && t->day.len && str_compare(t->day, STR("2001-03-11")) <= 0 &&
           str_compare(t->day, STR("1990-01-01")) >= 0;
}

static bool costs_something(const struct thing *t)
{
    return unarchived(t) && t->total_minor >= 100;
}

static bool is_small(const struct thing *t)
{
    return unarchived(t) && t->rank < 10;
}

static bool is_large_or_small(const struct thing *t)
{
    return unarchived(t) && (t->rank < 10 || t->created_ms <= 2);
}

static bool inside(const struct thing *t, const char *word)
{
    return unarchived(t) && memmem(t->search.ptr, t->search.len, word, strlen(word)) != NULL;
}

static bool is_ana(const struct thing *t)
{
    return inside(t, "rui") && inside(t, "ana");
}

static bool has_percent(const struct thing *t)
{
    return inside(t, "100%");
}

static bool has_underscore(const struct thing *t)
{
    return inside(t, "r_s");
}

static bool has_backslash(const struct thing *t)
{
    return inside(t, "k\\s");
}

static bool has_digits(const struct thing *t)
{
    return inside(t, "3460012");
}

static bool has_both(const struct thing *t)
{
    return inside(t, "?") || (inside(t, "a") && inside(t, "u"));
}

static bool nothing(const struct thing *t)
{
    (void)t;
    return false;
}

static bool has_email(const struct thing *t)
{
    return unarchived(t) && t->email.len;
}

static bool is_bjork(const struct thing *t)
{
    return unarchived(t) && (str_equal(t->name_fold, STR("bjork")) || str_equal(t->name_fold, STR("zoe")));
}

static const struct question {
    const char *params;
    holds *holds;
} questions[] = {
    { "", unarchived },
    { "archived=true", is_archived },
    { "archived=false", unarchived },
    { "rank=3", has_rank_3 },
    { "rank_min=2&rank_max=9", ranks_2_to_9 },
    { "kind=boat&open=true", is_open_boat },
    { "open=false", is_not_open },
    { "kind=walk&kind=boat&kind=bike", moves },
    { "owner_id=own_0000000000006", is_owned },
    { "city=Vigo&city=", in_vigo },
    { "at_from=2026-04-21&at_to=2026-04-22", on_21_or_22 },
    { "day_from=1990-01-01&day_to=2001-03-11", born_by_march },
    { "total_min=100", costs_something },
    { "size=small", is_small },
    { "size=small&size=large", is_large_or_small },
    { "q=RU\xC3\x8D  \xC3\xA1na", is_ana },
    { "q=100%", has_percent },
    { "q=R_s", has_underscore },
    { "q=k\\s", has_backslash },
    { "q=+34 600-12", has_digits },
    { "q=  ", unarchived },
    { "q=nowhere", nothing },
    { "has_all=A&has_all=u", has_both },
    { "email=Shared@Example.com", has_email },
    { "city_fold=BJORK&city_fold=Zo\xC3\xAB", is_bjork },
};

typedef int order(const struct thing *a, const struct thing *b);

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int by_name(const struct thing *a, const struct thing *b)
{
    return str_compare(a->name_fold, b->name_fold);
}

static int by_rank(const struct thing *a, const struct thing *b)
{
    return compare(a->rank, b->rank);
}

static int by_time(const struct thing *a, const struct thing *b)
{
    return compare(a->at_ms, b->at_ms);
}

static int by_total(const struct thing *a, const struct thing *b)
{
    return compare(a->total_minor, b->total_minor);
}

static int by_city(const struct thing *a, const struct thing *b)
{
    return str_compare(a->city, b->city);
}

static int by_odd(const struct thing *a, const struct thing *b)
{
    return compare(a->rank % 3, b->rank % 3);
}

static int by_id(const struct thing *a, const struct thing *b)
{
    return compare(a->id, b->id);
}

static const struct sorting {
    const char *param;
    order *order;
    int direction;
} sortings[] = {
    { "", by_time, -1 },
    { "sort=name", by_name, 1 },
    { "sort=-name", by_name, -1 },
    { "sort=rank", by_rank, 1 },
    { "sort=-rank", by_rank, -1 },
    { "sort=at", by_time, 1 },
    { "sort=-total", by_total, -1 },
    { "sort=city", by_city, 1 },
    { "sort=odd", by_odd, 1 },
    { "sort=-odd", by_odd, -1 },
    { "sort=id", by_id, 1 },
    { "sort=-id", by_id, -1 },
};

struct expected {
    const struct thing *things;
    id64 ids[THINGS_MADE];
    int count;
};

static const struct sorting *sorting_now;

static int compare_now(const void *a, const void *b)
{
    int result = sorting_now->order(a, b);

    return sorting_now->direction * (result ? result : by_id(a, b));
}

static void expect(struct ctx *ctx, const struct question *question, const struct sorting *sorting,
                   struct expected *out)
{
    struct thing *kept = ARENA_ARRAY(ctx->arena, struct thing, THINGS_MADE);

    out->count = 0;
    for (int i = THINGS_ELSEWHERE; i < THINGS_MADE; i++) {
        things_make(ctx, i, &kept[out->count]);
        out->count += question->holds(&kept[out->count]);
    }
    sorting_now = sorting;
    qsort(kept, (size_t)out->count, sizeof(*kept), compare_now);
    for (int i = 0; i < out->count; i++)
        out->ids[i] = kept[i].id;
}

/* ---- ways through a list ----------------------------------------------------------------------------------- */

static void ensure_ids(const char *way, const struct question *question, const struct sorting *sorting,
                       const struct expected *want, const id64 *ids, int count)
{
    bool same = count == want->count;

    for (int i = 0; same && i < count; i++)
        same = ids[i] == want->ids[i];
    if (same)
        return;
    fprintf(stderr, "%s, %s %s: %d rows, wanted %d, or another order\n", way, question->params, sorting->param, count,
            want->count);
    abort();
}

static void take_page(const struct list_page *page, id64 *ids, int *count)
{
    const struct thing *things = page->records;

    for (int i = 0; i < page->count; i++) {
        ENSURE(*count < THINGS_MADE);
        ENSURE_EQUAL(things[i].doubled, 2 * things[i].rank);
        ids[(*count)++] = things[i].id;
    }
}

static enum err run_page(struct ctx *ctx, const struct question *question, const struct sorting *sorting, int limit,
                         const char *where, struct list_page *page)
{
    struct str more = arena_printf(ctx->arena, "%s%slimit=%d&%s", sorting->param, *sorting->param ? "&" : "", limit,
                                   where);
    struct list_query *query;

    things_ask(ctx, question->params, more.ptr, &query);
    return list_run(ctx, query, page);
}

static enum err by_number(struct ctx *ctx, const struct question *question, const struct sorting *sorting, int limit,
                          const struct expected *want)
{
    struct list_page page;
    id64 ids[THINGS_MADE];
    int count = 0, number = 1;

    do {
        TRY(run_page(ctx, question, sorting, limit, arena_printf(ctx->arena, "page=%d", number).ptr, &page));
        ENSURE_EQUAL(page.page, number);
        ENSURE_EQUAL(page.total, want->count);
        ENSURE(page.total_exact);
        take_page(&page, ids, &count);
        number++;
    } while (page.next_cursor.len);
    ensure_ids("by number", question, sorting, want, ids, count);
    return ERR_OK;
}

static void turn_round(id64 *ids, int count)
{
    for (int i = 0, j = count - 1; i < j; i++, j--) {
        id64 id = ids[i];

        ids[i] = ids[j];
        ids[j] = id;
    }
}

/* Forwards to the end, and from there backwards to the beginning. */
static enum err by_cursor(struct ctx *ctx, const struct question *question, const struct sorting *sorting, int limit,
                          const struct expected *want)
{
    struct list_page page;
    struct str last_prev = STR_EMPTY, where = STR_EMPTY;
    id64 ids[THINGS_MADE], tail[THINGS_MADE];
    int count = 0, tail_count = 0;

    do {
        TRY(run_page(ctx, question, sorting, limit, where.len ? where.ptr : "", &page));
        ENSURE(where.len == 0 || page.page == 0);
        tail_count = 0;
        take_page(&page, tail, &tail_count);
        take_page(&page, ids, &count);
        last_prev = page.prev_cursor;
        where = arena_printf(ctx->arena, "cursor=%.*s", STR_PRINT(page.next_cursor));
    } while (page.next_cursor.len);
    ensure_ids("forwards", question, sorting, want, ids, count);
    turn_round(tail, tail_count);
    while (last_prev.len) {
        id64 one[THINGS_MADE];
        int one_count = 0;

        where = arena_printf(ctx->arena, "cursor=%.*s", STR_PRINT(last_prev));
        TRY(run_page(ctx, question, sorting, limit, where.ptr, &page));
        ENSURE(page.next_cursor.len);
        take_page(&page, one, &one_count);
        for (int i = one_count; i-- > 0;)
            tail[tail_count++] = one[i];
        last_prev = page.prev_cursor;
    }
    turn_round(tail, tail_count);
    ensure_ids("backwards", question, sorting, want, tail, tail_count);
    return ERR_OK;
}

static enum err all_ways(struct ctx *ctx, void *data)
{
    static const int limits[] = { 7, 50, 200 };

    (void)data;
    for (size_t i = 0; i < COUNT_OF(questions); i++) {
        for (size_t j = 0; j < COUNT_OF(sortings); j++) {
            struct arena_mark mark = arena_mark(ctx->arena);
            struct expected want;

            expect(ctx, &questions[i], &sortings[j], &want);
            for (size_t k = 0; k < COUNT_OF(limits); k++) {
                TRY(by_number(ctx, &questions[i], &sortings[j], limits[k], &want));
                TRY(by_cursor(ctx, &questions[i], &sortings[j], limits[k], &want));
            }
            arena_rewind(ctx->arena, mark);
        }
    }
    return ERR_OK;
}

static void test_oracle(void **state)
{
    fixture_do(*state, STORE_READ, all_ways, NULL);
}

/* ---- counts, ids, walks ------------------------------------------------------------------------------------ */

struct walk {
    struct arena *outer;
    struct buf names;
    int count;
    id64 ids[THINGS_MADE];
};

static enum err visit(struct ctx *ctx, void *record, void *data)
{
    const struct thing *thing = record;
    struct walk *walk = data;

    ENSURE(ctx->arena != walk->outer);
    ENSURE(thing->tags.count == 1 && str_equal(thing->tags.items[0], thing->name));
    buf_add(&walk->names, thing->name);
    walk->ids[walk->count++] = thing->id;
    return ERR_OK;
}

static enum err other_ways(struct ctx *ctx, void *data)
{
    static const struct sorting by_ids = { "", by_id, 1 };

    (void)data;
    for (size_t i = 0; i < COUNT_OF(questions); i++) {
        struct walk walk = { .outer = ctx->arena };
        struct expected want;
        struct list_query *query;
        id64 *ids, all[THINGS_MADE];
        int count, sum = 0;
        int64_t total;

        expect(ctx, &questions[i], &by_ids, &want);
        things_ask(ctx, questions[i].params, NULL, &query);
        TRY(list_count(ctx, query, &total));
        ENSURE_EQUAL(total, want.count);
        do {
            TRY(list_ids(ctx, query, sum ? all[sum - 1] : 0, 30, &ids, &count));
            memcpy(all + sum, ids, (size_t)count * sizeof(*ids));
            sum += count;
        } while (count == 30);
        ensure_ids("ids", &questions[i], &by_ids, &want, all, sum);
        buf_init(&walk.names, ctx->arena, 16);
        TRY(list_each(ctx, query, visit, &walk));
        ENSURE(ctx->arena == walk.outer);
        ensure_ids("each", &questions[i], &by_ids, &want, walk.ids, walk.count);
    }
    return ERR_OK;
}

static void test_other_ways(void **state)
{
    fixture_do(*state, STORE_READ, other_ways, NULL);
}

static enum err refuse(struct ctx *ctx, void *record, void *data)
{
    (void)record, (void)data;
    problem_add(ctx, STR("name"), "invalid", "This was refused in the batch's arena.");
    return fail(ctx, ERR_CONFLICT, "A sentence of the batch.");
}

static enum err fail_within(struct ctx *ctx, void *data)
{
    struct list_query *query;

    (void)data;
    things_ask(ctx, "", NULL, &query);
    ENSURE_EQUAL(list_each(ctx, query, refuse, NULL), ERR_CONFLICT);
    ENSURE(str_equal(ctx->error_detail, STR("A sentence of the batch.")));
    ENSURE(str_equal(ctx->problems->detail, STR("This was refused in the batch's arena.")));
    problem_add(ctx, STR("x"), "invalid", "One more.");
    ENSURE(str_equal(problems_text(ctx->arena, ctx->problems), STR("name invalid; x invalid")));
    return ERR_OK;
}

static void test_failure_in_a_walk(void **state)
{
    fixture_do(*state, STORE_READ, fail_within, NULL);
}

static enum err narrowed(struct ctx *ctx, void *data)
{
    struct list_query *query;
    struct list_page page;
    int64_t count;

    (void)data;
    things_ask(ctx, "", NULL, &query);
    ENSURE(!list_is_filtered(query));
    list_narrow(query, "r.owner_id = ?", 6);
    ENSURE(list_is_filtered(query));
    TRY(list_run(ctx, query, &page));
    TRY(list_count(ctx, query, &count));
    ENSURE(count > 0 && count == page.total && count == page.count);
    for (int i = 0; i < page.count; i++)
        ENSURE_EQUAL(((struct thing *)page.records)[i].owner_id, 6);
    return ERR_OK;
}

static void test_narrow(void **state)
{
    fixture_do(*state, STORE_READ, narrowed, NULL);
}

/* Raw pages show the same as others. */
static enum err raw_page(struct ctx *ctx, void *data)
{
    struct list_query *query;
    struct list_page page, raw;

    (void)data;
    things_ask(ctx, "limit=20", NULL, &query);
    TRY(list_run(ctx, query, &page));
    TRY(list_run_raw(ctx, query, &raw));
    ENSURE_EQUAL(page.count, 20);
    for (int i = 0; i < page.count; i++) {
        const struct thing *thing = (struct thing *)raw.records + i;

        ENSURE(thing->tags.items == NULL && thing->tags.json.len);
        ENSURE(str_equal(thing_text(ctx, thing), thing_text(ctx, (struct thing *)page.records + i)));
    }
    return ERR_OK;
}

static void test_raw(void **state)
{
    fixture_do(*state, STORE_READ, raw_page, NULL);
}

static enum err insert_many(struct ctx *ctx, void *data)
{
    (void)data;
    for (int i = 0; i < 1001; i++) {
        struct thing thing = { .id = 100000 + i, .location_id = 3, .name = STR("x"), .search = STR("\nmany\n") };

        TRY(resource_insert(ctx, &thing_resource, &thing));
    }
    return ERR_OK;
}

static enum err search_many(struct ctx *ctx, void *data)
{
    struct list_query *query;
    struct list_page page;
    int64_t count;

    (void)data;
    ctx->location_id = 3;
    things_ask(ctx, "q=man", NULL, &query);
    TRY(list_run(ctx, query, &page));
    ENSURE(page.total == 1000 && !page.total_exact);
    TRY(list_count(ctx, query, &count));
    ENSURE_EQUAL(count, 1001);
    list_narrow(query, "r.id <> ?", 100000);
    TRY(list_run(ctx, query, &page));
    ENSURE(page.total == 1000 && page.total_exact);
    return ERR_OK;
}

static void test_search_total(void **state)
{
    fixture_do(*state, STORE_WRITE, insert_many, NULL);
    fixture_do(*state, STORE_READ, search_many, NULL);
}

/* ---- */

static int run(const char *name)
{
    const struct CMUnitTest tests[] = {
#define TEST(function) cmocka_unit_test_setup_teardown(function, things_listed_setup, fixture_teardown)
        TEST(test_oracle), TEST(test_other_ways),   TEST(test_failure_in_a_walk),
        TEST(test_narrow), TEST(test_raw),          TEST(test_search_total),
    };

    return cmocka_run_group_tests_name(name, tests, NULL, NULL);
}

int main(void)
{
    int failed = run("lists on SQLite");

    if (!fixture_has_postgres()) {
        puts("# 6 tests on PostgreSQL skipped: REGULARS_TEST_POSTGRES is not set");
        return failed;
    }
    fixture_engine = STORE_POSTGRES;
    return failed + run("lists on PostgreSQL");
}
