/*
 * The rows of day_figure, and the counters of the location's head row.
 */
#ifndef FEATURES_FIGURE_FIGURE_STORE_H
#define FEATURES_FIGURE_FIGURE_STORE_H

#include "features/figure/figure.h"

/* Adds to one row, making it. */
enum err figure_store_add(struct ctx *ctx, const char *figure, struct str detail, int64_t day, int64_t value,
                          int64_t minor);
/* Writes one row of a day that is over. */
enum err figure_store_set(struct ctx *ctx, const char *figure, int64_t day, int64_t value);

struct figure_head {
    int64_t customers;
    int64_t contacts;
    int64_t converted;
    int64_t open_day; /* the first that has not been written down; 0: none ever was */
};
enum err figure_store_head(struct ctx *ctx, struct figure_head *out);
enum err figure_store_open_day(struct ctx *ctx, int64_t *out);
enum err figure_store_set_open_day(struct ctx *ctx, int64_t day);

/* The sum over days from..to, both included. */
enum err figure_store_sum(struct ctx *ctx, const char *figure, int64_t from, int64_t to, int64_t *out);
/* Rows of days from..to, into out[day - from]; `minor` may be NULL. Days without a row are left alone. */
enum err figure_store_days(struct ctx *ctx, const char *figure, int64_t from, int64_t to, int64_t *value,
                           int64_t *minor);
/* The first row from this day on; false in *found when there is none. */
enum err figure_store_next(struct ctx *ctx, const char *figure, int64_t day, int64_t *value, bool *found);
/* The first day that counts anything; INT64_MAX when none does. */
enum err figure_store_first_day(struct ctx *ctx, const char *figure, int64_t *day);

enum err figure_store_sources(struct ctx *ctx, struct figure_source *out, int *count);

/* The first day that was written down; INT64_MAX when none was. */
enum err figure_store_first_closed(struct ctx *ctx, int64_t *day);

/* Counts `captured` anew. */
enum err figure_store_drop(struct ctx *ctx, const char *figure);
enum err figure_store_captured(struct ctx *ctx, id64 after, int most, id64 *ids, int64_t *captured_ms, int *count);

#endif
