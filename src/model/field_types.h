/*
 * What each field_type does, as one table of operations: read from JSON, put to JSON, bind, load, compare, schema.
 *
 * FT_OBJECT has no operations of its own: its inner fields have. Only src/model includes this.
 */
#ifndef MODEL_FIELD_TYPES_H
#define MODEL_FIELD_TYPES_H

#include "model/list.h"

struct plan;
struct plan_field;

/* How a row, or a snapshot, holds a member. */
enum field_storage { STORED_NOWHERE, STORED_INT, STORED_TEXT };

/* What the range parameters of a filterable field ask. */
enum field_range { RANGE_NONE, RANGE_TIME, RANGE_DATE, RANGE_NUMBER };

/* Reading one body. Problems name the place: at[index].member. */
struct reader {
    struct ctx *ctx;
    const struct plan *plan;
    enum read_mode mode;
    const struct reading *reading;
    void *record;
    struct field_set *given;

    const struct plan_field *at;
    int index;          /* of a list's entry; -1 outside */
    const char *member; /* of an entry or of money; NULL outside */
    bool refused;       /* the value at hand was not acceptable */

    struct str currency_before; /* of the record's money */
    const struct plan_field *currency_by;
};

/* A problem at the reader's place; in lenient mode a warning unless the field is required. */
void reader_problem(struct reader *r, const char *code, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The same, never more than a warning in lenient mode: the value is kept. */
void reader_kept(struct reader *r, const char *code, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Normalises text of at most `most` code points; false when it was refused. */
bool reader_text(struct reader *r, struct str typed, bool lines, int64_t most, struct str *out);

/* The text of a JSON string, or a problem. */
bool reader_string(struct reader *r, const json_t *value, struct str *out);

struct field_ops {
    enum field_storage storage;
    bool text;                /* the member is a struct str; empty is null in JSON */
    bool counts;              /* 0 is a value, not an absence */
    int filter;               /* enum filter_kind for ?name=value; -1: none */
    enum field_range range;
    /* Reads a value that is not null into the member; what is refused leaves the member as it was. */
    void (*read)(struct reader *r, const json_t *value, void *member);
    void (*put)(struct json_writer *w, const struct ctx *ctx, const struct plan_field *at, const void *record);
    struct arg (*bind)(struct arena *arena, const struct plan_field *at, const void *member);
    /* `raw` leaves lists as their JSON. False when the value makes no sense. */
    bool (*load)(struct arena *arena, struct cell cell, bool raw, void *member);
    bool (*equal)(const void *a, const void *b);
    bool (*empty)(const void *member);
    size_t size;
    /* Members of the JSON Schema object that is open. */
    void (*schema)(struct json_writer *w, const struct plan_field *at, enum schema_kind kind, bool nullable);
};

extern const struct field_ops field_ops[];

/* Limits with their defaults. */
int64_t field_text_most(const struct field *field);
int field_entries_most(const struct field *field);

/* ---- schemas (field_schema.c) ------------------------------------------------------------------------------ */

typedef void field_schema(struct json_writer *w, const struct plan_field *at, enum schema_kind kind, bool nullable);

field_schema id_schema, text_schema, int_schema, bool_schema, time_schema, date_schema, money_schema, choice_schema;
field_schema email_schema, code_schema, json_schema, strings_schema, emails_schema, phones_schema, external_ids_schema;

/* ---- lists (field_lists.c) --------------------------------------------------------------------------------- */

void strings_read(struct reader *r, const json_t *value, void *member);
void emails_read(struct reader *r, const json_t *value, void *member);
void phones_read(struct reader *r, const json_t *value, void *member);
void external_ids_read(struct reader *r, const json_t *value, void *member);

void strings_put(struct json_writer *w, const struct string_list *list);
void emails_put(struct json_writer *w, const struct email_list *list);
void phones_put(struct json_writer *w, const struct phone_list *list);
void external_ids_put(struct json_writer *w, const struct external_id_list *list);

bool strings_equal(const void *a, const void *b);
bool emails_equal(const void *a, const void *b);
bool phones_equal(const void *a, const void *b);
bool external_ids_equal(const void *a, const void *b);

/* ---- money (field_money.c) --------------------------------------------------------------------------------- */

void money_read(struct reader *r, const json_t *value, void *member);
void money_put(struct json_writer *w, const struct ctx *ctx, const struct plan_field *at, const void *record);

/* After all members: the record's currency is set, and no amount has changed its meaning in silence. */
void money_finish(struct reader *r);

#endif
