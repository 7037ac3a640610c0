#include "model/plan.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { WARNINGS_MOST = 100, SENTENCE_BYTES = 512 };

/* ---- problems ---------------------------------------------------------------------------------------------- */

/* "address.zip", "emails[1]", "external_ids[0].source", "total.currency" */
static struct str place(const struct reader *r)
{
    struct buf buf;

    buf_init(&buf, r->ctx->arena, 64);
    buf_add(&buf, r->at->path);
    if (r->index >= 0)
        buf_printf(&buf, "[%d]", r->index);
    if (r->member) {
        buf_add_char(&buf, '.');
        buf_add(&buf, text_cut(str_from(r->member), 100));
    }
    return buf_str(&buf);
}

static void warn(struct reader *r, const char *code, struct str sentence)
{
    struct problem_list *list = r->reading ? r->reading->warnings : NULL;
    struct problem *kept;

    if (!list || list->count >= WARNINGS_MOST)
        return;
    kept = ARENA_NEW(r->ctx->arena, struct problem);
    *kept = (struct problem){ .field = place(r), .code = code, .detail = sentence };
    *(list->last ? &list->last->next : &list->first) = kept;
    list->last = kept;
    list->count++;
}

static struct str sentence_of(struct reader *r, const char *format, va_list args)
{
    char text[SENTENCE_BYTES];
    int len = vsnprintf(text, sizeof(text), format, args);

    if (len < 0)
        return STR_EMPTY;
    return arena_str(r->ctx->arena, (struct str){ text, (size_t)len < sizeof(text) ? (size_t)len : sizeof(text) - 1 });
}

void reader_problem(struct reader *r, const char *code, const char *format, ...)
{
    struct str sentence;
    va_list args;

    va_start(args, format);
    sentence = sentence_of(r, format, args);
    va_end(args);
    r->refused = true;
    if (r->mode == READ_LENIENT && !(r->at->flags & F_REQUIRED))
        warn(r, code, sentence);
    else
        problem_add(r->ctx, place(r), code, "%.*s", STR_PRINT(sentence));
}

void reader_kept(struct reader *r, const char *code, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    warn(r, code, sentence_of(r, format, args));
    va_end(args);
}

/* ---- sets of fields ---------------------------------------------------------------------------------------- */

static void set_add(struct field_set *set, int index)
{
    set->bits[index / 64] |= (uint64_t)1 << (index % 64);
}

static bool set_has(const struct field_set *set, int index)
{
    return set->bits[index / 64] >> (index % 64) & 1;
}

/* ---- members ----------------------------------------------------------------------------------------------- */

/* Codes are read before what depends on them: a phone on its country, an amount on its currency. */
static bool is_code(const struct plan_field *at)
{
    return at->field->type == FT_COUNTRY || at->field->type == FT_CURRENCY;
}

static bool is_object(const struct plan_field *at)
{
    return at->field->type == FT_OBJECT;
}

static void release(void *tree)
{
    json_decref(tree);
}

/* As if a body had said so. */
static void read_standard(struct reader *r, const struct plan_field *at)
{
    json_t *value = json_loads(at->field->standard, JSON_DECODE_ANY, NULL);

    arena_defer(r->ctx->arena, release, value);
    r->at = at;
    r->index = -1;
    r->member = NULL;
    at->ops->read(r, value, plan_member(at, r->record));
}

static void read_standards(struct reader *r)
{
    for (int i = 0; i < r->plan->count; i++)
        if (r->plan->fields[i].field->standard)
            read_standard(r, &r->plan->fields[i]);
}

void resource_defaults(struct ctx *ctx, const struct resource *resource, void *record)
{
    struct field_set given = { 0 };
    struct reader r = { .ctx = ctx, .plan = plan_of(resource), .record = record, .given = &given };

    read_standards(&r);
}

static void clear(struct reader *r, int index)
{
    const struct plan_field *at = &r->plan->fields[index];

    r->at = at;
    if (at->flags & (F_HIDDEN | F_READ_ONLY))
        return;
    if (at->flags & F_REQUIRED) {
        reader_problem(r, "required", "This cannot be left empty.");
        return;
    }
    if (r->mode == READ_CREATE)
        return;
    for (int i = index + 1; i < at->end; i = r->plan->fields[i].end)
        clear(r, i);
    if (at->field->standard)
        read_standard(r, at);
    else if (!is_object(at))
        memset(plan_member(at, r->record), 0, at->ops->size);
    set_add(r->given, index);
}

/* A value of one field; `refused` remembers the fields that had a problem. */
static void read_value(struct reader *r, int index, const json_t *value, struct field_set *refused)
{
    const struct plan_field *at = &r->plan->fields[index];

    r->at = at;
    r->index = -1;
    r->member = NULL;
    r->refused = false;
    if (json_is_null(value)) {
        clear(r, index);
    } else {
        at->ops->read(r, value, plan_member(at, r->record));
        if (!r->refused || (r->mode == READ_LENIENT && json_is_array(value)))
            set_add(r->given, index);
    }
    if (r->refused)
        set_add(refused, index);
}

static void read_members(struct reader *r, const json_t *object, int from, int to, bool codes,
                         struct field_set *refused);

static void read_object(struct reader *r, int index, const json_t *value, bool codes, struct field_set *refused)
{
    const struct plan_field *at = &r->plan->fields[index];

    if (json_is_object(value)) {
        set_add(r->given, index);
        read_members(r, value, index + 1, at->end, codes, refused);
        return;
    }
    if (codes)
        return;
    r->at = at;
    r->index = -1;
    r->member = NULL;
    if (json_is_null(value))
        clear(r, index);
    else
        reader_problem(r, "wrong_type", "This must be an object.");
    set_add(refused, index);
}

static void read_members(struct reader *r, const json_t *object, int from, int to, bool codes,
                         struct field_set *refused)
{
    for (int i = from; i < to; i = r->plan->fields[i].end) {
        const struct plan_field *at = &r->plan->fields[i];
        const json_t *value = json_object_get(object, at->field->name);
        bool refuses = at->flags & (F_HIDDEN | F_READ_ONLY) || (at->flags & F_CREATE_ONLY && r->mode == READ_PATCH);

        if (!value || refuses)
            continue;
        if (is_object(at))
            read_object(r, i, value, codes, refused);
        else if (is_code(at) == codes)
            read_value(r, i, value, refused);
    }
}

/* ---- what may not be there, and what must ------------------------------------------------------------------ */

static int find_member(const struct plan *plan, int from, int to, const char *name)
{
    for (int i = from; i < to; i = plan->fields[i].end)
        if (!(plan->fields[i].flags & F_HIDDEN) && strcmp(plan->fields[i].field->name, name) == 0)
            return i;
    return -1;
}

static void refuse_member(struct reader *r, int parent, const char *name)
{
    struct buf path;

    buf_init(&path, r->ctx->arena, 64);
    if (parent >= 0) {
        buf_add(&path, r->plan->fields[parent].path);
        buf_add_char(&path, '.');
    }
    buf_add(&path, text_cut(str_from(name), 100));
    problem_add(r->ctx, buf_str(&path), "unknown", "There is no such member here.");
}

/* Unknown and read-only members of the object, whose fields are from..to. */
static void refuse_members(struct reader *r, const json_t *value, int from, int to, int parent)
{
    json_t *object = (json_t *)(uintptr_t)value; /* jansson's iterator wants to be able to change it */

    for (void *it = json_object_iter(object); it; it = json_object_iter_next(object, it)) {
        int index = find_member(r->plan, from, to, json_object_iter_key(it));
        const struct plan_field *at = index < 0 ? NULL : &r->plan->fields[index];

        if (!at)
            refuse_member(r, parent, json_object_iter_key(it));
        else if (at->flags & F_READ_ONLY)
            problem_add(r->ctx, at->path, "read_only", "This is worked out by the server; leave it out.");
        else if (at->flags & F_CREATE_ONLY && r->mode == READ_PATCH)
            problem_add(r->ctx, at->path, "read_only", "This is set at creation only; leave it out.");
        else if (is_object(at) && json_is_object(json_object_iter_value(it)))
            refuse_members(r, json_object_iter_value(it), index + 1, at->end, index);
    }
}

/* An inner field is required only when its object is there, or is required itself. */
static bool is_asked_for(const struct reader *r, const struct plan_field *at)
{
    const struct plan_field *object = at->parent < 0 ? NULL : &r->plan->fields[at->parent];

    return !object || set_has(r->given, at->parent) || object->flags & F_REQUIRED;
}

static void require_members(struct reader *r, const struct field_set *refused)
{
    for (int i = 0; i < r->plan->count; i++) {
        const struct plan_field *at = &r->plan->fields[i];
        bool given = set_has(r->given, i), empty;

        if (!(at->flags & F_REQUIRED) || at->flags & (F_READ_ONLY | F_HIDDEN) || set_has(refused, i) ||
            !is_asked_for(r, at))
            continue;
        empty = is_object(at) ? !given : at->ops->empty(plan_member(at, r->record));
        if (!empty || (given && at->ops->counts) || (!given && r->mode == READ_PATCH))
            continue;
        r->at = at;
        r->index = -1;
        r->member = NULL;
        reader_problem(r, "required", "This is needed.");
    }
}

static struct str money_currency(const struct plan *plan, const void *record)
{
    for (int i = 0; i < plan->count; i++)
        if (plan->fields[i].field->type == FT_MONEY && plan->fields[i].currency >= 0)
            return *(const struct str *)((const char *)record + plan->fields[i].currency);
    return STR_EMPTY;
}

/* The currency member itself was given: that comes before what any amount says. */
static void note_currency(struct reader *r)
{
    for (int i = 0; i < r->plan->count; i++) {
        const struct plan_field *at = &r->plan->fields[i];

        if (at->field->type == FT_CURRENCY && set_has(r->given, i) &&
            str_equal(money_currency(r->plan, r->record), *(const struct str *)plan_member(at, r->record)))
            r->currency_by = at;
    }
}

enum err resource_read(struct ctx *ctx, const struct resource *resource, const json_t *body, enum read_mode mode,
                       const struct reading *reading, void *record, struct field_set *given)
{
    const struct plan *plan = plan_of(resource);
    struct field_set own = { 0 }, refused = { 0 };
    struct reader r = {
        .ctx = ctx,
        .plan = plan,
        .mode = mode,
        .reading = reading,
        .record = record,
        .given = given ? given : &own,
        .index = -1,
    };

    *r.given = own;
    if (!json_is_object(body))
        return fail(ctx, ERR_INVALID, "The body must be a JSON object.");
    if (mode == READ_CREATE)
        read_standards(&r);
    r.currency_before = money_currency(plan, record);
    refuse_members(&r, body, 0, plan->count, -1);
    read_members(&r, body, 0, plan->count, true, &refused);
    note_currency(&r);
    read_members(&r, body, 0, plan->count, false, &refused);
    if (plan->has_money)
        money_finish(&r);
    require_members(&r, &refused);
    return ERR_OK;
}
