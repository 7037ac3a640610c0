/*
 * The rules of checkouts: reports, and what is kept. Whose they are is in checkout_people.c.
 */
#include "features/checkout/checkout_rules.h"

#include "base/email.h"
#include "base/phone.h"
#include "base/text.h"
#include "features/audit/audit.h"
#include "features/checkout/checkout_store.h"
#include "features/figure/figure.h"
#include "features/mail/mail.h"

#include <string.h>

enum { ABANDON_MOST = 50, COUNT_BATCH = 1000 };

bool checkout_is(const struct checkout *checkout, const char *state)
{
    return str_equal(checkout->state, str_from(state));
}

static enum err complete(struct ctx *ctx, struct checkout *checkout)
{
    return checkout_list.complete(ctx, checkout, 1);
}

enum err checkout_get(struct ctx *ctx, id64 id, struct checkout *out)
{
    TRY(resource_get(ctx, &checkout_resource, ctx->location_id, id, out));
    return complete(ctx, out);
}

/* One whose person has gone bears another id: a late report finds it by that, and brings nobody back. */
enum err checkout_by_external(struct ctx *ctx, struct str external_id, struct checkout *out)
{
    struct str key = external_id;
    id64 id;

    TRY(checkout_store_find(ctx, external_id, &id));
    if (id == 0 && external_id.len > 0) {
        TRY(person_erase_key(ctx, STR("checkout"), &key));
        TRY(checkout_store_find(ctx, key, &id));
    }
    return id ? checkout_get(ctx, id, out) : ERR_NOT_FOUND;
}

/* ---- what follows from what was said ------------------------------------------------------------------------- */

void checkout_derive(struct ctx *ctx, struct checkout *checkout)
{
    struct phone_number phone = { 0 };
    const char *why;

    if (!email_normal(ctx->arena, checkout->email, &checkout->email_normal, &why))
        checkout->email_normal = STR_EMPTY;
    if (checkout->phone.len > 0)
        phone_parse(ctx->arena, checkout->phone, ctx->country, &phone);
    checkout->e164 = phone.e164;
    checkout->search = text_fold(ctx->arena,
                                 arena_printf(ctx->arena, "%.*s %.*s %.*s %.*s %.*s", STR_PRINT(checkout->name),
                                              STR_PRINT(checkout->email), STR_PRINT(checkout->phone),
                                              STR_PRINT(checkout->e164), STR_PRINT(checkout->activity)));
}

struct figure_checkout checkout_figure(const struct ctx *ctx, const struct checkout *checkout)
{
    return (struct figure_checkout){
        .abandoned_ms = checkout->abandoned_ms,
        .recovered_ms = checkout->recovered_ms,
        .value_minor = str_equal(checkout->currency, ctx->currency) ? checkout->value_minor : 0,
    };
}

/* Where a browser was is kept for the ledger, and no longer. */
static void forget_where(struct checkout *checkout)
{
    if (!checkout_is(checkout, "open"))
        checkout->consent_ip = checkout->consent_agent = STR_EMPTY;
}

enum err checkout_save(struct ctx *ctx, const char *action, const struct checkout *before, struct checkout *after)
{
    struct str changes = resource_changes(ctx, &checkout_resource, before, after);

    forget_where(after);
    after->updated_ms = ctx->now_ms;
    if (changes.len)
        after->edit = before->edit + 1;
    TRY(resource_update(ctx, &checkout_resource, after));
    TRY(figure_checkout_moved(ctx, checkout_figure(ctx, before), checkout_figure(ctx, after)));
    if (action && changes.len)
        TRY(audit_record(ctx, action, after->id));
    return complete(ctx, after);
}

struct str checkout_mail_key(struct ctx *ctx, const struct checkout *checkout)
{
    return arena_printf(ctx->arena, "checkout-reminder:%lld", (long long)checkout->id);
}

/* ---- a report -------------------------------------------------------------------------------------------------- */

static void check_link(struct ctx *ctx, const struct checkout *checkout)
{
    if (checkout->resume_url.len == 0 || str_starts(checkout->resume_url, STR("https://")))
        return;
    problem_add(ctx, STR("resume_url"), "invalid", "The link to go on begins with https://.");
}

/* What the table cannot say. The state in a body is the reporter's word, not ours. */
static enum err check(struct ctx *ctx, const struct checkout_report *report, struct checkout *after)
{
    check_link(ctx, after);
    if (json_object_get(report->body, "state") && !checkout_is(after, "open") && !checkout_is(after, "completed"))
        problem_add(ctx, STR("state"), "invalid", "A report says open or completed; the rest follows.");
    if (after->currency.len == 0)
        after->currency = ctx->currency;
    return problems_err(ctx);
}

static void check_external_id(struct ctx *ctx, struct str external_id)
{
    if (external_id.len == 0)
        problem_add(ctx, STR("external_id"), "required", "Say which checkout this is.");
    else if (text_length(external_id) > CHECKOUT_EXTERNAL_ID_MOST)
        problem_add(ctx, STR("external_id"), "too_long", "At most %d characters.", CHECKOUT_EXTERNAL_ID_MOST);
}

/* Where the report leads: an end stays, what was once abandoned comes back as recovered. */
static const char *move(struct ctx *ctx, const struct checkout *before, struct checkout *after)
{
    bool completed = checkout_is(after, "completed");

    after->seen_ms = ctx->now_ms;
    if (!completed) {
        after->state = STR("open");
        after->due_ms = ctx->now_ms + ctx->location->checkout_delay_minutes * MINUTE_MS;
        return before->id == 0 ? NULL : checkout_is(before, "abandoned") ? "checkout.reopened" : NULL;
    }
    after->due_ms = 0;
    if (after->abandoned_ms == 0) {
        after->completed_ms = ctx->now_ms;
        return "checkout.completed";
    }
    after->state = STR("recovered");
    after->recovered_ms = ctx->now_ms;
    return "checkout.recovered";
}

static enum err insert(struct ctx *ctx, struct checkout *checkout)
{
    checkout->id = ctx_new_id(ctx);
    checkout->location_id = ctx->location_id;
    checkout->created_ms = checkout->updated_ms = ctx->now_ms;
    checkout->edit = 1;
    forget_where(checkout);
    TRY(resource_insert(ctx, &checkout_resource, checkout));
    return complete(ctx, checkout);
}

static enum err read(struct ctx *ctx, const struct checkout_report *report, const struct checkout *before,
                     struct checkout *after)
{
    const struct reading reading = { .country = ctx->country,
                                     .currency = before->currency.len ? before->currency : ctx->currency };
    struct field_set given;

    *after = *before;
    after->external_id = report->external_id;
    after->by_browser = report->by_browser;
    TRY(resource_read(ctx, &checkout_resource, report->body, before->id ? READ_PATCH : READ_CREATE, &reading, after,
                      &given));
    if (!json_object_get(report->body, "state"))
        after->state = STR("open");
    TRY(check(ctx, report, after));
    checkout_witness(ctx, report, before, after);
    checkout_derive(ctx, after);
    return ERR_OK;
}

enum err checkout_report(struct ctx *ctx, const struct checkout_report *report, struct checkout *out, bool *made)
{
    struct checkout before = { 0 };
    const char *action;
    enum err err;

    *made = false;
    TRY(store_lock_location(ctx, ctx->location_id));
    check_external_id(ctx, report->external_id);
    TRY(problems_err(ctx));
    err = checkout_by_external(ctx, report->external_id, &before);
    if (err != ERR_OK && err != ERR_NOT_FOUND)
        return err;
    if (before.id && report->by_browser && !before.by_browser)
        return fail(ctx, ERR_CONFLICT, "A program reported this checkout; a page does not change it.");
    TRY(read(ctx, report, &before, out));
    if (before.id && (before.erased_ms || checkout_is(&before, "completed") || checkout_is(&before, "recovered"))) {
        *out = before;
        return ERR_OK;
    }
    action = move(ctx, &before, out);
    *made = before.id == 0;
    if (before.id == 0)
        return insert(ctx, out);
    if (!checkout_is(out, "open"))
        TRY(mail_cancel(ctx, checkout_mail_key(ctx, out)));
    return checkout_save(ctx, action, &before, out);
}

/* ---- left alone ------------------------------------------------------------------------------------------------ */

enum err checkout_abandon_waits(struct ctx *ctx, bool *out)
{
    id64 location_id;

    TRY(checkout_store_waiting(ctx, &location_id));
    *out = location_id != 0;
    return ERR_OK;
}

enum err checkout_abandon_due(struct ctx *ctx)
{
    struct location *location = ARENA_NEW(ctx->arena, struct location);
    struct id_set ids = { 0 };
    id64 location_id;

    TRY(checkout_store_waiting(ctx, &location_id));
    if (location_id == 0)
        return ERR_OK;
    TRY(store_lock_location(ctx, location_id));
    TRY(location_get(ctx, location_id, location));
    location_enter(ctx, location);
    TRY(checkout_store_due(ctx, ABANDON_MOST, &ids));
    for (int i = 0; i < ids.count; i++) {
        struct checkout checkout;

        TRY(checkout_get(ctx, ids.items[i], &checkout));
        TRY(checkout_abandon(ctx, &checkout));
    }
    return ERR_OK;
}

/* ---- another time zone ------------------------------------------------------------------------------------------- */

enum err checkout_zone_changed(struct ctx *ctx)
{
    id64 after = 0;
    int count;

    TRY(figure_checkouts_drop(ctx));
    do {
        struct figure_checkout *found = ARENA_ARRAY(ctx->arena, struct figure_checkout, COUNT_BATCH);
        struct rows rows;

        count = 0;
        checkout_store_counted(ctx, after, COUNT_BATCH, &rows);
        while (count < COUNT_BATCH && rows_next(&rows)) {
            after = row_int(&rows, 0);
            found[count++] = (struct figure_checkout){ row_int(&rows, 1), row_int(&rows, 2),
                                                       str_equal(row_view(&rows, 3), ctx->currency) ? row_int(&rows, 4)
                                                                                                    : 0 };
        }
        TRY(rows_end(&rows));
        for (int i = 0; i < count; i++)
            TRY(figure_checkout_moved(ctx, (struct figure_checkout){ 0 }, found[i]));
    } while (count == COUNT_BATCH);
    return ERR_OK;
}
