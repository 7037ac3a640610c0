/*
 * The SQL of demographics.
 */
#include "features/demographic/demographic_store.h"

STATEMENT all = SQL(
    "SELECT id, title, min_age, max_age, activities, position, retired FROM demographic"
    " WHERE location_id = $1 ORDER BY position, id LIMIT 200");

STATEMENT end = SQL("SELECT count(*), COALESCE(max(position), 0) FROM demographic WHERE location_id = $1");

STATEMENT guests_in = SQL("SELECT count(*) FROM guest WHERE location_id = $1 AND demographic_id = $2");

STATEMENT set_in_manifests = SQL(
    "UPDATE demographic SET in_manifests = 1 WHERE location_id = $1 AND id = $2 AND in_manifests = 0");

STATEMENT delete_one = SQL("DELETE FROM demographic WHERE location_id = $1 AND id = $2");

enum err demographic_store_all(struct ctx *ctx, struct demographics *out)
{
    struct rows rows;

    out->items = ARENA_ARRAY(ctx->arena, struct demographic, DEMOGRAPHICS_MOST);
    out->count = 0;
    store_query(ctx, &all, ARGS(INT(ctx->location_id)), &rows);
    while (rows_next(&rows) && out->count < DEMOGRAPHICS_MOST) {
        struct demographic *one = &out->items[out->count++];

        *one = (struct demographic){
            .id = row_int(&rows, 0),
            .location_id = ctx->location_id,
            .title = row_text(&rows, 1),
            .min_age = row_int(&rows, 2),
            .max_age = row_int(&rows, 3),
            .position = row_int(&rows, 5),
            .retired = row_int(&rows, 6) != 0,
        };
        strings_from_json(ctx->arena, row_text(&rows, 4), &one->activities);
    }
    return rows_end(&rows);
}

enum err demographic_store_end(struct ctx *ctx, int64_t *count, int64_t *last_position)
{
    struct rows rows;

    *count = *last_position = 0;
    if (store_row(ctx, &end, ARGS(INT(ctx->location_id)), &rows)) {
        *count = row_int(&rows, 0);
        *last_position = row_int(&rows, 1);
    }
    return rows_end(&rows);
}

enum err demographic_store_guests(struct ctx *ctx, id64 id, int64_t *out)
{
    return store_int(ctx, &guests_in, ARGS(INT(ctx->location_id), INT(id)), 0, out);
}

enum err demographic_store_in_manifests(struct ctx *ctx, id64 id)
{
    return store_exec(ctx, &set_in_manifests, ARGS(INT(ctx->location_id), INT(id)), NULL);
}

enum err demographic_store_delete(struct ctx *ctx, id64 id)
{
    return store_exec(ctx, &delete_one, ARGS(INT(ctx->location_id), INT(id)), NULL);
}
