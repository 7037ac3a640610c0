/* The edge over real sockets: bodies that stream, server-sent events, the stop. */
#include "edge_server.h"

/* ---- streamed bodies */

static void fifty_megabytes_stream_through(void **state)
{
    enum { PIECE = 1000 * 1000, PIECES = 50 };
    struct server *server = server_start(edge_limits_default, NULL);
    int fd = dial(server);
    char *piece = malloc(PIECE), *heard, wanted[100];
    uint64_t sum = 0;
    size_t taken;

    (void)state;
    for (int i = 0; i < PIECE; i++)
        piece[i] = (char)(i * 7 + i / 251);
    for (int i = 0; i < PIECES * PIECE; i++)
        sum = sum * 31 + (unsigned char)piece[i % PIECE];
    server->hold_reader = true;
    say(fd, "POST /stream HTTP/1.1\r\nContent-Length: 50000000\r\n" HOST);
    taken = say_while_taken(fd, piece, PIECE, 300);
    for (int i = 1; i < PIECES && taken == (size_t)i * PIECE; i++)
        taken += say_while_taken(fd, piece, PIECE, 300);
    assert_true(taken < (size_t)PIECES * PIECE / 2); /* nobody reads: it stays in the kernel, but for 256 kB */
    server->hold_reader = false;
    while (taken < (size_t)PIECES * PIECE) {
        size_t from = taken % PIECE;

        say_bytes(fd, piece + from, PIECE - from);
        taken += PIECE - from;
    }
    snprintf(wanted, sizeof(wanted), "\r\n\r\n%d %llu", PIECE * PIECES, (unsigned long long)sum);
    heard = hear_until(fd, wanted);
    assert_null(strstr(heard, "Connection: close"));
    free(heard);
    free(piece);
    say(fd, "GET / HTTP/1.1\r\n" HOST); /* and the connection goes on */
    free(hear_until(fd, "\r\n\r\nok"));
    close(fd);
    server_stop(server);
}

static void a_broken_stream_fails_the_reader(void **state)
{
    struct server *server = server_start(quick_limits, NULL);
    int fd = dial(server);
    bool ended;

    (void)state;
    expect_end(server, "POST /stream HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" HOST "5\r\nhello\r\nx",
               "400 Bad Request");
    say(fd, "POST /stream HTTP/1.1\r\nContent-Length: 50000\r\n" HOST "and then nothing");
    free(hear_all(fd, 5000, &ended));
    assert_true(ended);
    while (server->working)
        pause_ms(1);
    assert_int_equal(server->read_failed, 2);
    assert_int_equal(edge_figures(server->edge).cut, 1);
    close(fd);
    server_stop(server);
}

/* The end of the input was seen while the answer before was still due. */
static void a_stream_behind_the_end_of_input_fails_too(void **state)
{
    struct server *server = server_start(edge_limits_default, NULL);
    int fd = dial(server);
    bool ended;
    char *heard;

    (void)state;
    say(fd, "GET /late HTTP/1.1\r\n" HOST "POST /stream HTTP/1.1\r\nContent-Length: 10\r\n" HOST "hello");
    shutdown(fd, SHUT_WR);
    heard = hear_all(fd, 5000, &ended);
    assert_true(ended && strstr(heard, "\r\n\r\nlate") && strstr(heard, "400 Bad Request"));
    free(heard);
    close(fd);
    fd = dial(server);
    say(fd, "GET /late HTTP/1.1\r\n" HOST "POST /echo HTTP/1.1\r\nContent-Length: 10\r\n" HOST "hello");
    shutdown(fd, SHUT_WR);
    free(hear_all(fd, 5000, &ended));
    assert_true(ended);
    close(fd);
    assert_int_equal(server->read_failed, 1);
    wait_for_connections(server, 0);
    server_stop(server);
}

/* ---- events */

static void events_are_sent_as_they_come(void **state)
{
    struct server *server = server_start(quick_limits, NULL);
    struct event_stream *stream;
    int fd = dial(server);
    bool ended;
    char *heard;

    (void)state;
    say(fd, "GET /events HTTP/1.1\r\n" HOST);
    stream = events_of(server);
    assert_true(event_stream_send(stream, STR("7"), STR("change"), STR("{\"a\":\n1}")));
    heard = hear_until(fd, "id: 7\nevent: change\ndata: {\"a\": 1}\n\n");
    assert_non_null(strstr(heard, "Content-Type: text/event-stream\r\n"));
    assert_null(strstr(heard, "Content-Length"));
    free(heard);
    free(hear_until(fd, ":\n\n:\n\n")); /* the heart beats in silence */
    assert_true(event_stream_send(stream, STR_EMPTY, STR_EMPTY, STR("last")));
    event_stream_release(stream, true);
    heard = hear_all(fd, 5000, &ended);
    assert_true(ended && strstr(heard, "data: last\n\n"));
    free(heard);
    close(fd);
    server_stop(server);
}

static void who_does_not_keep_up_with_events_is_told(void **state)
{
    struct edge_limits limits = quick_limits;
    struct server *server;
    struct event_stream *stream;
    char *data = malloc(10000), *heard;
    bool ended;
    int fd;

    (void)state;
    limits.write_ms = 5000;
    limits.heartbeat_ms = 60000;
    server = server_start(limits, NULL);
    fd = dial(server);
    say(fd, "GET /events HTTP/1.1\r\n" HOST);
    stream = events_of(server);
    memset(data, 'd', 10000);
    for (int i = 0; i < 3000; i++)
        assert_true(event_stream_send(stream, STR_EMPTY, STR("change"), (struct str){ data, 10000 }));
    event_stream_release(stream, true);
    heard = hear_all(fd, 5000, &ended);
    assert_true(ended && strstr(heard, "\n\nevent: resync\ndata: {}\n\n"));
    assert_true(strlen(heard) < 20000000);
    assert_int_equal(count_of(heard, "event: "), count_of(heard, "\n\n")); /* none is cut in half */
    free(heard);
    free(data);
    close(fd);
    server_stop(server);
}

static void the_head_of_a_stream_is_no_stream(void **state)
{
    struct server *server = server_start(quick_limits, NULL);
    struct event_stream *stream;
    int fd = dial(server);

    (void)state;
    say(fd, "HEAD /events HTTP/1.1\r\n" HOST "GET / HTTP/1.1\r\n" HOST);
    stream = events_of(server);
    free(hear_until(fd, "\r\n\r\nok"));
    assert_false(event_stream_send(stream, STR_EMPTY, STR("change"), STR("x")));
    event_stream_release(stream, false);
    close(fd);
    server_stop(server);
}

static void a_listener_that_left_is_noticed(void **state)
{
    struct server *server = server_start(quick_limits, NULL);
    struct event_stream *stream;
    int fd = dial(server);

    (void)state;
    say(fd, "GET /events HTTP/1.1\r\n" HOST);
    stream = events_of(server);
    free(hear_until(fd, "\r\n\r\n"));
    close(fd);
    wait_for_connections(server, 0);
    assert_false(event_stream_send(stream, STR_EMPTY, STR("change"), STR("x")));
    event_stream_release(stream, false);
    server_stop(server);
}

/* ---- the stop */

static void a_stop_finishes_what_was_accepted(void **state)
{
    struct server *server = server_start(edge_limits_default, NULL);
    int idle = dial(server), working = dial(server), arriving = dial(server), events = dial(server);
    struct event_stream *stream;
    char *heard;
    bool ended;

    (void)state;
    say(idle, "GET / HTTP/1.1\r\n" HOST);
    free(hear_until(idle, "\r\n\r\nok"));
    say(events, "GET /events HTTP/1.1\r\n" HOST);
    stream = events_of(server);
    say(arriving, "POST /echo HTTP/1.1\r\nContent-Length: 10\r\n" HOST "hello");
    say(working, "GET /late HTTP/1.1\r\n" HOST);
    pause_ms(20);
    edge_stop(server->edge);
    pause_ms(10);
    say(arriving, "world");
    heard = hear_all(working, 5000, &ended);
    assert_true(ended && strstr(heard, "Connection: close\r\n") && strstr(heard, "\r\n\r\nlate"));
    free(heard);
    heard = hear_all(arriving, 5000, &ended);
    assert_true(ended && strstr(heard, "\r\n\r\nhelloworld"));
    free(heard);
    close(working);
    close(arriving);
    free(hear_all(idle, 5000, &ended));
    assert_true(ended);
    free(hear_all(events, 5000, &ended));
    assert_true(ended);
    close(idle);
    close(events);
    wait_for_connections(server, 0);
    assert_false(event_stream_send(stream, STR_EMPTY, STR_EMPTY, STR("x")));
    event_stream_release(stream, false);
    assert_true(server_stop(server) < 2000);
}

static void a_stop_does_not_wait_for_ever(void **state)
{
    struct server *server = server_start(quick_limits, NULL);
    int fd = dial(server);
    int64_t took_ms;

    (void)state;
    server->hold_reader = true;
    say(fd, "POST /stream HTTP/1.1\r\nContent-Length: 10\r\n" HOST "hello");
    pause_ms(20);
    edge_stop(server->edge);
    pause_ms(700); /* more than drain_ms: the loops have ended, the worker has not */
    server->hold_reader = false;
    took_ms = server_stop(server);
    assert_true(took_ms < 300);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fifty_megabytes_stream_through),
        cmocka_unit_test(a_broken_stream_fails_the_reader),
        cmocka_unit_test(a_stream_behind_the_end_of_input_fails_too),
        cmocka_unit_test(events_are_sent_as_they_come),
        cmocka_unit_test(who_does_not_keep_up_with_events_is_told),
        cmocka_unit_test(the_head_of_a_stream_is_no_stream),
        cmocka_unit_test(a_listener_that_left_is_noticed),
        cmocka_unit_test(a_stop_finishes_what_was_accepted),
        cmocka_unit_test(a_stop_does_not_wait_for_ever),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
