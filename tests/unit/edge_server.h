/*
 * A running edge for tests, with handlers that answer at once, late, from other threads, in streams; and a client
 * over plain sockets that can do what no good client does.
 */
#ifndef TESTS_EDGE_SERVER_H
#define TESTS_EDGE_SERVER_H

#include "http/listen.h"
#include "http/sse.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BIG_BYTES = 8 * 1024 * 1024, LATE_MS = 60, ANSWER_MOST = 16 * 1024 * 1024 };

struct server {
    struct edge *edge;
    struct arena arena;
    pthread_t thread;
    char *big;
    _Atomic int working;      /* threads that still hold an exchange */
    _Atomic bool hold_reader; /* /stream waits with reading */
    _Atomic int64_t read_failed;
    _Atomic int64_t starts, stops;
    struct event_stream *_Atomic events;
};

#define HOST "Host: a\r\n\r\n"

/* Limits that a test can wait for. */
extern const struct edge_limits quick_limits;

void pause_ms(int64_t ms);
int64_t steady_ms(void);

/* Two loops on a free port. */
struct server *server_start(struct edge_limits limits, const char *unix_socket);
void edge_serve(void *data, struct exchange *exchange);

/* How long the stop took. */
int64_t server_stop(struct server *server);

/* Fails when there are not that many after 5 s. */
void wait_for_connections(struct server *server, int64_t count);

/* The stream that /events made last. */
struct event_stream *events_of(struct server *server);

/* ---- the client */

int dial(const struct server *server);
void say_bytes(int fd, const char *bytes, size_t len);
void say(int fd, const char *text);

/* As much as goes without waiting longer than wait_ms for room; how much that was. */
size_t say_while_taken(int fd, const char *bytes, size_t len, int wait_ms);

/* Everything up to the end of the connection, or until nothing came for wait_ms. NUL-terminated; to be freed. */
char *hear_all(int fd, int wait_ms, bool *ended);

/* Up to and with `end`, which must come. To be freed. */
char *hear_until(int fd, const char *end);
int count_of(const char *heard, const char *what);

/* Says, hears until the connection ends (it must), checks that the answer holds `wanted`. */
void expect_end(const struct server *server, const char *text, const char *wanted);

#endif
