#include "api/api.h"
#include "features/job/job.h"
#include "features/user/permission.h"

static const struct list_spec job_list = {
    .resource = &job_resource,
    .default_sort = "-created_at",
};

static enum err job_index(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;

    TRY(request_list(ctx, req, &job_list, &query));
    return reply_list(ctx, req, rep, query);
}

static enum err job_show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct job job;

    TRY(job_get(ctx, request_id(req, "id"), &job));
    return reply_resource(ctx, rep, 200, &job_resource, &job);
}

static enum err job_stop(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct job job;

    TRY(job_cancel(ctx, request_id(req, "id"), &job));
    return reply_resource(ctx, rep, 200, &job_resource, &job);
}

/* clang-format off */
extern const struct route job_routes[];
extern const int job_route_count;

const struct route job_routes[] = {
    { GET,    "/jobs",     PERM_JOB_READ,    SLOW,  job_index, "Long work, newest first", .gives = &job_resource, .list = &job_list },
    { GET,    "/jobs/:id", PERM_JOB_READ,    READ,  job_show,  "One job: state, progress, result", .gives = &job_resource },
    { DELETE, "/jobs/:id", PERM_PERSON_BULK, WRITE, job_stop,  "Stop a job before its next step", .status = 200, .gives = &job_resource },
};
/* clang-format on */

const int job_route_count = (int)(sizeof(job_routes) / sizeof(job_routes[0]));
