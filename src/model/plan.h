/*
 * A plan is a resource's field table made ready for use: objects flattened, JSON keys quoted, columns counted, plain
 * SQL written. It is made once per program and resource, at first use, and lives as long as the program.
 *
 * Only src/model includes this.
 */
#ifndef MODEL_PLAN_H
#define MODEL_PLAN_H

#include "model/field_types.h"
#include "model/resource.h"

enum { PLAN_FIELDS_MOST = 128 }; /* as many as field_set has bits */

struct plan_field {
    const struct field *field;
    const struct field_ops *ops;
    struct str key;         /* "\"city\":", as JSON out writes it */
    struct str path;        /* "address.city" */
    int parent;             /* the object it stands in; -1: none */
    int end;                /* behind it and, for an object, its inner fields */
    int column;             /* its place among the columns; -1: none */
    const char *prefix;     /* FT_ID: never NULL */
    ptrdiff_t currency;     /* FT_MONEY: offset of the text with the currency; -1: ctx's */
    unsigned flags;         /* with what its object says: hidden, virtual, read-only, create-only */
    uint64_t see;           /* with its object's */
};

struct plan {
    const struct resource *resource;
    struct plan_field *fields;
    int count;
    const struct plan_field **columns;
    int column_count;
    struct str column_list;            /* "r.id, r.location_id, …" */
    const struct plan_field *id;       /* NULL where there is none */
    const struct plan_field *location; /* location_id */
    const struct plan_field *country;  /* the record's own, for its phone numbers */
    const struct plan_field *edit;
    const struct plan_field *view;
    const struct plan_field *edit_member; /* a number "edit" in the JSON, column or not */
    const struct plan_field *view_member;
    uint64_t texts[PLAN_FIELDS_MOST / 64]; /* which columns hold text: a bit each */
    bool has_money;
    struct sql insert;
    struct sql update;
    struct sql get;
};

const struct plan *plan_of(const struct resource *resource);

/* Is it a column that an update writes? */
bool plan_updates(const struct plan *plan, const struct plan_field *at);

/* By path; NULL when there is none. */
const struct plan_field *plan_field(const struct plan *plan, struct str path);

static inline void *plan_member(const struct plan_field *at, void *record)
{
    return (char *)record + at->field->offset;
}

static inline const void *plan_member_of(const struct plan_field *at, const void *record)
{
    return (const char *)record + at->field->offset;
}

/* Loads a row's columns from `first` on; `raw` leaves lists as their JSON. False (and a log line) when a list that the
 * row stores cannot be read: whoever would save the record again must not go on. */
bool plan_load(struct ctx *ctx, const struct plan *plan, const struct rows *rows, int first, bool raw, void *record);

/* Makes something once for a key that lives as long as the program, and gives the same ever after. Thread-safe;
 * `make` may ask for others. */
const void *kept_for(const void *key, void *(*make)(struct arena *arena, const void *key));

#endif
