#include "model/list_query.h"

#include <string.h>

bool filter_repeats(enum filter_kind kind)
{
    switch (kind) {
    case FILTER_TEXT:
    case FILTER_FOLD:
    case FILTER_ALL_FOLD:
    case FILTER_CHOICE:
    case FILTER_DATE:
    case FILTER_ID:
    case FILTER_EMAIL:
    case FILTER_PHONE: return true;
    case FILTER_BOOL:
    case FILTER_DAY_FROM:
    case FILTER_DAY_TO:
    case FILTER_INT:
    case FILTER_SEARCH: return false;
    }
    return false;
}

static bool has_filter(const struct list_plan *plan, struct str name)
{
    for (int i = 0; i < plan->filter_count; i++)
        if (str_equal(str_from(plan->filters[i].name), name))
            return true;
    return false;
}

static void add_filter(struct list_plan *plan, struct list_filter filter)
{
    if (!has_filter(plan, str_from(filter.name)))
        plan->filters[plan->filter_count++] = filter;
}

static struct list_filter field_filter(struct arena *arena, const struct plan_field *at, struct str name, int kind,
                                       const char *condition)
{
    return (struct list_filter){
        .name = name.ptr,
        .kind = (enum filter_kind)kind,
        .sql = arena_printf(arena, "r.%s %s", at->field->column, condition).ptr,
        .choices = at->field->choices,
        .prefix = at->field->type == FT_ID ? at->field->prefix : NULL,
        .help = at->field->help,
        .see = at->see,
    };
}

/* "captured_at" is asked as captured_from, "spent" as spent_min. */
static struct str range_name(struct arena *arena, const struct plan_field *at, const char *end)
{
    struct str name = str_from(at->field->name);

    if (str_ends(name, STR("_at")))
        name.len -= 3;
    return arena_printf(arena, "%.*s_%s", STR_PRINT(name), end);
}

static void add_range(struct list_plan *plan, struct arena *arena, const struct plan_field *at)
{
    static const struct {
        const char *from_name, *to_name, *to_condition;
        enum filter_kind from, to;
    } ranges[] = {
        [RANGE_TIME] = { "from", "to", "< ?", FILTER_DAY_FROM, FILTER_DAY_TO },
        [RANGE_DATE] = { "from", "to", "<= ?", FILTER_DATE, FILTER_DATE },
        [RANGE_NUMBER] = { "min", "max", "<= ?", FILTER_INT, FILTER_INT },
    };
    enum field_range range = at->ops->range;

    if (range == RANGE_NONE)
        return;
    add_filter(
        plan, field_filter(arena, at, range_name(arena, at, ranges[range].from_name), (int)ranges[range].from, ">= ?"));
    add_filter(plan, field_filter(arena, at, range_name(arena, at, ranges[range].to_name), (int)ranges[range].to,
                                  ranges[range].to_condition));
}

static bool is_asked_by(const struct plan_field *at, unsigned flag)
{
    return (at->flags & flag) && at->column >= 0;
}

static void add_filters(struct list_plan *plan, struct arena *arena)
{
    const struct list_spec *spec = plan->spec;

    plan->filters = ARENA_ARRAY(arena, struct list_filter,
                                (size_t)spec->filter_count + 3 * (size_t)plan->plan->column_count);
    for (int i = 0; i < spec->filter_count; i++)
        add_filter(plan, spec->filters[i]);
    for (int i = 0; i < plan->plan->column_count; i++) {
        const struct plan_field *at = plan->plan->columns[i];

        if (!is_asked_by(at, F_FILTER))
            continue;
        if (at->ops->filter >= 0)
            add_filter(plan, field_filter(arena, at, str_from(at->field->name), at->ops->filter,
                                          at->ops->filter == FILTER_BOOL ? "= 1" : "= ?"));
        add_range(plan, arena, at);
    }
}

static void add_sort(struct list_plan *plan, struct list_sort sort)
{
    for (int i = 0; i < plan->sort_count; i++)
        if (strcmp(plan->sorts[i].name, sort.name) == 0)
            return;
    plan->sorts[plan->sort_count++] = sort;
}

static void add_sorts(struct list_plan *plan, struct arena *arena)
{
    const struct list_spec *spec = plan->spec;

    plan->sorts = ARENA_ARRAY(arena, struct list_sort, (size_t)spec->sort_count + (size_t)plan->plan->column_count + 1);
    for (int i = 0; i < spec->sort_count; i++)
        add_sort(plan, spec->sorts[i]);
    for (int i = 0; i < plan->plan->column_count; i++) {
        const struct plan_field *at = plan->plan->columns[i];

        if (is_asked_by(at, F_SORT))
            add_sort(plan, (struct list_sort){
                               .name = at->field->name,
                               .sql = arena_printf(arena, "r.%s", at->field->column).ptr,
                               .text = at->ops->storage == STORED_TEXT,
                               .see = at->see,
                           });
    }
    /* something to sort by there always is */
    add_sort(plan, (struct list_sort){ .name = "id", .sql = "r.id" });
}

static void *make_list_plan(struct arena *arena, const void *key)
{
    const struct list_spec *spec = key;
    struct list_plan *plan = ARENA_NEW(arena, struct list_plan);

    plan->spec = spec;
    plan->plan = plan_of(spec->resource);
    add_filters(plan, arena);
    add_sorts(plan, arena);
    return plan;
}

const struct list_plan *list_plan_of(const struct list_spec *spec)
{
    return kept_for(spec, make_list_plan);
}
