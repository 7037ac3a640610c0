/*
 * The public page of a survey, behind the link of its mail: GET shows, POST answers, once. Without JavaScript.
 */
#include "api/page.h"
#include "features/survey/survey_sending.h"
#include "features/user/permission.h"

#include "api/api.h"

enum { CHOICES_MOST = 51 };

struct visit {
    const struct request *req;
    struct survey_invitation invitation;
    struct survey survey;
    const json_t *questions;
    struct page_input_list typed; /* of a POST */
};

static enum err open_visit(struct ctx *ctx, const struct request *req, struct visit *visit)
{
    json_t *questions;

    *visit = (struct visit){ .req = req };
    TRY(survey_invitation_open(ctx, request_param(req, "token"), &visit->invitation, &visit->survey));
    TRY(json_read(ctx, visit->survey.questions, &questions));
    visit->questions = questions;
    return ERR_OK;
}

static struct buf *begin(struct ctx *ctx, struct reply *rep, struct str title, int status)
{
    return page_begin(ctx, rep, &(struct page){ .status = status, .title = title, PAGE_OF(ctx->location) });
}

static enum err thank(struct ctx *ctx, struct reply *rep, const struct visit *visit)
{
    struct buf *html = begin(ctx, rep, STR("Thank you"), 200);

    page_paragraphs(html, visit->survey.thank_you.len ? visit->survey.thank_you : STR("Your answers have arrived."));
    return page_end(rep);
}

static enum err say_over(struct ctx *ctx, struct reply *rep)
{
    struct buf *html = begin(ctx, rep, STR("This is over"), 410);

    page_paragraphs(html, STR("This survey is over. Thank you all the same."));
    return page_end(rep);
}

/* ---- the questions ------------------------------------------------------------------------------------------------ */

static bool is_kind(const json_t *question, const char *kind)
{
    return str_equal(json_text(json_object_get(question, "kind")), str_from(kind));
}

/* "1" to "5", "0" to "10", or the question's own. */
static int choices_of(struct ctx *ctx, const json_t *question, struct str choices[CHOICES_MOST])
{
    int count = 0, first = is_kind(question, "rating") ? 1 : 0, last = is_kind(question, "rating") ? 5 : 10;
    const json_t *own = json_object_get(question, "choices");

    if (is_kind(question, "choice")) {
        for (size_t i = 0; i < json_array_size(own) && count < CHOICES_MOST; i++)
            choices[count++] = json_text(json_array_get(own, i));
        return count;
    }
    for (int i = first; i <= last; i++)
        choices[count++] = arena_printf(ctx->arena, "%d", i);
    return count;
}

static struct str help_of(const json_t *question)
{
    if (is_kind(question, "rating"))
        return STR("1 is poor, 5 is excellent");
    return is_kind(question, "score") ? STR("0 is not at all, 10 is certainly") : STR_EMPTY;
}

/* What the rule said about this question's answer: problems are named "answers[2].value" or by the question. */
static struct str error_of(struct ctx *ctx, const json_t *question, bool missing)
{
    struct str id = json_text(json_object_get(question, "id"));

    if (missing)
        return STR("Please answer this.");
    for (const struct problem *problem = ctx->problems; problem; problem = problem->next)
        if (str_equal(problem->field, id))
            return problem->detail;
    return STR_EMPTY;
}

static bool is_missing(const struct visit *visit, const json_t *question)
{
    return visit->req->method == POST && json_is_true(json_object_get(question, "required")) &&
           str_trim(page_input_get(&visit->typed, json_text(json_object_get(question, "id")))).len == 0;
}

static void put_question(struct buf *html, struct ctx *ctx, const struct visit *visit, const json_t *question)
{
    struct str choices[CHOICES_MOST];
    struct page_field field = {
        .kind = is_kind(question, "text") ? PAGE_LINES : PAGE_CHOICE,
        .name = json_text(json_object_get(question, "id")),
        .label = json_text(json_object_get(question, "text")),
        .help = help_of(question),
        .required = json_is_true(json_object_get(question, "required")),
        .error = error_of(ctx, question, is_missing(visit, question)),
        .most = SURVEY_ANSWER_TEXT_MOST,
        .choices = choices,
        .scale = is_kind(question, "rating") || is_kind(question, "score"),
    };

    field.value = page_input_get(&visit->typed, field.name);
    if (field.kind == PAGE_CHOICE)
        field.choice_count = choices_of(ctx, question, choices);
    page_field(html, &field);
}

static enum err show_form(struct ctx *ctx, struct reply *rep, const struct visit *visit, int status)
{
    struct buf *html = begin(ctx, rep, visit->survey.name, status);

    if (status != 200)
        page_notice(html, PAGE_BAD, STR("Something is missing; see below."));
    page_paragraphs(html, visit->survey.description);
    page_form_begin(html, arena_printf(ctx->arena, "/s/%.*s", STR_PRINT(request_param(visit->req, "token"))));
    for (size_t i = 0; i < json_array_size(visit->questions); i++)
        put_question(html, ctx, visit, json_array_get(visit->questions, i));
    page_button(html, STR("Send"));
    page_form_end(html);
    return page_end(rep);
}

/* ---- the answers -------------------------------------------------------------------------------------------------- */

static void put_answer(struct json_writer *w, const json_t *question, struct str typed)
{
    int64_t number;

    put_object(w);
    put_key(w, "question_id");
    put_string(w, json_text(json_object_get(question, "id")));
    put_key(w, "value");
    if ((is_kind(question, "rating") || is_kind(question, "score")) && str_to_int(typed, &number))
        put_int(w, number);
    else
        put_string(w, typed);
    put_object_end(w);
}

static struct str answers_json(struct ctx *ctx, const struct visit *visit, bool *missing)
{
    struct json_writer w;
    struct buf buf;

    *missing = false;
    buf_init(&buf, ctx->arena, 1024);
    put_begin(&w, &buf);
    put_array(&w);
    for (size_t i = 0; i < json_array_size(visit->questions); i++) {
        const json_t *question = json_array_get(visit->questions, i);
        struct str typed = str_trim(page_input_get(&visit->typed, json_text(json_object_get(question, "id"))));

        *missing = *missing || is_missing(visit, question);
        if (typed.len)
            put_answer(&w, question, typed);
    }
    put_array_end(&w);
    return buf_str(&buf);
}

/* ---- the routes --------------------------------------------------------------------------------------------------- */

static enum err show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct visit visit;

    TRY(open_visit(ctx, req, &visit));
    if (visit.invitation.answered_ms)
        return thank(ctx, rep, &visit);
    if (!visit.survey.active)
        return say_over(ctx, rep);
    return show_form(ctx, rep, &visit, 200);
}

static enum err answer(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct visit visit;
    struct str answers;
    bool missing;
    enum err err;

    TRY(open_visit(ctx, req, &visit));
    if (visit.invitation.answered_ms)
        return thank(ctx, rep, &visit);
    if (!visit.survey.active)
        return say_over(ctx, rep);
    TRY(page_form_read(ctx, req, &visit.typed));
    answers = answers_json(ctx, &visit, &missing);
    if (missing)
        return show_form(ctx, rep, &visit, 422);
    TRY(store_part_begin(ctx));
    err = survey_invitation_answer(ctx, &visit.invitation, answers);
    if (err == ERR_OK) {
        TRY(store_part_keep(ctx));
        return thank(ctx, rep, &visit);
    }
    TRY(store_part_undo(ctx));
    return err == ERR_INVALID ? show_form(ctx, rep, &visit, 422) : err;
}

/* clang-format off */
extern const struct route survey_page_routes[];
extern const int survey_page_route_count;

const struct route survey_page_routes[] = {
    { GET,  "/s/:token", PERM_PUBLIC, READ,  show,   "A survey, for whoever got its link",   .gives_type = "text/html", .flags = ROUTE_PAGE },
    { POST, "/s/:token", PERM_PUBLIC, WRITE, answer, "Answers to a survey, once", .status = 200, .gives_type = "text/html", .flags = ROUTE_PAGE | ROUTE_NO_COOKIE_CHECK },
};
/* clang-format on */

const int survey_page_route_count = (int)(sizeof(survey_page_routes) / sizeof(survey_page_routes[0]));
