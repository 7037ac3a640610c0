#include "model/plan.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* ---- things made once -------------------------------------------------------------------------------------- */

enum { KEPT_SLOTS = 512 };

struct kept {
    const void *key;
    const void *thing;
};

/* Open addressing; entries only ever come. Readers take no lock. */
static struct kept *_Atomic kept_slots[KEPT_SLOTS];
static pthread_mutex_t kept_lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static struct arena kept_arena;

static size_t slot_of(const void *key)
{
    return ((uintptr_t)key * 0x9E3779B97F4A7C15u) >> 48;
}

static const void *kept_find(const void *key)
{
    for (size_t i = 0; i < KEPT_SLOTS; i++) {
        const struct kept *kept = atomic_load_explicit(&kept_slots[(slot_of(key) + i) % KEPT_SLOTS],
                                                       memory_order_acquire);

        if (!kept)
            return NULL;
        if (kept->key == key)
            return kept->thing;
    }
    return NULL;
}

static void kept_add(const void *key, const void *thing)
{
    struct kept *kept = ARENA_NEW(&kept_arena, struct kept);
    size_t at = slot_of(key);

    *kept = (struct kept){ key, thing };
    for (size_t i = 0; i < KEPT_SLOTS; i++, at++) {
        if (atomic_load_explicit(&kept_slots[at % KEPT_SLOTS], memory_order_relaxed))
            continue;
        atomic_store_explicit(&kept_slots[at % KEPT_SLOTS], kept, memory_order_release);
        return;
    }
    abort(); /* more tables than the program has */
}

const void *kept_for(const void *key, void *(*make)(struct arena *arena, const void *key))
{
    const void *thing = kept_find(key);

    if (thing)
        return thing;
    pthread_mutex_lock(&kept_lock);
    thing = kept_find(key);
    if (!thing) {
        thing = make(&kept_arena, key);
        kept_add(key, thing);
    }
    pthread_mutex_unlock(&kept_lock);
    return thing;
}

/* ---- fields ------------------------------------------------------------------------------------------------ */

static int count_fields(const struct field *fields, int count)
{
    int all = count;

    for (int i = 0; i < count; i++)
        if (fields[i].type == FT_OBJECT)
            all += count_fields(fields[i].fields, fields[i].field_count);
    return all;
}

static const char *prefix_of(const struct resource *resource, const struct field *field)
{
    if (field->prefix)
        return field->prefix;
    return resource->prefix && field->column && strcmp(field->column, "id") == 0 ? resource->prefix : "ref";
}

static void add_fields(struct plan *plan, struct arena *arena, const struct field *fields, int count, int parent)
{
    static const unsigned INHERITED = F_READ_ONLY | F_CREATE_ONLY | F_HIDDEN | F_VIRTUAL | F_WRITE_ONLY;
    const struct plan_field *object = parent < 0 ? NULL : &plan->fields[parent];

    for (int i = 0; i < count; i++) {
        struct plan_field *at = &plan->fields[plan->count++];
        const struct field *field = &fields[i];

        *at = (struct plan_field){
            .field = field,
            .ops = &field_ops[field->type],
            .key = arena_printf(arena, "\"%s\":", field->name),
            .path = object ? arena_printf(arena, "%s.%s", object->path.ptr, field->name) : str_from(field->name),
            .parent = parent,
            .column = -1,
            .prefix = prefix_of(plan->resource, field),
            .currency = -1,
            .flags = field->flags | (object ? object->flags & INHERITED : 0),
            .see = field->see | (object ? object->see : 0),
        };
        if (field->type == FT_OBJECT)
            add_fields(plan, arena, field->fields, field->field_count, plan->count - 1);
        else if (!(at->flags & F_VIRTUAL) && at->ops->storage != STORED_NOWHERE)
            plan->columns[at->column = plan->column_count++] = at;
        at->end = plan->count;
    }
}

const struct plan_field *plan_field(const struct plan *plan, struct str path)
{
    for (int i = 0; i < plan->count; i++)
        if (str_equal(plan->fields[i].path, path))
            return &plan->fields[i];
    return NULL;
}

/* A column by its own name, at whatever depth its field stands. */
static const struct plan_field *column_field(const struct plan *plan, const char *column)
{
    for (int i = 0; i < plan->column_count; i++)
        if (strcmp(plan->columns[i]->field->column, column) == 0)
            return plan->columns[i];
    return NULL;
}

/* The currency is named as a field, or as the column behind one. */
static void find_currencies(struct plan *plan)
{
    for (int i = 0; i < plan->count; i++) {
        struct plan_field *at = &plan->fields[i];
        const char *name = at->field->currency;
        const struct plan_field *currency;

        if (at->field->type != FT_MONEY)
            continue;
        plan->has_money = true;
        if (!name)
            continue;
        currency = plan_field(plan, str_from(name));
        if (!currency)
            currency = column_field(plan, name);
        assert(currency && currency->ops->text);
        if (currency)
            at->currency = (ptrdiff_t)currency->field->offset;
    }
}

static const struct plan_field *number_member(const struct plan *plan, struct str name)
{
    const struct plan_field *at = plan_field(plan, name);

    return at && at->field->type == FT_INT ? at : NULL;
}

static void find_known(struct plan *plan)
{
    plan->id = column_field(plan, "id");
    plan->location = column_field(plan, "location_id");
    plan->edit = column_field(plan, "edit");
    plan->view = column_field(plan, "view");
    plan->edit_member = number_member(plan, STR("edit"));
    plan->view_member = number_member(plan, STR("view"));
    for (int i = 0; i < plan->column_count; i++)
        if (plan->columns[i]->ops->storage == STORED_TEXT)
            plan->texts[i / 64] |= (uint64_t)1 << (i % 64);
    for (int i = 0; i < plan->count && !plan->country; i++)
        if (plan->fields[i].field->type == FT_COUNTRY)
            plan->country = &plan->fields[i];
}

/* ---- plain SQL --------------------------------------------------------------------------------------------- */

static struct sql kept_sql(const struct buf *buf)
{
    return (struct sql){ buf_str(buf).ptr };
}

static void write_columns(struct plan *plan, struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, 1024);
    for (int i = 0; i < plan->column_count; i++)
        buf_printf(&buf, "%sr.%s", i ? ", " : "", plan->columns[i]->field->column);
    plan->column_list = buf_str(&buf);
}

static void write_insert(struct plan *plan, struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, 2048);
    buf_printf(&buf, "INSERT INTO %s (", plan->resource->table);
    for (int i = 0; i < plan->column_count; i++)
        buf_printf(&buf, "%s%s", i ? ", " : "", plan->columns[i]->field->column);
    buf_add(&buf, STR(") VALUES ("));
    for (int i = 0; i < plan->column_count; i++)
        buf_printf(&buf, "%s$%d", i ? ", " : "", i + 1);
    buf_add_char(&buf, ')');
    plan->insert = kept_sql(&buf);
}

bool plan_updates(const struct plan *plan, const struct plan_field *at)
{
    return at != plan->id && at != plan->location && strcmp(at->field->column, "created_ms") != 0;
}

/* Parameters are counted over what is written; id and location come last. */
static void write_update(struct plan *plan, struct arena *arena)
{
    struct buf buf;
    int next = 1;

    buf_init(&buf, arena, 2048);
    buf_printf(&buf, "UPDATE %s SET ", plan->resource->table);
    for (int i = 0; i < plan->column_count; i++) {
        if (!plan_updates(plan, plan->columns[i]))
            continue;
        buf_printf(&buf, "%s%s = $%d", next > 1 ? ", " : "", plan->columns[i]->field->column, next);
        next++;
    }
    buf_printf(&buf, " WHERE id = $%d", next++);
    if (plan->location)
        buf_printf(&buf, " AND location_id = $%d", next);
    plan->update = kept_sql(&buf);
}

static void write_get(struct plan *plan, struct arena *arena)
{
    struct buf buf;

    buf_init(&buf, arena, 1024);
    buf_printf(&buf, "SELECT %s FROM %s r WHERE r.id = $1", plan->column_list.ptr, plan->resource->table);
    if (plan->location)
        buf_add(&buf, STR(" AND r.location_id = $2"));
    plan->get = kept_sql(&buf);
}

static void *make_plan(struct arena *arena, const void *key)
{
    const struct resource *resource = key;
    struct plan *plan = ARENA_NEW(arena, struct plan);
    int count = count_fields(resource->fields, resource->field_count);

    if (count > PLAN_FIELDS_MOST)
        abort();
    plan->resource = resource;
    plan->fields = ARENA_ARRAY(arena, struct plan_field, (size_t)count);
    plan->columns = ARENA_ARRAY(arena, const struct plan_field *, (size_t)count);
    add_fields(plan, arena, resource->fields, resource->field_count, -1);
    find_currencies(plan);
    find_known(plan);
    write_columns(plan, arena);
    if (resource->table && plan->id) {
        write_insert(plan, arena);
        write_update(plan, arena);
        write_get(plan, arena);
    }
    return plan;
}

const struct plan *plan_of(const struct resource *resource)
{
    return kept_for(resource, make_plan);
}
