/*
 * Questions and answers as JSON: what may be sent, what is stored.
 */
#include "base/text.h"
#include "features/survey/survey_rules.h"
#include "model/parts.h"

static const char *const kinds[] = {
    [QUESTION_NONE] = "", [QUESTION_RATING] = "rating", [QUESTION_SCORE] = "score",
    [QUESTION_TEXT] = "text", [QUESTION_CHOICE] = "choice",
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]), ID_TRIES_MOST = 1000000 };

const char *survey_question_kind_name(enum question_kind kind)
{
    return kinds[kind];
}

static enum question_kind kind_of(struct str name)
{
    for (int i = QUESTION_RATING; i < KINDS; i++)
        if (str_equal(name, str_from(kinds[i])))
            return (enum question_kind)i;
    return QUESTION_NONE;
}

const struct survey_question *survey_question_find(const struct survey_questions *questions, struct str id)
{
    for (int i = 0; i < questions->count; i++)
        if (str_equal(questions->items[i].id, id))
            return &questions->items[i];
    return NULL;
}

/* ---- questions ----------------------------------------------------------------------------------------------- */

static void read_question(const struct part *part, json_t *object, struct survey_question *out)
{
    static const char *const members[] = { "id", "kind", "text", "required", "choices", NULL };

    *out = (struct survey_question){ .kind = QUESTION_NONE };
    if (!part_is_object(part, object, members))
        return;
    out->id = part_line(part, object, "id", SURVEY_QUESTION_ID_MOST);
    out->text = part_line_needed(part, object, "text", SURVEY_QUESTION_TEXT_MOST);
    out->kind = kind_of(json_text(json_object_get(object, "kind")));
    if (out->kind == QUESTION_NONE)
        part_wrong(part, "kind", "not_a_choice", "One of rating, score, text, choice.");
    out->required = part_bool(part, object, "required");
    if (out->kind == QUESTION_CHOICE)
        part_read_choices(part, object, (struct part_choices){ SURVEY_CHOICES_MOST, SURVEY_CHOICE_MOST },
                          &out->choices);
    else if (out->kind != QUESTION_NONE)
        part_refuse_choices(part, object);
}

enum err survey_questions_load(struct ctx *ctx, struct str json, struct survey_questions *out)
{
    json_t *list;
    int problems = ctx->problem_count;

    *out = (struct survey_questions){ .count = 0 };
    TRY(json_read(ctx, json, &list));
    out->items = ARENA_ARRAY(ctx->arena, struct survey_question, json_array_size(list));
    for (size_t i = 0; i < json_array_size(list); i++)
        read_question(&(struct part){ ctx, "questions", (int)i }, json_array_get(list, i), &out->items[out->count++]);
    return ctx->problem_count > problems ? fail(ctx, ERR_INTERNAL, "The stored questions cannot be read.") : ERR_OK;
}

/* An id is used once, and for one kind of question for ever: figures are counted by it. */
static void check_id(const struct part *part, const struct survey_questions *before,
                     const struct survey_questions *known, const struct survey_question *question)
{
    const struct survey_question *once = survey_question_find(known, question->id);

    if (question->id.len == 0)
        return;
    if (survey_question_find(before, question->id))
        part_wrong(part, "id", "duplicate", "Another question has this id.");
    else if (once && question->kind != QUESTION_NONE && once->kind != question->kind)
        part_wrong(part, "kind", "invalid", "This id was asked for a %s; give the question a new id.",
                   kinds[once->kind]);
}

static void give_ids(struct ctx *ctx, struct survey_questions *questions, const struct survey_questions *known)
{
    int next = 1;

    for (int i = 0; i < questions->count; i++)
        while (questions->items[i].id.len == 0 && next < ID_TRIES_MOST) {
            struct str id = arena_printf(ctx->arena, "q%d", next++);

            if (!survey_question_find(questions, id) && !survey_question_find(known, id))
                questions->items[i].id = id;
        }
}

static struct str questions_json(struct ctx *ctx, const struct survey_questions *questions)
{
    struct json_writer w;
    struct buf buf;

    buf_init(&buf, ctx->arena, 1024);
    put_begin(&w, &buf);
    put_array(&w);
    for (int i = 0; i < questions->count; i++) {
        const struct survey_question *question = &questions->items[i];

        put_object(&w);
        put_key(&w, "id");
        put_string(&w, question->id);
        put_key(&w, "kind");
        put_string(&w, str_from(kinds[question->kind]));
        put_key(&w, "text");
        put_string(&w, question->text);
        put_key(&w, "required");
        put_bool(&w, question->required);
        put_key(&w, "choices");
        put_raw(&w, strings_json(ctx->arena, &question->choices));
        put_object_end(&w);
    }
    put_array_end(&w);
    return buf_str(&buf);
}

enum err survey_questions_settle(struct ctx *ctx, struct str sent, const struct survey_questions *known,
                                 struct str *json)
{
    struct survey_questions questions = { .count = 0 };
    json_t *list;
    size_t count;

    TRY(json_read(ctx, sent, &list));
    count = json_array_size(list);
    if (!json_is_array(list) || count == 0 || count > SURVEY_QUESTIONS_MOST) {
        problem_add(ctx, STR("questions"), count > SURVEY_QUESTIONS_MOST ? "too_many" : "required",
                    "A survey is a list of 1 to %d questions.", SURVEY_QUESTIONS_MOST);
        return ERR_OK;
    }
    questions.items = ARENA_ARRAY(ctx->arena, struct survey_question, count);
    for (size_t i = 0; i < count; i++) {
        struct part part = { ctx, "questions", (int)i };

        read_question(&part, json_array_get(list, i), &questions.items[i]);
        check_id(&part, &questions, known, &questions.items[i]);
        questions.count++;
    }
    give_ids(ctx, &questions, known);
    *json = questions_json(ctx, &questions);
    return ERR_OK;
}

/* ---- answers ------------------------------------------------------------------------------------------------- */

/* Empty is no answer. */
static bool is_empty(const json_t *value)
{
    return !value || json_is_null(value) || (json_is_string(value) && str_trim(json_text(value)).len == 0);
}

static void check_number(const struct part *part, const json_t *value, int least, int most)
{
    if (!json_is_integer(value))
        part_wrong(part, "value", "wrong_type", "This must be a whole number.");
    else if (json_integer_value(value) < least || json_integer_value(value) > most)
        part_wrong(part, "value", "out_of_range", "Between %d and %d.", least, most);
}

/* What is stored of a text or a choice; the empty view after a problem. */
static struct str check_text(const struct part *part, const struct survey_question *question, const json_t *value)
{
    bool choice = question->kind == QUESTION_CHOICE;
    struct str text = choice ? text_line(part->ctx->arena, json_text(value))
                             : text_lines(part->ctx->arena, json_text(value));

    if (!json_is_string(value))
        part_wrong(part, "value", "wrong_type", "This must be text.");
    else if (choice && !strings_have(&question->choices, text))
        part_wrong(part, "value", "not_a_choice", "This is none of the choices.");
    else if (text_length(text) > SURVEY_ANSWER_TEXT_MOST)
        part_wrong(part, "value", "too_long", "At most %d characters.", SURVEY_ANSWER_TEXT_MOST);
    else
        return text;
    return STR_EMPTY;
}

/* What the ratings and scores of one response come to. */
struct sums {
    int64_t ratings, rating_sum, scores, score_sum, promoters, detractors;
};

static void add_number(struct sums *sums, enum question_kind kind, int64_t value)
{
    if (kind == QUESTION_RATING) {
        sums->ratings++;
        sums->rating_sum += value;
        return;
    }
    sums->scores++;
    sums->score_sum += value;
    sums->promoters += value >= 9;
    sums->detractors += value <= 6;
}

static void keep_answer(const struct part *part, const struct survey_question *question, const json_t *value,
                        struct sums *sums, struct json_writer *w)
{
    bool number = question->kind == QUESTION_RATING || question->kind == QUESTION_SCORE;
    int problems = part->ctx->problem_count;
    struct str text = STR_EMPTY;

    if (number)
        check_number(part, value, question->kind == QUESTION_RATING, question->kind == QUESTION_RATING ? 5 : 10);
    else
        text = check_text(part, question, value);
    if (part->ctx->problem_count > problems)
        return;
    put_object(w);
    put_key(w, "question_id");
    put_string(w, question->id);
    put_key(w, "value");
    if (number)
        put_int(w, json_integer_value(value));
    else
        put_string(w, text);
    put_object_end(w);
    if (number)
        add_number(sums, question->kind, json_integer_value(value));
}

/* The question that an answer names; NULL after a problem. */
static const struct survey_question *question_of(const struct part *part, json_t *answer,
                                                 const struct survey_questions *questions, const bool *answered)
{
    static const char *const members[] = { "question_id", "value", NULL };
    const struct survey_question *question;

    if (!part_is_object(part, answer, members))
        return NULL;
    question = survey_question_find(questions,
                                    text_line(part->ctx->arena, json_text(json_object_get(answer, "question_id"))));
    if (!question)
        part_wrong(part, "question_id", "unknown", "The survey has no such question.");
    else if (answered[question - questions->items])
        part_wrong(part, "question_id", "duplicate", "This question is answered twice.");
    else
        return question;
    return NULL;
}

static void settle_ratings(struct survey_response *response, const struct sums *sums)
{
    response->scores = sums->scores;
    response->promoters = sums->promoters;
    response->detractors = sums->detractors;
    if (sums->ratings > 0)
        response->rating_tenths = (20 * sums->rating_sum + sums->ratings) / (2 * sums->ratings);
    else if (sums->scores > 0)
        response->rating_tenths = (10 * sums->score_sum + sums->scores) / (2 * sums->scores);
    else
        response->rating_tenths = -1;
}

enum err survey_answers_settle(struct ctx *ctx, const struct survey_questions *questions,
                               struct survey_response *response)
{
    bool *answered = ARENA_ARRAY(ctx->arena, bool, (size_t)questions->count + 1);
    struct sums sums = { .ratings = 0 };
    struct json_writer w;
    struct buf buf;
    json_t *list;

    TRY(json_read(ctx, response->answers, &list));
    if (!json_is_array(list)) {
        problem_add(ctx, STR("answers"), "wrong_type", "This must be a list of answers.");
        return ERR_OK;
    }
    buf_init(&buf, ctx->arena, response->answers.len + 64);
    put_begin(&w, &buf);
    put_array(&w);
    for (size_t i = 0; i < json_array_size(list); i++) {
        struct part part = { ctx, "answers", (int)i };
        const struct survey_question *question = question_of(&part, json_array_get(list, i), questions, answered);
        const json_t *value = json_object_get(json_array_get(list, i), "value");

        if (!question || is_empty(value))
            continue;
        answered[question - questions->items] = true;
        keep_answer(&part, question, value, &sums, &w);
    }
    put_array_end(&w);
    for (int i = 0; i < questions->count; i++)
        if (questions->items[i].required && !answered[i])
            problem_add(ctx, STR("answers"), "required", "\"%.*s\" needs an answer.",
                        STR_PRINT(text_cut(questions->items[i].text, 100)));
    response->answers = buf_str(&buf);
    settle_ratings(response, &sums);
    return ERR_OK;
}
