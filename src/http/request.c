#include "http/request.h"

#include "base/text.h"
#include "http/parse.h"

#include <string.h>

enum { QUERY_PAIRS_MOST = 100 };

struct str request_header(const struct request *req, const char *name)
{
    struct str wanted = str_from(name);

    for (int i = 0; i < req->header_count; i++)
        if (str_equal(req->headers[i].name, wanted))
            return req->headers[i].value;
    return STR_EMPTY;
}

struct str request_cookie(const struct request *req, const char *name)
{
    struct str wanted = str_from(name);

    for (int i = 0; i < req->header_count; i++) {
        struct str rest = req->headers[i].value, pair;

        if (!str_equal(req->headers[i].name, STR("cookie")))
            continue;
        while (str_split(&rest, ';', &pair)) {
            size_t equals = str_find(pair, '=');

            if (equals < pair.len && str_equal(str_trim(str_slice(pair, 0, equals)), wanted))
                return str_trim(str_slice(pair, equals + 1, pair.len));
        }
    }
    return STR_EMPTY;
}

struct str request_param(const struct request *req, const char *name)
{
    for (int i = 0; i < req->param_count; i++)
        if (strcmp(req->params[i].name, name) == 0)
            return req->params[i].value;
    return STR_EMPTY;
}

id64 request_id(const struct request *req, const char *name)
{
    return id_parse(NULL, request_param(req, name));
}

bool url_decode(struct arena *arena, struct str encoded, bool plus_is_space, struct str *out)
{
    char *bytes = arena_alloc(arena, encoded.len + 1);
    size_t len = 0;

    for (size_t at = 0; at < encoded.len; at++) {
        char c = encoded.ptr[at];

        if (c == '+' && plus_is_space) {
            c = ' ';
        } else if (c == '%') {
            int high = encoded.len - at > 2 ? http_hex(encoded.ptr[at + 1]) : -1;
            int low = encoded.len - at > 2 ? http_hex(encoded.ptr[at + 2]) : -1;

            if (high < 0 || low < 0)
                return false;
            c = (char)(high * 16 + low);
            at += 2;
        }
        bytes[len++] = c;
    }
    *out = (struct str){ bytes, len };
    return text_valid(*out);
}

static enum err read_pair(struct ctx *ctx, struct arena *arena, struct str part, const char *what,
                          struct query_pair *pair)
{
    size_t equals = str_find(part, '=');

    if (!url_decode(arena, str_slice(part, 0, equals), true, &pair->name) ||
        !url_decode(arena, str_slice(part, equals + 1, part.len), true, &pair->value))
        return fail(ctx, ERR_BAD_REQUEST, "The %s is not well formed.", what);
    return ERR_OK;
}

static enum err read_pairs(struct ctx *ctx, struct arena *arena, struct str rest, const char *what,
                           struct query_pair **pairs, int *count)
{
    size_t room = 1;
    struct str part;

    for (size_t i = 0; i < rest.len; i++)
        room += rest.ptr[i] == '&';
    if (room > QUERY_PAIRS_MOST)
        return fail(ctx, ERR_BAD_REQUEST, "The %s has more than %d parts.", what, QUERY_PAIRS_MOST);
    *pairs = ARENA_ARRAY(arena, struct query_pair, room);
    *count = 0;
    while (rest.len && str_split(&rest, '&', &part))
        if (part.len)
            TRY(read_pair(ctx, arena, part, what, &(*pairs)[(*count)++]));
    return ERR_OK;
}

enum err request_query(struct ctx *ctx, const struct request *req, struct query_pair **pairs, int *count)
{
    return read_pairs(ctx, req->arena, req->query, "query of the address", pairs, count);
}

enum err request_pairs(struct ctx *ctx, const struct request *req, struct str text, struct query_pair **pairs,
                       int *count)
{
    return read_pairs(ctx, req->arena, text, "body of the request", pairs, count);
}
