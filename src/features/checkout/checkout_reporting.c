/*
 * Reports by the script of a booking page: a key without a secret, held to the websites that the location names.
 */
#include "features/checkout/checkout_rules.h"

#include "base/secret.h"
#include "features/audit/audit.h"
#include "features/checkout/checkout_store.h"
#include "features/link/link.h"

enum { KEY_CHARS = 22, BEGUN_AN_HOUR_MOST = 600 };

static enum err new_key(struct ctx *ctx, struct checkout_reporting *reporting)
{
    reporting->report_key = str_slice(random_token(ctx->arena), 0, KEY_CHARS);
    return checkout_store_reporting_save(ctx, reporting);
}

static enum err complete(struct ctx *ctx, struct checkout_reporting *reporting)
{
    return link_address(ctx, "/k/", reporting->report_key, &reporting->address);
}

enum err checkout_reporting_get(struct ctx *ctx, struct checkout_reporting *out)
{
    enum err err;

    if (checkout_store_reporting(ctx, out, &err))
        return complete(ctx, out);
    *out = (struct checkout_reporting){ .location_id = ctx->location_id };
    return err;
}

enum err checkout_reporting_new_key(struct ctx *ctx, struct checkout_reporting *out)
{
    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(checkout_reporting_get(ctx, out));
    TRY(new_key(ctx, out));
    TRY(audit_record(ctx, "checkout_reporting.rotated", 0));
    return complete(ctx, out);
}

/* "https://www.example.com" or "http://localhost:3000": scheme and host, as a browser says it. */
static bool is_origin(struct str text)
{
    struct str rest = str_starts(text, STR("https://")) ? str_slice(text, 8, text.len)
                      : str_starts(text, STR("http://")) ? str_slice(text, 7, text.len)
                                                         : STR_EMPTY;

    for (size_t i = 0; i < rest.len; i++) {
        char c = rest.ptr[i];

        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':'))
            return false;
    }
    return rest.len > 0;
}

enum err checkout_reporting_save(struct ctx *ctx, struct checkout_reporting *reporting)
{
    for (int i = 0; i < reporting->origins.count; i++)
        if (!is_origin(reporting->origins.items[i]))
            problem_add(ctx, arena_printf(ctx->arena, "origins[%d]", i), "invalid",
                        "Say it as a browser does: https://www.example.com, without a path.");
    if (reporting->enabled && reporting->origins.count == 0)
        problem_add(ctx, STR("origins"), "required", "Name the websites that may report.");
    TRY(problems_err(ctx));
    if (reporting->report_key.len)
        TRY(checkout_store_reporting_save(ctx, reporting));
    else
        TRY(new_key(ctx, reporting));
    TRY(audit_record(ctx, "checkout_reporting.updated", 0));
    reporting->updated_ms = ctx->now_ms;
    return complete(ctx, reporting);
}

enum err checkout_reporting_enter(struct ctx *ctx, struct str key, struct str origin)
{
    struct location *location = ARENA_NEW(ctx->arena, struct location);
    struct checkout_reporting reporting;
    int64_t begun;
    bool may = false;
    enum err err;

    if (!checkout_store_reporting_by_key(ctx, key, &reporting, &err) || !reporting.enabled)
        return err == ERR_OK ? ERR_NOT_FOUND : err;
    for (int i = 0; i < reporting.origins.count; i++)
        may = may || str_equal(reporting.origins.items[i], origin);
    if (!may)
        return fail(ctx, ERR_FORBIDDEN, "This website may not report checkouts here.");
    TRY(location_get(ctx, reporting.location_id, location));
    location_enter(ctx, location);
    ctx->actor = (struct actor){ .kind = ACTOR_FORM, .name = STR("checkout") };
    TRY(checkout_store_begun_since(ctx, ctx->now_ms - HOUR_MS, &begun));
    if (begun < BEGUN_AN_HOUR_MOST)
        return ERR_OK;
    ctx->retry_after_s = 600;
    return fail(ctx, ERR_RATE_LIMITED, "Too many checkouts were reported by pages within an hour.");
}
