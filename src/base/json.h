/*
 * JSON in (jansson, strict) and out (a streaming writer of our own).
 *
 * In: duplicate member names, invalid UTF-8, lone surrogates, U+0000 and nesting over 32 are refused.
 * Out: put_… functions on a writer, which adds commas and escapes; whoever calls balances begin and end.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"
#include "base/ctx.h"

#include <jansson.h>

enum { JSON_NESTING_MOST = 32 };

/* The tree belongs to ctx's arena. ERR_BAD_REQUEST with the place of the fault when it is not acceptable. */
enum err json_read(struct ctx *ctx, struct str text, json_t **out);

/* Borrowed view of a JSON string, NULL-safe: the empty view when `value` is not a string. */
struct str json_text(const json_t *value);

struct json_writer {
    struct buf *buf;
    bool comma; /* a value came before, at this level */
};

void put_begin(struct json_writer *w, struct buf *buf);
void put_object(struct json_writer *w);
void put_object_end(struct json_writer *w);
void put_array(struct json_writer *w);
void put_array_end(struct json_writer *w);

/* A literal member name that needs no escaping. */
#define put_key(w, literal) put_quoted_key((w), STR("\"" literal "\":"))
void put_quoted_key(struct json_writer *w, struct str quoted_with_colon);
/* Any member name. */
void put_name(struct json_writer *w, struct str name);

void put_string(struct json_writer *w, struct str s);
void put_string_or_null(struct json_writer *w, struct str s); /* the empty view is null */
void put_int(struct json_writer *w, int64_t value);
void put_real(struct json_writer *w, double value);
void put_bool(struct json_writer *w, bool value);
void put_null(struct json_writer *w);
void put_raw(struct json_writer *w, struct str json); /* already JSON */
void put_time(struct json_writer *w, int64_t ms);     /* RFC 3339; 0 is null */
void put_id(struct json_writer *w, const char *prefix, int64_t id); /* 0 is null */
void put_tree(struct json_writer *w, const json_t *value);

/* A jansson tree as compact text in the arena. */
struct str json_dump_text(struct arena *arena, const json_t *value);

#endif
