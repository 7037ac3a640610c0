/* One request and its answer: taken from a list, filled in, served, answered from any thread, given back. */
#include "http/edge.h"
#include "http/sse.h"

#include <stdlib.h>
#include <string.h>

enum { BODY_FIRST_BYTES = 4096 };

static void deliver_answer(struct message *message);

static struct edge_exchange *of_public(struct exchange *exchange)
{
    return (struct edge_exchange *)((char *)exchange - offsetof(struct edge_exchange, public));
}

/* ---- the list of those that wait for use */

static struct edge_exchange *exchange_new(struct edge_loop *loop)
{
    struct edge_exchange *exchange = calloc(1, sizeof(*exchange));

    if (!exchange)
        abort();
    exchange->loop = loop;
    exchange->answer.deliver = deliver_answer;
    exchange->public.loop_index = loop->index;
    arena_init(&exchange->public.arena);
    return exchange;
}

struct edge_exchange *exchange_take(struct conn *conn)
{
    struct edge_loop *loop = conn->loop;
    struct edge_exchange *exchange = loop->exchanges;

    if (exchange) {
        loop->exchanges = exchange->next;
        loop->exchanges_kept--;
    } else {
        exchange = exchange_new(loop);
    }
    exchange->conn = conn;
    exchange->keep_alive = exchange->old_version = exchange->body_whole = false;
    exchange->serving = exchange->answered = false;
    exchange->public.app_data = NULL;
    exchange->public.request.arena = &exchange->public.arena;
    exchange->public.request.method = GET;
    exchange->public.request.stream = NULL;
    exchange->public.request.body = STR_EMPTY;
    reply_init(&exchange->public.reply, &exchange->public.arena);
    conn->exchange = exchange;
    return exchange;
}

static void body_free(struct edge_exchange *exchange)
{
    if (!exchange->body_bytes)
        return;
    free(exchange->body_bytes);
    atomic_fetch_sub_explicit(&exchange->loop->edge->body_bytes, (int64_t)exchange->body_capacity,
                              memory_order_relaxed);
    exchange->body_bytes = NULL;
    exchange->body_capacity = 0;
}

void exchange_give_back(struct edge_exchange *exchange)
{
    struct edge_loop *loop = exchange->loop;

    if (exchange->public.reply.events) /* no connection took it over */
        event_stream_drop(exchange->public.reply.events);
    stream_free(exchange);
    body_free(exchange);
    if (loop->exchanges_kept >= EXCHANGES_KEPT) {
        arena_clear(&exchange->public.arena);
        free(exchange);
        return;
    }
    arena_reset(&exchange->public.arena, ARENA_KEPT_BYTES);
    exchange->next = loop->exchanges;
    loop->exchanges = exchange;
    loop->exchanges_kept++;
}

void exchanges_free(struct edge_loop *loop)
{
    while (loop->exchanges) {
        struct edge_exchange *exchange = loop->exchanges;

        loop->exchanges = exchange->next;
        arena_clear(&exchange->public.arena);
        free(exchange);
    }
    loop->exchanges_kept = EXCHANGES_KEPT; /* whatever comes back now is freed */
}

void exchange_detach(struct conn *conn)
{
    stream_fail(conn->exchange);
    conn->exchange->conn = NULL;
    conn->exchange = NULL;
}

/* ---- filling in */

static struct str view(const char *bytes, struct http_span span)
{
    return span.len ? http_span_str(bytes, span) : STR_EMPTY;
}

static void fill_request(struct edge_exchange *exchange, const struct http_head *head, const char *bytes)
{
    struct request *request = &exchange->public.request;
    struct arena *arena = request->arena;
    const char *copy = memcpy(arena_alloc(arena, head->at), bytes, head->at);
    const struct conn *conn = exchange->conn;

    request->method = head->method;
    request->target = http_span_str(copy, head->target);
    request->path = head->path.len ? http_span_str(copy, head->path) : STR("/");
    request->query = view(copy, head->query);
    request->host = view(copy, head->host);
    request->header_count = head->field_count;
    request->headers = ARENA_ARRAY(arena, struct http_header, (size_t)head->field_count);
    for (int i = 0; i < head->field_count; i++) {
        request->headers[i].name = http_span_str(copy, head->fields[i].name);
        request->headers[i].value = http_span_str(copy, head->fields[i].value);
    }
    request->peer_ip = arena_str(arena, str_from(conn->peer_ip));
    request->local_socket = conn->stream.type == UV_NAMED_PIPE;
    request->param_count = 0;
    exchange->keep_alive = head->keep_alive;
    exchange->old_version = head->minor_version == 0;
}

/* ---- serving and answering */

static void settle_answer(struct edge_exchange *exchange)
{
    exchange->loop->exchanges_out--;
    if (exchange->conn)
        answer_write(exchange->conn, exchange);
    else
        exchange_give_back(exchange);
}

static void serve(struct edge_exchange *exchange)
{
    struct edge_loop *loop = exchange->loop;

    exchange->conn->state = CONN_WORK;
    loop->exchanges_out++;
    loop_count(&loop->requests);
    exchange->serving = true;
    loop->edge->options.serve(loop->edge->options.data, &exchange->public);
    /* Unless the loop answered it, the exchange may be another thread's by now: only the loop's own marks are read. */
    exchange->serving = false;
    if (exchange->answered)
        settle_answer(exchange);
}

static void deliver_answer(struct message *message)
{
    struct edge_exchange *exchange = (struct edge_exchange *)((char *)message - offsetof(struct edge_exchange, answer));
    struct conn *conn = exchange->conn;

    settle_answer(exchange);
    if (conn)
        conn_resume(conn);
}

void exchange_answer(struct exchange *public)
{
    struct edge_exchange *exchange = of_public(public);

    if (!loop_is_own(exchange->loop) || exchange->public.request.stream)
        loop_post(exchange->loop, &exchange->answer);
    else if (exchange->serving)
        exchange->answered = true;
    else if (exchange->loop->busy)
        loop_post(exchange->loop, &exchange->answer);
    else
        deliver_answer(&exchange->answer);
}

void exchange_refuse(struct conn *conn, struct http_refusal refusal)
{
    struct edge_exchange *exchange = conn->exchange ? conn->exchange : exchange_take(conn);

    loop_count(&conn->loop->refused);
    problem_answer(exchange, refusal);
    answer_write(conn, exchange);
}

static void answer_at_once(struct edge_exchange *exchange)
{
    loop_count(&exchange->loop->requests);
    exchange->body_whole = true;
    options_answer(exchange);
    answer_write(exchange->conn, exchange);
}

static void want_body(struct conn *conn, bool expects_continue, bool more_input)
{
    static char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
    uv_buf_t buf = uv_buf_init(go_on, sizeof(go_on) - 1);

    conn->state = CONN_BODY;
    if (expects_continue && !more_input)
        uv_try_write(&conn->stream, &buf, 1);
}

void exchange_begin(struct conn *conn, const struct http_head *head, const char *bytes, bool more_input)
{
    const struct edge_options *options = &conn->loop->edge->options;
    struct edge_exchange *exchange = exchange_take(conn);
    struct request *request = &exchange->public.request;
    bool has_body = head->chunked || head->content_length > 0;
    bool streams;
    enum http_verdict verdict;

    fill_request(exchange, head, bytes);
    streams = has_body && !head->asterisk && options->streams && options->streams(options->data, request);
    verdict = http_body_init(&exchange->body, head,
                             (int64_t)(streams ? options->limits.stream_most_bytes : options->limits.body_most_bytes));
    if (verdict == HTTP_REFUSED) {
        exchange_refuse(conn, exchange->body.refusal);
    } else if (head->asterisk && verdict == HTTP_DONE) {
        answer_at_once(exchange);
    } else if (head->asterisk) {
        exchange_refuse(conn, (struct http_refusal){ 400, "A question about \"*\" has no body." });
    } else if (streams) {
        stream_open(exchange, head->expects_continue && !more_input);
        serve(exchange);
    } else if (verdict == HTTP_DONE) {
        exchange->body_whole = true;
        serve(exchange);
    } else {
        want_body(conn, head->expects_continue, more_input);
    }
}

/* ---- bodies held in memory: the memory grows with what has arrived, never with what was announced */

static bool body_grow(struct edge_exchange *exchange, size_t needed)
{
    struct edge *edge = exchange->loop->edge;
    size_t capacity = exchange->body_capacity ? exchange->body_capacity : BODY_FIRST_BYTES;
    int64_t more;
    char *bytes;

    if (needed <= exchange->body_capacity)
        return true;
    while (capacity < needed)
        capacity *= 2;
    more = (int64_t)(capacity - exchange->body_capacity);
    if (atomic_fetch_add_explicit(&edge->body_bytes, more, memory_order_relaxed) + more >
            (int64_t)edge->options.limits.bodies_most_bytes ||
        !(bytes = realloc(exchange->body_bytes, capacity))) {
        atomic_fetch_sub_explicit(&edge->body_bytes, more, memory_order_relaxed);
        return false;
    }
    exchange->body_bytes = bytes;
    exchange->body_capacity = capacity;
    return true;
}

size_t exchange_eat_body(struct conn *conn, const char *bytes, size_t len)
{
    struct edge_exchange *exchange = conn->exchange;
    struct str input = { bytes, len }, piece;
    enum http_verdict verdict = HTTP_MORE;

    while (verdict == HTTP_MORE && input.len) {
        size_t before = (size_t)exchange->body.total;

        verdict = http_body_feed(&exchange->body, &input, &piece);
        if (piece.len == 0)
            continue;
        if (!body_grow(exchange, before + piece.len)) {
            exchange_refuse(conn, (struct http_refusal){ 503, "The server is busy; try again in a moment." });
            return len;
        }
        memcpy(exchange->body_bytes + before, piece.ptr, piece.len);
    }
    if (verdict == HTTP_REFUSED) {
        exchange_refuse(conn, exchange->body.refusal);
        return len;
    }
    if (verdict == HTTP_DONE) {
        exchange->body_whole = true;
        exchange->public.request.body = (struct str){ exchange->body_bytes, (size_t)exchange->body.total };
        serve(exchange);
    }
    return len - input.len;
}
