/*
 * Bulk actions: one verb on many people, each by itself; what fails is listed, the rest stays done.
 *
 * The people are named by ids (at most 1,000) or by a filter with the list's own parameters. Up to 1,000 matches are
 * handled at once, more become a job that goes on from where it was. Included through person.h.
 */
#ifndef FEATURES_PERSON_BULK_H
#define FEATURES_PERSON_BULK_H

#include "features/person/person.h"

enum { BULK_AT_ONCE = 1000, BULK_BATCH = 100 };

enum bulk_action {
    BULK_NONE,
    BULK_ADD_TAGS,
    BULK_REMOVE_TAGS,
    BULK_DELETE,
    BULK_ARCHIVE,
    BULK_UNARCHIVE,
    BULK_CONVERT,
    BULK_SCHEDULE_FOLLOW_UP,
    BULK_WITHDRAW
};

/* What a kind of person can have done to it. */
struct bulk_kind {
    enum person_kind kind;
    const char *job;                /* "customers.bulk" */
    const struct list_spec *list;
    bool converts;                  /* knows BULK_CONVERT */
    enum err (*one)(struct ctx *ctx, enum bulk_action action, id64 id, const struct string_list *tags);
};

struct bulk_request {
    enum bulk_action action;
    struct string_list tags;
    json_t *plan;                   /* BULK_SCHEDULE_FOLLOW_UP: see hook_follow_up_plan */
    id64 *ids;                      /* in the order asked; NULL with a filter */
    int id_count;
    struct list_query *query;       /* NULL with ids */
    json_t *body;                   /* as sent: what a job keeps */
};

struct bulk_failure {
    id64 id;
    const char *code;
    struct str detail;
    struct bulk_failure *next;
};

struct bulk_result {
    int64_t matched;
    int64_t done;
    struct bulk_failure *failed;    /* in the order of arrival */
    struct bulk_failure **failed_end;
    id64 job_id;                    /* not 0: nothing is done yet, the job will */
};

/* Reads {"action", "ids" | "filter", "tags" | "due_at", …}; problems are collected and answered. Deleting needs its own permission. */
enum err bulk_read(struct ctx *ctx, const struct bulk_kind *kind, json_t *body, struct bulk_request *out);

/* Does it, or makes the job. To be called outside a write: it hands its batches to the writer. */
enum err bulk_run(struct ctx *ctx, const struct bulk_kind *kind, struct bulk_request *request, struct bulk_result *out);

/* {"matched", "done", "failed": [{"id", "code", "detail"}]} */
void bulk_put(struct json_writer *w, struct ctx *ctx, const struct bulk_kind *kind, const struct bulk_result *result);
extern const char bulk_takes_json[]; /* JSON Schemas of what is asked and answered */
extern const char bulk_gives_json[];

/* One step of the job: a batch after job->cursor_id, inside the caller's write. Sets job->state when it is done. */
struct job;
enum err bulk_step(struct ctx *ctx, const struct bulk_kind *kind, struct job *job);

#endif
