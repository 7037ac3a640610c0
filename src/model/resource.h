/*
 * A resource is a kind of record: its table, its fields, and what follows from them.
 *
 * Every record struct has `id64 id`; most have `id64 location_id`, `int64_t edit` (goes up when somebody changes a
 * field) and `int64_t view` (goes up when anything shown changes). The struct's texts live in ctx's arena.
 */
#ifndef MODEL_RESOURCE_H
#define MODEL_RESOURCE_H

#include "model/field.h"
#include "store/store.h"

struct resource {
    const char *name;    /* "customer": the schema's name in OpenAPI */
    const char *table;   /* NULL: no table of its own */
    const char *prefix;  /* of its ids */
    size_t size;         /* of the struct */
    const struct field *fields;
    int field_count;
    const char *help;    /* one sentence */
};

#define RESOURCE_FIELDS(table_) .fields = table_, .field_count = (int)(sizeof(table_) / sizeof(table_[0]))

/* A field by its JSON name, inner ones as "address.city"; NULL when there is none. */
const struct field *resource_field(const struct resource *resource, const char *name);
/* Its place in field_set; inner fields follow their object. */
int resource_field_index(const struct resource *resource, const char *name);
/* The record's own members of these names; NULL when its kind has none. */
const int64_t *resource_edit(const struct resource *resource, const void *record);
const int64_t *resource_view(const struct resource *resource, const void *record);
bool resource_given(const struct resource *resource, const struct field_set *given, const char *name);

/* ---- JSON ------------------------------------------------------------------------------------------------- */

enum read_mode {
    READ_CREATE, /* required members must be there */
    READ_PATCH,  /* RFC 7396: what is given replaces, null clears */
    READ_LENIENT /* what comes from outside: see below */
};

/* Problems kept aside; all zero is the empty list. */
struct problem_list {
    struct problem *first;
    struct problem *last;
    int count; /* at most 100 */
};

/* How to read what depends on the place. */
struct reading {
    struct str country;  /* for phone numbers without +: the record's own country member wins when the body gives one */
    struct str currency; /* for money given as a plain integer */
    struct str today;    /* local date, for F_PAST; empty: ctx's */
    struct problem_list *warnings; /* READ_LENIENT: where they go; NULL: nowhere */
};

/* Reads a JSON object into `record`, which holds defaults (create) or the present values (patch).
 * Unknown and read-only members and every bad value become problems of ctx ("emails[1]", "address.zip"); all at
 * once. Returns ERR_OK even with problems: the feature adds its own and then asks problems_err(ctx).
 * ERR_INVALID at once only when the body is no object.
 *
 * READ_LENIENT reads like a patch in which required members must be there (or in `record` already), and a bad value of
 * a member that is not required becomes a warning: texts that are too long (up to 10,000 code points) and broken
 * e-mail addresses are kept as typed, everything else is left as it was; bad entries of lists are left out.
 *
 * Entries of `emails` and `phones` that are on record already keep the flags that the body does not mention. Money:
 * the first currency given sets the record's currency member; another one, or one that would change the meaning of
 * amounts that are not given, is a problem. */
enum err resource_read(struct ctx *ctx, const struct resource *resource, const json_t *body, enum read_mode mode,
                       const struct reading *reading, void *record, struct field_set *given);

/* Sets every member that has a default in the table to it; resource_read(READ_CREATE) does so first. */
void resource_defaults(struct ctx *ctx, const struct resource *resource, void *record);

/* Writes the record as an object, or only its members (the caller opens and closes the object). Members whose
 * `see` bits ctx does not have are left out. */
void resource_put(struct json_writer *w, struct ctx *ctx, const struct resource *resource, const void *record);
void resource_put_members(struct json_writer *w, struct ctx *ctx, const struct resource *resource, const void *record);

/* Lists as their rows store them and as JSON shows them. What is read points into `json`, which must live as long;
 * false (and an empty list) for anything that these functions did not write. */
struct str emails_json(struct arena *arena, const struct email_list *list);
struct str phones_json(struct arena *arena, const struct phone_list *list);
struct str strings_json(struct arena *arena, const struct string_list *list);
struct str external_ids_json(struct arena *arena, const struct external_id_list *list);
bool emails_from_json(struct arena *arena, struct str json, struct email_list *out);
bool phones_from_json(struct arena *arena, struct str json, struct phone_list *out);
bool strings_from_json(struct arena *arena, struct str json, struct string_list *out);
bool external_ids_from_json(struct arena *arena, struct str json, struct external_id_list *out);

/* ["name", …]: what differs between two records, as [{"field", "old", "new"}]; the empty view when nothing does.
 * Hidden, virtual and F_NO_AUDIT fields do not count. */
struct str resource_changes(struct ctx *ctx, const struct resource *resource, const void *old, const void *new);

/* The whole record with every column as JSON, and back: for the trash and the undo. */
struct str resource_snapshot(struct ctx *ctx, const struct resource *resource, const void *record);
bool resource_from_snapshot(struct ctx *ctx, const struct resource *resource, const json_t *snapshot, void *record);

/* ---- SQL ---------------------------------------------------------------------------------------------------- */

/* All columns but virtual ones. Texts are prepared once per program and resource. */
enum err resource_insert(struct ctx *ctx, const struct resource *resource, const void *record);

/* WHERE id and location_id; every column but id, location_id and created_ms. ERR_NOT_FOUND when the row is gone. */
enum err resource_update(struct ctx *ctx, const struct resource *resource, const void *record);

/* ERR_NOT_FOUND (without a sentence) when there is none in this location; location_id 0 for what belongs to none. */
enum err resource_get(struct ctx *ctx, const struct resource *resource, id64 location_id, id64 id, void *record);

/* The same for an answer: list members (e-mails, phones, tags …) stay as their row's JSON, good for resource_put only. */
enum err resource_get_raw(struct ctx *ctx, const struct resource *resource, id64 location_id, id64 id, void *record);

/* After a copy of a record whose arena will go: its texts and lists of texts are copied into `arena`. For records that
 * have no other lists and no objects. */
void resource_keep(struct arena *arena, const struct resource *resource, void *record);

/* "r.id, r.location_id, …": the columns that resource_load reads from `first` on. */
struct str resource_columns(const struct resource *resource);
int resource_column_count(const struct resource *resource);
void resource_load(struct ctx *ctx, const struct resource *resource, const struct rows *rows, int first, void *record);

/* ---- schema --------------------------------------------------------------------------------------------------- */

enum schema_kind { SCHEMA_ANSWER, SCHEMA_CREATE, SCHEMA_PATCH };

/* The JSON Schema (2020-12) of the record as answered or as taken. */
void resource_schema(struct json_writer *w, const struct resource *resource, enum schema_kind kind);

#endif
