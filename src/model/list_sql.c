#include "model/list_query.h"

#include "base/zone.h"

#include <string.h>

/* A statement in the making. Arguments are numbered in the order in which they come up. */
struct builder {
    struct ctx *ctx;
    struct buf text;
    struct arg *args;
    int count;
    int capacity;
    int location; /* numbers of what is asked more than once; 0: not yet */
    int now;
    int tomorrow;
    int window;
    bool any; /* a condition stands already */
    /* all of a table is walked by its key: a + keeps out an index of the location, which would be sorted anew for every
     * batch */
    bool in_id_order;
};

static void builder_init(struct builder *b, struct ctx *ctx)
{
    *b = (struct builder){ .ctx = ctx };
    buf_init(&b->text, ctx->arena, 2048);
}

static struct statement_text built(const struct builder *b)
{
    return (struct statement_text){ .sql = { b->text.ptr }, .args = { b->args, b->count } };
}

static int new_argument(struct builder *b, struct arg arg)
{
    if (b->count == b->capacity) {
        struct arg *old = b->args;

        b->capacity = b->capacity ? b->capacity * 2 : 16;
        b->args = ARENA_ARRAY(b->ctx->arena, struct arg, (size_t)b->capacity);
        if (b->count)
            memcpy(b->args, old, (size_t)b->count * sizeof(*old));
    }
    b->args[b->count++] = arg;
    return b->count;
}

static void add_number(struct builder *b, int number)
{
    buf_add_char(&b->text, '$');
    buf_add_int(&b->text, number);
}

static void add_argument(struct builder *b, struct arg arg)
{
    add_number(b, new_argument(b, arg));
}

static void add_shared(struct builder *b, int *number, int64_t value)
{
    if (!*number)
        *number = new_argument(b, INT(value));
    add_number(b, *number);
}

/* Copies a quoted literal as it is. */
static const char *add_quoted(struct builder *b, const char *at)
{
    const char *end = strchr(at + 1, '\'');

    end = end ? end + 1 : at + strlen(at);
    buf_add(&b->text, (struct str){ at, (size_t)(end - at) });
    return end;
}

static bool is_word(const char *at, struct str word)
{
    char after;

    if (strncmp(at, word.ptr, word.len) != 0)
        return false;
    after = at[word.len];
    return !(after == '_' || (after >= 'a' && after <= 'z') || (after >= '0' && after <= '9'));
}

/* The first moment after the local day of the request. */
static int64_t tomorrow_ms(const struct ctx *ctx)
{
    return zone_day_start_ms(ctx->time_zone, zone_day(ctx->time_zone, ctx->now_ms) + 1);
}

/* The first moment of the local day that lies the location's active window back. */
static int64_t window_ms(const struct ctx *ctx)
{
    return zone_day_start_ms(ctx->time_zone, zone_day(ctx->time_zone, ctx->now_ms) - ctx->active_window_days);
}

/* A fragment: `?` is the value, :location, :now, :tomorrow and :window are the request's. */
static void add_fragment(struct builder *b, const char *fragment, const struct arg *value)
{
    while (*fragment) {
        if (*fragment == '\'') {
            fragment = add_quoted(b, fragment);
        } else if (*fragment == '?' && value) {
            add_argument(b, *value);
            fragment++;
        } else if (is_word(fragment, STR(":location"))) {
            add_shared(b, &b->location, b->ctx->location_id);
            fragment += strlen(":location");
        } else if (is_word(fragment, STR(":now"))) {
            add_shared(b, &b->now, b->ctx->now_ms);
            fragment += strlen(":now");
        } else if (is_word(fragment, STR(":tomorrow"))) {
            add_shared(b, &b->tomorrow, tomorrow_ms(b->ctx));
            fragment += strlen(":tomorrow");
        } else if (is_word(fragment, STR(":window"))) {
            add_shared(b, &b->window, window_ms(b->ctx));
            fragment += strlen(":window");
        } else {
            buf_add_char(&b->text, *fragment++);
        }
    }
}

static void begin_condition(struct builder *b)
{
    buf_add(&b->text, b->any ? STR(" AND ") : STR(" WHERE "));
    b->any = true;
}

static void add_condition(struct builder *b, const struct condition *condition)
{
    begin_condition(b);
    buf_add_char(&b->text, '(');
    for (int i = 0; i < condition->count; i++) {
        if (i)
            buf_add(&b->text, condition->all ? STR(" AND ") : STR(" OR "));
        buf_add_char(&b->text, '(');
        add_fragment(b, condition->fragments ? condition->fragments[i] : condition->sql, &condition->values[i]);
        buf_add_char(&b->text, ')');
    }
    /* what is unknown does not hold */
    buf_add(&b->text, condition->negated ? STR(") IS NOT TRUE") : STR(")"));
}

static void add_conditions(struct builder *b, const struct list_query *query)
{
    const struct list_spec *spec = query->plan->spec;
    const char *location = spec->location_column;

    if (!location && query->plan->plan->location)
        location = "r.location_id";
    if (location && *location) {
        begin_condition(b);
        buf_printf(&b->text, "%s%s = ", b->in_id_order ? "+" : "", location);
        add_shared(b, &b->location, b->ctx->location_id);
    }
    if (spec->scope && !query->unscoped) {
        begin_condition(b);
        buf_add_char(&b->text, '(');
        add_fragment(b, spec->scope, NULL);
        buf_add_char(&b->text, ')');
    }
    for (int i = 0; i < query->condition_count; i++)
        add_condition(b, &query->conditions[i]);
}

static bool is_by_id(const struct list_query *query)
{
    return strcmp(query->sort->sql, "r.id") == 0;
}

/* Behind (or before) the place of the cursor. */
static void add_cursor(struct builder *b, const struct list_query *query)
{
    const struct list_cursor *cursor = &query->cursor;
    const char *comparison = query->descending != cursor->backward ? " < " : " > ";

    if (!cursor->given)
        return;
    begin_condition(b);
    if (is_by_id(query)) {
        buf_printf(&b->text, "r.id%s", comparison);
        add_argument(b, INT(cursor->id));
        return;
    }
    buf_add_char(&b->text, '(');
    add_fragment(b, query->sort->sql, NULL);
    buf_printf(&b->text, ", r.id)%s(", comparison);
    add_argument(b, cursor->key);
    buf_add(&b->text, STR(", "));
    add_argument(b, INT(cursor->id));
    buf_add_char(&b->text, ')');
}

static void add_order(struct builder *b, const struct list_query *query)
{
    const char *direction = query->descending != query->cursor.backward ? " DESC" : "";

    buf_add(&b->text, STR(" ORDER BY "));
    if (!is_by_id(query)) {
        add_fragment(b, query->sort->sql, NULL);
        buf_printf(&b->text, "%s, ", direction);
    }
    buf_printf(&b->text, "r.id%s", direction);
}

static void add_select(struct builder *b, const struct list_query *query)
{
    buf_add(&b->text, STR("SELECT "));
    buf_add(&b->text, query->plan->plan->column_list);
    buf_add(&b->text, STR(", "));
    add_fragment(b, query->sort->sql, NULL);
}

static const char *table_of(const struct list_query *query)
{
    return query->plan->spec->resource->table;
}

/* A page further on: its ids first, so that the rows that are passed over are never read whole. */
static void add_page_by_number(struct builder *b, const struct list_query *query)
{
    add_select(b, query);
    buf_printf(&b->text, " FROM (SELECT r.id AS picked FROM %s r", table_of(query));
    add_conditions(b, query);
    add_order(b, query);
    buf_add(&b->text, STR(" LIMIT "));
    add_argument(b, INT(query->limit + 1));
    buf_add(&b->text, STR(" OFFSET "));
    add_argument(b, INT((query->page - 1) * query->limit));
    buf_printf(&b->text, ") page CROSS JOIN %s r WHERE r.id = page.picked", table_of(query));
    add_order(b, query);
}

struct statement_text list_rows_sql(struct ctx *ctx, const struct list_query *query)
{
    struct builder b;

    builder_init(&b, ctx);
    if (query->page > 1) {
        add_page_by_number(&b, query);
        return built(&b);
    }
    add_select(&b, query);
    buf_printf(&b.text, " FROM %s r", table_of(query));
    add_conditions(&b, query);
    add_cursor(&b, query);
    add_order(&b, query);
    buf_add(&b.text, STR(" LIMIT "));
    add_argument(&b, INT(query->limit + 1));
    return built(&b);
}

struct statement_text list_count_sql(struct ctx *ctx, const struct list_query *query, int most)
{
    struct builder b;

    builder_init(&b, ctx);
    if (most == 0) {
        buf_printf(&b.text, "SELECT count(*) FROM %s r", table_of(query));
        add_conditions(&b, query);
        return built(&b);
    }
    buf_printf(&b.text, "SELECT count(*) FROM (SELECT 1 FROM %s r", table_of(query));
    add_conditions(&b, query);
    buf_add(&b.text, STR(" LIMIT "));
    add_argument(&b, INT(most + 1));
    buf_add(&b.text, STR(") hits"));
    return built(&b);
}

struct statement_text list_walk_sql(struct ctx *ctx, const struct list_query *query, id64 after, int most, bool whole)
{
    struct builder b;

    builder_init(&b, ctx);
    b.in_id_order = whole;
    buf_add(&b.text, STR("SELECT "));
    buf_add(&b.text, whole ? query->plan->plan->column_list : STR("r.id"));
    buf_printf(&b.text, " FROM %s r", table_of(query));
    add_conditions(&b, query);
    begin_condition(&b);
    buf_add(&b.text, STR("r.id > "));
    add_argument(&b, INT(after));
    buf_add(&b.text, STR(" ORDER BY r.id LIMIT "));
    add_argument(&b, INT(most));
    return built(&b);
}
