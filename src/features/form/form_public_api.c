/*
 * What visitors' browsers ask below /f/: the definition, a challenge, and what was typed. The protocol is docs/develop/forms.md.
 */
#include "api/api.h"
#include "base/secret.h"
#include "base/text.h"
#include "features/form/visit_api.h"
#include "features/link/link.h"
#include "features/user/permission.h"

enum { NONCE_BYTES = 16 };

/* ---- what to show -------------------------------------------------------------------------------------------- */

static enum err preflight(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct visit visit;

    TRY(visit_open(ctx, req, &visit));
    visit_allow(&visit, rep);
    if (form_allows_origin(&visit.form, visit.origin)) {
        reply_header(rep, "Access-Control-Allow-Methods", STR("GET, POST"));
        reply_header(rep, "Access-Control-Allow-Headers", STR("Content-Type, Accept"));
        reply_header(rep, "Access-Control-Max-Age", STR("600"));
    }
    return reply_empty(rep);
}

static void put_fields(struct json_writer *w, const struct form_parts *parts)
{
    static const char *const kinds[] = { "text", "text", "text", "email", "phone", "lines" };
    static const char *const autocompletes[] = { "name", "given-name", "family-name", "email", "tel", NULL };
    static const int most[] = { 100, 100, 100, 254, 50, FORM_MESSAGE_MOST };

    put_key(w, "fields");
    put_array(w);
    for (int i = 0; i < parts->field_count; i++) {
        const struct form_field *field = &parts->fields[i];

        put_object(w);
        put_key(w, "name");
        put_string(w, str_from(form_field_name(field->kind)));
        put_key(w, "kind");
        put_string(w, str_from(kinds[field->kind]));
        put_key(w, "label");
        put_string(w, field->label);
        put_key(w, "required");
        put_bool(w, field->required);
        put_key(w, "max");
        put_int(w, most[field->kind]);
        put_key(w, "autocomplete");
        put_string_or_null(w, str_from(autocompletes[field->kind]));
        put_object_end(w);
    }
    put_array_end(w);
}

static void put_consent(struct json_writer *w, const struct form *form)
{
    put_key(w, "consent");
    if (!form_asks_consent(form)) {
        put_null(w);
        return;
    }
    put_object(w);
    put_key(w, "text");
    put_string(w, form->consent_text);
    put_key(w, "version");
    put_int(w, form->consent_version);
    put_key(w, "ticked");
    if (form_is_subscribe(form))
        put_null(w);
    else
        put_bool(w, false);
    put_object_end(w);
}

static void put_verification(struct ctx *ctx, struct json_writer *w, const struct form *form)
{
    enum captcha_provider provider = captcha_of(form);
    bool guest = provider != CAPTCHA_PROVIDERS;

    put_key(w, "verification");
    put_object(w);
    put_key(w, "kind");
    put_string(w, form->verification);
    put_key(w, "site_key");
    put_string_or_null(w, guest ? form->site_key : STR_EMPTY);
    put_key(w, "action");
    put_string_or_null(w, form->verification_action);
    put_key(w, "script");
    put_string_or_null(w, guest ? captcha_script(form_guard_providers(ctx), provider) : STR_EMPTY);
    put_object_end(w);
}

static void put_definition(struct ctx *ctx, struct json_writer *w, const struct visit *visit, struct str started)
{
    const struct form *form = &visit->form;
    const struct {
        const char *name;
        struct str value;
    } texts[] = {
        { "key", form->key },
        { "kind", form->kind },
        { "language", form->language.len ? form->language : STR("en") },
        { "business", visit->location.name },
        { "colour", visit->location.brand_colour },
        { "title", form->title },
        { "intro", form->intro },
        { "button", form->button },
        { "honeypot", form->honeypot },
        { "started", started },
    };

    put_object(w);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        put_name(w, str_from(texts[i].name));
        put_string(w, texts[i].value);
    }
    put_fields(w, &visit->parts);
    put_key(w, "questions");
    put_raw(w, form->questions);
    put_consent(w, form);
    put_verification(ctx, w, form);
    put_object_end(w);
}

static enum err definition(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct json_writer w;
    struct visit visit;
    struct str started;

    TRY(visit_open(ctx, req, &visit));
    TRY(visit_token(ctx, &visit, LINK_FORM_STARTED, &started));
    w = reply_json(rep, 200);
    put_definition(ctx, &w, &visit, started);
    TRY(reply_json_end(rep, &w));
    return visit_answer(ctx, &visit, rep, ERR_OK);
}

static enum err make_challenge(struct ctx *ctx, const struct visit *visit, struct reply *rep)
{
    char bytes[2 * NONCE_BYTES];
    struct pow_challenge challenge = { .form_key = visit->form.key,
                                       .nonce = { bytes, NONCE_BYTES },
                                       .salt = { bytes + NONCE_BYTES, NONCE_BYTES },
                                       .expires_s = ctx->now_ms / SECOND_MS + POW_SECONDS };
    struct pow_secrets secrets;
    int level;

    if (!str_equal(visit->form.verification, STR("pow")))
        return fail(ctx, ERR_NOT_FOUND, "This form asks for no proof of work.");
    TRY(form_guard_challenge(ctx, visit->form.id, &level));
    TRY(form_secrets(ctx, &secrets));
    random_bytes(bytes, sizeof(bytes));
    challenge.work = pow_work_for(visit->form.strength, level);
    return reply_bytes(rep, 200, "application/json", pow_challenge_json(ctx->arena, &secrets, &challenge));
}

static enum err challenge(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct visit visit;

    TRY(visit_open(ctx, req, &visit));
    return visit_answer(ctx, &visit, rep, make_challenge(ctx, &visit, rep));
}

static enum err show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct visit visit;

    TRY(visit_open(ctx, req, &visit));
    return visit_form_page(ctx, &visit, rep, NULL);
}

/* ---- what was sent ------------------------------------------------------------------------------------------- */

/* A body on its way through the gate. */
struct entry {
    struct visit *visit;
    json_t *body;                  /* as the widget sends it; of a plain form made from its pairs */
    struct page_input_list pairs;  /* of a plain form */
    struct str own_host;
    struct submission_input input;
    int64_t opened_ms;             /* when the form was opened, as the signed time says; 0: it does not */
    bool proven;
    bool asks;                     /* a page with one button has to come first */
};

static void release_tree(void *tree)
{
    json_decref(tree);
}

static void set_text(json_t *object, struct str name, struct str value, struct arena *arena)
{
    json_object_set_new(object, arena_cstr(arena, name), json_stringn(value.ptr, value.len));
}

/* "name", "email" … are fields, "q_…" answers, the rest stays beside them. */
static json_t *tree_of_pairs(struct ctx *ctx, const struct page_input_list *pairs)
{
    json_t *tree = json_object(), *fields = json_object(), *answers = json_object();

    arena_defer(ctx->arena, release_tree, tree);
    json_object_set_new(tree, "fields", fields);
    json_object_set_new(tree, "answers", answers);
    for (int i = 0; i < pairs->count; i++) {
        struct str name = pairs->pairs[i].name, value = pairs->pairs[i].value;
        bool is_field = false;

        for (int kind = 0; kind < FORM_FIELD_KINDS; kind++)
            is_field |= str_equal(name, str_from(form_field_name((enum form_field_kind)kind)));
        if (str_equal(name, STR("fields")) || str_equal(name, STR("answers")))
            continue;
        if (str_equal(name, STR("consent")))
            json_object_set_new(tree, "consent", json_boolean(value.len > 0));
        else if (str_starts(name, STR("q_")))
            set_text(answers, str_slice(name, 2, name.len), value, ctx->arena);
        else
            set_text(is_field ? fields : tree, name, value, ctx->arena);
    }
    return tree;
}

static struct str member(const struct entry *entry, const char *name)
{
    return json_text(json_object_get(entry->body, name));
}

static enum err read_body(struct ctx *ctx, const struct request *req, struct entry *entry)
{
    struct str type = request_header(req, "content-type"), referer = request_header(req, "referer");

    if (req->body.len > VISIT_BODY_MOST)
        return fail(ctx, ERR_TOO_LARGE, "This is too long to be sent by a form.");
    if (str_starts(str_trim(type), STR("application/json"))) {
        TRY(request_json(ctx, req, &entry->body));
        if (!json_is_object(entry->body))
            return fail(ctx, ERR_BAD_REQUEST, "The body must be an object.");
        return ERR_OK;
    }
    TRY(page_form_read(ctx, req, &entry->pairs));
    entry->body = tree_of_pairs(ctx, &entry->pairs);
    if (member(entry, "page").len == 0 && text_valid(referer))
        set_text(entry->body, STR("page"), referer, ctx->arena);
    return ERR_OK;
}

/* ---- the gate: is it a robot? -------------------------------------------------------------------------------- */

static void refuse(struct entry *entry, const char *reason)
{
    entry->input.submission.state = STR("spam");
    entry->input.submission.reason = str_from(reason);
}

static bool refused(const struct entry *entry)
{
    return str_equal(entry->input.submission.state, STR("spam"));
}

static enum err check_time(struct ctx *ctx, struct entry *entry)
{
    struct str started = member(entry, "started");
    struct visit_opened opened;

    if (started.len == 0 && !entry->visit->json)
        return ERR_OK; /* the business's own HTML has none: the page with one button will */
    TRY(visit_time_of(ctx, entry->visit, LINK_FORM_STARTED, started, &opened));
    entry->opened_ms = opened.at_ms;
    switch (opened.time) {
    case VISIT_IN_TIME: break;
    case VISIT_TOO_FAST: refuse(entry, "too-fast"); break;
    case VISIT_FORGED: refuse(entry, started.len ? "forged-time" : "no-time"); break;
    case VISIT_TOO_LATE:
        problem_add(ctx, STR("started"), "expired",
                    "This form was open for more than a day; please send it once more.");
        break;
    }
    return ERR_OK;
}

/* Whoever opened the form before it was changed could not know what it asks for now: they are told. A plain form gets the
 * page with one button. */
static void miss_proof(struct ctx *ctx, struct entry *entry)
{
    if (!entry->visit->json)
        return;
    if (entry->opened_ms != 0 && entry->opened_ms < entry->visit->form.updated_ms)
        problem_add(ctx, STR("verification"), "changed",
                    "This form was changed since you opened it; please send it once more.");
    else
        refuse(entry, "no-proof");
}

static enum err check_work(struct ctx *ctx, struct entry *entry)
{
    struct pow_secrets secrets;
    struct pow_proof proof;

    TRY(form_secrets(ctx, &secrets));
    switch (pow_check(ctx, &secrets, member(entry, "altcha"), entry->visit->form.key, &proof)) {
    case POW_GOOD:
        entry->proven = true;
        entry->input.proof_nonce = proof.nonce;
        entry->input.proof_expires_ms = proof.expires_ms;
        return ERR_OK;
    case POW_MISSING: miss_proof(ctx, entry); return ERR_OK;
    case POW_EXPIRED:
        problem_add(ctx, STR("altcha"), "expired", "The proof is too old; fetch a new challenge and send again.");
        return ERR_OK;
    case POW_FORGED:
    case POW_WRONG: refuse(entry, "proof"); return ERR_OK;
    }
    return ERR_INTERNAL;
}

static enum err check_provider(struct ctx *ctx, struct entry *entry)
{
    const struct form *form = &entry->visit->form;
    struct str token = member(entry, captcha_field(captcha_of(form)));
    enum captcha_verdict verdict;

    if (token.len == 0) {
        miss_proof(ctx, entry);
        return ERR_OK;
    }
    TRY(form_guard_ask(ctx));
    verdict = captcha_check(ctx, form_guard_providers(ctx), form, token, entry->own_host);
    form_guard_asked(ctx);
    entry->proven = verdict == CAPTCHA_GOOD;
    if (verdict == CAPTCHA_UNREACHABLE)
        return fail(ctx, ERR_BUSY, "We could not check that a person is writing; please send it again in a moment.");
    if (verdict == CAPTCHA_BAD)
        problem_add(ctx, STR("verification"), "invalid", "The check was not passed; please do it once more.");
    return ERR_OK;
}

/* Nobody proved anything, and no script did it for them: after the page with one button it is taken, unsure. */
static enum err check_again(struct ctx *ctx, struct entry *entry)
{
    struct str again = member(entry, "again");
    struct visit_opened opened = { .time = VISIT_TOO_LATE };

    entry->input.submission.state = STR("unsure");
    entry->input.submission.reason = STR("no-proof");
    if (str_equal(entry->visit->form.strength, STR("low")) && member(entry, "started").len)
        return ERR_OK;
    if (again.len)
        TRY(visit_time_of(ctx, entry->visit, LINK_FORM_AGAIN, again, &opened));
    if (opened.time == VISIT_TOO_FAST)
        refuse(entry, "too-fast");
    if (opened.time == VISIT_FORGED)
        refuse(entry, "forged-time");
    entry->asks = opened.time == VISIT_TOO_LATE;
    return ERR_OK;
}

static enum err pass_gate(struct ctx *ctx, struct entry *entry)
{
    const struct form *form = &entry->visit->form;

    entry->input.submission.state = STR("accepted");
    if (member(entry, arena_cstr(ctx->arena, form->honeypot)).len) {
        refuse(entry, "honeypot");
        return ERR_OK;
    }
    TRY(check_time(ctx, entry));
    if (refused(entry) || ctx->problem_count)
        return ERR_OK;
    if (str_equal(form->verification, STR("pow")))
        TRY(check_work(ctx, entry));
    else if (captcha_of(form) != CAPTCHA_PROVIDERS)
        TRY(check_provider(ctx, entry));
    else
        entry->proven = true;
    if (refused(entry) || ctx->problem_count || entry->proven)
        return ERR_OK;
    return check_again(ctx, entry);
}

/* ---- through it ---------------------------------------------------------------------------------------------- */

/* "http" is where links begin, however they are written. */
static int links_in(struct str text)
{
    int count = 0;

    for (size_t i = 0; i + 7 <= text.len; i++)
        count += str_starts(str_slice(text, i, text.len), STR("http://")) ||
                 str_starts(str_slice(text, i, text.len), STR("https://"));
    return count;
}

/* What was passed but will not do as it is. */
static void doubt(struct ctx *ctx, struct entry *entry)
{
    struct submission *submission = &entry->input.submission;

    if (str_equal(submission->state, STR("accepted")) && links_in(submission->message) > SUBMISSION_LINKS_MOST) {
        submission->state = STR("unsure");
        submission->reason = STR("links");
    }
    if (str_equal(submission->state, STR("unsure")) && !form_guard_keeps_unsure(ctx, entry->visit->form.id))
        refuse(entry, "flood");
}

static enum err receive(struct ctx *ctx, void *data)
{
    struct entry *entry = data;
    struct submission_input input = entry->input; /* PostgreSQL may ask twice */

    input.submission.id = ctx_new_id(ctx);
    input.submission.location_id = ctx->location_id;
    input.submission.at_ms = ctx->now_ms;
    return submission_receive(ctx, &entry->visit->form, &input);
}

/* What is not worth a line in the database is dropped; the answer is the same. */
static enum err keep(struct ctx *ctx, struct entry *entry)
{
    enum err err;

    doubt(ctx, entry);
    if (!refused(entry))
        return store_write(ctx, receive, entry);
    if (!form_guard_keeps_refused(ctx, entry->visit->form.id))
        return ERR_OK;
    err = store_write(ctx, receive, entry);
    form_guard_kept(ctx);
    return err;
}

static enum err enter(struct ctx *ctx, struct entry *entry)
{
    TRY(pass_gate(ctx, entry));
    TRY(submission_read(ctx, &entry->visit->form, entry->body, refused(entry), &entry->input));
    if (ctx->problem_count)
        return ERR_INVALID;
    if (entry->asks)
        return ERR_OK;
    if (!refused(entry))
        TRY(form_guard_accept(ctx, entry->visit->form.id));
    return keep(ctx, entry);
}

static struct str thanks(struct ctx *ctx, const struct entry *entry)
{
    const struct form *form = &entry->visit->form;

    if (!form->double_opt_in || !entry->input.submission.consent)
        return form->thank_you;
    return arena_printf(ctx->arena, "%.*s\n\nPlease follow the link in the mail that we have just sent you.",
                        STR_PRINT(form->thank_you));
}

static enum err answer_script(struct ctx *ctx, const struct entry *entry, struct reply *rep)
{
    struct json_writer w = reply_json(rep, 200);

    put_object(&w);
    put_key(&w, "ok");
    put_bool(&w, true);
    put_key(&w, "thank_you");
    put_string(&w, thanks(ctx, entry));
    put_key(&w, "redirect");
    put_string_or_null(&w, entry->visit->form.redirect_url);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

static enum err take(struct ctx *ctx, const struct request *req, struct entry *entry)
{
    if (!entry->visit->allowed)
        return fail(ctx, ERR_FORBIDDEN, "This form may not be used from this website.");
    TRY(form_guard_sender(ctx));
    TRY(read_body(ctx, req, entry));
    return enter(ctx, entry);
}

/* What was typed comes back, to be sent again; `err` itself where it cannot be read. */
static enum err not_now(struct ctx *ctx, const struct request *req, struct reply *rep, struct entry *entry,
                        enum err err)
{
    struct str why = ctx->error_detail;

    if (req->body.len > VISIT_BODY_MOST ||
        (entry->pairs.count == 0 && page_form_read(ctx, req, &entry->pairs) != ERR_OK))
        return err;
    ctx->error_detail = why;
    return visit_wait_page(ctx, entry->visit, rep, err, &entry->pairs);
}

/* Honest at the place where people see it: a name that is missing stands at the name. */
static enum err submit(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct visit *visit = ARENA_NEW(ctx->arena, struct visit);
    struct entry entry = { .visit = visit };
    enum err err;

    TRY(visit_open(ctx, req, visit));
    entry.own_host = str_slice(req->host, 0, str_find(req->host, ':'));
    err = take(ctx, req, &entry);
    if (visit->json)
        return visit_answer(ctx, visit, rep, err == ERR_OK ? answer_script(ctx, &entry, rep) : err);
    if (err == ERR_INVALID && ctx->problem_count)
        return visit_form_page(ctx, visit, rep, entry.body);
    if (err == ERR_RATE_LIMITED || err == ERR_BUSY)
        return not_now(ctx, req, rep, &entry, err);
    TRY(err);
    if (entry.asks && !refused(&entry))
        return visit_again_page(ctx, visit, rep, &entry.pairs);
    return visit_thanks_page(ctx, visit, rep, thanks(ctx, &entry));
}

/* ---- the table ----------------------------------------------------------------------------------------------- */

#define OBJECT_JSON "{\"type\":\"object\"}"
#define TAKEN_JSON                                                                                          \
    "{\"type\":\"object\",\"required\":[\"ok\",\"thank_you\",\"redirect\"],\"properties\":{"                 \
    "\"ok\":{\"type\":\"boolean\"},\"thank_you\":{\"type\":\"string\"},"                                     \
    "\"redirect\":{\"type\":[\"string\",\"null\"]}}}"

static const struct query_param bare[] = {
    { "bare", "string", "1: without the business's head, for a frame" },
    { NULL, NULL, NULL },
};

/* clang-format off */
extern const struct route visit_routes[];
extern const int visit_route_count;

const struct route visit_routes[] = {
    { GET,     "/f/:key",            PERM_PUBLIC, READ, show,       "A form as a page", .query = bare, .flags = ROUTE_PAGE },
    { POST,    "/f/:key",            PERM_PUBLIC, SLOW, submit,     "Send a form",
      .status = 200, .other_status = 303, .query = bare, .takes_json = OBJECT_JSON, .gives_json = TAKEN_JSON, .flags = ROUTE_PAGE | ROUTE_NO_COOKIE_CHECK | ROUTE_CROWD },
    { OPTIONS, "/f/:key",            PERM_PUBLIC, READ, preflight,  "May this website use the form?", .status = 204, .flags = ROUTE_NO_COOKIE_CHECK },
    { GET,     "/f/:key/definition", PERM_PUBLIC, READ, definition, "What a form asks and says", .gives_json = OBJECT_JSON },
    { OPTIONS, "/f/:key/definition", PERM_PUBLIC, READ, preflight,  "May this website use the form?", .status = 204, .flags = ROUTE_NO_COOKIE_CHECK },
    { GET,     "/f/:key/challenge",  PERM_PUBLIC, SLOW, challenge,  "A proof of work to do (ALTCHA v2)", .gives_json = OBJECT_JSON, .flags = ROUTE_CROWD },
    { OPTIONS, "/f/:key/challenge",  PERM_PUBLIC, READ, preflight,  "May this website use the form?", .status = 204, .flags = ROUTE_NO_COOKIE_CHECK },
};
/* clang-format on */

const int visit_route_count = (int)(sizeof(visit_routes) / sizeof(visit_routes[0]));
