/*
 * Figures of a location by local day, kept in the transactions that change them: the dashboard adds up a few rows
 * instead of all people and bookings (docs/decisions/0009-figures.md).
 *
 *   figure     detail  day                                what is counted
 *   bookings           service day                        counted bookings; `minor`: their grand totals in the
 *                                                         location's currency
 *   captured           of capture                         contacts that are not archived
 *   contacts   source  0                                  the same by source
 *   converted  source  0                                  of these, those linked to a customer
 *   latest             of the latest counted start        customers that are not archived and have one
 *   abandoned          a checkout was first abandoned     checkouts; `minor`: their value in the location's currency
 *   recovered          a checkout came back               likewise
 *   customers, leads, active   one that is over           what the dashboard showed in its last moment
 *
 * All but the last line follow from rows that are there; regulars check --figures counts them anew. The last line is
 * history: written before the first change after the day, when nothing has moved since. A day without such a row is
 * like the next that has one.
 */
#ifndef FEATURES_FIGURE_FIGURE_H
#define FEATURES_FIGURE_FIGURE_H

#include "store/store.h"

enum { FIGURE_DAYS = 30, FIGURE_MONTHS = 13, FIGURE_SOURCES_MOST = 8 };

/* ---- what moves them: as it was and as it is; all zero is what is not there ------------------------------- */

struct figure_customer {
    bool listed; /* there, and not archived */
    int64_t latest_ms;
};

struct figure_contact {
    bool listed;
    bool linked;
    int64_t captured_ms;
    struct str source;
};

struct figure_booking {
    bool counted;
    int64_t starts_ms;
    int64_t revenue_minor;
};

struct figure_checkout {
    int64_t abandoned_ms; /* 0: never */
    int64_t recovered_ms;
    int64_t value_minor;
};

enum err figure_checkout_moved(struct ctx *ctx, struct figure_checkout before, struct figure_checkout after);
/* Nothing is counted of checkouts any more: before all are counted anew. */
enum err figure_checkouts_drop(struct ctx *ctx);

enum err figure_customer_moved(struct ctx *ctx, struct figure_customer before, struct figure_customer after);
enum err figure_contact_moved(struct ctx *ctx, const struct figure_contact *before, const struct figure_contact *after);
enum err figure_booking_moved(struct ctx *ctx, struct figure_booking before, struct figure_booking after);

/* Writes down what the days that are over ended with, unless that is done. Before the counters of customers or contacts
 * change. */
enum err figure_close_days(struct ctx *ctx);

/* The location's days are other ones now: contacts are counted anew by theirs. Not once there are bookings. */
enum err figure_zone_changed(struct ctx *ctx);

/* ---- what the dashboard reads ------------------------------------------------------------------------------ */

struct figure_story {
    int64_t value;
    int64_t before;              /* 30 days before */
    int64_t year_before;         /* on the same date a year before */
    bool has_year;               /* there is data of then */
    int64_t series[FIGURE_DAYS]; /* by day, up to today */
};

struct figure_month {
    int64_t first_day; /* days since 1970-01-01 */
    int64_t bookings;
    int64_t revenue_minor;
};

struct figure_source {
    struct str name;
    int64_t contacts;
    int64_t converted;
};

/* Of the last 30 days, today included, and of the 30 before. */
struct figure_sum {
    int64_t count, count_before;
    int64_t minor, minor_before;
};

struct figures {
    int64_t today; /* days since 1970-01-01 */
    int64_t month_begins;
    int64_t bookings_today;
    struct figure_story customers;
    struct figure_story leads;    /* contacts that are not converted */
    struct figure_story captured; /* contacts captured this month up to today; before: the same days, 30 days or a year
                                     earlier; series: captured a day */
    struct figure_story active;
    struct figure_month months[FIGURE_MONTHS];         /* up to this one, days to come included */
    struct figure_source sources[FIGURE_SOURCES_MOST]; /* the greatest first */
    int source_count;
    struct figure_sum abandoned;
    struct figure_sum recovered;
};

/* For ctx->now_ms. Reads spans of one index: about a row a day of the last year. */
enum err figures_get(struct ctx *ctx, struct figures *out);

#endif
