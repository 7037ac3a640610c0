/* New connections: let in as long as there is room, left in the kernel's backlog otherwise. */
#include "base/log.h"
#include "http/edge.h"
#include "http/limits.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ACCEPT_AT_ONCE = 64, SHED_AT_ONCE = 16, SHED_IDLE_MS = 1000, ADDRESS_BUCKETS = 1024, ADDRESS_KEY_BYTES = 64 };

/* How many connections each address has; guarded by edge->addresses_lock. */
struct address_count {
    struct address_count *next;
    int count;
    char key[ADDRESS_KEY_BYTES];
};

struct address_counts {
    struct address_count *buckets[ADDRESS_BUCKETS];
};

static void readable(uv_poll_t *poll, int status, int events);

void accept_start(struct edge_loop *loop)
{
    for (int i = 0; i < 2; i++) {
        struct listener *listener = &loop->listeners[i];

        if (listener->fd < 0)
            continue;
        listener->poll.data = loop;
        uv_poll_init(&loop->uv, &listener->poll, listener->fd);
        uv_poll_start(&listener->poll, UV_READABLE, readable);
    }
}

static bool room(const struct edge_loop *loop)
{
    return atomic_load_explicit(&loop->edge->connections, memory_order_relaxed) <
           loop->edge->options.limits.connections_most;
}

static void pause_listener(struct edge_loop *loop, struct listener *listener)
{
    listener->paused = true;
    uv_poll_stop(&listener->poll);
    loop_tick_wanted(loop);
}

/* Makes room by closing connections that have been silent between requests for longest; false when there is none. */
static bool shed_idle(struct edge_loop *loop)
{
    struct conn *conn;
    int closed = 0;

    while (closed < SHED_AT_ONCE && (conn = loop->deadlines[DEADLINE_IDLE].oldest) &&
           loop_now_ms(loop) - conn->deadline_since_ms >= SHED_IDLE_MS) {
        conn_close(conn);
        closed++;
    }
    return closed > 0;
}

static bool somebody_waits(const struct listener *listener)
{
    struct pollfd at = { .fd = listener->fd, .events = POLLIN };

    return poll(&at, 1, 0) == 1;
}

void accept_resume(struct edge_loop *loop)
{
    _Atomic bool *wanted = &loop->edge->room_wanted;

    if (atomic_load_explicit(wanted, memory_order_relaxed) && shed_idle(loop))
        atomic_store_explicit(wanted, false, memory_order_relaxed);
    for (int i = 0; i < 2; i++) {
        struct listener *listener = &loop->listeners[i];

        if (!listener->paused || listener->fd < 0)
            continue;
        if (!room(loop)) {
            if (somebody_waits(listener) && !shed_idle(loop))
                atomic_store_explicit(wanted, true, memory_order_relaxed);
            continue;
        }
        listener->paused = false;
        uv_poll_start(&listener->poll, UV_READABLE, readable);
    }
}

static void log_shortage(struct edge_loop *loop, const char *what)
{
    int64_t now_ms = loop_now_ms(loop);

    if (loop->shortage_logged_ms && now_ms - loop->shortage_logged_ms < 1000)
        return;
    loop->shortage_logged_ms = now_ms;
    log_write(LOG_WARN, "accept_paused", "loop=%d connections=%d reason=\"%s\"", loop->index, loop->connections, what);
}

/* ---- connections of one address */

struct address_counts *address_counts_new(struct arena *arena)
{
    return ARENA_NEW(arena, struct address_counts);
}

static unsigned bucket_of(const char *key)
{
    unsigned hash = 2166136261U;

    for (; *key; key++)
        hash = (hash ^ (unsigned char)*key) * 16777619U;
    return hash % ADDRESS_BUCKETS;
}

static bool limited(const struct edge *edge, const char *ip)
{
    return edge->options.limits.connections_per_address > 0 && ip[0] && strncmp(ip, "127.", 4) != 0 &&
           strcmp(ip, "::1") != 0;
}

/* Adds `change` to the address's count, unless that would pass `most`. */
static bool address_change(struct edge *edge, const char *ip, int change, int most)
{
    char buffer[ADDRESS_KEY_BYTES], key[ADDRESS_KEY_BYTES];
    struct str address = rate_address(str_from(ip), buffer);
    struct address_count **at, *found;
    bool good = true;

    snprintf(key, sizeof(key), "%.*s", STR_PRINT(address));
    pthread_mutex_lock(&edge->addresses_lock);
    at = &edge->addresses->buckets[bucket_of(key)];
    while (*at && strcmp((*at)->key, key) != 0)
        at = &(*at)->next;
    if (!*at && change > 0 && (*at = calloc(1, sizeof(**at))))
        memcpy((*at)->key, key, sizeof(key));
    found = *at;
    if (!found || found->count + change > most)
        good = false;
    else
        found->count += change;
    if (found && found->count == 0) {
        *at = found->next;
        free(found);
    }
    pthread_mutex_unlock(&edge->addresses_lock);
    return good;
}

void address_forget(struct edge *edge, const struct conn *conn)
{
    if (conn->counted_by_address)
        address_change(edge, conn->peer_ip, -1, INT32_MAX);
}

/* ---- letting in */

static void write_peer(struct conn *conn, const struct sockaddr_storage *peer)
{
    static const char mapped[] = "::ffff:";

    if (peer->ss_family == AF_INET) {
        uv_ip4_name((const struct sockaddr_in *)peer, conn->peer_ip, sizeof(conn->peer_ip));
    } else if (peer->ss_family == AF_INET6) {
        uv_ip6_name((const struct sockaddr_in6 *)peer, conn->peer_ip, sizeof(conn->peer_ip));
        if (strncmp(conn->peer_ip, mapped, sizeof(mapped) - 1) == 0 && strchr(conn->peer_ip, '.'))
            memmove(conn->peer_ip, conn->peer_ip + sizeof(mapped) - 1, sizeof(conn->peer_ip) - sizeof(mapped) + 1);
    }
}

static void admit(struct edge_loop *loop, const struct listener *listener, int fd, const struct sockaddr_storage *peer)
{
    struct edge *edge = loop->edge;
    struct conn *conn = calloc(1, sizeof(*conn));

    if (!conn) {
        close(fd);
        return;
    }
    conn->loop = loop;
    write_peer(conn, peer);
    if (limited(edge, conn->peer_ip)) {
        if (!address_change(edge, conn->peer_ip, 1, edge->options.limits.connections_per_address)) {
            loop_count(&loop->cut);
            close(fd);
            free(conn);
            return;
        }
        conn->counted_by_address = true;
    }
    if (listener->local) {
        uv_pipe_init(&loop->uv, &conn->pipe, 0);
        uv_pipe_open(&conn->pipe, fd);
    } else {
        uv_tcp_init(&loop->uv, &conn->tcp);
        uv_tcp_open(&conn->tcp, fd);
    }
    conn->handle.data = conn;
    atomic_fetch_add_explicit(&edge->connections, 1, memory_order_relaxed);
    loop->connections++;
    loop_tick_wanted(loop);
    conn_start(conn);
}

/* Accepts one; false when there is none, or no room for it. */
static bool accept_one(struct edge_loop *loop, struct listener *listener)
{
    struct sockaddr_storage peer = { 0 };
    socklen_t size = sizeof(peer);
    int fd;

    if (!room(loop)) {
        shed_idle(loop);
        log_shortage(loop, "connection limit");
        pause_listener(loop, listener);
        return false;
    }
    fd = accept4(listener->fd, (struct sockaddr *)&peer, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
        admit(loop, listener, fd, &peer);
        return true;
    }
    if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) {
        log_shortage(loop, strerror(errno));
        shed_idle(loop);
        pause_listener(loop, listener);
        return false;
    }
    return errno == EINTR || errno == ECONNABORTED || errno == EPROTO;
}

static void readable(uv_poll_t *poll, int status, int events)
{
    struct edge_loop *loop = poll->data;
    struct listener *listener = poll == &loop->listeners[0].poll ? &loop->listeners[0] : &loop->listeners[1];

    (void)status;
    (void)events;
    for (int i = 0; i < ACCEPT_AT_ONCE && accept_one(loop, listener); i++)
        ;
}

static void listener_closed(uv_handle_t *handle)
{
    (void)handle;
}

void accept_stop(struct edge_loop *loop)
{
    for (int i = 0; i < 2; i++) {
        struct listener *listener = &loop->listeners[i];

        if (listener->fd < 0)
            continue;
        if (listener->poll.data) {
            while (accept_one(loop, listener)) /* who is in the backlog was accepted by the kernel */
                ;
            uv_close((uv_handle_t *)&listener->poll, listener_closed);
        }
        close(listener->fd);
        listener->fd = -1;
        listener->paused = false;
    }
}
