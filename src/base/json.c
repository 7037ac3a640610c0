#include "base/json.h"

#include "base/clock.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- in */

/* The greatest depth of brackets outside strings; what is not JSON at all is left for jansson to say. */
static int nesting(struct str text)
{
    bool in_string = false;
    int depth = 0, most = 0;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (in_string && c == '\\')
            i++;
        else if (c == '"')
            in_string = !in_string;
        else if (!in_string && (c == '{' || c == '['))
            most = ++depth > most ? depth : most;
        else if (!in_string && (c == '}' || c == ']'))
            depth--;
    }
    return most;
}

/* Without the piece of the text itself, which may be cut in the middle of a character. */
static struct str parser_sentence(const json_error_t *error)
{
    const char *near_text = strstr(error->text, " near ");
    struct str sentence = str_from(error->text);

    return near_text ? str_slice(sentence, 0, (size_t)(near_text - error->text)) : sentence;
}

static void release_tree(void *tree)
{
    json_decref(tree);
}

enum err json_read(struct ctx *ctx, struct str text, json_t **out)
{
    json_error_t error;
    struct str sentence;

    if (nesting(text) > JSON_NESTING_MOST)
        return fail(ctx, ERR_BAD_REQUEST, "The JSON is nested more than %d deep.", JSON_NESTING_MOST);
    *out = json_loadb(text.len ? text.ptr : "", text.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (*out) {
        arena_defer(ctx->arena, release_tree, *out);
        return ERR_OK;
    }
    sentence = parser_sentence(&error);
    return fail(ctx, ERR_BAD_REQUEST, "The JSON is not acceptable: line %d, column %d: %.*s.", error.line, error.column,
                STR_PRINT(sentence));
}

struct str json_text(const json_t *value)
{
    if (!json_is_string(value))
        return STR_EMPTY;
    return (struct str){ json_string_value(value), json_string_length(value) };
}

/* ---- out */

/* Room for a comma and `size` bytes; gives back where the bytes go. The common case stays in this file. */
static inline char *room(struct json_writer *w, size_t size)
{
    struct buf *buf = w->buf;
    char *into = buf->capacity - buf->len > size + 1 ? buf->ptr + buf->len : buf_reserve(buf, size + 1);

    if (w->comma)
        *into++ = ',';
    return into;
}

static inline void written(struct json_writer *w, char *end, bool comma)
{
    *end = '\0';
    w->buf->len = (size_t)(end - w->buf->ptr);
    w->comma = comma;
}

static inline void append(struct json_writer *w, struct str s, bool comma)
{
    char *into = room(w, s.len);

    memcpy(into, s.ptr, s.len);
    written(w, into + s.len, comma);
}

void put_begin(struct json_writer *w, struct buf *buf)
{
    *w = (struct json_writer){ .buf = buf };
}

void put_object(struct json_writer *w)
{
    append(w, STR("{"), false);
}

void put_array(struct json_writer *w)
{
    append(w, STR("["), false);
}

static void end(struct json_writer *w, char bracket)
{
    w->comma = false;
    append(w, (struct str){ &bracket, 1 }, true);
}

void put_object_end(struct json_writer *w)
{
    end(w, '}');
}

void put_array_end(struct json_writer *w)
{
    end(w, ']');
}

void put_quoted_key(struct json_writer *w, struct str quoted_with_colon)
{
    append(w, quoted_with_colon, false);
}

static const uint64_t EACH_BYTE = 0x0101010101010101;

/* The high bit of each byte that is zero, and maybe of a 0x01 above such a byte: enough to know whether any is. */
static uint64_t zero_bytes(uint64_t word)
{
    return (word - EACH_BYTE) & ~word & (EACH_BYTE << 7);
}

/* Is any of the eight bytes a control character, a quote or a backslash? */
static bool any_escaped(uint64_t word)
{
    uint64_t control = (word - EACH_BYTE * 0x20) & ~word & (EACH_BYTE << 7);

    return (control | zero_bytes(word ^ EACH_BYTE * '"') | zero_bytes(word ^ EACH_BYTE * '\\')) != 0;
}

static bool is_escaped(char c)
{
    return (unsigned char)c < 0x20 || c == '"' || c == '\\';
}

/* How many bytes at the start can be copied as they are. */
static size_t plain_run(struct str s)
{
    size_t at = 0;

    for (; at + 8 <= s.len; at += 8) {
        uint64_t word;

        memcpy(&word, s.ptr + at, 8);
        if (any_escaped(word))
            break;
    }
    while (at < s.len && !is_escaped(s.ptr[at]))
        at++;
    return at;
}

static size_t write_escape(char *into, char c)
{
    static const char hex[] = "0123456789abcdef";
    static const char plain[] = "\"\\\b\f\n\r\t";
    static const char letter[] = "\"\\bfnrt";
    const char *found = c ? strchr(plain, c) : NULL;

    into[0] = '\\';
    if (found) {
        into[1] = letter[found - plain];
        return 2;
    }
    memcpy(into + 1, "u00", 3);
    into[4] = hex[(unsigned char)c >> 4];
    into[5] = hex[c & 15];
    return 6;
}

/* The whole string, when some of it must be escaped: six bytes for one at most. */
static void put_string_escaped(struct json_writer *w, struct str s)
{
    char *into = room(w, s.len * 6 + 2);

    *into++ = '"';
    while (s.len) {
        size_t run = plain_run(s);

        memcpy(into, s.ptr, run);
        into += run;
        if (run < s.len)
            into += write_escape(into, s.ptr[run++]);
        s = str_slice(s, run, s.len);
    }
    *into++ = '"';
    written(w, into, true);
}

void put_string(struct json_writer *w, struct str s)
{
    char *into;

    if (plain_run(s) < s.len) {
        put_string_escaped(w, s);
        return;
    }
    into = room(w, s.len + 2);
    *into++ = '"';
    if (s.len)
        memcpy(into, s.ptr, s.len);
    into += s.len;
    *into++ = '"';
    written(w, into, true);
}

void put_name(struct json_writer *w, struct str name)
{
    put_string(w, name);
    w->comma = false;
    append(w, STR(":"), false);
}

void put_string_or_null(struct json_writer *w, struct str s)
{
    if (s.len)
        put_string(w, s);
    else
        put_null(w);
}

void put_int(struct json_writer *w, int64_t value)
{
    char digits[24];
    size_t at = sizeof(digits);
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0)
        digits[--at] = '-';
    append(w, (struct str){ digits + at, sizeof(digits) - at }, true);
}

/* The fewest digits that read back as the same number; JSON has no word for infinity and no-number. */
void put_real(struct json_writer *w, double value)
{
    char text[40];

    if (!isfinite(value)) {
        put_null(w);
        return;
    }
    /* "-0" would be read as an integer, and integers have one zero */
    value = value == 0 ? 0 : value;
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof(text), "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    append(w, str_from(text), true);
}

void put_bool(struct json_writer *w, bool value)
{
    append(w, value ? STR("true") : STR("false"), true);
}

void put_null(struct json_writer *w)
{
    append(w, STR("null"), true);
}

void put_raw(struct json_writer *w, struct str json)
{
    append(w, json, true);
}

void put_time(struct json_writer *w, int64_t ms)
{
    char *into;

    if (ms == 0) {
        put_null(w);
        return;
    }
    into = room(w, TIME_TEXT_BYTES + 2);
    into[0] = '"';
    time_write(into + 1, ms);
    into[TIME_TEXT_BYTES + 1] = '"';
    written(w, into + TIME_TEXT_BYTES + 2, true);
}

void put_id(struct json_writer *w, const char *prefix, int64_t id)
{
    size_t prefix_len = strlen(prefix);
    char *into;

    if (id == 0) {
        put_null(w);
        return;
    }
    into = room(w, prefix_len + ID_DIGITS + 3);
    *into++ = '"';
    memcpy(into, prefix, prefix_len);
    into += prefix_len;
    *into++ = '_';
    id_write(into, id);
    into += ID_DIGITS;
    *into++ = '"';
    written(w, into, true);
}

static void tree_object(struct json_writer *w, json_t *object)
{
    put_object(w);
    for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at)) {
        put_name(w, (struct str){ json_object_iter_key(at), json_object_iter_key_len(at) });
        put_tree(w, json_object_iter_value(at));
    }
    put_object_end(w);
}

static void tree_array(struct json_writer *w, const json_t *array)
{
    put_array(w);
    for (size_t i = 0; i < json_array_size(array); i++)
        put_tree(w, json_array_get(array, i));
    put_array_end(w);
}

void put_tree(struct json_writer *w, const json_t *value)
{
    switch (value ? json_typeof(value) : JSON_NULL) {
    case JSON_OBJECT:
        /* jansson's iterator wants to be able to change what it walks over; we do not */
        tree_object(w, (json_t *)(uintptr_t)value);
        break;
    case JSON_ARRAY: tree_array(w, value); break;
    case JSON_STRING: put_string(w, json_text(value)); break;
    case JSON_INTEGER: put_int(w, json_integer_value(value)); break;
    case JSON_REAL: put_real(w, json_real_value(value)); break;
    case JSON_TRUE:
    case JSON_FALSE: put_bool(w, json_is_true(value)); break;
    case JSON_NULL: put_null(w); break;
    }
}

struct str json_dump_text(struct arena *arena, const json_t *value)
{
    struct buf buf;
    struct json_writer w;

    buf_init(&buf, arena, 256);
    put_begin(&w, &buf);
    put_tree(&w, value);
    return buf_str(&buf);
}
