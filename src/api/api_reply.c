#include "api/api.h"

#include <string.h>

/* Longer queries (a filter with dozens of values) are not repeated in four links. */
enum { LINK_QUERY_MOST_BYTES = 1500 };

/* ---- one record -------------------------------------------------------------------------------------------- */

void reply_etag(struct reply *rep, int64_t edit, int64_t view)
{
    struct buf buf;

    buf_init(&buf, rep->arena, 48);
    buf_add_char(&buf, '"');
    buf_add_int(&buf, edit);
    buf_add_char(&buf, '.');
    buf_add_int(&buf, view);
    buf_add_char(&buf, '"');
    reply_header_sure(rep, "ETag", buf_str(&buf));
}

enum err reply_resource(struct ctx *ctx, struct reply *rep, int status, const struct resource *resource,
                        const void *record)
{
    struct json_writer w = reply_json(rep, status);

    resource_put(&w, ctx, resource, record);
    reply_etag_of(rep, resource, record);
    return reply_json_end(rep, &w);
}

void reply_location(struct ctx *ctx, struct reply *rep, const struct request *req, const char *prefix, id64 id)
{
    struct str text = id_text(ctx->arena, prefix, id);

    reply_header(rep, "Location", arena_printf(ctx->arena, "%.*s/%.*s", STR_PRINT(req->path), STR_PRINT(text)));
}

/* ---- links ------------------------------------------------------------------------------------------------- */

/* What a URL in angle brackets cannot hold is escaped; the rest stays as it was sent. */
static bool stays_in_url(char c)
{
    return (unsigned char)c > ' ' && (unsigned char)c < 0x7F && !memchr("<>\"\\^`{|}", c, 9);
}

static void add_url(struct buf *buf, struct str part)
{
    size_t at = 0;

    while (at < part.len) {
        size_t from = at;

        while (at < part.len && stays_in_url(part.ptr[at]))
            at++;
        buf_add(buf, str_slice(part, from, at));
        if (at < part.len)
            buf_printf(buf, "%%%02X", (unsigned char)part.ptr[at++]);
    }
}

/* The query as sent, without page and cursor; ends with "&" unless it is empty. */
static struct str other_parameters(struct arena *arena, struct str query)
{
    struct str rest = query, part;
    struct buf buf;

    buf_init(&buf, arena, query.len + 2);
    while (str_split(&rest, '&', &part)) {
        struct str name;

        if (part.len == 0 || !url_decode(arena, str_slice(part, 0, str_find(part, '=')), true, &name) ||
            str_equal(name, STR("page")) || str_equal(name, STR("cursor")))
            continue;
        add_url(&buf, part);
        buf_add_char(&buf, '&');
    }
    return buf_str(&buf);
}

struct links {
    struct buf buf;
    struct str path;
    struct str others;
};

static void add_link(struct links *links, const char *rel, const char *name, struct str value)
{
    if (links->buf.len)
        buf_add(&links->buf, STR(", "));
    buf_add_char(&links->buf, '<');
    add_url(&links->buf, links->path);
    if (links->others.len || name)
        buf_add_char(&links->buf, '?');
    buf_add(&links->buf,
            name ? links->others : str_slice(links->others, 0, links->others.len - (links->others.len > 0)));
    if (name) {
        buf_add_text(&links->buf, name);
        buf_add_char(&links->buf, '=');
        buf_add(&links->buf, value);
    }
    buf_add(&links->buf, STR(">; rel=\""));
    buf_add_text(&links->buf, rel);
    buf_add_char(&links->buf, '"');
}

static struct str number(struct arena *arena, int64_t value)
{
    return arena_printf(arena, "%lld", (long long)value);
}

/* By number when it was asked by number, by cursor otherwise. */
static void reply_links(struct ctx *ctx, const struct request *req, struct reply *rep, const struct list_page *page)
{
    struct links links = { .path = req->path, .others = other_parameters(ctx->arena, req->query) };
    int64_t last = page->total > 0 ? (page->total + page->limit - 1) / page->limit : 1;

    if (links.others.len > LINK_QUERY_MOST_BYTES)
        return;
    buf_init(&links.buf, ctx->arena, 512);
    add_link(&links, "first", NULL, STR_EMPTY);
    if (page->page == 0) {
        if (page->prev_cursor.len)
            add_link(&links, "prev", "cursor", page->prev_cursor);
        if (page->next_cursor.len)
            add_link(&links, "next", "cursor", page->next_cursor);
    } else {
        if (page->page > 1)
            add_link(&links, "prev", "page", number(ctx->arena, page->page - 1));
        if (page->next_cursor.len)
            add_link(&links, "next", "page", number(ctx->arena, page->page + 1));
    }
    if (page->total_exact)
        add_link(&links, "last", "page", number(ctx->arena, last));
    reply_header(rep, "Link", buf_str(&links.buf));
}

/* ---- lists ------------------------------------------------------------------------------------------------- */

enum err reply_page(struct ctx *ctx, const struct request *req, struct reply *rep, const struct resource *resource,
                    const struct list_page *page)
{
    return reply_page_beside(ctx, req, rep, resource, page, (struct reply_beside){ 0 });
}

enum err reply_page_beside(struct ctx *ctx, const struct request *req, struct reply *rep,
                           const struct resource *resource, const struct list_page *page, struct reply_beside beside)
{
    struct json_writer w = reply_json(rep, 200);

    put_object(&w);
    if (beside.name) {
        put_name(&w, str_from(beside.name));
        put_raw(&w, beside.json);
    }
    put_key(&w, "items");
    put_array(&w);
    for (int i = 0; i < page->count; i++)
        resource_put(&w, ctx, resource, (const char *)page->records + (size_t)i * resource->size);
    put_array_end(&w);
    put_key(&w, "total");
    put_int(&w, page->total);
    put_key(&w, "total_exact");
    put_bool(&w, page->total_exact);
    put_key(&w, "page");
    if (page->page)
        put_int(&w, page->page);
    else
        put_null(&w);
    put_key(&w, "limit");
    put_int(&w, page->limit);
    put_key(&w, "next_cursor");
    put_string_or_null(&w, page->next_cursor);
    put_key(&w, "prev_cursor");
    put_string_or_null(&w, page->prev_cursor);
    put_object_end(&w);
    reply_links(ctx, req, rep, page);
    return reply_json_end(rep, &w);
}

enum err reply_list(struct ctx *ctx, const struct request *req, struct reply *rep, const struct list_query *query)
{
    struct list_page page;

    TRY(list_run_raw(ctx, query, &page));
    return reply_page(ctx, req, rep, list_resource(query), &page);
}

/* ---- problems ---------------------------------------------------------------------------------------------- */

/* The member that names who has it already, by the prefix of the id. */
static const char *owner_member(struct str id)
{
    static const struct {
        struct str prefix;
        const char *member;
    } known[] = {
        { { "cus_", 4 }, "customer_id" }, { { "con_", 4 }, "contact_id" }, { { "bkg_", 4 }, "booking_id" },
        { { "tag_", 4 }, "tag_id" },      { { "usr_", 4 }, "user_id" },    { { "loc_", 4 }, "location_id" },
    };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (str_starts(id, known[i].prefix))
            return known[i].member;
    return "owner_id";
}

void put_problems(struct json_writer *w, const struct problem *first)
{
    put_array(w);
    for (const struct problem *problem = first; problem; problem = problem->next) {
        put_object(w);
        put_key(w, "field");
        put_string(w, problem->field);
        put_key(w, "code");
        put_string(w, str_from(problem->code));
        put_key(w, "detail");
        put_string(w, problem->detail);
        if (problem->owner_id.len) {
            put_name(w, str_from(owner_member(problem->owner_id)));
            put_string(w, problem->owner_id);
        }
        put_object_end(w);
    }
    put_array_end(w);
}

static void put_problem(struct json_writer *w, const struct ctx *ctx, enum err err)
{
    struct str detail = ctx->error_detail.len ? ctx->error_detail : str_from(err_sentence(err));

    put_object(w);
    put_key(w, "type");
    put_string(w, STR("about:blank"));
    put_key(w, "title");
    put_string(w, str_from(http_reason(err_status(err))));
    put_key(w, "status");
    put_int(w, err_status(err));
    put_key(w, "detail");
    put_string(w, detail);
    put_key(w, "code");
    put_string(w, str_from(err_code(err)));
    if (ctx->problems) {
        put_key(w, "errors");
        put_problems(w, ctx->problems);
    }
    put_key(w, "request_id");
    put_string(w, ctx->request_id);
    put_object_end(w);
}

/* How long to wait, when whoever refused said so already. */
static struct str said_retry_after(const struct reply *rep)
{
    for (int i = 0; i < rep->header_count; i++)
        if (strcmp(rep->headers[i].name, "Retry-After") == 0)
            return rep->headers[i].value;
    return STR("1");
}

void reply_problem(struct ctx *ctx, struct reply *rep, enum err err)
{
    struct str retry_after = said_retry_after(rep);
    struct json_writer w;

    reply_clear(rep);
    if (err == ERR_NOT_MODIFIED) {
        rep->status = err_status(err);
        return;
    }
    w = reply_json(rep, err_status(err));
    put_problem(&w, ctx, err);
    reply_json_end(rep, &w);
    rep->content_type = "application/problem+json";
    if (err == ERR_RATE_LIMITED || err == ERR_BUSY)
        reply_header(rep, "Retry-After", retry_after);
    if (err == ERR_UNAUTHENTICATED)
        reply_header(rep, "WWW-Authenticate", STR("Bearer"));
}
