#include "app/chores.h"

#include "app/app.h"
#include "base/log.h"
#include "base/secret.h"
#include "features/user/permission.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { ROUNDS_MOST = 100, PAUSE_AFTER_FAILURE_MS = 5000, KEEP_BYTES = 256 * 1024, HOLDER_CHARS = 16 };

/* One line of the table at work. */
struct worker {
    struct chores *chores;
    const struct chore_plan *plan;
    int64_t looked_ms;     /* when it was last asked whether something waits */
    int64_t pause_until_ms; /* by the monotonic clock: it failed, or could not even be looked at */
    struct chore seen;     /* its row at the last look */
    bool due;
    /* of a long one; the rest under chores->lock */
    pthread_t thread;
    bool has_thread;
    bool wanted;
};

struct chores {
    struct app *app;
    struct worker *workers;
    int count;
    bool prepared;
    char holder[HOLDER_CHARS + 1];
    pthread_mutex_t lock;
    pthread_cond_t wake;
    atomic_bool stopping;
};

static void begin(struct chores *chores, struct ctx *ctx, struct arena *arena)
{
    ctx_init(ctx, arena);
    ctx->app = chores->app;
    ctx->ids = &chores->app->ids;
    ctx->now_ms = clock_now_ms(&chores->app->clock);
    ctx->actor = (struct actor){ .kind = ACTOR_SYSTEM, .name = STR("system") };
    ctx->permissions = role_permissions(ROLE_OWNER);
}

/* ---- how it went --------------------------------------------------------------------------------------------------- */

static enum err write_end(struct ctx *ctx, void *data)
{
    return chore_ended(ctx, data);
}

static void note_end(struct worker *worker, struct chore_end end)
{
    struct chores *chores = worker->chores;
    struct arena arena;
    struct ctx ctx;
    enum err err;

    if (end.err != ERR_OK)
        log_write(LOG_WARN, "chore_failed", "chore=%s code=%s", worker->plan->name, err_code(end.err));
    arena_init(&arena);
    begin(chores, &ctx, &arena);
    end.plan = worker->plan;
    err = store_run(chores->app->store, &ctx, STORE_WRITE, write_end, &end);
    if (err != ERR_OK)
        log_write(LOG_WARN, "chore_not_noted", "chore=%s code=%s", worker->plan->name, err_code(err));
    arena_clear(&arena);
}

/* ---- quick ones ---------------------------------------------------------------------------------------------------- */

struct turn {
    struct worker *worker;
    bool mine;
    int64_t began_ms;
};

/* The row is changed first: on PostgreSQL another server waits for it, and then finds nothing left to do. */
static enum err do_quick(struct ctx *ctx, void *data)
{
    struct turn *turn = data;
    const struct chore_plan *plan = turn->worker->plan;
    struct chore chore;

    TRY(chore_get(ctx, str_from(plan->name), &chore));
    turn->mine = plan->waits || chore_is_due(&chore, ctx->now_ms);
    if (!turn->mine)
        return ERR_OK;
    TRY(chore_take(ctx, &chore, &turn->mine));
    if (!turn->mine)
        return ERR_OK;
    TRY(plan->work(ctx));
    return chore_ended(ctx, &(struct chore_end){ .plan = plan, .took_ms = clock_monotonic_ms() - turn->began_ms });
}

/* Once; false when it failed or was somebody else's. */
static bool take_turn(struct worker *worker)
{
    struct turn turn = { .worker = worker, .began_ms = clock_monotonic_ms() };
    struct arena arena;
    struct ctx ctx;
    enum err err;

    arena_init(&arena);
    begin(worker->chores, &ctx, &arena);
    err = store_run(worker->chores->app->store, &ctx, STORE_WRITE, do_quick, &turn);
    if (err != ERR_OK) {
        note_end(worker, (struct chore_end){ .err = err,
                                             .took_ms = clock_monotonic_ms() - turn.began_ms,
                                             .sentence = ctx.error_detail });
        worker->pause_until_ms = clock_monotonic_ms() + PAUSE_AFTER_FAILURE_MS;
    }
    arena_clear(&arena);
    return err == ERR_OK && turn.mine;
}

static enum err look_at_one(struct ctx *ctx, void *data)
{
    struct worker *worker = data;

    return worker->plan->waits(ctx, &worker->due);
}

static bool still_waits(struct worker *worker)
{
    struct arena arena;
    struct ctx ctx;
    enum err err;

    arena_init(&arena);
    begin(worker->chores, &ctx, &arena);
    err = store_run(worker->chores->app->store, &ctx, STORE_READ, look_at_one, worker);
    arena_clear(&arena);
    return err == ERR_OK && worker->due;
}

static void run_quick(struct worker *worker)
{
    for (int i = 0; i < ROUNDS_MOST && !atomic_load(&worker->chores->stopping); i++)
        if (!take_turn(worker) || !worker->plan->waits || !still_waits(worker))
            return;
}

/* ---- long ones ----------------------------------------------------------------------------------------------------- */

static int64_t run_now_ms(const struct chore_run *run)
{
    const struct worker *worker = run->runner;

    return clock_now_ms(&worker->chores->app->clock);
}

struct lease {
    struct worker *worker;
    int64_t for_ms;
    bool mine;
};

static enum err take_lease(struct ctx *ctx, void *data)
{
    struct lease *lease = data;
    const struct chore_plan *plan = lease->worker->plan;
    struct chore chore;

    TRY(chore_get(ctx, str_from(plan->name), &chore));
    lease->mine = plan->waits ? !chore_is_leased(&chore, ctx->now_ms) : chore_is_due(&chore, ctx->now_ms);
    if (!lease->mine)
        return ERR_OK;
    return chore_take_lease(ctx, &chore, str_from(lease->worker->chores->holder), &lease->mine);
}

static enum err renew_lease(struct ctx *ctx, void *data)
{
    struct lease *lease = data;
    struct worker *worker = lease->worker;

    return chore_renew(ctx, str_from(worker->plan->name), str_from(worker->chores->holder), lease->for_ms,
                       &lease->mine);
}

static bool in_a_write(struct worker *worker, enum err (*write)(struct ctx *ctx, void *data), struct lease *lease)
{
    struct arena arena;
    struct ctx ctx;
    enum err err;

    arena_init(&arena);
    begin(worker->chores, &ctx, &arena);
    err = store_run(worker->chores->app->store, &ctx, STORE_WRITE, write, lease);
    arena_clear(&arena);
    return err == ERR_OK && lease->mine;
}

/* A short lease is renewed when half of it is over. */
static bool run_goes_on(struct chore_run *run, int64_t lease_for_ms)
{
    struct worker *worker = run->runner;
    struct lease lease = { .worker = worker, .for_ms = lease_for_ms ? lease_for_ms : CHORE_LEASE_MS };
    int64_t now_ms = run_now_ms(run);

    if (atomic_load(&worker->chores->stopping))
        return false;
    if (lease_for_ms == 0 && now_ms < run->lease_ms - CHORE_LEASE_MS / 2 &&
        run->lease_ms - now_ms <= CHORE_LEASE_MOST_MS)
        return true;
    run->lease_ms = now_ms + lease.for_ms;
    return in_a_write(worker, renew_lease, &lease);
}

static void run_long(struct worker *worker)
{
    struct chores *chores = worker->chores;
    struct lease lease = { .worker = worker };
    int64_t began_ms = clock_monotonic_ms();
    struct arena arena;
    struct ctx ctx;
    enum err err;

    if (!in_a_write(worker, take_lease, &lease))
        return;
    arena_init(&arena);
    begin(chores, &ctx, &arena);
    err = worker->plan->run(&(struct chore_run){ .plan = worker->plan,
                                                 .store = chores->app->store,
                                                 .ctx = &ctx,
                                                 .holder = str_from(chores->holder),
                                                 .runner = worker,
                                                 .goes_on = run_goes_on,
                                                 .now_ms = run_now_ms,
                                                 .lease_ms = ctx.now_ms + CHORE_LEASE_MS });
    note_end(worker, (struct chore_end){
                         .err = err, .took_ms = clock_monotonic_ms() - began_ms, .sentence = ctx.error_detail });
    arena_clear(&arena);
    if (err != ERR_OK) {
        pthread_mutex_lock(&chores->lock);
        worker->pause_until_ms = clock_monotonic_ms() + PAUSE_AFTER_FAILURE_MS;
        pthread_mutex_unlock(&chores->lock);
    }
}

static void *work_long(void *data)
{
    struct worker *worker = data;
    struct chores *chores = worker->chores;

    pthread_mutex_lock(&chores->lock);
    while (!atomic_load(&chores->stopping)) {
        if (!worker->wanted) {
            pthread_cond_wait(&chores->wake, &chores->lock);
            continue;
        }
        pthread_mutex_unlock(&chores->lock);
        run_long(worker);
        pthread_mutex_lock(&chores->lock);
        worker->wanted = false;
    }
    pthread_mutex_unlock(&chores->lock);
    return NULL;
}

/* ---- looking ------------------------------------------------------------------------------------------------------- */

static bool may_look(struct worker *worker, int64_t now_ms)
{
    bool rests, busy;

    pthread_mutex_lock(&worker->chores->lock);
    rests = clock_monotonic_ms() < worker->pause_until_ms;
    busy = worker->wanted;
    pthread_mutex_unlock(&worker->chores->lock);
    if (rests || busy)
        return false;
    if (!worker->plan->waits)
        return true;
    /* a clock that was set back does not put it off */
    return now_ms >= worker->looked_ms + worker->plan->every_ms || now_ms < worker->looked_ms;
}

static const struct chore *row_of(const struct chore *chores, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (str_equal(chores[i].name, str_from(name)))
            return &chores[i];
    return NULL;
}

static enum err look(struct ctx *ctx, void *data)
{
    struct chores *chores = data;
    struct chore *rows;
    int count;

    TRY(chore_list(ctx, &rows, &count));
    for (int i = 0; i < chores->count; i++) {
        struct worker *worker = &chores->workers[i];
        const struct chore *row = row_of(rows, count, worker->plan->name);

        if (!row || !may_look(worker, ctx->now_ms))
            continue;
        worker->due = chore_is_due(row, ctx->now_ms);
        if (worker->due || !worker->plan->waits || chore_is_leased(row, ctx->now_ms))
            continue;
        worker->looked_ms = ctx->now_ms;
        TRY(worker->plan->waits(ctx, &worker->due));
    }
    return ERR_OK;
}

static enum err prepare(struct ctx *ctx, void *data)
{
    struct chores *chores = data;
    struct chore_plan *plans = ARENA_ARRAY(ctx->arena, struct chore_plan, (size_t)chores->count);

    for (int i = 0; i < chores->count; i++)
        plans[i] = *chores->workers[i].plan;
    return chore_prepare(ctx, plans, chores->count, store_reads_inline(chores->app->store));
}

static bool run_all(struct chores *chores, enum store_mode mode, enum err (*work)(struct ctx *ctx, void *data))
{
    struct arena arena;
    struct ctx ctx;
    enum err err;

    arena_init(&arena);
    begin(chores, &ctx, &arena);
    err = store_run(chores->app->store, &ctx, mode, work, chores);
    if (err != ERR_OK)
        log_write(LOG_WARN, "chores_failed", "code=%s", err_code(err));
    arena_clear(&arena);
    return err == ERR_OK;
}

static void wake(struct worker *worker)
{
    pthread_mutex_lock(&worker->chores->lock);
    worker->wanted = true;
    pthread_cond_broadcast(&worker->chores->wake);
    pthread_mutex_unlock(&worker->chores->lock);
}

void chores_turn(struct chores *chores)
{
    for (int i = 0; i < chores->count; i++)
        chores->workers[i].due = false;
    if (!chores->prepared)
        chores->prepared = run_all(chores, STORE_WRITE, prepare);
    if (!chores->prepared || !run_all(chores, STORE_READ, look))
        return;
    for (int i = 0; i < chores->count; i++) {
        struct worker *worker = &chores->workers[i];

        if (worker->due && worker->plan->run)
            wake(worker);
        else if (worker->due)
            run_quick(worker);
    }
}

/* ---- starting and stopping ----------------------------------------------------------------------------------------- */

static void name_holder(struct chores *chores)
{
    struct arena arena;
    struct str token;

    arena_init(&arena);
    token = random_token(&arena);
    for (int i = 0; i < HOLDER_CHARS; i++)
        chores->holder[i] = token.ptr[i];
    arena_clear(&arena);
}

static bool start_threads(struct chores *chores)
{
    for (int i = 0; i < chores->count; i++) {
        struct worker *worker = &chores->workers[i];

        if (!worker->plan->run)
            continue;
        worker->has_thread = pthread_create(&worker->thread, NULL, work_long, worker) == 0;
        if (!worker->has_thread)
            return false;
    }
    return true;
}

struct chores *chores_start(struct app *app, const struct chore_plan *plans, int count)
{
    struct chores *chores = calloc(1, sizeof(*chores));
    struct worker *workers = calloc((size_t)count, sizeof(*workers));

    if (!chores || !workers) {
        free(chores);
        free(workers);
        return NULL;
    }
    chores->app = app;
    chores->workers = workers;
    chores->count = count;
    pthread_mutex_init(&chores->lock, NULL);
    pthread_cond_init(&chores->wake, NULL);
    name_holder(chores);
    for (int i = 0; i < count; i++)
        workers[i] = (struct worker){ .chores = chores, .plan = &plans[i] };
    if (start_threads(chores))
        return chores;
    chores_stop(chores);
    return NULL;
}

void chores_stop(struct chores *chores)
{
    pthread_mutex_lock(&chores->lock);
    atomic_store(&chores->stopping, true);
    pthread_cond_broadcast(&chores->wake);
    pthread_mutex_unlock(&chores->lock);
    for (int i = 0; i < chores->count; i++)
        if (chores->workers[i].has_thread)
            pthread_join(chores->workers[i].thread, NULL);
    pthread_cond_destroy(&chores->wake);
    pthread_mutex_destroy(&chores->lock);
    free(chores->workers);
    free(chores);
}
