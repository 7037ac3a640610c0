#include "features/form/guard_api.h"

#include "http/limits.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    KEYS_MOST = 50000,
    FORMS_WATCHED = 256,
    ASKED_MOST = 2,            /* workers that may wait for a provider */
    CHALLENGES_A_MINUTE = 60,  /* of one address */
    CALM_A_MINUTE = 20,        /* challenges of a form: twice as many double the work, and so on */
    FORM_A_MINUTE = 300,
    FORM_AN_HOUR = 3000,
    ALL_A_MINUTE = 2000,
    UNSURE_AN_HOUR = 60,
    REFUSED_AN_HOUR = 60,
    REFUSED_OF_ALL_AN_HOUR = 600,
};

/* How many challenges a form gave in this minute and the one before. */
struct watch {
    id64 form_id;
    int64_t minute;
    int64_t count;
    int64_t before;
};

struct form_guard {
    struct rate_limits *limits;
    struct form_guard_options options;
    pthread_mutex_t lock;
    struct watch watches[FORMS_WATCHED]; /* under lock */
    int asked;                           /* under lock */
    bool keeping;                        /* under lock: a refused one is being written */
};

struct form_guard *form_guard_new(const struct form_guard_options *options)
{
    struct form_guard *guard = calloc(1, sizeof(*guard));

    if (!guard)
        return NULL;
    guard->options = *options;
    guard->limits = rate_limits_new(KEYS_MOST);
    pthread_mutex_init(&guard->lock, NULL);
    return guard;
}

void form_guard_free(struct form_guard *guard)
{
    if (!guard)
        return;
    rate_limits_free(guard->limits);
    pthread_mutex_destroy(&guard->lock);
    free(guard);
}

/* ---- buckets ------------------------------------------------------------------------------------------------- */

static struct rate_limit a_minute(int64_t most)
{
    return (struct rate_limit){ .burst = most, .per_minute = most };
}

static struct rate_limit per(int64_t most, int64_t period_ms)
{
    return (struct rate_limit){ .burst = most, .per_minute = most, .period_ms = period_ms };
}

static struct rate_verdict take(struct ctx *ctx, char what, struct str key, struct rate_limit limit)
{
    char text[80] = { what, ' ' };
    size_t len = key.len < sizeof(text) - 2 ? key.len : sizeof(text) - 2;

    memcpy(text + 2, key.ptr, len);
    return rate_take(app_form_guard(ctx->app)->limits, (struct str){ text, len + 2 }, limit, ctx->now_ms);
}

static enum err check(struct ctx *ctx, struct rate_verdict verdict, enum err err)
{
    if (verdict.allowed)
        return ERR_OK;
    ctx->retry_after_s = verdict.reset_s;
    return fail(ctx, err, "Too many messages at once; please try again in %lld s.", (long long)verdict.reset_s);
}

static struct str form_text(struct ctx *ctx, id64 form_id)
{
    return arena_printf(ctx->arena, "%lld", (long long)form_id);
}

enum err form_guard_sender(struct ctx *ctx)
{
    int64_t most = app_form_guard(ctx->app)->options.per_minute;
    char into[64];
    struct str address = rate_address(ctx->ip, into);

    if (ctx->ip.len == 0)
        return ERR_OK;
    TRY(check(ctx, take(ctx, 'd', address, per(most * 20, DAY_MS)), ERR_RATE_LIMITED));
    TRY(check(ctx, take(ctx, 'h', address, per(most * 4, HOUR_MS)), ERR_RATE_LIMITED));
    return check(ctx, take(ctx, 'm', address, a_minute(most)), ERR_RATE_LIMITED);
}

enum err form_guard_accept(struct ctx *ctx, id64 form_id)
{
    struct str form = form_text(ctx, form_id);

    TRY(check(ctx, take(ctx, 'a', STR("all"), a_minute(ALL_A_MINUTE)), ERR_BUSY));
    TRY(check(ctx, take(ctx, 'A', form, per(FORM_AN_HOUR, HOUR_MS)), ERR_BUSY));
    return check(ctx, take(ctx, 'f', form, a_minute(FORM_A_MINUTE)), ERR_BUSY);
}

bool form_guard_keeps_unsure(struct ctx *ctx, id64 form_id)
{
    return take(ctx, 'u', form_text(ctx, form_id), per(UNSURE_AN_HOUR, HOUR_MS)).allowed;
}

bool form_guard_keeps_refused(struct ctx *ctx, id64 form_id)
{
    struct form_guard *guard = app_form_guard(ctx->app);
    bool free;

    pthread_mutex_lock(&guard->lock);
    free = !guard->keeping;
    guard->keeping = true;
    pthread_mutex_unlock(&guard->lock);
    if (!free)
        return false;
    if (take(ctx, 'r', form_text(ctx, form_id), per(REFUSED_AN_HOUR, HOUR_MS)).allowed &&
        take(ctx, 'R', STR("all"), per(REFUSED_OF_ALL_AN_HOUR, HOUR_MS)).allowed)
        return true;
    form_guard_kept(ctx);
    return false;
}

void form_guard_kept(struct ctx *ctx)
{
    struct form_guard *guard = app_form_guard(ctx->app);

    pthread_mutex_lock(&guard->lock);
    guard->keeping = false;
    pthread_mutex_unlock(&guard->lock);
}

/* ---- challenges ---------------------------------------------------------------------------------------------- */

static struct watch *watch_of(struct form_guard *guard, id64 form_id)
{
    struct watch *oldest = &guard->watches[0];

    for (int i = 0; i < FORMS_WATCHED; i++) {
        struct watch *watch = &guard->watches[i];

        if (watch->form_id == form_id)
            return watch;
        if (watch->minute < oldest->minute)
            oldest = watch;
    }
    *oldest = (struct watch){ .form_id = form_id };
    return oldest;
}

static int level_of(const struct watch *watch)
{
    int64_t busiest = watch->count > watch->before ? watch->count : watch->before;
    int level = 0;

    while (busiest > (int64_t)CALM_A_MINUTE << level)
        level++;
    return level;
}

enum err form_guard_challenge(struct ctx *ctx, id64 form_id, int *level)
{
    struct form_guard *guard = app_form_guard(ctx->app);
    int64_t minute = ctx->now_ms / MINUTE_MS;
    struct watch *watch;
    char into[64];

    if (ctx->ip.len)
        TRY(check(ctx, take(ctx, 'c', rate_address(ctx->ip, into), a_minute(CHALLENGES_A_MINUTE)), ERR_RATE_LIMITED));
    pthread_mutex_lock(&guard->lock);
    watch = watch_of(guard, form_id);
    if (watch->minute != minute) {
        watch->before = watch->minute == minute - 1 ? watch->count : 0;
        watch->minute = minute;
        watch->count = 0;
    }
    watch->count++;
    *level = level_of(watch);
    pthread_mutex_unlock(&guard->lock);
    return ERR_OK;
}

/* ---- providers ----------------------------------------------------------------------------------------------- */

enum err form_guard_ask(struct ctx *ctx)
{
    struct form_guard *guard = app_form_guard(ctx->app);
    bool room;

    pthread_mutex_lock(&guard->lock);
    room = guard->asked < ASKED_MOST;
    guard->asked += room;
    pthread_mutex_unlock(&guard->lock);
    if (room)
        return ERR_OK;
    ctx->retry_after_s = 2;
    return fail(ctx, ERR_BUSY, "Many people are writing just now; please send it again in a moment.");
}

void form_guard_asked(struct ctx *ctx)
{
    struct form_guard *guard = app_form_guard(ctx->app);

    pthread_mutex_lock(&guard->lock);
    guard->asked--;
    pthread_mutex_unlock(&guard->lock);
}

const struct captcha_addresses *form_guard_providers(struct ctx *ctx)
{
    return &app_form_guard(ctx->app)->options.providers;
}
