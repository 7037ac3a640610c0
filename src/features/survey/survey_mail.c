#include "features/survey/survey_mail.h"

#include "base/text.h"

static struct str or_else(struct str text, struct str otherwise)
{
    return text.len ? text : otherwise;
}

void survey_mail_write(struct ctx *ctx, const struct survey *survey, const struct mail_values *values, struct str url,
                       struct survey_mail *out)
{
    const struct location *location = ctx->location;
    struct str subject = mail_text_fill(ctx->arena, survey->send_subject, values, NULL);
    struct str text = mail_text_fill(ctx->arena, survey->send_text, values, NULL);

    if (text.len == 0)
        text = arena_printf(ctx->arena,
                            "Thank you for coming to %.*s. How was it? It takes a minute:", STR_PRINT(location->name));
    out->subject = or_else(text_line(ctx->arena, subject),
                           arena_printf(ctx->arena, "How was it at %.*s?", STR_PRINT(location->name)));
    out->text = arena_printf(ctx->arena, "Hello %.*s,\n\n%.*s\n\n%.*s\n\n%.*s\n",
                             STR_PRINT(or_else(values->of[MAIL_VARIABLE_CALLED], values->of[MAIL_VARIABLE_NAME])),
                             STR_PRINT(text), STR_PRINT(url), STR_PRINT(location->name));
}

enum err survey_mail_sample(struct ctx *ctx, struct str subject, struct str text, struct survey_mail *out)
{
    const struct survey survey = { .send_subject = subject, .send_text = text };
    struct mail_values values = { 0 };

    mail_text_check_alone(ctx, subject, "send_subject");
    mail_text_check_alone(ctx, text, "send_text");
    TRY(problems_err(ctx));
    values.of[MAIL_VARIABLE_NAME] = STR("Ana Ruiz");
    values.of[MAIL_VARIABLE_FIRST_NAME] = STR("Ana");
    values.of[MAIL_VARIABLE_EMAIL] = STR("ana@example.com");
    values.of[MAIL_VARIABLE_LOCATION] = ctx->location->name;
    values.of[MAIL_VARIABLE_SUPPORT] = ctx->location->support_email;
    survey_mail_write(ctx, &survey, &values, STR("https://crm.example.com/s/…"), out);
    return ERR_OK;
}
