/*
 * The page behind the link in a reminder: GET shows, POST ends that kind of mail or has it come again (RFC 8058 too).
 */
#include "api/page.h"
#include "features/reminder/reminder.h"
#include "features/user/permission.h"

static const struct {
    const char *title;
    const char *is_on;
    const char *is_off;
    const char *rest;
    const char *off;
    const char *on;
} words[REMINDER_KINDS] = {
    [REMINDER_KIND_DUE] = {
        .title = "No more mail when a follow-up is due?",
        .is_on = "You get a mail when a follow-up of yours is due, from every location where you work.",
        .is_off = "You get no mail when a follow-up of yours is due.",
        .rest = "The dashboard and your calendar go on reminding you.",
        .off = "No more mail will come when a follow-up of yours is due.",
        .on = "A mail comes again when a follow-up of yours is due.",
    },
    [REMINDER_KIND_DIGEST] = {
        .title = "No more mail in the morning?",
        .is_on = "You get a mail in the morning with what the day brings, from every location where you work.",
        .is_off = "You get no mail in the morning.",
        .rest = "Today and Follow-ups in the dashboard have all of it.",
        .off = "No more mail will come in the morning.",
        .on = "A mail comes again in the morning, when the day brings something.",
    },
};

static struct buf *begin(struct ctx *ctx, struct reply *rep, const char *title)
{
    return page_begin(ctx, rep, &(struct page){ .title = str_from(title), PAGE_OF(ctx->location) });
}

static void put_way_back(struct buf *html, const struct request *req)
{
    page_paragraphs(html,
                    STR("To have them again: sign in, open the menu under your name and tick them in My reminders. Or "
                        "at once:"));
    page_form_begin(html, req->path);
    page_quiet_button(html, "again", STR("1"), STR("Send them again"));
    page_form_end(html);
}

static enum err say_gone(struct ctx *ctx, struct reply *rep)
{
    struct buf *html = begin(ctx, rep, "No more mail comes");

    page_paragraphs(html, STR("Whoever this mail was for does not work here any more: there is nothing to end."));
    return page_end(rep);
}

static enum err show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct reminder_reader reader;
    struct buf *html;

    TRY(reminder_reader_find(ctx, request_param(req, "token"), &reader));
    if (!reader.works_here)
        return say_gone(ctx, rep);
    html = begin(ctx, rep, reader.on ? words[reader.kind].title : "These mails are off");
    page_paragraphs(html,
                    arena_printf(ctx->arena, "%s %s", reader.on ? words[reader.kind].is_on : words[reader.kind].is_off,
                                 words[reader.kind].rest));
    if (!reader.on) {
        put_way_back(html, req);
        return page_end(rep);
    }
    page_form_begin(html, req->path);
    page_hidden(html, "stop", STR("1"));
    page_button(html, STR("Switch them off"));
    page_form_end(html);
    return page_end(rep);
}

static enum err say_done(struct ctx *ctx, const struct request *req, struct reply *rep,
                         const struct reminder_reader *reader, bool on)
{
    struct buf *html = begin(ctx, rep, "Done");

    page_notice(html, PAGE_GOOD, str_from(on ? words[reader->kind].on : words[reader->kind].off));
    if (on)
        return page_end(rep);
    page_paragraphs(html, arena_printf(ctx->arena, "This holds from now on, also for what was about to be sent. %s",
                                       words[reader->kind].rest));
    put_way_back(html, req);
    return page_end(rep);
}

static enum err act(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct page_input_list input = { 0 };
    struct reminder_reader reader;
    bool on;

    TRY(reminder_reader_find(ctx, request_param(req, "token"), &reader));
    if (!page_is_one_click(req->body))
        TRY(page_form_read(ctx, req, &input));
    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(reminder_reader_find(ctx, request_param(req, "token"), &reader));
    if (!reader.works_here)
        return say_gone(ctx, rep);
    on = page_input_get(&input, STR("again")).len > 0;
    ctx->actor = (struct actor){ .kind = ACTOR_FORM, .name = STR("reminder link") };
    TRY(reminder_reader_set(ctx, &reader, on));
    return say_done(ctx, req, rep, &reader, on);
}

/* clang-format off */
extern const struct route reminder_page_routes[];
extern const int reminder_page_route_count;

const struct route reminder_page_routes[] = {
    { GET,  "/r/:token", PERM_PUBLIC, READ,  show, "The page that ends a kind of reminder; changes nothing",
      .gives_type = "text/html", .flags = ROUTE_PAGE },
    { POST, "/r/:token", PERM_PUBLIC, WRITE, act,  "No more reminders of this kind, or again; one click as RFC 8058 says",
      .status = 200, .gives_type = "text/html", .flags = ROUTE_PAGE | ROUTE_NO_COOKIE_CHECK },
};
/* clang-format on */

const int reminder_page_route_count = (int)(sizeof(reminder_page_routes) / sizeof(reminder_page_routes[0]));
