#include "http/reply.h"

#include "base/log.h"
#include "http/sse.h"

enum { JSON_FIRST_BYTES = 512 };

void reply_init(struct reply *rep, struct arena *arena)
{
    /* The headers are left as they are: header_count says that none is there. */
    rep->arena = arena;
    rep->status = 0;
    rep->content_type = NULL;
    rep->body = STR_EMPTY;
    rep->buf = (struct buf){ 0 };
    rep->header_count = 0;
    rep->events = NULL;
    rep->close = false;
}

void reply_clear(struct reply *rep)
{
    if (rep->events)
        event_stream_drop(rep->events);
    reply_init(rep, rep->arena);
}

static bool one_line(struct str value)
{
    for (size_t i = 0; i < value.len; i++)
        if (((unsigned char)value.ptr[i] < ' ' && value.ptr[i] != '\t') || value.ptr[i] == 0x7F)
            return false;
    return true;
}

void reply_header(struct reply *rep, const char *name, struct str value)
{
    if (one_line(value))
        reply_header_sure(rep, name, value);
    else
        log_write(LOG_ERROR, "header_dropped", "name=%s reason=\"control character\"", name);
}

void reply_header_sure(struct reply *rep, const char *name, struct str value)
{
    if (rep->header_count == REPLY_HEADERS_MOST) {
        log_write(LOG_ERROR, "header_dropped", "name=%s reason=\"too many headers\"", name);
        return;
    }
    rep->headers[rep->header_count].name = name;
    rep->headers[rep->header_count].value = value;
    rep->header_count++;
}

struct json_writer reply_json(struct reply *rep, int status)
{
    struct json_writer w;

    rep->status = status;
    rep->content_type = "application/json";
    buf_init(&rep->buf, rep->arena, JSON_FIRST_BYTES);
    put_begin(&w, &rep->buf);
    return w;
}

enum err reply_json_end(struct reply *rep, const struct json_writer *w)
{
    rep->body = buf_str(w->buf);
    return ERR_OK;
}

enum err reply_empty(struct reply *rep)
{
    rep->status = 204;
    rep->content_type = NULL;
    rep->body = STR_EMPTY;
    return ERR_OK;
}

enum err reply_bytes(struct reply *rep, int status, const char *content_type, struct str body)
{
    rep->status = status;
    rep->content_type = content_type;
    rep->body = body;
    return ERR_OK;
}
