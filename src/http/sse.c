/*
 * Two buffers a stream: `waiting`, bounded, which senders fill under the lock; and `sending`, the loop's own, which
 * the kernel is taking. When waiting overflows, all of it gives way to one "resync" event; what is being sent is
 * finished, so that no event is cut in half.
 */
#include "http/sse.h"

#include "http/edge.h"

#include <stdlib.h>
#include <string.h>

enum { WAITING_FIRST_BYTES = 256 };

#define RESYNC "event: resync\ndata: {}\n\n"
#define HEARTBEAT ":\n\n"

struct event_stream {
    struct message wake; /* holds a reference while it is posted */
    pthread_mutex_t lock;
    int references;
    struct edge_loop *loop; /* NULL before the answer has begun and after the client has left */
    struct conn *conn;      /* the loop's own, like sending */
    bool wake_posted;
    bool gone;
    bool ended;
    size_t most;
    size_t waiting_len, waiting_capacity;
    char *waiting;
    char *sending;          /* NULL: nothing is on its way */
};

static void deliver_wake(struct message *message);

struct event_stream *event_stream_new(size_t buffer_most_bytes)
{
    struct event_stream *stream = calloc(1, sizeof(*stream));

    if (!stream)
        abort();
    stream->wake.deliver = deliver_wake;
    stream->references = 2; /* the edge's and the sender's */
    stream->most = buffer_most_bytes > sizeof(RESYNC) ? buffer_most_bytes : sizeof(RESYNC);
    pthread_mutex_init(&stream->lock, NULL);
    return stream;
}

/* Unlocks, and frees when this was the last reference. */
static void unlock_and_release(struct event_stream *stream)
{
    bool last = --stream->references == 0;

    pthread_mutex_unlock(&stream->lock);
    if (!last)
        return;
    pthread_mutex_destroy(&stream->lock);
    free(stream->waiting);
    free(stream);
}

/* ---- from any thread; the lock is held */

static void wake(struct event_stream *stream)
{
    if (!stream->loop || stream->wake_posted)
        return;
    stream->wake_posted = true;
    stream->references++;
    loop_post(stream->loop, &stream->wake);
}

static bool make_room(struct event_stream *stream, size_t len)
{
    size_t capacity = stream->waiting_capacity ? stream->waiting_capacity : WAITING_FIRST_BYTES;
    char *bytes;

    if (stream->waiting_len + len <= stream->waiting_capacity)
        return true;
    while (capacity < stream->waiting_len + len)
        capacity *= 2;
    bytes = realloc(stream->waiting, capacity);
    if (!bytes)
        return false;
    stream->waiting = bytes;
    stream->waiting_capacity = capacity;
    return true;
}

/* A line break would end the field early: it becomes a space. */
static void add(struct event_stream *stream, struct str s)
{
    char *at = stream->waiting + stream->waiting_len;

    for (size_t i = 0; i < s.len; i++)
        at[i] = s.ptr[i] == '\n' || s.ptr[i] == '\r' || s.ptr[i] == '\0' ? ' ' : s.ptr[i];
    stream->waiting_len += s.len;
}

static void add_raw(struct event_stream *stream, struct str s)
{
    if (!make_room(stream, s.len))
        return;
    memcpy(stream->waiting + stream->waiting_len, s.ptr, s.len);
    stream->waiting_len += s.len;
}

static void add_field(struct event_stream *stream, struct str name, struct str value)
{
    add_raw(stream, name);
    add(stream, value);
    add_raw(stream, STR("\n"));
}

bool event_stream_send(struct event_stream *stream, struct str id, struct str event, struct str data)
{
    size_t len = id.len + event.len + data.len + sizeof("id: \nevent: \ndata: \n\n");

    pthread_mutex_lock(&stream->lock);
    if (stream->gone) {
        pthread_mutex_unlock(&stream->lock);
        return false;
    }
    if (len > stream->most - stream->waiting_len || !make_room(stream, len)) {
        stream->waiting_len = 0;
        add_raw(stream, STR(RESYNC));
    } else {
        if (id.len)
            add_field(stream, STR("id: "), id);
        if (event.len)
            add_field(stream, STR("event: "), event);
        add_field(stream, STR("data: "), data);
        add_raw(stream, STR("\n"));
    }
    wake(stream);
    pthread_mutex_unlock(&stream->lock);
    return true;
}

bool event_stream_is_gone(struct event_stream *stream)
{
    bool gone;

    pthread_mutex_lock(&stream->lock);
    gone = stream->gone;
    pthread_mutex_unlock(&stream->lock);
    return gone;
}

void event_stream_release(struct event_stream *stream, bool end)
{
    pthread_mutex_lock(&stream->lock);
    if (end) {
        stream->ended = true;
        wake(stream);
    }
    unlock_and_release(stream);
}

void event_stream_drop(struct event_stream *stream)
{
    pthread_mutex_lock(&stream->lock);
    stream->gone = true;
    stream->loop = NULL;
    stream->conn = NULL;
    unlock_and_release(stream);
}

/* ---- on the loop */

static void sent(uv_write_t *write, int status)
{
    struct conn *conn = write->handle->data;

    free(conn->events->sending);
    conn->events->sending = NULL;
    if (conn->state == CONN_CLOSED)
        return;
    if (status < 0) {
        conn_close(conn);
        return;
    }
    deadline_set(conn, DEADLINE_EVENTS);
    events_flush(conn);
}

/* Takes over what waits; false when there is nothing, with *ended saying that nothing will come. */
static bool take_waiting(struct event_stream *stream, size_t *len, bool *ended)
{
    pthread_mutex_lock(&stream->lock);
    *ended = stream->ended;
    *len = stream->waiting_len;
    if (*len) {
        stream->sending = stream->waiting;
        stream->waiting = NULL;
        stream->waiting_len = stream->waiting_capacity = 0;
    }
    pthread_mutex_unlock(&stream->lock);
    return *len > 0;
}

/* Hands it to the kernel; true when the kernel took it all at once. */
static bool send_out(struct conn *conn, struct event_stream *stream, size_t len)
{
    uv_buf_t buf = uv_buf_init(stream->sending, (unsigned)len);
    int done = uv_try_write(&conn->stream, &buf, 1);

    if (done >= 0 && (size_t)done == len) {
        free(stream->sending);
        stream->sending = NULL;
        deadline_set(conn, DEADLINE_EVENTS);
        return true;
    }
    if (done < 0 && done != UV_EAGAIN) {
        free(stream->sending);
        stream->sending = NULL;
        conn_close(conn);
        return false;
    }
    buf.base += done > 0 ? done : 0;
    buf.len -= done > 0 ? (size_t)done : 0;
    if (uv_write(&conn->write, &conn->stream, &buf, 1, sent) != 0) {
        conn_close(conn);
        return false;
    }
    conn->mark = uv_stream_get_write_queue_size(&conn->stream);
    deadline_set(conn, DEADLINE_WRITE);
    return false;
}

void events_flush(struct conn *conn)
{
    struct event_stream *stream = conn->events;
    size_t len;
    bool ended;

    if (conn->state != CONN_EVENTS || stream->sending)
        return;
    while (take_waiting(stream, &len, &ended))
        if (!send_out(conn, stream, len))
            return;
    if (ended) {
        conn_linger(conn);
        conn_settle(conn);
    }
}

void events_attach(struct conn *conn, struct event_stream *stream)
{
    conn->events = stream;
    deadline_set(conn, DEADLINE_EVENTS);
    pthread_mutex_lock(&stream->lock);
    stream->loop = conn->loop;
    stream->conn = conn;
    pthread_mutex_unlock(&stream->lock);
    events_flush(conn);
}

void events_detach(struct conn *conn)
{
    struct event_stream *stream = conn->events;

    if (!stream)
        return;
    conn->events = NULL;
    free(stream->sending);
    stream->sending = NULL;
    event_stream_drop(stream);
}

void events_heartbeat(struct conn *conn)
{
    struct event_stream *stream = conn->events;

    deadline_set(conn, DEADLINE_EVENTS);
    pthread_mutex_lock(&stream->lock);
    if (stream->waiting_len == 0)
        add_raw(stream, STR(HEARTBEAT));
    pthread_mutex_unlock(&stream->lock);
    events_flush(conn);
}

static void deliver_wake(struct message *message)
{
    struct event_stream *stream = (struct event_stream *)message; /* its first member */
    struct conn *conn;

    pthread_mutex_lock(&stream->lock);
    stream->wake_posted = false;
    conn = stream->conn;
    pthread_mutex_unlock(&stream->lock);
    if (conn)
        events_flush(conn);
    pthread_mutex_lock(&stream->lock);
    unlock_and_release(stream);
}
