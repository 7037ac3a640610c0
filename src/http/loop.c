/* One loop on its thread: messages from other threads, the tick, the graceful stop. */
#include "http/edge.h"

enum { STOP_TICK_MS = 20, STOP_IDLE_MS = 100 };

static _Thread_local struct edge_loop *own_loop;

static void woken(uv_async_t *wake);
static void ticked(uv_timer_t *tick);

bool loop_open(struct edge_loop *loop, struct str *why)
{
    int failed = uv_loop_init(&loop->uv);

    if (!failed)
        failed = uv_async_init(&loop->uv, &loop->wake, woken);
    if (!failed)
        failed = uv_timer_init(&loop->uv, &loop->tick);
    if (failed)
        *why = str_from(uv_strerror(failed));
    loop->wake.data = loop->tick.data = loop;
    return !failed;
}

bool loop_is_own(const struct edge_loop *loop)
{
    return own_loop == loop;
}

void loop_run(struct edge_loop *loop)
{
    const struct edge_options *options = &loop->edge->options;

    own_loop = loop;
    if (options->loop_start)
        options->loop_start(options->data, loop->index);
    accept_start(loop);
    uv_run(&loop->uv, UV_RUN_DEFAULT);
    if (options->loop_stop)
        options->loop_stop(options->data, loop->index);
    own_loop = NULL;
}

/* ---- messages */

void loop_post(struct edge_loop *loop, struct message *message)
{
    struct message *newest = atomic_load_explicit(&loop->messages, memory_order_relaxed);

    do
        message->next = newest;
    while (!atomic_compare_exchange_weak_explicit(&loop->messages, &newest, message, memory_order_release,
                                                  memory_order_relaxed));
    uv_async_send(&loop->wake);
}

static void deliver_messages(struct edge_loop *loop)
{
    struct message *newest = atomic_exchange_explicit(&loop->messages, NULL, memory_order_acquire);
    struct message *oldest = NULL;

    while (newest) {
        struct message *next = newest->next;

        newest->next = oldest;
        oldest = newest;
        newest = next;
    }
    while (oldest) {
        struct message *message = oldest;

        oldest = message->next; /* delivering may end the message's life */
        message->deliver(message);
    }
}

/* ---- the tick, and the stop */

void loop_tick_wanted(struct edge_loop *loop)
{
    uint64_t every_ms = loop->stopping ? STOP_TICK_MS : (uint64_t)deadline_tick_ms(&loop->edge->options.limits);

    if (!uv_is_active((uv_handle_t *)&loop->tick))
        uv_timer_start(&loop->tick, ticked, every_ms, every_ms);
}

static void close_all(struct edge_loop *loop)
{
    for (int d = DEADLINE_NONE; d < DEADLINES; d++)
        while (loop->deadlines[d].oldest)
            conn_cut(loop->deadlines[d].oldest);
}

/* Those that have sent nothing (what was on its way when the stop came has had a moment to arrive), and event
 * streams, which have no end of their own. */
static void close_idle(struct edge_loop *loop)
{
    struct conn *next;

    for (int d = DEADLINE_HEAD; d < DEADLINES; d++)
        for (struct conn *conn = loop->deadlines[d].oldest; conn; conn = next) {
            next = conn->newer;
            if ((conn->state == CONN_HEAD && !conn->inbox) || conn->state == CONN_EVENTS)
                conn_close(conn);
        }
}

static void stop_begin(struct edge_loop *loop)
{
    loop->stopping = true;
    loop->stop_at_ms = loop_now_ms(loop);
    accept_stop(loop);
    uv_timer_stop(&loop->tick);
    loop_tick_wanted(loop);
}

static void stop_go_on(struct edge_loop *loop)
{
    int64_t since_ms = loop_now_ms(loop) - loop->stop_at_ms;
    bool patience_over = since_ms >= loop->edge->options.limits.drain_ms;

    if (since_ms >= STOP_IDLE_MS)
        close_idle(loop);
    if (patience_over)
        close_all(loop);
    if (loop->connections == 0 && (loop->exchanges_out == 0 || patience_over))
        uv_stop(&loop->uv);
}

static void woken(uv_async_t *wake)
{
    struct edge_loop *loop = wake->data;

    if (atomic_load(&loop->edge->stop) && !loop->stopping)
        stop_begin(loop);
    deliver_messages(loop);
}

static void ticked(uv_timer_t *tick)
{
    struct edge_loop *loop = tick->data;

    deadline_check(loop);
    accept_resume(loop);
    if (loop->stopping)
        stop_go_on(loop);
    else if (loop->connections == 0 && !loop->listeners[0].paused && !loop->listeners[1].paused)
        uv_timer_stop(tick);
}

/* ---- the end; the threads have ended before */

void loop_close(struct edge_loop *loop)
{
    own_loop = loop;
    accept_stop(loop);
    close_all(loop);
    uv_close((uv_handle_t *)&loop->tick, NULL);
    uv_close((uv_handle_t *)&loop->wake, NULL);
    uv_run(&loop->uv, UV_RUN_DEFAULT);
    deliver_messages(loop);
    exchanges_free(loop);
    uv_loop_close(&loop->uv);
    own_loop = NULL;
}
