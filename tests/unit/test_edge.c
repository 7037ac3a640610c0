/* The edge over real sockets: order, limits, deadlines, clients that misbehave or leave. */
#include "edge_server.h"

#include <sys/un.h>

static void requests_are_answered_in_order(void **state)
{
    struct server *server = server_start(edge_limits_default, NULL);
    int fd = dial(server);
    char *heard, *late, *echo, *ok;
    bool ended;

    (void)state;
    say(fd, "GET /late HTTP/1.1\r\n" HOST "POST /echo HTTP/1.1\r\nContent-Length: 6\r\n" HOST
            "<echo>"
            "GET /late HTTP/1.1\r\n" HOST "GET /last HTTP/1.1\r\nConnection: close\r\n" HOST);
    heard = hear_all(fd, 5000, &ended);
    late = strstr(heard, "late");
    echo = strstr(heard, "<echo>");
    ok = strstr(heard, "ok");
    assert_true(ended && late && echo && ok && late < echo && echo < ok);
    assert_int_equal(count_of(heard, "late"), 2);
    assert_int_equal(count_of(heard, "HTTP/1.1 200 OK\r\nDate: "), 4);
    assert_int_equal(count_of(heard, "Connection: close\r\n"), 1);
    free(heard);
    close(fd);
    server_stop(server);
}

static void answers_without_content_have_none(void **state)
{
    struct server *server = server_start(edge_limits_default, NULL);
    int fd = dial(server);
    char *heard;

    (void)state;
    say(fd, "HEAD /x HTTP/1.1\r\n" HOST "GET /empty HTTP/1.1\r\n" HOST "GET /unchanged HTTP/1.1\r\n" HOST
            "OPTIONS * HTTP/1.1\r\n" HOST "GET /end HTTP/1.1\r\n" HOST);
    heard = hear_until(fd, "\r\n\r\nok");
    assert_int_equal(count_of(heard, "\r\n\r\nHTTP/1.1 "), 4);
    assert_int_equal(count_of(heard, "Content-Length: "), 2); /* of HEAD and the last */
    assert_int_equal(count_of(heard, "HTTP/1.1 204 No Content"), 2);
    assert_non_null(strstr(heard, "HTTP/1.1 304 Not Modified"));
    assert_non_null(strstr(heard, "ETag: \"x\"\r\n"));
    assert_null(strstr(heard, "never sent"));
    free(heard);
    close(fd);
    server_stop(server);
}

static void old_clients_close_unless_they_say_otherwise(void **state)
{
    struct server *server = server_start(edge_limits_default, NULL);
    int fd = dial(server);
    char *heard;

    (void)state;
    expect_end(server, "GET / HTTP/1.0\r\n\r\n", "Connection: close\r\n");
    say(fd, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    heard = hear_until(fd, "\r\n\r\nok");
    assert_non_null(strstr(heard, "Connection: keep-alive\r\n"));
    free(heard);
    close(fd);
    server_stop(server);
}

static void faults_are_answered_as_problems(void **state)
{
    static const char *const wanted[] = {
        "HTTP/1.1 400 Bad Request\r\n",
        "Content-Type: application/problem+json\r\n",
        "Cache-Control: no-store\r\n",
        "X-Content-Type-Options: nosniff\r\n",
        "Referrer-Policy: no-referrer\r\n",
        "Connection: close\r\n",
        "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n",
        "X-Request-Id: req_",
        "\"code\":\"bad_request\"",
        "\"status\":400",
        "\"request_id\":\"req_",
        "\"title\":\"Bad Request\"",
        "\"type\":\"about:blank\"",
        "\"detail\":\"",
    };
    struct server *server = server_start(edge_limits_default, NULL);

    (void)state;
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
        expect_end(server, "GET / HTTP/1.1\r\nHost : a\r\n\r\n", wanted[i]);
    expect_end(server, "GET /silent HTTP/1.1\r\n" HOST, "500 Internal Server Error");
    expect_end(server, "BREW / HTTP/1.1\r\n" HOST, "501 Not Implemented");
    expect_end(server, "POST / HTTP/1.1\r\nExpect: x\r\n" HOST, "\"code\":\"expectation_failed\"");
    expect_end(server, "POST / HTTP/1.1\r\nContent-Length: 1048577\r\n" HOST, "\"code\":\"body_too_large\"");
    expect_end(server, "OPTIONS * HTTP/1.1\r\nContent-Length: 1\r\n" HOST, "400 Bad Request");
    assert_int_equal(edge_figures(server->edge).refused, 14 + 4);
    server_stop(server);
}

/* Without a lingering close the reset that unread input causes would destroy the answer on its way. */
static void an_answer_survives_unread_input(void **state)
{
    struct server *server = server_start(edge_limits_default, NULL);
    char *junk = malloc(BIG_BYTES);

    (void)state;
    memset(junk, 'x', BIG_BYTES);
    for (int i = 0; i < 10; i++) {
        int fd = dial(server);
        bool ended;
        char *heard;

        say(fd, "POST /echo HTTP/1.1\r\nContent-Length: 4194304\r\n" HOST);
        say_while_taken(fd, junk, 4 * 1024 * 1024, 1000);
        shutdown(fd, SHUT_WR);
        heard = hear_all(fd, 5000, &ended);
        assert_true(ended);
        assert_non_null(strstr(heard, "413 Content Too Large"));
        free(heard);
        close(fd);
    }
    free(junk);
    wait_for_connections(server, 0);
    server_stop(server);
}

static void a_client_that_waits_is_told_to_go_on(void **state)
{
    struct server *server = server_start(edge_limits_default, NULL);
    int fd = dial(server);

    (void)state;
    say(fd, "POST /echo HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n" HOST);
    free(hear_until(fd, "HTTP/1.1 100 Continue\r\n\r\n"));
    say(fd, "hello");
    free(hear_until(fd, "\r\n\r\nhello"));
    say(fd, "POST /stream HTTP/1.1\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n" HOST);
    free(hear_until(fd, "HTTP/1.1 100 Continue\r\n\r\n"));
    say(fd, "1\r\na\r\n0\r\n\r\n");
    free(hear_until(fd, "\r\n\r\n1 97"));
    close(fd);
    server_stop(server);
}

static void bodies_arrive_in_any_pieces(void **state)
{
    static const char text[] = "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" HOST
                               "5\r\nhello\r\n6\r\n world\r\n0\r\nX: y\r\n\r\n";
    struct server *server = server_start(edge_limits_default, NULL);
    int fd = dial(server);
    char *large = malloc(REQUEST_BODY_MOST_BYTES), *heard;
    bool ended;

    (void)state;
    for (const char *at = text; *at; at++) {
        say_bytes(fd, at, 1);
        pause_ms(1);
    }
    free(hear_until(fd, "\r\n\r\nhello world"));
    memset(large, 'l', REQUEST_BODY_MOST_BYTES);
    say(fd, "POST /echo HTTP/1.1\r\nConnection: close\r\nContent-Length: 1048576\r\n" HOST);
    say_bytes(fd, large, REQUEST_BODY_MOST_BYTES);
    heard = hear_all(fd, 5000, &ended);
    assert_true(ended && strlen(heard) > REQUEST_BODY_MOST_BYTES);
    assert_non_null(strstr(heard, "\r\n\r\nlll"));
    free(heard);
    free(large);
    close(fd);
    server_stop(server);
}

/* ---- deadlines */

static void late_clients_are_cut(void **state)
{
    struct server *server = server_start(quick_limits, NULL);
    int silent = dial(server), idle = dial(server), head = dial(server), body = dial(server), drip = dial(server);
    bool ended;
    char *heard;

    (void)state;
    say(idle, "GET / HTTP/1.1\r\n" HOST);
    free(hear_until(idle, "\r\n\r\nok"));
    say(head, "GET / HTTP/1.1\r\nHos");
    say(body, "POST /echo HTTP/1.1\r\nContent-Length: 5000\r\n" HOST "hello");
    for (int i = 0; i < 20; i++) { /* a byte now and then does not help */
        if (send(drip, "G", i < 10 ? 1 : 0, MSG_NOSIGNAL) < 0)
            break;
        pause_ms(20);
    }
    heard = hear_all(silent, 5000, &ended);
    assert_true(ended && !*heard);
    free(heard);
    heard = hear_all(idle, 5000, &ended);
    assert_true(ended && !*heard);
    free(heard);
    heard = hear_all(head, 5000, &ended);
    assert_true(ended && strstr(heard, "408 Request Timeout"));
    free(heard);
    heard = hear_all(body, 5000, &ended);
    assert_true(ended && strstr(heard, "408 Request Timeout"));
    free(heard);
    heard = hear_all(drip, 5000, &ended);
    assert_true(ended);
    free(heard);
    wait_for_connections(server, 0);
    assert_int_equal(edge_figures(server->edge).cut, 4); /* an idle one is not late */
    close(silent);
    close(idle);
    close(head);
    close(body);
    close(drip);
    server_stop(server);
}

static void a_slow_body_above_the_least_rate_lives(void **state)
{
    struct server *server = server_start(quick_limits, NULL);
    int fd = dial(server);
    char piece[100];

    (void)state;
    memset(piece, 'p', sizeof(piece));
    say(fd, "POST /echo HTTP/1.1\r\nContent-Length: 3000\r\n" HOST);
    for (int i = 0; i < 30; i++) {
        say_bytes(fd, piece, sizeof(piece));
        pause_ms(30);
    }
    free(hear_until(fd, "\r\n\r\nppp"));
    close(fd);
    server_stop(server);
}

static void who_does_not_read_is_cut(void **state)
{
    struct server *server = server_start(quick_limits, NULL);
    int fd = dial(server);

    (void)state;
    say(fd, "GET /big HTTP/1.1\r\n" HOST);
    pause_ms(100);
    assert_int_equal(edge_figures(server->edge).connections, 1);
    wait_for_connections(server, 0);
    assert_int_equal(edge_figures(server->edge).cut, 1);
    close(fd);
    server_stop(server);
}

static void a_slow_reader_gets_everything(void **state)
{
    struct server *server = server_start(quick_limits, NULL);
    int fd = dial(server), small = 256 * 1024;
    size_t len = 0;
    static char bytes[400 * 1024];
    ssize_t count;

    (void)state;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
    say(fd, "GET /big HTTP/1.1\r\nConnection: close\r\n" HOST);
    while ((count = recv(fd, bytes, sizeof(bytes), 0)) > 0) {
        len += (size_t)count;
        if (len < 2 * 1024 * 1024)
            pause_ms(1);
    }
    assert_true(count == 0 && len > BIG_BYTES && len < BIG_BYTES + 1000);
    close(fd);
    server_stop(server);
}

/* ---- clients that leave, push or are many */

static void a_client_may_leave_at_any_time(void **state)
{
    struct server *server = server_start(edge_limits_default, NULL);
    struct linger reset = { 1, 0 };

    (void)state;
    for (int i = 0; i < 60; i++) {
        static const char *const texts[] = {
            "GET /late HTTP/1.1\r\n" HOST,
            "GET /big HTTP/1.1\r\n" HOST,
            "POST /echo HTTP/1.1\r\nContent-Length: 50\r\n" HOST "x",
            "POST /stream HTTP/1.1\r\nContent-Length: 50\r\n" HOST "x",
            "GET / HT",
        };
        int fd = dial(server);

        say(fd, texts[i % 5]);
        if (i % 2)
            setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
        if (i % 3)
            pause_ms(2);
        close(fd);
    }
    wait_for_connections(server, 0);
    while (server->working)
        pause_ms(1);
    assert_true(server->read_failed > 0);
    expect_end(server, "GET / HTTP/1.0\r\n\r\n", "\r\n\r\nok");
    server_stop(server);
}

static void a_half_closed_client_is_answered(void **state)
{
    struct server *server = server_start(edge_limits_default, NULL);
    int fd = dial(server);
    bool ended;
    char *heard;

    (void)state;
    say(fd, "GET /late HTTP/1.1\r\n" HOST "GET /late HTTP/1.1\r\n" HOST);
    shutdown(fd, SHUT_WR);
    heard = hear_all(fd, 5000, &ended);
    assert_true(ended);
    assert_int_equal(count_of(heard, "\r\n\r\nlate"), 2);
    free(heard);
    close(fd);
    server_stop(server);
}

static void a_pipeliner_is_made_to_wait(void **state)
{
    struct server *server = server_start(edge_limits_default, NULL);
    static const char request[] = "GET /late HTTP/1.1\r\n" HOST;
    size_t size = sizeof(request) - 1, count = 400000, taken;
    char *all = malloc(size * count);
    int fd = dial(server);

    (void)state;
    for (size_t i = 0; i < count; i++)
        memcpy(all + i * size, request, size);
    taken = say_while_taken(fd, all, size * count, 300);
    assert_true(taken < size * count); /* what was taken lies in the kernel's buffers, but for 128 kB */
    free(all);
    close(fd);
    wait_for_connections(server, 0);
    server_stop(server);
}

static void *many_requests(void *server)
{
    int fd = dial(server);

    for (int i = 0; i < 100; i++) {
        say(fd, i % 10 ? "GET / HTTP/1.1\r\n" HOST : "GET /late HTTP/1.1\r\n" HOST);
        free(hear_until(fd, i % 10 ? "\r\n\r\nok" : "\r\n\r\nlate"));
    }
    close(fd);
    return NULL;
}

static void many_clients_at_once(void **state)
{
    struct server *server = server_start(edge_limits_default, NULL);
    pthread_t threads[32];

    (void)state;
    for (int i = 0; i < 32; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, many_requests, server), 0);
    for (int i = 0; i < 32; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(edge_figures(server->edge).requests, 3200);
    assert_int_equal(edge_figures(server->edge).refused, 0);
    wait_for_connections(server, 0);
    server_stop(server);
}

static void who_finds_no_room_waits(void **state)
{
    struct edge_limits limits = edge_limits_default;
    struct server *server;
    int inside[3], waiting;
    bool ended;
    char *heard;

    (void)state;
    limits.connections_most = 3;
    server = server_start(limits, NULL);
    for (int i = 0; i < 3; i++) {
        inside[i] = dial(server);
        say(inside[i], "GET / HTTP/1.1\r\n" HOST);
        free(hear_until(inside[i], "\r\n\r\nok"));
    }
    waiting = dial(server);
    say(waiting, "GET / HTTP/1.1\r\n" HOST);
    heard = hear_all(waiting, 200, &ended);
    assert_true(!ended && !*heard);
    free(heard);
    close(inside[0]);
    free(hear_until(waiting, "\r\n\r\nok"));
    pause_ms(1100); /* by now the others have been idle for long enough to make room */
    expect_end(server, "GET / HTTP/1.0\r\n\r\n", "\r\n\r\nok");
    close(inside[1]);
    close(inside[2]);
    close(waiting);
    server_stop(server);
}

static void the_local_socket_is_known(void **state)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct server *server;

    (void)state;
    snprintf(address.sun_path, sizeof(address.sun_path), "/tmp/regulars-test-%d.sock", (int)getpid());
    server = server_start(edge_limits_default, address.sun_path);
    expect_end(server, "GET /local HTTP/1.0\r\n\r\n", "\r\n\r\n127.0.0.1");
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    say(fd, "GET /local HTTP/1.1\r\n" HOST);
    free(hear_until(fd, "\r\n\r\nlocal"));
    close(fd);
    server_stop(server);
    assert_int_equal(access(address.sun_path, F_OK), -1);
}

static void a_second_server_does_not_share_the_port(void **state)
{
    struct server *server = server_start(edge_limits_default, NULL);
    struct edge_options options = { .address = "127.0.0.1", .port = edge_port(server->edge), .serve = edge_serve };
    struct str why;

    (void)state;
    assert_null(edge_open(&options, &server->arena, &why));
    assert_true(str_starts(why, STR("Cannot listen at 127.0.0.1 port ")));
    server_stop(server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_are_answered_in_order),
        cmocka_unit_test(answers_without_content_have_none),
        cmocka_unit_test(old_clients_close_unless_they_say_otherwise),
        cmocka_unit_test(faults_are_answered_as_problems),
        cmocka_unit_test(an_answer_survives_unread_input),
        cmocka_unit_test(a_client_that_waits_is_told_to_go_on),
        cmocka_unit_test(bodies_arrive_in_any_pieces),
        cmocka_unit_test(late_clients_are_cut),
        cmocka_unit_test(a_slow_body_above_the_least_rate_lives),
        cmocka_unit_test(who_does_not_read_is_cut),
        cmocka_unit_test(a_slow_reader_gets_everything),
        cmocka_unit_test(a_client_may_leave_at_any_time),
        cmocka_unit_test(a_half_closed_client_is_answered),
        cmocka_unit_test(a_pipeliner_is_made_to_wait),
        cmocka_unit_test(many_clients_at_once),
        cmocka_unit_test(who_finds_no_room_waits),
        cmocka_unit_test(the_local_socket_is_known),
        cmocka_unit_test(a_second_server_does_not_share_the_port),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
