/*
 * Retention: what goes by itself when its time is over, by the settings of each location, once a night.
 *
 * Leads go for good a number of months after their last own act, with what hangs on them (as in an erasure, but for the
 * suppression list: nobody said no). IP addresses go from the audit, submissions and sessions; those in the consent ledger
 * are evidence and stay. A guest's birth date becomes the age at the trip, and custom fields marked sensitive are cleared, a
 * number of days after it. A checkout keeps its days and its value, and loses who it was, so many days after its last report. A record on hold of somebody who was erased goes when the hold is over.
 *
 * Each step is one short write; what was found by a step is looked at again inside it. A setting of 0 keeps for ever.
 */
#ifndef FEATURES_PRIVACY_RETENTION_H
#define FEATURES_PRIVACY_RETENTION_H

#include "features/location/location.h"

enum { RETENTION_SHOWN = 20, RETENTION_SOON_DAYS = 30 };

/* Who goes next. */
struct retention_next {
    id64 id;
    struct str name;
    int64_t goes_ms;
};

/* What one rule would do: now, and in the next 30 days. */
struct retention_view {
    const char *rule;    /* "leads" "births" "sensitive_fields" "addresses" "checkouts" "holds" */
    const char *setting; /* its name; NULL: none */
    const char *unit;    /* "months" "days"; NULL: none */
    const char *prefix;  /* of the ids */
    int64_t value;       /* of the setting; 0: for ever */
    int64_t due;
    int64_t soon;
    struct retention_next next[RETENTION_SHOWN];
    int next_count;
};

enum { RETENTION_RULES = 6 };

/* Of ctx's location; writes nothing. SLOW: it counts. */
enum err retention_preview(struct ctx *ctx, struct retention_view out[RETENTION_RULES]);

/* ---- the chore --------------------------------------------------------------------------------------------- */

/* Who runs it: its store, a fresh ctx for each step, and whether to go on. Every location is walked over. */
struct retention_host {
    struct store *store;
    void *data;
    bool (*goes_on)(void *data);
    void (*step)(void *data, struct arena *arena, struct ctx *out);
};
enum err retention_run(const struct retention_host *host);

/* The next night, at three in the zone of the first location. */
enum err retention_when(struct ctx *ctx, int64_t *out);

#endif
