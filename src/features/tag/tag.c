/*
 * The rules of tags.
 */
#include "features/tag/tag.h"

#include "base/text.h"
#include "features/audit/audit.h"
#include "features/tag/tag_store.h"

/* ---- the tags of one person ------------------------------------------------------------------------------ */

static int find_fold(const struct tag_refs *refs, struct str fold)
{
    for (int i = 0; i < refs->count; i++)
        if (str_equal(refs->items[i].name_fold, fold))
            return i;
    return -1;
}

/* What was asked for, normal and without doubles: names as typed with their folded forms. */
static struct tag_refs wanted_tags(struct ctx *ctx, const struct string_list *tags)
{
    struct tag_refs wanted = { .items = ARENA_ARRAY(ctx->arena, struct tag_ref, (size_t)tags->count + 1) };

    for (int i = 0; i < tags->count; i++) {
        struct str name = text_line(ctx->arena, tags->items[i]);
        struct str fold = text_fold(ctx->arena, name);
        struct str place = arena_printf(ctx->arena, "tags[%d]", i);
        if (fold.len == 0)
            problem_add(ctx, place, "required", "A tag needs at least one character.");
        else if (text_length(name) > TAG_LENGTH_MOST)
            problem_add(ctx, place, "too_long", "A tag has at most %d characters.", TAG_LENGTH_MOST);
        else if (find_fold(&wanted, fold) < 0)
            wanted.items[wanted.count++] = (struct tag_ref){ .name = name, .name_fold = fold };
    }
    if (wanted.count > TAGS_MOST_PER_PERSON)
        problem_add(ctx, STR("tags"), "too_many", "A person has at most %d tags.", TAGS_MOST_PER_PERSON);
    return wanted;
}

static void names_of(struct ctx *ctx, const struct tag_refs *refs, struct string_list *out)
{
    out->items = ARENA_ARRAY(ctx->arena, struct str, (size_t)refs->count + 1);
    out->count = refs->count;
    for (int i = 0; i < refs->count; i++)
        out->items[i] = refs->items[i].name;
}

void tag_check(struct ctx *ctx, struct string_list *tags)
{
    int problems = ctx->problem_count;
    struct tag_refs wanted = wanted_tags(ctx, tags);

    if (ctx->problem_count == problems)
        names_of(ctx, &wanted, tags);
}

static enum err make_tag(struct ctx *ctx, struct tag_ref *ref, enum person_kind kind)
{
    struct tag tag = {
        .id = ctx_new_id(ctx),
        .location_id = ctx->location_id,
        .name = ref->name,
        .name_fold = ref->name_fold,
        .customers = kind == PERSON_CUSTOMER,
        .contacts = kind == PERSON_CONTACT,
        .created_ms = ctx->now_ms,
        .updated_ms = ctx->now_ms,
        .edit = 1,
    };

    TRY(resource_insert(ctx, &tag_resource, &tag));
    ref->id = tag.id;
    return ERR_OK;
}

static enum err put_on(struct ctx *ctx, id64 person_id, enum person_kind kind, struct tag_ref *ref)
{
    bool found;

    TRY(tag_store_count_up(ctx, ref->name_fold, kind, ref, &found));
    if (!found)
        TRY(make_tag(ctx, ref, kind));
    return tag_store_link(ctx, ref->id, person_id, kind);
}

enum err tag_set(struct ctx *ctx, id64 person_id, enum person_kind kind, struct string_list *tags)
{
    int problems = ctx->problem_count;
    struct tag_refs wanted = wanted_tags(ctx, tags);
    struct tag_refs present;

    if (ctx->problem_count > problems)
        return ERR_OK;
    TRY(tag_store_of_person(ctx, person_id, &present));
    for (int i = 0; i < present.count; i++)
        if (find_fold(&wanted, present.items[i].name_fold) < 0)
            TRY(tag_store_unlink(ctx, present.items[i].id, person_id));
    for (int i = 0; i < wanted.count; i++) {
        int at = find_fold(&present, wanted.items[i].name_fold);
        if (at >= 0)
            wanted.items[i] = present.items[at];
        else
            TRY(put_on(ctx, person_id, kind, &wanted.items[i]));
    }
    names_of(ctx, &wanted, tags);
    return ERR_OK;
}

enum err tag_forget(struct ctx *ctx, id64 person_id)
{
    return tag_store_count_down_person(ctx, person_id);
}

/* ---- the tags themselves --------------------------------------------------------------------------------- */

enum err tag_get(struct ctx *ctx, id64 id, struct tag *out)
{
    return resource_get(ctx, &tag_resource, ctx->location_id, id, out);
}

enum err tag_create(struct ctx *ctx, struct tag *tag)
{
    id64 owner;

    tag->name = text_line(ctx->arena, tag->name);
    tag->name_fold = text_fold(ctx->arena, tag->name);
    TRY(problems_err(ctx));
    TRY(tag_store_find(ctx, tag->name_fold, &owner));
    if (owner != 0)
        problem_taken(ctx, STR("name"), id_text(ctx->arena, "tag", owner), "There is a tag of this name already.");
    TRY(problems_err(ctx));
    tag->id = ctx_new_id(ctx);
    tag->location_id = ctx->location_id;
    tag->created_ms = tag->updated_ms = ctx->now_ms;
    tag->edit = 1;
    TRY(resource_insert(ctx, &tag_resource, tag));
    return audit_record(ctx, "tag.created", tag->id);
}

/* The other tag stays, with its colour; this one goes. */
static enum err merge_into(struct ctx *ctx, const struct tag *before, id64 other, struct tag *after)
{
    struct tag survivor;

    TRY(tag_get(ctx, other, &survivor));
    TRY(tag_store_respell(ctx, before, survivor.name));
    TRY(tag_store_pour(ctx, before->id, other));
    TRY(tag_store_delete(ctx, before->id));
    TRY(audit_record(ctx, "tag.merged", before->id));
    return tag_get(ctx, other, after);
}

enum err tag_update(struct ctx *ctx, const struct tag *before, struct tag *after)
{
    id64 other;

    after->name = text_line(ctx->arena, after->name);
    after->name_fold = text_fold(ctx->arena, after->name);
    TRY(problems_err(ctx));
    TRY(tag_store_find(ctx, after->name_fold, &other));
    if (other != 0 && other != before->id)
        return merge_into(ctx, before, other, after);
    struct str changes = resource_changes(ctx, &tag_resource, before, after);
    if (changes.len == 0)
        return ERR_OK;
    after->updated_ms = ctx->now_ms;
    after->edit = before->edit + 1;
    if (!str_equal(before->name, after->name))
        TRY(tag_store_respell(ctx, before, after->name));
    TRY(resource_update(ctx, &tag_resource, after));
    return audit_changes(ctx, "tag.updated", after->id, changes);
}

enum err tag_delete(struct ctx *ctx, const struct tag *before)
{
    TRY(tag_store_respell(ctx, before, STR_EMPTY));
    TRY(tag_store_delete(ctx, before->id));
    return audit_record(ctx, "tag.deleted", before->id);
}
