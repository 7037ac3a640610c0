/*
 * The pages behind the link in a mail: what one gets, and how to get no more of it (RFC 8058 too).
 */
#include "api/page.h"
#include "features/mail/mail_unsubscribe.h"
#include "features/user/permission.h"

/* What a channel and purpose is called on the page; in the order of consent_standings(). */
static const char *const labels[CONSENT_STATES] = {
    "News and offers by e-mail",       "News and offers by text message",       "News and offers by phone",
    "Questions after a visit by e-mail", "Questions after a visit by text message", "Questions after a visit by phone",
};

static struct str state_name(struct ctx *ctx, const struct consent_standing *state)
{
    return arena_printf(ctx->arena, "%s-%s", state->channel, state->purpose);
}

static struct buf *begin(struct ctx *ctx, struct reply *rep, const char *title)
{
    return page_begin(ctx, rep, &(struct page){ .title = str_from(title), PAGE_OF(ctx->location) });
}

static int given_count(const struct mail_reader *reader)
{
    int count = 0;

    for (int i = 0; reader->kind != PERSON_NONE && i < CONSENT_STATES; i++)
        count += reader->standings[i].given;
    return count;
}

static void put_preferences(struct ctx *ctx, struct buf *html, const struct request *req,
                            const struct mail_reader *reader)
{
    page_heading(html, STR("Or choose"));
    page_form_begin(html, req->path);
    page_hidden(html, "choose", STR("1"));
    for (int i = 0; i < CONSENT_STATES; i++)
        if (reader->standings[i].given)
            page_field(html, &(struct page_field){
                                 .kind = PAGE_TICK,
                                 .name = state_name(ctx, &reader->standings[i]),
                                 .label = str_from(labels[i]),
                                 .value = STR("1"),
                             });
    page_quiet_button(html, "save", STR("1"), STR("Save what is ticked"));
    page_form_end(html);
}

static enum err show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct mail_reader reader;
    struct location location;
    struct buf *html;
    int given;

    TRY(mail_reader_find(ctx, request_param(req, "token"), &location, &reader));
    given = given_count(&reader);
    html = begin(ctx, rep, "No more mail?");
    page_paragraphs(html,
                    arena_printf(ctx->arena,
                                 "%.*s then writes to you only about what you book or ask, at none of your addresses "
                                 "for anything else.",
                                 STR_PRINT(location.name)));
    page_form_begin(html, req->path);
    page_hidden(html, "stop", STR("1"));
    page_button(html, STR("Unsubscribe"));
    page_form_end(html);
    if (given > 1)
        put_preferences(ctx, html, req, &reader);
    return page_end(rep);
}

static enum err say_done(struct ctx *ctx, struct reply *rep, const char *what)
{
    struct buf *html = begin(ctx, rep, "Done");

    page_notice(html, PAGE_GOOD, str_from(what));
    page_paragraphs(html,
                    STR("This holds from now on, also for what was about to be sent. To hear from us again, sign up "
                        "again yourself: we cannot do it for you."));
    return page_end(rep);
}

/* What was offered and is not ticked any more ends. */
static enum err keep_ticked(struct ctx *ctx, const struct mail_reader *reader, const struct page_input_list *input)
{
    for (int i = 0; reader->kind != PERSON_NONE && i < CONSENT_STATES; i++)
        if (reader->standings[i].given && page_input_get(input, state_name(ctx, &reader->standings[i])).len == 0)
            TRY(mail_reader_stop_one(ctx, reader, i));
    return ERR_OK;
}

static enum err act(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct page_input_list input = { 0 };
    struct mail_reader reader;
    struct location location;

    TRY(mail_reader_find(ctx, request_param(req, "token"), &location, &reader));
    if (!page_is_one_click(req->body))
        TRY(page_form_read(ctx, req, &input));
    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(mail_reader_find(ctx, request_param(req, "token"), &location, &reader));
    ctx->actor = (struct actor){ .kind = ACTOR_FORM, .name = STR("unsubscribe link") };
    if (page_input_get(&input, STR("choose")).len) {
        TRY(keep_ticked(ctx, &reader, &input));
        return say_done(ctx, rep, "What you did not tick will not come any more.");
    }
    TRY(mail_reader_stop(ctx, &reader));
    return say_done(ctx, rep, "You are unsubscribed.");
}

/* clang-format off */
extern const struct route mail_public_routes[];
extern const int mail_public_route_count;

const struct route mail_public_routes[] = {
    { GET,  "/u/:token", PERM_PUBLIC, READ,  show, "The page to unsubscribe on; changes nothing",
      .gives_type = "text/html", .flags = ROUTE_PAGE },
    { POST, "/u/:token", PERM_PUBLIC, WRITE, act,  "Unsubscribe, or keep only what is ticked; one click as RFC 8058 says",
      .status = 200, .gives_type = "text/html", .flags = ROUTE_PAGE | ROUTE_NO_COOKIE_CHECK },
};
/* clang-format on */

const int mail_public_route_count = (int)(sizeof(mail_public_routes) / sizeof(mail_public_routes[0]));
