/*
 * What came in, for the dashboard and programs; and the pages behind the links in mails.
 */
#include "api/api.h"
#include "api/page.h"
#include "features/form/submission.h"
#include "features/link/link.h"
#include "features/user/permission.h"

/* ---- submissions --------------------------------------------------------------------------------------------- */

static enum err submissions_of_form(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;
    struct form form;

    TRY(form_get(ctx, request_id(req, "id"), &form));
    TRY(request_list(ctx, req, &submission_list, &query));
    list_narrow(query, "r.form_id = ?", form.id);
    return reply_list(ctx, req, rep, query);
}

static enum err submissions_of_contact(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;
    struct contact contact;

    TRY(contact_get(ctx, request_id(req, "id"), &contact));
    TRY(request_list(ctx, req, &submission_list, &query));
    list_narrow(query, "r.person_id = ?", contact.id);
    return reply_list(ctx, req, rep, query);
}

static enum err submissions_of_customer(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;
    struct customer customer;

    TRY(customer_get(ctx, request_id(req, "id"), &customer));
    TRY(request_list(ctx, req, &submission_list, &query));
    TRY(contact_list_with_customer(ctx, query, customer.id));
    return reply_list(ctx, req, rep, query);
}

static enum err accept_submission(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct submission submission;

    TRY(submission_get(ctx, request_id(req, "submission"), &submission));
    if (submission.form_id != request_id(req, "id"))
        return ERR_NOT_FOUND;
    TRY(submission_accept(ctx, submission.id, &submission));
    return reply_resource(ctx, rep, 200, &submission_resource, &submission);
}

/* ---- enquiries ----------------------------------------------------------------------------------------------- */

static enum err figures(struct ctx *ctx, struct str *json)
{
    struct enquiry_figures figures;
    struct json_writer w;
    struct buf buf;

    TRY(enquiry_count(ctx, &figures));
    buf_init(&buf, ctx->arena, 128);
    put_begin(&w, &buf);
    put_object(&w);
    put_key(&w, "new");
    put_int(&w, figures.fresh);
    put_key(&w, "taken");
    put_int(&w, figures.taken);
    put_key(&w, "mine");
    put_int(&w, figures.mine);
    put_key(&w, "overdue");
    put_int(&w, figures.overdue);
    put_key(&w, "unsure");
    put_int(&w, figures.unsure);
    put_object_end(&w);
    *json = buf_str(&buf);
    return ERR_OK;
}

static enum err list_enquiries(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;
    struct list_page page;
    struct str beside;

    TRY(request_list(ctx, req, &enquiry_list, &query));
    TRY(list_run(ctx, query, &page));
    TRY(figures(ctx, &beside));
    return reply_page_beside(ctx, req, rep, &enquiry_resource, &page, (struct reply_beside){ "figures", beside });
}

static enum err show_enquiry(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct submission enquiry;

    TRY(submission_get(ctx, request_id(req, "id"), &enquiry));
    if (enquiry.enquiry.len == 0)
        return ERR_NOT_FOUND;
    return reply_resource(ctx, rep, 200, &enquiry_resource, &enquiry);
}

static enum err do_enquiry(struct ctx *ctx, const struct request *req, struct reply *rep, enum enquiry_verb verb)
{
    struct submission enquiry;

    TRY(enquiry_do(ctx, request_id(req, "id"), verb, &enquiry));
    return reply_resource(ctx, rep, 200, &enquiry_resource, &enquiry);
}

static enum err take(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    return do_enquiry(ctx, req, rep, ENQUIRY_TAKE);
}

static enum err release(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    return do_enquiry(ctx, req, rep, ENQUIRY_RELEASE);
}

static enum err answered(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    return do_enquiry(ctx, req, rep, ENQUIRY_ANSWER);
}

static enum err close_it(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    return do_enquiry(ctx, req, rep, ENQUIRY_CLOSE);
}

static enum err spam(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    return do_enquiry(ctx, req, rep, ENQUIRY_SPAM);
}

static enum err accept(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct submission enquiry;

    TRY(submission_accept(ctx, request_id(req, "id"), &enquiry));
    return reply_resource(ctx, rep, 200, &enquiry_resource, &enquiry);
}

/* ---- behind the links of mails: GET shows, POST acts ----------------------------------------------------------- */

struct opened {
    struct location location;
    struct submission submission;
    struct form form;
};

static enum err open_link(struct ctx *ctx, const struct request *req, enum link_purpose purpose, struct opened *out)
{
    struct link link;

    TRY(link_open(ctx, request_param(req, "token"), purpose, &link));
    TRY(location_get(ctx, link.location_id, &out->location));
    location_enter(ctx, &out->location);
    TRY(submission_get(ctx, link.subject_id, &out->submission));
    TRY(form_get(ctx, out->submission.form_id, &out->form));
    ctx->actor = (struct actor){ .kind = ACTOR_FORM, .id = out->form.id, .name = out->form.name };
    return ERR_OK;
}

static void put_enquiry(struct buf *html, const struct submission *enquiry)
{
    page_heading(html, enquiry->name);
    page_paragraphs(html, enquiry->message);
}

/* Where it stands, in words; empty while it is new. */
static struct str standing(struct ctx *ctx, const struct submission *enquiry)
{
    if (enquiry->enquiry.len == 0)
        return STR("This is no enquiry any more.");
    if (str_equal(enquiry->enquiry, STR("new")))
        return STR_EMPTY;
    return arena_printf(ctx->arena, "This enquiry is %.*s.", STR_PRINT(enquiry->enquiry));
}

static enum err mail_page(struct ctx *ctx, const struct request *req, struct reply *rep, enum link_purpose purpose,
                          const struct opened *opened)
{
    bool takes = purpose == LINK_ENQUIRY_TAKE;
    struct str words = standing(ctx, &opened->submission), state = opened->submission.enquiry;
    bool over = state.len == 0 || str_equal(state, STR("answered")) || str_equal(state, STR("closed")) ||
                (takes && str_equal(state, STR("taken")));
    struct buf *html = page_begin(
        ctx, rep,
        &(struct page){ .title = takes ? STR("Take this enquiry") : STR("Answered"), PAGE_OF(&opened->location) });

    if (words.len)
        page_notice(html, over ? PAGE_GOOD : PAGE_PLAIN, words);
    put_enquiry(html, &opened->submission);
    if (!over) {
        page_form_begin(html, req->path);
        page_button(html, takes ? STR("Take it") : STR("It has been answered"));
        page_form_end(html);
    }
    return page_end(rep);
}

static enum err show_mail_page(struct ctx *ctx, const struct request *req, struct reply *rep, enum link_purpose purpose)
{
    struct opened *opened = ARENA_NEW(ctx->arena, struct opened);

    TRY(open_link(ctx, req, purpose, opened));
    return mail_page(ctx, req, rep, purpose, opened);
}

static enum err act_on_mail_page(struct ctx *ctx, const struct request *req, struct reply *rep,
                                 enum link_purpose purpose, enum enquiry_verb verb)
{
    struct opened *opened = ARENA_NEW(ctx->arena, struct opened);

    TRY(open_link(ctx, req, purpose, opened));
    if (opened->submission.enquiry.len && (verb != ENQUIRY_TAKE || str_equal(opened->submission.enquiry, STR("new"))))
        TRY(enquiry_do(ctx, opened->submission.id, verb, &opened->submission));
    return mail_page(ctx, req, rep, purpose, opened);
}

static enum err show_take(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    return show_mail_page(ctx, req, rep, LINK_ENQUIRY_TAKE);
}

static enum err do_take(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    return act_on_mail_page(ctx, req, rep, LINK_ENQUIRY_TAKE, ENQUIRY_TAKE);
}

static enum err show_answered(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    return show_mail_page(ctx, req, rep, LINK_ENQUIRY_ANSWERED);
}

static enum err do_answered(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    return act_on_mail_page(ctx, req, rep, LINK_ENQUIRY_ANSWERED, ENQUIRY_ANSWER);
}

/* ---- double opt-in -------------------------------------------------------------------------------------------- */

static enum err confirm_page(struct ctx *ctx, const struct request *req, struct reply *rep, const struct opened *opened)
{
    const struct submission *submission = &opened->submission;
    bool confirmed = str_equal(submission->opt_in, STR("confirmed"));
    bool over = submission->person_id == 0 || submission->opt_in.len == 0;
    struct buf *html = page_begin(ctx, rep,
                                  &(struct page){ .title = confirmed ? STR("Confirmed")
                                                           : over    ? STR("Nothing to confirm")
                                                                     : STR("Please confirm"),
                                                  .language = opened->form.language,
                                                  PAGE_OF(&opened->location) });

    if (confirmed) {
        page_notice(html, PAGE_GOOD, STR("Thank you. You have confirmed this."));
        page_paragraphs(html, submission->wording);
        return page_end(rep);
    }
    if (over) {
        page_notice(html, PAGE_PLAIN, STR("There is nothing to confirm any more."));
        return page_end(rep);
    }
    page_paragraphs(html, submission->wording);
    page_paragraphs(html, arena_printf(ctx->arena, "For the address %.*s.", STR_PRINT(submission->email)));
    page_form_begin(html, req->path);
    page_button(html, STR("Yes, I confirm"));
    page_form_end(html);
    return page_end(rep);
}

static enum err show_confirm(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct opened *opened = ARENA_NEW(ctx->arena, struct opened);

    TRY(open_link(ctx, req, LINK_CONFIRM, opened));
    return confirm_page(ctx, req, rep, opened);
}

static enum err do_confirm(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct opened *opened = ARENA_NEW(ctx->arena, struct opened);

    TRY(open_link(ctx, req, LINK_CONFIRM, opened));
    TRY(submission_confirm(ctx, opened->submission.id, &opened->submission));
    return confirm_page(ctx, req, rep, opened);
}

/* ---- the tables ------------------------------------------------------------------------------------------------ */

/* clang-format off */
extern const struct route enquiry_routes[];
extern const int enquiry_route_count;

const struct route enquiry_routes[] = {
    { GET,  "/forms/:id/submissions", PERM_FORM_READ | PERM_PERSON_LIST, SLOW, submissions_of_form, "What came in by a form, refused ones too",
      .gives = &submission_resource, .list = &submission_list },
    { POST, "/forms/:id/submissions/:submission/accept", PERM_FORM_READ | PERM_PERSON_WRITE, WRITE, accept_submission, "A refused submission becomes a lead after all",
      .status = 200, .gives = &submission_resource },
    { GET,  "/contacts/:id/submissions",  PERM_PERSON_READ | PERM_PERSON_LIST, SLOW, submissions_of_contact,  "What a contact sent",
      .gives = &submission_resource, .list = &submission_list },
    { GET,  "/customers/:id/submissions", PERM_PERSON_READ | PERM_PERSON_LIST, SLOW, submissions_of_customer, "What a customer and the contacts linked to it sent",
      .gives = &submission_resource, .list = &submission_list },
    { GET,  "/enquiries",              PERM_PERSON_LIST,  SLOW,  list_enquiries, "Messages that wait for an answer, with the figures for a badge",
      .gives = &enquiry_resource, .list = &enquiry_list },
    { GET,  "/enquiries/:id",          PERM_PERSON_LIST,  READ,  show_enquiry,   "One enquiry", .gives = &enquiry_resource },
    { POST, "/enquiries/:id/take",     PERM_PERSON_WRITE, WRITE, take,     "Take care of it, for all to see", .status = 200, .gives = &enquiry_resource },
    { POST, "/enquiries/:id/release",  PERM_PERSON_WRITE, WRITE, release,  "Nobody takes care of it any more; it is new again", .status = 200, .gives = &enquiry_resource },
    { POST, "/enquiries/:id/answered", PERM_PERSON_WRITE, WRITE, answered, "It has been answered", .status = 200, .gives = &enquiry_resource },
    { POST, "/enquiries/:id/close",    PERM_PERSON_WRITE, WRITE, close_it, "Nothing more is to be done", .status = 200, .gives = &enquiry_resource },
    { POST, "/enquiries/:id/spam",     PERM_PERSON_WRITE, WRITE, spam,     "A robot wrote it; it is kept for 30 days", .status = 200, .gives = &enquiry_resource },
    { POST, "/enquiries/:id/accept",   PERM_PERSON_WRITE, WRITE, accept,   "A person wrote it: an unsure one becomes a lead", .status = 200, .gives = &enquiry_resource },
};

extern const struct route enquiry_page_routes[];
extern const int enquiry_page_route_count;

const struct route enquiry_page_routes[] = {
    { GET,  "/e/take/:token",     PERM_PUBLIC, READ,  show_take,     "The page behind Take it in an alert mail", .flags = ROUTE_PAGE },
    { POST, "/e/take/:token",     PERM_PUBLIC, WRITE, do_take,       "Take it", .status = 200, .flags = ROUTE_PAGE | ROUTE_NO_COOKIE_CHECK },
    { GET,  "/e/answered/:token", PERM_PUBLIC, READ,  show_answered, "The page behind Answered in an alert mail", .flags = ROUTE_PAGE },
    { POST, "/e/answered/:token", PERM_PUBLIC, WRITE, do_answered,   "It has been answered", .status = 200, .flags = ROUTE_PAGE | ROUTE_NO_COOKIE_CHECK },
    { GET,  "/c/:token",          PERM_PUBLIC, READ,  show_confirm,  "The page behind the link of a double opt-in", .flags = ROUTE_PAGE },
    { POST, "/c/:token",          PERM_PUBLIC, WRITE, do_confirm,    "Confirm it", .status = 200, .flags = ROUTE_PAGE | ROUTE_NO_COOKIE_CHECK },
};
/* clang-format on */

const int enquiry_route_count = (int)(sizeof(enquiry_routes) / sizeof(enquiry_routes[0]));
const int enquiry_page_route_count = (int)(sizeof(enquiry_page_routes) / sizeof(enquiry_page_routes[0]));
