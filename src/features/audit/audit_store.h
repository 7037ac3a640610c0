/*
 * The audit's rows: appended, never changed; only values and their salts may go.
 */
#ifndef FEATURES_AUDIT_AUDIT_STORE_H
#define FEATURES_AUDIT_AUDIT_STORE_H

#include "features/audit/audit_chain.h"

/* Takes the next place in the chain: its number and the hash before it. Holds the chain until the transaction ends. */
enum err audit_store_next(struct ctx *ctx, int64_t *seq, struct str *hash_before);
enum err audit_store_append(struct ctx *ctx, const struct audit *entry, const struct audit_values *values);

/* The chain's end; 0 and "" when there is none. */
enum err audit_store_head(struct ctx *ctx, int64_t *seq, struct str *hash);

/* Up to `most` entries after `seq`, in order, with their values (empty when they have gone). */
enum err audit_store_after(struct ctx *ctx, int64_t seq, int most, struct audit *entries, struct audit_values *values,
                           int *count);
/* The same of deletions alone: the values of all others are not read. */
enum err audit_store_deletions_after(struct ctx *ctx, int64_t seq, int most, struct audit *entries,
                                     struct audit_values *values, int *count);

enum err audit_store_values(struct ctx *ctx, int64_t seq, struct audit_values *out);
enum err audit_store_forget_values(struct ctx *ctx, id64 record_id);
enum err audit_store_forget_entry(struct ctx *ctx, int64_t seq, bool who);
enum err audit_store_forget_values_with(struct ctx *ctx, id64 record_id, struct str pattern);
enum err audit_store_forget_addresses(struct ctx *ctx, int64_t before_ms, int64_t *changed);

#endif
