/*
 * The pages of a form: itself, the one with a button, the thank-you.
 */
#include "features/form/visit_api.h"
#include "features/link/link.h"

static struct page page_of(const struct visit *visit)
{
    return (struct page){
        .title = visit->form.title, .language = visit->form.language, .bare = visit->bare, PAGE_OF(&visit->location)
    };
}

/* Where its forms go. */
static struct str action_of(struct ctx *ctx, const struct visit *visit)
{
    return arena_printf(ctx->arena, "/f/%.*s%s", STR_PRINT(visit->form.key), visit->bare ? "?bare=1" : "");
}

static struct str joined(struct ctx *ctx, const struct string_list *list)
{
    struct buf buf;

    buf_init(&buf, ctx->arena, 64);
    for (int i = 0; i < list->count; i++) {
        buf_add(&buf, i ? STR(" ") : STR_EMPTY);
        buf_add(&buf, list->items[i]);
    }
    return buf_str(&buf);
}

static struct str origin_of(struct str url)
{
    size_t at = str_find(url, '/') + 2;

    return str_slice(url, 0, at + str_find(str_slice(url, at, url.len), '/'));
}

/* ---- fields -------------------------------------------------------------------------------------------------- */

static struct str error_at(const struct ctx *ctx, struct str field)
{
    for (const struct problem *problem = ctx->problems; problem; problem = problem->next)
        if (str_equal(problem->field, field))
            return problem->detail;
    return STR_EMPTY;
}

static void put_field(struct ctx *ctx, struct buf *html, const struct form_field *field, const json_t *typed)
{
    static const char *const autocompletes[] = { "name", "given-name", "family-name", "email", "tel", NULL };
    static const enum page_input inputs[] = { PAGE_LINE, PAGE_LINE, PAGE_LINE, PAGE_EMAIL, PAGE_PHONE, PAGE_LINES };
    static const int most[] = { 100, 100, 100, 254, 50, FORM_MESSAGE_MOST };
    const char *name = form_field_name(field->kind);

    page_field(html, &(struct page_field){
                         .kind = inputs[field->kind],
                         .name = str_from(name),
                         .label = field->label,
                         .required = field->required,
                         .autocomplete = autocompletes[field->kind],
                         .most = most[field->kind],
                         .value = json_text(json_object_get(json_object_get(typed, "fields"), name)),
                         .error = error_at(ctx, arena_printf(ctx->arena, "fields.%s", name)),
                     });
}

static void put_question(struct ctx *ctx, struct buf *html, const struct form_question *question, const json_t *typed)
{
    static const struct str yes_no[] = { STR("yes"), STR("no") };
    static const struct str yes_no_labels[] = { STR("Yes"), STR("No") };
    bool is_yes_no = question->kind == FORM_YES_NO;

    page_field(html, &(struct page_field){
                         .kind = question->kind == FORM_TEXT ? PAGE_LINE
                                 : is_yes_no                 ? PAGE_CHOICE
                                                             : PAGE_SELECT,
                         .name = arena_printf(ctx->arena, "q_%.*s", STR_PRINT(question->id)),
                         .label = question->text,
                         .required = question->required,
                         .most = question->kind == FORM_TEXT ? FORM_ANSWER_MOST : 0,
                         .choices = is_yes_no ? yes_no : question->choices.items,
                         .choice_labels = is_yes_no ? yes_no_labels : NULL,
                         .choice_count = is_yes_no ? 2 : question->choices.count,
                         .value = json_text(
                             json_object_get(json_object_get(typed, "answers"), arena_cstr(ctx->arena, question->id))),
                         .error = error_at(ctx, arena_printf(ctx->arena, "answers.%.*s", STR_PRINT(question->id))),
                     });
}

/* A box that was ticked below other words is not ticked below these. */
static bool agreed_to_these(const json_t *typed, struct str version)
{
    struct str seen = json_text(json_object_get(typed, "consent_version"));

    return json_is_true(json_object_get(typed, "consent")) && (seen.len == 0 || str_equal(seen, version));
}

static void put_consent(struct ctx *ctx, struct buf *html, const struct form *form, const json_t *typed)
{
    struct str version = arena_printf(ctx->arena, "%lld", (long long)form->consent_version);

    if (form_asks_consent(form))
        page_hidden(html, "consent_version", version);
    if (form_is_subscribe(form)) {
        buf_add(html, STR("<div class=\"help\">"));
        page_paragraphs(html, form->consent_text);
        buf_add(html, STR("</div>\n"));
    } else if (form->consent_ask) {
        /* Never required: what is agreed to freely may be left out. */
        page_field(html, &(struct page_field){
                             .kind = PAGE_TICK,
                             .name = STR("consent"),
                             .label = form->consent_text,
                             .value = agreed_to_these(typed, version) ? STR("1") : STR_EMPTY,
                             .error = error_at(ctx, STR("consent")),
                         });
    }
}

/* What the challenge needs of the page's policy; nothing where there is none. */
static struct str guests_of(struct ctx *ctx, const struct form *form)
{
    enum captcha_provider provider = captcha_of(form);

    return provider == CAPTCHA_PROVIDERS ? STR_EMPTY : captcha_origins(form_guard_providers(ctx), provider);
}

static void put_challenge(struct ctx *ctx, struct buf *html, const struct form *form)
{
    enum captcha_provider provider = captcha_of(form);

    if (provider == CAPTCHA_PROVIDERS)
        return;
    buf_add(html, STR("<div"));
    page_attribute(html, "class", captcha_class(provider));
    page_attribute(html, "data-sitekey", form->site_key);
    if (form->verification_action.len)
        page_attribute(html, "data-action", form->verification_action);
    buf_add(html, STR("></div>\n<script async"));
    page_attribute(html, "src", captcha_script(form_guard_providers(ctx), provider));
    buf_add(html, STR("></script>\n"));
}

/* What is wrong with no field; and if it is only fields, that some of them are wrong: they may stand further down. */
static void put_errors_beside(struct ctx *ctx, struct buf *html)
{
    static const struct str places[] = { STR("started"), STR("altcha"), STR("verification") };
    bool said = false;

    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
        if (error_at(ctx, places[i]).len) {
            page_notice(html, PAGE_BAD, error_at(ctx, places[i]));
            said = true;
        }
    if (ctx->problem_count && !said)
        page_notice(html, PAGE_BAD, STR("Please look at the fields that are marked."));
}

static enum err put_form(struct ctx *ctx, struct buf *html, const struct visit *visit, const json_t *typed)
{
    const struct form *form = &visit->form;
    struct str started;

    TRY(visit_token(ctx, visit, LINK_FORM_STARTED, &started));
    page_form_begin(html, action_of(ctx, visit));
    for (int i = 0; i < visit->parts.field_count; i++)
        put_field(ctx, html, &visit->parts.fields[i], typed);
    for (int i = 0; i < visit->parts.question_count; i++)
        put_question(ctx, html, &visit->parts.questions[i], typed);
    put_consent(ctx, html, form, typed);
    page_honeypot(html, form->honeypot);
    page_hidden(html, "started", started);
    put_challenge(ctx, html, form);
    page_button(html, form->button);
    page_form_end(html);
    return ERR_OK;
}

enum err visit_form_page(struct ctx *ctx, const struct visit *visit, struct reply *rep, const json_t *typed)
{
    const struct form *form = &visit->form;
    bool by_script = str_equal(form->verification, STR("pow"));
    struct page page = page_of(visit);
    struct buf *html;

    page.status = ctx->problem_count ? 422 : 200;
    page.frames = joined(ctx, &form->origins);
    page.form_targets = form->redirect_url.len ? origin_of(form->redirect_url) : STR_EMPTY;
    page.guests = guests_of(ctx, form);
    page.script = by_script ? "/widget.js" : NULL;
    html = page_begin(ctx, rep, &page);
    page_paragraphs(html, form->intro);
    put_errors_beside(ctx, html);
    /* With JavaScript the element takes the plain form's place; without, or where it fails, the plain form stays. */
    if (by_script) {
        buf_add(html, STR("<regulars-form"));
        page_attribute(html, "form", form->key);
        buf_add(html, STR(" hosted>\n"));
    }
    TRY(put_form(ctx, html, visit, typed));
    buf_add(html, by_script ? STR("</regulars-form>\n") : STR_EMPTY);
    return page_end(rep);
}

/* ---- the others ---------------------------------------------------------------------------------------------- */

static bool is_ours(struct str name)
{
    return str_equal(name, STR("again")) || str_equal(name, STR("altcha")) || str_ends(name, STR("-response"));
}

/* One button, which sends `input` again; with `again`, a signed time, if there is one. */
static enum err once_more(struct ctx *ctx, const struct visit *visit, struct reply *rep, struct page *page,
                          struct str words, struct str again, const struct page_input_list *input)
{
    struct buf *html;

    page->frames = joined(ctx, &visit->form.origins);
    page->form_targets = visit->form.redirect_url.len ? origin_of(visit->form.redirect_url) : STR_EMPTY;
    page->guests = guests_of(ctx, &visit->form);
    html = page_begin(ctx, rep, page);
    page_paragraphs(html, words);
    page_form_begin(html, action_of(ctx, visit));
    for (int i = 0; i < input->count; i++)
        if (!is_ours(input->pairs[i].name))
            page_hidden(html, arena_cstr(ctx->arena, input->pairs[i].name), input->pairs[i].value);
    if (again.len)
        page_hidden(html, "again", again);
    put_challenge(ctx, html, &visit->form);
    page_button(html, STR("Send it"));
    page_form_end(html);
    return page_end(rep);
}

enum err visit_again_page(struct ctx *ctx, const struct visit *visit, struct reply *rep,
                          const struct page_input_list *input)
{
    struct page page = page_of(visit);
    struct str again;

    page.title = STR("One more step");
    TRY(visit_token(ctx, visit, LINK_FORM_AGAIN, &again));
    return once_more(ctx, visit, rep, &page, STR("Please press the button, so that we know that a person is writing."),
                     again, input);
}

enum err visit_wait_page(struct ctx *ctx, const struct visit *visit, struct reply *rep, enum err err,
                         const struct page_input_list *input)
{
    struct page page = page_of(visit);

    page.title = STR("One moment");
    page.status = err_status(err);
    page.script = str_equal(visit->form.verification, STR("pow")) ? "/widget.js" : NULL;
    if (ctx->retry_after_s)
        reply_header(rep, "Retry-After", arena_printf(rep->arena, "%lld", (long long)ctx->retry_after_s));
    return once_more(ctx, visit, rep, &page,
                     arena_printf(ctx->arena, "%.*s\n\nNothing that you wrote is lost: the button sends it.",
                                  STR_PRINT(ctx->error_detail)),
                     STR_EMPTY, input);
}

enum err visit_thanks_page(struct ctx *ctx, const struct visit *visit, struct reply *rep, struct str thanks)
{
    struct page page = page_of(visit);
    struct buf *html;

    if (visit->form.redirect_url.len)
        return page_redirect(rep, visit->form.redirect_url);
    page.frames = joined(ctx, &visit->form.origins);
    html = page_begin(ctx, rep, &page);
    page_notice(html, PAGE_GOOD, thanks);
    return page_end(rep);
}
