/* An answer as bytes, and out with it: mostly one write, and no memory of its own. */
#include "http/edge.h"
#include "http/sse.h"

#include <string.h>
#include <time.h>

enum { FIXED_BYTES = 320 }; /* more than the status line and what the edge adds */

static void put(char **at, struct str s)
{
    if (s.len)
        memcpy(*at, s.ptr, s.len);
    *at += s.len;
}

static void put_number(char **at, size_t number)
{
    char digits[20];
    size_t first = sizeof(digits);

    do {
        digits[--first] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    put(at, (struct str){ digits + first, sizeof(digits) - first });
}

/* "Sun, 06 Nov 1994 08:49:37 GMT", made anew once a second. */
static struct str date(struct edge_loop *loop)
{
    struct timespec now;
    struct tm utc;

    clock_gettime(CLOCK_REALTIME_COARSE, &now);
    if (now.tv_sec != loop->date_s) {
        loop->date_s = now.tv_sec;
        gmtime_r(&now.tv_sec, &utc);
        strftime(loop->date, sizeof(loop->date), "%a, %d %b %Y %H:%M:%S GMT", &utc);
    }
    return (struct str){ loop->date, DATE_BYTES };
}

static bool has_no_content(int status)
{
    return status == 204 || status == 304;
}

/* The client may send its next request on this connection. */
static bool stays(const struct conn *conn, const struct edge_exchange *exchange)
{
    return exchange->keep_alive && exchange->body_whole && !exchange->public.reply.close && !conn->loop->stopping &&
           !(conn->ended && !conn->inbox);
}

static size_t head_size(const struct reply *reply)
{
    size_t size = FIXED_BYTES + (reply->content_type ? strlen(reply->content_type) : 0);

    for (int i = 0; i < reply->header_count; i++)
        size += strlen(reply->headers[i].name) + reply->headers[i].value.len + 4;
    return size;
}

static void put_header(char **at, struct str name_and_colon, struct str value)
{
    put(at, name_and_colon);
    put(at, value);
    put(at, STR("\r\n"));
}

static void put_framing(char **at, const struct conn *conn, const struct edge_exchange *exchange)
{
    const struct reply *reply = &exchange->public.reply;

    if (!has_no_content(reply->status)) {
        if (reply->content_type)
            put_header(at, STR("Content-Type: "), str_from(reply->content_type));
        if (!reply->events) {
            put(at, STR("Content-Length: "));
            put_number(at, reply->body.len);
            put(at, STR("\r\n"));
        }
    }
    if (conn->close_after || reply->events)
        put(at, STR("Connection: close\r\n"));
    else if (exchange->old_version)
        put(at, STR("Connection: keep-alive\r\n"));
}

static void put_head(char **at, const struct conn *conn, const struct edge_exchange *exchange)
{
    const struct reply *reply = &exchange->public.reply;

    put(at, STR("HTTP/1.1 "));
    put_number(at, (size_t)reply->status);
    put(at, STR(" "));
    put(at, str_from(http_reason(reply->status)));
    put_header(at, STR("\r\nDate: "), date(conn->loop));
    put_framing(at, conn, exchange);
    for (int i = 0; i < reply->header_count; i++) {
        put(at, str_from(reply->headers[i].name));
        put_header(at, STR(": "), reply->headers[i].value);
    }
    put(at, STR("\r\n"));
}

static void written(uv_write_t *write, int status)
{
    struct conn *conn = write->handle->data;

    if (conn->state == CONN_CLOSED)
        return;
    if (status < 0) {
        conn_close(conn);
        return;
    }
    conn_answered(conn);
    conn_resume(conn);
}

/* What the kernel did not take at once. A head that lies in the loop's own memory moves to the exchange's. */
static void write_rest(struct conn *conn, struct arena *arena, uv_buf_t bufs[2], unsigned count, size_t done)
{
    if (done < bufs[0].len) {
        size_t left = bufs[0].len - done;

        bufs[0].base = memcpy(arena_alloc(arena, left), bufs[0].base + done, left);
        bufs[0].len = left;
    } else if (count > 1) {
        done -= bufs[0].len;
        bufs[0] = (uv_buf_t){ .base = bufs[1].base + done, .len = bufs[1].len - done };
        count = 1;
    }
    if (uv_write(&conn->write, &conn->stream, bufs, count, written) != 0)
        conn_close(conn);
}

static void write_out(struct conn *conn, struct edge_exchange *exchange, struct str head, struct str body)
{
    uv_buf_t bufs[2] = { uv_buf_init((char *)head.ptr, (unsigned)head.len),
                         { .base = (char *)body.ptr, .len = body.len } };
    unsigned count = body.len ? 2 : 1;
    int done = uv_try_write(&conn->stream, bufs, count);

    if (done >= 0 && (size_t)done == head.len + body.len)
        conn_answered(conn);
    else if (done >= 0 || done == UV_EAGAIN)
        write_rest(conn, &exchange->public.arena, bufs, count, done > 0 ? (size_t)done : 0);
    else
        conn_close(conn);
}

void answer_write(struct conn *conn, struct edge_exchange *exchange)
{
    struct reply *reply = &exchange->public.reply;
    struct str body;
    size_t needed;
    char *begin, *at;

    if (reply->status == 0)
        problem_answer(exchange, (struct http_refusal){ 500, "Something went wrong on our side." });
    if (reply->events && exchange->public.request.method == HEAD) {
        event_stream_drop(reply->events);
        reply->events = NULL;
    }
    conn->state = CONN_WRITE;
    conn->close_after = !reply->events && !stays(conn, exchange);
    body = reply->body;
    if (exchange->public.request.method == HEAD || has_no_content(reply->status) || reply->events)
        body = STR_EMPTY;
    needed = head_size(reply);
    begin = needed <= HEAD_OUT_BYTES ? conn->loop->head_out : arena_alloc(&exchange->public.arena, needed);
    at = begin;
    put_head(&at, conn, exchange);
    if (body.len <= BODY_JOINED_MOST_BYTES && begin == conn->loop->head_out) {
        put(&at, body);
        body = STR_EMPTY;
    }
    write_out(conn, exchange, (struct str){ begin, (size_t)(at - begin) }, body);
}
