#include "features/person/bulk.h"

#include "features/hooks.h"
#include "features/job/job.h"
#include "features/user/permission.h"

#include <string.h>

static const struct {
    const char *name;
    enum bulk_action action;
} actions[] = {
    { "add_tags", BULK_ADD_TAGS },
    { "remove_tags", BULK_REMOVE_TAGS },
    { "delete", BULK_DELETE },
    { "archive", BULK_ARCHIVE },
    { "unarchive", BULK_UNARCHIVE },
    { "convert", BULK_CONVERT },
    { "schedule_follow_up", BULK_SCHEDULE_FOLLOW_UP },
    { "withdraw_consent", BULK_WITHDRAW },
};

/* The members that say what a follow-up is like. */
static const char *const plan_members[] = { "due_at", "note", "site", "assignee_id" };
enum { PLAN_MEMBERS = sizeof(plan_members) / sizeof(plan_members[0]) };

/* ---- reading ------------------------------------------------------------------------------------------------- */

static enum bulk_action action_of(const struct bulk_kind *kind, struct str name)
{
    for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++)
        if (str_equal(name, str_from(actions[i].name)))
            return actions[i].action == BULK_CONVERT && !kind->converts ? BULK_NONE : actions[i].action;
    return BULK_NONE;
}

static void refuse_unknown(struct ctx *ctx, const json_t *body)
{
    static const char *const known[] = { "action", "ids", "filter", "tags" };
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)body, name, value)
    {
        bool found = false;

        for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
            found |= strcmp(name, known[i]) == 0;
        for (int i = 0; i < PLAN_MEMBERS; i++)
            found |= strcmp(name, plan_members[i]) == 0;
        if (!found)
            problem_add(ctx, arena_str(ctx->arena, str_from(name)), "unknown", "There is no member of this name.");
    }
}

static void read_tags(struct ctx *ctx, const json_t *value, struct bulk_request *out)
{
    bool wanted = out->action == BULK_ADD_TAGS || out->action == BULK_REMOVE_TAGS;
    size_t i;
    json_t *item;

    if (!wanted) {
        if (value)
            problem_add(ctx, STR("tags"), "unknown", "This action takes no tags.");
        return;
    }
    if (json_array_size(value) == 0 || json_array_size(value) > 50) {
        problem_add(ctx, STR("tags"), "required", "Name 1 to 50 tags.");
        return;
    }
    out->tags.items = ARENA_ARRAY(ctx->arena, struct str, json_array_size(value));
    json_array_foreach(value, i, item)
    {
        if (!json_is_string(item))
            problem_add(ctx, arena_printf(ctx->arena, "tags[%zu]", i), "invalid", "A tag is text.");
        else
            out->tags.items[out->tags.count++] = json_text(item);
    }
}

static void free_plan(void *plan)
{
    json_decref(plan);
}

static enum err read_plan(struct ctx *ctx, json_t *body, struct bulk_request *out)
{
    json_t *plan = out->action == BULK_SCHEDULE_FOLLOW_UP ? json_object() : NULL;

    if (plan)
        arena_defer(ctx->arena, free_plan, plan);
    for (int i = 0; i < PLAN_MEMBERS; i++) {
        json_t *value = json_object_get(body, plan_members[i]);

        if (value && plan)
            json_object_set(plan, plan_members[i], value);
        else if (value)
            problem_add(ctx, str_from(plan_members[i]), "unknown", "Only a follow-up has this.");
    }
    out->plan = plan;
    return plan ? hook_follow_up_check(ctx, plan) : ERR_OK;
}

static void read_ids(struct ctx *ctx, const struct bulk_kind *kind, const json_t *value, struct bulk_request *out)
{
    size_t i;
    json_t *item;

    if (!json_is_array(value) || json_array_size(value) > BULK_AT_ONCE) {
        problem_add(ctx, STR("ids"), "too_many", "ids is a list of at most %d.", BULK_AT_ONCE);
        return;
    }
    out->ids = ARENA_ARRAY(ctx->arena, id64, json_array_size(value));
    json_array_foreach(value, i, item)
    {
        id64 id = json_is_string(item) ? id_parse(person_prefix(kind->kind), json_text(item)) : 0;
        bool again = false;

        for (int k = 0; k < out->id_count; k++)
            again |= out->ids[k] == id;
        if (id == 0)
            problem_add(ctx, arena_printf(ctx->arena, "ids[%zu]", i), "invalid", "This is not an id of a %s.",
                        person_kind_name(kind->kind));
        else if (!again)
            out->ids[out->id_count++] = id;
    }
}

enum err bulk_read(struct ctx *ctx, const struct bulk_kind *kind, json_t *body, struct bulk_request *out)
{
    const json_t *ids = json_object_get(body, "ids"), *filter = json_object_get(body, "filter");

    *out = (struct bulk_request){ .body = body };
    if (!json_is_object(body))
        return fail(ctx, ERR_INVALID, "A bulk action is an object with action, and ids or filter.");
    refuse_unknown(ctx, body);
    out->action = action_of(kind, json_text(json_object_get(body, "action")));
    if (out->action == BULK_NONE)
        problem_add(ctx, STR("action"), "invalid", "There is no such action here.");
    else
        read_tags(ctx, json_object_get(body, "tags"), out);
    TRY(read_plan(ctx, body, out));
    if (!ids == !filter)
        problem_add(ctx, STR("ids"), "required", "Say either ids or a filter.");
    else if (ids)
        read_ids(ctx, kind, ids, out);
    else
        TRY(list_ask_json(ctx, kind->list, filter, &out->query));
    TRY(problems_err(ctx));
    if (out->action == BULK_DELETE && !(ctx->permissions & PERM_PERSON_BULK_DELETE))
        return fail(ctx, ERR_FORBIDDEN, "Deleting many at once needs the permission person.bulk_delete.");
    return ERR_OK;
}

/* ---- doing it ------------------------------------------------------------------------------------------------ */

static void add_failure(struct ctx *ctx, struct bulk_result *result, id64 id, enum err err)
{
    struct bulk_failure *failure = ARENA_NEW(ctx->arena, struct bulk_failure);

    *failure = (struct bulk_failure){
        .id = id,
        .code = err_code(err),
        .detail = arena_str(ctx->arena, ctx_reason(ctx, err)),
    };
    *result->failed_end = failure;
    result->failed_end = &failure->next;
}

/* The whole transaction is in danger, not this one record. */
static bool is_fatal(enum err err)
{
    return err == ERR_BUSY || err == ERR_DISK_FULL || err == ERR_INTERNAL;
}

/* One record in its own part: what fails is undone, and the others stay done. */
static enum err handle(struct ctx *ctx, const struct bulk_kind *kind, const struct bulk_request *request, id64 id,
                       enum err *verdict)
{
    TRY(store_part_begin(ctx));
    *verdict = request->action == BULK_SCHEDULE_FOLLOW_UP ? hook_follow_up_plan(ctx, kind->kind, id, request->plan)
                                                          : kind->one(ctx, request->action, id, &request->tags);
    if (*verdict == ERR_OK)
        *verdict = problems_err(ctx);
    if (*verdict == ERR_OK)
        return store_part_keep(ctx);
    TRY(store_part_undo(ctx));
    return is_fatal(*verdict) ? *verdict : ERR_OK;
}

struct batch {
    const struct bulk_kind *kind;
    const struct bulk_request *request;
    const id64 *ids;
    int count;
    struct bulk_result *result;
    struct bulk_result before; /* what the earlier batches said: the store may ask for this one again */
};

static void forget_batch(struct batch *batch)
{
    *batch->result = batch->before;
    *batch->result->failed_end = NULL;
}

static enum err write_batch(struct ctx *ctx, void *data)
{
    struct batch *batch = data;

    forget_batch(batch);
    TRY(store_lock_location(ctx, ctx->location_id));
    for (int i = 0; i < batch->count; i++) {
        enum err verdict;

        TRY(handle(ctx, batch->kind, batch->request, batch->ids[i], &verdict));
        if (verdict == ERR_OK)
            batch->result->done++;
        else
            add_failure(ctx, batch->result, batch->ids[i], verdict);
        ctx_forgive(ctx);
    }
    return ERR_OK;
}

static enum err run_ids(struct ctx *ctx, const struct bulk_kind *kind, const struct bulk_request *request,
                        const id64 *ids, int count, struct bulk_result *out)
{
    for (int from = 0; from < count; from += BULK_BATCH) {
        struct batch batch = {
            .kind = kind,
            .request = request,
            .ids = ids + from,
            .count = count - from < BULK_BATCH ? count - from : BULK_BATCH,
            .result = out,
            .before = *out,
        };
        enum err err = store_write(ctx, write_batch, &batch);

        if (err != ERR_OK) {
            forget_batch(&batch);
            return err;
        }
    }
    return ERR_OK;
}

static enum err write_job(struct ctx *ctx, void *data)
{
    struct batch *batch = data;
    struct job job;
    struct str payload = json_dump_text(ctx->arena, batch->request->body);

    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(job_create(ctx, batch->kind->job, payload, batch->result->matched, &job));
    batch->result->job_id = job.id;
    return ERR_OK;
}

enum err bulk_run(struct ctx *ctx, const struct bulk_kind *kind, struct bulk_request *request, struct bulk_result *out)
{
    id64 *ids = request->ids;
    int count = request->id_count;

    *out = (struct bulk_result){ .matched = count };
    out->failed_end = &out->failed;
    if (request->query) {
        TRY(list_count(ctx, request->query, &out->matched));
        if (out->matched > BULK_AT_ONCE)
            return store_write(ctx, write_job, &(struct batch){ .kind = kind, .request = request, .result = out });
        TRY(list_ids(ctx, request->query, 0, BULK_AT_ONCE, &ids, &count));
        out->matched = count;
    }
    return run_ids(ctx, kind, request, ids, count, out);
}

void bulk_put(struct json_writer *w, struct ctx *ctx, const struct bulk_kind *kind, const struct bulk_result *result)
{
    put_object(w);
    put_key(w, "matched");
    put_int(w, result->matched);
    put_key(w, "done");
    put_int(w, result->done);
    put_key(w, "failed");
    put_array(w);
    for (const struct bulk_failure *failure = result->failed; failure; failure = failure->next) {
        put_object(w);
        put_key(w, "id");
        put_string(w, id_text(ctx->arena, person_prefix(kind->kind), failure->id));
        put_key(w, "code");
        put_string(w, str_from(failure->code));
        put_key(w, "detail");
        put_string(w, failure->detail);
        put_object_end(w);
    }
    put_array_end(w);
    put_object_end(w);
}

const char bulk_takes_json[] =
    "{\"type\":\"object\",\"required\":[\"action\"],\"additionalProperties\":false,\"properties\":{"
    "\"action\":{\"type\":\"string\",\"description\":\"What to do\","
    "\"enum\":[\"add_tags\",\"remove_tags\",\"delete\",\"archive\",\"unarchive\",\"convert\","
    "\"schedule_follow_up\",\"withdraw_consent\"]},"
    "\"ids\":{\"type\":\"array\",\"maxItems\":1000,\"items\":{\"type\":\"string\"},"
    "\"description\":\"On these; or say filter\"},"
    "\"filter\":{\"type\":\"object\",\"description\":\"On all that match the list's own parameters\"},"
    "\"tags\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"description\":\"For the actions on tags\"},"
    "\"due_at\":{\"type\":\"string\",\"description\":\"For follow-ups, needed: with an offset, local, or a day\"},"
    "\"note\":{\"type\":[\"string\",\"null\"],\"maxLength\":1000,\"description\":\"For follow-ups\"},"
    "\"site\":{\"type\":[\"string\",\"null\"],\"maxLength\":100,\"description\":\"For follow-ups\"},"
    "\"assignee_id\":{\"type\":[\"string\",\"null\"],\"description\":\"For follow-ups: who is in charge\"}}}";

const char bulk_gives_json[] =
    "{\"type\":\"object\",\"description\":\"What was done at once; above 1,000 records (202) a job that goes on\","
    "\"properties\":{"
    "\"matched\":{\"type\":\"integer\"},\"done\":{\"type\":\"integer\"},"
    "\"failed\":{\"description\":\"What failed, with its reasons\"}}}";

/* ---- as a job ------------------------------------------------------------------------------------------------ */

enum err bulk_step(struct ctx *ctx, const struct bulk_kind *kind, struct job *job)
{
    struct bulk_request request;
    json_t *body;
    id64 *ids;
    int count;

    TRY(json_read(ctx, job->payload, &body));
    TRY(bulk_read(ctx, kind, body, &request));
    if (!request.query)
        return fail(ctx, ERR_INTERNAL, "a job needs a filter");
    TRY(list_ids(ctx, request.query, job->cursor_id, BULK_BATCH, &ids, &count));
    for (int i = 0; i < count; i++) {
        enum err verdict;

        TRY(handle(ctx, kind, &request, ids[i], &verdict));
        if (verdict == ERR_OK)
            job->done++;
        else
            job_add_failure(ctx, job, id_text(ctx->arena, person_prefix(kind->kind), ids[i]), verdict);
        ctx_forgive(ctx);
        job->cursor_id = ids[i];
    }
    if (count < BULK_BATCH)
        job->state = STR("done");
    return ERR_OK;
}
