/*
 * The limit for the edge: a bare epoll loop that answers every request with the same bytes, without reading it.
 *
 *     bare_loop PORT_FILE ANSWER_FILE
 *
 * One thread, one loop. A request ends with an empty line; requests with a body are not for this.
 */
#include "bench.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 256, IN_BYTES = 16384, ANSWER_MOST = 1 << 20 };

struct connection {
    int fd;
    int ended;      /* bytes of "\r\n\r\n" seen at the end of what was read */
    size_t out_at;  /* of the answer under way */
    int owed;       /* answers, the one under way included */
};

static char answer[ANSWER_MOST];
static size_t answer_size;

static int listen_anywhere(const char *port_file)
{
    struct sockaddr_in at = { .sin_family = AF_INET };
    socklen_t size = sizeof(at);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    FILE *file;

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof(at)) != 0 || listen(fd, SOMAXCONN) != 0 ||
        getsockname(fd, (struct sockaddr *)&at, &size) != 0)
        give_up("listening: %s", strerror(errno));
    file = fopen(port_file, "w");
    if (!file || fprintf(file, "%d\n", ntohs(at.sin_port)) < 0 || fclose(file) != 0)
        give_up("%s: %s", port_file, strerror(errno));
    return fd;
}

static void read_answer(const char *path)
{
    FILE *file = fopen(path, "r");

    if (!file)
        give_up("%s: %s", path, strerror(errno));
    answer_size = fread(answer, 1, sizeof(answer), file);
    fclose(file);
}

static void accept_one(int epoll, int listener)
{
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC), on = 1;
    struct connection *connection = fd < 0 ? NULL : calloc(1, sizeof(*connection));
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = connection };

    if (!connection)
        return;
    connection->fd = fd;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

static void end(struct connection *connection)
{
    close(connection->fd);
    free(connection);
}

/* Waits for room when the kernel takes no more. */
static void write_answers(int epoll, struct connection *connection)
{
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = connection };
    size_t was_at = connection->out_at;

    while (connection->owed) {
        ssize_t sent = write(connection->fd, answer + connection->out_at, answer_size - connection->out_at);

        if (sent < 0)
            break;
        connection->out_at += (size_t)sent;
        if (connection->out_at < answer_size)
            continue;
        connection->out_at = 0;
        connection->owed--;
    }
    if (connection->owed)
        event.events |= EPOLLOUT;
    if (connection->owed || was_at)
        epoll_ctl(epoll, EPOLL_CTL_MOD, connection->fd, &event);
}

static void count_requests(struct connection *connection, const char *bytes, size_t size)
{
    static const char mark[] = "\r\n\r\n";

    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == mark[connection->ended])
            connection->ended++;
        else
            connection->ended = bytes[i] == '\r';
        if (connection->ended == 4) {
            connection->ended = 0;
            connection->owed++;
        }
    }
}

static void serve(int epoll, struct connection *connection, uint32_t events)
{
    char in[IN_BYTES];

    if (events & EPOLLIN) {
        ssize_t got = read(connection->fd, in, sizeof(in));

        if (got == 0 || (got < 0 && errno != EAGAIN)) {
            end(connection);
            return;
        }
        if (got > 0)
            count_requests(connection, in, (size_t)got);
    }
    write_answers(epoll, connection);
}

int main(int argc, char **argv)
{
    struct epoll_event events[EVENTS], event = { .events = EPOLLIN, .data.ptr = NULL };
    int epoll = epoll_create1(EPOLL_CLOEXEC), listener;

    bench_name = "bare_loop";
    if (argc != 3)
        give_up("bare_loop PORT_FILE ANSWER_FILE");
    read_answer(argv[2]);
    listener = listen_anywhere(argv[1]);
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int count = epoll_wait(epoll, events, EVENTS, -1);

        for (int i = 0; i < count; i++) {
            if (events[i].data.ptr)
                serve(epoll, events[i].data.ptr, events[i].events);
            else
                accept_one(epoll, listener);
        }
    }
}
