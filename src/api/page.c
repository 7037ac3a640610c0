#include "api/page.h"

#include "api/api.h"
#include "base/text.h"

/* ---- escaping ------------------------------------------------------------------------------------------------ */

void page_text(struct buf *html, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        switch (c) {
        case '&': buf_add(html, STR("&amp;")); break;
        case '<': buf_add(html, STR("&lt;")); break;
        case '>': buf_add(html, STR("&gt;")); break;
        case '"': buf_add(html, STR("&quot;")); break;
        case '\'': buf_add(html, STR("&#39;")); break;
        default:
            if ((unsigned char)c >= ' ' || c == '\n' || c == '\t')
                buf_add_char(html, c);
        }
    }
}

void page_attribute(struct buf *html, const char *name, struct str value)
{
    buf_add_char(html, ' ');
    buf_add_text(html, name);
    buf_add(html, STR("=\""));
    page_text(html, value);
    buf_add_char(html, '"');
}

void page_paragraphs(struct buf *html, struct str text)
{
    struct str line;
    bool open = false;

    while (str_split(&text, '\n', &line)) {
        line = str_trim(line);
        if (line.len == 0) {
            buf_add(html, open ? STR("</p>\n") : STR_EMPTY);
            open = false;
            continue;
        }
        buf_add(html, open ? STR("<br>") : STR("<p>"));
        page_text(html, line);
        open = true;
    }
    buf_add(html, open ? STR("</p>\n") : STR_EMPTY);
}

void page_heading(struct buf *html, struct str text)
{
    buf_add(html, STR("<h2>"));
    page_text(html, text);
    buf_add(html, STR("</h2>\n"));
}

void page_notice(struct buf *html, enum page_tone tone, struct str text)
{
    static const char *const classes[] = {
        [PAGE_PLAIN] = "notice", [PAGE_GOOD] = "notice good", [PAGE_BAD] = "notice bad"
    };

    buf_add(html, STR("<div"));
    page_attribute(html, "class", str_from(classes[tone]));
    buf_add(html, tone == PAGE_BAD ? STR(" role=\"alert\">") : STR(" role=\"status\">"));
    page_paragraphs(html, text);
    buf_add(html, STR("</div>\n"));
}

/* ---- the frame ----------------------------------------------------------------------------------------------- */

/* What the page may load, send to and be framed by; the rest of the set HEADERS_PUBLIC is the same for all. */
static void add_policy(struct reply *rep, const struct page *page)
{
    struct str guests = page->guests;

    reply_header(rep, "Content-Security-Policy",
                 arena_printf(rep->arena,
                              "default-src 'none'; script-src 'self' %.*s; style-src 'self' %.*s; img-src 'self' %.*s; "
                              "connect-src 'self' %.*s; frame-src %.*s; worker-src 'self'; form-action 'self' %.*s; "
                              "base-uri 'none'; frame-ancestors 'self' %.*s",
                              STR_PRINT(guests), STR_PRINT(guests), STR_PRINT(guests), STR_PRINT(guests),
                              STR_PRINT(guests.len ? guests : STR("'none'")), STR_PRINT(page->form_targets),
                              STR_PRINT(page->frames)));
}

static bool is_colour(struct str colour)
{
    for (size_t i = 1; i < colour.len; i++)
        if (!((colour.ptr[i] >= '0' && colour.ptr[i] <= '9') || (colour.ptr[i] >= 'a' && colour.ptr[i] <= 'f') ||
              (colour.ptr[i] >= 'A' && colour.ptr[i] <= 'F')))
            return false;
    return colour.len == 7 && colour.ptr[0] == '#';
}

/* The same languages as in widget/src/texts.ts. */
static bool is_right_to_left(struct str language)
{
    static const struct str all[] = { STR("ar"), STR("arc"), STR("ckb"), STR("dv"), STR("fa"), STR("he"),
                                      STR("ks"), STR("ps"),  STR("sd"),  STR("ug"), STR("ur"), STR("yi") };
    struct str main = str_slice(language, 0, str_find(language, '-'));

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        if (str_equal_ascii_case(main, all[i]))
            return true;
    return false;
}

static void put_head(struct buf *html, const struct page *page)
{
    buf_add(html, STR("<!doctype html>\n<html"));
    page_attribute(html, "lang", page->language.len ? page->language : STR("en"));
    buf_add(html, is_right_to_left(page->language) ? STR(" dir=\"rtl\"") : STR_EMPTY);
    buf_add(html,
            STR(">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n"
                "<title>"));
    page_text(html, page->title);
    if (page->business.len && !str_equal(page->business, page->title)) {
        buf_add(html, page->title.len ? STR(" · ") : STR_EMPTY);
        page_text(html, page->business);
    }
    buf_add(html,
            STR("</title>\n<link rel=\"icon\" href=\"/mark.svg\">\n<link rel=\"stylesheet\" href=\"/public.css\">\n"));
    if (is_colour(page->colour)) {
        buf_add(html, STR("<link rel=\"stylesheet\""));
        page_attribute(
            html, "href",
            arena_printf(html->arena, "/brand/%.*s", STR_PRINT(str_slice(page->colour, 1, page->colour.len))));
        buf_add(html, STR(">\n"));
    }
    buf_add(html, STR("</head>\n"));
}

static void put_business(struct buf *html, const struct page *page)
{
    if (page->bare || page->business.len == 0)
        return;
    buf_add(html, STR("<header class=\"business\">"));
    if (page->logo.len) {
        buf_add(html, STR("<img"));
        page_attribute(html, "src", page->logo);
        page_attribute(html, "alt", page->business);
        buf_add_char(html, '>');
    } else {
        buf_add(html, STR("<span>"));
        page_text(html, page->business);
        buf_add(html, STR("</span>"));
    }
    buf_add(html, STR("</header>\n"));
}

struct buf *page_begin(struct ctx *ctx, struct reply *rep, const struct page *page)
{
    struct buf *html = &rep->buf;

    (void)ctx;
    rep->status = page->status ? page->status : 200;
    rep->content_type = "text/html; charset=utf-8";
    buf_init(html, rep->arena, 4096);
    add_policy(rep, page);
    put_head(html, page);
    buf_add(html, page->bare ? STR("<body class=\"bare\">\n") : STR("<body>\n"));
    put_business(html, page);
    buf_add(html, STR("<main>\n"));
    if (page->title.len) {
        buf_add(html, STR("<h1>"));
        page_text(html, page->title);
        buf_add(html, STR("</h1>\n"));
    }
    if (page->script) {
        buf_add(html, STR("<script async"));
        page_attribute(html, "src", str_from(page->script));
        buf_add(html, STR("></script>\n"));
    }
    return html;
}

enum err page_end(struct reply *rep)
{
    buf_add(&rep->buf, STR("</main>\n</body>\n</html>\n"));
    rep->body = buf_str(&rep->buf);
    return ERR_OK;
}

static struct str problem_title(enum err err)
{
    switch (err_status(err)) {
    case 404: return STR("There is nothing here");
    case 410: return STR("This is over");
    case 429: return STR("A little too fast");
    case 503: return STR("One moment");
    default: return STR("That did not work");
    }
}

void page_problem(struct ctx *ctx, struct reply *rep, enum err err)
{
    struct str why = ctx->error_detail.len ? ctx->error_detail : str_from(err_sentence(err));
    struct buf *html = page_begin(ctx, rep, &(struct page){ .status = err_status(err), .title = problem_title(err) });

    if (err == ERR_NOT_FOUND && ctx->error_detail.len == 0)
        why = STR("The address may be mistyped, or what it led to is gone.");
    page_paragraphs(html, why);
    for (const struct problem *problem = ctx->problems; problem; problem = problem->next)
        page_notice(html, PAGE_BAD, problem->detail);
    page_end(rep);
}

enum err page_redirect(struct reply *rep, struct str url)
{
    rep->status = 303;
    rep->content_type = NULL;
    rep->body = STR_EMPTY;
    reply_header(rep, "Location", url);
    return ERR_OK;
}

static bool accepts(const struct request *req, struct str type)
{
    struct str accept = request_header(req, "accept"), part;

    while (str_split(&accept, ',', &part))
        if (str_equal_ascii_case(str_trim(str_slice(part, 0, str_find(part, ';'))), type))
            return true;
    return false;
}

bool page_wants_html(const struct request *req)
{
    return accepts(req, STR("text/html"));
}

bool page_wants_json(const struct request *req)
{
    return !page_wants_html(req) &&
           (accepts(req, STR("application/json")) || accepts(req, STR("application/problem+json")));
}

/* ---- what was sent ------------------------------------------------------------------------------------------- */

enum err page_form_read(struct ctx *ctx, const struct request *req, struct page_input_list *out)
{
    struct str type = request_header(req, "content-type");

    type = str_trim(str_slice(type, 0, str_find(type, ';')));
    if (!str_equal_ascii_case(type, STR("application/x-www-form-urlencoded")))
        return fail(ctx, ERR_MEDIA_TYPE, "Send this as application/x-www-form-urlencoded, as a plain form does.");
    return request_pairs(ctx, req, req->body, &out->pairs, &out->count);
}

struct str page_input_get(const struct page_input_list *list, struct str name)
{
    for (int i = 0; i < list->count; i++)
        if (str_equal(list->pairs[i].name, name))
            return list->pairs[i].value;
    return STR_EMPTY;
}

bool page_is_one_click(struct str body)
{
    static const struct str word = { "One-Click", 9 };

    for (size_t i = 0; i + word.len <= body.len; i++)
        if (memcmp(body.ptr + i, word.ptr, word.len) == 0)
            return true;
    return false;
}
