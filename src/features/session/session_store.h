/*
 * The rows of sessions.
 */
#ifndef FEATURES_SESSION_SESSION_STORE_H
#define FEATURES_SESSION_SESSION_STORE_H

#include "features/session/session.h"

enum err session_store_find(struct ctx *ctx, struct str token_hash, struct session_holder *out);
enum err session_store_touch(struct ctx *ctx, id64 id, int64_t expires_ms);
enum err session_store_ids(struct ctx *ctx, id64 user_id, struct id_set *found);
enum err session_store_delete(struct ctx *ctx, id64 user_id, id64 id);
enum err session_store_delete_expired(struct ctx *ctx);
enum err session_store_forget_addresses(struct ctx *ctx, int64_t before_ms);

/* Is anything remembered of them, or are they signed in somewhere? */
enum err session_store_signed_in_before(struct ctx *ctx, id64 user_id, bool *out);
enum err session_store_knows_device(struct ctx *ctx, id64 user_id, struct str hash, bool *out);
enum err session_store_keep_device(struct ctx *ctx, id64 user_id, struct str hash, int64_t until_ms);
enum err session_store_forget_devices(struct ctx *ctx);

#endif
