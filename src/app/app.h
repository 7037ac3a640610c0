/*
 * Everything long-lived: what lives from the start of the server to its end hangs here.
 *
 * It is made by app_open, read by all threads, and changes only where something says that it is thread-safe.
 */
#ifndef APP_APP_H
#define APP_APP_H

#include "app/auth.h"
#include "app/config.h"
#include "base/clock.h"
#include "features/user/brake.h"
#include "http/limits.h"
#include "http/listen.h"
#include "store/store.h"

#include <stdatomic.h>

struct dashboard;
struct form_guard;
struct events;
struct jobs;
struct mailer;

enum { LOOPS_MOST = 256 };

/* What belongs to one event loop; touched on its thread only. */
struct app_loop {
    struct store_session *reader; /* NULL where reads do not run on loops (PostgreSQL) */
    struct auth_cache *cache;     /* NULL then too */
};

struct app {
    const struct config *config;
    struct arena arena;             /* for what is made at the start */
    struct clock clock;
    struct id_source ids;
    struct store *store;
    struct edge *edge;
    struct jobs *jobs;
    struct mailer *mailer;
    struct events *events;
    const struct router *router;
    const struct dashboard *dashboard;
    struct rate_limits *limits;
    struct password_gate *passwords;
    struct brake *brake;
    struct form_guard *form_guard;
    struct app_loop loops[LOOPS_MOST];
    _Atomic int64_t auth_epoch;     /* moves on with every committed change of staff, sessions, keys, locations */
    bool https;                     /* browsers see us over TLS: the public address says so */
    struct str openapi;             /* the printed document */
    struct str openapi_etag;
};

/* Opens the database (migrating it), listens, and starts what runs beside. NULL with a sentence in *why. */
struct app *app_open(const struct config *config, struct arena *arena, struct str *why);

/* Where it listens, "http://127.0.0.1:8080", or the public address. */
struct str app_address(const struct app *app, struct arena *arena);

/* The link of the first start; empty when the installation has been set up. */
enum err app_setup_link(struct app *app, struct arena *arena, struct str *link);

/* Answers until SIGTERM or SIGINT, then finishes what was accepted. */
void app_run(struct app *app);

void app_close(struct app *app);

#endif
