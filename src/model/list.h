/*
 * Lists: filters, sorting, pages by number and by cursor, exact totals, from a table of what may be asked.
 *
 * The SQL is made from field tables and the fragments of a feature's x_store.c. Rows are "r": the resource's table.
 * In fragments `?` is the asked value, :location the location's id, :now the request's clock, :tomorrow the first moment
 * after its local day.
 */
#ifndef MODEL_LIST_H
#define MODEL_LIST_H

#include "model/resource.h"

enum filter_kind {
    FILTER_TEXT,      /* equal; repeated for any-of */
    FILTER_FOLD,      /* the asked text is folded first; repeated for any-of */
    FILTER_ALL_FOLD,  /* folded; repeated: every one must hold (tag_all) */
    FILTER_CHOICE,    /* FILTER_TEXT, one of .choices; a fragment per choice when .sql is NULL: see choice_sql */
    FILTER_BOOL,      /* true: the fragment holds; false: it does not */
    FILTER_DAY_FROM,  /* local day; `?` is its first moment */
    FILTER_DAY_TO,    /* local day; `?` is the first moment after it: write "< ?" */
    FILTER_DATE,      /* `?` is the day as text, for FT_DATE columns: "r.service_date >= ?" */
    FILTER_INT,       /* `?` is the number */
    FILTER_ID,        /* `?` is the id; .prefix; of a user also "me" */
    FILTER_EMAIL,     /* `?` is the normal address */
    FILTER_PHONE,     /* `?` is the E.164 number (read in the location's country) */
    FILTER_SEARCH     /* q: every folded word inside the text of .sql ("r.search", also when NULL), in any order; three
                         digits or more, and only what people write between them, are a run of digits inside it.
                         With a `?` .sql is the whole condition, asked once per word with `?` as "%word%" */
};

struct list_filter {
    const char *name;
    enum filter_kind kind;
    const char *sql;                /* "r.source = ?" */
    const char *const *choices;     /* FILTER_CHOICE */
    const char *const *choice_sql;  /* one condition per choice */
    const char *prefix;             /* FILTER_ID */
    const char *help;
    uint64_t see;                   /* permissions needed to ask it; without them it is unknown */
};

struct list_sort {
    const char *name;  /* "last_booking_at" */
    const char *sql;   /* "r.last_booking_ms": an expression, never NULL */
    bool text;
    uint64_t see;      /* permissions needed to sort by it */
};

/* F_FILTER fields are asked by their own name (an inner one by its last part: city), any-of for texts and ids;
 * FT_TIME and FT_DATE by ranges of days, both ends included: captured_at gives captured_from and captured_to; FT_INT and
 * FT_MONEY by spent_min and spent_max (and FT_INT by equality). What `filters` names comes before them.
 * F_SORT fields are asked likewise; `sorts` comes before them. Fields need their own `see`. */
struct list_spec {
    const struct resource *resource;
    const struct list_filter *filters; /* beside the F_FILTER fields */
    int filter_count;
    const struct list_sort *sorts;     /* beside the F_SORT fields */
    int sort_count;
    const char *default_sort;          /* "-created_at" */
    int default_limit;                 /* 0: 50 */
    const char *scope;                 /* always holds: "r.archived_ms = 0"; NULL: nothing. Left out when a filter
                                          named in scope_unless is given */
    const char *scope_unless;
    const char *location_column;       /* NULL: "r.location_id" where the table has it; "": rows of all locations */
    /* The total without any filter, from a counter; NULL: counted. */
    enum err (*total)(struct ctx *ctx, int64_t *out);
    /* Fills in virtual members of what was loaded; NULL: nothing to do. */
    enum err (*complete)(struct ctx *ctx, void *records, int count);
};

struct list_param {
    struct str name;
    struct str value;
};

struct list_query; /* what was asked, understood */

struct list_page {
    void *records;     /* an array of the resource's struct */
    int count;
    int64_t total;
    bool total_exact;
    int64_t page;      /* 0 when asked by cursor */
    int limit;
    struct str next_cursor;
    struct str prev_cursor;
};

/* Understands page, cursor, limit, sort, q and the filters. Unknown or bad parameters: ERR_BAD_REQUEST naming all
 * of them as problems. `extra` names (ends with NULL; may be NULL) are somebody else's and passed over. */
enum err list_ask(struct ctx *ctx, const struct list_spec *spec, const struct list_param *params, int count,
                  const char *const *extra, struct list_query **out);

/* The same from a JSON object of the list's own filters ({"tag": ["VIP"], "source": "online"}): for bulk. Being part of a
 * body, what is wrong with it is ERR_INVALID, and the problems are named "filter.tag". */
enum err list_ask_json(struct ctx *ctx, const struct list_spec *spec, const json_t *filter, struct list_query **out);

/* A further condition that the caller sets, not the asker: "r.customer_id = ?" with a number. Before running. */
void list_narrow(struct list_query *query, const char *sql, int64_t value);

/* The same for any of several numbers, one or more. */
void list_narrow_any(struct ctx *ctx, struct list_query *query, const char *sql, const int64_t *values, int count);

/* What was asked for, in order. A total of a search (q) stops counting at 1,000. */
enum err list_run(struct ctx *ctx, const struct list_query *query, struct list_page *page);

/* The same for pages that go straight into an answer: list members (e-mails, phones, tags …) stay as their rows' JSON,
 * good for resource_put only. `complete` must not look into them either. */
enum err list_run_raw(struct ctx *ctx, const struct list_query *query, struct list_page *page);

/* The first rows that match, as list_run_raw leaves them, and nothing counted: the total is that of the rows. */
enum err list_run_first(struct ctx *ctx, const struct list_query *query, struct list_page *page);

/* Always exact. */
enum err list_count(struct ctx *ctx, const struct list_query *query, int64_t *out);

/* The ids of all that match, in id order, at most `most` from after `after` (0: from the beginning). */
enum err list_ids(struct ctx *ctx, const struct list_query *query, id64 after, int most, id64 **ids, int *count);

/* All that match in id order, a batch at a time, without holding more than one batch: for exports.
 * `visit` gets completed records; anything but ERR_OK ends the walk. While it runs, ctx's arena is one that is emptied
 * after each batch: what is to stay is written elsewhere (a buf keeps growing in the arena that it was made in). */
enum err list_each(struct ctx *ctx, const struct list_query *query,
                   enum err (*visit)(struct ctx *ctx, void *record, void *data), void *data);

/* Does the query filter at all (beyond the scope)? */
bool list_is_filtered(const struct list_query *query);

const struct resource *list_resource(const struct list_query *query);

/* The parameters as OpenAPI parameter objects (without the array's brackets). */
void list_put_parameters(struct json_writer *w, const struct list_spec *spec);

#endif
