#include "app/jobs.h"

#include "app/app.h"
#include "app/backup.h"
#include "app/chores.h"
#include "app/erasures.h"
#include "app/idempotency.h"
#include "app/retention.h"
#include "base/log.h"
#include "features/checkout/checkout.h"
#include "features/contact/contact_bulk.h"
#include "features/customer/customer_bulk.h"
#include "features/followup/followup.h"
#include "features/form/form.h"
#include "features/job/job.h"
#include "features/location/location.h"
#include "features/mail/mail_delivery.h"
#include "features/person/trash.h"
#include "features/privacy/retention.h"
#include "features/recovery/recovery.h"
#include "features/reminder/reminder.h"
#include "features/session/session.h"
#include "features/survey/survey_sending.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { LOOK_EVERY_MS = 500, LEASE_MS = 60 * 1000, KEEP_BYTES = 256 * 1024 };

/* Handles one batch of the job's records: moves its cursor, counts, and says when it is done. */
typedef enum err job_step(struct ctx *ctx, struct job *job);

static const struct {
    const char *kind;
    job_step *step;
} steps[] = {
    { "customers.bulk", customer_bulk_step },
    { "contacts.bulk", contact_bulk_step },
};

/* What time asks for, a line each; features/job/chore.h says how they are done. */
static const struct chore_plan chore_plans[] = {
    { .name = "follow-ups",
      .every_ms = LOOK_EVERY_MS,
      .work = follow_up_announce_due,
      .waits = follow_up_announce_waits,
      .help = "Say that a follow-up is due" },
    { .name = "checkouts",
      .every_ms = LOOK_EVERY_MS,
      .work = checkout_abandon_due,
      .waits = checkout_abandon_waits,
      .help = "See that a checkout was left alone, and whose it is" },
    { .name = "digests",
      .every_ms = 60 * 1000,
      .work = reminder_digest_due,
      .waits = reminder_digest_waits,
      .help = "Write to whoever wants to know in the morning what the day brings" },
    { .name = "surveys",
      .every_ms = 60 * 1000,
      .work = survey_sending_due,
      .waits = survey_sending_waits,
      .help = "Ask those who were there how it was" },
    { .name = "trash",
      .every_ms = 60 * 1000,
      .work = trash_purge_due,
      .help = "Delete for good what nobody took back in time" },
    { .name = "idempotency",
      .every_ms = 600 * 1000,
      .work = idempotency_forget_old,
      .help = "Forget answers that nobody asks for again" },
    { .name = "mail",
      .every_ms = 3600 * 1000,
      .work = mail_forget_old,
      .help = "Forget mails that were done with a month ago" },
    { .name = "forms",
      .every_ms = 600 * 1000,
      .work = submission_clear_old,
      .help = "Forget what forms refused a month ago, and proofs that are over" },
    { .name = "staff-links",
      .every_ms = 3600 * 1000,
      .work = recovery_forget_old,
      .help = "Forget invitations and resets that have expired" },
    { .name = "sessions",
      .every_ms = 3600 * 1000,
      .work = session_forget_expired,
      .help = "Forget sessions that have ended" },
    { .name = "erasure-list",
      .every_ms = 30 * 1000,
      .run = erasures_run,
      .waits = erasures_waits,
      .help = "Write beside the database who was erased, for when an older copy is brought back" },
    { .name = "retention",
      .every_ms = 24 * 3600 * 1000,
      .run = retention_chore,
      .next = retention_when,
      .help = "Let go what the settings keep no longer" },
    { .name = "backup",
      .every_ms = 24 * 3600 * 1000,
      .run = backup_run,
      .next = backup_next,
      .help = "Copy the database, check the copy, keep the newest" },
};

enum { CHORES = sizeof(chore_plans) / sizeof(chore_plans[0]) };

struct jobs {
    struct app *app;
    struct chores *chores;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping; /* under lock */
};

static bool stopping(struct jobs *jobs)
{
    bool answer;

    pthread_mutex_lock(&jobs->lock);
    answer = jobs->stopping;
    pthread_mutex_unlock(&jobs->lock);
    return answer;
}

static void begin(struct jobs *jobs, struct ctx *ctx, struct arena *arena)
{
    ctx_init(ctx, arena);
    ctx->app = jobs->app;
    ctx->ids = &jobs->app->ids;
    ctx->now_ms = clock_now_ms(&jobs->app->clock);
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
    if (store_run(jobs->app->store, &ctx, STORE_READ, look, &waits) != ERR_OK)
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
    err = store_run(jobs->app->store, &ctx, STORE_WRITE, claim, &job);
    while (err == ERR_OK && str_equal(job.state, STR("running")) && !stopping(jobs)) {
        struct job same = { .id = job.id, .location_id = job.location_id };

        arena_reset(&step_arena, KEEP_BYTES);
        begin(jobs, &ctx, &step_arena);
        job = same;
        err = store_run(jobs->app->store, &ctx, STORE_WRITE, step, &job);
        chores_turn(jobs->chores);
    }
    if (err != ERR_OK && err != ERR_NOT_FOUND && err != ERR_BUSY) {
        log_write(LOG_ERROR, "job_failed", "job=%lld code=%s", (long long)job.id, err_code(err));
        begin(jobs, &ctx, &arena);
        store_run(jobs->app->store, &ctx, STORE_WRITE, give_up, &job);
    }
    arena_clear(&step_arena);
    arena_clear(&arena);
    return err == ERR_OK;
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
        chores_turn(jobs->chores);
        log_flush();
        while (!stopping(jobs) && one_waits(jobs) && run_one(jobs))
            continue;
        rest(jobs);
    }
    return NULL;
}

struct jobs *jobs_start(struct app *app)
{
    struct jobs *jobs = calloc(1, sizeof(*jobs));

    if (!jobs)
        return NULL;
    jobs->app = app;
    pthread_mutex_init(&jobs->lock, NULL);
    pthread_cond_init(&jobs->wake, NULL);
    jobs->chores = chores_start(app, chore_plans, CHORES);
    if (jobs->chores && pthread_create(&jobs->thread, NULL, work, jobs) == 0)
        return jobs;
    if (jobs->chores)
        chores_stop(jobs->chores);
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
    chores_stop(jobs->chores);
    pthread_cond_destroy(&jobs->wake);
    pthread_mutex_destroy(&jobs->lock);
    free(jobs);
}
