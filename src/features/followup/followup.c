/*
 * The rules of follow-ups.
 */
#include "features/followup/followup.h"

#include "base/zone.h"
#include "features/audit/audit.h"
#include "features/followup/followup_store.h"
#include "features/hooks.h"
#include "features/user/user.h"

enum { ANNOUNCE_MOST = 100 };

static bool is(struct str state, const char *name)
{
    return str_equal(state, str_from(name));
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

enum err follow_up_get(struct ctx *ctx, id64 id, struct follow_up *out)
{
    TRY(resource_get(ctx, &follow_up_resource, ctx->location_id, id, out));
    return follow_up_complete(ctx, out, 1);
}

enum err follow_up_get_to_change(struct ctx *ctx, id64 id, struct follow_up *out)
{
    TRY(store_lock_location(ctx, ctx->location_id));
    return follow_up_get(ctx, id, out);
}

/* Nobody means midnight. */
static void settle_day(struct ctx *ctx, const json_t *body, struct follow_up *follow_up)
{
    struct str typed = str_trim(json_text(json_object_get(body, "due_at")));
    int64_t day;

    if (date_parse(typed, &day))
        zone_parse_local(ctx->time_zone, arena_printf(ctx->arena, "%.*sT09:00", STR_PRINT(typed)), &follow_up->due_ms);
}

enum err follow_up_read(struct ctx *ctx, const json_t *body, enum read_mode mode, struct follow_up *follow_up)
{
    struct field_set given;

    TRY(resource_read(ctx, &follow_up_resource, body, mode, NULL, follow_up, &given));
    settle_day(ctx, body, follow_up);
    if (mode == READ_CREATE && !json_object_get(body, "assignee_id") && ctx->actor.kind == ACTOR_USER)
        follow_up->assignee_id = ctx->actor.id;
    return ERR_OK;
}

static enum err check_assignee(struct ctx *ctx, id64 assignee_id)
{
    bool works = true;

    if (assignee_id != 0)
        TRY(user_works_here(ctx, assignee_id, &works));
    if (!works)
        problem_add(ctx, STR("assignee_id"), "unknown", "Nobody of this location's team has this id.");
    return ERR_OK;
}

/* ---- making and changing ------------------------------------------------------------------------------------- */

static enum err refresh(struct ctx *ctx, const struct follow_up *follow_up)
{
    return is(follow_up->kind, "contact") ? contact_refresh_standing(ctx, follow_up->person_id) : ERR_OK;
}

static enum err insert(struct ctx *ctx, struct follow_up *follow_up)
{
    follow_up->id = ctx_new_id(ctx);
    follow_up->location_id = ctx->location_id;
    follow_up->state = STR("open");
    follow_up->remind_ms = follow_up->due_ms;
    follow_up->created_by = ctx->actor.kind == ACTOR_USER ? ctx->actor.id : 0;
    follow_up->created_ms = follow_up->updated_ms = ctx->now_ms;
    follow_up->edit = 1;
    TRY(resource_insert(ctx, &follow_up_resource, follow_up));
    TRY(audit_record(ctx, "follow_up.created", follow_up->id));
    TRY(refresh(ctx, follow_up));
    return follow_up_complete(ctx, follow_up, 1);
}

enum err follow_up_create(struct ctx *ctx, struct follow_up *follow_up)
{
    struct person_ref person;
    int problems = ctx->problem_count;

    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(person_named(ctx, follow_up->customer_id, follow_up->contact_id, &person));
    if (person.id == 0 && ctx->problem_count == problems)
        problem_add(ctx, STR("customer_id"), "required", "Say about whom: a customer or a contact.");
    TRY(check_assignee(ctx, follow_up->assignee_id));
    TRY(problems_err(ctx));
    follow_up->person_id = person.id;
    follow_up->kind = str_from(person_kind_name(person.kind));
    return insert(ctx, follow_up);
}

/* Saves what differs, as one event. A reminder that moved is announced anew. */
static enum err save(struct ctx *ctx, const char *action, const struct follow_up *before, struct follow_up *after)
{
    struct str changes;

    after->remind_ms = after->snoozed_ms ? after->snoozed_ms : after->due_ms;
    if (after->remind_ms != before->remind_ms)
        after->announced_ms = 0;
    changes = resource_changes(ctx, &follow_up_resource, before, after);
    if (changes.len == 0)
        return ERR_OK;
    after->updated_ms = ctx->now_ms;
    after->edit = before->edit + 1;
    TRY(resource_update(ctx, &follow_up_resource, after));
    TRY(audit_changes(ctx, action, after->id, changes));
    TRY(refresh(ctx, after));
    return follow_up_complete(ctx, after, 1);
}

static enum err check_open(struct ctx *ctx, const struct follow_up *follow_up)
{
    if (is(follow_up->state, "open"))
        return ERR_OK;
    return fail(ctx, ERR_CONFLICT, "This follow-up is %.*s; make a new one.", STR_PRINT(follow_up->state));
}

enum err follow_up_update(struct ctx *ctx, const struct follow_up *before, struct follow_up *after)
{
    if (after->assignee_id != before->assignee_id)
        TRY(check_assignee(ctx, after->assignee_id));
    TRY(problems_err(ctx));
    TRY(check_open(ctx, before));
    if (after->due_ms != before->due_ms)
        after->snoozed_ms = 0;
    return save(ctx, "follow_up.updated", before, after);
}

enum err follow_up_do(struct ctx *ctx, id64 id, struct str outcome, struct follow_up *out)
{
    struct follow_up before;

    TRY(follow_up_get_to_change(ctx, id, &before));
    *out = before;
    if (is(before.state, "done"))
        return ERR_OK;
    TRY(check_open(ctx, &before));
    out->state = STR("done");
    out->outcome = outcome;
    out->done_ms = ctx->now_ms;
    out->snoozed_ms = 0;
    return save(ctx, "follow_up.done", &before, out);
}

enum err follow_up_cancel(struct ctx *ctx, id64 id, struct follow_up *out)
{
    struct follow_up before;

    TRY(follow_up_get_to_change(ctx, id, &before));
    *out = before;
    if (is(before.state, "canceled"))
        return ERR_OK;
    TRY(check_open(ctx, &before));
    out->state = STR("canceled");
    out->snoozed_ms = 0;
    return save(ctx, "follow_up.canceled", &before, out);
}

static int64_t snooze_end_ms(struct ctx *ctx, const struct follow_up_snooze *snooze)
{
    int64_t until_ms = snooze->minutes ? ctx->now_ms + snooze->minutes * MINUTE_MS : snooze->until_ms;

    if (ctx->problem_count > 0)
        return 0;
    if ((snooze->minutes == 0) == (snooze->until_ms == 0))
        problem_add(ctx, STR("until"), "required", "Say either until when or for how many minutes.");
    else if (until_ms <= ctx->now_ms)
        problem_add(ctx, STR("until"), "out_of_range", "This moment has passed.");
    return until_ms;
}

enum err follow_up_snooze(struct ctx *ctx, id64 id, const struct follow_up_snooze *snooze, struct follow_up *out)
{
    int64_t until_ms = snooze_end_ms(ctx, snooze);
    struct follow_up before;

    TRY(problems_err(ctx));
    TRY(follow_up_get_to_change(ctx, id, &before));
    *out = before;
    TRY(check_open(ctx, &before));
    out->snoozed_ms = until_ms;
    return save(ctx, "follow_up.snoozed", &before, out);
}

/* ---- many at once -------------------------------------------------------------------------------------------- */

enum err follow_up_check_plan(struct ctx *ctx, const json_t *plan)
{
    struct follow_up follow_up = { 0 };

    TRY(follow_up_read(ctx, plan, READ_CREATE, &follow_up));
    return check_assignee(ctx, follow_up.assignee_id);
}

enum err follow_up_plan(struct ctx *ctx, enum person_kind kind, id64 person_id, const json_t *plan)
{
    struct follow_up follow_up = { 0 };
    enum person_kind there;

    TRY(person_kind_of(ctx, person_id, &there));
    if (there != kind)
        return ERR_NOT_FOUND;
    TRY(follow_up_read(ctx, plan, READ_CREATE, &follow_up));
    follow_up.customer_id = kind == PERSON_CUSTOMER ? person_id : 0;
    follow_up.contact_id = kind == PERSON_CONTACT ? person_id : 0;
    return follow_up_create(ctx, &follow_up);
}

enum err follow_up_count(struct ctx *ctx, id64 user_id, struct follow_up_counts *all, struct follow_up_counts *mine)
{
    int64_t tomorrow_ms = zone_day_start_ms(ctx->time_zone, zone_day(ctx->time_zone, ctx->now_ms) + 1);

    *mine = (struct follow_up_counts){ 0 };
    if (user_id != 0)
        TRY(follow_up_store_counts(ctx, user_id, tomorrow_ms, mine));
    return follow_up_store_counts(ctx, 0, tomorrow_ms, all);
}

/* ---- reminders ----------------------------------------------------------------------------------------------- */

enum err follow_up_announce_waits(struct ctx *ctx, bool *out)
{
    id64 location_id;

    TRY(follow_up_store_waiting(ctx, &location_id));
    *out = location_id != 0;
    return ERR_OK;
}

enum err follow_up_announce_due(struct ctx *ctx)
{
    struct location *location = ARENA_NEW(ctx->arena, struct location);
    struct id_set ids = { 0 };
    id64 location_id;

    TRY(follow_up_store_waiting(ctx, &location_id));
    if (location_id == 0)
        return ERR_OK;
    TRY(store_lock_location(ctx, location_id));
    TRY(location_get(ctx, location_id, location));
    location_enter(ctx, location);
    TRY(follow_up_store_due(ctx, ANNOUNCE_MOST, &ids));
    for (int i = 0; i < ids.count; i++) {
        bool marked;

        TRY(follow_up_store_mark(ctx, ids.items[i], &marked));
        if (!marked)
            continue;
        TRY(audit_record(ctx, "follow_up.due", ids.items[i]));
        TRY(hook_follow_up_due(ctx, ids.items[i]));
    }
    return ERR_OK;
}

/* ---- people who go and come back ----------------------------------------------------------------------------- */

enum err follow_up_count_of_person(struct ctx *ctx, id64 person_id, int64_t *out)
{
    return follow_up_store_count_of(ctx, person_id, out);
}

enum err follow_up_keep_of_person(struct ctx *ctx, id64 person_id, struct str *undo)
{
    struct id_set ids = { 0 };
    struct json_writer w;
    struct buf buf;

    TRY(follow_up_store_ids_of(ctx, person_id, &ids));
    buf_init(&buf, ctx->arena, 64 + (size_t)ids.count * 512);
    put_begin(&w, &buf);
    put_object(&w);
    put_key(&w, "rows");
    put_array(&w);
    for (int i = 0; i < ids.count; i++) {
        struct follow_up follow_up;

        TRY(resource_get(ctx, &follow_up_resource, ctx->location_id, ids.items[i], &follow_up));
        put_raw(&w, resource_snapshot(ctx, &follow_up_resource, &follow_up));
    }
    put_array_end(&w);
    put_object_end(&w);
    *undo = buf_str(&buf);
    return ERR_OK;
}

enum err follow_up_bring_back(struct ctx *ctx, id64 person_id, const json_t *undo)
{
    const json_t *rows = json_object_get(undo, "rows");

    for (size_t i = 0; i < json_array_size(rows); i++) {
        struct follow_up follow_up = { 0 };

        if (!resource_from_snapshot(ctx, &follow_up_resource, json_array_get(rows, i), &follow_up))
            return fail(ctx, ERR_INTERNAL, "The deleted follow-ups cannot be read.");
        TRY(resource_insert(ctx, &follow_up_resource, &follow_up));
    }
    return contact_refresh_standing(ctx, person_id);
}

enum err follow_up_forget_find(struct ctx *ctx, struct forget *forget)
{
    for (int i = 0; i < forget->people.count; i++)
        TRY(follow_up_store_ids_of(ctx, forget->people.items[i], &forget->follow_ups));
    id_set_settle(&forget->follow_ups);
    return ERR_OK;
}
