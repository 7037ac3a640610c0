#include "features/location/location_store.h"

/* clang-format off */
STATEMENT by_slug = SQL("SELECT id FROM location WHERE slug = $1");

STATEMENT add_head = SQL("INSERT INTO location_head (location_id) VALUES ($1)");

STATEMENT all = SQL("SELECT id FROM location ORDER BY name, id");

/* An owner anywhere is an owner everywhere. */
STATEMENT of_staff = SQL(
    "SELECT l.id FROM location l WHERE EXISTS ("
    "SELECT 1 FROM staff_role r WHERE r.staff_id = $1 AND (r.location_id = l.id OR r.role = 'owner'))"
    " ORDER BY l.name, l.id");

/* Who was deleted and can be taken back counts as a person. */
STATEMENT count_people = SQL(
    "SELECT (SELECT count(*) FROM person WHERE location_id = $1) + (SELECT count(*) FROM trash WHERE location_id = $1)");
STATEMENT count_bookings = SQL("SELECT count(*) FROM booking WHERE location_id = $1");
STATEMENT count_proofs = SQL("SELECT count(*) FROM consent WHERE location_id = $1");
STATEMENT any_booking = SQL("SELECT 1 FROM booking WHERE location_id = $1 LIMIT 1");

STATEMENT delete_tags = SQL("DELETE FROM tag WHERE location_id = $1");
STATEMENT delete_location = SQL("DELETE FROM location WHERE id = $1");

STATEMENT keep_logo = SQL(
    "INSERT INTO location_logo (location_id, name, type, bytes, updated_ms) VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (location_id) DO UPDATE SET name = excluded.name, type = excluded.type, bytes = excluded.bytes,"
    " updated_ms = excluded.updated_ms");
STATEMENT drop_logo = SQL("DELETE FROM location_logo WHERE location_id = $1");
STATEMENT find_logo = SQL("SELECT type, bytes FROM location_logo WHERE location_id = $1 AND name = $2");

STATEMENT lock_team = SQL("UPDATE installation SET value = value WHERE name = 'team'");
STATEMENT owners_elsewhere = SQL(
    "SELECT count(DISTINCT r.staff_id) FROM staff_role r JOIN staff s ON s.id = r.staff_id"
    " WHERE r.role = 'owner' AND r.location_id <> $1 AND s.disabled = 0 AND s.last_day = ''");
/* clang-format on */

enum err location_store_by_slug(struct ctx *ctx, struct str slug, id64 *out)
{
    return store_int(ctx, &by_slug, ARGS(TEXT(slug)), 0, out);
}

enum err location_store_add_head(struct ctx *ctx, id64 id)
{
    return store_exec(ctx, &add_head, ARGS(INT(id)), NULL);
}

enum err location_store_reachable(struct ctx *ctx, struct id_set *found)
{
    if (ctx->actor.kind == ACTOR_API_KEY) {
        id_set_add(ctx, found, ctx->actor.location_id);
        return ERR_OK;
    }
    if (ctx->actor.kind == ACTOR_SYSTEM)
        return store_ids(ctx, &all, (struct args){ 0 }, found);
    return store_ids(ctx, &of_staff, ARGS(INT(ctx->actor.id)), found);
}

enum err location_store_count_held(struct ctx *ctx, id64 id, int64_t *people, int64_t *bookings, int64_t *proofs)
{
    TRY(store_int(ctx, &count_people, ARGS(INT(id)), 0, people));
    TRY(store_int(ctx, &count_bookings, ARGS(INT(id)), 0, bookings));
    return store_int(ctx, &count_proofs, ARGS(INT(id)), 0, proofs);
}

enum err location_store_has_bookings(struct ctx *ctx, id64 id, bool *out)
{
    int64_t one;

    TRY(store_int(ctx, &any_booking, ARGS(INT(id)), 0, &one));
    *out = one != 0;
    return ERR_OK;
}

enum err location_store_delete(struct ctx *ctx, id64 id)
{
    int64_t gone;

    TRY(store_exec(ctx, &delete_tags, ARGS(INT(id)), NULL));
    TRY(store_exec(ctx, &delete_location, ARGS(INT(id)), &gone));
    return gone ? ERR_OK : ERR_NOT_FOUND;
}

enum err location_store_owners_elsewhere(struct ctx *ctx, id64 id, int64_t *out)
{
    TRY(store_exec(ctx, &lock_team, (struct args){ 0 }, NULL));
    return store_int(ctx, &owners_elsewhere, ARGS(INT(id)), 0, out);
}

/* ---- the picture --------------------------------------------------------------------------------------------- */

enum err location_store_keep_logo(struct ctx *ctx, struct str name, struct str type, struct str bytes)
{
    return store_exec(ctx, &keep_logo,
                      ARGS(INT(ctx->location_id), TEXT(name), TEXT(type), BYTES(bytes), INT(ctx->now_ms)), NULL);
}

enum err location_store_drop_logo(struct ctx *ctx)
{
    return store_exec(ctx, &drop_logo, ARGS(INT(ctx->location_id)), NULL);
}

enum err location_store_find_logo(struct ctx *ctx, id64 location_id, struct str name, struct str *type,
                                  struct str *bytes)
{
    struct rows rows;
    bool found = store_row(ctx, &find_logo, ARGS(INT(location_id), TEXT(name)), &rows);

    if (found) {
        *type = row_text(&rows, 0);
        *bytes = row_text(&rows, 1);
    }
    TRY(rows_end(&rows));
    return found ? ERR_OK : ERR_NOT_FOUND;
}
