/* The edge as a whole: its sockets, its loops and their threads. */
#include "http/edge.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 4096, LOOPS_MOST = 256, FILES_RESERVED = 128, MEBIBYTE = 1024 * 1024 };

const struct edge_limits edge_limits_default = {
    .head_ms = 10 * 1000,
    .idle_ms = 60 * 1000,
    .body_least_rate = 1024,
    .drain_ms = 10 * 1000,
    .head_most_bytes = 32 * 1024,
    .line_most_bytes = 8 * 1024,
    .body_most_bytes = REQUEST_BODY_MOST_BYTES,
    .stream_most_bytes = (size_t)4096 * MEBIBYTE,
    .connections_most = 12000,
    .connections_per_address = 0,
    .body_window_ms = 5 * 1000,
    .write_ms = 30 * 1000,
    .heartbeat_ms = 15 * 1000,
    .bodies_most_bytes = (size_t)256 * MEBIBYTE,
};

/* ---- opening */

static struct edge_limits limits_filled(struct edge_limits limits)
{
#define FILL(name)                                                                                                  \
    if (limits.name == 0)                                                                                           \
    limits.name = edge_limits_default.name
    FILL(head_ms);
    FILL(idle_ms);
    FILL(body_least_rate);
    FILL(drain_ms);
    FILL(head_most_bytes);
    FILL(line_most_bytes);
    FILL(body_most_bytes);
    FILL(stream_most_bytes);
    FILL(connections_most);
    FILL(body_window_ms);
    FILL(write_ms);
    FILL(heartbeat_ms);
    FILL(bodies_most_bytes);
#undef FILL
    if (limits.head_most_bytes > HTTP_HEAD_MOST_BYTES)
        limits.head_most_bytes = HTTP_HEAD_MOST_BYTES;
    return limits;
}

/* As many files as we may have; some stay reserved for the database and everything else. */
static void fit_to_files(struct edge_limits *limits)
{
    struct rlimit files;
    rlim_t reserved;

    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return;
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY)
        return;
    reserved = files.rlim_cur / 2 < FILES_RESERVED ? files.rlim_cur / 2 : FILES_RESERVED;
    if ((rlim_t)limits->connections_most > files.rlim_cur - reserved)
        limits->connections_most = (int)(files.rlim_cur - reserved);
}

static bool sentence(struct arena *arena, struct str *why, const char *what, const char *name)
{
    *why = arena_printf(arena, "%s %s: %s.", what, name, strerror(errno));
    return false;
}

/* One TCP socket; `shared` allows more of our own on the same port. -1 with errno. */
static int tcp_socket(const struct addrinfo *at, int port, bool shared)
{
    int fd = socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1, off = 0;
    struct sockaddr_storage address;

    if (fd < 0)
        return -1;
    memcpy(&address, at->ai_addr, at->ai_addrlen);
    if (at->ai_family == AF_INET6)
        ((struct sockaddr_in6 *)&address)->sin6_port = htons((uint16_t)port);
    else
        ((struct sockaddr_in *)&address)->sin_port = htons((uint16_t)port);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)); /* what is accepted inherits it */
    if (at->ai_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
    if (shared)
        setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
    if (bind(fd, (struct sockaddr *)&address, at->ai_addrlen) == 0)
        return fd;
    close(fd);
    return -1;
}

static int port_of(int fd)
{
    struct sockaddr_storage address = { 0 };
    socklen_t size = sizeof(address);

    getsockname(fd, (struct sockaddr *)&address, &size);
    if (address.ss_family == AF_INET6)
        return ntohs(((struct sockaddr_in6 *)&address)->sin6_port);
    return ntohs(((struct sockaddr_in *)&address)->sin_port);
}

/* Would somebody else, or another server of ours, have the port? SO_REUSEPORT alone does not say so. */
static bool port_free(struct edge *edge, const struct addrinfo *at)
{
    int fd = tcp_socket(at, edge->options.port, false);
    bool good = fd >= 0 && listen(fd, 1) == 0;

    if (fd < 0)
        return false;
    edge->port = port_of(fd);
    close(fd);
    return good;
}

static bool open_tcp(struct edge *edge, struct arena *arena, struct str *why)
{
    struct addrinfo wanted = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE }, *at;
    const char *address = edge->options.address ? edge->options.address : "127.0.0.1";
    struct str place = arena_printf(arena, "%s port %d", address, edge->options.port);
    int failed = getaddrinfo(address, NULL, &wanted, &at);
    bool good;

    if (failed) {
        *why = arena_printf(arena, "Cannot listen at %s: %s.", address, gai_strerror(failed));
        return false;
    }
    good = port_free(edge, at);
    for (int i = 0; good && i < edge->loop_count; i++) {
        int fd = tcp_socket(at, edge->port, true);

        edge->loops[i]->listeners[0].fd = fd;
        good = fd >= 0 && listen(fd, BACKLOG) == 0;
    }
    freeaddrinfo(at);
    return good || sentence(arena, why, "Cannot listen at", place.ptr);
}

/* Is somebody listening there? A socket that a dead server left behind is removed. */
static bool socket_alive(const struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool alive = connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0;
    struct stat found;

    close(fd);
    if (!alive && lstat(address->sun_path, &found) == 0 && S_ISSOCK(found.st_mode))
        unlink(address->sun_path);
    return alive;
}

static bool open_unix(struct edge *edge, struct arena *arena, struct str *why)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    const char *path = edge->options.unix_socket;
    struct listener *listener = &edge->loops[0]->listeners[1];
    mode_t before;
    bool good;

    if (!path)
        return true;
    if (strlen(path) >= sizeof(address.sun_path)) {
        errno = ENAMETOOLONG;
        return sentence(arena, why, "Cannot listen at", path);
    }
    memcpy(address.sun_path, path, strlen(path) + 1);
    if (socket_alive(&address)) {
        errno = EADDRINUSE;
        return sentence(arena, why, "Another server listens at", path);
    }
    listener->local = true;
    listener->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    before = umask(0177);
    good = listener->fd >= 0 && bind(listener->fd, (struct sockaddr *)&address, sizeof(address)) == 0;
    umask(before);
    edge->unlink_socket = good;
    return (good && listen(listener->fd, BACKLOG) == 0) || sentence(arena, why, "Cannot listen at", path);
}

static bool open_loops(struct edge *edge, struct arena *arena, struct str *why)
{
    edge->loops = ARENA_ARRAY(arena, struct edge_loop *, (size_t)edge->loop_count);
    for (int i = 0; i < edge->loop_count; i++) {
        struct edge_loop *loop = ARENA_NEW(arena, struct edge_loop);

        edge->loops[i] = loop;
        loop->edge = edge;
        loop->index = i;
        loop->listeners[0].fd = loop->listeners[1].fd = -1;
        if (!loop_open(loop, why)) {
            edge->loop_count = i;
            return false;
        }
    }
    return true;
}

struct edge *edge_open(const struct edge_options *options, struct arena *arena, struct str *why)
{
    struct edge *edge = ARENA_NEW(arena, struct edge);
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    signal(SIGPIPE, SIG_IGN);
    edge->options = *options;
    edge->options.limits = limits_filled(options->limits);
    fit_to_files(&edge->options.limits);
    edge->loop_count = options->loops > 0 ? options->loops : (int)(cores > 0 ? cores : 1);
    if (edge->loop_count > LOOPS_MOST)
        edge->loop_count = LOOPS_MOST;
    pthread_mutex_init(&edge->addresses_lock, NULL);
    edge->addresses = address_counts_new(arena);
    if (open_loops(edge, arena, why) && open_tcp(edge, arena, why) && open_unix(edge, arena, why))
        return edge;
    edge_close(edge);
    return NULL;
}

int edge_port(const struct edge *edge)
{
    return edge->port;
}

/* ---- running */

static void *run_thread(void *loop)
{
    loop_run(loop);
    return NULL;
}

void edge_run(struct edge *edge)
{
    for (int i = 1; i < edge->loop_count; i++)
        if (pthread_create(&edge->loops[i]->thread, NULL, run_thread, edge->loops[i]) != 0)
            abort();
    loop_run(edge->loops[0]);
    for (int i = 1; i < edge->loop_count; i++)
        pthread_join(edge->loops[i]->thread, NULL);
}

void edge_stop(struct edge *edge)
{
    int before = errno;

    atomic_store(&edge->stop, true);
    for (int i = 0; i < edge->loop_count; i++)
        uv_async_send(&edge->loops[i]->wake);
    errno = before;
}

void edge_close(struct edge *edge)
{
    for (int i = 0; i < edge->loop_count; i++)
        loop_close(edge->loops[i]);
    if (edge->unlink_socket)
        unlink(edge->options.unix_socket);
    pthread_mutex_destroy(&edge->addresses_lock);
}

struct edge_figures edge_figures(struct edge *edge)
{
    struct edge_figures figures = { .connections = atomic_load(&edge->connections) };

    for (int i = 0; i < edge->loop_count; i++) {
        figures.requests += atomic_load_explicit(&edge->loops[i]->requests, memory_order_relaxed);
        figures.refused += atomic_load_explicit(&edge->loops[i]->refused, memory_order_relaxed);
        figures.cut += atomic_load_explicit(&edge->loops[i]->cut, memory_order_relaxed);
    }
    return figures;
}
