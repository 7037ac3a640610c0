#include "api/api.h"

#include "base/text.h"

#include <string.h>

/* ---- bodies ------------------------------------------------------------------------------------------------ */

/* The media type without its parameters. */
static bool is_json(const struct request *req)
{
    struct str type = request_header(req, "content-type");

    type = str_trim(str_slice(type, 0, str_find(type, ';')));
    return str_equal_ascii_case(type, STR("application/json")) ||
           str_equal_ascii_case(type, STR("application/merge-patch+json"));
}

enum err request_json(struct ctx *ctx, const struct request *req, json_t **out)
{
    if (req->body.len == 0)
        return fail(ctx, ERR_BAD_REQUEST, "A body of JSON is needed.");
    if (!is_json(req))
        return fail(ctx, ERR_MEDIA_TYPE, "Send this as application/json.");
    return json_read(ctx, req->body, out);
}

enum err request_resource(struct ctx *ctx, const struct request *req, const struct resource *resource,
                          enum read_mode mode, void *record, struct field_set *given)
{
    struct reading reading = { .country = ctx->country, .currency = ctx->currency };
    json_t *body = NULL;

    TRY(request_json(ctx, req, &body));
    return resource_read(ctx, resource, body, mode, &reading, record, given);
}

/* ---- conditions -------------------------------------------------------------------------------------------- */

/* Takes one entity tag ("…" or W/"…", https://www.rfc-editor.org/rfc/rfc9110#name-etag) off the list. */
static bool take_tag(struct str *rest, struct str *tag)
{
    struct str s = str_trim(*rest);
    size_t end;

    if (str_starts(s, STR("W/")))
        s = str_slice(s, 2, s.len);
    if (!str_starts(s, STR("\"")))
        return false;
    s = str_slice(s, 1, s.len);
    end = str_find(s, '"');
    if (end == s.len)
        return false;
    *tag = str_slice(s, 0, end);
    *rest = str_trim(str_slice(s, end + 1, s.len));
    if (rest->len == 0)
        return true;
    if (!str_starts(*rest, STR(",")))
        return false;
    *rest = str_slice(*rest, 1, rest->len);
    return true;
}

/* The edit part of "<edit>.<view>". */
static bool tag_is_edit(struct str tag, int64_t edit)
{
    int64_t number;

    return str_to_int(str_slice(tag, 0, str_find(tag, '.')), &number) && number == edit;
}

enum err request_condition(struct ctx *ctx, const struct request *req, int64_t edit)
{
    struct str rest = request_header(req, "if-match"), tag;
    bool holds = false;

    if (rest.len == 0) {
        if (ctx->actor.by_cookie)
            return fail(ctx, ERR_CONDITION_REQUIRED, "Say with If-Match which version you changed.");
        return ERR_OK;
    }
    if (str_equal(rest, STR("*")))
        return ERR_OK;
    while (rest.len) {
        if (!take_tag(&rest, &tag))
            return fail(ctx, ERR_BAD_REQUEST, "If-Match is not a list of entity tags.");
        holds |= tag_is_edit(tag, edit);
    }
    return holds ? ERR_OK : fail(ctx, ERR_CHANGED, "Somebody changed this record meanwhile.");
}

enum err request_condition_of(struct ctx *ctx, const struct request *req, const struct resource *resource,
                              const void *record)
{
    const int64_t *edit = resource_edit(resource, record);

    return edit ? request_condition(ctx, req, *edit) : ERR_OK;
}

void reply_etag_of(struct reply *rep, const struct resource *resource, const void *record)
{
    const int64_t *edit = resource_edit(resource, record);
    const int64_t *view = resource_view(resource, record);

    if (edit)
        reply_etag(rep, *edit, view ? *view : *edit);
}

static struct str reply_tag(const struct reply *rep)
{
    for (int i = 0; i < rep->header_count; i++)
        if (strcmp(rep->headers[i].name, "ETag") == 0)
            return rep->headers[i].value;
    return STR_EMPTY;
}

static bool is_known(const struct request *req, const struct reply *rep)
{
    struct str rest = request_header(req, "if-none-match"), own = reply_tag(rep), tag;

    if (rest.len == 0 || own.len < 2 || (req->method != GET && req->method != HEAD) || rep->status != 200)
        return false;
    if (str_equal(rest, STR("*")))
        return true;
    while (rest.len && take_tag(&rest, &tag))
        if (str_equal(tag, str_slice(own, 1, own.len - 1)))
            return true;
    return false;
}

void reply_shorten(const struct request *req, struct reply *rep)
{
    if (!is_known(req, rep))
        return;
    rep->status = 304;
    rep->content_type = NULL;
    rep->body = STR_EMPTY;
}

/* ---- queries ----------------------------------------------------------------------------------------------- */

enum err request_list(struct ctx *ctx, const struct request *req, const struct list_spec *spec, struct list_query **out)
{
    struct query_pair *pairs;
    struct list_param *params;
    int count;

    TRY(request_query(ctx, req, &pairs, &count));
    params = ARENA_ARRAY(ctx->arena, struct list_param, (size_t)count);
    for (int i = 0; i < count; i++)
        params[i] = (struct list_param){ pairs[i].name, pairs[i].value };
    return list_ask(ctx, spec, params, count, NULL, out);
}

struct str request_query_value(struct ctx *ctx, const struct request *req, const char *name)
{
    struct query_pair *pairs;
    int count;

    if (request_query(ctx, req, &pairs, &count) != ERR_OK)
        return STR_EMPTY;
    for (int i = 0; i < count; i++)
        if (str_equal(pairs[i].name, str_from(name)))
            return pairs[i].value;
    return STR_EMPTY;
}

static bool is_among(const char *const *names, struct str name)
{
    for (; names && *names; names++)
        if (str_equal(name, str_from(*names)))
            return true;
    return false;
}

enum err request_query_only(struct ctx *ctx, const struct request *req, const char *const *names)
{
    struct query_pair *pairs;
    bool unknown = false;
    int count;

    TRY(request_query(ctx, req, &pairs, &count));
    for (int i = 0; i < count; i++) {
        if (is_among(names, pairs[i].name))
            continue;
        problem_add(ctx, text_cut(pairs[i].name, 100), "unknown", "There is no such parameter here.");
        unknown = true;
    }
    return unknown ? fail(ctx, ERR_BAD_REQUEST, "Some parameters are not understood.") : ERR_OK;
}
