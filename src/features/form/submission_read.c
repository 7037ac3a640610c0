/*
 * What a visitor typed, read by the form: every field in its normal form, every problem said where the visitor sees it.
 */
#include "base/email.h"
#include "base/phone.h"
#include "base/secret.h"
#include "base/text.h"
#include "features/form/disposable.h"
#include "features/form/submission.h"

enum { NAME_MOST = 100, PHONE_MOST = 50, PAGE_MOST = 2000, AGENT_MOST = 500 };

/* One reading. */
struct reading_of {
    struct ctx *ctx;
    const struct form *form;
    const struct form_parts *parts;
    const json_t *body;
    bool lenient;
    struct str values[FORM_FIELD_KINDS];
};

static void wrong(const struct reading_of *r, struct str field, const char *code, const char *sentence)
{
    if (!r->lenient)
        problem_add(r->ctx, field, code, "%s", sentence);
}

/* ---- fields -------------------------------------------------------------------------------------------------- */

static size_t most_of(enum form_field_kind kind)
{
    switch (kind) {
    case FORM_NAME:
    case FORM_FIRST_NAME:
    case FORM_LAST_NAME: return NAME_MOST;
    case FORM_EMAIL: return 254;
    case FORM_PHONE: return PHONE_MOST;
    case FORM_MESSAGE: return FORM_MESSAGE_MOST;
    case FORM_FIELD_KINDS: break;
    }
    return 0;
}

static void read_field(struct reading_of *r, const struct form_field *field)
{
    const char *name = form_field_name(field->kind);
    struct str place = arena_printf(r->ctx->arena, "fields.%s", name);
    struct str typed = json_text(json_object_get(json_object_get(r->body, "fields"), name)),
               *value = &r->values[field->kind];
    const char *why = NULL;
    struct str normal;

    *value = field->kind == FORM_MESSAGE ? text_lines(r->ctx->arena, typed) : text_line(r->ctx->arena, typed);
    if (value->len == 0) {
        if (field->required)
            wrong(r, place, "required", "Please fill this in.");
        return;
    }
    if (text_length(*value) > most_of(field->kind)) {
        wrong(r, place, "too_long", "This is too long.");
        *value = text_cut(*value, most_of(field->kind));
    }
    if (field->kind != FORM_EMAIL)
        return;
    if (email_normal(r->ctx->arena, *value, &normal, &why))
        *value = normal;
    else
        wrong(r, place, "invalid", "This is not an e-mail address.");
}

static struct str join_name(const struct reading_of *r)
{
    struct str first = r->values[FORM_FIRST_NAME], last = r->values[FORM_LAST_NAME], email = r->values[FORM_EMAIL];
    struct str name = r->values[FORM_NAME];

    if (name.len == 0)
        name = str_trim(arena_printf(r->ctx->arena, "%.*s %.*s", STR_PRINT(first), STR_PRINT(last)));
    if (name.len == 0)
        name = str_slice(email, 0, str_find(email, '@'));
    return text_cut(name.len ? name : r->values[FORM_PHONE], NAME_MOST);
}

static bool is_asked(const struct reading_of *r, enum form_field_kind kind)
{
    for (int i = 0; i < r->parts->field_count; i++)
        if (r->parts->fields[i].kind == kind)
            return true;
    return false;
}

/* Somebody who leaves neither cannot be answered, whatever the form calls optional. */
static void check_reachable(const struct reading_of *r)
{
    if (r->values[FORM_EMAIL].len || r->values[FORM_PHONE].len || r->ctx->problem_count > 0)
        return;
    wrong(r, is_asked(r, FORM_EMAIL) ? STR("fields.email") : STR("fields.phone"), "required",
          "Leave an address or a number, or nobody can answer.");
}

/* ---- the form's own questions -------------------------------------------------------------------------------- */

static struct str yes_no(const json_t *value)
{
    struct str text = str_trim(json_text(value));

    if (json_is_true(value) || str_equal(text, STR("yes")) || str_equal(text, STR("1")))
        return STR("yes");
    return json_is_false(value) || str_equal(text, STR("no")) ? STR("no") : STR_EMPTY;
}

static struct str read_answer(const struct reading_of *r, const struct form_question *question)
{
    const json_t *given = json_object_get(json_object_get(r->body, "answers"), arena_cstr(r->ctx->arena, question->id));
    struct str place = arena_printf(r->ctx->arena, "answers.%.*s", STR_PRINT(question->id));
    struct str value = question->kind == FORM_YES_NO ? yes_no(given) : text_lines(r->ctx->arena, json_text(given));
    bool known = question->kind != FORM_CHOICE || value.len == 0;

    if (value.len == 0 && question->required)
        wrong(r, place, "required", "Please answer this.");
    for (int i = 0; i < question->choices.count; i++)
        known |= str_equal(question->choices.items[i], value);
    if (!known) {
        wrong(r, place, "not_a_choice", "This is not one of the answers.");
        return STR_EMPTY;
    }
    if (text_length(value) > FORM_ANSWER_MOST)
        wrong(r, place, "too_long", "This is too long.");
    return text_cut(value, FORM_ANSWER_MOST);
}

static struct str read_answers(const struct reading_of *r)
{
    struct json_writer w;
    struct buf buf;

    buf_init(&buf, r->ctx->arena, 256);
    put_begin(&w, &buf);
    put_array(&w);
    for (int i = 0; i < r->parts->question_count; i++) {
        const struct form_question *question = &r->parts->questions[i];
        struct str value = read_answer(r, question);

        if (value.len == 0)
            continue;
        put_object(&w);
        put_key(&w, "id");
        put_string(&w, question->id);
        put_key(&w, "text");
        put_string(&w, question->text);
        put_key(&w, "value");
        put_string(&w, value);
        put_object_end(&w);
    }
    put_array_end(&w);
    return buf_str(&buf);
}

/* ---- all of it ----------------------------------------------------------------------------------------------- */

/* What makes two submissions the same one: the form and everything typed, each part with its length. */
static struct str fingerprint(const struct reading_of *r, const struct submission *s)
{
    const struct str parts[] = { s->name, s->email, s->phone, s->message, s->answers };
    struct buf buf;

    buf_init(&buf, r->ctx->arena, 256 + s->message.len);
    buf_printf(&buf, "%lld %d", (long long)r->form->id, s->consent);
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        buf_printf(&buf, " %zu:", parts[i].len);
        buf_add(&buf, parts[i]);
    }
    return sha256_hex(r->ctx->arena, buf_str(&buf));
}

static struct str normal_phone(struct ctx *ctx, struct str typed)
{
    struct phone_number number;

    if (typed.len == 0)
        return STR_EMPTY;
    phone_parse(ctx->arena, typed, ctx->country, &number);
    return number.e164;
}

/* Which wording they agreed to: the one that they saw, which the form says, also when another has come since. */
static int64_t version_seen(const struct reading_of *r)
{
    const json_t *said = json_object_get(r->body, "consent_version");
    int64_t newest = r->form->consent_version, version = json_is_integer(said) ? json_integer_value(said) : 0;

    if (!form_asks_consent(r->form))
        return 0;
    if (json_is_string(said) && !str_to_int(str_trim(json_text(said)), &version))
        version = 0;
    return version >= 1 && version <= newest ? version : newest;
}

static void fill_in(const struct reading_of *r, struct submission *s)
{
    struct arena *arena = r->ctx->arena;

    s->form_id = r->form->id;
    s->name = join_name(r);
    s->email = r->values[FORM_EMAIL];
    s->phone = r->values[FORM_PHONE];
    s->phone_normal = normal_phone(r->ctx, s->phone);
    s->message = r->values[FORM_MESSAGE];
    s->answers = read_answers(r);
    s->consent = form_is_subscribe(r->form) ||
                 (r->form->consent_ask && json_is_true(json_object_get(r->body, "consent")));
    s->consent_version = version_seen(r);
    s->disposable = is_disposable(s->email);
    s->page = text_cut(text_line(arena, json_text(json_object_get(r->body, "page"))), PAGE_MOST);
    s->ip = r->ctx->ip;
    s->user_agent = text_cut(text_line(arena, r->ctx->user_agent), AGENT_MOST);
    s->site = r->form->site;
    s->fingerprint = fingerprint(r, s);
    s->search = text_fold(arena, arena_printf(arena, "%.*s %.*s %.*s %.*s", STR_PRINT(s->name), STR_PRINT(s->email),
                                              STR_PRINT(s->phone), STR_PRINT(s->message)));
}

enum err submission_read(struct ctx *ctx, const struct form *form, const json_t *body, bool lenient,
                         struct submission_input *out)
{
    struct form_parts parts;
    struct reading_of reading = { .ctx = ctx, .form = form, .parts = &parts, .body = body, .lenient = lenient };

    TRY(form_parts_load(ctx, form, &parts));
    for (int i = 0; i < parts.field_count; i++)
        read_field(&reading, &parts.fields[i]);
    check_reachable(&reading);
    fill_in(&reading, &out->submission);
    return ERR_OK;
}
