#include "edge_server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <time.h>

const struct edge_limits quick_limits = {
    .head_ms = 200,
    .idle_ms = 400,
    .body_least_rate = 1000,
    .body_window_ms = 200,
    .write_ms = 300,
    .drain_ms = 500,
    .heartbeat_ms = 100,
    .connections_most = 100,
};

void pause_ms(int64_t ms)
{
    struct timespec time = { ms / 1000, ms % 1000 * 1000000 };

    nanosleep(&time, NULL);
}

int64_t steady_ms(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* ---- handlers */

static void *answer_late(void *argument)
{
    struct exchange *exchange = argument;
    struct server *server = exchange->app_data;

    pause_ms(LATE_MS);
    reply_bytes(&exchange->reply, 200, "text/plain", STR("late"));
    exchange_answer(exchange);
    server->working--;
    return NULL;
}

/* Answers how many bytes came and their sum. */
static void *read_stream(void *argument)
{
    struct exchange *exchange = argument;
    struct server *server = exchange->app_data;
    static const size_t size = 100 * 1000; /* no divisor of the ring */
    char *bytes = malloc(size);
    int64_t total = 0, count;
    uint64_t sum = 0;

    while (server->hold_reader)
        pause_ms(5);
    while ((count = request_body_read(&exchange->request, bytes, size)) > 0) {
        total += count;
        for (int64_t i = 0; i < count; i++)
            sum = sum * 31 + (unsigned char)bytes[i];
    }
    free(bytes);
    if (count < 0)
        server->read_failed++;
    reply_bytes(&exchange->reply, count < 0 ? 400 : 200, "text/plain",
                arena_printf(&exchange->arena, "%lld %llu", (long long)total, (unsigned long long)sum));
    exchange_answer(exchange);
    server->working--;
    return NULL;
}

static void in_thread(struct server *server, struct exchange *exchange, void *(*work)(void *))
{
    pthread_t thread;

    exchange->app_data = server;
    server->working++;
    assert_int_equal(pthread_create(&thread, NULL, work, exchange), 0);
    pthread_detach(thread);
}

void edge_serve(void *data, struct exchange *exchange)
{
    struct server *server = data;
    const struct request *request = &exchange->request;
    struct reply *reply = &exchange->reply;

    if (str_equal(request->path, STR("/late"))) {
        in_thread(server, exchange, answer_late);
        return;
    }
    if (str_equal(request->path, STR("/stream"))) {
        in_thread(server, exchange, read_stream);
        return;
    }
    if (str_equal(request->path, STR("/echo"))) {
        reply_bytes(reply, 200, "application/octet-stream", request->body);
    } else if (str_equal(request->path, STR("/big"))) {
        reply_bytes(reply, 200, "application/octet-stream", (struct str){ server->big, BIG_BYTES });
    } else if (str_equal(request->path, STR("/empty"))) {
        reply_empty(reply);
    } else if (str_equal(request->path, STR("/unchanged"))) {
        reply_header(reply, "ETag", STR("\"x\""));
        reply_bytes(reply, 304, "text/plain", STR("never sent"));
    } else if (str_equal(request->path, STR("/local"))) {
        reply_bytes(reply, 200, "text/plain", request->local_socket ? STR("local") : request->peer_ip);
    } else if (str_equal(request->path, STR("/events"))) {
        server->events = event_stream_new(64 * 1024);
        reply->status = 200;
        reply->content_type = "text/event-stream";
        reply->events = server->events;
    } else if (str_equal(request->path, STR("/ticks"))) { /* one event, and then silence for ever */
        reply->status = 200;
        reply->content_type = "text/event-stream";
        reply->events = event_stream_new(1024);
        event_stream_send(reply->events, STR("1"), STR("tick"), STR("x"));
        event_stream_release(reply->events, false);
    } else if (!str_equal(request->path, STR("/silent"))) { /* who says nothing is answered 500 */
        reply_bytes(reply, 200, "text/plain", STR("ok"));
    }
    exchange_answer(exchange);
}

static bool streams(void *data, const struct request *head)
{
    (void)data;
    return str_equal(head->path, STR("/stream"));
}

static void loop_started(void *data, int loop_index)
{
    (void)loop_index;
    ((struct server *)data)->starts++;
}

static void loop_stopped(void *data, int loop_index)
{
    (void)loop_index;
    ((struct server *)data)->stops++;
}

static void *run(void *server)
{
    edge_run(((struct server *)server)->edge);
    return NULL;
}

struct server *server_start(struct edge_limits limits, const char *unix_socket)
{
    struct server *server = calloc(1, sizeof(*server));
    struct edge_options options = {
        .address = "127.0.0.1",
        .unix_socket = unix_socket,
        .loops = 2,
        .limits = limits,
        .data = server,
        .serve = edge_serve,
        .streams = streams,
        .loop_start = loop_started,
        .loop_stop = loop_stopped,
    };
    struct str why;

    arena_init(&server->arena);
    server->big = malloc(BIG_BYTES);
    memset(server->big, 'b', BIG_BYTES);
    server->edge = edge_open(&options, &server->arena, &why);
    if (!server->edge)
        fail_msg("%.*s", STR_PRINT(why));
    assert_int_equal(pthread_create(&server->thread, NULL, run, server), 0);
    return server;
}

/* How long the stop took. */
int64_t server_stop(struct server *server)
{
    int64_t began_ms = steady_ms(), took_ms;

    edge_stop(server->edge);
    pthread_join(server->thread, NULL);
    took_ms = steady_ms() - began_ms;
    while (server->working)
        pause_ms(1);
    assert_int_equal(server->starts, 2);
    assert_int_equal(server->stops, 2);
    edge_close(server->edge);
    arena_clear(&server->arena);
    free(server->big);
    free(server);
    return took_ms;
}

void wait_for_connections(struct server *server, int64_t count)
{
    for (int i = 0; i < 500 && edge_figures(server->edge).connections != count; i++)
        pause_ms(10);
    assert_int_equal(edge_figures(server->edge).connections, count);
}

/* ---- the client */

int dial(const struct server *server)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)edge_port(server->edge)) };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    return fd;
}

void say_bytes(int fd, const char *bytes, size_t len)
{
    while (len) {
        ssize_t sent = send(fd, bytes, len, MSG_NOSIGNAL);

        assert_true(sent > 0);
        bytes += sent;
        len -= (size_t)sent;
    }
}

void say(int fd, const char *text)
{
    say_bytes(fd, text, strlen(text));
}

/* As much as goes without waiting longer than wait_ms for room; how much that was. */
size_t say_while_taken(int fd, const char *bytes, size_t len, int wait_ms)
{
    size_t done = 0;
    struct pollfd ready = { fd, POLLOUT, 0 };

    while (done < len && poll(&ready, 1, wait_ms) == 1 && !(ready.revents & (POLLERR | POLLHUP))) {
        ssize_t sent = send(fd, bytes + done, len - done, MSG_NOSIGNAL | MSG_DONTWAIT);

        if (sent < 0)
            break;
        done += (size_t)sent;
    }
    return done;
}

/* Everything up to the end of the connection, or until nothing came for wait_ms. NUL-terminated; to be freed. */
char *hear_all(int fd, int wait_ms, bool *ended)
{
    size_t len = 0, capacity = 64 * 1024;
    char *heard = malloc(capacity + 1);
    struct pollfd ready = { fd, POLLIN, 0 };

    *ended = false;
    while (len < ANSWER_MOST && poll(&ready, 1, wait_ms) == 1) {
        ssize_t count = recv(fd, heard + len, capacity - len, 0);

        if (count <= 0) {
            *ended = true;
            break;
        }
        len += (size_t)count;
        if (len == capacity)
            heard = realloc(heard, (capacity *= 2) + 1);
    }
    heard[len] = '\0';
    return heard;
}

/* Up to and with `end`, which must come. */
char *hear_until(int fd, const char *end)
{
    size_t len = 0, capacity = 64 * 1024;
    char *heard = calloc(1, capacity + 1);
    struct pollfd ready = { fd, POLLIN, 0 };

    while (!strstr(heard, end)) {
        if (len == capacity || poll(&ready, 1, 5000) != 1)
            fail_msg("no \"%s\" in \"%s\"", end, heard);
        if (recv(fd, heard + len, 1, 0) != 1)
            fail_msg("the end, and no \"%s\" in \"%s\"", end, heard);
        len++;
    }
    return heard;
}

int count_of(const char *heard, const char *what)
{
    int count = 0;

    for (; (heard = strstr(heard, what)); heard += strlen(what))
        count++;
    return count;
}

/* Says, hears until the connection ends (it must), checks that the answer holds `wanted`. */
void expect_end(const struct server *server, const char *text, const char *wanted)
{
    int fd = dial(server);
    bool ended;
    char *heard;

    say(fd, text);
    heard = hear_all(fd, 5000, &ended);
    if (!ended || !strstr(heard, wanted))
        fail_msg("not \"%s\" and the end in \"%.300s\"", wanted, heard);
    free(heard);
    close(fd);
}

struct event_stream *events_of(struct server *server)
{
    while (!server->events)
        pause_ms(1);
    return server->events;
}
