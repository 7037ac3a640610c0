/*
 * The mail that asks somebody: greeting, text, link.
 */
#ifndef FEATURES_SURVEY_SURVEY_MAIL_H
#define FEATURES_SURVEY_SURVEY_MAIL_H

#include "features/mail/mail.h"
#include "features/survey/survey.h"

struct survey_mail {
    struct str subject;
    struct str text;
};

/* For the person with these values; `url` leads to the survey. */
void survey_mail_write(struct ctx *ctx, const struct survey *survey, const struct mail_values *values, struct str url,
                       struct survey_mail *out);

/* As an invented person would get it, with a subject and a text that need not be saved yet. Problems are collected. */
enum err survey_mail_sample(struct ctx *ctx, struct str subject, struct str text, struct survey_mail *out);

#endif
