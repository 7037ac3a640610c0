/*
 * Random clients against the edge for some seconds: requests of every kind in any pieces, pipelined, cut short, half
 * closed, reset, not read. Nothing may crash, hang or stay behind: in the end no connection and no worker is left.
 *
 * STORM_SECONDS and STORM_SEED ask for a longer or another one; the seed of a failure is printed.
 */
#include "edge_server.h"

enum { CLIENTS = 16, REQUEST_MOST = 1400 * 1000, SETTLE_MS = 10 * 1000 };

struct client {
    const struct server *server;
    uint64_t random;
    int64_t until_ms;
    pthread_t thread;
    char *bytes;
    size_t len;
};

/* xorshift64*: 0 to below - 1. */
static size_t any(struct client *client, size_t below)
{
    client->random ^= client->random >> 12;
    client->random ^= client->random << 25;
    client->random ^= client->random >> 27;
    return (size_t)((client->random * 2685821657736338717ULL) >> 33) % below;
}

static bool often(struct client *client, size_t percent)
{
    return any(client, 100) < percent;
}

static void add(struct client *client, const char *text)
{
    size_t len = strlen(text);

    memcpy(client->bytes + client->len, text, len);
    client->len += len;
}

static void add_junk(struct client *client, size_t size)
{
    memset(client->bytes + client->len, (int)('a' + any(client, 26)), size);
    client->len += size;
}

static void add_chunks(struct client *client, size_t size)
{
    char line[32];

    while (size) {
        size_t chunk = 1 + any(client, 40000);

        if (chunk > size)
            chunk = size;
        snprintf(line, sizeof(line), "%zx\r\n", chunk);
        add(client, line);
        add_junk(client, chunk);
        add(client, "\r\n");
        size -= chunk;
    }
    add(client, often(client, 90) ? "0\r\n\r\n" : "zz\r\n");
}

static void add_request(struct client *client)
{
    static const char *const reads[] = { "/", "/late", "/big", "/empty", "/silent", "/ticks", "/unchanged", "/../x" };
    static const char *const writes[] = { "/echo", "/stream", "/late" };
    static const size_t sizes[] = { 0, 1, 100, 5000, 70000, 300000, 1100000 };
    const char *end = often(client, 10) ? "Connection: close\r\n" HOST : HOST;
    size_t size = sizes[any(client, 7)];
    char head[256];

    if (often(client, 40)) {
        snprintf(head, sizeof(head), "%s %s HTTP/1.1\r\n%s", often(client, 80) ? "GET" : "HEAD", reads[any(client, 8)],
                 end);
        add(client, head);
    } else if (often(client, 50)) {
        snprintf(head, sizeof(head), "POST %s HTTP/1.1\r\nContent-Length: %zu\r\n%s", writes[any(client, 3)], size,
                 end);
        add(client, head);
        add_junk(client, size);
    } else {
        snprintf(head, sizeof(head), "POST %s HTTP/1.1\r\nTransfer-Encoding: chunked\r\n%s", writes[any(client, 3)],
                 end);
        add(client, head);
        add_chunks(client, size);
    }
}

static void hear_some(struct client *client, int fd, size_t times)
{
    static _Thread_local char heard[100 * 1000];

    for (size_t i = 0; i < times; i++)
        if (recv(fd, heard, 1 + any(client, sizeof(heard)), 0) <= 0)
            return;
}

static void one_connection(struct client *client)
{
    static const size_t pieces[] = { 1, 7, 1000, 60000, 1000000 };
    struct timeval patience = { 0, (suseconds_t)(10000 * (1 + any(client, 20))) };
    struct linger reset = { 1, 0 };
    int fd = dial(client->server);

    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    client->len = 0;
    for (size_t count = 1 + any(client, 4); count; count--)
        add_request(client);
    if (often(client, 30))
        client->len = any(client, client->len + 1);
    for (size_t at = 0; at < client->len && !often(client, 2);) {
        size_t piece = pieces[any(client, 5)];
        ssize_t sent = send(fd, client->bytes + at, piece < client->len - at ? piece : client->len - at, MSG_NOSIGNAL);

        if (sent < 0)
            break;
        at += (size_t)sent;
        if (often(client, 10))
            hear_some(client, fd, 1);
    }
    if (often(client, 30))
        shutdown(fd, SHUT_WR);
    hear_some(client, fd, any(client, 20));
    if (often(client, 30))
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
    close(fd);
}

static void *storm(void *argument)
{
    struct client *client = argument;

    while (steady_ms() < client->until_ms)
        one_connection(client);
    return NULL;
}

static int64_t setting(const char *name, int64_t otherwise)
{
    const char *value = getenv(name);
    int64_t number;

    return value && str_to_int(str_from(value), &number) ? number : otherwise;
}

static void nothing_stays_behind(void **state)
{
    struct edge_limits limits = quick_limits;
    struct server *server;
    struct client clients[CLIENTS];
    int64_t seconds = setting("STORM_SECONDS", 3), seed = setting("STORM_SEED", 20260522), settled_ms;

    (void)state;
    limits.connections_most = 1000;
    server = server_start(limits, NULL);
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = (struct client){ .server = server, .random = (uint64_t)(seed * CLIENTS + i + 1) };
        clients[i].until_ms = steady_ms() + seconds * 1000;
        clients[i].bytes = malloc((size_t)4 * REQUEST_MOST);
        assert_int_equal(pthread_create(&clients[i].thread, NULL, storm, &clients[i]), 0);
    }
    for (int i = 0; i < CLIENTS; i++) {
        pthread_join(clients[i].thread, NULL);
        free(clients[i].bytes);
    }
    settled_ms = steady_ms() + SETTLE_MS;
    while ((server->working || edge_figures(server->edge).connections) && steady_ms() < settled_ms)
        pause_ms(10);
    if (server->working || edge_figures(server->edge).connections)
        fail_msg("seed %lld leaves %lld connections and %d workers", (long long)seed,
                 (long long)edge_figures(server->edge).connections, server->working);
    expect_end(server, "GET / HTTP/1.0\r\n\r\n", "\r\n\r\nok");
    server_stop(server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_stays_behind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
