/*
 * Variables in texts, and the templates that hold them.
 */
#include "features/mail/mail_template.h"

#include "base/text.h"
#include "features/audit/audit.h"
#include "features/location/location.h"
#include "features/mail/mail_template_store.h"

#include <string.h>

enum { TEMPLATES_MOST = 200 };

static const struct {
    const char *name;
    const char *help;
} variables[MAIL_VARIABLES] = {
#define X(name, text, help) { text, help },
    MAIL_VARIABLE_LIST(X)
#undef X
};

const char *mail_variable_name(enum mail_variable variable)
{
    return variables[variable].name;
}

const char *mail_variable_help(enum mail_variable variable)
{
    return variables[variable].help;
}

/* ---- texts ------------------------------------------------------------------------------------------------------- */

/* What stands between two pairs of braces. */
struct mention {
    struct str whole;        /* with the braces */
    struct str name;
    struct str otherwise;    /* after the bar */
    bool has_otherwise;
    bool closed;
    int variable;            /* -1: there is none of that name */
};

/* "contact.name" and "person.name" are what a lead's template may say. */
static int variable_of(struct str name)
{
    struct str last = name;

    if (str_starts(name, STR("contact.")) || str_starts(name, STR("person.")))
        last = str_slice(name, str_find(name, '.') + 1, name.len);
    for (int i = 0; i < MAIL_VARIABLES; i++) {
        struct str known = str_from(variables[i].name);

        if (str_equal(name, known))
            return i;
        if (last.len < name.len && str_starts(known, STR("customer.")) &&
            str_equal(last, str_slice(known, strlen("customer."), known.len)))
            return i;
    }
    return -1;
}

static size_t find_pair(struct str text, char c)
{
    for (size_t i = 0; i + 1 < text.len; i++)
        if (text.ptr[i] == c && text.ptr[i + 1] == c)
            return i;
    return text.len;
}

/* Takes the text up to the next mention off `rest`; false when none follows. */
static bool next_mention(struct str *rest, struct str *before, struct mention *out)
{
    size_t begin = find_pair(*rest, '{'), end, bar;
    struct str after = str_slice(*rest, begin + 2, rest->len), inside;

    *before = str_slice(*rest, 0, begin);
    if (begin == rest->len)
        return false;
    end = find_pair(after, '}');
    inside = str_slice(after, 0, end);
    bar = str_find(inside, '|');
    *out = (struct mention){
        .whole = str_slice(*rest, begin, begin + 2 + end + 2),
        .name = str_trim(str_slice(inside, 0, bar)),
        .otherwise = str_trim(str_slice(inside, bar + 1, inside.len)),
        .has_otherwise = bar < inside.len,
        .closed = end < after.len,
    };
    out->variable = variable_of(out->name);
    *rest = str_slice(*rest, begin + out->whole.len, rest->len);
    return true;
}

void mail_text_check(struct ctx *ctx, struct str text, const char *field)
{
    struct mention mention;
    struct str before;

    while (next_mention(&text, &before, &mention)) {
        struct str name = text_cut(text_line(ctx->arena, mention.name), 60);

        if (!mention.closed)
            problem_add(ctx, str_from(field), "invalid", "Two opening braces are not closed by two others.");
        else if (mention.variable < 0)
            problem_add(ctx, str_from(field), "unknown", "There is no variable %.*s; customer.name, for one, is there.",
                        STR_PRINT(name));
    }
}

/* Nobody is without. */
static bool always_there(int variable)
{
    return variable == MAIL_VARIABLE_NAME || variable == MAIL_VARIABLE_FIRST_NAME || variable == MAIL_VARIABLE_EMAIL ||
           variable == MAIL_VARIABLE_LOCATION;
}

void mail_text_check_alone(struct ctx *ctx, struct str text, const char *field)
{
    struct str rest = text, before;
    struct mention mention;

    mail_text_check(ctx, text, field);
    while (next_mention(&rest, &before, &mention))
        if (mention.closed && mention.variable >= 0 && !mention.has_otherwise && !always_there(mention.variable))
            problem_add(ctx, str_from(field), "invalid", "%s is empty for some; say what to write then: {{%s|friend}}.",
                        variables[mention.variable].name, variables[mention.variable].name);
}

static void note_missing(struct string_list *missing, int variable)
{
    struct str name = str_from(variables[variable].name);

    for (int i = 0; i < missing->count; i++)
        if (str_equal(missing->items[i], name))
            return;
    if (missing->count < MAIL_VARIABLES)
        missing->items[missing->count++] = name;
}

struct str mail_text_fill(struct arena *arena, struct str text, const struct mail_values *values,
                          struct string_list *missing)
{
    struct mention mention;
    struct str before;
    struct buf buf;

    buf_init(&buf, arena, text.len + 256);
    while (next_mention(&text, &before, &mention)) {
        struct str value = mention.variable < 0 ? STR_EMPTY : values->of[mention.variable];

        buf_add(&buf, before);
        if (mention.variable < 0 || !mention.closed)
            buf_add(&buf, mention.whole);
        else
            buf_add(&buf, value.len ? value : mention.otherwise);
        if (missing && mention.variable >= 0 && value.len == 0 && !mention.has_otherwise)
            note_missing(missing, mention.variable);
    }
    buf_add(&buf, before);
    return buf_str(&buf);
}

/* ---- templates --------------------------------------------------------------------------------------------------- */

#define RECORD struct mail_template
/* clang-format off */
static const struct field fields[] = {
    { FIELD(id),          .type = FT_ID,    .flags = F_READ_ONLY, .prefix = "tpl", .help = "The template" },
    { FIELD(location_id), .type = FT_ID,    .flags = F_HIDDEN, .prefix = "loc" },
    { FIELD(name),        .type = FT_TEXT,  .flags = F_REQUIRED | F_SORT, .help = "What it is called" },
    { FIELD(name_fold),   .type = FT_TEXT,  .flags = F_HIDDEN | F_NO_AUDIT, .max = 400 },
    { FIELD(subject),     .type = FT_TEXT,  .flags = F_REQUIRED, .max = 200, .help = "The subject, with variables such as {{customer.name}}" },
    { FIELD_AS("text", body), .type = FT_LINES, .flags = F_REQUIRED, .max = 20000, .help = "The text, likewise; {{customer.called|friend}} says friend where the first is empty" },
    { FIELD_AS("created_at", created_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When it was made" },
    { FIELD_AS("updated_at", updated_ms), .type = FT_TIME, .flags = F_READ_ONLY | F_NO_AUDIT, .help = "When it last changed" },
    { FIELD(edit),        .type = FT_INT,   .flags = F_HIDDEN | F_NO_AUDIT },
};
/* clang-format on */
#undef RECORD

const struct resource mail_template_resource = {
    .name = "mail_template",
    .table = "mail_template",
    .prefix = "tpl",
    .size = sizeof(struct mail_template),
    RESOURCE_FIELDS(fields),
    .help = "A text with variables, for mails to one person",
};

enum err mail_template_get(struct ctx *ctx, id64 id, struct mail_template *out)
{
    return resource_get(ctx, &mail_template_resource, ctx->location_id, id, out);
}

enum err mail_template_get_to_change(struct ctx *ctx, id64 id, struct mail_template *out)
{
    TRY(store_lock_location(ctx, ctx->location_id));
    return mail_template_get(ctx, id, out);
}

static enum err check(struct ctx *ctx, struct mail_template *template)
{
    id64 other;

    mail_text_check(ctx, template->subject, "subject");
    mail_text_check(ctx, template->body, "text");
    template->name_fold = text_fold(ctx->arena, template->name);
    TRY(mail_template_store_named(ctx, template->name_fold, &other));
    if (other != 0 && other != template->id)
        problem_taken(ctx, STR("name"), id_text(ctx->arena, "tpl", other), "Another template is called so.");
    return problems_err(ctx);
}

enum err mail_template_create(struct ctx *ctx, struct mail_template *template)
{
    int64_t count;

    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(check(ctx, template));
    TRY(mail_template_store_count(ctx, &count));
    if (count >= TEMPLATES_MOST)
        return fail(ctx, ERR_CONFLICT, "There are %d templates; delete one first.", TEMPLATES_MOST);
    template->id = ctx_new_id(ctx);
    template->location_id = ctx->location_id;
    template->created_ms = template->updated_ms = ctx->now_ms;
    template->edit = 1;
    TRY(resource_insert(ctx, &mail_template_resource, template));
    return audit_record(ctx, "mail_template.created", template->id);
}

enum err mail_template_update(struct ctx *ctx, const struct mail_template *before, struct mail_template *after)
{
    struct str changes;

    TRY(check(ctx, after));
    changes = resource_changes(ctx, &mail_template_resource, before, after);
    if (changes.len == 0)
        return ERR_OK;
    after->updated_ms = ctx->now_ms;
    after->edit = before->edit + 1;
    TRY(resource_update(ctx, &mail_template_resource, after));
    return audit_changes(ctx, "mail_template.updated", after->id, changes);
}

enum err mail_template_delete(struct ctx *ctx, const struct mail_template *template)
{
    TRY(mail_template_store_delete(ctx, template->id));
    return audit_record(ctx, "mail_template.deleted", template->id);
}
