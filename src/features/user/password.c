#include "features/user/user.h"

#include "base/clock.h"
#include "base/secret.h"
#include "base/text.h"
#include "features/user/brake.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { AT_ONCE = 2, WAITING_MOST = 2, WAIT_S = 2 };

/* Nobody's password, with the parameters of base/secret.h: so that an unknown account costs what a known one does. */
static const struct str nobody = STR(
    "$argon2id$v=19$m=47104,t=1,p=1$c29tZSBzYWx0IGZvciAw$"
    "5dEPxsxP0IkzvdkGSmEQbxOOR4ZsMHc8BPmwPW/4yBE");

struct password_gate {
    pthread_mutex_t lock;
    pthread_cond_t free;
    int inside;
    int waiting;
};

struct password_gate *password_gate_new(void)
{
    struct password_gate *gate = calloc(1, sizeof(*gate));

    if (!gate)
        return NULL;
    pthread_mutex_init(&gate->lock, NULL);
    pthread_cond_init(&gate->free, NULL);
    return gate;
}

void password_gate_free(struct password_gate *gate)
{
    if (!gate)
        return;
    pthread_cond_destroy(&gate->free);
    pthread_mutex_destroy(&gate->lock);
    free(gate);
}

static bool gate_enter(struct password_gate *gate)
{
    struct timespec until;
    bool in;

    if (!gate)
        return true;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += WAIT_S;
    pthread_mutex_lock(&gate->lock);
    /* Whoever waits here holds a worker that others need. */
    if (gate->waiting < WAITING_MOST) {
        gate->waiting++;
        while (gate->inside >= AT_ONCE)
            if (pthread_cond_timedwait(&gate->free, &gate->lock, &until) != 0)
                break;
        gate->waiting--;
    }
    in = gate->inside < AT_ONCE;
    if (in)
        gate->inside++;
    pthread_mutex_unlock(&gate->lock);
    return in;
}

static void gate_leave(struct password_gate *gate)
{
    if (!gate)
        return;
    pthread_mutex_lock(&gate->lock);
    gate->inside--;
    pthread_cond_signal(&gate->free);
    pthread_mutex_unlock(&gate->lock);
}

static enum err full(struct ctx *ctx)
{
    ctx->retry_after_s = 1;
    return fail(ctx, ERR_BUSY, "Many people are signing in; try again in a moment.");
}

enum err password_make(struct ctx *ctx, struct str typed, struct str *phc)
{
    struct password_gate *gate = ctx->app ? app_password_gate(ctx->app) : NULL;

    if (!gate_enter(gate))
        return full(ctx);
    *phc = password_hash(ctx->arena, typed);
    gate_leave(gate);
    return phc->len ? ERR_OK : full(ctx);
}

enum err password_check(struct ctx *ctx, struct str phc, struct str typed, bool *right)
{
    struct password_gate *gate = ctx->app ? app_password_gate(ctx->app) : NULL;

    if (!gate_enter(gate))
        return full(ctx);
    *right = password_verify(phc.len ? phc : nobody, typed) && phc.len > 0;
    gate_leave(gate);
    return ERR_OK;
}

enum err password_try(struct ctx *ctx, struct str account)
{
    struct brake *brake = ctx->app ? app_brake(ctx->app) : NULL;
    int64_t wait_ms;

    if (!brake)
        return ERR_OK;
    wait_ms = brake_try(brake, ctx->arena, text_fold(ctx->arena, account), ctx->ip, ctx->now_ms);
    if (wait_ms == 0)
        return ERR_OK;
    ctx->retry_after_s = (wait_ms + SECOND_MS - 1) / SECOND_MS;
    return fail(ctx, ERR_RATE_LIMITED, "Too many tries; try again in %lld s.", (long long)ctx->retry_after_s);
}

void password_was_right(struct ctx *ctx, struct str account)
{
    struct brake *brake = ctx->app ? app_brake(ctx->app) : NULL;

    if (brake)
        brake_was_right(brake, ctx->arena, text_fold(ctx->arena, account), ctx->ip, ctx->now_ms);
}
