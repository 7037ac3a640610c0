/*
 * The rows behind links for staff.
 */
#ifndef FEATURES_RECOVERY_RECOVERY_STORE_H
#define FEATURES_RECOVERY_RECOVERY_STORE_H

#include "features/recovery/recovery.h"

enum err recovery_store_add(struct ctx *ctx, const struct recovery *recovery);
/* ERR_NOT_FOUND; *used says whether it was. */
enum err recovery_store_get(struct ctx *ctx, id64 id, struct recovery *out, bool *used);
/* All of the user's that were not used are used now; how many of them were still good. */
enum err recovery_store_end(struct ctx *ctx, id64 user_id);
/* How many of the kind were made since. */
enum err recovery_store_count(struct ctx *ctx, id64 user_id, enum link_purpose purpose, int64_t since_ms, int64_t *out);
enum err recovery_store_forget_old(struct ctx *ctx, int64_t before_ms);

/* A location to write from: one where the user works, else any. 0 when there is none. */
enum err recovery_store_location(struct ctx *ctx, id64 user_id, id64 *out);

#endif
