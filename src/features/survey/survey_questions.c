/*
 * Questions and answers as JSON: what may be sent, what is stored.
 */
#include "base/text.h"
#include "features/survey/survey_rules.h"

#include <string.h>

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

static bool has_text(const struct string_list *list, struct str text)
{
    for (int i = 0; i < list->count; i++)
        if (str_equal(list->items[i], text))
            return true;
    return false;
}

/* ---- questions ----------------------------------------------------------------------------------------------- */

/* Where in the body a problem is: "questions[2]" and a member. */
struct spot {
    struct ctx *ctx;
    const char *list;
    int index;
};

static struct str spot_name(const struct spot *spot, const char *member)
{
    return member ? arena_printf(spot->ctx->arena, "%s[%d].%s", spot->list, spot->index, member)
                  : arena_printf(spot->ctx->arena, "%s[%d]", spot->list, spot->index);
}

static void refuse_unknown(const struct spot *spot, json_t *object, const char *const *known)
{
    const char *name;
    json_t *value;

    json_object_foreach(object, name, value)
    {
        bool found = false;

        for (const char *const *at = known; *at; at++)
            found |= strcmp(name, *at) == 0;
        if (!found)
            problem_add(spot->ctx, spot_name(spot, text_length(str_from(name)) <= 100 ? name : "…"), "unknown",
                        "There is no such member.");
    }
}

/* A line of text of 1 to `most` characters; the empty view after a problem, or when it is not there. */
static struct str read_line(const struct spot *spot, const json_t *object, const char *member, size_t most,
                            bool required)
{
    const json_t *value = json_object_get(object, member);
    struct str text = text_line(spot->ctx->arena, json_text(value));

    if (value && !json_is_null(value) && !json_is_string(value))
        problem_add(spot->ctx, spot_name(spot, member), "wrong_type", "This must be text.");
    else if (text.len == 0 && required)
        problem_add(spot->ctx, spot_name(spot, member), "required", "This is needed.");
    else if (text_length(text) > most)
        problem_add(spot->ctx, spot_name(spot, member), "too_long", "At most %zu characters.", most);
    else
        return text;
    return STR_EMPTY;
}

static void read_choices(const struct spot *spot, const json_t *value, struct survey_question *out)
{
    size_t count = json_array_size(value);

    if (value && !json_is_null(value) && !json_is_array(value)) {
        problem_add(spot->ctx, spot_name(spot, "choices"), "wrong_type", "This must be a list of texts.");
        return;
    }
    if (out->kind != QUESTION_CHOICE || count < 2 || count > SURVEY_CHOICES_MOST) {
        if (out->kind == QUESTION_CHOICE)
            problem_add(spot->ctx, spot_name(spot, "choices"), count < 2 ? "required" : "too_many",
                        "Between 2 and %d choices.", SURVEY_CHOICES_MOST);
        else if (count > 0 && out->kind != QUESTION_NONE)
            problem_add(spot->ctx, spot_name(spot, "choices"), "invalid", "Only a choice has choices.");
        return;
    }
    out->choices.items = ARENA_ARRAY(spot->ctx->arena, struct str, count);
    for (size_t i = 0; i < count; i++) {
        struct str text = text_line(spot->ctx->arena, json_text(json_array_get(value, i)));

        if (text.len == 0 || text_length(text) > SURVEY_CHOICE_MOST)
            problem_add(spot->ctx, spot_name(spot, "choices"), "invalid", "A choice has 1 to %d characters.",
                        SURVEY_CHOICE_MOST);
        else if (has_text(&out->choices, text))
            problem_add(spot->ctx, spot_name(spot, "choices"), "duplicate", "No choice stands there twice.");
        else
            out->choices.items[out->choices.count++] = text;
    }
}

static void read_question(const struct spot *spot, json_t *object, struct survey_question *out)
{
    static const char *const members[] = { "id", "kind", "text", "required", "choices", NULL };
    const json_t *required = json_object_get(object, "required");

    *out = (struct survey_question){ .kind = QUESTION_NONE };
    if (!json_is_object(object)) {
        problem_add(spot->ctx, spot_name(spot, NULL), "wrong_type", "A question is an object.");
        return;
    }
    refuse_unknown(spot, object, members);
    out->id = read_line(spot, object, "id", SURVEY_QUESTION_ID_MOST, false);
    out->text = read_line(spot, object, "text", SURVEY_QUESTION_TEXT_MOST, true);
    out->kind = kind_of(json_text(json_object_get(object, "kind")));
    if (out->kind == QUESTION_NONE)
        problem_add(spot->ctx, spot_name(spot, "kind"), "not_a_choice", "One of rating, score, text, choice.");
    out->required = json_is_true(required);
    if (required && !json_is_boolean(required) && !json_is_null(required))
        problem_add(spot->ctx, spot_name(spot, "required"), "wrong_type", "This must be true or false.");
    read_choices(spot, json_object_get(object, "choices"), out);
}

enum err survey_questions_load(struct ctx *ctx, struct str json, struct survey_questions *out)
{
    json_t *list;
    int problems = ctx->problem_count;

    *out = (struct survey_questions){ .count = 0 };
    TRY(json_read(ctx, json, &list));
    out->items = ARENA_ARRAY(ctx->arena, struct survey_question, json_array_size(list));
    for (size_t i = 0; i < json_array_size(list); i++)
        read_question(&(struct spot){ ctx, "questions", (int)i }, json_array_get(list, i), &out->items[out->count++]);
    return ctx->problem_count > problems ? fail(ctx, ERR_INTERNAL, "The stored questions cannot be read.") : ERR_OK;
}

/* An id is used once, and for one kind of question for ever: figures are counted by it. */
static void check_id(const struct spot *spot, const struct survey_questions *before,
                     const struct survey_questions *known, const struct survey_question *question)
{
    const struct survey_question *once = survey_question_find(known, question->id);

    if (question->id.len == 0)
        return;
    if (survey_question_find(before, question->id))
        problem_add(spot->ctx, spot_name(spot, "id"), "duplicate", "Another question has this id.");
    else if (once && question->kind != QUESTION_NONE && once->kind != question->kind)
        problem_add(spot->ctx, spot_name(spot, "kind"), "invalid",
                    "This id was asked for a %s; give the question a new id.", kinds[once->kind]);
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
        struct spot spot = { ctx, "questions", (int)i };

        read_question(&spot, json_array_get(list, i), &questions.items[i]);
        check_id(&spot, &questions, known, &questions.items[i]);
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

static void check_number(const struct spot *spot, const json_t *value, int least, int most)
{
    if (!json_is_integer(value))
        problem_add(spot->ctx, spot_name(spot, "value"), "wrong_type", "This must be a whole number.");
    else if (json_integer_value(value) < least || json_integer_value(value) > most)
        problem_add(spot->ctx, spot_name(spot, "value"), "out_of_range", "Between %d and %d.", least, most);
}

/* What is stored of a text or a choice; the empty view after a problem. */
static struct str check_text(const struct spot *spot, const struct survey_question *question, const json_t *value)
{
    bool choice = question->kind == QUESTION_CHOICE;
    struct str text = choice ? text_line(spot->ctx->arena, json_text(value))
                             : text_lines(spot->ctx->arena, json_text(value));

    if (!json_is_string(value))
        problem_add(spot->ctx, spot_name(spot, "value"), "wrong_type", "This must be text.");
    else if (choice && !has_text(&question->choices, text))
        problem_add(spot->ctx, spot_name(spot, "value"), "not_a_choice", "This is none of the choices.");
    else if (text_length(text) > SURVEY_ANSWER_TEXT_MOST)
        problem_add(spot->ctx, spot_name(spot, "value"), "too_long", "At most %d characters.", SURVEY_ANSWER_TEXT_MOST);
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

static void keep_answer(const struct spot *spot, const struct survey_question *question, const json_t *value,
                        struct sums *sums, struct json_writer *w)
{
    bool number = question->kind == QUESTION_RATING || question->kind == QUESTION_SCORE;
    int problems = spot->ctx->problem_count;
    struct str text = STR_EMPTY;

    if (number)
        check_number(spot, value, question->kind == QUESTION_RATING, question->kind == QUESTION_RATING ? 5 : 10);
    else
        text = check_text(spot, question, value);
    if (spot->ctx->problem_count > problems)
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
static const struct survey_question *question_of(const struct spot *spot, json_t *answer,
                                                 const struct survey_questions *questions, const bool *answered)
{
    static const char *const members[] = { "question_id", "value", NULL };
    const struct survey_question *question;

    if (!json_is_object(answer)) {
        problem_add(spot->ctx, spot_name(spot, NULL), "wrong_type", "An answer is an object.");
        return NULL;
    }
    refuse_unknown(spot, answer, members);
    question = survey_question_find(questions,
                                    text_line(spot->ctx->arena, json_text(json_object_get(answer, "question_id"))));
    if (!question)
        problem_add(spot->ctx, spot_name(spot, "question_id"), "unknown", "The survey has no such question.");
    else if (answered[question - questions->items])
        problem_add(spot->ctx, spot_name(spot, "question_id"), "duplicate", "This question is answered twice.");
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
        struct spot spot = { ctx, "answers", (int)i };
        const struct survey_question *question = question_of(&spot, json_array_get(list, i), questions, answered);
        const json_t *value = json_object_get(json_array_get(list, i), "value");

        if (!question || is_empty(value))
            continue;
        answered[question - questions->items] = true;
        keep_answer(&spot, question, value, &sums, &w);
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
