/*
 * A load generator: keep-alive connections over one epoll loop, one request at a time on each, from a fixed list.
 *
 *     load --port P --list FILE [--requests N] [--connections C] [--warm N] [--header "Name: value"]
 *          [--pid PID] [--first N] [--save FILE]
 *     load --port P --idle C      opens C connections, asks once on each, and holds them until its input ends
 *
 * With --pid it never sleeps, so that waking it up is no part of what the server is charged with.
 *
 * A line of the list is "GET /path" or "POST /path {json}"; `{n}` in it becomes a number that never comes again,
 * counted from --first. Prints one line of key=value: what was answered how often, latencies, and with --pid the CPU
 * time that the process PID spent per request, by the kernel's own account.
 */
#include "bench.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CONNECTIONS_MOST = 16384, ANSWER_MOST = 1 << 20, REQUEST_MOST = 1 << 16, STATUS_MOST = 600, EVENTS = 256 };

static const int64_t PATIENCE_NS = 10 * 1000000000LL;

struct options {
    int port;
    const char *list;
    long requests;
    long warm;
    int connections;
    int idle;
    const char *header;
    pid_t pid;
    long first;
    const char *save;
};

struct connection {
    int fd;
    char *in;           /* ANSWER_MOST bytes, of which `in_len` are there */
    size_t in_len;
    size_t answer_size; /* head and body; 0 while the head is not complete */
    int status;
    int64_t sent_ns;
};

struct load {
    struct options options;
    int epoll;
    char **lines;
    size_t line_count;
    struct connection *connections;
    long started;
    long finished;
    long counted; /* of the finished ones, those after the warm-up */
    long statuses[STATUS_MOST];
    uint32_t *latencies_us;
    int64_t begin_ns;
    int64_t begin_cpu_ns;
};

/* ---- requests ---------------------------------------------------------------------------------------------- */

static void read_list(struct load *load)
{
    FILE *file = fopen(load->options.list, "r");
    char *line = NULL;
    size_t room = 0;
    ssize_t len;

    if (!file)
        give_up("%s: %s", load->options.list, strerror(errno));
    while ((len = getline(&line, &room, file)) > 0) {
        if (line[len - 1] == '\n')
            line[len - 1] = '\0';
        load->lines = realloc(load->lines, (load->line_count + 1) * sizeof(*load->lines));
        if (!load->lines)
            give_up("no memory");
        load->lines[load->line_count++] = strdup(line);
    }
    free(line);
    fclose(file);
    if (load->line_count == 0)
        give_up("%s is empty", load->options.list);
}

/* `line` with its {n} filled in. */
static void fill_in(const char *line, long number, char *into, size_t size)
{
    const char *mark;
    size_t len = 0;

    while ((mark = strstr(line, "{n}"))) {
        len += (size_t)snprintf(into + len, size - len, "%.*s%ld", (int)(mark - line), line, number);
        line = mark + 3;
    }
    snprintf(into + len, size - len, "%s", line);
}

static int render(const struct load *load, char *into, size_t size)
{
    char line[REQUEST_MOST], extra[1024] = "";
    const char *path, *body;

    fill_in(load->lines[(size_t)load->started % load->line_count], load->options.first + load->started, line,
            sizeof(line));
    path = strchr(line, ' ');
    if (!path)
        give_up("not a request: %s", line);
    body = strchr(path + 1, ' ');
    if (load->options.header)
        snprintf(extra, sizeof(extra), "%s\r\n", load->options.header);
    if (!body)
        return snprintf(into, size, "%s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n", line, extra);
    return snprintf(into, size,
                    "%.*s HTTP/1.1\r\nHost: 127.0.0.1\r\n%sContent-Type: application/json\r\n"
                    "Content-Length: %zu\r\n\r\n%s",
                    (int)(body - line), line, extra, strlen(body + 1), body + 1);
}

static void send_next(struct load *load, struct connection *connection)
{
    static char request[REQUEST_MOST + 2048];
    int len;

    if (load->started >= load->options.requests + load->options.warm)
        return;
    if (load->started == load->options.warm) {
        load->begin_ns = now_ns();
        load->begin_cpu_ns = load->options.pid ? process_cpu_ns(load->options.pid) : 0;
    }
    len = render(load, request, sizeof(request));
    load->started++;
    connection->in_len = connection->answer_size = 0;
    connection->sent_ns = now_ns();
    if (send(connection->fd, request, (size_t)len, MSG_NOSIGNAL) != len)
        give_up("sending: %s", strerror(errno));
}

/* ---- answers ----------------------------------------------------------------------------------------------- */

static void read_head(struct connection *connection)
{
    const char *end = memmem(connection->in, connection->in_len, "\r\n\r\n", 4);
    const char *length;

    if (!end)
        return;
    connection->in[connection->in_len] = '\0';
    if (sscanf(connection->in, "HTTP/1.1 %d", &connection->status) != 1 || connection->status >= STATUS_MOST)
        give_up("not an answer: %.60s", connection->in);
    connection->answer_size = (size_t)(end + 4 - connection->in);
    length = strcasestr(connection->in, "\r\nContent-Length:");
    if (length && length < end)
        connection->answer_size += strtoul(length + strlen("\r\nContent-Length:"), NULL, 10);
    if (connection->answer_size >= ANSWER_MOST)
        give_up("an answer of %zu bytes", connection->answer_size);
}

static void save(const struct connection *connection, const char *path)
{
    FILE *file = fopen(path, "w");

    if (!file || fwrite(connection->in, 1, connection->answer_size, file) != connection->answer_size ||
        fclose(file) != 0)
        give_up("%s: %s", path, strerror(errno));
}

static void note(struct load *load, const struct connection *connection)
{
    int64_t took_us = (now_ns() - connection->sent_ns) / 1000;

    if (load->finished == 0 && load->options.save)
        save(connection, load->options.save);
    if (++load->finished <= load->options.warm)
        return;
    load->statuses[connection->status]++;
    if (load->counted < load->options.requests)
        load->latencies_us[load->counted++] = (uint32_t)took_us;
}

static void receive(struct load *load, struct connection *connection)
{
    ssize_t got = recv(connection->fd, connection->in + connection->in_len, ANSWER_MOST - 1 - connection->in_len, 0);

    if (got <= 0)
        give_up("the server closed a connection: %s", got ? strerror(errno) : "end of stream");
    connection->in_len += (size_t)got;
    if (connection->answer_size == 0)
        read_head(connection);
    if (connection->answer_size == 0 || connection->in_len < connection->answer_size)
        return;
    note(load, connection);
    send_next(load, connection);
}

/* ---- connections ------------------------------------------------------------------------------------------- */

static int connect_to(int port)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0)
        give_up("connecting: %s", strerror(errno));
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    return fd;
}

static void connect_all(struct load *load)
{
    load->epoll = epoll_create1(EPOLL_CLOEXEC);
    load->connections = calloc((size_t)load->options.connections, sizeof(*load->connections));
    load->latencies_us = calloc((size_t)load->options.requests, sizeof(*load->latencies_us));
    if (load->epoll < 0 || !load->connections || !load->latencies_us)
        give_up("no memory");
    for (int i = 0; i < load->options.connections; i++) {
        struct connection *connection = &load->connections[i];
        struct epoll_event event = { .events = EPOLLIN, .data.ptr = connection };

        connection->fd = connect_to(load->options.port);
        connection->in = malloc(ANSWER_MOST);
        if (!connection->in || epoll_ctl(load->epoll, EPOLL_CTL_ADD, connection->fd, &event) != 0)
            give_up("no memory");
    }
}

static void run(struct load *load)
{
    struct epoll_event events[EVENTS];
    long all = load->options.requests + load->options.warm;

    int64_t last_ns = now_ns();

    for (int i = 0; i < load->options.connections; i++)
        send_next(load, &load->connections[i]);
    while (load->finished < all) {
        int count = epoll_wait(load->epoll, events, EVENTS, load->options.pid ? 0 : 1000);

        for (int i = 0; i < count; i++)
            receive(load, events[i].data.ptr);
        if (count > 0)
            last_ns = now_ns();
        else if (now_ns() - last_ns > PATIENCE_NS)
            give_up("no answer for 10 s, after %ld of %ld", load->finished, all);
    }
}

/* ---- what it was ------------------------------------------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
    uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;

    return (one > other) - (one < other);
}

static void report(const struct load *load)
{
    double seconds = (double)(now_ns() - load->begin_ns) / 1e9;
    const uint32_t *took = load->latencies_us;
    size_t count = (size_t)load->counted;

    qsort(load->latencies_us, count, sizeof(*took), by_size);
    printf("requests=%ld seconds=%.3f per_second=%.0f p50_us=%u p99_us=%u max_us=%u", load->counted, seconds,
           (double)load->counted / seconds, took[count / 2], took[count * 99 / 100], took[count - 1]);
    if (load->options.pid)
        printf(" cpu_us=%.3f",
               (double)(process_cpu_ns(load->options.pid) - load->begin_cpu_ns) / 1e3 / (double)load->counted);
    for (int status = 0; status < STATUS_MOST; status++)
        if (load->statuses[status])
            printf(" status_%d=%ld", status, load->statuses[status]);
    printf("\n");
}

/* ---- idle connections -------------------------------------------------------------------------------------- */

/* Each has asked once, as a browser's has. */
static void hold(const struct options *options)
{
    static const char request[] = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    char answer[4096];

    for (int i = 0; i < options->idle; i++) {
        int fd = connect_to(options->port);

        if (send(fd, request, sizeof(request) - 1, MSG_NOSIGNAL) < 0 || recv(fd, answer, sizeof(answer), 0) <= 0)
            give_up("connection %d was refused: %s", i, strerror(errno));
    }
    printf("idle=%d\n", options->idle);
    fflush(stdout);
    while (read(STDIN_FILENO, answer, sizeof(answer)) > 0)
        ;
}

/* ---- options ----------------------------------------------------------------------------------------------- */

static bool number_option(struct options *options, const char *name, const char *value)
{
    long number = strtol(value, NULL, 10);

    if (strcmp(name, "--port") == 0)
        options->port = (int)number;
    else if (strcmp(name, "--requests") == 0)
        options->requests = number;
    else if (strcmp(name, "--warm") == 0)
        options->warm = number;
    else if (strcmp(name, "--connections") == 0)
        options->connections = (int)number;
    else if (strcmp(name, "--idle") == 0)
        options->idle = (int)number;
    else if (strcmp(name, "--pid") == 0)
        options->pid = (pid_t)number;
    else if (strcmp(name, "--first") == 0)
        options->first = number;
    else
        return false;
    return true;
}

static void read_options(struct options *options, int argc, char **argv)
{
    for (int i = 1; i < argc; i += 2) {
        if (i + 1 == argc)
            give_up("%s wants a value", argv[i]);
        if (strcmp(argv[i], "--list") == 0)
            options->list = argv[i + 1];
        else if (strcmp(argv[i], "--header") == 0)
            options->header = argv[i + 1];
        else if (strcmp(argv[i], "--save") == 0)
            options->save = argv[i + 1];
        else if (!number_option(options, argv[i], argv[i + 1]))
            give_up("%s is not known", argv[i]);
    }
    if (!options->port || (!options->idle && (!options->list || options->requests < 1)))
        give_up("--port is needed, and --list or --idle");
    if (options->connections < 1 || options->connections > CONNECTIONS_MOST)
        give_up("1 to %d connections", CONNECTIONS_MOST);
}

int main(int argc, char **argv)
{
    struct load load = { .options = { .requests = 1000, .connections = 32 } };

    bench_name = "load";
    read_options(&load.options, argc, argv);
    if (load.options.idle) {
        hold(&load.options);
        return 0;
    }
    read_list(&load);
    connect_all(&load);
    run(&load);
    report(&load);
    return 0;
}
