/*
 * A cursor is a place in one list: base64url of "1\n<sort>\n<n or p>\n<hash>\n<id>\n<key>". It is no secret: every part
 * of it is checked or bound as an argument, and it says nothing that the row it was made from did not.
 */
#include "model/list_query.h"

#include "base/secret.h"
#include "base/text.h"

#include <string.h>

static const char VERSION[] = "1";

static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t size)
{
    /* FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/ */
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ ((const unsigned char *)bytes)[i]) * 0x100000001B3u;
    return hash;
}

static uint64_t hash_str(uint64_t hash, struct str s)
{
    return hash_bytes(hash_bytes(hash, &s.len, sizeof(s.len)), s.ptr, s.len);
}

uint64_t list_hash(const struct ctx *ctx, const struct list_query *query)
{
    uint64_t hash = 0xCBF29CE484222325u;

    hash = hash_str(hash, str_from(query->plan->spec->resource->name));
    hash = hash_bytes(hash, &ctx->location_id, sizeof(ctx->location_id));
    for (int i = 0; i < query->condition_count; i++) {
        const struct condition *condition = &query->conditions[i];

        hash = hash_str(hash, str_from(condition->filter ? condition->filter->name : condition->sql));
        for (int j = 0; j < condition->count; j++) {
            const struct arg *value = &condition->values[j];

            hash = value->type == ARG_TEXT ? hash_str(hash, value->text)
                                           : hash_bytes(hash, &value->integer, sizeof(value->integer));
        }
    }
    return hash;
}

struct str cursor_text(struct ctx *ctx, const struct list_query *query, bool backward, id64 id, const struct arg *key)
{
    struct buf buf;

    buf_init(&buf, ctx->arena, 128);
    buf_printf(&buf, "%s\n%s%s\n%c\n%016llx\n%lld\n", VERSION, query->descending ? "-" : "", query->sort->name,
               backward ? 'p' : 'n', (unsigned long long)query->hash, (long long)id);
    if (key->type == ARG_TEXT)
        buf_add(&buf, key->text);
    else
        buf_add_int(&buf, key->integer);
    return base64url(ctx->arena, buf_str(&buf));
}

/* The next line; the text after the last of them is the key. */
static bool take_line(struct str *rest, struct str *line)
{
    size_t end = str_find(*rest, '\n');

    if (end == rest->len)
        return false;
    *line = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, end + 1, rest->len);
    return true;
}

bool cursor_read(struct ctx *ctx, const struct list_query *query, struct str text, struct list_cursor *out)
{
    struct str rest, version, sort, direction, hash, id;
    struct str wanted_hash = arena_printf(ctx->arena, "%016llx", (unsigned long long)query->hash);
    struct str wanted_sort = arena_printf(ctx->arena, "%s%s", query->descending ? "-" : "", query->sort->name);

    *out = (struct list_cursor){ 0 };
    if (!base64url_decode(ctx->arena, text, &rest) || !take_line(&rest, &version) || !take_line(&rest, &sort) ||
        !take_line(&rest, &direction) || !take_line(&rest, &hash) || !take_line(&rest, &id))
        return false;
    if (!str_equal(version, str_from(VERSION)) || !str_equal(sort, wanted_sort) || !str_equal(hash, wanted_hash))
        return false;
    out->backward = str_equal(direction, STR("p"));
    if ((!out->backward && !str_equal(direction, STR("n"))) || !str_to_int(id, &out->id) || out->id < 1)
        return false;
    out->given = true;
    if (query->sort->text) {
        out->key = TEXT(rest);
        return text_valid(rest);
    }
    out->key = INT(0);
    return str_to_int(rest, &out->key.integer);
}
