/*
 * The rules of responses: checked against the questions of their time, found a person, counted.
 */
#include "features/audit/audit.h"
#include "features/survey/survey_rules.h"
#include "features/survey/survey_sending.h"
#include "features/survey/survey_store.h"
#include "model/external.h"

/* ---- whose --------------------------------------------------------------------------------------------------- */

static struct str kind_text(const struct person_ref *person)
{
    return person->id != 0 ? str_from(person_kind_name(person->kind)) : STR_EMPTY;
}

static enum err by_booking(struct ctx *ctx, id64 booking_id, struct person_ref *out)
{
    struct booking booking;
    enum err err;

    *out = (struct person_ref){ .kind = PERSON_NONE };
    if (booking_id == 0)
        return ERR_OK;
    err = booking_get(ctx, booking_id, &booking);
    if (err == ERR_NOT_FOUND) {
        problem_add(ctx, STR("booking_id"), "unknown", "There is no such booking.");
        return ERR_OK;
    }
    TRY(err);
    if (booking.customer_id != 0)
        *out = (struct person_ref){ PERSON_CUSTOMER, booking.customer_id };
    else if (booking.contact_id != 0)
        *out = (struct person_ref){ PERSON_CONTACT, booking.contact_id };
    return ERR_OK;
}

/* By key, else by booking, else by e-mail. */
static enum err find_person(struct ctx *ctx, struct survey_response *response)
{
    struct person_ref person, booker;

    TRY(by_booking(ctx, response->booking_id, &booker));
    if (response->unlinked)
        return ERR_OK;
    TRY(person_named(ctx, response->customer_id, response->contact_id, &person));
    if (person.id == 0)
        person = booker;
    if (person.id == 0 && response->email.len > 0)
        TRY(who_has_email(ctx, response->email, &person));
    response->person_id = person.id;
    response->kind = kind_text(&person);
    return ERR_OK;
}

/* ---- what was asked ------------------------------------------------------------------------------------------ */

static enum err load_questions(struct ctx *ctx, id64 survey_id, int64_t version, struct survey_questions *out)
{
    struct str questions;
    int64_t at_ms;

    TRY(survey_version_get(ctx, survey_id, version, &questions, &at_ms));
    return survey_questions_load(ctx, questions, out);
}

/* Nothing more is looked at when the survey or the version is not there. */
static enum err check_answers(struct ctx *ctx, struct survey_response *response)
{
    struct survey_questions questions;
    enum err err = load_questions(ctx, response->survey_id, response->version, &questions);

    if (err == ERR_NOT_FOUND) {
        problem_add(ctx, STR("version"), "unknown", "The survey has no such version.");
        return ERR_OK;
    }
    TRY(err);
    return survey_answers_settle(ctx, &questions, response);
}

static enum err check_survey(struct ctx *ctx, struct survey_response *response)
{
    struct survey survey;
    enum err err = survey_get(ctx, response->survey_id, &survey);

    if (err == ERR_NOT_FOUND) {
        problem_add(ctx, STR("survey_id"), "unknown", "There is no such survey.");
        return ERR_OK;
    }
    TRY(err);
    if (!survey.active)
        return fail(ctx, ERR_CONFLICT, "This survey takes no more responses.");
    if (response->version == 0)
        response->version = survey.version;
    return check_answers(ctx, response);
}

static enum err check_free(struct ctx *ctx, const struct survey_response *response)
{
    id64 other = 0;

    external_key_check(ctx, response->source, response->external_id);
    if (response->external_id.len > 0)
        TRY(survey_store_find_external(ctx, response->source, response->external_id, &other));
    if (other != 0)
        problem_taken(ctx, STR("external_id"), id_text(ctx->arena, "rsp", other), "This one is known already.");
    return ERR_OK;
}

/* ---- figures ------------------------------------------------------------------------------------------------- */

/* What the answer counts as: a text only as one more. */
static struct str counted_value(struct ctx *ctx, const struct survey_question *question, const json_t *value)
{
    switch (question->kind) {
    case QUESTION_RATING:
    case QUESTION_SCORE: return arena_printf(ctx->arena, "%lld", (long long)json_integer_value(value));
    case QUESTION_CHOICE: return json_text(value);
    case QUESTION_TEXT:
    case QUESTION_NONE: return STR_EMPTY;
    }
    return STR_EMPTY;
}

enum err survey_tally(struct ctx *ctx, const struct survey_response *response, int64_t by)
{
    struct survey_questions questions;
    json_t *answers;

    TRY(load_questions(ctx, response->survey_id, response->version, &questions));
    TRY(json_read(ctx, response->answers, &answers));
    for (size_t i = 0; i < json_array_size(answers); i++) {
        const json_t *answer = json_array_get(answers, i);
        const struct survey_question *question = survey_question_find(
            &questions, json_text(json_object_get(answer, "question_id")));

        if (question)
            TRY(survey_store_tally(ctx, response->survey_id, question->id,
                                   counted_value(ctx, question, json_object_get(answer, "value")), by));
    }
    if (response->rating_tenths < 0)
        return ERR_OK;
    return survey_store_tally(ctx, response->survey_id, STR_EMPTY,
                              arena_printf(ctx->arena, "%lld", (long long)response->rating_tenths), by);
}

/* ---- making and changing ------------------------------------------------------------------------------------- */

enum err survey_response_get_to_change(struct ctx *ctx, id64 id, struct survey_response *out)
{
    TRY(store_lock_location(ctx, ctx->location_id));
    return survey_response_get(ctx, id, out);
}

enum err survey_response_create(struct ctx *ctx, struct survey_response *response)
{
    TRY(store_lock_location(ctx, ctx->location_id));
    if (response->survey_id != 0 && response->answers.len > 0)
        TRY(check_survey(ctx, response));
    TRY(find_person(ctx, response));
    TRY(problems_err(ctx));
    TRY(check_free(ctx, response));
    TRY(problems_err(ctx));
    response->id = ctx_new_id(ctx);
    response->location_id = ctx->location_id;
    if (response->at_ms == 0)
        response->at_ms = ctx->now_ms;
    response->created_ms = response->updated_ms = ctx->now_ms;
    response->edit = 1;
    TRY(resource_insert(ctx, &survey_response_resource, response));
    TRY(survey_tally(ctx, response, 1));
    TRY(survey_store_count_more(ctx, response->survey_id, 1));
    TRY(audit_record(ctx, "survey_response.created", response->id));
    return survey_response_complete(ctx, response, 1);
}

static enum err update(struct ctx *ctx, const struct survey_response *before, struct survey_response *after)
{
    struct str changes;

    if (after->survey_id != before->survey_id)
        problem_add(ctx, STR("survey_id"), "invalid", "A response stays with its survey.");
    else
        TRY(check_answers(ctx, after));
    TRY(find_person(ctx, after));
    TRY(problems_err(ctx));
    if (after->at_ms == 0)
        after->at_ms = before->at_ms;
    changes = resource_changes(ctx, &survey_response_resource, before, after);
    if (changes.len == 0 && after->person_id == before->person_id)
        return survey_response_complete(ctx, after, 1);
    after->updated_ms = ctx->now_ms;
    after->edit = before->edit + 1;
    TRY(survey_tally(ctx, before, -1));
    TRY(resource_update(ctx, &survey_response_resource, after));
    TRY(survey_tally(ctx, after, 1));
    TRY(audit_changes(ctx, "survey_response.updated", after->id, changes));
    if (after->person_id != before->person_id)
        TRY(audit_record(ctx, "survey_response.linked", after->id));
    return survey_response_complete(ctx, after, 1);
}

static enum err report_again(struct ctx *ctx, id64 id, json_t *body, struct survey_response *out)
{
    struct survey_response before;
    struct field_set given;

    TRY(survey_response_get(ctx, id, &before));
    *out = before;
    if (before.erased_ms != 0)
        return ERR_OK;
    if (before.unlinked) {
        json_object_del(body, "customer_id");
        json_object_del(body, "contact_id");
    } else if (json_object_get(body, "customer_id")) {
        out->contact_id = 0;
    } else if (json_object_get(body, "contact_id")) {
        out->customer_id = 0;
    }
    TRY(resource_read(ctx, &survey_response_resource, body, READ_PATCH, NULL, out, &given));
    if (out->version == 0)
        out->version = before.version;
    return update(ctx, &before, out);
}

/* One that was erased bears another name. */
static enum err find_external(struct ctx *ctx, struct str source, struct str external_id, id64 *id)
{
    struct str key;

    TRY(survey_store_find_external(ctx, source, external_id, id));
    if (*id != 0)
        return ERR_OK;
    TRY(person_erased_key(ctx, source, external_id, &key));
    return key.len > 0 ? survey_store_find_external(ctx, source, key, id) : ERR_OK;
}

enum err survey_response_report(struct ctx *ctx, struct str source, struct str external_id, json_t *body,
                                struct survey_response *out, bool *made)
{
    struct field_set given;
    id64 id;

    *made = false;
    TRY(store_lock_location(ctx, ctx->location_id));
    external_key_read(ctx, body, &source, &external_id);
    TRY(find_external(ctx, source, external_id, &id));
    if (id != 0)
        return report_again(ctx, id, body, out);
    *out = (struct survey_response){ .source = source, .external_id = external_id };
    TRY(resource_read(ctx, &survey_response_resource, body, READ_CREATE, NULL, out, &given));
    *made = true;
    return survey_response_create(ctx, out);
}

enum err survey_response_delete(struct ctx *ctx, const struct survey_response *response)
{
    TRY(survey_tally(ctx, response, -1));
    TRY(survey_store_count_more(ctx, response->survey_id, -1));
    TRY(survey_store_delete_response(ctx, response->id));
    return audit_gone(ctx, "survey_response.deleted", response->id,
                      (const struct audit_tie[]){ { "customer_id", id_text(ctx->arena, "cus", response->customer_id) },
                                                  { "contact_id", id_text(ctx->arena, "con", response->contact_id) },
                                                  { "booking_id", id_text(ctx->arena, "bkg", response->booking_id) },
                                                  { NULL, STR_EMPTY } });
}

/* ---- people who go and come back ----------------------------------------------------------------------------- */

enum err survey_count_of_person(struct ctx *ctx, id64 person_id, int64_t *out)
{
    return survey_store_count_of(ctx, person_id, out);
}

enum err survey_unlink_person(struct ctx *ctx, id64 person_id, struct str *undo)
{
    struct trash_list linked = { .name = "linked" };

    TRY(survey_sending_unlink_person(ctx, person_id));
    TRY(survey_store_ids_of(ctx, person_id, &linked.ids));
    *undo = trash_lists_text(ctx, "rsp", &linked, 1);
    return linked.ids.count > 0 ? survey_store_unlink(ctx, person_id) : ERR_OK;
}

enum err survey_relink_person(struct ctx *ctx, id64 person_id, const json_t *undo)
{
    struct id_set linked = { 0 };
    enum person_kind kind;

    TRY(person_kind_of(ctx, person_id, &kind));
    trash_list_read(ctx, undo, "linked", &linked);
    for (int i = 0; i < linked.count; i++)
        TRY(survey_store_relink(ctx, linked.items[i], person_id, str_from(person_kind_name(kind))));
    return ERR_OK;
}

enum err survey_catch_up(struct ctx *ctx, id64 person_id, int64_t since_ms)
{
    struct person_ref person = { .id = person_id };
    int64_t linked;

    TRY(person_kind_of(ctx, person_id, &person.kind));
    return survey_store_catch_up(ctx, person_id, kind_text(&person), since_ms, &linked);
}
