/*
 * What the answers add up to: averages, the score from -100 to 100, counts by value.
 */
#include "features/survey/survey_rules.h"
#include "features/survey/survey_store.h"

enum { RATING_MOST = 5, SCORE_MOST = 10 };

/* Of the answers to one question, or of the overall ratings in tenths. */
struct total {
    int64_t answers;
    int64_t sum;
    int64_t promoters;
    int64_t detractors;
};

static struct total total_of(const struct survey_figures *figures, struct str question_id)
{
    struct total total = { .answers = 0 };

    for (int i = 0; i < figures->count; i++) {
        const struct survey_figure *figure = &figures->items[i];
        int64_t value = 0;

        if (!str_equal(figure->question_id, question_id))
            continue;
        total.answers += figure->answers;
        if (!str_to_int(figure->value, &value))
            continue;
        total.sum += value * figure->answers;
        total.promoters += value >= 9 ? figure->answers : 0;
        total.detractors += value <= 6 ? figure->answers : 0;
    }
    return total;
}

/* With two digits after the point; null of nothing. */
static void put_mean(struct json_writer *w, int64_t sum, int64_t count)
{
    if (count == 0)
        put_null(w);
    else
        put_real(w, (double)((200 * sum + count) / (2 * count)) / 100.0);
}

/* Promoters less detractors, in per cent of all, rounded away from zero. */
static void put_score(struct json_writer *w, int64_t promoters, int64_t detractors, int64_t count)
{
    int64_t difference = 200 * (promoters - detractors);

    if (count == 0)
        put_null(w);
    else
        put_int(w, (difference < 0 ? difference - count : difference + count) / (2 * count));
}

static int64_t answers_with(const struct survey_figures *figures, struct str question_id, struct str value)
{
    for (int i = 0; i < figures->count; i++)
        if (str_equal(figures->items[i].question_id, question_id) && str_equal(figures->items[i].value, value))
            return figures->items[i].answers;
    return 0;
}

static void begin_count(struct json_writer *w)
{
    put_object(w);
    put_key(w, "value");
}

static void end_count(struct json_writer *w, int64_t count)
{
    put_key(w, "count");
    put_int(w, count);
    put_object_end(w);
}

static void put_number_counts(struct json_writer *w, struct ctx *ctx, const struct survey_question *question,
                              const struct survey_figures *figures)
{
    bool rating = question->kind == QUESTION_RATING;

    for (int value = rating ? 1 : 0; value <= (rating ? (int)RATING_MOST : (int)SCORE_MOST); value++) {
        begin_count(w);
        put_int(w, value);
        end_count(w, answers_with(figures, question->id, arena_printf(ctx->arena, "%d", value)));
    }
}

static bool is_choice(const struct survey_question *question, struct str value)
{
    for (int i = 0; i < question->choices.count; i++)
        if (str_equal(question->choices.items[i], value))
            return true;
    return false;
}

/* The choices as they stand, and those of earlier days that somebody took. */
static void put_choice_counts(struct json_writer *w, const struct survey_question *question,
                              const struct survey_figures *figures)
{
    for (int i = 0; i < question->choices.count; i++) {
        begin_count(w);
        put_string(w, question->choices.items[i]);
        end_count(w, answers_with(figures, question->id, question->choices.items[i]));
    }
    for (int i = 0; i < figures->count; i++) {
        const struct survey_figure *figure = &figures->items[i];

        if (figure->answers == 0 || !str_equal(figure->question_id, question->id) || is_choice(question, figure->value))
            continue;
        begin_count(w);
        put_string(w, figure->value);
        end_count(w, figure->answers);
    }
}

static void put_counts(struct json_writer *w, struct ctx *ctx, const struct survey_question *question,
                       const struct survey_figures *figures)
{
    put_key(w, "counts");
    put_array(w);
    switch (question->kind) {
    case QUESTION_RATING:
    case QUESTION_SCORE: put_number_counts(w, ctx, question, figures); break;
    case QUESTION_CHOICE: put_choice_counts(w, question, figures); break;
    case QUESTION_TEXT:
    case QUESTION_NONE: break;
    }
    put_array_end(w);
}

static void put_question(struct json_writer *w, struct ctx *ctx, const struct survey_question *question, bool asked,
                         const struct survey_figures *figures)
{
    bool rating = question->kind == QUESTION_RATING, score = question->kind == QUESTION_SCORE;
    struct total total = total_of(figures, question->id);

    put_object(w);
    put_key(w, "id");
    put_string(w, question->id);
    put_key(w, "kind");
    put_string(w, str_from(survey_question_kind_name(question->kind)));
    put_key(w, "text");
    put_string(w, question->text);
    put_key(w, "asked");
    put_bool(w, asked);
    put_key(w, "answers");
    put_int(w, total.answers);
    put_key(w, "average");
    put_mean(w, total.sum, rating || score ? total.answers : 0);
    put_key(w, "score");
    put_score(w, total.promoters, total.detractors, score ? total.answers : 0);
    put_counts(w, ctx, question, figures);
    put_object_end(w);
}

enum err survey_put_figures(struct json_writer *w, struct ctx *ctx, const struct survey *survey)
{
    struct survey_questions all, present;
    struct survey_figures figures;
    struct total ratings;

    TRY(survey_store_all_questions(ctx, survey->id, &all));
    TRY(survey_questions_load(ctx, survey->questions, &present));
    TRY(survey_store_figures(ctx, survey->id, &figures));
    ratings = total_of(&figures, STR_EMPTY);
    put_object(w);
    put_key(w, "survey_id");
    put_id(w, "svy", survey->id);
    put_key(w, "responses");
    put_int(w, survey->responses);
    put_key(w, "average_rating");
    put_mean(w, ratings.sum, 10 * ratings.answers);
    put_key(w, "questions");
    put_array(w);
    for (int i = 0; i < all.count; i++)
        put_question(w, ctx, &all.items[i], survey_question_find(&present, all.items[i].id) != NULL, &figures);
    put_array_end(w);
    put_object_end(w);
    return ERR_OK;
}

enum err survey_put_person_figures(struct json_writer *w, struct ctx *ctx, id64 customer_id)
{
    struct survey_sums sums;

    TRY(survey_store_sums(ctx, customer_id, &sums));
    put_object(w);
    put_key(w, "responses");
    put_int(w, sums.responses);
    put_key(w, "average_rating");
    put_mean(w, sums.rating_tenths, 10 * sums.rated);
    put_key(w, "score");
    put_score(w, sums.promoters, sums.detractors, sums.scores);
    put_object_end(w);
    return ERR_OK;
}
