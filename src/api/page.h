/*
 * Public pages: what visitors see without signing in and without JavaScript. Hosted forms, unsubscribing, confirming, surveys, the
 * links in an alert mail: GET shows and changes nothing, POST acts.
 *
 *     struct buf *html = page_begin(ctx, rep, &(struct page){ .title = STR("Write to us"), PAGE_OF(location) });
 *     page_form_begin(html, STR("/u/…"));
 *     page_button(html, STR("Unsubscribe"));
 *     page_form_end(html);
 *     return page_end(rep);
 *
 * A page carries the location's name, logo and colour; the colour is moved until it keeps its contrast, in light and dark. Its
 * look is one file, /public.css (web/public/); nothing is inline, so that the Content-Security-Policy knows no exception.
 * Routes that answer with pages have the flag ROUTE_PAGE: their failures are pages too, unless JSON was asked for. So is a
 * mistyped address outside of /api/, for who asks for HTML.
 */
#ifndef API_PAGE_H
#define API_PAGE_H

#include "http/router.h"

struct page {
    int status;              /* 0: 200 */
    struct str title;        /* the heading, and with the business's name the window's title */
    struct str business;     /* whose page it is; empty: nobody's we know */
    struct str colour;       /* "#rrggbb"; empty: ours */
    struct str logo;         /* the address of a picture; empty: the name in letters */
    struct str language;     /* BCP 47; empty: "en" */
    const char *script;      /* of ours, loaded at the end: "/widget.js"; NULL: none */
    struct str form_targets; /* origins that a form's answer may lead to, with blanks in between; empty: only us */
    struct str frames;       /* origins that may show the page in a frame; empty: only us */
    struct str guests;       /* origins whose scripts, frames and connections this page needs (a challenge's) */
    bool bare;               /* without the business's head: inside a frame of its own site */
};

/* The members that a location gives. */
#define PAGE_OF(location_) .business = (location_)->name, .colour = (location_)->brand_colour, .logo = (location_)->logo

/* Answers with a page: everything up to and with the heading. Write into what it returns, then call page_end. */
struct buf *page_begin(struct ctx *ctx, struct reply *rep, const struct page *page);
enum err page_end(struct reply *rep);

/* What went wrong, as a page of its own: for `err` with ctx's sentence and problems. */
void page_problem(struct ctx *ctx, struct reply *rep, enum err err);

/* 303: where the browser goes next, with GET. */
enum err page_redirect(struct reply *rep, struct str url);

/* Does the asker want JSON rather than a page? (Accept names it, and no HTML.) */
bool page_wants_json(const struct request *req);
/* Does Accept name HTML, as a browser's does that a person sent somewhere? */
bool page_wants_html(const struct request *req);

/* ---- parts; every text is escaped ---------------------------------------------------------------------------- */

void page_text(struct buf *html, struct str text);
/* ` name="value"` */
void page_attribute(struct buf *html, const char *name, struct str value);
/* Empty lines part paragraphs, line ends stay line ends. */
void page_paragraphs(struct buf *html, struct str text);
void page_heading(struct buf *html, struct str text); /* a smaller one */

enum page_tone { PAGE_PLAIN, PAGE_GOOD, PAGE_BAD };
void page_notice(struct buf *html, enum page_tone tone, struct str text);

/* POST to `action`. */
void page_form_begin(struct buf *html, struct str action);
void page_form_end(struct buf *html);
void page_hidden(struct buf *html, const char *name, struct str value);
/* The form's one big button; `name` NULL: it says nothing beside. */
void page_button(struct buf *html, struct str label);
void page_quiet_button(struct buf *html, const char *name, struct str value, struct str label);
/* A field that people do not see and robots fill in. */
void page_honeypot(struct buf *html, struct str name);

enum page_input { PAGE_LINE, PAGE_LINES, PAGE_EMAIL, PAGE_PHONE, PAGE_TICK, PAGE_CHOICE, PAGE_SELECT };

struct page_field {
    enum page_input kind;
    struct str name;
    struct str label;
    struct str value;               /* as typed; of a tick "1" means ticked; of a choice the chosen one */
    struct str help;
    struct str error;               /* what is wrong with it; empty: nothing */
    bool required;
    const char *autocomplete;       /* NULL: none said */
    int most;                       /* characters; 0: not said */
    const struct str *choices;
    int choice_count;
    const struct str *choice_labels; /* NULL: the choices themselves */
    bool scale;                     /* short choices in their order, beside each other */
};
void page_field(struct buf *html, const struct page_field *field);

/* ---- what a plain HTML form sent ------------------------------------------------------------------------------ */

/* The body as name and value pairs; ERR_MEDIA_TYPE unless it is application/x-www-form-urlencoded. */
struct page_input_list {
    struct query_pair *pairs;
    int count;
};
enum err page_form_read(struct ctx *ctx, const struct request *req, struct page_input_list *out);
/* The first of this name; the empty view when there is none. */
struct str page_input_get(const struct page_input_list *list, struct str name);
/* A mail program says List-Unsubscribe=One-Click (RFC 8058), as a form of either kind; it has no browser and reads no
 * answer. */
bool page_is_one_click(struct str body);

/* ---- the look --------------------------------------------------------------------------------------------------- */

/* The stylesheet of a brand colour ("c2410c"): accents that keep their contrast on our light and dark grounds, and the text
 * that can be read on them. False when it is no colour. */
bool page_colour_css(struct buf *css, struct str colour);

#endif
