/*
 * The map from columns to members: which members a row can have, under which header they are recognised, and how the
 * map of the user is read.
 *
 * An expression is what stands on the right of "name=…": a column by its number (from 1) or header, or a text with
 * columns in braces. "{1}+{2}" and "{3}*{4}" are calculated where a number or an amount is wanted.
 */
#ifndef FEATURES_IMPORT_IMPORT_COLUMNS_H
#define FEATURES_IMPORT_IMPORT_COLUMNS_H

#include "features/import/import.h"

enum import_type {
    IMPORT_TEXT,
    IMPORT_TIME,
    IMPORT_DATE,
    IMPORT_MONEY,
    IMPORT_INT,
    IMPORT_BOOL,
    IMPORT_STATUS,
    IMPORT_COUNTRY,
    IMPORT_LIST,        /* one more entry of a list */
    IMPORT_TAGS,        /* several, separated by , ; or | */
    IMPORT_EXTERNAL_ID, /* the record's own */
    IMPORT_CANCELED,    /* yes: the status is canceled */
    IMPORT_GIVEN_NAME,  /* joined to a name where there is none */
    IMPORT_MIDDLE_NAME,
    IMPORT_FAMILY_NAME
};

/* A member that a row can have. */
struct import_member {
    const char *key;     /* as the map names it */
    enum import_type type;
    const char *object;  /* "booker": the object of the body that holds it; NULL: the body itself */
    const char *member;  /* in the body; NULL: the key */
    const char *headers; /* "start date|starts at": where it is recognised; NULL: nowhere */
};

struct import_part {
    struct str text; /* before the column */
    int column;      /* from 0; -1: none, the end */
};

struct import_expression {
    struct import_part *parts;
    int count;
    bool calculates; /* made of several pieces: sums and products are meant */
};

struct import_column {
    const struct import_member *member;
    struct import_expression expression;
};

struct import_layout {
    struct str *header; /* NULL without one */
    int header_count;
    struct import_column *columns;
    int count;
    bool id_is_line;    /* --external-id line */
};

/* Understands map, set and external-id against the header; with an empty map the header's own names decide. Lives in
 * ctx's arena. ERR_BAD_REQUEST with a sentence when it does not fit. */
enum err import_layout_read(struct ctx *ctx, const struct import_options *options, const struct csv_row *header,
                            struct import_layout *out);

/* The value of an expression for a row, trimmed; in ctx's arena or borrowed from the row. */
struct str import_expression_value(struct ctx *ctx, const struct import_expression *expression,
                                   const struct csv_row *row);

/* "key=value,key=\"quoted, value\"": takes the next pair off `rest`; 1, 0 at the end, -1 when it is not one. */
int import_pair_next(struct str *rest, struct str *key, struct str *value);

/* Header names and statuses are compared folded, without punctuation: "E-mail Address" is "email address". */
struct str import_fold_name(struct arena *arena, struct str name);

#endif
