#include "model/list_query.h"

#include <string.h>

enum { EACH_BATCH = 200 };

/* ---- a page ------------------------------------------------------------------------------------------------ */

/* The rows of a page and the sort key of each, as read: one more than the page shows, maybe in the other order. */
struct loaded {
    char *records;
    struct arg *keys;
    int count;
    bool whole;
};

static void *record_at(const struct list_query *query, void *records, int index)
{
    return (char *)records + (size_t)index * query->plan->spec->resource->size;
}

static id64 id_of(const struct list_query *query, const void *record)
{
    return *(const id64 *)plan_member_of(query->plan->plan->id, record);
}

static enum err load_rows(struct ctx *ctx, const struct list_query *query, bool raw, struct loaded *out)
{
    const struct plan *plan = query->plan->plan;
    struct statement_text statement = list_rows_sql(ctx, query);
    struct rows rows;

    *out = (struct loaded){ .whole = true };
    out->records = arena_array(ctx->arena, plan->resource->size, (size_t)query->limit + 1);
    out->keys = ARENA_ARRAY(ctx->arena, struct arg, (size_t)query->limit + 1);
    store_query(ctx, &statement.sql, statement.args, &rows);
    while (rows_next(&rows) && out->count <= query->limit) {
        int key = plan->column_count;

        if (!plan_load(ctx, plan, &rows, 0, raw, record_at(query, out->records, out->count)))
            out->whole = false;
        out->keys[out->count++] = query->sort->text ? TEXT(row_text(&rows, key)) : INT(row_int(&rows, key));
    }
    TRY(rows_end(&rows));
    return out->whole ? ERR_OK : ERR_INTERNAL;
}

/* What was read backwards is shown forwards. */
static void reverse(const struct list_query *query, struct loaded *loaded, struct arena *arena)
{
    size_t size = query->plan->spec->resource->size;
    char *spare = arena_alloc(arena, size);

    for (int i = 0, j = loaded->count - 1; i < j; i++, j--) {
        struct arg key = loaded->keys[i];

        memcpy(spare, record_at(query, loaded->records, i), size);
        memcpy(record_at(query, loaded->records, i), record_at(query, loaded->records, j), size);
        memcpy(record_at(query, loaded->records, j), spare, size);
        loaded->keys[i] = loaded->keys[j];
        loaded->keys[j] = key;
    }
}

/* Where one can go from here. Where one came from by a cursor, one can go back. */
static void set_cursors(struct ctx *ctx, const struct list_query *query, const struct loaded *loaded, bool more,
                        struct list_page *page)
{
    bool backward = query->cursor.given && query->cursor.backward;
    bool before = backward ? more : query->cursor.given || query->page > 1;
    bool behind = backward ? true : more;
    int last = page->count - 1;

    if (page->count == 0)
        return;
    if (before)
        page->prev_cursor = cursor_text(ctx, query, true, id_of(query, page->records), &loaded->keys[0]);
    if (behind)
        page->next_cursor = cursor_text(ctx, query, false, id_of(query, record_at(query, page->records, last)),
                                        &loaded->keys[last]);
}

static enum err count_statement(struct ctx *ctx, const struct list_query *query, int most, int64_t *out)
{
    struct statement_text statement = list_count_sql(ctx, query, most);

    return store_int(ctx, &statement.sql, statement.args, 0, out);
}

/* The last page says how many there are: nothing has to be counted. */
static bool is_last_by_number(const struct list_query *query, const struct list_page *page, bool more)
{
    return !more && !query->cursor.given && (page->count > 0 || query->page == 1);
}

static enum err set_total(struct ctx *ctx, const struct list_query *query, bool more, struct list_page *page)
{
    const struct list_spec *spec = query->plan->spec;

    page->total_exact = true;
    if (is_last_by_number(query, page, more)) {
        page->total = (int64_t)(query->page - 1) * query->limit + page->count;
        if (!query->search || page->total <= LIST_SEARCH_TOTAL_MOST)
            return ERR_OK;
    }
    if (!list_is_filtered(query) && spec->total)
        return spec->total(ctx, &page->total);
    if (!query->search)
        return count_statement(ctx, query, 0, &page->total);
    TRY(count_statement(ctx, query, LIST_SEARCH_TOTAL_MOST, &page->total));
    page->total_exact = page->total <= LIST_SEARCH_TOTAL_MOST;
    if (!page->total_exact)
        page->total = LIST_SEARCH_TOTAL_MOST;
    return ERR_OK;
}

/* The rows and where one can go from here; *more: there are others behind them. */
static enum err run_rows(struct ctx *ctx, const struct list_query *query, bool raw, struct list_page *page, bool *more)
{
    struct loaded loaded;

    *page = (struct list_page){ .page = query->page, .limit = query->limit };
    page->next_cursor = page->prev_cursor = STR_EMPTY;
    TRY(load_rows(ctx, query, raw, &loaded));
    *more = loaded.count > query->limit;
    if (*more)
        loaded.count = query->limit;
    if (query->cursor.given && query->cursor.backward)
        reverse(query, &loaded, ctx->arena);
    page->records = loaded.records;
    page->count = loaded.count;
    set_cursors(ctx, query, &loaded, *more, page);
    return ERR_OK;
}

static enum err complete(struct ctx *ctx, const struct list_query *query, struct list_page *page)
{
    const struct list_spec *spec = query->plan->spec;

    return spec->complete && page->count ? spec->complete(ctx, page->records, page->count) : ERR_OK;
}

static enum err run(struct ctx *ctx, const struct list_query *query, bool raw, struct list_page *page)
{
    bool more;

    TRY(run_rows(ctx, query, raw, page, &more));
    TRY(set_total(ctx, query, more, page));
    return complete(ctx, query, page);
}

enum err list_run(struct ctx *ctx, const struct list_query *query, struct list_page *page)
{
    return run(ctx, query, false, page);
}

enum err list_run_raw(struct ctx *ctx, const struct list_query *query, struct list_page *page)
{
    return run(ctx, query, true, page);
}

enum err list_run_first(struct ctx *ctx, const struct list_query *query, struct list_page *page)
{
    bool more;

    TRY(run_rows(ctx, query, true, page, &more));
    page->total = page->count;
    page->total_exact = !more;
    return complete(ctx, query, page);
}

/* ---- counts, ids, all -------------------------------------------------------------------------------------- */

enum err list_count(struct ctx *ctx, const struct list_query *query, int64_t *out)
{
    const struct list_spec *spec = query->plan->spec;

    if (!list_is_filtered(query) && spec->total)
        return spec->total(ctx, out);
    return count_statement(ctx, query, 0, out);
}

enum err list_ids(struct ctx *ctx, const struct list_query *query, id64 after, int most, id64 **ids, int *count)
{
    struct statement_text statement = list_walk_sql(ctx, query, after, most, false);
    struct rows rows;

    *count = 0;
    *ids = ARENA_ARRAY(ctx->arena, id64, (size_t)most);
    store_query(ctx, &statement.sql, statement.args, &rows);
    while (*count < most && rows_next(&rows))
        (*ids)[(*count)++] = row_int(&rows, 0);
    return rows_end(&rows);
}

static enum err load_batch(struct ctx *ctx, const struct list_query *query, id64 after, void **records, int *count)
{
    const struct list_spec *spec = query->plan->spec;
    struct statement_text statement = list_walk_sql(ctx, query, after, EACH_BATCH, true);
    bool whole = true;
    struct rows rows;

    *count = 0;
    *records = arena_array(ctx->arena, spec->resource->size, EACH_BATCH);
    store_query(ctx, &statement.sql, statement.args, &rows);
    while (*count < EACH_BATCH && rows_next(&rows))
        whole &= plan_load(ctx, query->plan->plan, &rows, 0, false, record_at(query, *records, (*count)++));
    TRY(rows_end(&rows));
    if (!whole)
        return ERR_INTERNAL;
    return spec->complete && *count ? spec->complete(ctx, *records, *count) : ERR_OK;
}

static enum err visit_batch(struct ctx *ctx, const struct list_query *query,
                            enum err (*visit)(struct ctx *ctx, void *record, void *data), void *data, id64 *after)
{
    void *records;
    int count;

    TRY(load_batch(ctx, query, *after, &records, &count));
    for (int i = 0; i < count; i++)
        TRY(visit(ctx, record_at(query, records, i), data));
    *after = count == EACH_BATCH ? id_of(query, record_at(query, records, count - 1)) : 0;
    return ERR_OK;
}

/* What went wrong was said in the batch's arena, which is about to go. */
static void keep_failure(struct ctx *ctx)
{
    ctx->error_detail = arena_str(ctx->arena, ctx->error_detail);
    for (struct problem **at = &ctx->problems; *at; at = &(*at)->next) {
        struct problem *kept = ARENA_NEW(ctx->arena, struct problem);

        *kept = **at;
        kept->field = arena_str(ctx->arena, kept->field);
        kept->detail = arena_str(ctx->arena, kept->detail);
        kept->owner_id = arena_str(ctx->arena, kept->owner_id);
        *at = kept;
        ctx->problems_end = &kept->next;
    }
}

enum err list_each(struct ctx *ctx, const struct list_query *query,
                   enum err (*visit)(struct ctx *ctx, void *record, void *data), void *data)
{
    struct arena *outer = ctx->arena, batch;
    struct problem **problems = ctx->problems_end;
    const char *detail = ctx->error_detail.ptr;
    enum err err = ERR_OK;
    id64 after = 0;

    arena_init(&batch);
    do {
        ctx->arena = &batch;
        err = visit_batch(ctx, query, visit, data, &after);
        ctx->arena = outer;
        if (ctx->problems_end != problems || ctx->error_detail.ptr != detail)
            keep_failure(ctx);
        problems = ctx->problems_end;
        detail = ctx->error_detail.ptr;
        arena_reset(&batch, 1024 * 1024);
    } while (err == ERR_OK && after != 0);
    arena_clear(&batch);
    return err;
}
