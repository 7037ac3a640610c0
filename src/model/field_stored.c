/*
 * Lists as rows store them: JSON that we wrote ourselves, read back by a small scanner without a tree.
 */
#include "model/plan.h"

#include <string.h>

struct scan {
    struct arena *arena;
    const char *at;
    const char *end;
    bool broken;
};

static void skip_space(struct scan *scan)
{
    while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\n' || *scan->at == '\t' || *scan->at == '\r'))
        scan->at++;
}

/* Takes the character when it comes next. */
static bool take(struct scan *scan, char c)
{
    skip_space(scan);
    if (scan->at == scan->end || *scan->at != c)
        return false;
    scan->at++;
    return true;
}

static void expect(struct scan *scan, char c)
{
    if (!take(scan, c))
        scan->broken = true;
}

static bool take_word(struct scan *scan, struct str word)
{
    skip_space(scan);
    if ((size_t)(scan->end - scan->at) < word.len || memcmp(scan->at, word.ptr, word.len) != 0)
        return false;
    scan->at += word.len;
    return true;
}

/* Anything with an escape in it is rare: jansson knows them all. */
static struct str unescape(struct scan *scan, struct str quoted)
{
    json_t *value = json_loadb(quoted.ptr, quoted.len, JSON_DECODE_ANY, NULL);
    struct str text = arena_str(scan->arena, json_text(value));

    if (!json_is_string(value))
        scan->broken = true;
    json_decref(value);
    return text;
}

/* A string, or null as the empty one. */
static struct str take_string(struct scan *scan)
{
    const char *from;
    bool escaped = false;

    if (take_word(scan, STR("null")))
        return STR_EMPTY;
    expect(scan, '"');
    if (scan->broken)
        return STR_EMPTY;
    for (from = scan->at; scan->at < scan->end && *scan->at != '"'; scan->at++) {
        if (*scan->at == '\\') {
            escaped = true;
            scan->at += scan->at + 1 < scan->end;
        }
    }
    if (scan->at >= scan->end) {
        scan->broken = true;
        return STR_EMPTY;
    }
    scan->at++;
    if (escaped)
        return unescape(scan, (struct str){ from - 1, (size_t)(scan->at - from) + 1 });
    return (struct str){ from, (size_t)(scan->at - from) - 1 };
}

static bool take_bool(struct scan *scan)
{
    if (take_word(scan, STR("true")))
        return true;
    if (!take_word(scan, STR("false")))
        scan->broken = true;
    return false;
}

/* What kind of member an entry has, and where. */
struct entry_member {
    const char *name;
    size_t offset;
    bool is_bool;
};

static void take_member(struct scan *scan, const struct entry_member *members, int count, char *entry)
{
    struct str name = take_string(scan);

    expect(scan, ':');
    for (int i = 0; i < count; i++) {
        if (!str_equal(name, str_from(members[i].name)))
            continue;
        if (members[i].is_bool)
            *(bool *)(entry + members[i].offset) = take_bool(scan);
        else
            *(struct str *)(entry + members[i].offset) = take_string(scan);
        return;
    }
    scan->broken = true;
}

static void take_entry(struct scan *scan, const struct entry_member *members, int count, char *entry)
{
    expect(scan, '{');
    if (take(scan, '}'))
        return;
    do {
        take_member(scan, members, count, entry);
    } while (!scan->broken && take(scan, ','));
    expect(scan, '}');
}

/* No more entries than this can stand in the text. */
static size_t entries_most(struct str json)
{
    size_t most = 1;

    for (size_t i = 0; i < json.len; i++)
        most += json.ptr[i] == ',';
    return most;
}

/* Reads [entry, …]; an entry is an object, or with no members at all a string. The views point into `json`. */
static void *take_list(struct arena *arena, struct str json, const struct entry_member *members, int member_count,
                       size_t size, int *count)
{
    struct scan scan = { .arena = arena, .at = json.ptr, .end = json.ptr + json.len };
    char *entries;

    *count = 0;
    if (json.len == 0 || str_equal(json, STR("[]")))
        return NULL;
    entries = arena_array(arena, size, entries_most(json));
    expect(&scan, '[');
    if (!take(&scan, ']')) {
        do {
            char *entry = entries + size * (size_t)(*count)++;

            if (member_count)
                take_entry(&scan, members, member_count, entry);
            else
                *(struct str *)entry = take_string(&scan);
        } while (!scan.broken && take(&scan, ','));
        expect(&scan, ']');
    }
    skip_space(&scan);
    if (!scan.broken && scan.at == scan.end)
        return entries;
    *count = -1;
    return NULL;
}

#define MEMBER_TEXT(type, name) #name, offsetof(struct type, name), false
#define MEMBER_BOOL(type, name) #name, offsetof(struct type, name), true
#define COUNT(members) (int)(sizeof(members) / sizeof(members[0]))

bool strings_from_json(struct arena *arena, struct str json, struct string_list *out)
{
    *out = (struct string_list){ 0 };
    out->items = take_list(arena, json, NULL, 0, sizeof(*out->items), &out->count);
    if (out->count >= 0)
        return true;
    out->count = 0;
    return false;
}

bool emails_from_json(struct arena *arena, struct str json, struct email_list *out)
{
    static const struct entry_member members[] = {
        { MEMBER_TEXT(email_entry, address) },
        { MEMBER_BOOL(email_entry, verified) },
        { MEMBER_BOOL(email_entry, shared) },
        { MEMBER_BOOL(email_entry, unproven) },
    };

    *out = (struct email_list){ 0 };
    out->items = take_list(arena, json, members, COUNT(members), sizeof(*out->items), &out->count);
    if (out->count >= 0)
        return true;
    out->count = 0;
    return false;
}

bool phones_from_json(struct arena *arena, struct str json, struct phone_list *out)
{
    static const struct entry_member members[] = {
        { MEMBER_TEXT(phone_entry, number) },  { MEMBER_TEXT(phone_entry, display) },
        { MEMBER_TEXT(phone_entry, country) }, { MEMBER_TEXT(phone_entry, raw) },
        { MEMBER_BOOL(phone_entry, shared) },  { MEMBER_BOOL(phone_entry, unproven) },
    };

    *out = (struct phone_list){ 0 };
    out->items = take_list(arena, json, members, COUNT(members), sizeof(*out->items), &out->count);
    if (out->count >= 0)
        return true;
    out->count = 0;
    return false;
}

bool external_ids_from_json(struct arena *arena, struct str json, struct external_id_list *out)
{
    static const struct entry_member members[] = {
        { MEMBER_TEXT(external_id_entry, source) },
        { MEMBER_TEXT(external_id_entry, id) },
    };

    *out = (struct external_id_list){ 0 };
    out->items = take_list(arena, json, members, COUNT(members), sizeof(*out->items), &out->count);
    if (out->count >= 0)
        return true;
    out->count = 0;
    return false;
}

/* ---- writing ----------------------------------------------------------------------------------------------- */

void strings_put(struct json_writer *w, const struct string_list *list)
{
    if (list->json.len) {
        put_raw(w, list->json);
        return;
    }
    put_array(w);
    for (int i = 0; i < list->count; i++)
        put_string(w, list->items[i]);
    put_array_end(w);
}

static void put_flags(struct json_writer *w, bool shared, bool unproven)
{
    if (shared) {
        put_key(w, "shared");
        put_bool(w, true);
    }
    if (unproven) {
        put_key(w, "unproven");
        put_bool(w, true);
    }
}

void emails_put(struct json_writer *w, const struct email_list *list)
{
    if (list->json.len) {
        put_raw(w, list->json);
        return;
    }
    put_array(w);
    for (int i = 0; i < list->count; i++) {
        put_object(w);
        put_key(w, "address");
        put_string(w, list->items[i].address);
        put_key(w, "verified");
        put_bool(w, list->items[i].verified);
        put_flags(w, list->items[i].shared, list->items[i].unproven);
        put_object_end(w);
    }
    put_array_end(w);
}

void phones_put(struct json_writer *w, const struct phone_list *list)
{
    if (list->json.len) {
        put_raw(w, list->json);
        return;
    }
    put_array(w);
    for (int i = 0; i < list->count; i++) {
        put_object(w);
        put_key(w, "number");
        put_string_or_null(w, list->items[i].number);
        put_key(w, "display");
        put_string(w, list->items[i].display);
        put_key(w, "country");
        put_string_or_null(w, list->items[i].country);
        put_key(w, "raw");
        put_string(w, list->items[i].raw);
        put_flags(w, list->items[i].shared, list->items[i].unproven);
        put_object_end(w);
    }
    put_array_end(w);
}

void external_ids_put(struct json_writer *w, const struct external_id_list *list)
{
    if (list->json.len) {
        put_raw(w, list->json);
        return;
    }
    put_array(w);
    for (int i = 0; i < list->count; i++) {
        put_object(w);
        put_key(w, "source");
        put_string(w, list->items[i].source);
        put_key(w, "id");
        put_string(w, list->items[i].id);
        put_object_end(w);
    }
    put_array_end(w);
}

#define LIST_JSON(name, type)                                                                                         \
    struct str name##_json(struct arena *arena, const struct type *list)                                              \
    {                                                                                                                 \
        struct buf buf;                                                                                               \
        struct json_writer w;                                                                                         \
                                                                         \
        if (list->count == 0 && list->json.len == 0)                                                                  \
            return STR("[]");                                                                                         \
        buf_init(&buf, arena, 64 * (size_t)list->count + 64);                                                         \
        put_begin(&w, &buf);                                                                                          \
        name##_put(&w, list);                                                                                         \
        return buf_str(&buf);                                                                                         \
    }
LIST_JSON(strings, string_list)
LIST_JSON(emails, email_list)
LIST_JSON(phones, phone_list)
LIST_JSON(external_ids, external_id_list)
