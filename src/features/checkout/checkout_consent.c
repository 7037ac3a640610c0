/*
 * The box for marketing beside a checkout: what shows later that it was ticked, and what goes into the ledger once somebody
 * is known who ticked it.
 */
#include "features/checkout/checkout_rules.h"

#include "features/consent/consent.h"

/* ---- as it is reported --------------------------------------------------------------------------------------------- */

void checkout_witness(struct ctx *ctx, const struct checkout_report *report, const struct checkout *before,
                      struct checkout *after)
{
    if (after->consent_page.len == 0)
        after->consent_page = report->page;
    if (!after->consent) {
        after->consent_ms = 0;
        after->consent_ip = after->consent_agent = STR_EMPTY;
        return;
    }
    if (before->consent && str_equal(before->consent_wording, after->consent_wording))
        return;
    after->consent_ms = ctx->now_ms;
    after->consent_ip = report->by_browser ? ctx->ip : STR_EMPTY;
    after->consent_agent = report->by_browser ? ctx->user_agent : STR_EMPTY;
}

/* "https://book.example.com/kayak" without what may say who it was, behind the ? or #. */
static struct str bare(struct str url)
{
    url = str_slice(url, 0, str_find(url, '?'));
    return str_slice(url, 0, str_find(url, '#'));
}

/* "https://book.example.com" */
static struct str origin_of(struct str url)
{
    size_t host = str_starts(url, STR("https://")) ? 8 : 0;

    return str_slice(url, 0, host + str_find(str_slice(url, host, url.len), '/'));
}

/* Where the box stood: as it was said, or the website where they can go on. */
static struct str page_of(const struct checkout *checkout)
{
    return checkout->consent_page.len ? bare(checkout->consent_page) : bare(origin_of(checkout->resume_url));
}

/* ---- into the ledger ----------------------------------------------------------------------------------------------- */

static enum err news_by_email(struct ctx *ctx, id64 person_id, struct consent_standing *out)
{
    return consent_standing_of(ctx, person_id, "email", "marketing", out);
}

/* A withdrawal is not undone by a tick on a page: that goes through the person's own double opt-in. */
enum err checkout_take_consent(struct ctx *ctx, const struct checkout *checkout)
{
    struct consent event = {
        .person_id = checkout->person_id,
        .channel = STR("email"),
        .purpose = STR("marketing"),
        .given = true,
        .kind = STR("consent"),
        .address = checkout->email_normal,
        .obtain_method = STR("checkout"),
        .wording = checkout->consent_wording,
        .page = page_of(checkout),
        .ip = checkout->consent_ip,
        .user_agent = checkout->consent_agent,
        .at_ms = checkout->consent_ms,
    };
    struct consent_standing standing;
    bool withdrawn, suppressed = true;

    if (!checkout->consent || checkout->email_normal.len == 0)
        return ERR_OK;
    event.demonstrable = event.wording.len > 0 && event.page.len > 0;
    TRY(consent_is_withdrawn(ctx, checkout->person_id, &withdrawn));
    TRY(consent_suppressed(ctx, checkout->email_normal, &suppressed));
    TRY(news_by_email(ctx, checkout->person_id, &standing));
    if (withdrawn || suppressed || (standing.given && (standing.demonstrable || !event.demonstrable)))
        return ERR_OK;
    return consent_append(ctx, &event);
}

enum err checkout_may_remind(struct ctx *ctx, const struct checkout *checkout, bool *out)
{
    struct consent_standing standing;

    TRY(news_by_email(ctx, checkout->person_id, &standing));
    *out = standing.given && standing.demonstrable;
    return ERR_OK;
}
