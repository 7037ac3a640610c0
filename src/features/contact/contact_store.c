#include "features/contact/contact_store.h"

STATEMENT touch = SQL("UPDATE contact SET active_ms = $3 WHERE location_id = $1 AND id = $2 AND active_ms < $3");

/* Both columns from what they follow from; nothing is written when they are right. */
STATEMENT follow_up_at = SQL(
    "SELECT COALESCE(min(remind_ms), 0) FROM follow_up WHERE location_id = $1 AND person_id = $2 AND state = 'open'");

STATEMENT contacted_at = SQL(
    "SELECT COALESCE(max(at.ms), 0) FROM ("
    "SELECT max(at_ms) AS ms FROM communication WHERE location_id = $1 AND person_id = $2"
    " AND (source <> 'regulars' OR staff_id IS NOT NULL)"
    " UNION ALL SELECT max(done_ms) FROM follow_up WHERE location_id = $1 AND person_id = $2 AND state = 'done') at");

STATEMENT set_standing = SQL(
    "UPDATE contact SET follow_up_ms = $3, contacted_ms = $4, view = view + 1"
    " WHERE location_id = $1 AND id = $2 AND (follow_up_ms <> $3 OR contacted_ms <> $4)");

enum err contact_store_refresh_standing(struct ctx *ctx, id64 id)
{
    int64_t follow_up_ms, contacted_ms;

    TRY(store_int(ctx, &follow_up_at, ARGS(INT(ctx->location_id), INT(id)), 0, &follow_up_ms));
    TRY(store_int(ctx, &contacted_at, ARGS(INT(ctx->location_id), INT(id)), 0, &contacted_ms));
    return store_exec(ctx, &set_standing, ARGS(INT(ctx->location_id), INT(id), INT(follow_up_ms), INT(contacted_ms)),
                      NULL);
}

enum err contact_store_touch(struct ctx *ctx, id64 id, int64_t active_ms)
{
    return store_exec(ctx, &touch, ARGS(INT(ctx->location_id), INT(id), INT(active_ms)), NULL);
}
