/*
 * What the field table cannot say about the team: roles, who shares a location with whom, the last owner.
 */
#ifndef FEATURES_USER_USER_STORE_H
#define FEATURES_USER_USER_STORE_H

#include "features/user/user.h"

enum err user_store_by_email(struct ctx *ctx, struct str email, id64 *out);
enum err user_store_any(struct ctx *ctx, bool *out);
enum err user_store_ids(struct ctx *ctx, struct id_set *found);
enum err user_store_delete(struct ctx *ctx, id64 id);

enum err user_store_roles(struct ctx *ctx, id64 user_id, struct user_roles *out);
enum err user_store_role_set(struct ctx *ctx, id64 user_id, id64 location_id, const char *role);
enum err user_store_role_remove(struct ctx *ctx, id64 user_id, id64 location_id);

/* Changes of the team happen one after another, so that two owners cannot demote each other at once. */
enum err user_store_lock_team(struct ctx *ctx);
enum err user_store_team_begin(struct ctx *ctx);
enum err user_store_owner_count(struct ctx *ctx, int64_t *out);

/* All but the one that asks. */
enum err user_store_end_sessions(struct ctx *ctx, id64 user_id, id64 keep_session_id);

#endif
