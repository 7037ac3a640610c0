/*
 * Who is late. Every connection is in the list of its deadline, oldest first; each kind of deadline has one length
 * of time, so only the oldest of each list is looked at, by one timer a loop.
 */
#include "http/edge.h"

enum { TICK_LEAST_MS = 10, TICK_MOST_MS = 250 };

static int64_t duration_ms(const struct edge_limits *limits, enum deadline deadline)
{
    switch (deadline) {
    case DEADLINE_HEAD: return limits->head_ms;
    case DEADLINE_IDLE: return limits->idle_ms;
    case DEADLINE_BODY: return limits->body_window_ms;
    case DEADLINE_WRITE: return limits->write_ms;
    case DEADLINE_EVENTS: return limits->heartbeat_ms;
    case DEADLINE_DRAIN: return limits->drain_ms;
    case DEADLINE_NONE:
    case DEADLINES: break;
    }
    return INT64_MAX;
}

int64_t deadline_tick_ms(const struct edge_limits *limits)
{
    int64_t tick_ms = TICK_MOST_MS;

    for (int d = DEADLINE_HEAD; d < DEADLINES; d++)
        if (duration_ms(limits, (enum deadline)d) / 4 < tick_ms)
            tick_ms = duration_ms(limits, (enum deadline)d) / 4;
    return tick_ms < TICK_LEAST_MS ? TICK_LEAST_MS : tick_ms;
}

void deadline_clear(struct conn *conn)
{
    struct deadline_list *list = &conn->loop->deadlines[conn->deadline];

    if (conn->older)
        conn->older->newer = conn->newer;
    else if (list->oldest == conn)
        list->oldest = conn->newer;
    if (conn->newer)
        conn->newer->older = conn->older;
    else if (list->newest == conn)
        list->newest = conn->older;
    conn->older = conn->newer = NULL;
}

void deadline_set(struct conn *conn, enum deadline deadline)
{
    struct deadline_list *list = &conn->loop->deadlines[deadline];

    deadline_clear(conn);
    conn->deadline = deadline;
    conn->deadline_since_ms = loop_now_ms(conn->loop);
    conn->older = list->newest;
    if (list->newest)
        list->newest->newer = conn;
    else
        list->oldest = conn;
    list->newest = conn;
}

static void too_slow(struct conn *conn)
{
    if (conn->state == CONN_WORK)
        stream_fail(conn->exchange);
    else
        exchange_refuse(conn, (struct http_refusal){ 408, "The request took too long to arrive." });
    conn_cut(conn);
}

static void check_body(struct conn *conn, const struct edge_limits *limits)
{
    size_t total = (size_t)conn->exchange->body.total;

    if ((int64_t)(total - conn->mark) < limits->body_least_rate * limits->body_window_ms / 1000) {
        too_slow(conn);
        return;
    }
    conn->mark = total;
    deadline_set(conn, DEADLINE_BODY);
}

static void check_write(struct conn *conn)
{
    size_t unsent = uv_stream_get_write_queue_size(&conn->stream);

    if (unsent == conn->mark) {
        conn_cut(conn);
        return;
    }
    conn->mark = unsent;
    deadline_set(conn, DEADLINE_WRITE);
}

static void late(struct conn *conn)
{
    switch (conn->deadline) {
    case DEADLINE_HEAD:
        if (conn->inbox)
            too_slow(conn);
        else
            conn_cut(conn);
        return;
    case DEADLINE_BODY: check_body(conn, &conn->loop->edge->options.limits); return;
    case DEADLINE_WRITE: check_write(conn); return;
    case DEADLINE_EVENTS: events_heartbeat(conn); return;
    case DEADLINE_IDLE:
    case DEADLINE_DRAIN:
    case DEADLINE_NONE:
    case DEADLINES: conn_close(conn); return;
    }
}

void deadline_check(struct edge_loop *loop)
{
    const struct edge_limits *limits = &loop->edge->options.limits;

    for (int d = DEADLINE_HEAD; d < DEADLINES; d++) {
        struct conn *conn;

        while ((conn = loop->deadlines[d].oldest) &&
               loop_now_ms(loop) - conn->deadline_since_ms >= duration_ms(limits, (enum deadline)d))
            late(conn);
    }
}
