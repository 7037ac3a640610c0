#include "app/app.h"

#include "app/dashboard.h"
#include "app/erasures.h"
#include "app/events.h"
#include "app/jobs.h"
#include "app/mailer.h"
#include "app/openapi.h"
#include "app/routes.h"
#include "app/serve.h"
#include "base/log.h"
#include "base/phone.h"
#include "base/secret.h"
#include "features/consent/consent.h"
#include "features/link/link.h"
#include "features/form/guard_api.h"
#include "features/setup/setup.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { RATE_KEYS_MOST = 100000 };

struct password_gate *app_password_gate(struct app *app)
{
    return app->passwords;
}

struct brake *app_brake(struct app *app)
{
    return app->brake;
}

const struct mail_environment *app_mail_environment(const struct app *app)
{
    return &app->config->mail;
}

struct form_guard *app_form_guard(struct app *app)
{
    return app->form_guard;
}

static struct form_guard *new_form_guard(const struct config *config)
{
    struct form_guard_options options = { .per_minute = config->rate_form };

    options.providers.base[CAPTCHA_TURNSTILE] = config->turnstile_url;
    options.providers.base[CAPTCHA_HCAPTCHA] = config->hcaptcha_url;
    options.providers.base[CAPTCHA_RECAPTCHA] = config->recaptcha_url;
    options.providers.script[CAPTCHA_TURNSTILE] = config->turnstile_script;
    options.providers.script[CAPTCHA_HCAPTCHA] = config->hcaptcha_script;
    options.providers.script[CAPTCHA_RECAPTCHA] = config->recaptcha_script;
    return form_guard_new(&options);
}

/* ---- opening ----------------------------------------------------------------------------------------------------- */

static bool open_store(struct app *app, struct str *why)
{
    const struct config *config = app->config;
    struct store_options options = {
        .address = config->store,
        .workers = (int)config->workers,
        .create = true,
        .sync_normal = config->sync_normal,
    };

    if (mkdir(config->data, 0700) != 0 && errno != EEXIST) {
        *why = arena_printf(&app->arena, "The data directory %s cannot be made: %s.", config->data, strerror(errno));
        return false;
    }
    app->store = store_open(&options, &app->arena, why);
    return app->store != NULL;
}

static void loop_start(void *data, int loop_index)
{
    struct app *app = data;
    struct app_loop *loop = &app->loops[loop_index];

    if (!store_reads_inline(app->store))
        return;
    loop->reader = store_reader_open(app->store);
    loop->cache = auth_cache_new();
    if (!loop->reader || !loop->cache) {
        log_write(LOG_ERROR, "start_failed", "reason=\"no session for a loop\"");
        exit(1);
    }
}

static void loop_stop(void *data, int loop_index)
{
    struct app *app = data;
    struct app_loop *loop = &app->loops[loop_index];

    if (loop->reader)
        store_reader_close(loop->reader);
    auth_cache_free(loop->cache);
    *loop = (struct app_loop){ 0 };
}

/* The name of a socket has room for about a hundred characters; without it the command line works on the files. */
static const char *socket_path(struct app *app)
{
    struct str path = arena_printf(&app->arena, "%s/regulars.sock", app->config->data);

    if (!app->config->socket)
        return NULL;
    if (path.len < sizeof(((struct sockaddr_un *)NULL)->sun_path))
        return path.ptr;
    log_write(LOG_WARN, "no_socket", "reason=\"the path of the data directory is too long\"");
    return NULL;
}

static bool open_edge(struct app *app, struct str *why)
{
    const struct config *config = app->config;
    struct edge_options options = {
        .address = config->listen,
        .port = (int)config->port,
        .unix_socket = socket_path(app),
        .loops = (int)config->loops,
        .limits = { .connections_most = (int)config->connections,
                    .connections_per_address = (int)config->connections_per_address },
        .data = app,
        .serve = serve_request,
        .streams = serve_streams,
        .loop_start = loop_start,
        .loop_stop = loop_stop,
    };

    app->edge = edge_open(&options, &app->arena, why);
    return app->edge != NULL;
}

static void print_openapi(struct app *app, const struct route_table *tables, int count)
{
    struct buf buf;

    buf_init(&buf, &app->arena, 64 * 1024);
    openapi_put(&buf, tables, count);
    app->openapi = buf_str(&buf);
    app->openapi_etag = arena_printf(&app->arena, "\"%.*s\"",
                                     STR_PRINT(str_slice(sha256_hex(&app->arena, app->openapi), 0, 16)));
}

/* Keys and addresses that are looked up where nothing can be written. */
static enum err start_links(struct ctx *ctx, void *data)
{
    struct str hash;

    TRY(consent_hash(ctx, STR_EMPTY, &hash));
    TRY(link_start(ctx, app_address(data, ctx->arena)));
    return form_start(ctx);
}

/* Links in mails are made with it, whichever program makes them. */
static bool note_address(struct app *app, struct str *why)
{
    struct arena arena;
    struct ctx ctx;
    enum err err;

    arena_init(&arena);
    ctx_init(&ctx, &arena);
    ctx.now_ms = clock_now_ms(&app->clock);
    err = store_run(app->store, &ctx, STORE_WRITE, start_links, app);
    arena_clear(&arena);
    if (err != ERR_OK)
        *why = STR("The database takes no writes.");
    return err == ERR_OK;
}

static void begin_step(void *data, struct arena *arena, struct ctx *out)
{
    struct app *app = data;

    ctx_init(out, arena);
    out->app = app;
    out->ids = &app->ids;
    out->now_ms = clock_now_ms(&app->clock);
    out->actor = (struct actor){ .kind = ACTOR_SYSTEM, .name = STR("system") };
}

/* An older copy that was put in the database's place brings nobody back who was erased since. What cannot be done stands in
 * the log and is tried again at the next start: a list that cannot be read must not keep everybody out. */
static void erase_again(struct app *app)
{
    const struct erasures_host host = { .store = app->store, .data = app, .step = begin_step };
    struct erasures_done done = { 0 };

    if (erasures_catch_up(&host, app->config, &done) != ERR_OK || done.failed > 0)
        log_write(LOG_ERROR, "erasures_not_repeated", "file=" ERASURES_FILE " failed=%lld", (long long)done.failed);
}

static bool open_all(struct app *app, struct str *why)
{
    struct route_table *tables = ARENA_ARRAY(&app->arena, struct route_table, ROUTE_TABLES_MOST);
    int count = route_tables(tables);

    *why = STR("There is not enough memory.");
    if (!secret_start()) {
        *why = STR("This machine has no randomness to make secrets from.");
        return false;
    }
    phone_warm();
    app->router = router_new(&app->arena, tables, count);
    app->dashboard = dashboard_new(&app->arena);
    print_openapi(app, tables, count);
    app->limits = rate_limits_new(RATE_KEYS_MOST);
    app->passwords = password_gate_new();
    app->brake = brake_new();
    app->form_guard = new_form_guard(app->config);
    if (!app->limits || !app->passwords || !app->brake || !app->form_guard || !open_store(app, why) ||
        !open_edge(app, why))
        return false;
    if (!note_address(app, why))
        return false;
    erase_again(app);
    app->events = events_start(app);
    if (!app->events || !store_listen(app->store, events_heard, app->events))
        return false;
    app->jobs = jobs_start(app);
    app->mailer = app->config->sends_mail ? mailer_start(app) : NULL;
    return app->jobs != NULL && (app->mailer != NULL || !app->config->sends_mail);
}

struct app *app_open(const struct config *config, struct arena *arena, struct str *why)
{
    struct app *app = calloc(1, sizeof(*app));
    sigset_t signals;

    /* For all threads made from here on: only wait_for_signal hears them. */
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    if (!app) {
        *why = STR("There is not enough memory.");
        return NULL;
    }
    app->config = config;
    arena_init(&app->arena);
    clock_init(&app->clock);
    app->ids.node = config->node;
    app->https = config->public_url && strncmp(config->public_url, "https://", 8) == 0;
    if (open_all(app, why))
        return app;
    *why = arena_str(arena, *why);
    app_close(app);
    return NULL;
}

struct str app_address(const struct app *app, struct arena *arena)
{
    const char *host = app->config->listen;

    if (app->config->public_url)
        return str_from(app->config->public_url);
    if (strcmp(host, "0.0.0.0") == 0 || strcmp(host, "::") == 0)
        host = "localhost";
    return arena_printf(arena, strchr(host, ':') ? "http://[%s]:%d" : "http://%s:%d", host, edge_port(app->edge));
}

static enum err renew_setup_token(struct ctx *ctx, void *data)
{
    return setup_token_renew(ctx, data);
}

enum err app_setup_link(struct app *app, struct arena *arena, struct str *link)
{
    struct str token;
    struct ctx ctx;

    ctx_init(&ctx, arena);
    ctx.ids = &app->ids;
    ctx.now_ms = clock_now_ms(&app->clock);
    *link = STR_EMPTY;
    TRY(store_run(app->store, &ctx, STORE_WRITE, renew_setup_token, &token));
    if (token.len)
        *link = arena_printf(arena, "%.*s/setup?token=%.*s", STR_PRINT(app_address(app, arena)), STR_PRINT(token));
    return ERR_OK;
}

/* ---- running ------------------------------------------------------------------------------------------------------ */

/* Waits for a signal to stop, so that none of the other threads is ever interrupted. The second one ends at once. */
static void *wait_for_signal(void *data)
{
    struct app *app = data;
    sigset_t signals;
    int which;

    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    if (sigwait(&signals, &which) != 0)
        return NULL;
    log_write(LOG_INFO, "stopping", "signal=%s", which == SIGINT ? "SIGINT" : "SIGTERM");
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    edge_stop(app->edge);
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
    if (sigwait(&signals, &which) == 0)
        _exit(1);
    return NULL;
}

/* Beside first and then renamed: whoever waits for the file finds it whole. */
static bool write_port_file(const struct app *app)
{
    char beside[4096];
    FILE *file;
    bool written;

    if (!app->config->port_file)
        return true;
    if (snprintf(beside, sizeof(beside), "%s.new", app->config->port_file) >= (int)sizeof(beside))
        return false;
    file = fopen(beside, "we");
    if (!file)
        return false;
    written = fprintf(file, "%d\n", edge_port(app->edge)) > 0;
    written = fclose(file) == 0 && written;
    return written && rename(beside, app->config->port_file) == 0;
}

void app_run(struct app *app)
{
    pthread_t waiter;
    bool waiting;

    waiting = pthread_create(&waiter, NULL, wait_for_signal, app) == 0;
    if (!write_port_file(app))
        log_write(LOG_ERROR, "port_file_failed", "reason=\"%s\"", strerror(errno));
    log_write(LOG_INFO, "listening", "address=%s port=%d engine=%s", app->config->listen, edge_port(app->edge),
              store_engine(app->store) == STORE_SQLITE ? "sqlite" : "postgres");
    edge_run(app->edge);
    if (waiting) {
        pthread_cancel(waiter);
        pthread_join(waiter, NULL);
    }
}

static void close_store(struct app *app)
{
    struct store_figures figures = store_figures(app->store);

    store_close(app->store);
    log_write(LOG_INFO, "stopped", "writes=%lld commits=%lld", (long long)figures.writes, (long long)figures.commits);
}

void app_close(struct app *app)
{
    if (app->mailer)
        mailer_stop(app->mailer);
    if (app->jobs)
        jobs_stop(app->jobs);
    if (app->events)
        events_stop(app->events);
    /* The store first: its tasks may still hold exchanges of the edge. */
    if (app->store)
        close_store(app);
    events_free(app->events);
    if (app->edge)
        edge_close(app->edge);
    log_flush();
    brake_free(app->brake);
    form_guard_free(app->form_guard);
    password_gate_free(app->passwords);
    rate_limits_free(app->limits);
    arena_clear(&app->arena);
    free(app);
}
