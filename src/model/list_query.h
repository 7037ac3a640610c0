/*
 * Inside the lists: a spec made ready for use (its filters and sorts, those of the fields included), and a query as
 * it was understood. Only src/model/list*.c include this.
 */
#ifndef MODEL_LIST_QUERY_H
#define MODEL_LIST_QUERY_H

#include "model/plan.h"

enum {
    LIST_LIMIT_DEFAULT = 50,
    LIST_LIMIT_MOST = 200,
    LIST_OFFSET_MOST = 10000000,
    LIST_VALUES_MOST = 50,      /* of one filter */
    LIST_CONDITIONS_MOST = 72,  /* of one query, the caller's own included */
    LIST_SEARCH_TOTAL_MOST = 1000
};

struct list_plan {
    const struct list_spec *spec;
    const struct plan *plan;
    struct list_filter *filters;
    int filter_count;
    struct list_sort *sorts;
    int sort_count;
};

const struct list_plan *list_plan_of(const struct list_spec *spec);

/* May several values be given? */
bool filter_repeats(enum filter_kind kind);

/* One thing that must hold. */
struct condition {
    const struct list_filter *filter; /* NULL: the caller's own */
    const char *sql;                  /* asked once per value; NULL: fragments */
    const char **fragments;           /* one per value */
    struct arg *values;
    int count;
    struct arg own;                   /* the value of the caller's own */
    bool all;                         /* every value must hold, not any */
    bool negated;
};

struct list_cursor {
    bool given;
    bool backward;
    id64 id;
    struct arg key;
};

struct list_query {
    const struct list_plan *plan;
    struct condition conditions[LIST_CONDITIONS_MOST];
    int condition_count;
    bool unscoped; /* a filter replaced the scope */
    bool search;   /* q was asked */
    const struct list_sort *sort;
    bool descending;
    int64_t page;
    int limit;
    struct list_cursor cursor;
    uint64_t hash; /* of the filters: a cursor belongs to one list */
};

/* What was asked, before it is understood. */
struct asked {
    struct ctx *ctx;
    struct list_query *query;
    const char *prefix; /* of problem names: "filter." */
    int problems;
};

void asked_problem(struct asked *asked, struct str name, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* One parameter's values as a condition of the query (list_filter.c). */
void ask_filter(struct asked *asked, const struct list_filter *filter, const struct str *values, int count);

/* ---- cursors (list_cursor.c) ------------------------------------------------------------------------------- */

uint64_t list_hash(const struct ctx *ctx, const struct list_query *query);
struct str cursor_text(struct ctx *ctx, const struct list_query *query, bool backward, id64 id, const struct arg *key);
/* False when it is none, or belongs to another list, sort or filter. */
bool cursor_read(struct ctx *ctx, const struct list_query *query, struct str text, struct list_cursor *out);

/* ---- statements (list_sql.c) ------------------------------------------------------------------------------- */

struct statement_text {
    struct sql sql;
    struct args args;
};

/* `limit` + 1 rows: the resource's columns, then the sort key. */
struct statement_text list_rows_sql(struct ctx *ctx, const struct list_query *query);
/* At most `most` counted; 0: all. */
struct statement_text list_count_sql(struct ctx *ctx, const struct list_query *query, int most);
/* Ids, or with `whole` the resource's columns, in id order after `after`. */
struct statement_text list_walk_sql(struct ctx *ctx, const struct list_query *query, id64 after, int most, bool whole);

#endif
