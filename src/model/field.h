/*
 * A field table describes the shape of a record: one row per field, said once and read by all.
 *
 * From it come JSON in and out, checks, plain SQL (insert, update, select), filters, sorting, CSV, OpenAPI and the
 * dashboard's form limits. It describes shape, never behaviour: a business rule is a function of the feature.
 *
 * The C member behind each type:
 *   FT_ID id64 · FT_TEXT FT_LINES FT_DATE FT_EMAIL FT_COUNTRY FT_CURRENCY FT_LANGUAGE FT_ZONE FT_COLOUR FT_CHOICE
 *   FT_JSON: struct str · FT_INT FT_TIME FT_MONEY: int64_t · FT_BOOL: bool · FT_STRINGS: struct string_list ·
 *   FT_EMAILS: struct email_list · FT_PHONES: struct phone_list · FT_EXTERNAL_IDS: struct external_id_list ·
 *   FT_OBJECT: no member of its own, `fields` are members of the same record.
 * Absent is 0 or the empty view, and null in JSON. Lists are [], FT_JSON with F_JSON_OBJECT is {}; FT_INT, FT_BOOL and
 * FT_MONEY have no absence: 0 is shown as 0.
 */
#ifndef MODEL_FIELD_H
#define MODEL_FIELD_H

#include "base/json.h"

enum field_type {
    FT_ID,           /* "cus_…"; .prefix */
    FT_TEXT,         /* one line: trimmed, white space collapsed, NFC; .max code points */
    FT_LINES,        /* many lines; .max code points */
    FT_INT,          /* .min to .max */
    FT_BOOL,
    FT_TIME,         /* RFC 3339 ↔ milliseconds; with F_LOCAL also a local time of the location */
    FT_DATE,         /* "YYYY-MM-DD", 1900-01-01 to today with F_PAST */
    FT_MONEY,        /* {"amount", "currency"} or a plain integer; minor units; .currency names the text member */
    FT_CHOICE,       /* one of .choices */
    FT_EMAIL,        /* one normal address */
    FT_COUNTRY,      /* ISO 3166-1 alpha-2 */
    FT_CURRENCY,     /* ISO 4217 */
    FT_LANGUAGE,     /* BCP 47 */
    FT_ZONE,         /* IANA time zone */
    FT_COLOUR,       /* "#rrggbb" */
    FT_STRINGS,      /* ["…"], each a line of at most .max code points, at most .most */
    FT_EMAILS,       /* at most 20 (.most); plain strings or objects in requests */
    FT_PHONES,       /* likewise; country of reading: see field_reading */
    FT_EXTERNAL_IDS, /* [{"source", "id"}] */
    FT_OBJECT,       /* {…} of the same record's members */
    FT_JSON          /* any JSON of at most .max bytes; with F_JSON_OBJECT an object */
};

enum field_flag {
    F_REQUIRED = 1 << 0,    /* at creation; never null or empty */
    F_READ_ONLY = 1 << 1,   /* refused in a body (422) */
    F_CREATE_ONLY = 1 << 2, /* refused in a PATCH */
    F_FILTER = 1 << 3,      /* ?name=value, repeated for any-of */
    F_SORT = 1 << 4,        /* ?sort=name */
    F_HIDDEN = 1 << 5,      /* a column that JSON never shows */
    F_VIRTUAL = 1 << 6,     /* no column: computed by the feature */
    F_WRITE_ONLY = 1 << 7,  /* read from a body, never shown (a password) */
    F_PAST = 1 << 8,        /* a date that may not lie ahead */
    F_JSON_OBJECT = 1 << 9,
    F_NO_AUDIT = 1 << 10,   /* its changes are not worth a line of history (view counters, search text) */
    F_LOCAL = 1 << 11       /* FT_TIME: "2026-05-01T09:30" and "2026-05-01" are read in ctx's time zone */
};

struct field {
    const char *name;       /* in JSON */
    const char *column;     /* in the table; the member has the same name */
    size_t offset;
    enum field_type type;
    unsigned flags;         /* enum field_flag */
    int64_t min;
    int64_t max;            /* 0: no limit for numbers; texts without a limit get 100 */
    int most;               /* entries of a list; 0: 20 */
    const char *prefix;     /* FT_ID */
    const char *const *choices; /* FT_CHOICE: ends with NULL */
    const char *currency;   /* FT_MONEY: the text member with the currency, as a field name of the same table */
    const struct field *fields; /* FT_OBJECT */
    int field_count;
    uint64_t see;           /* permissions needed to see it; 0: none beyond the route's */
    const char *csv;        /* header of the column in exports; NULL: the name */
    const char *standard;   /* its default, as JSON: what a new record has and null puts back; NULL: none */
    const char *help;       /* one line */
};

/* Before a table: #define RECORD struct contact; after it: #undef RECORD. */
#define FIELD(member) .name = #member, .column = #member, .offset = offsetof(RECORD, member)
#define FIELD_AS(json_name, member) .name = json_name, .column = #member, .offset = offsetof(RECORD, member)
#define OBJECT(json_name, table) \
    .name = json_name, .type = FT_OBJECT, .fields = table, .field_count = (int)(sizeof(table) / sizeof(table[0]))

/* ---- list members ------------------------------------------------------------------------------------------
 * `json` is the model's own: in pages that go straight into an answer (list_run_raw) it holds the list as the row
 * stores it, and `items` is NULL. Everywhere else it is empty and `items` and `count` are the whole truth. */

struct string_list {
    struct str *items;
    int count;
    struct str json;
};

struct email_entry {
    struct str address;
    bool verified;
    bool shared;
    bool unproven; /* a form added it to a person who already existed */
};

struct email_list {
    struct email_entry *items;
    int count;
    struct str json;
};

struct phone_entry {
    struct str number;  /* E.164; empty when it never matches */
    struct str display;
    struct str country;
    struct str raw;     /* as typed */
    bool shared;
    bool unproven;
};

struct phone_list {
    struct phone_entry *items;
    int count;
    struct str json;
};

struct external_id_entry {
    struct str source;
    struct str id;
};

struct external_id_list {
    struct external_id_entry *items;
    int count;
    struct str json;
};

/* A set of fields of one table (objects count their inner fields too): which members a body gave. */
struct field_set {
    uint64_t bits[2];
};

#endif
