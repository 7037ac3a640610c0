/*
 * What is stored, and what it is counted from.
 */
#ifndef FEATURES_CHECK_CHECK_STORE_H
#define FEATURES_CHECK_CHECK_STORE_H

#include "features/check/check.h"
#include "store/store.h"

/* The location's head row. */
enum { CHECK_COUNTERS = 5 };
struct check_counter {
    struct str name;
    int64_t stored;
    int64_t computed;
};
enum err check_store_counters(struct ctx *ctx, struct check_counter out[CHECK_COUNTERS]);

/* what, stored, computed */
void check_store_tags(struct ctx *ctx, struct rows *rows);

/* figure, detail, day, value, minor of what follows from rows; and days written down that are not over. */
void check_store_day_figures(struct ctx *ctx, struct rows *rows);
enum err check_store_days_ahead(struct ctx *ctx, int64_t *out);

/* A batch of rows after an id, in the order of ids. */
enum { CHECK_BATCH = 1000 };
void check_store_bookings(struct ctx *ctx, id64 after, struct rows *rows);  /* id, starts_ms, revenue */
void check_store_customers(struct ctx *ctx, id64 after, struct rows *rows); /* id, archived_ms, latest_booking_ms */
void check_store_checkouts(struct ctx *ctx, id64 after, struct rows *rows); /* id, abandoned_ms, recovered_ms, value */
void check_store_contacts(struct ctx *ctx, id64 after, struct rows *rows);  /* id, captured_ms, source, is linked */

#endif
