#include "features/form/visit_api.h"

#include "api/api.h"
#include "features/link/link.h"

static const int64_t TOKEN_MS = DAY_MS;

/* "https://our.host" is ours when the request came to that host. */
static bool is_own(const struct request *req, struct str origin)
{
    size_t at = str_find(origin, '/');

    return str_equal_ascii_case(str_slice(origin, at + 2, origin.len), req->host);
}

enum err visit_open(struct ctx *ctx, const struct request *req, struct visit *out)
{
    struct str origin = request_header(req, "origin");

    *out = (struct visit){ .origin = origin,
                           .json = page_wants_json(req),
                           .bare = str_equal(req->query, STR("bare=1")) };
    TRY(form_find(ctx, request_param(req, "key"), &out->form));
    if (!out->form.active)
        return fail(ctx, ERR_NOT_FOUND, "This form is not in use any more.");
    TRY(location_get(ctx, out->form.location_id, &out->location));
    location_enter(ctx, &out->location);
    ctx->actor = (struct actor){ .kind = ACTOR_FORM, .id = out->form.id, .name = out->form.name };
    /* A page that says nothing about where it is (Referrer-Policy: no-referrer, ours too) sends its forms as "null". */
    out->allowed = origin.len == 0 || is_own(req, origin) || form_allows_origin(&out->form, origin) ||
                   (!out->json && str_equal(origin, STR("null")));
    return form_parts_load(ctx, &out->form, &out->parts);
}

void visit_allow(const struct visit *visit, struct reply *rep)
{
    reply_header(rep, "Vary", STR("Origin"));
    if (visit->origin.len && form_allows_origin(&visit->form, visit->origin))
        reply_header(rep, "Access-Control-Allow-Origin", visit->origin);
}

enum err visit_answer(struct ctx *ctx, const struct visit *visit, struct reply *rep, enum err err)
{
    if (err != ERR_OK) {
        struct str wait = arena_printf(ctx->arena, "%lld", (long long)(ctx->retry_after_s ? ctx->retry_after_s : 1));

        reply_clear(rep);
        if (err == ERR_RATE_LIMITED || err == ERR_BUSY)
            reply_header(rep, "Retry-After", wait);
        reply_problem(ctx, rep, err);
    }
    visit_allow(visit, rep);
    reply_header(rep, "Access-Control-Expose-Headers", STR("Retry-After"));
    reply_header(rep, "Cache-Control", STR("no-store"));
    return ERR_OK;
}

/* ---- signed times -------------------------------------------------------------------------------------------- */

enum err visit_token(struct ctx *ctx, const struct visit *visit, enum link_purpose purpose, struct str *token)
{
    struct link link = { .purpose = purpose,
                         .location_id = ctx->location_id,
                         .subject_id = visit->form.id,
                         .expires_ms = ctx->now_ms + TOKEN_MS };

    return link_token(ctx, &link, token);
}

enum err visit_time_of(struct ctx *ctx, const struct visit *visit, enum link_purpose purpose, struct str token,
                       struct visit_opened *out)
{
    int64_t least_s = purpose == LINK_FORM_STARTED ? VISIT_LEAST_SECONDS : VISIT_AGAIN_LEAST_SECONDS;
    struct link link;
    enum err err = link_open(ctx, token, purpose, &link);

    if (err != ERR_OK && err != ERR_GONE && err != ERR_NOT_FOUND)
        return err;
    ctx_forgive(ctx);
    *out = (struct visit_opened){ .time = VISIT_FORGED };
    if (err == ERR_NOT_FOUND || link.subject_id != visit->form.id || link.location_id != ctx->location_id)
        return ERR_OK;
    out->time = VISIT_TOO_LATE;
    if (err == ERR_GONE)
        return ERR_OK;
    out->at_ms = link.expires_ms - TOKEN_MS;
    out->time = ctx->now_ms - out->at_ms < least_s * SECOND_MS ? VISIT_TOO_FAST : VISIT_IN_TIME;
    return ERR_OK;
}
