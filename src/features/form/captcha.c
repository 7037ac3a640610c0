#include "features/form/captcha.h"

#include "base/log.h"

#include <curl/curl.h>

enum { TOKEN_MOST = 4096, ANSWER_MOST = 64 * 1024 };

static const long WAIT_MS = 5000;
static const double LEAST_SCORE = 0.5; /* of a reCAPTCHA that gives one */

static const struct {
    const char *name, *base, *path, *field, *script, *class, *origins;
} providers[CAPTCHA_PROVIDERS] = {
    { "turnstile", "https://challenges.cloudflare.com", "/turnstile/v0/siteverify", "cf-turnstile-response",
      "https://challenges.cloudflare.com/turnstile/v0/api.js", "cf-turnstile", "https://challenges.cloudflare.com" },
    { "hcaptcha", "https://api.hcaptcha.com", "/siteverify", "h-captcha-response", "https://js.hcaptcha.com/1/api.js",
      "h-captcha", "https://hcaptcha.com https://*.hcaptcha.com" },
    { "recaptcha", "https://www.google.com", "/recaptcha/api/siteverify", "g-recaptcha-response",
      "https://www.google.com/recaptcha/api.js", "g-recaptcha", "https://www.google.com https://www.gstatic.com" },
};

enum captcha_provider captcha_of(const struct form *form)
{
    for (int i = 0; i < CAPTCHA_PROVIDERS; i++)
        if (str_equal(form->verification, str_from(providers[i].name)))
            return (enum captcha_provider)i;
    return CAPTCHA_PROVIDERS;
}

const char *captcha_field(enum captcha_provider provider)
{
    return providers[provider].field;
}

struct str captcha_script(const struct captcha_addresses *addresses, enum captcha_provider provider)
{
    return str_from(addresses->script[provider] ? addresses->script[provider] : providers[provider].script);
}

struct str captcha_class(enum captcha_provider provider)
{
    return str_from(providers[provider].class);
}

struct str captcha_origins(const struct captcha_addresses *addresses, enum captcha_provider provider)
{
    struct str script = str_from(addresses->script[provider]);
    size_t host = str_find(script, '/') + 2;

    if (script.len == 0)
        return str_from(providers[provider].origins);
    return str_slice(script, 0, host + str_find(str_slice(script, host, script.len), '/'));
}

/* ---- asking -------------------------------------------------------------------------------------------------- */

static size_t take_bytes(char *bytes, size_t size, size_t count, void *data)
{
    struct buf *buf = data;

    if (buf->len + size * count > ANSWER_MOST)
        return 0;
    buf_add(buf, (struct str){ bytes, size * count });
    return size * count;
}

static bool add_part(struct buf *body, CURL *curl, const char *name, struct str value)
{
    char *escaped = curl_easy_escape(curl, value.ptr, (int)value.len);

    if (!escaped)
        return false;
    buf_printf(body, "%s%s=%s", body->len ? "&" : "", name, escaped);
    curl_free(escaped);
    return true;
}

static void set_options(CURL *curl, const char *url, const struct buf *body, struct buf *answer)
{
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)body->len);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body->ptr);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_bytes);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, WAIT_MS);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
}

/* False when no whole answer came. */
static bool ask(struct ctx *ctx, const char *url, const struct form *form, struct str token, struct buf *answer)
{
    CURL *curl = curl_easy_init();
    struct buf body;
    long status = 0;
    bool came;

    if (!curl)
        return false;
    buf_init(&body, ctx->arena, token.len + 512);
    came = add_part(&body, curl, "secret", form->secret) && add_part(&body, curl, "response", token) &&
           (ctx->ip.len == 0 || add_part(&body, curl, "remoteip", ctx->ip));
    buf_add_char(&body, '\0');
    body.len--;
    if (came) {
        set_options(curl, url, &body, answer);
        came = curl_easy_perform(curl) == CURLE_OK &&
               curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK && status == 200;
    }
    curl_easy_cleanup(curl);
    return came;
}

/* ---- understanding ------------------------------------------------------------------------------------------- */

static struct str host_of(struct str origin)
{
    size_t at = str_find(origin, '/');
    struct str host = str_slice(origin, at + 2, origin.len);

    return str_slice(host, 0, str_find(host, ':'));
}

static bool is_our_host(const struct form *form, struct str host, struct str own_host)
{
    for (int i = 0; i < form->origins.count; i++)
        if (str_equal_ascii_case(host_of(form->origins.items[i]), host))
            return true;
    return host.len > 0 && str_equal_ascii_case(host, own_host);
}

static bool is_yes(const json_t *answer, const struct form *form, struct str own_host)
{
    const json_t *score = json_object_get(answer, "score");

    if (!json_is_true(json_object_get(answer, "success")) ||
        !is_our_host(form, json_text(json_object_get(answer, "hostname")), own_host))
        return false;
    if (form->verification_action.len &&
        !str_equal(json_text(json_object_get(answer, "action")), form->verification_action))
        return false;
    return captcha_of(form) != CAPTCHA_RECAPTCHA || !score || json_number_value(score) >= LEAST_SCORE;
}

enum captcha_verdict captcha_check(struct ctx *ctx, const struct captcha_addresses *addresses, const struct form *form,
                                   struct str token, struct str own_host)
{
    enum captcha_provider provider = captcha_of(form);
    const char *base = addresses->base[provider] ? addresses->base[provider] : providers[provider].base;
    struct str url = arena_printf(ctx->arena, "%s%s", base, providers[provider].path);
    struct ctx quiet = { .arena = ctx->arena };
    struct buf answer;
    json_t *json;

    if (token.len == 0 || token.len > TOKEN_MOST)
        return CAPTCHA_BAD;
    quiet.problems_end = &quiet.problems;
    buf_init(&answer, ctx->arena, 1024);
    if (!ask(ctx, url.ptr, form, token, &answer) || json_read(&quiet, buf_str(&answer), &json) != ERR_OK) {
        log_write(LOG_WARN, "captcha_unreachable", "provider=%s", providers[provider].name);
        return CAPTCHA_UNREACHABLE;
    }
    return is_yes(json, form, own_host) ? CAPTCHA_GOOD : CAPTCHA_BAD;
}
