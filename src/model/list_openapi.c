#include "model/list_query.h"

#include <stdlib.h>
#include <string.h>

static void put_text(struct json_writer *w, const char *name, const char *value)
{
    put_name(w, str_from(name));
    put_string(w, str_from(value));
}

/* Opens a parameter up to and including its schema's braces. */
static void begin_parameter(struct json_writer *w, const char *name, const char *help)
{
    put_object(w);
    put_text(w, "name", name);
    put_text(w, "in", "query");
    if (help)
        put_text(w, "description", help);
    put_key(w, "schema");
    put_object(w);
}

static void end_parameter(struct json_writer *w)
{
    put_object_end(w);
    put_object_end(w);
}

static void put_number(struct json_writer *w, const char *name, int64_t value)
{
    put_name(w, str_from(name));
    put_int(w, value);
}

static void put_paging(struct json_writer *w, const struct list_spec *spec)
{
    begin_parameter(w, "page", "The number of the page, from 1; not together with cursor");
    put_text(w, "type", "integer");
    put_number(w, "minimum", 1);
    end_parameter(w);
    begin_parameter(w, "cursor", "next_cursor or prev_cursor of an answer to the same question");
    put_text(w, "type", "string");
    end_parameter(w);
    begin_parameter(w, "limit", "How many to a page");
    put_text(w, "type", "integer");
    put_number(w, "minimum", 1);
    put_number(w, "maximum", LIST_LIMIT_MOST);
    put_number(w, "default", spec->default_limit ? spec->default_limit : LIST_LIMIT_DEFAULT);
    end_parameter(w);
}

static void put_sort(struct json_writer *w, const struct list_plan *plan)
{
    begin_parameter(w, "sort", "What to sort by; with - before it, the other way round");
    put_text(w, "type", "string");
    put_key(w, "enum");
    put_array(w);
    for (int i = 0; i < plan->sort_count; i++) {
        char down[128] = "-";

        strncat(down, plan->sorts[i].name, sizeof(down) - 2);
        put_string(w, str_from(down + 1));
        put_string(w, str_from(down));
    }
    put_array_end(w);
    if (plan->spec->default_sort)
        put_text(w, "default", plan->spec->default_sort);
    end_parameter(w);
}

/* The JSON Schema words of one value. */
static void put_value(struct json_writer *w, const struct list_filter *filter)
{
    static const struct {
        const char *type, *format;
    } words[] = {
        [FILTER_TEXT] = { "string", NULL },      [FILTER_FOLD] = { "string", NULL },
        [FILTER_ALL_FOLD] = { "string", NULL },  [FILTER_CHOICE] = { "string", NULL },
        [FILTER_BOOL] = { "boolean", NULL },     [FILTER_DAY_FROM] = { "string", "date" },
        [FILTER_DAY_TO] = { "string", "date" },  [FILTER_DATE] = { "string", "date" },
        [FILTER_INT] = { "integer", "int64" },   [FILTER_ID] = { "string", NULL },
        [FILTER_EMAIL] = { "string", NULL },     [FILTER_PHONE] = { "string", NULL },
        [FILTER_SEARCH] = { "string", NULL },
    };

    put_text(w, "type", words[filter->kind].type);
    if (words[filter->kind].format)
        put_text(w, "format", words[filter->kind].format);
    if (!filter->choices)
        return;
    put_key(w, "enum");
    put_array(w);
    for (const char *const *choice = filter->choices; *choice; choice++)
        put_string(w, str_from(*choice));
    put_array_end(w);
}

static void put_filter(struct json_writer *w, const struct list_filter *filter)
{
    begin_parameter(w, filter->name, filter->help);
    if (filter_repeats(filter->kind)) {
        put_text(w, "type", "array");
        put_number(w, "maxItems", LIST_VALUES_MOST);
        put_key(w, "items");
        put_object(w);
        put_value(w, filter);
        put_object_end(w);
    } else {
        put_value(w, filter);
    }
    end_parameter(w);
}

void list_put_parameters(struct json_writer *w, const struct list_spec *spec)
{
    const struct list_plan *plan = list_plan_of(spec);

    put_paging(w, spec);
    put_sort(w, plan);
    for (int i = 0; i < plan->filter_count; i++)
        put_filter(w, &plan->filters[i]);
}
