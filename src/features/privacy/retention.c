/*
 * The rules of retention, and the night in which they are applied.
 */
#include "features/privacy/retention.h"

#include "base/zone.h"
#include "features/audit/audit.h"
#include "features/booking/booking.h"
#include "features/checkout/checkout.h"
#include "features/consent/consent.h"
#include "features/form/form.h"
#include "features/guest/guest.h"
#include "features/mail/mail.h"
#include "features/privacy/privacy_rules.h"
#include "features/privacy/retention_store.h"
#include "features/record/record.h"
#include "features/session/session.h"

enum { NIGHT_HOUR = 3, ROUNDS_MOST = 100000 };

/* A month on average, of four years. */
static const int64_t MONTH_MS = DAY_MS * 1461 / 48;

/* A rule that walks over records: what is due, and what becomes of one. */
struct rule {
    const char *name;
    int64_t (*keep_ms)(const struct location *location); /* 0: for ever */
    enum err (*look)(struct ctx *ctx, const struct retention_look *look, struct id_set *out);
    enum err (*apply)(struct ctx *ctx, id64 id, struct str text);
};

static int64_t keep_leads_ms(const struct location *location)
{
    return location->keep_leads_months * MONTH_MS;
}

static int64_t keep_births_ms(const struct location *location)
{
    return location->keep_guest_births_days * DAY_MS;
}

/* Until the hold is over, whatever the settings say. */
static int64_t keep_holds_ms(const struct location *location)
{
    (void)location;
    return 1;
}

/* ---- what becomes of one ----------------------------------------------------------------------------------------- */

static enum err forget_values(struct ctx *ctx, const struct id_set *set)
{
    for (int i = 0; i < set->count; i++)
        TRY(audit_forget_values(ctx, set->items[i]));
    return ERR_OK;
}

static enum err lead_goes(struct ctx *ctx, id64 id, struct str text)
{
    struct forget forget = { .quick = true };

    (void)text;
    id_set_add(ctx, &forget.people, id);
    TRY(privacy_find_rows(ctx, &forget));
    TRY(privacy_let_go(ctx, &forget));
    TRY(forget_values(ctx, &forget.people));
    TRY(forget_values(ctx, &forget.bookings));
    TRY(forget_values(ctx, &forget.guests));
    TRY(forget_values(ctx, &forget.communications));
    TRY(forget_values(ctx, &forget.responses));
    TRY(forget_values(ctx, &forget.records));
    TRY(forget_values(ctx, &forget.submissions));
    TRY(forget_values(ctx, &forget.checkouts));
    return forget_values(ctx, &forget.follow_ups);
}

static enum err birth_goes(struct ctx *ctx, id64 id, struct str text)
{
    (void)text;
    TRY(guest_birth_to_age(ctx, id));
    return audit_forget_values_with(ctx, id, STR("%\"date!_of!_birth\"%"));
}

static enum err field_goes(struct ctx *ctx, id64 id, struct str text)
{
    TRY(booking_clear_custom(ctx, id, &ctx->location->sensitive_fields));
    return audit_forget_values_with(ctx, id, text);
}

static enum err hold_ends(struct ctx *ctx, id64 id, struct str text)
{
    (void)text;
    TRY(record_forget_held(ctx, id));
    return ERR_OK;
}

static const struct rule lead_rule = { "leads", keep_leads_ms, retention_store_leads, lead_goes };
static const struct rule birth_rule = { "births", keep_births_ms, retention_store_births, birth_goes };
static const struct rule field_rule = { "sensitive_fields", keep_births_ms, retention_store_sensitive, field_goes };
static const struct rule hold_rule = { "holds", keep_holds_ms, retention_store_holds, hold_ends };

/* ---- a batch after another ----------------------------------------------------------------------------------------- */

/* One location's night. */
struct night {
    const struct retention_host *host;
    id64 location_id;
    const struct rule *rule;
    struct retention_look look;
    id64 ids[RETENTION_BATCH];
    int count;
    bool more;
    int64_t done;    /* by this rule */
    int64_t removed; /* by all rules, in all locations */
};

static enum err enter(struct ctx *ctx, id64 location_id)
{
    struct location *location = ARENA_NEW(ctx->arena, struct location);

    TRY(location_get(ctx, location_id, location));
    location_enter(ctx, location);
    return ERR_OK;
}

static enum err look(struct ctx *ctx, void *data)
{
    struct night *night = data;
    struct id_set found = { 0 };
    int64_t keep_ms;

    night->count = 0;
    TRY(enter(ctx, night->location_id));
    keep_ms = night->rule->keep_ms(ctx->location);
    if (keep_ms == 0)
        return ERR_OK;
    night->look.before_ms = ctx->now_ms - keep_ms;
    TRY(night->rule->look(ctx, &night->look, &found));
    for (int i = 0; i < found.count && i < RETENTION_BATCH; i++)
        night->ids[night->count++] = found.items[i];
    return ERR_OK;
}

/* What somebody changed or removed meanwhile is left alone. */
static enum err apply(struct ctx *ctx, void *data)
{
    struct night *night = data;
    struct id_set due = { 0 };
    struct retention_look look = night->look;

    TRY(enter(ctx, night->location_id));
    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(night->rule->look(ctx, &look, &due));
    for (int i = 0; i < night->count; i++)
        if (id_set_has(&due, night->ids[i]))
            TRY(night->rule->apply(ctx, night->ids[i], night->look.text));
    return ERR_OK;
}

static enum err step(struct night *night, enum store_mode mode, enum err (*work)(struct ctx *ctx, void *data),
                     void *data)
{
    struct arena arena;
    struct ctx ctx;
    enum err err;

    arena_init(&arena);
    night->host->step(night->host->data, &arena, &ctx);
    err = store_run(night->host->store, &ctx, mode, work, data);
    arena_clear(&arena);
    return err;
}

static enum err run_rule(struct night *night, const struct rule *rule, struct str text)
{
    night->rule = rule;
    night->look = (struct retention_look){ .text = text };
    night->done = 0;
    do {
        if (!night->host->goes_on(night->host->data))
            return ERR_BUSY;
        TRY(step(night, STORE_SLOW, look, night));
        if (night->count == 0)
            break;
        TRY(step(night, STORE_WRITE, apply, night));
        night->look.after = night->ids[night->count - 1];
        night->done += night->count;
    } while (night->count == RETENTION_BATCH);
    night->removed += night->done;
    return ERR_OK;
}

/* ---- sensitive fields: a walk for each name ------------------------------------------------------------------------ */

static enum err read_location(struct ctx *ctx, void *data)
{
    struct location *out = data;

    return location_get(ctx, out->id, out);
}

static struct str field_pattern(struct ctx *ctx, struct str name)
{
    struct json_writer w;
    struct buf buf;

    buf_init(&buf, ctx->arena, name.len + 16);
    put_begin(&w, &buf);
    put_string(&w, name);
    return forget_pattern(ctx, buf_str(&buf));
}

static enum err run_fields(struct night *night, int64_t *done)
{
    struct location location = { .id = night->location_id };
    struct arena arena;
    struct ctx ctx;
    enum err err;

    arena_init(&arena);
    night->host->step(night->host->data, &arena, &ctx);
    err = store_run(night->host->store, &ctx, STORE_READ, read_location, &location);
    for (int i = 0; err == ERR_OK && i < location.sensitive_fields.count; i++) {
        err = run_rule(night, &field_rule, field_pattern(&ctx, location.sensitive_fields.items[i]));
        *done += night->done;
    }
    arena_clear(&arena);
    return err;
}

/* ---- checkouts ------------------------------------------------------------------------------------------------------- */

static int64_t keep_checkouts_ms(const struct location *location)
{
    return location->keep_checkouts_days * DAY_MS;
}

static enum err forget_some_checkouts(struct ctx *ctx, void *data)
{
    struct night *night = data;
    int64_t keep_ms;
    int done = 0;

    TRY(enter(ctx, night->location_id));
    keep_ms = keep_checkouts_ms(ctx->location);
    night->more = false;
    if (keep_ms == 0)
        return ERR_OK;
    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(checkout_expire(ctx, ctx->now_ms - keep_ms, RETENTION_BATCH, &done));
    night->done += done;
    night->more = done == RETENTION_BATCH;
    return ERR_OK;
}

/* ---- addresses of the network --------------------------------------------------------------------------------------- */

static enum err forget_some_addresses(struct ctx *ctx, void *data)
{
    struct night *night = data;
    int64_t before_ms, changed = 0;

    TRY(enter(ctx, night->location_id));
    night->more = false;
    if (ctx->location->keep_ip_days == 0)
        return ERR_OK;
    before_ms = ctx->now_ms - ctx->location->keep_ip_days * DAY_MS;
    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(audit_forget_addresses(ctx, before_ms, &changed));
    TRY(submission_forget_ips(ctx, before_ms));
    TRY(session_forget_addresses(ctx, before_ms));
    night->done += changed;
    night->more = changed > 0;
    return ERR_OK;
}

/* What finds the next ones by itself, until there are no more. */
static enum err run_rounds(struct night *night, enum err (*some)(struct ctx *ctx, void *data))
{
    night->done = 0;
    for (int i = 0; i < ROUNDS_MOST; i++) {
        if (!night->host->goes_on(night->host->data))
            return ERR_BUSY;
        TRY(step(night, STORE_WRITE, some, night));
        if (!night->more)
            break;
    }
    night->removed += night->done;
    return ERR_OK;
}

/* ---- the night ------------------------------------------------------------------------------------------------------- */

struct told {
    id64 location_id;
    int64_t counts[RETENTION_RULES];
};

static const char *const rule_names[RETENTION_RULES] = { "leads",     "births",    "sensitive_fields",
                                                         "addresses", "checkouts", "holds" };

/* How many of each went; nothing when nothing did. */
static enum err write_down(struct ctx *ctx, void *data)
{
    const struct told *told = data;
    struct json_writer w;
    struct buf buf;
    bool any = false;

    TRY(enter(ctx, told->location_id));
    buf_init(&buf, ctx->arena, 256);
    put_begin(&w, &buf);
    put_array(&w);
    for (int i = 0; i < RETENTION_RULES; i++) {
        if (told->counts[i] == 0)
            continue;
        any = true;
        put_object(&w);
        put_key(&w, "field");
        put_string(&w, str_from(rule_names[i]));
        put_key(&w, "old");
        put_null(&w);
        put_key(&w, "new");
        put_int(&w, told->counts[i]);
        put_object_end(&w);
    }
    put_array_end(&w);
    if (!any)
        return ERR_OK;
    TRY(store_lock_location(ctx, ctx->location_id));
    return audit_changes(ctx, "location.retention_applied", ctx->location_id, buf_str(&buf));
}

static enum err run_location(struct night *night)
{
    struct told told = { .location_id = night->location_id };

    TRY(run_rule(night, &lead_rule, STR_EMPTY));
    told.counts[0] = night->done;
    TRY(run_rule(night, &birth_rule, STR_EMPTY));
    told.counts[1] = night->done;
    TRY(run_fields(night, &told.counts[2]));
    TRY(run_rounds(night, forget_some_addresses));
    told.counts[3] = night->done;
    TRY(run_rounds(night, forget_some_checkouts));
    told.counts[4] = night->done;
    TRY(run_rule(night, &hold_rule, STR_EMPTY));
    told.counts[5] = night->done;
    return step(night, STORE_WRITE, write_down, &told);
}

static enum err list_locations(struct ctx *ctx, void *data)
{
    return retention_store_locations(ctx, data);
}

/* What went tonight, and what an erasure could not clean at once, leaves the files. */
static enum err clean(struct ctx *ctx, void *data)
{
    const struct night *night = data;
    id64 unclean;

    TRY(retention_store_unclean(ctx, &unclean));
    return night->removed > 0 || unclean != 0 ? privacy_clean(ctx) : ERR_OK;
}

enum err retention_run(const struct retention_host *host)
{
    struct night night = { .host = host };
    struct id_set locations = { 0 };
    struct arena arena;
    struct ctx ctx;
    enum err err;

    arena_init(&arena);
    host->step(host->data, &arena, &ctx);
    err = store_run(host->store, &ctx, STORE_READ, list_locations, &locations);
    for (int i = 0; err == ERR_OK && i < locations.count; i++) {
        night.location_id = locations.items[i];
        err = run_location(&night);
    }
    arena_clear(&arena);
    return err == ERR_OK ? step(&night, STORE_SLOW, clean, &night) : err;
}

enum err retention_when(struct ctx *ctx, int64_t *out)
{
    struct str zone;
    int64_t day;

    TRY(retention_store_zone(ctx, &zone));
    day = zone_day(zone, ctx->now_ms);
    do
        *out = zone_day_start_ms(zone, day++) + NIGHT_HOUR * 3600 * 1000;
    while (*out <= ctx->now_ms);
    return ERR_OK;
}

/* ---- the preview ------------------------------------------------------------------------------------------------------ */

static void set_times(struct retention_view *view, int64_t keep_ms)
{
    for (int i = 0; i < view->next_count; i++)
        view->next[i].goes_ms += keep_ms;
}

static enum err view_leads(struct ctx *ctx, struct retention_view *out)
{
    int64_t keep_ms = keep_leads_ms(ctx->location), due_ms = ctx->now_ms - keep_ms;

    *out = (struct retention_view){ .rule = "leads",
                                    .setting = "keep_leads_months",
                                    .unit = "months",
                                    .prefix = "con",
                                    .value = ctx->location->keep_leads_months };
    if (keep_ms == 0)
        return ERR_OK;
    TRY(retention_store_view_leads(ctx, due_ms, due_ms + RETENTION_SOON_DAYS * DAY_MS, out));
    set_times(out, keep_ms);
    return ERR_OK;
}

static enum err view_births(struct ctx *ctx, struct retention_view *out)
{
    int64_t keep_ms = keep_births_ms(ctx->location), due_ms = ctx->now_ms - keep_ms;

    *out = (struct retention_view){ .rule = "births",
                                    .setting = "keep_guest_births_days",
                                    .unit = "days",
                                    .prefix = "gst",
                                    .value = ctx->location->keep_guest_births_days };
    if (keep_ms == 0)
        return ERR_OK;
    TRY(retention_store_view_births(ctx, due_ms, due_ms + RETENTION_SOON_DAYS * DAY_MS, out));
    set_times(out, keep_ms);
    return ERR_OK;
}

static enum err view_fields(struct ctx *ctx, struct retention_view *out)
{
    const struct string_list *names = &ctx->location->sensitive_fields;
    int64_t keep_ms = keep_births_ms(ctx->location), due_ms = ctx->now_ms - keep_ms;

    *out = (struct retention_view){ .rule = "sensitive_fields",
                                    .setting = "keep_guest_births_days",
                                    .unit = "days",
                                    .prefix = "bkg",
                                    .value = ctx->location->keep_guest_births_days };
    for (int i = 0; keep_ms != 0 && i < names->count; i++)
        TRY(retention_store_view_sensitive(ctx, due_ms, due_ms + RETENTION_SOON_DAYS * DAY_MS,
                                           field_pattern(ctx, names->items[i]), out));
    set_times(out, keep_ms);
    return ERR_OK;
}

static enum err view_addresses(struct ctx *ctx, struct retention_view *out)
{
    int64_t due_ms = ctx->now_ms - ctx->location->keep_ip_days * DAY_MS;

    *out = (struct retention_view){ .rule = "addresses",
                                    .setting = "keep_ip_days",
                                    .unit = "days",
                                    .prefix = "aud",
                                    .value = ctx->location->keep_ip_days };
    return out->value == 0 ? ERR_OK
                           : retention_store_view_addresses(ctx, due_ms, due_ms + RETENTION_SOON_DAYS * DAY_MS, out);
}

static enum err view_checkouts(struct ctx *ctx, struct retention_view *out)
{
    int64_t keep_ms = keep_checkouts_ms(ctx->location), due_ms = ctx->now_ms - keep_ms;

    *out = (struct retention_view){ .rule = "checkouts",
                                    .setting = "keep_checkouts_days",
                                    .unit = "days",
                                    .prefix = "chk",
                                    .value = ctx->location->keep_checkouts_days };
    if (keep_ms == 0)
        return ERR_OK;
    TRY(checkout_expired_count(ctx, due_ms, &out->due));
    TRY(checkout_expired_count(ctx, due_ms + RETENTION_SOON_DAYS * DAY_MS, &out->soon));
    out->soon -= out->due;
    TRY(retention_store_view_checkouts(ctx, out));
    set_times(out, keep_ms);
    return ERR_OK;
}

enum err retention_preview(struct ctx *ctx, struct retention_view out[RETENTION_RULES])
{
    TRY(view_leads(ctx, &out[0]));
    TRY(view_births(ctx, &out[1]));
    TRY(view_fields(ctx, &out[2]));
    TRY(view_addresses(ctx, &out[3]));
    TRY(view_checkouts(ctx, &out[4]));
    out[5] = (struct retention_view){ .rule = "holds", .prefix = "rec" };
    return retention_store_view_holds(ctx, &out[5]);
}
