/*
 * The rules of form definitions.
 */
#include "features/form/form.h"

#include "base/secret.h"
#include "base/text.h"
#include "features/audit/audit.h"
#include "features/form/form_store.h"
#include "features/link/link.h"
#include "features/tag/tag.h"

enum { KEY_LETTERS = 20, HONEYPOT_LETTERS = 6 };

/* What a form of a kind says and asks when nobody says otherwise. */
static const struct standard {
    const char *title, *button, *fields, *consent, *source, *thank_you;
} standards[] = {
    { "Write to us", "Send",
      "[{\"name\":\"name\",\"required\":true},{\"name\":\"email\",\"required\":true},"
      "{\"name\":\"phone\",\"required\":false},{\"name\":\"message\",\"required\":true}]",
      "Yes, send me news and offers by e-mail. I can stop them at any time.", "contact-form",
      "Thank you for writing. We will answer as soon as we can." },
    { "Get our news", "Subscribe", "[{\"name\":\"email\",\"required\":true}]",
      "By subscribing you agree to receive news and offers by e-mail. You can stop them at any time.", "subscribe-form",
      "Thank you. You are on the list." },
};

/* ---- reading ------------------------------------------------------------------------------------------------- */

enum err form_complete(struct ctx *ctx, void *records, int count)
{
    struct form *forms = records;
    struct str base;

    TRY(link_address(ctx, "/f/", STR_EMPTY, &base));
    for (int i = 0; i < count; i++) {
        forms[i].has_secret = forms[i].secret.len > 0;
        forms[i].url = arena_printf(ctx->arena, "%.*s%.*s", STR_PRINT(base), STR_PRINT(forms[i].key));
    }
    return ERR_OK;
}

enum err form_get(struct ctx *ctx, id64 id, struct form *out)
{
    TRY(resource_get(ctx, &form_resource, ctx->location_id, id, out));
    return form_complete(ctx, out, 1);
}

enum err form_get_to_change(struct ctx *ctx, id64 id, struct form *out)
{
    TRY(store_lock_location(ctx, ctx->location_id));
    return form_get(ctx, id, out);
}

enum err form_find(struct ctx *ctx, struct str key, struct form *out)
{
    id64 location_id, id;

    TRY(form_store_by_key(ctx, key, &location_id, &id));
    if (id == 0)
        return ERR_NOT_FOUND;
    return resource_get(ctx, &form_resource, location_id, id, out);
}

enum err form_first(struct ctx *ctx, struct str kind, id64 *id)
{
    return form_store_first(ctx, kind, id);
}

bool form_allows_origin(const struct form *form, struct str origin)
{
    for (int i = 0; i < form->origins.count; i++)
        if (str_equal_ascii_case(form->origins.items[i], origin))
            return true;
    return false;
}

enum err form_start(struct ctx *ctx)
{
    struct str key;

    TRY(form_store_key(ctx, &key));
    return key.len ? ERR_OK : form_store_make_key(ctx);
}

enum err form_secrets(struct ctx *ctx, struct pow_secrets *out)
{
    struct str key;

    TRY(form_store_key(ctx, &key));
    if (key.len == 0)
        return fail(ctx, ERR_INTERNAL, "There is no key to sign challenges with.");
    out->signature = hmac_sha256_hex(ctx->arena, key, STR("challenge"));
    out->key = hmac_sha256_hex(ctx->arena, key, STR("answer"));
    return ERR_OK;
}

enum err form_wording(struct ctx *ctx, id64 form_id, int64_t version, struct str *wording, int64_t *at_ms)
{
    return form_store_wording(ctx, form_id, version, wording, at_ms);
}

/* ---- checking ------------------------------------------------------------------------------------------------ */

/* Letters and digits that nobody confuses. */
static struct str random_word(struct ctx *ctx, size_t letters)
{
    static const char alphabet[] = "abcdefghjkmnpqrstuvwxyz23456789";
    char *word = arena_alloc(ctx->arena, letters + 1);

    random_bytes(word, letters);
    for (size_t i = 0; i < letters; i++)
        word[i] = alphabet[(unsigned char)word[i] % (sizeof(alphabet) - 1)];
    return (struct str){ word, letters };
}

static bool is_plain(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] <= ' ' || (unsigned char)text.ptr[i] >= 0x7F || text.ptr[i] == '"' ||
            text.ptr[i] == '\'' || text.ptr[i] == '<' || text.ptr[i] == '>' || text.ptr[i] == '\\' ||
            text.ptr[i] == ';' || text.ptr[i] == ',' || text.ptr[i] == '*')
            return false;
    return text.len > 0;
}

/* "https://host[:port]" of an address, lower-cased; empty when it is none. */
static struct str origin_of(struct ctx *ctx, struct str url)
{
    struct str scheme = str_starts(url, STR("https://")) ? STR("https://") : STR("http://");
    struct str host;

    if (!is_plain(url) || !str_starts(url, scheme))
        return STR_EMPTY;
    host = str_slice(url, scheme.len, url.len);
    host = str_slice(host, 0, str_find(host, '/'));
    host = str_slice(host, 0, str_find(host, '?'));
    host = str_slice(host, 0, str_find(host, '#'));
    if (host.len == 0 || str_find(host, '@') < host.len)
        return STR_EMPTY;
    return arena_printf(ctx->arena, "%.*s%.*s", STR_PRINT(scheme), STR_PRINT(text_fold(ctx->arena, host)));
}

static void check_origins(struct ctx *ctx, struct form *form)
{
    int kept = 0;

    for (int i = 0; i < form->origins.count; i++) {
        struct str typed = form->origins.items[i], origin = origin_of(ctx, typed);
        struct str rest = str_slice(typed, origin.len, typed.len);
        bool twice = false;

        if (origin.len == 0 || (rest.len && !str_equal(rest, STR("/"))))
            problem_add(ctx, arena_printf(ctx->arena, "origins[%d]", i), "invalid",
                        "A website without a path, such as https://www.example.com.");
        for (int k = 0; k < kept; k++)
            twice |= str_equal(form->origins.items[k], origin);
        if (!twice)
            form->origins.items[kept++] = origin;
    }
    form->origins.count = kept;
}

static bool has_provider(const struct form *form)
{
    return !str_equal(form->verification, STR("pow")) && !str_equal(form->verification, STR("none"));
}

static void check_provider(struct ctx *ctx, const struct form *form)
{
    if (!has_provider(form))
        return;
    if (!is_plain(form->site_key))
        problem_add(ctx, STR("site_key"), form->site_key.len ? "invalid" : "required",
                    "The provider gave you a site key.");
    if (form->secret.len == 0)
        problem_add(ctx, STR("secret"), "required", "The provider gave you a secret.");
    if (form->verification_action.len && str_equal(form->verification, STR("hcaptcha")))
        problem_add(ctx, STR("verification_action"), "invalid", "hCaptcha knows no actions; leave this empty.");
    else if (form->verification_action.len && !is_plain(form->verification_action))
        problem_add(ctx, STR("verification_action"), "invalid", "Letters, digits, hyphens and underscores.");
}

static enum err check(struct ctx *ctx, struct form *form)
{
    TRY(form_parts_settle(ctx, form));
    check_origins(ctx, form);
    check_provider(ctx, form);
    tag_check(ctx, &form->tags);
    if (form->redirect_url.len && origin_of(ctx, form->redirect_url).len == 0)
        problem_add(ctx, STR("redirect_url"), "invalid", "A whole address, such as https://www.example.com/thanks.");
    return problems_err(ctx);
}

/* ---- making and changing ------------------------------------------------------------------------------------- */

static void fill(struct str *text, const char *standard)
{
    if (text->len == 0)
        *text = str_from(standard);
}

static void fill_in(struct form *form)
{
    const struct standard *standard = &standards[form_is_subscribe(form)];

    fill(&form->title, standard->title);
    fill(&form->button, standard->button);
    fill(&form->thank_you, standard->thank_you);
    fill(&form->source, standard->source);
    fill(&form->obtain_method, "form-submission");
    fill(&form->consent_text, standard->consent);
    if (form->fields.len == 0 || str_equal(form->fields, STR("[]")))
        form->fields = str_from(standard->fields);
}

enum err form_create(struct ctx *ctx, struct form *form)
{
    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(problems_err(ctx));
    fill_in(form);
    TRY(check(ctx, form));
    form->id = ctx_new_id(ctx);
    form->location_id = ctx->location_id;
    form->key = random_word(ctx, KEY_LETTERS);
    form->honeypot = arena_printf(ctx->arena, "website_%.*s", STR_PRINT(random_word(ctx, HONEYPOT_LETTERS)));
    form->consent_version = 1;
    form->created_ms = form->updated_ms = ctx->now_ms;
    form->edit = 1;
    TRY(resource_insert(ctx, &form_resource, form));
    TRY(form_store_add_wording(ctx, form));
    TRY(audit_record(ctx, "form.created", form->id));
    return form_complete(ctx, form, 1);
}

enum err form_update(struct ctx *ctx, const struct form *before, struct form *after)
{
    struct str changes;

    TRY(problems_err(ctx));
    fill_in(after);
    TRY(check(ctx, after));
    changes = resource_changes(ctx, &form_resource, before, after);
    if (changes.len == 0 && str_equal(before->secret, after->secret))
        return ERR_OK;
    if (!str_equal(before->consent_text, after->consent_text)) {
        after->consent_version = before->consent_version + 1;
        TRY(form_store_add_wording(ctx, after));
        changes = resource_changes(ctx, &form_resource, before, after);
    }
    after->updated_ms = ctx->now_ms;
    after->edit = before->edit + 1;
    TRY(resource_update(ctx, &form_resource, after));
    if (changes.len)
        TRY(audit_changes(ctx, "form.updated", after->id, changes));
    if (!str_equal(before->secret, after->secret))
        TRY(audit_record(ctx, "form.secret_changed", after->id));
    return form_complete(ctx, after, 1);
}

enum err form_delete(struct ctx *ctx, const struct form *form)
{
    int64_t used;

    TRY(form_store_count_uses(ctx, form->id, &used));
    if (used > 0)
        return fail(ctx, ERR_CONFLICT, "Something came in by this form, and refers to it; switch it off instead.");
    TRY(form_store_delete(ctx, form->id));
    return audit_record(ctx, "form.deleted", form->id);
}

enum err form_create_defaults(struct ctx *ctx)
{
    struct form contact = { .kind = STR("contact"), .name = STR("Contact form") };
    struct form subscribe = { .kind = STR("subscribe"), .name = STR("Subscribe form") };

    resource_defaults(ctx, &form_resource, &contact);
    resource_defaults(ctx, &form_resource, &subscribe);
    TRY(form_create(ctx, &contact));
    return form_create(ctx, &subscribe);
}
