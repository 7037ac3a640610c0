/*
 * The edge: listens, accepts, parses, enforces limits and deadlines, writes answers. Knows nothing of CRM.
 *
 * One libuv loop a thread, each with its own listening socket (SO_REUSEPORT). When a request has arrived whole
 * (or its head, for routes that stream), the edge calls `serve` on the loop's thread. The handler answers at once
 * or later, from any thread, by exchange_answer(). An exchange outlives its connection if the client leaves.
 */
#ifndef HTTP_LISTEN_H
#define HTTP_LISTEN_H

#include "http/reply.h"
#include "http/request.h"

struct edge;

/* One request and its answer. Owned by the edge; the arena lives until the answer was written or dropped. */
struct exchange {
    struct request request;
    struct reply reply;
    struct arena arena;
    void *app_data;     /* the handler's own */
    int loop_index;     /* which loop: 0 to loops-1 */
};

/* What is 0 (but connections_per_address) is taken from edge_limits_default. */
struct edge_limits {
    int64_t head_ms;             /* a header not complete by then is cut: 10 s */
    int64_t idle_ms;             /* keep-alive without a request: 60 s */
    int64_t body_least_rate;     /* bytes a second, measured after 5 s: 1 kB/s */
    int64_t drain_ms;            /* lingering close and graceful stop: 10 s */
    size_t head_most_bytes;      /* 8 kB a line, 32 kB in all */
    size_t line_most_bytes;
    size_t body_most_bytes;      /* 1 MB; streams: stream_most_bytes */
    size_t stream_most_bytes;    /* 4 GB */
    int connections_most;        /* over all loops; further ones wait in the backlog: 12,000 */
    int connections_per_address; /* 0: no limit (loopback is never limited) */
    int64_t body_window_ms;      /* the least rate is measured over windows of this length: 5 s */
    int64_t write_ms;            /* a client that takes nothing of its answer for so long is cut: 30 s */
    int64_t heartbeat_ms;        /* a comment on a silent event stream: 15 s */
    size_t bodies_most_bytes;    /* of all bodies held in memory at once; more are answered 503: 256 MB */
};

extern const struct edge_limits edge_limits_default;

struct edge_options {
    const char *address;      /* "127.0.0.1", "::", … */
    int port;                 /* 0: any free one; edge_port() says which */
    const char *unix_socket;  /* also listen there (mode 0600); NULL: no */
    int loops;                /* 0: one a core */
    struct edge_limits limits;
    void *data;               /* handed to the callbacks */

    /* On the loop's thread. Must lead to exactly one exchange_answer(). */
    void (*serve)(void *data, struct exchange *exchange);
    /* Does the route for this head read its body as a stream? Called when the head is complete. */
    bool (*streams)(void *data, const struct request *head);
    /* On each loop's thread, before the first and after the last request: for the thread's own session. */
    void (*loop_start)(void *data, int loop_index);
    void (*loop_stop)(void *data, int loop_index);
};

/* NULL with a sentence in *why. Accepts nothing before edge_run. */
struct edge *edge_open(const struct edge_options *options, struct arena *arena, struct str *why);
int edge_port(const struct edge *edge);

/* Runs until edge_stop() and until everything accepted has been answered (at most drain_ms). */
void edge_run(struct edge *edge);

/* From a signal handler or any thread: take no more, finish what was accepted. Async-signal-safe. */
void edge_stop(struct edge *edge);

/* After edge_run, and after the last exchange was answered: whoever works on one must have ended. */
void edge_close(struct edge *edge);

/* The reply in `exchange` is ready. From any thread, once. */
void exchange_answer(struct exchange *exchange);

struct edge_figures {
    int64_t connections; /* open now */
    int64_t requests;    /* since start */
    int64_t refused;     /* answered 4xx by the edge itself */
    int64_t cut;         /* late or slow clients */
};

struct edge_figures edge_figures(struct edge *edge);

#endif
