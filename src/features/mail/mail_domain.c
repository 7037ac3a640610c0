#include "features/mail/mail_domain.h"

#include "base/dns.h"

#define UNKNOWN "No name server answered; try again later."

static bool says(struct str text, struct str word)
{
    for (size_t i = 0; i + word.len <= text.len; i++)
        if (str_equal_ascii_case(str_slice(text, i, i + word.len), word))
            return true;
    return false;
}

/* How many of the texts begin so; the first of them in *out. */
static int count_of(const struct dns_texts *texts, struct str begin, struct str *out)
{
    int count = 0;

    for (int i = 0; i < texts->count; i++) {
        struct str head = str_slice(str_trim(texts->items[i]), 0, begin.len);

        if (!str_equal_ascii_case(head, begin))
            continue;
        if (count++ == 0)
            *out = texts->items[i];
    }
    return count;
}

/* "smtp.mail.example.com" is mostly of "example.com". */
static struct str last_two(struct str host)
{
    size_t at = host.len;
    int dots = 0;

    while (at > 0 && dots < 2)
        if (host.ptr[--at] == '.')
            dots++;
    return dots == 2 ? str_slice(host, at + 1, host.len) : host;
}

/* ---- SPF --------------------------------------------------------------------------------------------------------- */

static void advise_spf(struct ctx *ctx, struct str domain, struct str server, struct mail_record_check *out)
{
    struct str provider = last_two(server);

    out->state = "missing";
    if (server.len == 0 || str_equal(provider, last_two(domain))) {
        out->add = STR("v=spf1 a mx ~all");
        out->advice = arena_printf(ctx->arena,
                                   "Add a TXT record to %.*s, so that receivers know which servers send for it.",
                                   STR_PRINT(domain));
        return;
    }
    out->add = arena_printf(ctx->arena, "v=spf1 include:%.*s ~all", STR_PRINT(provider));
    out->advice = arena_printf(
        ctx->arena,
        "Add a TXT record to %.*s. Which name belongs after include: the provider of %.*s says in "
        "its help; it may be another one than this.",
        STR_PRINT(domain), STR_PRINT(server));
}

static void check_spf(struct ctx *ctx, struct str domain, struct str server, const char *dns,
                      struct mail_record_check *out)
{
    struct dns_texts texts;
    enum dns_end end = dns_texts(ctx->arena, dns, domain, &texts);
    struct str found = STR_EMPTY;
    int count = count_of(&texts, STR("v=spf1"), &found);

    *out = (struct mail_record_check){ .what = "spf", .state = "good", .name = domain, .found = found };
    if (end == DNS_FAILED) {
        out->state = "unknown";
        out->advice = STR(UNKNOWN);
    } else if (count == 0) {
        advise_spf(ctx, domain, server, out);
    } else if (count > 1) {
        out->state = "wrong";
        out->advice = STR(
            "There are several records that begin with v=spf1; receivers then heed none. Make one of them.");
    } else if (says(out->found, STR("+all")) || str_ends(str_trim(out->found), STR(" all"))) {
        out->state = "wrong";
        out->advice = STR("This record lets everybody send in your name: end it with ~all instead.");
    } else {
        out->advice = STR("The record is there. That your mail server is among those it names, a test mail shows.");
    }
}

/* ---- DKIM -------------------------------------------------------------------------------------------------------- */

static bool try_selector(struct ctx *ctx, struct str domain, struct str selector, const char *dns, bool *failed,
                         struct mail_record_check *out)
{
    struct dns_texts texts;
    struct str name = arena_printf(ctx->arena, "%.*s._domainkey.%.*s", STR_PRINT(selector), STR_PRINT(domain));
    enum dns_end end = dns_texts(ctx->arena, dns, name, &texts);

    *failed = end == DNS_FAILED;
    for (int i = 0; i < texts.count; i++)
        if (says(texts.items[i], STR("p="))) {
            out->name = name;
            out->found = texts.items[i];
            return true;
        }
    return false;
}

static void judge_dkim(struct mail_record_check *out)
{
    struct str key = out->found;

    while (key.len && !str_starts(key, STR("p=")))
        key = str_slice(key, 1, key.len);
    key = str_trim(str_slice(key, 2, key.len));
    out->state = "good";
    out->advice = STR("A key for signatures is there. That your mail is signed with it, a test mail shows.");
    if (key.len > 0 && key.ptr[0] != ';')
        return;
    out->state = "wrong";
    out->advice = STR("The key was revoked: its p= is empty. Publish the key that your mail provider gives you.");
}

static void check_dkim(struct ctx *ctx, struct str domain, struct str selector, const char *dns,
                       struct mail_record_check *out)
{
    static const char *const usual[] = { "default",   "mail",   "dkim",  "s1",      "s2",   "k1",       "k2",
                                         "selector1", "google", "smtp",  "mailjet", "brevo", "protonmail" };
    bool failed = false, found = false;

    *out = (struct mail_record_check){ .what = "dkim", .state = "unknown" };
    if (selector.len)
        found = try_selector(ctx, domain, selector, dns, &failed, out);
    for (size_t i = 0; !selector.len && !found && !failed && i < sizeof(usual) / sizeof(usual[0]); i++)
        found = try_selector(ctx, domain, str_from(usual[i]), dns, &failed, out);
    if (found) {
        judge_dkim(out);
        return;
    }
    out->name = arena_printf(ctx->arena, "%.*s._domainkey.%.*s", STR_PRINT(selector.len ? selector : STR("selector")),
                             STR_PRINT(domain));
    if (failed) {
        out->advice = STR(UNKNOWN);
    } else if (selector.len) {
        out->state = "missing";
        out->advice = STR(
            "There is no key under this selector. Your mail provider shows the record to add, in its "
            "settings for the domain.");
    } else {
        out->advice = STR(
            "No key under the usual names. Your mail provider shows the record to add and its selector; "
            "say the selector here to look again.");
    }
}

/* ---- DMARC ------------------------------------------------------------------------------------------------------- */

static void check_dmarc(struct ctx *ctx, struct str domain, const char *dns, struct mail_record_check *out)
{
    struct str at = domain;
    bool failed = false;
    int count = 0;

    *out = (struct mail_record_check){ .what = "dmarc", .state = "good" };
    /* a subdomain without a record of its own has its parent's */
    while (count == 0 && !failed && str_find(at, '.') < at.len) {
        struct dns_texts texts;

        out->name = arena_printf(ctx->arena, "_dmarc.%.*s", STR_PRINT(at));
        failed = dns_texts(ctx->arena, dns, out->name, &texts) == DNS_FAILED;
        count = count_of(&texts, STR("v=DMARC1"), &out->found);
        at = str_slice(at, str_find(at, '.') + 1, at.len);
    }
    out->advice = STR("The record is there.");
    if (count == 1)
        return;
    if (failed) {
        out->state = "unknown";
        out->advice = STR(UNKNOWN);
        return;
    }
    out->state = count ? "wrong" : "missing";
    out->name = arena_printf(ctx->arena, "_dmarc.%.*s", STR_PRINT(domain));
    out->add = arena_printf(ctx->arena, "v=DMARC1; p=none; rua=mailto:postmaster@%.*s", STR_PRINT(domain));
    out->advice = count
                      ? STR("There are several records that begin with v=DMARC1; receivers then heed none. Keep one.")
                      : STR("Add a TXT record under this name; large mail providers ask for one. p=none only asks for "
                            "reports and changes nothing.");
}

void mail_domain_check(struct ctx *ctx, struct str domain, struct str selector, struct str server, const char *dns,
                       struct mail_record_check out[MAIL_RECORD_CHECKS])
{
    check_spf(ctx, domain, server, dns, &out[0]);
    check_dkim(ctx, domain, selector, dns, &out[1]);
    check_dmarc(ctx, domain, dns, &out[2]);
}
