#include "features/job/job.h"

#include "features/job/job_store.h"

enum { FAILURES_KEPT = 100 };

static struct str actor_kind_text(enum actor_kind kind)
{
    switch (kind) {
    case ACTOR_USER: return STR("user");
    case ACTOR_API_KEY: return STR("api_key");
    case ACTOR_FORM: return STR("form");
    case ACTOR_NOBODY:
    case ACTOR_SYSTEM: return STR("system");
    }
    return STR("system");
}

enum err job_create(struct ctx *ctx, const char *kind, struct str payload, int64_t total, struct job *out)
{
    *out = (struct job){
        .id = ctx_new_id(ctx),
        .location_id = ctx->location_id,
        .kind = str_from(kind),
        .state = STR("waiting"),
        .payload = payload,
        .total = total,
        .result = STR("{\"failed\":[]}"),
        .actor_kind = actor_kind_text(ctx->actor.kind),
        .actor_id = ctx->actor.id,
        .actor_name = ctx->actor.name,
        .permissions = (int64_t)ctx->permissions,
        .run_ms = ctx->now_ms,
        .created_ms = ctx->now_ms,
        .updated_ms = ctx->now_ms,
    };
    return resource_insert(ctx, &job_resource, out);
}

enum err job_get(struct ctx *ctx, id64 id, struct job *out)
{
    return resource_get(ctx, &job_resource, ctx->location_id, id, out);
}

enum err job_cancel(struct ctx *ctx, id64 id, struct job *out)
{
    bool canceled;

    TRY(job_get(ctx, id, out));
    if (str_equal(out->state, STR("canceled")))
        return ERR_OK;
    TRY(job_store_cancel(ctx, id, &canceled));
    if (!canceled)
        return fail(ctx, ERR_CONFLICT, "This job has ended already.");
    return job_get(ctx, id, out);
}

void job_add_failure(struct ctx *ctx, struct job *job, struct str record_id, enum err err)
{
    json_t *result = json_loadb(job->result.ptr, job->result.len, 0, NULL);
    json_t *failures = json_object_get(result, "failed");
    struct str detail = ctx_reason(ctx, err);

    job->failed++;
    if (json_array_size(failures) < FAILURES_KEPT) {
        json_array_append_new(failures, json_pack("{s:s%, s:s, s:s%}", "id", record_id.ptr, record_id.len, "code",
                                                  err_code(err), "detail", detail.ptr, detail.len));
        job->result = json_dump_text(ctx->arena, result);
    }
    json_decref(result);
}

enum err job_waits(struct ctx *ctx, bool *out)
{
    id64 id, location_id;

    TRY(job_store_next(ctx, &id, &location_id));
    *out = id != 0;
    return ERR_OK;
}

enum err job_claim(struct ctx *ctx, int64_t lease_for_ms, struct job *out)
{
    id64 id, location_id;
    bool claimed = false;

    TRY(job_store_next(ctx, &id, &location_id));
    if (id == 0)
        return ERR_NOT_FOUND;
    TRY(job_store_lease(ctx, id, ctx->now_ms + lease_for_ms, &claimed));
    if (!claimed)
        return ERR_NOT_FOUND;
    return resource_get(ctx, &job_resource, location_id, id, out);
}

enum err job_save(struct ctx *ctx, struct job *job, int64_t lease_for_ms)
{
    job->lease_ms = ctx->now_ms + lease_for_ms;
    return job_store_save(ctx, job);
}
