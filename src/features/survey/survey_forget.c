/*
 * Taking people out of survey responses: ratings, scores and choices stay, and the figures with them; texts go.
 */
#include "features/survey/survey_rules.h"
#include "features/survey/survey_store.h"

enum err survey_forget_find(struct ctx *ctx, struct forget *forget)
{
    for (int i = 0; i < forget->people.count; i++)
        TRY(survey_store_ids_of(ctx, forget->people.items[i], &forget->responses));
    if (!forget->quick)
        TRY(survey_store_forget_bookings(ctx, forget));
    id_set_settle(&forget->responses);
    return ERR_OK;
}

/* The answers without those to questions of text, and to questions that nobody knows any more. */
static enum err without_texts(struct ctx *ctx, struct survey_response *response)
{
    struct survey_questions questions;
    struct str stored;
    json_t *answers;
    int64_t at_ms;

    TRY(survey_version_get(ctx, response->survey_id, response->version, &stored, &at_ms));
    TRY(survey_questions_load(ctx, stored, &questions));
    TRY(json_read(ctx, response->answers, &answers));
    for (size_t i = json_array_size(answers); i-- > 0;) {
        struct str id = json_text(json_object_get(json_array_get(answers, i), "question_id"));
        const struct survey_question *question = survey_question_find(&questions, id);

        if (!question || question->kind == QUESTION_TEXT)
            json_array_remove(answers, i);
    }
    response->answers = json_dump_text(ctx->arena, answers);
    return ERR_OK;
}

static enum err forget_one(struct ctx *ctx, const struct survey_response *before)
{
    struct survey_response after = *before;

    if (before->person_id != 0)
        return ERR_OK;
    TRY(without_texts(ctx, &after));
    after.unlinked = true;
    after.erased_ms = ctx->now_ms;
    TRY(person_erase_key(ctx, after.source, &after.external_id));
    after.updated_ms = ctx->now_ms;
    after.edit++;
    return resource_update(ctx, &survey_response_resource, &after);
}

enum err survey_forget(struct ctx *ctx, struct forget *forget)
{
    for (int i = 0; i < forget->responses.count; i++) {
        struct arena_mark mark = arena_mark(ctx->arena);
        struct survey_response response;
        enum err err = survey_response_get(ctx, forget->responses.items[i], &response);

        if (err == ERR_OK)
            err = forget_one(ctx, &response);
        if (err != ERR_OK && err != ERR_NOT_FOUND)
            return err;
        arena_rewind(ctx->arena, mark);
    }
    return ERR_OK;
}
