/*
 * A body that a worker reads while it arrives: a ring of bounded size between the loop, which fills it, and the
 * worker, which waits at it. When it is full, the loop stops reading and the client's network does the waiting.
 */
#include "http/edge.h"

#include <stdlib.h>
#include <string.h>

struct request_body_stream {
    struct message resume; /* posted by the reader: there is room again, or the first read */
    struct edge_exchange *exchange;
    pthread_mutex_t lock;  /* guards what follows */
    pthread_cond_t changed;
    size_t from, len;      /* what waits in the ring */
    bool ended;
    bool failed;
    bool full;             /* the loop has stopped reading */
    bool expects_continue;
    bool resume_posted;
    char ring[STREAM_BUFFER_BYTES];
};

static void deliver_resume(struct message *message);

void stream_open(struct edge_exchange *exchange, bool expects_continue)
{
    struct request_body_stream *stream = malloc(sizeof(*stream));

    if (!stream)
        abort();
    memset(stream, 0, offsetof(struct request_body_stream, ring));
    stream->resume.deliver = deliver_resume;
    stream->exchange = exchange;
    stream->expects_continue = expects_continue;
    pthread_mutex_init(&stream->lock, NULL);
    pthread_cond_init(&stream->changed, NULL);
    exchange->public.request.stream = stream;
}

void stream_free(struct edge_exchange *exchange)
{
    struct request_body_stream *stream = exchange->public.request.stream;

    if (!stream)
        return;
    exchange->public.request.stream = NULL;
    pthread_cond_destroy(&stream->changed);
    pthread_mutex_destroy(&stream->lock);
    free(stream);
}

/* ---- the loop's side */

static void fill(struct request_body_stream *stream, struct str piece)
{
    size_t to = (stream->from + stream->len) % STREAM_BUFFER_BYTES;
    size_t first = STREAM_BUFFER_BYTES - to < piece.len ? STREAM_BUFFER_BYTES - to : piece.len;

    memcpy(stream->ring + to, piece.ptr, first);
    memcpy(stream->ring, piece.ptr + first, piece.len - first);
    stream->len += piece.len;
}

/* Content never grows on the way, so at most as much is fed as there is room for. */
static size_t feed(struct edge_exchange *exchange, struct request_body_stream *stream, const char *bytes, size_t len)
{
    size_t room = STREAM_BUFFER_BYTES - stream->len;
    struct str input = { bytes, len < room ? len : room }, piece;
    size_t given = input.len;
    enum http_verdict verdict = HTTP_MORE;

    while (verdict == HTTP_MORE && input.len) {
        verdict = http_body_feed(&exchange->body, &input, &piece);
        if (piece.len)
            fill(stream, piece);
    }
    if (verdict == HTTP_DONE)
        exchange->body_whole = stream->ended = true;
    if (verdict == HTTP_REFUSED)
        stream->failed = true;
    return verdict == HTTP_REFUSED ? len : given - input.len;
}

size_t stream_eat(struct conn *conn, const char *bytes, size_t len)
{
    struct edge_exchange *exchange = conn->exchange;
    struct request_body_stream *stream = exchange->public.request.stream;
    size_t eaten;

    if (!stream || exchange->body_whole)
        return 0;
    pthread_mutex_lock(&stream->lock);
    eaten = stream->failed ? len : feed(exchange, stream, bytes, len);
    stream->full = eaten < len;
    pthread_cond_signal(&stream->changed);
    pthread_mutex_unlock(&stream->lock);
    return eaten;
}

bool stream_wants_more(const struct edge_exchange *exchange)
{
    struct request_body_stream *stream = exchange->public.request.stream;
    bool wanted;

    if (!stream)
        return false;
    pthread_mutex_lock(&stream->lock);
    wanted = !stream->failed && STREAM_BUFFER_BYTES - stream->len >= SCRATCH_BYTES;
    stream->full = !wanted;
    pthread_mutex_unlock(&stream->lock);
    return wanted;
}

void stream_fail(struct edge_exchange *exchange)
{
    struct request_body_stream *stream = exchange->public.request.stream;

    if (!stream)
        return;
    pthread_mutex_lock(&stream->lock);
    stream->failed = !stream->ended;
    pthread_cond_signal(&stream->changed);
    pthread_mutex_unlock(&stream->lock);
}

static void deliver_resume(struct message *message)
{
    static char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
    struct request_body_stream *stream = (struct request_body_stream *)message; /* its first member */
    struct conn *conn = stream->exchange->conn;
    uv_buf_t buf = uv_buf_init(go_on, sizeof(go_on) - 1);
    bool expects_continue;

    pthread_mutex_lock(&stream->lock);
    expects_continue = stream->expects_continue;
    stream->expects_continue = false;
    stream->resume_posted = false;
    pthread_mutex_unlock(&stream->lock);
    if (!conn)
        return;
    if (expects_continue)
        uv_try_write(&conn->stream, &buf, 1);
    conn_resume(conn);
}

/* ---- the reader's side */

/* Tells the loop that there is room, or that the client may begin. */
static void ask_for_more(struct request_body_stream *stream)
{
    bool room = stream->full && stream->len <= STREAM_BUFFER_BYTES / 2;

    if (stream->resume_posted || stream->ended || stream->failed || !(room || stream->expects_continue))
        return;
    stream->resume_posted = true;
    loop_post(stream->exchange->loop, &stream->resume);
}

static size_t drink(struct request_body_stream *stream, char *into, size_t size)
{
    size_t count = stream->len < size ? stream->len : size;
    size_t first = STREAM_BUFFER_BYTES - stream->from < count ? STREAM_BUFFER_BYTES - stream->from : count;

    memcpy(into, stream->ring + stream->from, first);
    memcpy(into + first, stream->ring, count - first);
    stream->from = (stream->from + count) % STREAM_BUFFER_BYTES;
    stream->len -= count;
    return count;
}

int64_t request_body_read(const struct request *req, char *into, size_t size)
{
    struct request_body_stream *stream = req->stream;
    int64_t count;

    if (!stream || size == 0)
        return 0;
    pthread_mutex_lock(&stream->lock);
    ask_for_more(stream);
    while (stream->len == 0 && !stream->ended && !stream->failed)
        pthread_cond_wait(&stream->changed, &stream->lock);
    count = stream->failed ? -1 : (int64_t)drink(stream, into, size);
    ask_for_more(stream);
    pthread_mutex_unlock(&stream->lock);
    return count;
}
