/*
 * One thread with a connection of its own that LISTENs: every server of a database hears what any of them committed.
 * While the connection is lost nothing is heard, so when it is back any location may have changed.
 */
#include "store/postgres.h"

#include "store/thread.h"

#include "base/log.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

enum { RETRY_MS = 500 };

struct postgres_listener {
    struct postgres_store *store;
    pthread_t thread;
    int stop[2]; /* a pipe: readable when it is over */
};

static void *listen_run(void *data);

bool postgres_listen(struct store *base)
{
    struct postgres_store *store = (struct postgres_store *)base;
    struct postgres_listener *listener = calloc(1, sizeof(*listener));

    if (!listener)
        return false;
    listener->store = store;
    if (pipe2(listener->stop, O_CLOEXEC) != 0) {
        free(listener);
        return false;
    }
    store->listener = listener;
    if (thread_start(&listener->thread, "listener", listen_run, listener))
        return true;
    close(listener->stop[0]);
    close(listener->stop[1]);
    free(listener);
    store->listener = NULL;
    return false;
}

void postgres_listen_stop(struct postgres_store *store)
{
    struct postgres_listener *listener = store->listener;

    if (!listener)
        return;
    close(listener->stop[1]);
    pthread_join(listener->thread, NULL);
    close(listener->stop[0]);
    free(listener);
    store->listener = NULL;
}

/* ---- the thread */

/* Waits for something to read, or for so long (-1: for ever); false when it is over. */
static bool wait_for(const struct postgres_listener *listener, int socket, int timeout_ms)
{
    struct pollfd fds[] = { { .fd = listener->stop[0], .events = POLLIN }, { .fd = socket, .events = POLLIN } };

    poll(fds, socket < 0 ? 1 : 2, timeout_ms);
    return fds[0].revents == 0;
}

static bool say_listen(PGconn *conn)
{
    PGresult *result;
    bool good;

    if (PQstatus(conn) != CONNECTION_OK)
        return false;
    result = PQexec(conn, "LISTEN " POSTGRES_CHANNEL);
    good = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    return good;
}

static void hear_all(const struct postgres_listener *listener, PGconn *conn)
{
    PGnotify *notice;

    while ((notice = PQnotifies(conn))) {
        store_hear(&listener->store->store, strtoll(notice->extra, NULL, 10));
        PQfreemem(notice);
    }
}

/* Until the connection is lost or it is over; false then. */
static bool listen_on(const struct postgres_listener *listener, PGconn *conn)
{
    if (!conn || !say_listen(conn))
        return true;
    store_hear(&listener->store->store, 0);
    for (;;) {
        if (!wait_for(listener, PQsocket(conn), -1))
            return false;
        if (!PQconsumeInput(conn))
            break;
        hear_all(listener, conn);
    }
    log_write(LOG_WARN, "postgres_lost", "listening=1");
    return true;
}

static void *listen_run(void *data)
{
    struct postgres_listener *listener = data;
    bool going = true;

    while (going) {
        PGconn *conn = (PGconn *)postgres_dial(listener->store);

        going = listen_on(listener, conn);
        PQfinish(conn);
        if (going)
            going = wait_for(listener, -1, RETRY_MS);
    }
    return NULL;
}
