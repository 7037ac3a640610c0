/*
 * A kind of record for the tests of the model: one field of every type, with its table on either engine.
 */
#ifndef MODEL_FIXTURE_H
#define MODEL_FIXTURE_H

#include "model/list.h"

#include "store_fixture.h"

struct thing {
    id64 id;
    id64 location_id;
    struct str name;
    struct str name_fold;
    struct str note;
    int64_t rank;
    bool open;
    int64_t at_ms;
    struct str day;
    struct str currency;
    int64_t total_minor;
    int64_t tip_minor;
    struct str kind;
    struct str email;
    struct email_list emails;
    struct phone_list phones;
    struct string_list tags;
    struct external_id_list external_ids;
    struct str city;
    struct str zip;
    struct str country;
    struct str language;
    struct str time_zone;
    struct str colour;
    struct str extra;
    id64 owner_id;
    struct str secret;
    int64_t archived_ms;
    struct str search;
    int64_t created_ms;
    int64_t edit;
    int64_t view;
    /* virtual */
    struct str password;
    int64_t doubled;
};

enum { SEE_SECRET = 1 << 3 };

extern const struct resource thing_resource;
extern const struct list_spec thing_list;
extern const struct embedded_file thing_migrations[];

/* A store with the table; for cmocka. The fixture's ctx is in location 1, Madrid, EUR, ES. */
int things_setup(void **state);
void thing_ctx(struct ctx *ctx, struct arena *arena);

/* JSON written with ' for " as a tree in the arena; a fault ends the test. */
json_t *thing_json(struct ctx *ctx, const char *text);
/* The record as JSON. */
struct str thing_text(struct ctx *ctx, const struct thing *thing);
/* Reads ' JSON into the record. */
void thing_read(struct ctx *ctx, const char *body, enum read_mode mode, const struct reading *reading,
                struct thing *thing, struct field_set *given);
/* "field code; field code" */
struct str problems_text(struct arena *arena, const struct problem *first);

/* ---- many of them, always the same, with ties in everything -------------------------------------------------- */

enum { THINGS_MADE = 240, THINGS_ELSEWHERE = 20 };

/* 2026-04-20 in Madrid begins two hours before UTC's. */
static const int64_t APRIL_20_MS = 1776636000000;

/* The first THINGS_ELSEWHERE are in location 2, the others in 1; ids rise with the index. */
void things_make(struct ctx *ctx, int index, struct thing *thing);

/* things_setup with all of them in the store. */
int things_listed_setup(void **state);

/* Asks a list by "a=b&c=d", plainly written; `more` (may be NULL) likewise. */
enum err things_try(struct ctx *ctx, const char *text, const char *more, struct list_query **query);
/* The same, which must be understood. */
void things_ask(struct ctx *ctx, const char *text, const char *more, struct list_query **query);

#endif
