/*
 * The chain of the audit, read from a place on.
 */
#ifndef FEATURES_FEED_FEED_STORE_H
#define FEATURES_FEED_FEED_STORE_H

#include "features/feed/feed.h"

enum err feed_store_head(struct ctx *ctx, int64_t *seq);
/* When this entry was made; INT64_MAX when there is none. */
enum err feed_store_at(struct ctx *ctx, int64_t seq, int64_t *at_ms);
/* seq, at_ms, action and record_id of at most `most` entries after `after`. */
enum err feed_store_after(struct ctx *ctx, int64_t after, int most, struct feed_item *out, int *count);

#endif
