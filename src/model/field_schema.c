#include "model/plan.h"

#include <stdio.h>
#include <string.h>

/* "type": "string", or ["string", "null"]. */
static void schema_type(struct json_writer *w, const char *type, bool nullable)
{
    put_key(w, "type");
    if (nullable)
        put_array(w);
    put_string(w, str_from(type));
    if (nullable) {
        put_string(w, STR("null"));
        put_array_end(w);
    }
}

static void schema_text(struct json_writer *w, const char *name, const char *value)
{
    put_name(w, str_from(name));
    put_string(w, str_from(value));
}

static void schema_int(struct json_writer *w, const char *name, int64_t value)
{
    put_name(w, str_from(name));
    put_int(w, value);
}

/* Opens the named member of "properties" as a type of its own. */
static void property(struct json_writer *w, const char *name, const char *type, bool nullable)
{
    put_name(w, str_from(name));
    put_object(w);
    schema_type(w, type, nullable);
}

static void plain_property(struct json_writer *w, const char *name, const char *type, bool nullable)
{
    property(w, name, type, nullable);
    put_object_end(w);
}

void id_schema(struct json_writer *w, const struct plan_field *at, enum schema_kind kind, bool nullable)
{
    char pattern[64];

    schema_type(w, "string", nullable);
    if (kind != SCHEMA_ANSWER)
        return;
    snprintf(pattern, sizeof(pattern), "^%s_[0-9A-HJKMNP-TV-Z]{13}$", at->prefix);
    schema_text(w, "pattern", pattern);
}

void text_schema(struct json_writer *w, const struct plan_field *at, enum schema_kind kind, bool nullable)
{
    schema_type(w, "string", nullable);
    /* what came from outside is kept as typed, so an answer may show more than may be sent */
    if (kind == SCHEMA_ANSWER)
        return;
    if (at->flags & F_REQUIRED)
        schema_int(w, "minLength", at->field->min ? at->field->min : 1);
    schema_int(w, "maxLength", field_text_most(at->field));
}

void int_schema(struct json_writer *w, const struct plan_field *at, enum schema_kind kind, bool nullable)
{
    const struct field *field = at->field;

    schema_type(w, "integer", nullable);
    schema_text(w, "format", "int64");
    if (kind == SCHEMA_ANSWER)
        return;
    if (field->min || field->max)
        schema_int(w, "minimum", field->min);
    if (field->max)
        schema_int(w, "maximum", field->max);
}

void bool_schema(struct json_writer *w, const struct plan_field *at, enum schema_kind kind, bool nullable)
{
    (void)at, (void)kind;
    schema_type(w, "boolean", nullable);
}

void time_schema(struct json_writer *w, const struct plan_field *at, enum schema_kind kind, bool nullable)
{
    schema_type(w, "string", nullable);
    if (kind == SCHEMA_ANSWER || !(at->field->flags & F_LOCAL))
        schema_text(w, "format", "date-time");
}

void date_schema(struct json_writer *w, const struct plan_field *at, enum schema_kind kind, bool nullable)
{
    (void)at, (void)kind;
    schema_type(w, "string", nullable);
    schema_text(w, "format", "date");
}

static void money_object(struct json_writer *w, enum schema_kind kind)
{
    put_key(w, "properties");
    put_object(w);
    property(w, "amount", "integer", false);
    schema_text(w, "format", "int64");
    schema_text(w, "description", "In minor units (cents)");
    put_object_end(w);
    property(w, "currency", "string", false);
    schema_text(w, "description", "ISO 4217");
    put_object_end(w);
    put_object_end(w);
    put_key(w, "required");
    put_array(w);
    put_string(w, STR("amount"));
    if (kind == SCHEMA_ANSWER)
        put_string(w, STR("currency"));
    put_array_end(w);
    if (kind != SCHEMA_ANSWER) {
        put_key(w, "additionalProperties");
        put_bool(w, false);
    }
}

void money_schema(struct json_writer *w, const struct plan_field *at, enum schema_kind kind, bool nullable)
{
    (void)at;
    if (kind == SCHEMA_ANSWER) {
        schema_type(w, "object", nullable);
        money_object(w, kind);
        return;
    }
    put_key(w, "anyOf");
    put_array(w);
    put_object(w);
    schema_type(w, "object", nullable);
    money_object(w, kind);
    put_object_end(w);
    put_object(w);
    schema_type(w, "integer", false);
    put_object_end(w);
    put_array_end(w);
}

void choice_schema(struct json_writer *w, const struct plan_field *at, enum schema_kind kind, bool nullable)
{
    (void)kind;
    schema_type(w, "string", nullable);
    put_key(w, "enum");
    put_array(w);
    for (const char *const *choice = at->field->choices; *choice; choice++)
        put_string(w, str_from(*choice));
    if (nullable)
        put_null(w);
    put_array_end(w);
}

void email_schema(struct json_writer *w, const struct plan_field *at, enum schema_kind kind, bool nullable)
{
    (void)at;
    schema_type(w, "string", nullable);
    if (kind != SCHEMA_ANSWER)
        schema_int(w, "maxLength", 254);
}

void code_schema(struct json_writer *w, const struct plan_field *at, enum schema_kind kind, bool nullable)
{
    const char *pattern = at->field->type == FT_COUNTRY    ? "^[A-Za-z]{2}$"
                          : at->field->type == FT_CURRENCY ? "^[A-Za-z]{3}$"
                          : at->field->type == FT_COLOUR   ? "^#[0-9A-Fa-f]{6}$"
                                                           : NULL;

    schema_type(w, "string", nullable);
    if (pattern && kind == SCHEMA_ANSWER)
        schema_text(w, "pattern", pattern);
}

void json_schema(struct json_writer *w, const struct plan_field *at, enum schema_kind kind, bool nullable)
{
    (void)kind;
    if (at->field->flags & F_JSON_OBJECT)
        schema_type(w, "object", nullable);
}

/* ---- lists ------------------------------------------------------------------------------------------------- */

/* "items" stays open for the caller's entry. */
static void begin_list(struct json_writer *w, const struct plan_field *at, enum schema_kind kind, bool nullable)
{
    schema_type(w, "array", nullable);
    if (kind != SCHEMA_ANSWER)
        schema_int(w, "maxItems", field_entries_most(at->field));
    put_key(w, "items");
    put_object(w);
}

/* Requests take a plain string as well as the object that the caller writes. */
static void begin_entry(struct json_writer *w, enum schema_kind kind)
{
    if (kind != SCHEMA_ANSWER) {
        put_key(w, "anyOf");
        put_array(w);
        put_object(w);
        schema_type(w, "string", false);
        put_object_end(w);
        put_object(w);
    }
    schema_type(w, "object", false);
    put_key(w, "properties");
    put_object(w);
}

/* Closes the entry; `needed` ends with NULL. */
static void end_object(struct json_writer *w, enum schema_kind kind, const char *const *needed)
{
    put_object_end(w);
    put_key(w, "required");
    put_array(w);
    for (; *needed; needed++)
        put_string(w, str_from(*needed));
    put_array_end(w);
    if (kind != SCHEMA_ANSWER) {
        put_key(w, "additionalProperties");
        put_bool(w, false);
    }
}

static void end_entry(struct json_writer *w, enum schema_kind kind)
{
    if (kind != SCHEMA_ANSWER) {
        put_object_end(w);
        put_array_end(w);
    }
    put_object_end(w);
}

void strings_schema(struct json_writer *w, const struct plan_field *at, enum schema_kind kind, bool nullable)
{
    begin_list(w, at, kind, nullable);
    schema_type(w, "string", false);
    if (kind != SCHEMA_ANSWER)
        schema_int(w, "maxLength", field_text_most(at->field));
    put_object_end(w);
}

void emails_schema(struct json_writer *w, const struct plan_field *at, enum schema_kind kind, bool nullable)
{
    static const char *const answered[] = { "address", "verified", NULL };
    static const char *const taken[] = { "address", NULL };

    begin_list(w, at, kind, nullable);
    begin_entry(w, kind);
    plain_property(w, "address", "string", false);
    plain_property(w, "verified", "boolean", false);
    plain_property(w, "shared", "boolean", false);
    plain_property(w, "unproven", "boolean", false);
    end_object(w, kind, kind == SCHEMA_ANSWER ? answered : taken);
    end_entry(w, kind);
}

void phones_schema(struct json_writer *w, const struct plan_field *at, enum schema_kind kind, bool nullable)
{
    static const char *const answered[] = { "number", "display", "country", "raw", NULL };
    static const char *const taken[] = { NULL };

    begin_list(w, at, kind, nullable);
    begin_entry(w, kind);
    plain_property(w, "number", "string", true);
    plain_property(w, "display", "string", false);
    plain_property(w, "country", "string", true);
    plain_property(w, "raw", "string", false);
    plain_property(w, "shared", "boolean", false);
    plain_property(w, "unproven", "boolean", false);
    end_object(w, kind, kind == SCHEMA_ANSWER ? answered : taken);
    end_entry(w, kind);
}

void external_ids_schema(struct json_writer *w, const struct plan_field *at, enum schema_kind kind, bool nullable)
{
    static const char *const needed[] = { "source", "id", NULL };

    begin_list(w, at, kind, nullable);
    schema_type(w, "object", false);
    put_key(w, "properties");
    put_object(w);
    plain_property(w, "source", "string", false);
    plain_property(w, "id", "string", false);
    end_object(w, kind, needed);
    put_object_end(w);
}

/* ---- the record -------------------------------------------------------------------------------------------- */

static bool is_shown(const struct plan_field *at, enum schema_kind kind)
{
    if (at->flags & F_HIDDEN)
        return false;
    if (kind == SCHEMA_ANSWER)
        return !(at->flags & F_WRITE_ONLY);
    return !(at->flags & F_READ_ONLY) && !(kind == SCHEMA_PATCH && at->flags & F_CREATE_ONLY);
}

/* What null means: in an answer absence, in a request "none". */
static bool is_nullable(const struct plan_field *at, enum schema_kind kind)
{
    bool own_id = at->field->type == FT_ID && at->parent < 0 && strcmp(at->field->name, "id") == 0;

    if (at->flags & F_REQUIRED || own_id)
        return false;
    if (kind != SCHEMA_ANSWER)
        return true;
    if (at->field->type == FT_JSON)
        return !(at->field->flags & F_JSON_OBJECT);
    return at->ops->text || at->field->type == FT_ID || at->field->type == FT_TIME;
}

static bool is_needed(const struct plan_field *at, enum schema_kind kind)
{
    return kind == SCHEMA_ANSWER ? at->see == 0 : kind == SCHEMA_CREATE && at->flags & F_REQUIRED;
}

static void put_object_schema(struct json_writer *w, const struct plan *plan, int from, int to, enum schema_kind kind);

static void put_field_schema(struct json_writer *w, const struct plan *plan, int index, enum schema_kind kind)
{
    const struct plan_field *at = &plan->fields[index];

    put_quoted_key(w, at->key);
    put_object(w);
    if (at->field->help)
        schema_text(w, "description", at->field->help);
    if (at->field->standard) {
        put_key(w, "default");
        put_raw(w, str_from(at->field->standard));
    }
    if (at->ops->schema) {
        at->ops->schema(w, at, kind, is_nullable(at, kind));
    } else {
        schema_type(w, "object", kind != SCHEMA_ANSWER && !(at->flags & F_REQUIRED));
        put_object_schema(w, plan, index + 1, at->end, kind);
    }
    if (kind == SCHEMA_ANSWER && at->flags & F_READ_ONLY) {
        put_key(w, "readOnly");
        put_bool(w, true);
    }
    if (kind != SCHEMA_ANSWER && at->flags & F_WRITE_ONLY) {
        put_key(w, "writeOnly");
        put_bool(w, true);
    }
    put_object_end(w);
}

static void put_needed(struct json_writer *w, const struct plan *plan, int from, int to, enum schema_kind kind)
{
    bool any = false;

    for (int i = from; i < to; i = plan->fields[i].end) {
        const struct plan_field *at = &plan->fields[i];

        if (!is_shown(at, kind) || !is_needed(at, kind))
            continue;
        if (!any) {
            put_key(w, "required");
            put_array(w);
            any = true;
        }
        put_string(w, str_from(at->field->name));
    }
    if (any)
        put_array_end(w);
}

/* The members of an object's schema, for the fields from..to that stand directly in it. */
static void put_object_schema(struct json_writer *w, const struct plan *plan, int from, int to, enum schema_kind kind)
{
    put_key(w, "properties");
    put_object(w);
    for (int i = from; i < to; i = plan->fields[i].end)
        if (is_shown(&plan->fields[i], kind))
            put_field_schema(w, plan, i, kind);
    put_object_end(w);
    put_needed(w, plan, from, to, kind);
    if (kind != SCHEMA_ANSWER) {
        put_key(w, "additionalProperties");
        put_bool(w, false);
    }
}

void resource_schema(struct json_writer *w, const struct resource *resource, enum schema_kind kind)
{
    const struct plan *plan = plan_of(resource);

    put_object(w);
    if (resource->help)
        schema_text(w, "description", resource->help);
    schema_type(w, "object", false);
    put_object_schema(w, plan, 0, plan->count, kind);
    put_object_end(w);
}
