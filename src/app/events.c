#include "app/events.h"

#include "app/app.h"
#include "base/log.h"
#include "base/secret.h"
#include "features/feed/feed.h"
#include "http/sse.h"
#include "store/thread.h"

#include <stdlib.h>
#include <string.h>

enum {
    HEARD_MOST = 64,
    PAGE_ITEMS = 200,
    PAUSE_US = 20 * 1000,         /* between two rounds: what comes meanwhile is read together */
    AGAIN_US = 200 * 1000,        /* after the store was busy */
    CHECK_EVERY_US = 10 * 1000 * 1000,
    HASH_BYTES = 2 * SHA256_BYTES,
};

/* The list changes under the lock only; everything else of a subscriber is the thread's own. */
struct subscriber {
    struct subscriber *next;
    struct event_stream *stream;
    id64 location_id;
    id64 actor_id;
    enum credential_kind kind;
    char hash[HASH_BYTES];
    uint64_t permissions;
    int64_t after;
    bool due;  /* something may have happened for it */
    bool over; /* to be taken out */
};

struct events {
    struct app *app;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct subscriber *subscribers;
    _Atomic int count;
    id64 heard[HEARD_MOST];
    int heard_count;
    bool heard_any;
    bool fresh; /* somebody came */
    bool check;
    bool stopping;
};

static void *events_run(void *data);

/* ---- from any thread --------------------------------------------------------------------------------------- */

struct events *events_start(struct app *app)
{
    struct events *events = calloc(1, sizeof(*events));

    if (!events)
        return NULL;
    events->app = app;
    pthread_mutex_init(&events->lock, NULL);
    condition_init(&events->work);
    if (thread_start(&events->thread, "events", events_run, events))
        return events;
    events_free(events);
    return NULL;
}

void events_stop(struct events *events)
{
    pthread_mutex_lock(&events->lock);
    events->stopping = true;
    pthread_cond_signal(&events->work);
    pthread_mutex_unlock(&events->lock);
    pthread_join(events->thread, NULL);
}

void events_free(struct events *events)
{
    if (!events)
        return;
    pthread_cond_destroy(&events->work);
    pthread_mutex_destroy(&events->lock);
    free(events);
}

void events_heard(void *data, id64 location_id)
{
    struct events *events = data;

    if (atomic_load(&events->count) == 0)
        return;
    pthread_mutex_lock(&events->lock);
    if (location_id == 0 || events->heard_count == HEARD_MOST)
        events->heard_any = true;
    else
        events->heard[events->heard_count++] = location_id;
    pthread_cond_signal(&events->work);
    pthread_mutex_unlock(&events->lock);
}

void events_check(struct events *events)
{
    if (atomic_load(&events->count) == 0)
        return;
    pthread_mutex_lock(&events->lock);
    events->check = true;
    pthread_cond_signal(&events->work);
    pthread_mutex_unlock(&events->lock);
}

/* Under the lock. */
static enum err make_room(struct events *events, struct ctx *ctx)
{
    int own = 0;

    for (const struct subscriber *s = events->subscribers; s; s = s->next)
        own += s->actor_id == ctx->actor.id && ctx->actor.kind != ACTOR_SYSTEM;
    ctx->retry_after_s = CHECK_EVERY_US / 1000000;
    if (own >= EVENTS_OF_ONE_MOST)
        return fail(ctx, ERR_RATE_LIMITED, "You have %d streams of events already; share one.", own);
    if (events->stopping || atomic_load(&events->count) >= EVENTS_STREAMS_MOST)
        return fail(ctx, ERR_BUSY, "There are too many streams of events; try again in a moment.");
    ctx->retry_after_s = 0;
    return ERR_OK;
}

enum err events_subscribe(struct events *events, struct ctx *ctx, const struct credential *credential, int64_t after,
                          struct event_stream *stream)
{
    struct subscriber *subscriber = calloc(1, sizeof(*subscriber));
    enum err err;

    if (!subscriber)
        return ERR_BUSY;
    *subscriber = (struct subscriber){
        .stream = stream,
        .location_id = ctx->location_id,
        .actor_id = ctx->actor.id,
        .kind = credential->kind,
        .permissions = ctx->permissions,
        .after = after,
        .due = true,
    };
    if (credential->hash.len == HASH_BYTES)
        memcpy(subscriber->hash, credential->hash.ptr, HASH_BYTES);
    pthread_mutex_lock(&events->lock);
    err = make_room(events, ctx);
    if (err == ERR_OK) {
        subscriber->next = events->subscribers;
        events->subscribers = subscriber;
        atomic_fetch_add(&events->count, 1);
        events->fresh = true;
        pthread_cond_signal(&events->work);
    }
    pthread_mutex_unlock(&events->lock);
    if (err != ERR_OK)
        free(subscriber);
    return err;
}

/* ---- the thread: feeding ----------------------------------------------------------------------------------- */

/* One location's turn. */
struct round {
    struct events *events;
    struct subscriber *first; /* of all; whoever came later waits for the next round */
    id64 location_id;
};

static bool takes_part(const struct round *round, const struct subscriber *s)
{
    return s->location_id == round->location_id && s->due && !s->over;
}

static enum err send_item(struct ctx *ctx, struct subscriber *s, const struct feed_item *item, struct str data)
{
    bool visible;

    if (item->seq <= s->after || s->over)
        return ERR_OK;
    ctx->permissions = s->permissions;
    TRY(feed_visible(ctx, item, &visible));
    if (visible)
        s->over = !event_stream_send(s->stream, arena_printf(ctx->arena, "%lld", (long long)item->seq), item->action,
                                     data);
    return ERR_OK;
}

static enum err send_page(struct ctx *ctx, const struct round *round, const struct feed_page *page)
{
    for (int i = 0; i < page->count; i++) {
        struct json_writer w;
        struct buf buf;

        buf_init(&buf, ctx->arena, 192);
        put_begin(&w, &buf);
        feed_put(&w, &page->items[i]);
        for (struct subscriber *s = round->first; s; s = s->next)
            if (takes_part(round, s))
                TRY(send_item(ctx, s, &page->items[i], buf_str(&buf)));
    }
    for (struct subscriber *s = round->first; s; s = s->next)
        if (takes_part(round, s) && s->after < page->reached)
            s->after = page->reached;
    return ERR_OK;
}

static int64_t least_place(const struct round *round)
{
    int64_t least = INT64_MAX;

    for (const struct subscriber *s = round->first; s; s = s->next)
        if (takes_part(round, s) && s->after < least)
            least = s->after;
    return least;
}

static enum err feed_location(struct ctx *ctx, void *data)
{
    const struct round *round = data;
    struct location location;
    struct feed_page page;

    TRY(location_get(ctx, round->location_id, &location));
    location_enter(ctx, &location);
    do {
        struct arena_mark mark = arena_mark(ctx->arena);

        TRY(feed_read(ctx, least_place(round), PAGE_ITEMS, &page));
        TRY(send_page(ctx, round, &page));
        arena_rewind(ctx->arena, mark);
    } while (page.more);
    return ERR_OK;
}

static enum err read_from_store(struct events *events, enum err (*work)(struct ctx *ctx, void *data), void *data)
{
    struct arena arena;
    struct ctx ctx;
    enum err err;

    arena_init(&arena);
    ctx_init(&ctx, &arena);
    ctx.app = events->app;
    ctx.ids = &events->app->ids;
    ctx.now_ms = clock_now_ms(&events->app->clock);
    ctx.actor = (struct actor){ .kind = ACTOR_SYSTEM };
    err = store_run(events->app->store, &ctx, STORE_READ, work, data);
    arena_clear(&arena);
    return err;
}

/* False when somebody has to wait for another try. */
static bool feed_all(struct events *events, struct subscriber *first)
{
    bool done = true;

    for (struct subscriber *s = first; s; s = s->next) {
        struct round round = { events, first, s->location_id };
        enum err err;

        if (!s->due || s->over)
            continue;
        err = read_from_store(events, feed_location, &round);
        for (struct subscriber *other = s; err == ERR_NOT_FOUND && other; other = other->next)
            other->over = other->over || other->location_id == round.location_id;
        if (err != ERR_OK && err != ERR_NOT_FOUND) {
            log_write(LOG_WARN, "events_wait", "code=%s", err_code(err));
            done = false;
            break;
        }
        for (struct subscriber *other = s; other; other = other->next)
            other->due = other->due && other->location_id != round.location_id;
    }
    return done;
}

/* ---- the thread: who they are ------------------------------------------------------------------------------ */

static enum err check_one(struct ctx *ctx, struct subscriber *s)
{
    struct credential credential = { .kind = s->kind,
                                     .hash = { s->hash, s->kind == CREDENTIAL_SOCKET ? 0 : HASH_BYTES } };
    struct principal principal;
    enum err err = auth_identify(ctx, &credential, NULL, &principal);

    if (err == ERR_OK)
        s->over = !auth_permissions_in(&principal, s->location_id, &s->permissions);
    else if (err == ERR_UNAUTHENTICATED)
        s->over = true;
    else
        return err;
    ctx_forgive(ctx);
    return ERR_OK;
}

static enum err check_all(struct ctx *ctx, void *data)
{
    for (struct subscriber *s = data; s; s = s->next) {
        struct arena_mark mark = arena_mark(ctx->arena);

        if (event_stream_is_gone(s->stream))
            s->over = true;
        if (!s->over)
            TRY(check_one(ctx, s));
        arena_rewind(ctx->arena, mark);
    }
    return ERR_OK;
}

static void take_out_those_over(struct events *events)
{
    struct subscriber *out = NULL;

    pthread_mutex_lock(&events->lock);
    for (struct subscriber **link = &events->subscribers; *link;) {
        struct subscriber *s = *link;

        if (!s->over) {
            link = &s->next;
            continue;
        }
        *link = s->next;
        s->next = out;
        out = s;
        atomic_fetch_sub(&events->count, 1);
    }
    pthread_mutex_unlock(&events->lock);
    while (out) {
        struct subscriber *s = out;

        out = s->next;
        event_stream_release(s->stream, true);
        free(s);
    }
}

/* ---- the thread: its day ----------------------------------------------------------------------------------- */

/* Under the lock: who is due for what was heard. */
static void mark_due(struct events *events)
{
    for (struct subscriber *s = events->subscribers; s; s = s->next) {
        bool due = s->due || events->heard_any;

        for (int i = 0; i < events->heard_count && !due; i++)
            due = events->heard[i] == s->location_id;
        s->due = due;
    }
    events->heard_count = 0;
    events->heard_any = events->fresh = false;
}

struct turn {
    struct subscriber *first;
    bool check;
    bool stopping;
};

/* Waits until something was heard, or for so long; then it is time to look who is still there. */
static struct turn wait_for_turn(struct events *events, long us)
{
    struct turn turn = { 0 };

    pthread_mutex_lock(&events->lock);
    while (!events->stopping && !events->check && !events->fresh && !events->heard_any && events->heard_count == 0)
        if (!condition_wait_us(&events->work, &events->lock, us))
            break;
    mark_due(events);
    turn.first = events->subscribers;
    turn.check = events->check;
    turn.stopping = events->stopping;
    events->check = false;
    pthread_mutex_unlock(&events->lock);
    return turn;
}

static void pause_us(struct events *events, long us)
{
    pthread_mutex_lock(&events->lock);
    if (!events->stopping)
        condition_wait_us(&events->work, &events->lock, us);
    pthread_mutex_unlock(&events->lock);
}

static void *events_run(void *data)
{
    struct events *events = data;
    int64_t checked_ms = clock_monotonic_ms();
    bool done = true;

    for (;;) {
        struct turn turn = wait_for_turn(events, done ? CHECK_EVERY_US : AGAIN_US);

        if (turn.stopping)
            break;
        if (turn.check || clock_monotonic_ms() - checked_ms >= CHECK_EVERY_US / 1000) {
            read_from_store(events, check_all, turn.first);
            checked_ms = clock_monotonic_ms();
        }
        done = feed_all(events, turn.first);
        take_out_those_over(events);
        pause_us(events, PAUSE_US);
    }
    for (struct subscriber *s = events->subscribers; s; s = s->next)
        s->over = true;
    take_out_those_over(events);
    return NULL;
}
