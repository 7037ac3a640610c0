/*
 * Routes and handlers of templates and of mails to one person.
 */
#include "api/api.h"
#include "base/mime.h"
#include "features/mail/mail_personal.h"
#include "features/user/permission.h"

/* ---- templates --------------------------------------------------------------------------------------------------- */

static enum err list(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;

    TRY(request_list(ctx, req, &mail_template_list, &query));
    return reply_list(ctx, req, rep, query);
}

static enum err create(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct mail_template template = { 0 };
    struct field_set given;

    TRY(request_resource(ctx, req, &mail_template_resource, READ_CREATE, &template, &given));
    TRY(mail_template_create(ctx, &template));
    reply_location(ctx, rep, req, "tpl", template.id);
    return reply_resource(ctx, rep, 201, &mail_template_resource, &template);
}

static enum err show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct mail_template template;

    TRY(mail_template_get(ctx, request_id(req, "id"), &template));
    return reply_resource(ctx, rep, 200, &mail_template_resource, &template);
}

static enum err get_to_change(struct ctx *ctx, const struct request *req, struct mail_template *out)
{
    TRY(mail_template_get_to_change(ctx, request_id(req, "id"), out));
    return request_condition_of(ctx, req, &mail_template_resource, out);
}

static enum err change(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct mail_template before, after;
    struct field_set given;

    TRY(get_to_change(ctx, req, &before));
    after = before;
    TRY(request_resource(ctx, req, &mail_template_resource, READ_PATCH, &after, &given));
    TRY(mail_template_update(ctx, &before, &after));
    return reply_resource(ctx, rep, 200, &mail_template_resource, &after);
}

static enum err delete (struct ctx *ctx, const struct request *req, struct reply *rep) {
    struct mail_template template;

    TRY(get_to_change(ctx, req, &template));
    TRY(mail_template_delete(ctx, &template));
    return reply_empty(rep);
}

static enum err list_variables(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct json_writer w;

    (void)ctx, (void)req;
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "items");
    put_array(&w);
    for (int i = 0; i < MAIL_VARIABLES; i++) {
        put_object(&w);
        put_key(&w, "name");
        put_string(&w, str_from(mail_variable_name((enum mail_variable)i)));
        put_key(&w, "help");
        put_string(&w, str_from(mail_variable_help((enum mail_variable)i)));
        put_object_end(&w);
    }
    put_array_end(&w);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

/* ---- to one person ----------------------------------------------------------------------------------------------- */

static enum err reply_preview(struct ctx *ctx, struct reply *rep, const struct mail_preview *preview)
{
    struct json_writer w;
    struct buf html;

    buf_init(&html, ctx->arena, preview->text.len * 2 + 64);
    mime_put_html(&html, preview->text);
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "to");
    put_string(&w, preview->to);
    put_key(&w, "subject");
    put_string(&w, preview->subject);
    put_key(&w, "text");
    put_string(&w, preview->text);
    put_key(&w, "html");
    put_string(&w, buf_str(&html));
    put_key(&w, "missing");
    put_array(&w);
    for (int i = 0; i < preview->missing.count; i++)
        put_string(&w, preview->missing.items[i]);
    put_array_end(&w);
    put_key(&w, "withdrawn");
    put_bool(&w, preview->withdrawn);
    put_key(&w, "marketing_allowed");
    put_bool(&w, preview->allowed);
    put_key(&w, "bounced");
    put_bool(&w, preview->bounced);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

static enum err preview_to(struct ctx *ctx, const struct request *req, struct reply *rep, enum person_kind kind)
{
    struct mail_preview preview;
    struct mail_draft draft = { 0 };
    struct field_set given;

    TRY(request_resource(ctx, req, &mail_draft_resource, READ_CREATE, &draft, &given));
    TRY(mail_preview(ctx, kind, request_id(req, "id"), &draft, &preview));
    return reply_preview(ctx, rep, &preview);
}

static enum err write_to(struct ctx *ctx, const struct request *req, struct reply *rep, enum person_kind kind)
{
    struct mail_draft draft = { 0 };
    struct field_set given;
    struct mail mail;

    TRY(request_resource(ctx, req, &mail_draft_resource, READ_CREATE, &draft, &given));
    TRY(mail_write(ctx, kind, request_id(req, "id"), &draft, &mail));
    return reply_resource(ctx, rep, 201, &mail_resource, &mail);
}

static enum err preview_to_customer(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    return preview_to(ctx, req, rep, PERSON_CUSTOMER);
}

static enum err preview_to_contact(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    return preview_to(ctx, req, rep, PERSON_CONTACT);
}

static enum err write_to_customer(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    return write_to(ctx, req, rep, PERSON_CUSTOMER);
}

static enum err write_to_contact(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    return write_to(ctx, req, rep, PERSON_CONTACT);
}

#define TEXT_MEMBER(name) "\"" name "\":{\"type\":\"string\"}"
#define BOOL_MEMBER(name) "\"" name "\":{\"type\":\"boolean\"}"

#define PREVIEW_JSON                                                                                                  \
    "{\"type\":\"object\",\"required\":[\"to\",\"subject\",\"text\",\"html\",\"missing\",\"withdrawn\","              \
    "\"marketing_allowed\",\"bounced\"],\"properties\":{" TEXT_MEMBER("to") "," TEXT_MEMBER("subject") ","            \
    TEXT_MEMBER("text") "," TEXT_MEMBER("html") ",\"missing\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},"  \
    BOOL_MEMBER("withdrawn") "," BOOL_MEMBER("marketing_allowed") "," BOOL_MEMBER("bounced") "}}"

#define VARIABLES_JSON                                                                                                \
    "{\"type\":\"object\",\"required\":[\"items\"],\"properties\":{\"items\":{\"type\":\"array\",\"items\":"          \
    "{\"type\":\"object\",\"required\":[\"name\",\"help\"],\"properties\":{" TEXT_MEMBER("name") "," TEXT_MEMBER( \
        "help") "}}}}}"

/* clang-format off */
extern const struct route mail_write_routes[];
extern const int mail_write_route_count;

const struct route mail_write_routes[] = {
    { GET,    "/mail-templates",     PERM_PERSON_READ,    SLOW,  list,   "Templates of mails, by name",
      .gives = &mail_template_resource, .list = &mail_template_list },
    { POST,   "/mail-templates",     PERM_SETTINGS_WRITE, WRITE, create, "Make a template",
      .takes = &mail_template_resource, .gives = &mail_template_resource },
    { GET,    "/mail-templates/:id", PERM_PERSON_READ,    READ,  show,   "One template",
      .gives = &mail_template_resource },
    { PATCH,  "/mail-templates/:id", PERM_SETTINGS_WRITE, WRITE, change, "Change a template",
      .takes = &mail_template_resource, .gives = &mail_template_resource },
    { DELETE, "/mail-templates/:id", PERM_SETTINGS_WRITE, WRITE, delete, "Delete a template",
      .status = 204 },
    { GET,    "/mail-variables",     PERM_PERSON_READ,    READ,  list_variables, "What may stand between double braces",
      .gives_json = VARIABLES_JSON },
    { POST,   "/customers/:id/mail-preview", PERM_PERSON_WRITE | PERM_PRIVATE_READ, SLOW, preview_to_customer, "A mail as this customer would get it",
      .status = 200, .takes = &mail_draft_resource, .gives_json = PREVIEW_JSON },
    { POST,   "/contacts/:id/mail-preview",  PERM_PERSON_WRITE | PERM_PRIVATE_READ, SLOW, preview_to_contact,  "A mail as this contact would get it",
      .status = 200, .takes = &mail_draft_resource, .gives_json = PREVIEW_JSON },
    { POST,   "/customers/:id/mails", PERM_PERSON_WRITE | PERM_PRIVATE_READ, WRITE, write_to_customer, "Write a mail to a customer",
      .takes = &mail_draft_resource, .gives = &mail_resource },
    { POST,   "/contacts/:id/mails",  PERM_PERSON_WRITE | PERM_PRIVATE_READ, WRITE, write_to_contact,  "Write a mail to a contact",
      .takes = &mail_draft_resource, .gives = &mail_resource },
};
/* clang-format on */

const int mail_write_route_count = (int)(sizeof(mail_write_routes) / sizeof(mail_write_routes[0]));
