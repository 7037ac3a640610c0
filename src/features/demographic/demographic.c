/*
 * The rules of demographics.
 */
#include "features/demographic/demographic.h"

#include "base/text.h"
#include "features/audit/audit.h"
#include "features/demographic/demographic_store.h"

enum err demographic_get(struct ctx *ctx, id64 id, struct demographic *out)
{
    return resource_get(ctx, &demographic_resource, ctx->location_id, id, out);
}

void demographic_new(struct demographic *demographic)
{
    *demographic = (struct demographic){ .max_age = AGE_MOST };
}

static void check_ages(struct ctx *ctx, const struct demographic *demographic)
{
    if (demographic->min_age > demographic->max_age)
        problem_add(ctx, STR("max_age"), "out_of_range", "The greatest age is below the least.");
}

enum err demographic_create(struct ctx *ctx, struct demographic *demographic)
{
    int64_t count;

    check_ages(ctx, demographic);
    TRY(problems_err(ctx));
    TRY(demographic_store_end(ctx, &count, &demographic->position));
    if (count >= DEMOGRAPHICS_MOST)
        return fail(ctx, ERR_CONFLICT, "A location has at most %d categories; delete one first.", DEMOGRAPHICS_MOST);
    demographic->position++;
    demographic->id = ctx_new_id(ctx);
    demographic->location_id = ctx->location_id;
    demographic->created_ms = demographic->updated_ms = ctx->now_ms;
    demographic->edit = 1;
    TRY(resource_insert(ctx, &demographic_resource, demographic));
    return audit_record(ctx, "demographic.created", demographic->id);
}

static enum err save(struct ctx *ctx, const struct demographic *before, struct demographic *after)
{
    struct str changes = resource_changes(ctx, &demographic_resource, before, after);

    if (changes.len == 0)
        return ERR_OK;
    after->updated_ms = ctx->now_ms;
    after->edit = before->edit + 1;
    TRY(resource_update(ctx, &demographic_resource, after));
    return audit_changes(ctx, "demographic.updated", after->id, changes);
}

enum err demographic_update(struct ctx *ctx, const struct demographic *before, struct demographic *after)
{
    check_ages(ctx, after);
    TRY(problems_err(ctx));
    return save(ctx, before, after);
}

enum err demographic_delete(struct ctx *ctx, const struct demographic *demographic)
{
    int64_t guests;

    TRY(demographic_store_guests(ctx, demographic->id, &guests));
    if (guests > 0)
        return fail(ctx, ERR_CONFLICT, "%lld %s in this category; retire it instead, and it stays on them.",
                    (long long)guests, guests == 1 ? "guest is" : "guests are");
    if (demographic->in_manifests)
        return fail(ctx, ERR_CONFLICT, "Manifests of bookings name this category; retire it instead.");
    TRY(demographic_store_delete(ctx, demographic->id));
    return audit_record(ctx, "demographic.deleted", demographic->id);
}

/* ---- the order ------------------------------------------------------------------------------------------- */

static bool is_named(const id64 *ids, int count, id64 id)
{
    for (int i = 0; i < count; i++)
        if (ids[i] == id)
            return true;
    return false;
}

static void check_order(struct ctx *ctx, const struct demographics *all, const id64 *ids, int count)
{
    for (int i = 0; i < count; i++) {
        struct str field = arena_printf(ctx->arena, "ids[%d]", i);

        if (!demographic_find(all, ids[i]))
            problem_add(ctx, field, "unknown", "There is no such category.");
        else if (is_named(ids, i, ids[i]))
            problem_add(ctx, field, "invalid", "This category stands here already.");
    }
}

static enum err put_at(struct ctx *ctx, id64 id, int64_t position)
{
    struct demographic before;
    struct demographic after;

    TRY(demographic_get(ctx, id, &before));
    after = before;
    after.position = position;
    return save(ctx, &before, &after);
}

enum err demographic_set_order(struct ctx *ctx, const id64 *ids, int count)
{
    struct demographics all;
    int64_t position = 0;

    TRY(demographic_all(ctx, &all));
    check_order(ctx, &all, ids, count);
    TRY(problems_err(ctx));
    for (int i = 0; i < count; i++)
        TRY(put_at(ctx, ids[i], ++position));
    for (int i = 0; i < all.count; i++)
        if (!is_named(ids, count, all.items[i].id))
            TRY(put_at(ctx, all.items[i].id, ++position));
    return ERR_OK;
}

/* ---- choosing one ---------------------------------------------------------------------------------------- */

enum err demographic_all(struct ctx *ctx, struct demographics *out)
{
    return demographic_store_all(ctx, out);
}

const struct demographic *demographic_find(const struct demographics *all, id64 id)
{
    for (int i = 0; i < all->count; i++)
        if (all->items[i].id == id)
            return &all->items[i];
    return NULL;
}

static bool is_for(struct ctx *ctx, const struct demographic *demographic, struct str activity)
{
    struct str fold = text_fold(ctx->arena, activity);

    for (int i = 0; i < demographic->activities.count; i++)
        if (str_equal(text_fold(ctx->arena, demographic->activities.items[i]), fold))
            return true;
    return false;
}

id64 demographic_fitting(struct ctx *ctx, const struct demographics *all, struct str activity, int64_t age)
{
    id64 for_all = 0;

    for (int i = 0; i < all->count && age >= 0; i++) {
        const struct demographic *one = &all->items[i];

        if (one->retired || age < one->min_age || (age > one->max_age && one->max_age < AGE_MOST))
            continue;
        if (is_for(ctx, one, activity))
            return one->id;
        if (one->activities.count == 0 && for_all == 0)
            for_all = one->id;
    }
    return for_all;
}

static int64_t year_of(struct str day)
{
    int64_t year = 0;

    str_to_int(str_slice(day, 0, 4), &year);
    return year;
}

int64_t demographic_age(struct str born, struct str day)
{
    int64_t any;

    if (!date_parse(born, &any) || !date_parse(day, &any) || str_compare(born, day) > 0)
        return -1;
    /* "-MM-DD": who was born on 29 February is a year older on 1 March */
    bool to_come = str_compare(str_slice(day, 4, day.len), str_slice(born, 4, born.len)) < 0;
    return year_of(day) - year_of(born) - (to_come ? 1 : 0);
}

/* ---- manifests ------------------------------------------------------------------------------------------- */

static bool names_any(const json_t *manifest)
{
    const json_t *row;
    size_t i;

    json_array_foreach(manifest, i, row) if (json_is_string(json_object_get(row, "demographic_id"))) return true;
    return false;
}

static void settle_row(struct ctx *ctx, const struct demographics *all, json_t *row, size_t i)
{
    struct str text = json_text(json_object_get(row, "demographic_id"));
    const json_t *title = json_object_get(row, "title");
    const struct demographic *demographic = demographic_find(all, id_parse("dem", text));

    if (text.len == 0)
        return;
    if (!demographic)
        problem_add(ctx, arena_printf(ctx->arena, "manifest[%zu].demographic_id", i), "unknown",
                    "There is no such category.");
    else if (!title || json_is_null(title))
        json_object_set_new(row, "title", json_stringn(demographic->title.ptr, demographic->title.len));
}

enum err demographic_settle_manifest(struct ctx *ctx, json_t *manifest)
{
    struct demographics all;
    json_t *row;
    size_t i;

    if (!names_any(manifest))
        return ERR_OK;
    TRY(demographic_all(ctx, &all));
    json_array_foreach(manifest, i, row) settle_row(ctx, &all, row, i);
    return ERR_OK;
}

enum err demographic_in_manifest(struct ctx *ctx, struct str manifest)
{
    const json_t *row;
    json_t *tree;
    size_t i;

    if (manifest.len <= 2)
        return ERR_OK;
    TRY(json_read(ctx, manifest, &tree));
    json_array_foreach(tree, i, row)
    {
        id64 id = id_parse("dem", json_text(json_object_get(row, "demographic_id")));

        if (id != 0)
            TRY(demographic_store_in_manifests(ctx, id));
    }
    return ERR_OK;
}
