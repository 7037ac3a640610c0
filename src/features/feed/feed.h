/*
 * What happened in a location, in order, for programs and screens that keep up: the audit's chain without its values.
 *
 * Its sequence numbers count without gaps and become visible in order, so whoever has read up to one has missed nothing
 * before it. Everybody sees the entries about kinds of records that they may read; of the last 30 days. Who comes with
 * an older place (or with one that a restored database never reached) has to read everything anew: ERR_RESYNC.
 */
#ifndef FEATURES_FEED_FEED_H
#define FEATURES_FEED_FEED_H

#include "base/json.h"
#include "base/ctx.h"

enum { FEED_DAYS = 30, FEED_LIMIT = 200, FEED_LIMIT_MOST = 1000 };

struct feed_item {
    int64_t seq;
    int64_t at_ms;
    struct str action; /* "customer.updated" */
    struct str kind;   /* its first word */
    id64 record_id;
    struct str ref;    /* "cus_…"; empty when the record has no id of its own kind */
};

struct feed_page {
    struct feed_item *items;
    int count;
    int64_t reached; /* everything up to here has been looked at */
    bool more;
};

/* The newest number of ctx's location; 0 before the first. */
enum err feed_head(struct ctx *ctx, int64_t *seq);

/* The place before the first entry of the last 30 days. */
enum err feed_oldest(struct ctx *ctx, int64_t *after);

/* ERR_RESYNC when what came after this place is not kept any more. */
enum err feed_check(struct ctx *ctx, int64_t after);

/* The next `limit` entries, whoever may see them. */
enum err feed_read(struct ctx *ctx, int64_t after, int limit, struct feed_page *out);

/* May ctx's permissions see it? Who may see only the bookings of these days sees what happened to those. */
enum err feed_visible(struct ctx *ctx, const struct feed_item *item, bool *out);

/* Leaves in the page what ctx's permissions may see. */
enum err feed_narrow(struct ctx *ctx, struct feed_page *page);

/* {"seq", "at", "action", "kind", "id"} */
void feed_put(struct json_writer *w, const struct feed_item *item);

#endif
