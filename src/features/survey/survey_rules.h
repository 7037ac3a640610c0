/*
 * What the rules of surveys share among themselves: questions as structs, answers held against them.
 */
#ifndef FEATURES_SURVEY_SURVEY_RULES_H
#define FEATURES_SURVEY_SURVEY_RULES_H

#include "features/survey/survey.h"

enum question_kind { QUESTION_NONE, QUESTION_RATING, QUESTION_SCORE, QUESTION_TEXT, QUESTION_CHOICE };

struct survey_question {
    struct str id;
    enum question_kind kind;
    struct str text;
    bool required;
    struct string_list choices;
};

struct survey_questions {
    struct survey_question *items;
    int count;
};

const char *survey_question_kind_name(enum question_kind kind);
const struct survey_question *survey_question_find(const struct survey_questions *questions, struct str id);

/* What was stored. */
enum err survey_questions_load(struct ctx *ctx, struct str json, struct survey_questions *out);

/* What was sent: checked (problems are collected), with ids for those that have none. `known` are all questions that the
 * survey ever had. *json is what to store. */
enum err survey_questions_settle(struct ctx *ctx, struct str sent, const struct survey_questions *known,
                                 struct str *json);

/* The answers held against the questions (problems are collected), what is empty left out; the ratings follow. */
enum err survey_answers_settle(struct ctx *ctx, const struct survey_questions *questions,
                               struct survey_response *response);

/* Adds the response to the survey's figures, or (-1) takes it out. */
enum err survey_tally(struct ctx *ctx, const struct survey_response *response, int64_t by);

#endif
