/*
 * The rules of chores: when one is due, who does it, what is kept of it.
 */
#include "features/job/chore.h"

#include "base/json.h"
#include "features/audit/audit.h"
#include "features/job/chore_store.h"

enum { LATE_AFTER_MS = 15 * 60 * 1000 };

/* ---- a long one at work ------------------------------------------------------------------------------------- */

bool chore_goes_on(struct chore_run *run)
{
    return run->goes_on(run, 0);
}

bool chore_lease(struct chore_run *run, int64_t for_ms)
{
    return run->goes_on(run, for_ms);
}

void chore_step(struct chore_run *run, struct arena *arena, struct ctx *out)
{
    ctx_init(out, arena);
    out->app = run->ctx->app;
    out->ids = run->ctx->ids;
    out->actor = run->ctx->actor;
    out->permissions = run->ctx->permissions;
    out->now_ms = run->now_ms(run);
}

/* ---- reading ------------------------------------------------------------------------------------------------ */

static void complete(const struct ctx *ctx, struct chore *chore)
{
    chore->due_ms = chore->next_ms == CHORE_NEVER_MS ? 0 : chore->next_ms;
    chore->every_s = (chore->every_ms + SECOND_MS - 1) / SECOND_MS;
    chore->running = chore_is_leased(chore, ctx->now_ms);
}

enum err chore_list(struct ctx *ctx, struct chore **out, int *count)
{
    struct rows rows;
    int room = 32;

    *out = ARENA_ARRAY(ctx->arena, struct chore, (size_t)room);
    *count = 0;
    chore_store_all(ctx, &rows);
    while (rows_next(&rows)) {
        if (*count == room) {
            struct chore *more = ARENA_ARRAY(ctx->arena, struct chore, (size_t)room * 2);

            for (int i = 0; i < room; i++)
                more[i] = (*out)[i];
            *out = more;
            room *= 2;
        }
        chore_store_read(&rows, &(*out)[*count]);
        complete(ctx, &(*out)[(*count)++]);
    }
    return rows_end(&rows);
}

enum err chore_get(struct ctx *ctx, struct str name, struct chore *out)
{
    TRY(chore_store_get(ctx, name, out));
    complete(ctx, out);
    return ERR_OK;
}

static struct str minutes(struct ctx *ctx, int64_t ms)
{
    int64_t count = ms / MINUTE_MS;

    if (count >= 2 * 24 * 60)
        return arena_printf(ctx->arena, "%lld days", (long long)(count / (24 * 60)));
    if (count >= 2 * 60)
        return arena_printf(ctx->arena, "%lld hours", (long long)(count / 60));
    return arena_printf(ctx->arena, "%lld minutes", (long long)count);
}

struct str chore_complaint(struct ctx *ctx, const struct chore *chore)
{
    int64_t since_ms = chore->asked_ms ? chore->asked_ms : chore->looks ? 0 : chore->next_ms;

    if (chore->error.len)
        return arena_printf(ctx->arena, "%.*s failed: %.*s", STR_PRINT(chore->name), STR_PRINT(chore->error));
    if (chore_is_leased(chore, ctx->now_ms) || since_ms == 0 || ctx->now_ms - since_ms <= LATE_AFTER_MS)
        return STR_EMPTY;
    return arena_printf(ctx->arena, "%.*s should have begun %.*s ago; no server is doing it", STR_PRINT(chore->name),
                        STR_PRINT(minutes(ctx, ctx->now_ms - since_ms)));
}

/* ---- asking for one ----------------------------------------------------------------------------------------- */

enum err chore_ask(struct ctx *ctx, struct str name)
{
    struct json_writer w;
    struct buf buf;
    bool found;

    TRY(chore_store_ask(ctx, name, &found));
    if (!found)
        return fail(ctx, ERR_NOT_FOUND, "There is no chore of this name.");
    buf_init(&buf, ctx->arena, 64);
    put_begin(&w, &buf);
    put_array(&w);
    put_object(&w);
    put_key(&w, "field");
    put_string(&w, STR("name"));
    put_key(&w, "old");
    put_null(&w);
    put_key(&w, "new");
    put_string(&w, name);
    put_object_end(&w);
    put_array_end(&w);
    return audit_changes(ctx, "chore.requested", 0, buf_str(&buf));
}

enum err chore_plan_next(struct ctx *ctx, struct str name, int64_t next_ms)
{
    return chore_store_set_next(ctx, name, next_ms);
}

/* ---- for the runner ----------------------------------------------------------------------------------------- */

static bool is_planned(const struct chore_plan *plans, int count, struct str name)
{
    for (int i = 0; i < count; i++)
        if (str_equal(str_from(plans[i].name), name))
            return true;
    return false;
}

static enum err next_time(struct ctx *ctx, const struct chore_plan *plan, int64_t *out)
{
    *out = 0;
    if (plan->waits)
        return ERR_OK;
    if (plan->next)
        return plan->next(ctx, out);
    *out = ctx->now_ms + plan->every_ms;
    return ERR_OK;
}

/* A time of its own may be another one since (a setting was changed); what is overdue stays so. */
static enum err prepare_again(struct ctx *ctx, const struct chore_plan *plan, const struct chore *stored,
                              const struct chore *chore)
{
    if (!str_equal(stored->help, chore->help) || stored->every_ms != chore->every_ms || stored->looks != chore->looks)
        TRY(chore_store_describe(ctx, chore));
    if (!plan->next || stored->next_ms == chore->next_ms ||
        (stored->next_ms <= ctx->now_ms && chore->next_ms != CHORE_NEVER_MS))
        return ERR_OK;
    return chore_store_set_next(ctx, chore->name, chore->next_ms);
}

static enum err prepare_one(struct ctx *ctx, const struct chore_plan *plan)
{
    struct chore stored, chore = {
        .name = str_from(plan->name),
        .help = str_from(plan->help),
        .every_ms = plan->every_ms,
        .looks = plan->waits != NULL,
    };
    enum err err = chore_store_get(ctx, chore.name, &stored);

    /* one with a time of its own waits for it; another is done at once */
    if (plan->next)
        TRY(plan->next(ctx, &chore.next_ms));
    if (err == ERR_NOT_FOUND)
        return chore_store_add(ctx, &chore);
    TRY(err);
    return prepare_again(ctx, plan, &stored, &chore);
}

enum err chore_prepare(struct ctx *ctx, const struct chore_plan *plans, int count, bool alone)
{
    struct chore *chores;
    int stored;

    for (int i = 0; i < count; i++)
        TRY(prepare_one(ctx, &plans[i]));
    TRY(chore_list(ctx, &chores, &stored));
    for (int i = 0; i < stored; i++)
        if (!is_planned(plans, count, chores[i].name))
            TRY(chore_store_remove(ctx, chores[i].name));
    return alone ? chore_store_end_leases(ctx) : ERR_OK;
}

bool chore_is_leased(const struct chore *chore, int64_t now_ms)
{
    return chore->lease_ms > now_ms && chore->lease_ms - now_ms <= CHORE_LEASE_MOST_MS;
}

bool chore_is_due(const struct chore *chore, int64_t now_ms)
{
    if (chore_is_leased(chore, now_ms))
        return false;
    if (chore->asked_ms)
        return true;
    if (chore->looks || chore->next_ms == CHORE_NEVER_MS)
        return false;
    return chore->next_ms <= now_ms || chore->next_ms - now_ms > chore->every_ms + HOUR_MS;
}

enum err chore_take(struct ctx *ctx, const struct chore *seen, bool *mine)
{
    return chore_store_take(ctx, seen, STR_EMPTY, 0, mine);
}

enum err chore_take_lease(struct ctx *ctx, const struct chore *seen, struct str holder, bool *mine)
{
    return chore_store_take(ctx, seen, holder, ctx->now_ms + CHORE_LEASE_MS, mine);
}

enum err chore_renew(struct ctx *ctx, struct str name, struct str holder, int64_t for_ms, bool *mine)
{
    return chore_store_renew(ctx, name, holder, ctx->now_ms + for_ms, mine);
}

enum err chore_ended(struct ctx *ctx, const struct chore_end *end)
{
    struct chore chore = {
        .name = str_from(end->plan->name),
        .took_ms = end->took_ms,
        .well_ms = ctx->now_ms,
    };

    TRY(next_time(ctx, end->plan, &chore.next_ms));
    if (end->err != ERR_OK) {
        chore.error = end->sentence.len ? end->sentence : str_from(err_sentence(end->err));
        if (chore.next_ms > ctx->now_ms + CHORE_RETRY_MS)
            chore.next_ms = ctx->now_ms + CHORE_RETRY_MS;
    }
    return chore_store_end(ctx, &chore);
}
