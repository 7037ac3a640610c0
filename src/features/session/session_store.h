/*
 * The rows of sessions.
 */
#ifndef FEATURES_SESSION_SESSION_STORE_H
#define FEATURES_SESSION_SESSION_STORE_H

#include "features/session/session.h"

enum err session_store_find(struct ctx *ctx, struct str token_hash, struct session_holder *out);
enum err session_store_touch(struct ctx *ctx, id64 id, int64_t expires_ms);
enum err session_store_ids(struct ctx *ctx, id64 user_id, id64 **ids, int *count);
enum err session_store_delete(struct ctx *ctx, id64 user_id, id64 id);
enum err session_store_delete_expired(struct ctx *ctx);
enum err session_store_forget_addresses(struct ctx *ctx, int64_t before_ms);

#endif
