#include "model/list_query.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* ---- sort, limit, page, cursor ----------------------------------------------------------------------------- */

static bool may(const struct ctx *ctx, uint64_t see)
{
    return (ctx->permissions & see) == see;
}

/* "-name" is descending. */
static bool find_sort(const struct ctx *ctx, struct list_query *query, struct str value)
{
    bool descending = str_starts(value, STR("-"));
    struct str name = descending ? str_slice(value, 1, value.len) : value;

    for (int i = 0; i < query->plan->sort_count; i++) {
        const struct list_sort *sort = &query->plan->sorts[i];

        if (!str_equal(name, str_from(sort->name)) || !may(ctx, sort->see))
            continue;
        query->sort = sort;
        query->descending = descending;
        return true;
    }
    return false;
}

static void ask_sort(struct asked *asked, struct str value)
{
    struct buf all;

    if (find_sort(asked->ctx, asked->query, value))
        return;
    buf_init(&all, asked->ctx->arena, 128);
    for (int i = 0; i < asked->query->plan->sort_count; i++)
        if (may(asked->ctx, asked->query->plan->sorts[i].see))
            buf_printf(&all, "%s%s", all.len ? ", " : "", asked->query->plan->sorts[i].name);
    asked_problem(asked, STR("sort"), "not_a_choice", "One of %s; with - before it, the other way round.", all.ptr);
}

static void ask_number(struct asked *asked, struct str name, struct str value, int64_t most, int64_t *out)
{
    int64_t number;

    if (!str_to_int(value, &number))
        asked_problem(asked, name, "invalid", "This must be a whole number.");
    else if (number < 1 || number > most)
        asked_problem(asked, name, "out_of_range", "Between 1 and %lld.", (long long)most);
    else
        *out = number;
}

/* The parameters that every list has. */
struct common {
    const struct str *page;
    const struct str *cursor;
    const struct str *limit;
    const struct str *sort;
};

static void ask_common(struct asked *asked, const struct common *common)
{
    struct list_query *query = asked->query;
    int64_t limit = query->plan->spec->default_limit;

    if (limit == 0)
        limit = LIST_LIMIT_DEFAULT;
    if (common->limit)
        ask_number(asked, STR("limit"), *common->limit, LIST_LIMIT_MOST, &limit);
    query->limit = (int)limit;
    if (common->sort)
        ask_sort(asked, *common->sort);
    if (common->page && common->cursor)
        asked_problem(asked, STR("page"), "invalid", "Give either page or cursor.");
    query->page = 1;
    if (common->page)
        ask_number(asked, STR("page"), *common->page, LIST_OFFSET_MOST / limit, &query->page);
}

/* After everything else: a cursor fits one sort and one set of filters. */
static void ask_cursor(struct asked *asked, const struct common *common)
{
    struct list_query *query = asked->query;

    if (!common->cursor || asked->problems)
        return;
    query->page = 0;
    if (!cursor_read(asked->ctx, query, *common->cursor, &query->cursor))
        asked_problem(asked, STR("cursor"), "invalid",
                      "This cursor belongs to another list, order or filter; begin again without it.");
}

/* ---- parameters -------------------------------------------------------------------------------------------- */

static const struct list_filter *find_filter(const struct ctx *ctx, const struct list_plan *plan, struct str name)
{
    for (int i = 0; i < plan->filter_count; i++)
        if (str_equal(name, str_from(plan->filters[i].name)) && may(ctx, plan->filters[i].see))
            return &plan->filters[i];
    return NULL;
}

static bool is_among(const char *const *names, struct str name)
{
    for (; names && *names; names++)
        if (str_equal(name, str_from(*names)))
            return true;
    return false;
}

/* Takes page, cursor, limit and sort; false when it is none of them. */
static bool take_common(struct asked *asked, struct common *common, const struct list_param *param)
{
    const struct {
        struct str name;
        const struct str **at;
    } known[] = {
        { STR("page"), &common->page },
        { STR("cursor"), &common->cursor },
        { STR("limit"), &common->limit },
        { STR("sort"), &common->sort },
    };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (!str_equal(param->name, known[i].name))
            continue;
        if (*known[i].at)
            asked_problem(asked, param->name, "duplicate", "This can be given once only.");
        *known[i].at = &param->value;
        return true;
    }
    return false;
}

static void refuse_unknown(struct asked *asked, const struct list_param *params, int count, const char *const *extra,
                           struct common *common)
{
    for (int i = 0; i < count; i++) {
        bool known = common && take_common(asked, common, &params[i]);

        if (!known && !is_among(extra, params[i].name) && !find_filter(asked->ctx, asked->query->plan, params[i].name))
            asked_problem(asked, params[i].name, "unknown", "This list has no such parameter.");
    }
}

/* In the order of the filters, whatever the order of the parameters: equal questions make equal statements. */
static void ask_filters(struct asked *asked, const struct list_param *params, int count)
{
    const struct list_plan *plan = asked->query->plan;
    struct str *values = ARENA_ARRAY(asked->ctx->arena, struct str, (size_t)count);

    for (int i = 0; i < plan->filter_count; i++) {
        const struct list_filter *filter = &plan->filters[i];
        int given = 0;

        if (!may(asked->ctx, filter->see))
            continue;
        for (int j = 0; j < count; j++)
            if (str_equal(params[j].name, str_from(filter->name)))
                values[given++] = params[j].value;
        if (!given)
            continue;
        if (plan->spec->scope_unless && strcmp(plan->spec->scope_unless, filter->name) == 0)
            asked->query->unscoped = true;
        ask_filter(asked, filter, values, given);
    }
}

static struct list_query *new_query(struct ctx *ctx, const struct list_spec *spec)
{
    struct list_query *query = ARENA_NEW(ctx->arena, struct list_query);
    /* the default order needs no permission that the list itself does not need */
    struct ctx everyone = { .permissions = ~(uint64_t)0 };

    query->plan = list_plan_of(spec);
    /* the caller's own conditions come on top */
    if (query->plan->filter_count > LIST_CONDITIONS_MOST - 8)
        abort();
    if (!find_sort(&everyone, query, spec->default_sort ? str_from(spec->default_sort) : STR("-id")))
        abort(); /* a spec that sorts by what it does not know */
    query->page = 1;
    query->limit = spec->default_limit ? spec->default_limit : LIST_LIMIT_DEFAULT;
    return query;
}

enum err list_ask(struct ctx *ctx, const struct list_spec *spec, const struct list_param *params, int count,
                  const char *const *extra, struct list_query **out)
{
    struct asked asked = { .ctx = ctx, .query = new_query(ctx, spec), .prefix = "" };
    struct common common = { 0 };

    refuse_unknown(&asked, params, count, extra, &common);
    ask_common(&asked, &common);
    ask_filters(&asked, params, count);
    asked.query->hash = list_hash(ctx, asked.query);
    ask_cursor(&asked, &common);
    if (asked.problems)
        return fail(ctx, ERR_BAD_REQUEST, "Some parameters of this list are not understood.");
    *out = asked.query;
    return ERR_OK;
}

/* ---- filters in a body ------------------------------------------------------------------------------------- */

/* A value as the query string would say it; false for lists, objects and null. */
static bool json_value_text(struct arena *arena, const json_t *value, struct str *out)
{
    if (json_is_string(value))
        *out = json_text(value);
    else if (json_is_integer(value))
        *out = arena_printf(arena, "%lld", (long long)json_integer_value(value));
    else if (json_is_boolean(value))
        *out = json_is_true(value) ? STR("true") : STR("false");
    else
        return false;
    return true;
}

static void add_param(struct asked *asked, struct list_param *params, int *count, struct str name, const json_t *value)
{
    struct str text;

    if (json_value_text(asked->ctx->arena, value, &text))
        params[(*count)++] = (struct list_param){ name, text };
    else
        asked_problem(asked, name, "wrong_type", "This must be text, a number, true or false, or a list of them.");
}

static size_t count_values(json_t *filter)
{
    size_t count = 0;

    for (void *at = json_object_iter(filter); at; at = json_object_iter_next(filter, at)) {
        const json_t *value = json_object_iter_value(at);

        count += json_is_array(value) ? json_array_size(value) : 1;
    }
    return count;
}

enum err list_ask_json(struct ctx *ctx, const struct list_spec *spec, const json_t *filter, struct list_query **out)
{
    struct asked asked = { .ctx = ctx, .query = new_query(ctx, spec), .prefix = "filter." };
    json_t *object = (json_t *)(uintptr_t)filter; /* jansson's iterator wants to be able to change it */
    struct list_param *params;
    int count = 0;

    if (!json_is_object(filter)) {
        problem_add(ctx, STR("filter"), "wrong_type", "This must be an object.");
        return fail(ctx, ERR_INVALID, "The filter must be an object of the list's own parameters.");
    }
    params = ARENA_ARRAY(ctx->arena, struct list_param, count_values(object));
    for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at)) {
        struct str name = str_from(json_object_iter_key(at));
        const json_t *value = json_object_iter_value(at);

        if (!json_is_array(value))
            add_param(&asked, params, &count, name, value);
        for (size_t i = 0; i < json_array_size(value); i++)
            add_param(&asked, params, &count, name, json_array_get(value, i));
    }
    refuse_unknown(&asked, params, count, NULL, NULL);
    ask_filters(&asked, params, count);
    asked.query->hash = list_hash(ctx, asked.query);
    if (asked.problems)
        return fail(ctx, ERR_INVALID, "Some parts of the filter are not understood.");
    *out = asked.query;
    return ERR_OK;
}

/* ---- what the caller adds ---------------------------------------------------------------------------------- */

void list_narrow(struct list_query *query, const char *sql, int64_t value)
{
    struct condition *condition = &query->conditions[query->condition_count];

    if (query->condition_count >= LIST_CONDITIONS_MOST)
        abort();
    *condition = (struct condition){ .sql = sql, .count = 1, .own = INT(value) };
    condition->values = &condition->own;
    query->condition_count++;
}

void list_narrow_any(struct ctx *ctx, struct list_query *query, const char *sql, const int64_t *values, int count)
{
    struct condition *condition;

    list_narrow(query, sql, values[0]);
    condition = &query->conditions[query->condition_count - 1];
    condition->values = ARENA_ARRAY(ctx->arena, struct arg, (size_t)count);
    condition->count = count;
    for (int i = 0; i < count; i++)
        condition->values[i] = INT(values[i]);
}

bool list_is_filtered(const struct list_query *query)
{
    return query->condition_count > 0 || query->unscoped;
}

const struct resource *list_resource(const struct list_query *query)
{
    return query->plan->spec->resource;
}
