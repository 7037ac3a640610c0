/*
 * A visitor at a form: which form, in whose location, from which website. Shared by the files that answer below /f/.
 */
#ifndef FEATURES_FORM_VISIT_API_H
#define FEATURES_FORM_VISIT_API_H

#include "api/page.h"
#include "features/form/guard_api.h"
#include "features/form/submission.h"
#include "features/link/link.h"

enum { VISIT_BODY_MOST = 64 * 1024, VISIT_LEAST_SECONDS = 3, VISIT_AGAIN_LEAST_SECONDS = 1 };

struct visit {
    struct form form;
    struct form_parts parts;
    struct location location;
    struct str origin;  /* as the browser said; empty: none */
    bool allowed;       /* the origin is among the form's, or our own, or nobody said one */
    bool json;          /* a program asks, not a page */
    bool bare;          /* without the business's head: in a frame of its own website */
};

/* ERR_NOT_FOUND unless there is such a form and it is active. From here on ctx is in its location and acts as the form. */
enum err visit_open(struct ctx *ctx, const struct request *req, struct visit *out);

/* For the form's origins and no others. */
void visit_allow(const struct visit *visit, struct reply *rep);

/* Ends an answer to a script: a failure becomes a problem, and both may be read by the form's origins. */
enum err visit_answer(struct ctx *ctx, const struct visit *visit, struct reply *rep, enum err err);

/* A signed time, now. */
enum err visit_token(struct ctx *ctx, const struct visit *visit, enum link_purpose purpose, struct str *token);

enum visit_time { VISIT_IN_TIME, VISIT_TOO_FAST, VISIT_TOO_LATE, VISIT_FORGED };
struct visit_opened {
    enum visit_time time;
    int64_t at_ms; /* when that token was made; 0: it is not ours, or too old */
};
enum err visit_time_of(struct ctx *ctx, const struct visit *visit, enum link_purpose purpose, struct str token,
                       struct visit_opened *out);

/* ---- pages (visit_page_api.c) ---- */

/* The form; `typed` is what came before (an object as submission_read takes it), or NULL; ctx's problems are shown. */
enum err visit_form_page(struct ctx *ctx, const struct visit *visit, struct reply *rep, const json_t *typed);

/* One button, which sends `input` again with a signed time. */
enum err visit_again_page(struct ctx *ctx, const struct visit *visit, struct reply *rep,
                          const struct page_input_list *input);
/* Not now (ERR_RATE_LIMITED, ERR_BUSY, with ctx's sentence): one button, which sends `input` again later. */
enum err visit_wait_page(struct ctx *ctx, const struct visit *visit, struct reply *rep, enum err err,
                         const struct page_input_list *input);
enum err visit_thanks_page(struct ctx *ctx, const struct visit *visit, struct reply *rep, struct str thanks);

#endif
