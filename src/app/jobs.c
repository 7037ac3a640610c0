#include "app/jobs.h"

#include "app/idempotency.h"
#include "base/log.h"
#include "features/contact/contact_bulk.h"
#include "features/customer/customer_bulk.h"
#include "features/followup/followup.h"
#include "features/job/job.h"
#include "features/location/location.h"
#include "features/person/trash.h"
#include "features/session/session.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { LOOK_EVERY_MS = 500, LEASE_MS = 60 * 1000, KEEP_BYTES = 256 * 1024, ROUNDS_MOST = 100 };

/* Handles one batch of the job's records: moves its cursor, counts, and says when it is done. */
typedef enum err job_step(struct ctx *ctx, struct job *job);

static const struct {
    const char *kind;
    job_step *step;
} steps[] = {
    { "customers.bulk", customer_bulk_step },
    { "contacts.bulk", contact_bulk_step },
};

/* What time asks for. Each is one write and harmless to repeat, so that several servers may do it. One that often has
 * nothing to do looks first, so that an idle server writes nothing, and is done until nothing waits any more. */
static const struct chore {
    const char *name;
    int64_t every_ms;
    enum err (*work)(struct ctx *ctx);
    enum err (*waits)(struct ctx *ctx, bool *out);
} chores[] = {
    { "trash", 60 * 1000, trash_purge_due, NULL },
    { "idempotency", 600 * 1000, idempotency_forget_old, NULL },
    { "sessions", 3600 * 1000, session_forget_expired, NULL },
    { "follow_ups", LOOK_EVERY_MS, follow_up_announce_due, follow_up_announce_waits },
};

enum { CHORES = sizeof(chores) / sizeof(chores[0]) };

struct jobs {
    struct store *store;
    const struct clock *clock;
    struct id_source *ids;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping; /* under lock */
    int64_t chore_due_ms[CHORES];
};

static bool stopping(struct jobs *jobs)
{
    bool answer;

    pthread_mutex_lock(&jobs->lock);
    answer = jobs->stopping;
    pthread_mutex_unlock(&jobs->lock);
    return answer;
}

static void run_chores(struct jobs *jobs);

static void begin(struct jobs *jobs, struct ctx *ctx, struct arena *arena)
{
    ctx_init(ctx, arena);
    ctx->ids = jobs->ids;
    ctx->now_ms = clock_now_ms(jobs->clock);
    ctx->actor = (struct actor){ .kind = ACTOR_SYSTEM, .name = STR("system") };
}

static enum err claim(struct ctx *ctx, void *data)
{
    return job_claim(ctx, LEASE_MS, data);
}

/* The job acts as whoever asked for it, in their location, with what they were allowed then. */
static enum err enter(struct ctx *ctx, const struct job *job)
{
    struct location *location = ARENA_NEW(ctx->arena, struct location);

    TRY(location_get(ctx, job->location_id, location));
    location_enter(ctx, location);
    ctx->actor.kind = str_equal(job->actor_kind, STR("user"))      ? ACTOR_USER
                      : str_equal(job->actor_kind, STR("api_key")) ? ACTOR_API_KEY
                                                                   : ACTOR_SYSTEM;
    ctx->actor.id = job->actor_id;
    ctx->actor.name = job->actor_name;
    ctx->permissions = (uint64_t)job->permissions;
    return ERR_OK;
}

static enum err step(struct ctx *ctx, void *data)
{
    struct job *job = data;
    id64 id = job->id, location_id = job->location_id;

    TRY(store_lock_location(ctx, location_id));
    TRY(resource_get(ctx, &job_resource, location_id, id, job));
    if (!str_equal(job->state, STR("running")))
        return ERR_OK;
    TRY(enter(ctx, job));
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
        if (str_equal(job->kind, str_from(steps[i].kind))) {
            TRY(steps[i].step(ctx, job));
            return job_save(ctx, job, LEASE_MS);
        }
    job->state = STR("failed");
    return job_save(ctx, job, LEASE_MS);
}

static enum err give_up(struct ctx *ctx, void *data)
{
    struct job *job = data;

    job->state = STR("failed");
    return job_save(ctx, job, LEASE_MS);
}

static enum err look(struct ctx *ctx, void *data)
{
    return job_waits(ctx, data);
}

static bool one_waits(struct jobs *jobs)
{
    struct arena arena;
    struct ctx ctx;
    bool waits = false;

    arena_init(&arena);
    begin(jobs, &ctx, &arena);
    if (store_run(jobs->store, &ctx, STORE_READ, look, &waits) != ERR_OK)
        waits = false;
    arena_clear(&arena);
    return waits;
}

/* Steps one job to its end; false when none was waiting. What time asks for goes on between the steps. */
static bool run_one(struct jobs *jobs)
{
    struct arena arena, step_arena;
    struct ctx ctx;
    struct job job = { 0 };
    enum err err;

    arena_init(&arena);
    arena_init(&step_arena);
    begin(jobs, &ctx, &arena);
    err = store_run(jobs->store, &ctx, STORE_WRITE, claim, &job);
    while (err == ERR_OK && str_equal(job.state, STR("running")) && !stopping(jobs)) {
        struct job same = { .id = job.id, .location_id = job.location_id };

        arena_reset(&step_arena, KEEP_BYTES);
        begin(jobs, &ctx, &step_arena);
        job = same;
        err = store_run(jobs->store, &ctx, STORE_WRITE, step, &job);
        run_chores(jobs);
    }
    if (err != ERR_OK && err != ERR_NOT_FOUND && err != ERR_BUSY) {
        log_write(LOG_ERROR, "job_failed", "job=%lld code=%s", (long long)job.id, err_code(err));
        begin(jobs, &ctx, &arena);
        store_run(jobs->store, &ctx, STORE_WRITE, give_up, &job);
    }
    arena_clear(&step_arena);
    arena_clear(&arena);
    return err == ERR_OK;
}

struct turn {
    const struct chore *chore;
    bool waits;
};

static enum err look_at_chore(struct ctx *ctx, void *data)
{
    struct turn *turn = data;

    return turn->chore->waits(ctx, &turn->waits);
}

static enum err do_chore(struct ctx *ctx, void *data)
{
    const struct turn *turn = data;

    return turn->chore->work(ctx);
}

/* Looks and works once; turn->waits says whether there was anything to do. */
static enum err take_turn(struct jobs *jobs, struct turn *turn)
{
    struct arena arena;
    struct ctx ctx;
    enum err err = ERR_OK;

    arena_init(&arena);
    begin(jobs, &ctx, &arena);
    turn->waits = true;
    if (turn->chore->waits)
        err = store_run(jobs->store, &ctx, STORE_READ, look_at_chore, turn);
    if (err == ERR_OK && turn->waits)
        err = store_run(jobs->store, &ctx, STORE_WRITE, do_chore, turn);
    arena_clear(&arena);
    return err;
}

static void run_chore(struct jobs *jobs, const struct chore *chore)
{
    struct turn turn = { .chore = chore, .waits = true };
    int rounds = chore->waits ? ROUNDS_MOST : 1;

    for (int i = 0; i < rounds && turn.waits && !stopping(jobs); i++) {
        enum err err = take_turn(jobs, &turn);

        if (err == ERR_OK)
            continue;
        log_write(LOG_WARN, "chore_failed", "chore=%s code=%s", chore->name, err_code(err));
        return;
    }
}

/* A clock that was set back must not put a chore off. */
static void run_chores(struct jobs *jobs)
{
    int64_t now_ms = clock_now_ms(jobs->clock);

    for (size_t i = 0; i < CHORES; i++) {
        if (now_ms < jobs->chore_due_ms[i] && jobs->chore_due_ms[i] - now_ms <= chores[i].every_ms)
            continue;
        jobs->chore_due_ms[i] = now_ms + chores[i].every_ms;
        run_chore(jobs, &chores[i]);
    }
}

static void rest(struct jobs *jobs)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += LOOK_EVERY_MS * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000L;
    }
    pthread_mutex_lock(&jobs->lock);
    if (!jobs->stopping)
        pthread_cond_timedwait(&jobs->wake, &jobs->lock, &until);
    pthread_mutex_unlock(&jobs->lock);
}

static void *work(void *data)
{
    struct jobs *jobs = data;

    while (!stopping(jobs)) {
        run_chores(jobs);
        log_flush();
        while (!stopping(jobs) && one_waits(jobs) && run_one(jobs))
            continue;
        rest(jobs);
    }
    return NULL;
}

struct jobs *jobs_start(struct store *store, const struct clock *clock, struct id_source *ids)
{
    struct jobs *jobs = calloc(1, sizeof(*jobs));

    if (!jobs)
        return NULL;
    *jobs = (struct jobs){ .store = store, .clock = clock, .ids = ids };
    pthread_mutex_init(&jobs->lock, NULL);
    pthread_cond_init(&jobs->wake, NULL);
    if (pthread_create(&jobs->thread, NULL, work, jobs) == 0)
        return jobs;
    pthread_cond_destroy(&jobs->wake);
    pthread_mutex_destroy(&jobs->lock);
    free(jobs);
    return NULL;
}

void jobs_stop(struct jobs *jobs)
{
    pthread_mutex_lock(&jobs->lock);
    jobs->stopping = true;
    pthread_cond_signal(&jobs->wake);
    pthread_mutex_unlock(&jobs->lock);
    pthread_join(jobs->thread, NULL);
    pthread_cond_destroy(&jobs->wake);
    pthread_mutex_destroy(&jobs->lock);
    free(jobs);
}
