/*
 * The rules of customers. Deletion is in customer_deletion.c, what other programs send in customer_admission.c.
 */
#include "features/customer/customer_store.h"

#include "base/text.h"
#include "base/zone.h"
#include "features/audit/audit.h"
#include "features/hooks.h"
#include "features/tag/tag.h"

struct person customer_person(struct customer *customer)
{
    return (struct person){
        .kind = PERSON_CUSTOMER,
        .id = customer->id,
        .name = &customer->name,
        .name_fold = &customer->name_fold,
        .emails = &customer->emails,
        .phones = &customer->phones,
        .previous_phones = &customer->previous_phones,
        .external_ids = &customer->external_ids,
        .tags = &customer->tags,
        .primary_email = &customer->primary_email,
        .primary_phone = &customer->primary_phone,
        .company = &customer->company,
        .search = &customer->search,
    };
}

struct figure_customer customer_figure(const struct customer *customer)
{
    return (struct figure_customer){ .listed = customer->archived_ms == 0, .latest_ms = customer->latest_booking_ms };
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

/* What time moves: once the turn has come, it is read from the bookings for the clock of this request. */
static enum err turn(struct ctx *ctx, struct customer *customer)
{
    struct customer_analytics analytics = {
        .bookings = customer->bookings,
        .first_booking_ms = customer->first_booking_ms,
        .latest_booking_ms = customer->latest_booking_ms,
        .turn_ms = customer->turn_ms,
    };

    if (customer->turn_ms == 0 || customer->turn_ms > ctx->now_ms)
        return ERR_OK;
    TRY(hook_customer_turned(ctx, customer->id, &analytics));
    customer->last_booking_ms = analytics.last_booking_ms;
    customer->last_end_ms = analytics.last_end_ms;
    customer->next_booking_ms = analytics.next_booking_ms;
    customer->upcoming_minor = analytics.upcoming_minor;
    return ERR_OK;
}

/* To the nearest minor unit, halves away from zero. */
static int64_t average(int64_t sum, int64_t count)
{
    int64_t half = count / 2;

    return count == 0 ? 0 : (sum < 0 ? sum - half : sum + half) / count;
}

static enum err complete_one(struct ctx *ctx, struct customer *customer)
{
    TRY(turn(ctx, customer));
    customer->currency = ctx->currency;
    customer->lifetime_minor = customer->spent_minor;
    customer->average_minor = customer->organisation ? 0 : average(customer->spent_minor, customer->own_bookings);
    customer->days_since_last = STR("null");
    if (customer->last_end_ms != 0)
        customer->days_since_last = arena_printf(
            ctx->arena, "%lld",
            (long long)(zone_day(ctx->time_zone, ctx->now_ms) - zone_day(ctx->time_zone, customer->last_end_ms)));
    customer->customer_since_ms = customer->first_booking_ms != 0 && customer->first_booking_ms < customer->created_ms
                                      ? customer->first_booking_ms
                                      : customer->created_ms;
    return ERR_OK;
}

enum err customer_complete(struct ctx *ctx, void *records, int count)
{
    struct customer *customers = records;

    for (int i = 0; i < count; i++)
        TRY(complete_one(ctx, &customers[i]));
    return ERR_OK;
}

enum err customer_total(struct ctx *ctx, int64_t *out)
{
    return person_counted(ctx, PERSON_CUSTOMER, out);
}

enum err customer_get(struct ctx *ctx, id64 id, struct customer *out)
{
    TRY(resource_get(ctx, &customer_resource, ctx->location_id, id, out));
    return complete_one(ctx, out);
}

enum err customer_there(struct ctx *ctx, id64 id)
{
    enum person_kind kind;

    TRY(person_kind_of(ctx, id, &kind));
    return kind == PERSON_CUSTOMER ? ERR_OK : ERR_NOT_FOUND;
}

enum err customer_get_shown(struct ctx *ctx, id64 id, struct customer *out)
{
    TRY(resource_get_raw(ctx, &customer_resource, ctx->location_id, id, out));
    return complete_one(ctx, out);
}

enum err customer_get_to_change(struct ctx *ctx, id64 id, struct customer *out)
{
    TRY(store_lock_location(ctx, ctx->location_id));
    return customer_get(ctx, id, out);
}

/* ---- creating ------------------------------------------------------------------------------------------------ */

static enum person_trust trust_of(enum customer_origin origin)
{
    return origin == CUSTOMER_FROM_OUTSIDE ? PERSON_OUTSIDE : PERSON_STRICT;
}

/* Who gave only wrong ones has heard of that already. */
static bool has_email_problem(const struct ctx *ctx)
{
    for (const struct problem *problem = ctx->problems; problem; problem = problem->next)
        if (str_starts(problem->field, STR("emails")))
            return true;
    return false;
}

static void check_email_there(struct ctx *ctx, const struct customer *customer)
{
    if (customer->emails.count == 0 && !customer->no_email && !has_email_problem(ctx))
        problem_add(ctx, STR("emails"), "required",
                    "An e-mail address is needed; or say with no_email that there is none.");
}

static void derive(struct ctx *ctx, struct customer *customer)
{
    struct person person = customer_person(customer);

    person_derive(ctx, &person);
    customer->incomplete = customer->emails.count == 0;
    if (customer->emails.count > 0)
        customer->no_email = false;
}

static void fill_in_new(struct ctx *ctx, struct customer *customer)
{
    customer->id = ctx_new_id(ctx);
    customer->location_id = ctx->location_id;
    customer->created_ms = customer->updated_ms = customer->active_ms = ctx->now_ms;
    customer->edit = customer->view = 1;
    customer->other_currencies = STR("[]");
    customer->source = text_cut(text_line(ctx->arena, customer->source), 100);
    if (customer->source.len == 0)
        customer->source = STR("dashboard");
}

enum err customer_create(struct ctx *ctx, struct customer *customer, enum customer_origin origin)
{
    struct person_effects effects;
    struct person person;

    TRY(store_lock_location(ctx, ctx->location_id));
    fill_in_new(ctx, customer);
    person = customer_person(customer);
    TRY(person_check(ctx, &person, NULL, trust_of(origin), &effects));
    if (origin == CUSTOMER_BY_HAND)
        check_email_there(ctx, customer);
    tag_check(ctx, &customer->tags);
    TRY(problems_err(ctx));
    TRY(person_begin(ctx, &person));
    if (customer->tags.count > 0)
        TRY(tag_set(ctx, customer->id, PERSON_CUSTOMER, &customer->tags));
    derive(ctx, customer);
    TRY(resource_insert(ctx, &customer_resource, customer));
    TRY(person_save(ctx, &person, NULL, &effects));
    TRY(person_count(ctx, PERSON_CUSTOMER, 1, 0));
    TRY(audit_record(ctx, "customer.created", customer->id));
    return complete_one(ctx, customer);
}

/* ---- changing ------------------------------------------------------------------------------------------------ */

/* The write behind every change of a field: row, child rows, counters of versions, audit. */
static enum err save(struct ctx *ctx, const struct customer *before, struct customer *after,
                     const struct person_effects *effects)
{
    struct customer was = *before;
    struct person person = customer_person(after), person_before = customer_person(&was);
    struct str changes;

    derive(ctx, after);
    changes = resource_changes(ctx, &customer_resource, before, after);
    if (changes.len == 0)
        return ERR_OK;
    after->updated_ms = ctx->now_ms;
    after->edit = before->edit + 1;
    after->view = before->view + 1;
    TRY(resource_update(ctx, &customer_resource, after));
    TRY(person_save(ctx, &person, &person_before, effects));
    TRY(audit_changes(ctx, "customer.updated", after->id, changes));
    return complete_one(ctx, after);
}

enum err customer_update(struct ctx *ctx, const struct customer *before, struct customer *after)
{
    struct customer was = *before;
    struct person person = customer_person(after), person_before = customer_person(&was);
    struct person_effects effects;

    TRY(person_check(ctx, &person, &person_before, PERSON_STRICT, &effects));
    if (before->emails.count > 0)
        check_email_there(ctx, after);
    if (after->source.len == 0)
        after->source = before->source;
    TRY(problems_err(ctx));
    if (person_tags_differ(&before->tags, &after->tags))
        TRY(tag_set(ctx, after->id, PERSON_CUSTOMER, &after->tags));
    TRY(problems_err(ctx));
    return save(ctx, before, after, &effects);
}

enum err customer_add_tags(struct ctx *ctx, id64 id, const struct string_list *tags)
{
    struct customer before, after;

    TRY(customer_get_to_change(ctx, id, &before));
    after = before;
    after.tags = person_tags_joined(ctx, &before.tags, tags);
    return customer_update(ctx, &before, &after);
}

enum err customer_remove_tags(struct ctx *ctx, id64 id, const struct string_list *tags)
{
    struct customer before, after;

    TRY(customer_get_to_change(ctx, id, &before));
    after = before;
    after.tags = person_tags_less(ctx, &before.tags, tags);
    return customer_update(ctx, &before, &after);
}

/* ---- archive ------------------------------------------------------------------------------------------------- */

static enum err set_archived(struct ctx *ctx, id64 id, int64_t archived_ms)
{
    struct figure_customer before;
    struct customer customer;

    TRY(customer_get_to_change(ctx, id, &customer));
    if ((customer.archived_ms != 0) == (archived_ms != 0))
        return ERR_OK;
    before = customer_figure(&customer);
    customer.archived_ms = archived_ms;
    customer.updated_ms = ctx->now_ms;
    customer.edit++;
    customer.view++;
    TRY(resource_update(ctx, &customer_resource, &customer));
    TRY(person_count(ctx, PERSON_CUSTOMER, archived_ms ? -1 : 1, archived_ms ? 1 : -1));
    TRY(figure_customer_moved(ctx, before, customer_figure(&customer)));
    return audit_record(ctx, archived_ms ? "customer.archived" : "customer.unarchived", id);
}

enum err customer_archive(struct ctx *ctx, id64 id)
{
    return set_archived(ctx, id, ctx->now_ms);
}

enum err customer_unarchive(struct ctx *ctx, id64 id)
{
    return set_archived(ctx, id, 0);
}

/* ---- what the person does ------------------------------------------------------------------------------------ */

enum err customer_gain(struct ctx *ctx, id64 id, const struct identity *identity, int *left_out)
{
    struct customer before, after;
    struct person person, person_before;
    struct person_effects effects;
    struct identity link = { .source = identity->source, .external_id = identity->external_id };

    *left_out = 0;
    TRY(customer_get_to_change(ctx, id, &before));
    if (before.archived_ms != 0) {
        TRY(customer_unarchive(ctx, id));
        TRY(customer_get(ctx, id, &before));
    }
    TRY(customer_store_touch(ctx, id, ctx->now_ms));
    if (before.active_ms < ctx->now_ms)
        before.active_ms = ctx->now_ms;
    after = before;
    person = customer_person(&after);
    person_before = customer_person(&before);
    /* An organisation books for others: these are their addresses. */
    if (!person_take_in(ctx, &person, before.organisation ? &link : identity, left_out))
        return ERR_OK;
    TRY(person_check(ctx, &person, &person_before, PERSON_OUTSIDE, &effects));
    *left_out += effects.left_out;
    TRY(problems_err(ctx));
    return save(ctx, &before, &after, &effects);
}

/* ---- analytics ----------------------------------------------------------------------------------------------- */

enum err customer_analytics_get(struct ctx *ctx, id64 id, struct customer_analytics *out)
{
    return customer_store_analytics_get(ctx, id, out);
}

enum err customer_analytics_set(struct ctx *ctx, id64 id, const struct customer_analytics *analytics, int64_t active_ms)
{
    struct figure_customer before = { .listed = !analytics->archived, .latest_ms = analytics->counted_latest_ms };
    struct figure_customer after = { .listed = !analytics->archived, .latest_ms = analytics->latest_booking_ms };

    TRY(customer_store_analytics_set(ctx, id, analytics, active_ms));
    return figure_customer_moved(ctx, before, after);
}
