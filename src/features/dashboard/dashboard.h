/*
 * The CRM dashboard: everything that the first screen shows, in one answer.
 *
 * Figures come from feature figure, which keeps them as things happen; the rest are the first rows of an index each. What
 * the asker may not see is left out: money without money.read, bookings without booking.read, who did what without
 * user.read or audit.read.
 */
#ifndef FEATURES_DASHBOARD_DASHBOARD_H
#define FEATURES_DASHBOARD_DASHBOARD_H

#include "features/feed/feed.h"
#include "features/figure/figure.h"
#include "features/followup/followup.h"

enum { DASHBOARD_RECENT = 5, DASHBOARD_ACTIVITY = 10, DASHBOARD_COUNT_MOST = 1000 };

struct recent_customer {
    id64 id;
    struct str name;
    struct str company;
    int64_t created_ms;
    id64 booking_id; /* the latest counted; 0: none */
    struct str activity;
    int64_t starts_ms;
    int64_t total_minor;
    struct str currency;
};

/* What happened, as a sentence: "Customer Ana Ruiz was added". */
struct activity {
    struct feed_item item;
    struct str text;
    struct str by; /* whoever did it; empty when the asker may not know, or nobody does any more */
};

struct dashboard {
    int64_t seq; /* of the change feed: events after it are not in here */
    struct figures figures;
    struct recent_customer customers[DASHBOARD_RECENT];
    int customer_count;
    struct contact leads[DASHBOARD_RECENT];
    int lead_count;
    int64_t overdue; /* open follow-ups, counted up to DASHBOARD_COUNT_MOST */
    int64_t due_today;
    struct follow_up follow_ups[DASHBOARD_RECENT]; /* these, the most urgent first */
    int follow_up_count;
    struct activity activity[DASHBOARD_ACTIVITY]; /* the newest first */
    int activity_count;
};

enum err dashboard_get(struct ctx *ctx, struct dashboard *out);

/* The sentence for something that happened to the record of this name (empty: it is gone). */
struct str activity_text(struct ctx *ctx, const struct feed_item *item, struct str name);

#endif
