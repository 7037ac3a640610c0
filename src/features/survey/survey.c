/*
 * The rules of surveys. Responses are in survey_response.c, questions and answers in survey_questions.c.
 */
#include "features/audit/audit.h"
#include "features/mail/mail.h"
#include "features/survey/survey_rules.h"
#include "features/survey/survey_store.h"

enum err survey_get_to_change(struct ctx *ctx, id64 id, struct survey *out)
{
    TRY(store_lock_location(ctx, ctx->location_id));
    return survey_get(ctx, id, out);
}

/* Nobody looks at these mails before they go. */
static void check_mail(struct ctx *ctx, const struct survey *survey)
{
    mail_text_check_alone(ctx, survey->send_subject, "send_subject");
    mail_text_check_alone(ctx, survey->send_text, "send_text");
}

enum err survey_create(struct ctx *ctx, struct survey *survey)
{
    static const struct survey_questions none;

    if (survey->questions.len > 0)
        TRY(survey_questions_settle(ctx, survey->questions, &none, &survey->questions));
    check_mail(ctx, survey);
    TRY(problems_err(ctx));
    TRY(store_lock_location(ctx, ctx->location_id));
    survey->id = ctx_new_id(ctx);
    survey->location_id = ctx->location_id;
    survey->version = 1;
    survey->send_since_ms = survey->send ? ctx->now_ms : 0;
    survey->created_ms = survey->updated_ms = ctx->now_ms;
    survey->edit = 1;
    TRY(resource_insert(ctx, &survey_resource, survey));
    TRY(survey_store_add_version(ctx, survey));
    return audit_record(ctx, "survey.created", survey->id);
}

enum err survey_update(struct ctx *ctx, const struct survey *before, struct survey *after)
{
    struct survey_questions known;
    struct str changes;

    TRY(survey_store_all_questions(ctx, before->id, &known));
    TRY(survey_questions_settle(ctx, after->questions, &known, &after->questions));
    check_mail(ctx, after);
    TRY(problems_err(ctx));
    if (!str_equal(before->questions, after->questions))
        after->version = before->version + 1;
    changes = resource_changes(ctx, &survey_resource, before, after);
    if (changes.len == 0)
        return ERR_OK;
    if (after->send != before->send)
        after->send_since_ms = after->send ? ctx->now_ms : 0;
    after->updated_ms = ctx->now_ms;
    after->edit = before->edit + 1;
    TRY(resource_update(ctx, &survey_resource, after));
    if (after->version != before->version)
        TRY(survey_store_add_version(ctx, after));
    return audit_changes(ctx, "survey.updated", after->id, changes);
}

enum err survey_delete(struct ctx *ctx, const struct survey *survey)
{
    if (survey->responses > 0)
        return fail(ctx, ERR_CONFLICT, "There are %lld responses to this survey; deactivate it instead.",
                    (long long)survey->responses);
    TRY(survey_store_delete(ctx, survey->id));
    return audit_record(ctx, "survey.deleted", survey->id);
}
