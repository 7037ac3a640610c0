/*
 * A connection: bytes come in and are eaten by whatever its state is waiting for.
 *
 * One request at a time: the next is read only when the answer of the one before has been handed to the kernel.
 * What a client sends ahead waits in the inbox, which is bounded: when it is full, reading stops.
 */
#include "http/edge.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { INBOX_FIRST_BYTES = 2048 };

static void allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *buf);
static void arrived(uv_stream_t *stream, ssize_t count, const uv_buf_t *buf);

void conn_start(struct conn *conn)
{
    conn->state = CONN_HEAD;
    deadline_set(conn, DEADLINE_HEAD);
    conn->reading = true;
    if (uv_read_start(&conn->stream, allocate, arrived) != 0)
        conn_close(conn);
}

static void allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
    struct conn *conn = handle->data;

    (void)suggested;
    *buf = uv_buf_init(conn->loop->scratch, SCRATCH_BYTES);
}

/* ---- the inbox */

static void inbox_free(struct conn *conn)
{
    if (!conn->inbox)
        return;
    free(conn->inbox->bytes);
    free(conn->inbox);
    conn->inbox = NULL;
}

static void init_head(const struct conn *conn, struct http_head *head)
{
    const struct edge_limits *limits = &conn->loop->edge->options.limits;

    http_head_init(head, limits->head_most_bytes, limits->line_most_bytes);
}

static bool inbox_grow(struct inbox *inbox, size_t needed)
{
    size_t capacity = inbox->capacity ? inbox->capacity : INBOX_FIRST_BYTES;
    char *bytes;

    if (needed <= inbox->capacity)
        return true;
    while (capacity < needed)
        capacity *= 2;
    bytes = realloc(inbox->bytes, capacity);
    if (!bytes)
        return false;
    inbox->bytes = bytes;
    inbox->capacity = capacity;
    return true;
}

/* Keeps what cannot be eaten yet; a connection without memory for it is closed. */
static void inbox_add(struct conn *conn, const char *bytes, size_t len)
{
    if (!conn->inbox) {
        conn->inbox = calloc(1, sizeof(*conn->inbox));
        if (conn->inbox)
            init_head(conn, &conn->inbox->head);
    }
    if (!conn->inbox || !inbox_grow(conn->inbox, conn->inbox->len + len)) {
        conn_close(conn);
        return;
    }
    memcpy(conn->inbox->bytes + conn->inbox->len, bytes, len);
    conn->inbox->len += len;
}

/* ---- eating */

/* 0 when the head is not whole yet. */
static size_t eat_head(struct conn *conn, struct http_head *head, char *bytes, size_t len)
{
    size_t eaten;

    switch (http_head_feed(head, bytes, len)) {
    case HTTP_MORE: return 0;
    case HTTP_REFUSED: exchange_refuse(conn, head->refusal); return len;
    case HTTP_DONE: break;
    }
    eaten = head->at;
    exchange_begin(conn, head, bytes, eaten < len);
    init_head(conn, head);
    return eaten;
}

static size_t throw_away(struct conn *conn, size_t len)
{
    conn->mark += len;
    if (conn->mark > DRAIN_MOST_BYTES)
        conn_close(conn);
    return len;
}

/* As much as the state of the connection allows; it may change on the way. `head` belongs to the first byte. */
static size_t eat(struct conn *conn, struct http_head *head, char *bytes, size_t len)
{
    size_t eaten = 0, step = 1;

    conn->loop->busy = true;
    while (eaten < len && step > 0) {
        switch (conn->state) {
        case CONN_HEAD: step = eat_head(conn, head, bytes + eaten, len - eaten); break;
        case CONN_BODY: step = exchange_eat_body(conn, bytes + eaten, len - eaten); break;
        case CONN_WORK: step = stream_eat(conn, bytes + eaten, len - eaten); break;
        case CONN_WRITE: step = 0; break;
        case CONN_EVENTS:
        case CONN_DRAIN: step = throw_away(conn, len - eaten); break;
        case CONN_CLOSED: step = len - eaten; break;
        }
        eaten += step;
    }
    conn->loop->busy = false;
    return eaten;
}

static void eat_inbox(struct conn *conn)
{
    struct inbox *inbox = conn->inbox;
    size_t eaten;

    conn->inbox = NULL; /* out of reach while it is eaten */
    eaten = eat(conn, &inbox->head, inbox->bytes, inbox->len);
    conn->inbox = inbox;
    inbox->len -= eaten;
    memmove(inbox->bytes, inbox->bytes + eaten, inbox->len);
    if (inbox->len == 0 || conn->state == CONN_CLOSED)
        inbox_free(conn);
}

static void eat_scratch(struct conn *conn, char *bytes, size_t len)
{
    struct http_head *head = &conn->loop->head;
    size_t eaten;

    init_head(conn, head);
    eaten = eat(conn, head, bytes, len);
    if (eaten == len || conn->state == CONN_CLOSED)
        return;
    inbox_add(conn, bytes + eaten, len - eaten);
    if (conn->inbox)
        conn->inbox->head = *head;
}

void conn_resume(struct conn *conn)
{
    if (conn->inbox && conn->state != CONN_CLOSED)
        eat_inbox(conn);
    conn_settle(conn);
}

/* ---- input */

/* The client sends no more. What it asked for before is still answered. */
static void input_ended(struct conn *conn)
{
    conn->ended = true;
    switch (conn->state) {
    case CONN_WORK: conn_settle(conn); return;
    case CONN_WRITE: return;
    case CONN_HEAD:
    case CONN_BODY:
    case CONN_EVENTS:
    case CONN_DRAIN:
    case CONN_CLOSED: conn_close(conn); return;
    }
}

static void arrived(uv_stream_t *stream, ssize_t count, const uv_buf_t *buf)
{
    struct conn *conn = stream->data;

    if (count == 0 || conn->state == CONN_CLOSED)
        return;
    if (count == UV_EOF) {
        conn->reading = false;
        input_ended(conn);
        return;
    }
    if (count < 0) {
        conn_close(conn);
        return;
    }
    if (conn->inbox) {
        inbox_add(conn, buf->base, (size_t)count);
        conn_resume(conn);
        return;
    }
    eat_scratch(conn, buf->base, (size_t)count);
    conn_settle(conn);
}

/* ---- between the states */

void conn_linger(struct conn *conn)
{
    int fd;

    inbox_free(conn);
    if (conn->ended || uv_fileno(&conn->handle, &fd) != 0) {
        conn_close(conn);
        return;
    }
    shutdown(fd, SHUT_WR);
    conn->state = CONN_DRAIN;
    conn->mark = 0;
}

void conn_answered(struct conn *conn)
{
    struct edge_exchange *exchange = conn->exchange;
    struct event_stream *events = exchange->public.reply.events;

    conn->exchange = NULL;
    exchange->public.reply.events = NULL;
    exchange_give_back(exchange);
    if (events && !conn->close_after) {
        conn->state = CONN_EVENTS;
        conn->mark = 0;
        inbox_free(conn);
        events_attach(conn, events);
    } else if (conn->close_after) {
        conn_linger(conn);
    } else {
        conn->state = CONN_HEAD;
        conn->deadline_stale = true;
    }
}

static void set_reading(struct conn *conn, bool wanted)
{
    if (wanted == conn->reading || conn->ended)
        return;
    conn->reading = wanted;
    if (wanted)
        uv_read_start(&conn->stream, allocate, arrived);
    else
        uv_read_stop(&conn->stream);
}

static bool inbox_has_room(const struct conn *conn)
{
    return !conn->inbox || conn->inbox->len < INBOX_MOST_BYTES;
}

/* Starts a deadline, unless it runs already for this request; `mark` is where its progress is measured from. */
static void expect_by(struct conn *conn, enum deadline deadline, size_t mark)
{
    if (conn->deadline == deadline && !conn->deadline_stale)
        return;
    conn->mark = mark;
    conn->deadline_stale = false;
    deadline_set(conn, deadline);
}

static void settle_work(struct conn *conn)
{
    bool arriving = !conn->exchange->body_whole && !conn->ended;

    if (conn->ended && !conn->exchange->body_whole)
        stream_fail(conn->exchange);
    if (arriving && !conn->inbox && stream_wants_more(conn->exchange)) {
        expect_by(conn, DEADLINE_BODY, (size_t)conn->exchange->body.total);
        set_reading(conn, true);
        return;
    }
    if (conn->deadline != DEADLINE_NONE)
        deadline_set(conn, DEADLINE_NONE);
    set_reading(conn, !arriving && inbox_has_room(conn));
}

static void settle_body(struct conn *conn)
{
    if (conn->ended) {
        conn_close(conn);
        return;
    }
    expect_by(conn, DEADLINE_BODY, (size_t)conn->exchange->body.total);
    set_reading(conn, true);
}

static void settle_head(struct conn *conn)
{
    if (conn->ended) {
        conn_close(conn);
        return;
    }
    if (conn->inbox)
        expect_by(conn, DEADLINE_HEAD, 0);
    else
        deadline_set(conn, DEADLINE_IDLE);
    set_reading(conn, true);
}

void conn_settle(struct conn *conn)
{
    switch (conn->state) {
    case CONN_HEAD: settle_head(conn); return;
    case CONN_BODY: settle_body(conn); return;
    case CONN_WORK: settle_work(conn); return;
    case CONN_WRITE:
        expect_by(conn, DEADLINE_WRITE, uv_stream_get_write_queue_size(&conn->stream));
        set_reading(conn, inbox_has_room(conn));
        return;
    case CONN_EVENTS:
        if (conn->deadline != DEADLINE_WRITE && conn->deadline != DEADLINE_EVENTS)
            deadline_set(conn, DEADLINE_EVENTS);
        set_reading(conn, true);
        return;
    case CONN_DRAIN:
        if (conn->deadline != DEADLINE_DRAIN)
            deadline_set(conn, DEADLINE_DRAIN); /* the mark goes on counting what is thrown away */
        set_reading(conn, true);
        return;
    case CONN_CLOSED: return;
    }
}

/* ---- the end */

static void closed(uv_handle_t *handle)
{
    struct conn *conn = handle->data;
    struct edge_loop *loop = conn->loop;

    if (conn->exchange)
        exchange_give_back(conn->exchange);
    events_detach(conn);
    address_forget(loop->edge, conn);
    atomic_fetch_sub_explicit(&loop->edge->connections, 1, memory_order_relaxed);
    loop->connections--;
    free(conn);
    if (!loop->stopping)
        accept_resume(loop);
}

void conn_close(struct conn *conn)
{
    if (conn->state == CONN_CLOSED)
        return;
    if (conn->state == CONN_WORK)
        exchange_detach(conn);
    conn->state = CONN_CLOSED;
    deadline_clear(conn);
    inbox_free(conn);
    uv_close(&conn->handle, closed);
}

void conn_cut(struct conn *conn)
{
    if (conn->state == CONN_CLOSED)
        return;
    loop_count(&conn->loop->cut);
    conn_close(conn);
}
