#include "model/plan.h"

#include "base/log.h"

#include <string.h>

/* ---- fields by name ---------------------------------------------------------------------------------------- */

const struct field *resource_field(const struct resource *resource, const char *name)
{
    const struct plan_field *at = plan_field(plan_of(resource), str_from(name));

    return at ? at->field : NULL;
}

int resource_field_index(const struct resource *resource, const char *name)
{
    const struct plan *plan = plan_of(resource);
    const struct plan_field *at = plan_field(plan, str_from(name));

    return at ? (int)(at - plan->fields) : -1;
}

const int64_t *resource_edit(const struct resource *resource, const void *record)
{
    const struct plan_field *at = plan_of(resource)->edit_member;

    return at ? plan_member_of(at, record) : NULL;
}

const int64_t *resource_view(const struct resource *resource, const void *record)
{
    const struct plan_field *at = plan_of(resource)->view_member;

    return at ? plan_member_of(at, record) : NULL;
}

bool resource_given(const struct resource *resource, const struct field_set *given, const char *name)
{
    int index = resource_field_index(resource, name);

    return index >= 0 && given->bits[index / 64] >> (index % 64) & 1;
}

/* ---- plain SQL --------------------------------------------------------------------------------------------- */

static struct arg bind(struct ctx *ctx, const struct plan_field *at, const void *record)
{
    return at->ops->bind(ctx->arena, at, plan_member_of(at, record));
}

enum err resource_insert(struct ctx *ctx, const struct resource *resource, const void *record)
{
    const struct plan *plan = plan_of(resource);
    struct arg args[PLAN_FIELDS_MOST];

    for (int i = 0; i < plan->column_count; i++)
        args[i] = bind(ctx, plan->columns[i], record);
    return store_exec(ctx, &plan->insert, (struct args){ args, plan->column_count }, NULL);
}

enum err resource_update(struct ctx *ctx, const struct resource *resource, const void *record)
{
    const struct plan *plan = plan_of(resource);
    struct arg args[PLAN_FIELDS_MOST + 2];
    int64_t changed = 0;
    int count = 0;

    for (int i = 0; i < plan->column_count; i++)
        if (plan_updates(plan, plan->columns[i]))
            args[count++] = bind(ctx, plan->columns[i], record);
    args[count++] = bind(ctx, plan->id, record);
    if (plan->location)
        args[count++] = bind(ctx, plan->location, record);
    TRY(store_exec(ctx, &plan->update, (struct args){ args, count }, &changed));
    return changed ? ERR_OK : ERR_NOT_FOUND;
}

/* Where a record stands. */
struct place {
    id64 location_id;
    id64 id;
};

static enum err get(struct ctx *ctx, const struct resource *resource, struct place place, bool raw, void *record)
{
    const struct plan *plan = plan_of(resource);
    struct arg args[] = { INT(place.id), INT(place.location_id) };
    struct rows rows;
    bool found, whole = true;

    found = store_row(ctx, &plan->get, (struct args){ args, plan->location ? 2 : 1 }, &rows);
    if (found) {
        memset(record, 0, resource->size); /* virtual members have no column to come from */
        whole = plan_load(ctx, plan, &rows, 0, raw, record);
    }
    TRY(rows_end(&rows));
    if (!whole)
        return ERR_INTERNAL;
    return found ? ERR_OK : ERR_NOT_FOUND;
}

enum err resource_get(struct ctx *ctx, const struct resource *resource, id64 location_id, id64 id, void *record)
{
    return get(ctx, resource, (struct place){ location_id, id }, false, record);
}

enum err resource_get_raw(struct ctx *ctx, const struct resource *resource, id64 location_id, id64 id, void *record)
{
    return get(ctx, resource, (struct place){ location_id, id }, true, record);
}

struct str resource_columns(const struct resource *resource)
{
    return plan_of(resource)->column_list;
}

int resource_column_count(const struct resource *resource)
{
    return plan_of(resource)->column_count;
}

bool plan_load(struct ctx *ctx, const struct plan *plan, const struct rows *rows, int first, bool raw, void *record)
{
    struct cell cells[PLAN_FIELDS_MOST];
    bool whole = true;

    row_cells(rows, (struct cell_range){ first, plan->column_count, plan->texts }, cells);
    for (int i = 0; i < plan->column_count; i++) {
        const struct plan_field *at = plan->columns[i];

        if (at->ops->load(ctx->arena, cells[i], raw, plan_member(at, record)))
            continue;
        log_write(LOG_ERROR, "stored_list_unreadable", "table=%s column=%s id=%lld", plan->resource->table,
                  at->field->column, plan->id ? (long long)row_int(rows, first + plan->id->column) : 0);
        whole = false;
    }
    return whole;
}

void resource_load(struct ctx *ctx, const struct resource *resource, const struct rows *rows, int first, void *record)
{
    plan_load(ctx, plan_of(resource), rows, first, false, record);
}
