/*
 * Fields and questions of a form as JSON: what may be sent, what is stored.
 */
#include "base/text.h"
#include "features/form/form.h"
#include "model/parts.h"

static const char *const field_names[FORM_FIELD_KINDS] = { "name",  "first_name", "last_name",
                                                           "email", "phone",      "message" };
static const char *const standard_labels[FORM_FIELD_KINDS] = { "Your name", "First name", "Last name",
                                                               "E-mail",    "Phone",      "Your message" };
static const char *const question_kinds[] = {
    [FORM_TEXT] = "text", [FORM_CHOICE] = "choice", [FORM_YES_NO] = "yes-no"
};

enum { QUESTION_KINDS = sizeof(question_kinds) / sizeof(question_kinds[0]), ID_MOST = 30, IDS_TRIED = 1000 };

const char *form_field_name(enum form_field_kind kind)
{
    return field_names[kind];
}

const char *form_question_kind_name(enum form_question_kind kind)
{
    return question_kinds[kind];
}

bool form_is_subscribe(const struct form *form)
{
    return str_equal(form->kind, STR("subscribe"));
}

bool form_asks_consent(const struct form *form)
{
    return form->consent_ask || form_is_subscribe(form);
}

/* ---- reading ------------------------------------------------------------------------------------------------- */

static bool has_field(const struct form_parts *parts, enum form_field_kind kind)
{
    for (int i = 0; i < parts->field_count; i++)
        if (parts->fields[i].kind == kind)
            return true;
    return false;
}

static void read_field(const struct part *part, json_t *object, struct form_parts *parts)
{
    static const char *const members[] = { "name", "label", "required", NULL };
    struct form_field field = { .kind = FORM_FIELD_KINDS };
    struct str name;

    if (!part_is_object(part, object, members))
        return;
    name = json_text(json_object_get(object, "name"));
    for (int kind = 0; kind < FORM_FIELD_KINDS; kind++)
        if (str_equal(name, str_from(field_names[kind])))
            field.kind = (enum form_field_kind)kind;
    field.label = part_line(part, object, "label", FORM_LABEL_MOST);
    field.required = part_bool(part, object, "required");
    if (field.kind == FORM_FIELD_KINDS)
        part_wrong(part, "name", "not_a_choice", "One of name, first_name, last_name, email, phone, message.");
    else if (has_field(parts, field.kind))
        part_wrong(part, "name", "duplicate", "This field is there already.");
    else if (parts->field_count < FORM_FIELDS_MOST) {
        if (field.label.len == 0)
            field.label = str_from(standard_labels[field.kind]);
        parts->fields[parts->field_count++] = field;
    }
}

static bool is_word(struct str id)
{
    for (size_t i = 0; i < id.len; i++)
        if (!((id.ptr[i] >= 'a' && id.ptr[i] <= 'z') || (id.ptr[i] >= '0' && id.ptr[i] <= '9') || id.ptr[i] == '_'))
            return false;
    return true;
}

static bool read_kind(struct str name, enum form_question_kind *kind)
{
    for (int i = 0; i < QUESTION_KINDS; i++)
        if (str_equal(name, str_from(question_kinds[i]))) {
            *kind = (enum form_question_kind)i;
            return true;
        }
    return false;
}

static void read_question(const struct part *part, json_t *object, struct form_question *out)
{
    static const char *const members[] = { "id", "kind", "text", "required", "choices", NULL };

    *out = (struct form_question){ .kind = FORM_TEXT };
    if (!part_is_object(part, object, members))
        return;
    out->id = part_line(part, object, "id", ID_MOST);
    if (!is_word(out->id))
        part_wrong(part, "id", "invalid", "Lower-case letters, digits and underscores.");
    out->text = part_line_needed(part, object, "text", FORM_LABEL_MOST);
    if (!read_kind(json_text(json_object_get(object, "kind")), &out->kind))
        part_wrong(part, "kind", "not_a_choice", "One of text, choice, yes-no.");
    out->required = part_bool(part, object, "required");
    if (out->kind == FORM_CHOICE)
        part_read_choices(part, object, (struct part_choices){ FORM_CHOICES_MOST, FORM_LABEL_MOST }, &out->choices);
    else
        part_refuse_choices(part, object);
}

static const struct form_question *find_question(const struct form_parts *parts, struct str id)
{
    for (int i = 0; i < parts->question_count; i++)
        if (str_equal(parts->questions[i].id, id))
            return &parts->questions[i];
    return NULL;
}

static enum err read_list(struct ctx *ctx, struct str json, const char *name, size_t most, json_t **list)
{
    TRY(json_read(ctx, json.len ? json : STR("[]"), list));
    if (!json_is_array(*list) || json_array_size(*list) > most)
        problem_add(ctx, str_from(name), json_is_array(*list) ? "too_many" : "wrong_type", "A list of at most %d.",
                    (int)most);
    return ERR_OK;
}

static enum err read_parts(struct ctx *ctx, const struct form *form, struct form_parts *out)
{
    int problems = ctx->problem_count;
    json_t *fields, *questions;

    *out = (struct form_parts){ .field_count = 0 };
    TRY(read_list(ctx, form->fields, "fields", FORM_FIELDS_MOST, &fields));
    TRY(read_list(ctx, form->questions, "questions", FORM_QUESTIONS_MOST, &questions));
    if (ctx->problem_count > problems)
        return ERR_OK;
    for (size_t i = 0; i < json_array_size(fields); i++)
        read_field(&(struct part){ ctx, "fields", (int)i }, json_array_get(fields, i), out);
    out->questions = ARENA_ARRAY(ctx->arena, struct form_question, json_array_size(questions) + 1);
    for (size_t i = 0; i < json_array_size(questions); i++) {
        struct part part = { ctx, "questions", (int)i };
        struct form_question question;

        read_question(&part, json_array_get(questions, i), &question);
        if (question.id.len && find_question(out, question.id))
            part_wrong(&part, "id", "duplicate", "Another question has this id.");
        out->questions[out->question_count++] = question;
    }
    return ERR_OK;
}

enum err form_parts_load(struct ctx *ctx, const struct form *form, struct form_parts *out)
{
    int problems = ctx->problem_count;

    TRY(read_parts(ctx, form, out));
    return ctx->problem_count > problems ? fail(ctx, ERR_INTERNAL, "The stored form cannot be read.") : ERR_OK;
}

/* ---- settling ------------------------------------------------------------------------------------------------ */

static void check_fields(struct ctx *ctx, const struct form *form, const struct form_parts *parts)
{
    bool named = has_field(parts, FORM_NAME);

    if (named && (has_field(parts, FORM_FIRST_NAME) || has_field(parts, FORM_LAST_NAME)))
        problem_add(ctx, STR("fields"), "invalid", "Ask either for the name or for first and last name.");
    if (form_is_subscribe(form) && !has_field(parts, FORM_EMAIL) && !has_field(parts, FORM_PHONE))
        problem_add(ctx, STR("fields"), "required", "A subscribe form asks for an e-mail address or a phone number.");
    if (form_is_subscribe(form) && has_field(parts, FORM_MESSAGE))
        problem_add(ctx, STR("fields"), "invalid", "A subscribe form has no message; make a contact form.");
    if (!form_is_subscribe(form) && !has_field(parts, FORM_EMAIL) && !has_field(parts, FORM_PHONE))
        problem_add(ctx, STR("fields"), "required",
                    "Ask for an e-mail address or a phone number, or nobody can be answered.");
}

static void give_ids(struct ctx *ctx, struct form_parts *parts)
{
    int next = 1;

    for (int i = 0; i < parts->question_count; i++)
        while (parts->questions[i].id.len == 0 && next < IDS_TRIED) {
            struct str id = arena_printf(ctx->arena, "q%d", next++);

            if (!find_question(parts, id))
                parts->questions[i].id = id;
        }
}

static struct str fields_json(struct ctx *ctx, const struct form_parts *parts)
{
    struct json_writer w;
    struct buf buf;

    buf_init(&buf, ctx->arena, 512);
    put_begin(&w, &buf);
    put_array(&w);
    for (int i = 0; i < parts->field_count; i++) {
        put_object(&w);
        put_key(&w, "name");
        put_string(&w, str_from(field_names[parts->fields[i].kind]));
        put_key(&w, "label");
        put_string(&w, parts->fields[i].label);
        put_key(&w, "required");
        put_bool(&w, parts->fields[i].required);
        put_object_end(&w);
    }
    put_array_end(&w);
    return buf_str(&buf);
}

static struct str questions_json(struct ctx *ctx, const struct form_parts *parts)
{
    struct json_writer w;
    struct buf buf;

    buf_init(&buf, ctx->arena, 512);
    put_begin(&w, &buf);
    put_array(&w);
    for (int i = 0; i < parts->question_count; i++) {
        const struct form_question *question = &parts->questions[i];

        put_object(&w);
        put_key(&w, "id");
        put_string(&w, question->id);
        put_key(&w, "kind");
        put_string(&w, str_from(question_kinds[question->kind]));
        put_key(&w, "text");
        put_string(&w, question->text);
        put_key(&w, "required");
        put_bool(&w, question->required);
        put_key(&w, "choices");
        put_raw(&w, strings_json(ctx->arena, &question->choices));
        put_object_end(&w);
    }
    put_array_end(&w);
    return buf_str(&buf);
}

enum err form_parts_settle(struct ctx *ctx, struct form *form)
{
    int problems = ctx->problem_count;
    struct form_parts parts;

    TRY(read_parts(ctx, form, &parts));
    if (ctx->problem_count > problems)
        return ERR_OK;
    check_fields(ctx, form, &parts);
    give_ids(ctx, &parts);
    form->fields = fields_json(ctx, &parts);
    form->questions = questions_json(ctx, &parts);
    return ERR_OK;
}
