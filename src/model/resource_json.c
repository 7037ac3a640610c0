#include "model/plan.h"

#include <string.h>

/* ---- out --------------------------------------------------------------------------------------------------- */

static bool is_shown(const struct ctx *ctx, const struct plan_field *at)
{
    return !(at->flags & (F_HIDDEN | F_WRITE_ONLY)) && (ctx->permissions & at->see) == at->see;
}

/* The fields from..to that stand directly in the object that is open. */
static void put_fields(struct json_writer *w, const struct ctx *ctx, const struct plan *plan, int from, int to,
                       const void *record)
{
    for (int i = from; i < to;) {
        const struct plan_field *at = &plan->fields[i];

        i = at->end;
        if (!is_shown(ctx, at))
            continue;
        put_quoted_key(w, at->key);
        if (at->ops->put) {
            at->ops->put(w, ctx, at, record);
            continue;
        }
        put_object(w);
        put_fields(w, ctx, plan, (int)(at - plan->fields) + 1, at->end, record);
        put_object_end(w);
    }
}

void resource_put_members(struct json_writer *w, struct ctx *ctx, const struct resource *resource, const void *record)
{
    const struct plan *plan = plan_of(resource);

    put_fields(w, ctx, plan, 0, plan->count, record);
}

void resource_put(struct json_writer *w, struct ctx *ctx, const struct resource *resource, const void *record)
{
    put_object(w);
    resource_put_members(w, ctx, resource, record);
    put_object_end(w);
}

/* ---- what changed ------------------------------------------------------------------------------------------ */

static bool is_history(const struct plan_field *at)
{
    return at->column >= 0 && !(at->flags & (F_HIDDEN | F_VIRTUAL | F_NO_AUDIT | F_WRITE_ONLY));
}

struct str resource_changes(struct ctx *ctx, const struct resource *resource, const void *old, const void *new)
{
    const struct plan *plan = plan_of(resource);
    struct json_writer w;
    struct buf buf;
    bool any = false;

    buf_init(&buf, ctx->arena, 256);
    put_begin(&w, &buf);
    put_array(&w);
    for (int i = 0; i < plan->count; i++) {
        const struct plan_field *at = &plan->fields[i];

        if (!is_history(at) || at->ops->equal(plan_member_of(at, old), plan_member_of(at, new)))
            continue;
        any = true;
        put_object(&w);
        put_key(&w, "field");
        put_string(&w, at->path);
        put_key(&w, "old");
        at->ops->put(&w, ctx, at, old);
        put_key(&w, "new");
        at->ops->put(&w, ctx, at, new);
        put_object_end(&w);
    }
    put_array_end(&w);
    return any ? buf_str(&buf) : STR_EMPTY;
}

/* ---- snapshots --------------------------------------------------------------------------------------------- */

struct str resource_snapshot(struct ctx *ctx, const struct resource *resource, const void *record)
{
    const struct plan *plan = plan_of(resource);
    struct json_writer w;
    struct buf buf;

    buf_init(&buf, ctx->arena, 1024);
    put_begin(&w, &buf);
    put_object(&w);
    for (int i = 0; i < plan->column_count; i++) {
        const struct plan_field *at = plan->columns[i];
        struct arg arg = at->ops->bind(ctx->arena, at, plan_member_of(at, record));

        put_name(&w, str_from(at->field->column));
        if (arg.type == ARG_TEXT)
            put_string(&w, arg.text);
        else if (arg.type == ARG_INT)
            put_int(&w, arg.integer);
        else
            put_null(&w);
    }
    put_object_end(&w);
    return buf_str(&buf);
}

static bool cell_from(struct arena *arena, const struct plan_field *at, const json_t *value, struct cell *out)
{
    *out = (struct cell){ .text = STR_EMPTY };
    if (json_is_null(value))
        return true;
    if (at->ops->storage == STORED_INT && json_is_integer(value))
        out->integer = json_integer_value(value);
    else if (at->ops->storage == STORED_TEXT && json_is_string(value))
        out->text = arena_str(arena, json_text(value));
    else
        return false;
    return true;
}

bool resource_from_snapshot(struct ctx *ctx, const struct resource *resource, const json_t *snapshot, void *record)
{
    const struct plan *plan = plan_of(resource);

    if (!json_is_object(snapshot))
        return false;
    for (int i = 0; i < plan->column_count; i++) {
        const struct plan_field *at = plan->columns[i];
        const json_t *value = json_object_get(snapshot, at->field->column);
        struct cell cell;

        /* a column that came after the snapshot keeps what the caller put there */
        if (!value)
            continue;
        if (!cell_from(ctx->arena, at, value, &cell) ||
            !at->ops->load(ctx->arena, cell, false, plan_member(at, record)))
            return false;
    }
    return true;
}
