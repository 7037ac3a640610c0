#include "app/mailer.h"

#include "app/app.h"
#include "base/log.h"
#include "features/mail/mail_delivery.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum {
    LOOK_EVERY_MS = 500,
    KEEP_BYTES = 256 * 1024,
    REST_LEAST_MS = 5 * 1000,
    REST_MOST_MS = 60 * 1000,
    BACK_MS = 60 * 1000
};

struct mailer {
    struct app *app;
    struct smtp_door *door;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping;         /* under lock */
    struct arena arena;    /* of the thread, for one mail */
    int64_t rest_ms;       /* how long the next rest is */
    int64_t rest_until_ms; /* by the program's clock; 0: none */
    int64_t seen_ms;       /* the latest time that it saw on that clock */
};

static bool stopping(struct mailer *mailer)
{
    bool answer;

    pthread_mutex_lock(&mailer->lock);
    answer = mailer->stopping;
    pthread_mutex_unlock(&mailer->lock);
    return answer;
}

/* ---- one mail ---------------------------------------------------------------------------------------------------- */

static void begin(struct mailer *mailer, struct ctx *ctx)
{
    ctx_init(ctx, &mailer->arena);
    ctx->app = mailer->app;
    ctx->ids = &mailer->app->ids;
    ctx->now_ms = clock_now_ms(&mailer->app->clock);
    if (ctx->now_ms > mailer->seen_ms)
        mailer->seen_ms = ctx->now_ms;
    ctx->actor = (struct actor){ .kind = ACTOR_SYSTEM, .name = STR("system") };
}

static enum err look(struct ctx *ctx, void *data)
{
    return mail_due(ctx, data);
}

static enum err take(struct ctx *ctx, void *data)
{
    return mail_take(ctx, data);
}

struct finishing {
    const struct mail_taken *taken;
    const struct smtp_answer *answer;
};

static enum err finish(struct ctx *ctx, void *data)
{
    const struct finishing *finishing = data;

    return mail_finish(ctx, finishing->taken, finishing->answer);
}

/* A server that is not there will not be there for the next mail either. */
static void rest_after(struct mailer *mailer, const struct smtp_answer *answer)
{
    if (answer->end != SMTP_UNREACHABLE && answer->end != SMTP_UNSURE) {
        mailer->rest_ms = REST_LEAST_MS;
        mailer->rest_until_ms = 0;
        return;
    }
    log_write(LOG_WARN, "mail_server_unreachable", "code=%d", answer->code);
    mailer->rest_until_ms = clock_now_ms(&mailer->app->clock) + mailer->rest_ms;
    mailer->rest_ms = mailer->rest_ms * 2 > REST_MOST_MS ? REST_MOST_MS : mailer->rest_ms * 2;
}

static void send_one(struct mailer *mailer, const struct mail_taken *taken)
{
    struct smtp_answer answer;
    struct finishing finishing = { taken, &answer };
    struct smtp_envelope envelope = { .from = taken->message.from.address, .to = taken->message.to.address };
    struct ctx ctx;
    struct buf buf;
    enum err err;

    buf_init(&buf, &mailer->arena, 16 * 1024);
    mime_write(&buf, &taken->message);
    envelope.message = buf_str(&buf);
    smtp_send(mailer->door, &mailer->arena, &taken->server, &envelope, &answer);
    begin(mailer, &ctx);
    err = store_run(mailer->app->store, &ctx, STORE_WRITE, finish, &finishing);
    log_write(LOG_INFO, "mail_tried", "mail=%lld end=%d code=%d", (long long)taken->id, (int)answer.end, answer.code);
    if (err != ERR_OK)
        log_write(LOG_ERROR, "mail_not_recorded", "mail=%lld code=%s", (long long)taken->id, err_code(err));
    rest_after(mailer, &answer);
}

/* Takes one and sends it; false when there is nothing to do now. */
static bool turn(struct mailer *mailer)
{
    struct mail_taken taken = { 0 };
    bool due = false;
    struct ctx ctx;
    enum err err;

    arena_reset(&mailer->arena, KEEP_BYTES);
    begin(mailer, &ctx);
    err = store_run(mailer->app->store, &ctx, STORE_READ, look, &due);
    if (err == ERR_OK && due)
        err = store_run(mailer->app->store, &ctx, STORE_WRITE, take, &taken);
    if (err != ERR_OK) {
        log_write(LOG_WARN, "mail_not_taken", "code=%s", err_code(err));
        return false;
    }
    if (taken.id != 0)
        send_one(mailer, &taken);
    return taken.id != 0 || taken.more;
}

/* ---- the thread -------------------------------------------------------------------------------------------------- */

static void wait_a_moment(struct mailer *mailer)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += LOOK_EVERY_MS * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000L;
    }
    pthread_mutex_lock(&mailer->lock);
    if (!mailer->stopping)
        pthread_cond_timedwait(&mailer->wake, &mailer->lock, &until);
    pthread_mutex_unlock(&mailer->lock);
}

/* A clock that was set back must not make it rest for ever. */
static bool rests(const struct mailer *mailer)
{
    int64_t left_ms = mailer->rest_until_ms - clock_now_ms(&mailer->app->clock);

    return mailer->rest_until_ms != 0 && left_ms > 0 && left_ms <= REST_MOST_MS;
}

static enum err begin_again(struct ctx *ctx, void *data)
{
    (void)data;
    return mail_begin_again(ctx);
}

/* At the start, and when the clock was set back. */
static void begin_anew(struct mailer *mailer)
{
    int64_t now_ms = clock_now_ms(&mailer->app->clock);
    struct ctx ctx;
    enum err err;

    if (mailer->seen_ms != 0 && now_ms >= mailer->seen_ms - BACK_MS)
        return;
    mailer->seen_ms = 0;
    arena_reset(&mailer->arena, KEEP_BYTES);
    begin(mailer, &ctx);
    err = store_run(mailer->app->store, &ctx, STORE_WRITE, begin_again, NULL);
    if (err != ERR_OK)
        log_write(LOG_WARN, "mail_not_begun_again", "code=%s", err_code(err));
}

static void *work(void *data)
{
    struct mailer *mailer = data;

    while (!stopping(mailer)) {
        begin_anew(mailer);
        while (!stopping(mailer) && !rests(mailer) && turn(mailer))
            continue;
        wait_a_moment(mailer);
    }
    return NULL;
}

static void discard(struct mailer *mailer)
{
    smtp_close(mailer->door);
    arena_clear(&mailer->arena);
    pthread_cond_destroy(&mailer->wake);
    pthread_mutex_destroy(&mailer->lock);
    free(mailer);
}

struct mailer *mailer_start(struct app *app)
{
    struct mailer *mailer = calloc(1, sizeof(*mailer));

    if (!mailer)
        return NULL;
    *mailer = (struct mailer){ .app = app, .rest_ms = REST_LEAST_MS };
    arena_init(&mailer->arena);
    pthread_mutex_init(&mailer->lock, NULL);
    pthread_cond_init(&mailer->wake, NULL);
    mailer->door = smtp_open();
    if (mailer->door && pthread_create(&mailer->thread, NULL, work, mailer) == 0)
        return mailer;
    discard(mailer);
    return NULL;
}

void mailer_stop(struct mailer *mailer)
{
    pthread_mutex_lock(&mailer->lock);
    mailer->stopping = true;
    pthread_cond_signal(&mailer->wake);
    pthread_mutex_unlock(&mailer->lock);
    smtp_hurry(mailer->door);
    pthread_join(mailer->thread, NULL);
    discard(mailer);
}
