/*
 * Rate limits: a token bucket per key (an API key, a user, an address), in memory, thread-safe, bounded
 * (the oldest full buckets are forgotten first). Announced as draft-ietf-httpapi-ratelimit-headers says.
 */
#ifndef HTTP_LIMITS_H
#define HTTP_LIMITS_H

#include "base/str.h"

struct rate_limits;

struct rate_limit {
    int64_t burst;      /* tokens when full */
    int64_t per_minute; /* tokens that come back; in period_ms, where that is not 0 */
    int64_t period_ms;
};

struct rate_verdict {
    bool allowed;
    int64_t remaining;
    int64_t reset_s; /* until one more is allowed, or until full again when allowed */
};

struct rate_limits *rate_limits_new(int keys_most);
void rate_limits_free(struct rate_limits *limits);

/* Takes one token of `key`'s bucket at now_ms (monotonic). */
struct rate_verdict rate_take(struct rate_limits *limits, struct str key, struct rate_limit limit, int64_t now_ms);

/* The address as a key: IPv6 is cut to its /64. */
struct str rate_address(struct str ip, char into[64]);

#endif
