/*
 * Read, match, allow, call, answer, log. What happens where: READ on the loop itself (SQLite), WRITE and SLOW as tasks
 * of the store; the handlers do not know.
 */
#include "app/serve.h"

#include "api/api.h"
#include "api/page.h"
#include "app/app.h"
#include "app/events.h"
#include "app/dashboard.h"
#include "app/headers.h"
#include "app/idempotency.h"
#include "app/peer.h"
#include "app/routes.h"
#include "base/log.h"

#include <string.h>

enum { QUERY_NAMES_MOST = 32 };

static const int64_t SLOW_READ_MOST_MS = 10 * 1000;

/* One request on its way; lives in the exchange's arena. */
struct work {
    struct store_task task;
    struct app *app;
    struct exchange *exchange;
    struct ctx ctx;
    const struct route *route;   /* NULL when none fits */
    struct str allow;            /* the methods that do, when only the method does not fit */
    const struct static_file *file; /* of the dashboard, where no route fits */
    enum err handled;            /* what a task's handler said, before the commit */
    struct credential credential;
    int64_t auth_epoch;          /* until which the copy behind `credential.known` is good, off the loop */
    struct peer peer;
    struct str request_id;
    int64_t now_ms;
    int64_t began_ms;
    const char *rate_policy;     /* NULL: not counted */
    int64_t rate_quota;
    struct rate_verdict rate;
};

static struct work *work_new(struct app *app, struct exchange *exchange);
static enum err guard(struct work *work);
static bool gives_file(struct work *work);
static bool runs_here(const struct work *work);
static void run_here(struct work *work);
static enum err run_task(struct store_task *task, struct store_session *session);
static void task_done(struct store_task *task, enum err verdict);
static void answer(struct work *work, enum err err);

void serve_request(void *data, struct exchange *exchange)
{
    struct app *app = data;
    struct work *work = work_new(app, exchange);                                               /* read */
    enum err err = router_find(app->router, &exchange->request, &work->route, &work->allow);   /* match */

    if (err == ERR_NOT_FOUND && gives_file(work)) {
        answer(work, dashboard_answer(app->dashboard, work->file, &exchange->request, &exchange->reply));
        return;
    }
    if (err == ERR_OK)
        err = guard(work);
    if (err == ERR_OK && runs_here(work)) {
        run_here(work);                                                                        /* allow, call, answer */
        return;
    }
    if (err == ERR_OK) {
        enum store_mode mode = work->route->mode == WRITE  ? STORE_WRITE
                               : work->route->mode == SLOW ? STORE_SLOW
                                                           : STORE_READ;

        work->task = (struct store_task){ .run = run_task,
                                          .done = task_done,
                                          .crowd = work->route->flags & ROUTE_CROWD };
        err = store_submit(app->store, &work->task, mode);
        if (err == ERR_OK)
            return;
    }
    answer(work, err);
}

/* ---- read ------------------------------------------------------------------------------------------------------ */

/* Also when PostgreSQL asks for a write once more: everything as at the beginning. */
static void begin(struct work *work)
{
    struct ctx *ctx = &work->ctx;
    const struct request *req = &work->exchange->request;

    ctx_init(ctx, &work->exchange->arena);
    ctx->app = work->app;
    ctx->ids = &work->app->ids;
    ctx->now_ms = work->now_ms;
    ctx->request_id = work->request_id;
    ctx->ip = work->peer.ip;
    ctx->secure = work->peer.secure;
    ctx->user_agent = request_header(req, "user-agent");
}

static struct work *work_new(struct app *app, struct exchange *exchange)
{
    struct work *work = ARENA_NEW(&exchange->arena, struct work);

    work->app = app;
    work->exchange = exchange;
    work->now_ms = clock_now_ms(&app->clock);
    work->began_ms = clock_monotonic_ms();
    work->request_id = id_text(&exchange->arena, "req", id_new(&app->ids, work->now_ms));
    work->peer = peer_of(app->config, &exchange->request);
    begin(work);
    return work;
}

bool serve_streams(void *data, const struct request *head)
{
    struct app *app = data;
    struct request copy = *head;
    const struct route *route = NULL;
    struct str allow;

    return router_find(app->router, &copy, &route, &allow) == ERR_OK && (route->flags & ROUTE_STREAMS_BODY);
}

/* ---- guard: what can be refused without the database ----------------------------------------------------------- */

static enum err count(struct work *work, const char *policy, struct str key, int64_t per_minute)
{
    struct rate_limit limit = { .burst = per_minute, .per_minute = per_minute };

    work->rate_policy = policy;
    work->rate_quota = per_minute;
    work->rate = rate_take(work->app->limits, key, limit, work->began_ms);
    if (work->rate.allowed)
        return ERR_OK;
    work->ctx.retry_after_s = work->rate.reset_s;
    return fail(&work->ctx, ERR_RATE_LIMITED, "Too many requests; try again in %lld s.", (long long)work->rate.reset_s);
}

static enum err count_address(struct work *work)
{
    char into[64];

    if (work->exchange->request.local_socket)
        return ERR_OK;
    return count(work, "address", rate_address(work->peer.ip, into), work->app->config->rate_address);
}

static enum err count_actor(struct work *work)
{
    const struct actor *actor = &work->ctx.actor;
    struct str key = { (const char *)&actor->id, sizeof(actor->id) }; /* ids are unique over users and keys */

    if (actor->kind == ACTOR_SYSTEM)
        return ERR_OK;
    return count(work, actor->kind == ACTOR_API_KEY ? "key" : "user", key, work->app->config->rate_key);
}

static bool changes_something(enum http_method method)
{
    return method != GET && method != HEAD && method != OPTIONS;
}

/* Of the loop, for what runs on it and for what only reads elsewhere. The epoch is read before the view of the database
 * begins: never the other way round. */
static struct auth_cache *cache_of(struct work *work)
{
    struct auth_cache *cache = work->app->loops[work->exchange->loop_index].cache;
    bool reads = work->route->mode == READ || (work->route->mode == SLOW && work->route->method == GET);

    if (!reads || !store_reads_inline(work->app->store))
        return NULL;
    work->auth_epoch = atomic_load(&work->app->auth_epoch);
    auth_cache_begin(cache, work->auth_epoch);
    return cache;
}

/* What the loop knows stays with the loop: a worker gets a copy, unless a use has to be noted. */
static void take_along(struct work *work, const struct auth_cache *cache)
{
    struct credential *credential = &work->credential;

    if (!credential->known || runs_here(work))
        return;
    if (auth_is_due(&work->ctx, credential->known))
        credential->known = NULL;
    else
        credential->known = auth_cache_copy(cache, credential, request_param(&work->exchange->request, "location"),
                                            &work->exchange->arena);
}

static enum err guard(struct work *work)
{
    const struct request *req = &work->exchange->request;
    struct auth_cache *cache;
    enum err err;

    if (work->route->flags & ROUTE_PROBE)
        return ERR_OK;
    cache = cache_of(work);
    err = auth_read(&work->ctx, req, cache, &work->credential);
    take_along(work, cache);
    if (err != ERR_OK || work->credential.kind == CREDENTIAL_NONE || work->route->permission == PERM_PUBLIC)
        TRY(count_address(work));
    TRY(err);
    if (changes_something(req->method) && !(work->route->flags & ROUTE_NO_COOKIE_CHECK) &&
        work->credential.kind != CREDENTIAL_KEY)
        TRY(peer_check_origin(&work->ctx, work->app->config, req, work->credential.kind == CREDENTIAL_SESSION));
    if (work->credential.kind == CREDENTIAL_NONE && work->route->permission != PERM_PUBLIC)
        return fail(&work->ctx, ERR_UNAUTHENTICATED, "Sign in first, or send an API key.");
    return ERR_OK;
}

/* ---- a file of the dashboard ------------------------------------------------------------------------------------ */

static bool gives_file(struct work *work)
{
    const struct request *req = &work->exchange->request;

    if (req->method == GET || req->method == HEAD)
        work->file = dashboard_find(work->app->dashboard, req->path);
    return work->file != NULL;
}

/* ---- allow and call --------------------------------------------------------------------------------------------- */

/* Parameters that the route does not name; those of a list are the list's to judge. */
static enum err check_query(struct work *work)
{
    const char *names[QUERY_NAMES_MOST + 1] = { 0 };
    const struct query_param *param = work->route->query;

    if (work->exchange->request.query.len == 0 || work->route->list)
        return ERR_OK;
    for (int i = 0; param && param->name && i < QUERY_NAMES_MOST; i++, param++)
        names[i] = param->name;
    return request_query_only(&work->ctx, &work->exchange->request, names);
}

static enum err allow_and_call(struct work *work, struct auth_cache *cache)
{
    struct ctx *ctx = &work->ctx;
    const struct route *route = work->route;
    struct exchange *exchange = work->exchange;
    struct principal principal;
    enum err err;

    if (route->permission != PERM_PUBLIC) {
        err = auth_identify(ctx, &work->credential, cache, &principal);
        if (err == ERR_UNAUTHENTICATED)
            TRY(count_address(work));
        TRY(err);
        TRY(count_actor(work));
        TRY(auth_allow(ctx, route, &exchange->request, &principal, cache));
        if (principal.touch)
            auth_touch(work->app, &principal, work->now_ms);
    }
    TRY(check_query(work));
    if (route->mode == WRITE && ctx->location_id)
        TRY(store_lock_location(ctx, ctx->location_id));
    if (idempotency_asked(ctx, route, &exchange->request))
        return idempotency_call(ctx, route, &exchange->request, &exchange->reply);
    return route->handler(ctx, &exchange->request, &exchange->reply);
}

static bool runs_here(const struct work *work)
{
    return work->route->mode == READ && ((work->route->flags & ROUTE_PROBE) || store_reads_inline(work->app->store));
}

static void run_here(struct work *work)
{
    struct app_loop *loop = &work->app->loops[work->exchange->loop_index];
    enum err err;

    if (work->route->flags & ROUTE_PROBE) {
        answer(work, work->route->handler(&work->ctx, &work->exchange->request, &work->exchange->reply));
        return;
    }
    work->ctx.db = loop->reader;
    err = store_read_begin(loop->reader);
    if (err == ERR_OK) {
        err = allow_and_call(work, loop->cache);
        store_read_end(loop->reader);
    }
    work->ctx.db = NULL;
    answer(work, err);
}

static enum err run_task(struct store_task *task, struct store_session *session)
{
    struct work *work = (struct work *)task;

    begin(work);
    reply_clear(&work->exchange->reply);
    work->ctx.db = session;
    if (work->credential.known && work->auth_epoch != atomic_load(&work->app->auth_epoch))
        work->credential.known = NULL;
    if (work->route->mode == SLOW && work->route->method == GET)
        store_deadline_set(session, SLOW_READ_MOST_MS);
    work->handled = allow_and_call(work, NULL);
    return work->handled;
}

static void task_done(struct store_task *task, enum err verdict)
{
    struct work *work = (struct work *)task;

    if (verdict != work->handled)
        ctx_forgive(&work->ctx); /* the commit failed, not the handler: what it said is not the reason */
    if (verdict == ERR_OK && work->route->mode != READ && route_touches_auth(work->route)) {
        atomic_fetch_add(&work->app->auth_epoch, 1);
        events_check(work->app->events);
    }
    answer(work, verdict);
}

/* ---- answer and log ---------------------------------------------------------------------------------------------- */

static bool etag_matches(struct str wanted, struct str etag)
{
    struct str part;

    if (str_equal(str_trim(wanted), STR("*")))
        return true;
    while (str_split(&wanted, ',', &part)) {
        part = str_trim(part);
        if (str_starts(part, STR("W/")))
            part = str_slice(part, 2, part.len);
        if (str_equal(part, etag))
            return true;
    }
    return false;
}

static struct str find_header(const struct reply *rep, const char *name)
{
    for (int i = 0; i < rep->header_count; i++)
        if (strcmp(rep->headers[i].name, name) == 0)
            return rep->headers[i].value;
    return STR_EMPTY;
}

/* The client has it already: say so, and no more. */
static void shorten(struct work *work)
{
    const struct request *req = &work->exchange->request;
    struct reply *rep = &work->exchange->reply;
    struct str wanted = request_header(req, "if-none-match");

    if (wanted.len == 0 || rep->status != 200 || changes_something(req->method))
        return;
    if (etag_matches(wanted, find_header(rep, "ETag"))) {
        rep->status = 304;
        rep->content_type = NULL;
        rep->body = STR_EMPTY;
    }
}

/* As draft-ietf-httpapi-ratelimit-headers says. */
static void add_rate(struct work *work)
{
    struct reply *rep = &work->exchange->reply;
    struct buf buf;

    if (!work->rate_policy)
        return;
    buf_init(&buf, &work->exchange->arena, 64);
    buf_add_char(&buf, '"');
    buf_add_text(&buf, work->rate_policy);
    buf_add(&buf, STR("\";q="));
    buf_add_int(&buf, work->rate_quota);
    buf_add(&buf, STR(";w=60"));
    reply_header_sure(rep, "RateLimit-Policy", buf_str(&buf));
    buf_init(&buf, &work->exchange->arena, 64);
    buf_add_char(&buf, '"');
    buf_add_text(&buf, work->rate_policy);
    buf_add(&buf, STR("\";r="));
    buf_add_int(&buf, work->rate.remaining);
    buf_add(&buf, STR(";t="));
    buf_add_int(&buf, work->rate.reset_s);
    reply_header_sure(rep, "RateLimit", buf_str(&buf));
}

/* A person in a browser who mistyped an address; what programs ask for is under /api/. */
static bool is_lost_visitor(const struct work *work)
{
    const struct request *req = &work->exchange->request;

    return !work->route && !work->file && !str_starts(req->path, STR("/api/")) && page_wants_html(req);
}

static enum header_set header_set(const struct work *work)
{
    if (work->file)
        return dashboard_is_widget(work->file) ? HEADERS_WIDGET : HEADERS_DASHBOARD;
    return (work->route && work->route->flags & ROUTE_PAGE) || is_lost_visitor(work) ? HEADERS_PUBLIC : HEADERS_API;
}

static void add_headers(struct work *work, enum err err)
{
    struct reply *rep = &work->exchange->reply;

    if (err == ERR_METHOD)
        reply_header(rep, "Allow", work->allow);
    if (find_header(rep, "Cache-Control").len == 0)
        reply_header_sure(rep, "Cache-Control",
                          find_header(rep, "ETag").len ? STR("private, no-cache") : STR("no-store"));
    add_rate(work);
    reply_header_sure(rep, "X-Request-Id", work->request_id);
    headers_add(rep, header_set(work), work->app->https);
}

/* Routes, never addresses: no personal data. */
static void log_request(const struct work *work)
{
#define LOG_FORMAT "method=%s route=%s status=%d ms=%lld id=%.*s"
#define LOG_VALUES                                                                                                \
    http_method_name(req->method), work->route ? work->route->path : "-", status,                                 \
        (long long)(clock_monotonic_ms() - work->began_ms), STR_PRINT(work->request_id)
    const struct request *req = &work->exchange->request;
    int status = work->exchange->reply.status;
    char what = work->app->config->log[0]; /* all, changes, errors */

    if (status < 500 && ((work->route && work->route->flags & ROUTE_PROBE) || what == 'e' ||
                         (what == 'c' && status < 400 && !changes_something(req->method))))
        return;
    if (status >= 500)
        log_write(LOG_ERROR, "request", LOG_FORMAT, LOG_VALUES);
    else
        log_later(LOG_INFO, "request", LOG_FORMAT, LOG_VALUES);
#undef LOG_FORMAT
#undef LOG_VALUES
}

static void answer(struct work *work, enum err err)
{
    struct reply *rep = &work->exchange->reply;

    if (err == ERR_OK && rep->status == 0 && !rep->events)
        err = ERR_INTERNAL;
    if (err != ERR_OK) {
        if (work->ctx.retry_after_s)
            reply_header(rep, "Retry-After",
                         arena_printf(&work->exchange->arena, "%lld", (long long)work->ctx.retry_after_s));
        if ((work->route && work->route->flags & ROUTE_PAGE && !page_wants_json(&work->exchange->request)) ||
            is_lost_visitor(work))
            page_problem(&work->ctx, rep, err);
        else
            reply_problem(&work->ctx, rep, err);
    }
    shorten(work);
    add_headers(work, err);
    log_request(work);
    exchange_answer(work->exchange); /* from here on the exchange is no longer ours */
}
