/* What the edge answers itself: problems as the API's (RFC 9457), and the question about the server as a whole. */
#include "base/clock.h"
#include "http/edge.h"

const char *http_reason(int status)
{
    switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    case 507: return "Insufficient Storage";
    default: return "Status";
    }
}

static const char *code_of(int status)
{
    static const enum err errors[] = {
        ERR_BAD_REQUEST,       ERR_TIMEOUT,         ERR_TOO_LARGE, ERR_URI_TOO_LONG, ERR_HEADERS_TOO_LARGE,
        ERR_NOT_IMPLEMENTED,   ERR_BUSY,            ERR_VERSION,   ERR_INTERNAL,     ERR_EXPECTATION,
    };

    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
        if (err_status(errors[i]) == status)
            return err_code(errors[i]);
    return err_code(ERR_BAD_REQUEST);
}

static void add_headers(struct reply *reply, struct str request_id)
{
    reply_header(reply, "X-Request-Id", request_id);
    reply_header(reply, "Cache-Control", STR("no-store"));
    reply_header(reply, "X-Content-Type-Options", STR("nosniff"));
    reply_header(reply, "Content-Security-Policy", STR("default-src 'none'; frame-ancestors 'none'"));
    reply_header(reply, "Referrer-Policy", STR("no-referrer"));
}

static struct str new_request_id(struct edge_exchange *exchange)
{
    static const struct clock clock = { 0 };

    return id_text(&exchange->public.arena, "req", id_new(&exchange->loop->edge->ids, clock_now_ms(&clock)));
}

void problem_answer(struct edge_exchange *exchange, struct http_refusal refusal)
{
    struct reply *reply = &exchange->public.reply;
    struct str request_id = new_request_id(exchange);
    struct json_writer w;

    reply_clear(reply);
    w = reply_json(reply, refusal.status);
    put_object(&w);
    put_key(&w, "type");
    put_string(&w, STR("about:blank"));
    put_key(&w, "title");
    put_string(&w, str_from(http_reason(refusal.status)));
    put_key(&w, "status");
    put_int(&w, refusal.status);
    put_key(&w, "detail");
    put_string(&w, str_from(refusal.why));
    put_key(&w, "code");
    put_string(&w, str_from(code_of(refusal.status)));
    put_key(&w, "request_id");
    put_string(&w, request_id);
    put_object_end(&w);
    reply_json_end(reply, &w);
    reply->content_type = "application/problem+json";
    reply->close = true;
    add_headers(reply, request_id);
    if (refusal.status == 503)
        reply_header(reply, "Retry-After", STR("1"));
}

void options_answer(struct edge_exchange *exchange)
{
    struct reply *reply = &exchange->public.reply;

    reply_empty(reply);
    reply_header(reply, "Allow", STR("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
    add_headers(reply, new_request_id(exchange));
}
