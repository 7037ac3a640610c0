/*
 * Inside the edge: what its files share. Nobody outside src/http includes this.
 *
 * Everything here belongs to one loop and is touched on its thread only, but for what says otherwise. Other threads
 * reach a loop by posting a message to it.
 *
 *   listen.c    opens, runs, stops, closes          write.c     an answer as bytes, and out with it
 *   accept.c    new connections and their limits    problem.c   what the edge answers itself
 *   conn.c      bytes in; the states of a           stream.c    bodies that a worker reads while they arrive
 *               connection                          sse.c       server-sent events
 *   exchange.c  one request and its answer          deadline.c  who is late
 *   loop.c      messages, the tick, the stop
 */
#ifndef HTTP_EDGE_H
#define HTTP_EDGE_H

#include "http/listen.h"
#include "http/parse.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <uv.h>

enum {
    SCRATCH_BYTES = 64 * 1024,       /* read at once; one buffer a loop */
    INBOX_MOST_BYTES = 64 * 1024,    /* waiting behind a request; then reading pauses */
    HEAD_OUT_BYTES = 8 * 1024,       /* an answer's head that fits is built without memory of its own */
    BODY_JOINED_MOST_BYTES = 4096,   /* a smaller body is copied behind its head: one piece to write */
    ARENA_KEPT_BYTES = 32 * 1024,    /* of an exchange that waits for its next use */
    EXCHANGES_KEPT = 64,             /* waiting, a loop */
    DRAIN_MOST_BYTES = 8 * 1024 * 1024,
    STREAM_BUFFER_BYTES = 256 * 1024,
    DATE_BYTES = 29
};

/* Work for a loop, from any thread: deliver() is called on the loop's thread, in the order of posting. */
struct message {
    struct message *next;
    void (*deliver)(struct message *message);
};

enum conn_state {
    CONN_HEAD,   /* between requests, or a head is arriving */
    CONN_BODY,   /* a body is arriving */
    CONN_WORK,   /* somebody works on the answer */
    CONN_WRITE,  /* the answer is on its way */
    CONN_EVENTS, /* a stream of server-sent events */
    CONN_DRAIN,  /* answered, shut down; what still arrives is thrown away */
    CONN_CLOSED  /* uv_close was called */
};

/* Each kind has one length of time, so a list in order of arrival is a list in order of lateness. */
enum deadline {
    DEADLINE_NONE,
    DEADLINE_HEAD,
    DEADLINE_IDLE,
    DEADLINE_BODY,
    DEADLINE_WRITE,
    DEADLINE_EVENTS,
    DEADLINE_DRAIN,
    DEADLINES
};

/* Bytes of requests that are not yet whole; there is none while a connection is idle. */
struct inbox {
    size_t len;
    size_t capacity;
    char *bytes;
    struct http_head head; /* of the request at the beginning */
};

struct conn {
    union {
        uv_handle_t handle;
        uv_stream_t stream;
        uv_tcp_t tcp;
        uv_pipe_t pipe;
    };
    uv_write_t write;
    struct edge_loop *loop;
    struct conn *older, *newer; /* in the list of its deadline */
    int64_t deadline_since_ms;
    struct inbox *inbox;
    struct edge_exchange *exchange; /* arriving, worked on or being written; NULL between requests */
    struct event_stream *events;
    size_t mark;                  /* bytes at the last look: moved in a window, unsent, or drained */
    enum conn_state state;
    enum deadline deadline;
    bool reading;
    bool ended;                   /* the client sends no more */
    bool deadline_stale;          /* it was set for a request that has been answered since */
    bool close_after;             /* the answer being written is the last */
    bool counted_by_address;
    char peer_ip[INET6_ADDRSTRLEN];
};

/* An exchange with what only the edge sees of it. */
struct edge_exchange {
    struct exchange public;
    struct message answer;        /* posts it to its loop */
    struct edge_loop *loop;
    struct conn *conn;            /* NULL when the client has left */
    struct edge_exchange *next;   /* in the list of those that wait for use */
    struct http_body body;        /* where its body stands */
    char *body_bytes;             /* owned; grows with what arrives */
    size_t body_capacity;
    bool keep_alive;
    bool old_version;             /* HTTP/1.0 */
    bool body_whole;
    bool serving;                 /* `serve` has not returned yet */
    bool answered;
};

struct listener {
    uv_poll_t poll;
    int fd; /* -1: not open */
    bool local;
    bool paused;
};

struct edge_loop {
    struct edge *edge;
    int index;
    uv_loop_t uv;
    uv_async_t wake;
    uv_timer_t tick;
    pthread_t thread;
    struct listener listeners[2]; /* TCP, unix socket (loop 0) */
    struct deadline_list {
        struct conn *oldest, *newest;
    } deadlines[DEADLINES];
    int connections;
    int exchanges_out;            /* served and not answered yet */
    int exchanges_kept;
    struct edge_exchange *exchanges;
    bool busy;                    /* eating input: an answer from this thread must wait its turn */
    bool stopping;
    int64_t stop_at_ms;
    int64_t shortage_logged_ms;   /* when the lack of file descriptors was last spoken of */
    int64_t date_s;
    char date[DATE_BYTES + 1];
    _Atomic(struct message *) messages; /* newest first; any thread */
    _Atomic int64_t requests, refused, cut; /* written by the loop only */
    struct http_head head;        /* of a request that arrives in one piece */
    char head_out[HEAD_OUT_BYTES + BODY_JOINED_MOST_BYTES];
    char scratch[SCRATCH_BYTES];
};

struct edge {
    struct edge_options options;
    struct edge_loop **loops;
    int loop_count;
    int port;
    bool unlink_socket;
    struct id_source ids;         /* for the answers that the edge makes itself */
    _Atomic bool stop;
    _Atomic bool room_wanted;     /* somebody waits at a loop that has no idle connection to close */
    _Atomic int64_t connections;
    _Atomic int64_t body_bytes;   /* held by all exchanges */
    pthread_mutex_t addresses_lock;
    struct address_counts *addresses;
};

/* loop.c */
bool loop_open(struct edge_loop *loop, struct str *why);
void loop_run(struct edge_loop *loop);
void loop_close(struct edge_loop *loop);
void loop_post(struct edge_loop *loop, struct message *message);
bool loop_is_own(const struct edge_loop *loop); /* is this its thread? */
void loop_tick_wanted(struct edge_loop *loop);
static inline int64_t loop_now_ms(const struct edge_loop *loop)
{
    return (int64_t)uv_now(&loop->uv);
}
static inline void loop_count(_Atomic int64_t *figure)
{
    atomic_store_explicit(figure, atomic_load_explicit(figure, memory_order_relaxed) + 1, memory_order_relaxed);
}

/* accept.c */
void accept_start(struct edge_loop *loop);
void accept_resume(struct edge_loop *loop); /* there may be room again */
void accept_stop(struct edge_loop *loop);
struct address_counts *address_counts_new(struct arena *arena);
void address_forget(struct edge *edge, const struct conn *conn);

/* conn.c */
void conn_start(struct conn *conn);
void conn_answered(struct conn *conn); /* the answer is written */
void conn_resume(struct conn *conn);   /* go on with what waits in the inbox */
void conn_settle(struct conn *conn);   /* the deadline and the reading that its state asks for */
void conn_linger(struct conn *conn);   /* nothing more to say: shut down writing, drain, close */
void conn_close(struct conn *conn);
void conn_cut(struct conn *conn);      /* the same, and counted */

/* exchange.c */
struct edge_exchange *exchange_take(struct conn *conn);
void exchange_give_back(struct edge_exchange *exchange);
void exchanges_free(struct edge_loop *loop); /* those that wait for use */
void exchange_detach(struct conn *conn); /* the client has left */
void exchange_begin(struct conn *conn, const struct http_head *head, const char *bytes, bool more_input);
size_t exchange_eat_body(struct conn *conn, const char *bytes, size_t len);
void exchange_refuse(struct conn *conn, struct http_refusal refusal);

/* write.c */
void answer_write(struct conn *conn, struct edge_exchange *exchange);

/* problem.c */
void problem_answer(struct edge_exchange *exchange, struct http_refusal refusal);
void options_answer(struct edge_exchange *exchange); /* "OPTIONS *" */

/* stream.c */
void stream_open(struct edge_exchange *exchange, bool expects_continue);
size_t stream_eat(struct conn *conn, const char *bytes, size_t len);
bool stream_wants_more(const struct edge_exchange *exchange);
void stream_fail(struct edge_exchange *exchange);
void stream_free(struct edge_exchange *exchange);

/* sse.c */
void events_attach(struct conn *conn, struct event_stream *stream);
void events_detach(struct conn *conn);
void events_flush(struct conn *conn);
void events_heartbeat(struct conn *conn);

/* deadline.c */
void deadline_set(struct conn *conn, enum deadline deadline);
void deadline_clear(struct conn *conn); /* out of every list */
void deadline_check(struct edge_loop *loop);
int64_t deadline_tick_ms(const struct edge_limits *limits);

#endif
