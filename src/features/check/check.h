/*
 * Counts everything anew that is kept as a number: the counters of a location, the people of its tags, the day figures
 * of the dashboard, the analytics of every customer. What is stored must agree.
 *
 * What days that are over ended with (see features/figure/figure.h) is history, which no row can tell any more: of it
 * is only checked that it lies before the first day that is not over.
 */
#ifndef FEATURES_CHECK_CHECK_H
#define FEATURES_CHECK_CHECK_H

#include "base/ctx.h"

enum { CHECK_SHOWN_MOST = 50 };

struct check_difference {
    struct str what;     /* "tag VIP, customers", "day_figure bookings 2026-05-01" */
    struct str stored;
    struct str computed;
};

struct check {
    int64_t compared;
    int64_t different;
    struct check_difference shown[CHECK_SHOWN_MOST]; /* the first of them */
    int shown_count;
};

/* Of ctx's location. Walks over all of its rows: SLOW. */
enum err check_figures(struct ctx *ctx, struct check *out);

#endif
