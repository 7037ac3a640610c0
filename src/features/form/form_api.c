/*
 * Form definitions for the dashboard and for programs. What visitors use is in form_public_api.c.
 */
#include "api/api.h"
#include "features/form/form.h"
#include "features/user/permission.h"

static enum err list(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;

    TRY(request_list(ctx, req, &form_list, &query));
    return reply_list(ctx, req, rep, query);
}

static enum err create(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct form form = { .active = true };
    struct field_set given;

    TRY(request_resource(ctx, req, &form_resource, READ_CREATE, &form, &given));
    TRY(form_create(ctx, &form));
    reply_location(ctx, rep, req, "frm", form.id);
    return reply_resource(ctx, rep, 201, &form_resource, &form);
}

static enum err show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct form form;

    TRY(form_get(ctx, request_id(req, "id"), &form));
    return reply_resource(ctx, rep, 200, &form_resource, &form);
}

static enum err change(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct form before, after;
    struct field_set given;

    TRY(form_get_to_change(ctx, request_id(req, "id"), &before));
    TRY(request_condition_of(ctx, req, &form_resource, &before));
    after = before;
    TRY(request_resource(ctx, req, &form_resource, READ_PATCH, &after, &given));
    TRY(form_update(ctx, &before, &after));
    return reply_resource(ctx, rep, 200, &form_resource, &after);
}

static enum err delete_one(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct form form;

    TRY(form_get_to_change(ctx, request_id(req, "id"), &form));
    TRY(request_condition_of(ctx, req, &form_resource, &form));
    TRY(form_delete(ctx, &form));
    return reply_empty(rep);
}

static enum err show_wording(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    id64 id = request_id(req, "id");
    int64_t version, at_ms;
    struct json_writer w;
    struct str wording;

    if (!str_to_int(request_param(req, "version"), &version))
        return ERR_NOT_FOUND;
    TRY(form_wording(ctx, id, version, &wording, &at_ms));
    w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "form_id");
    put_id(&w, "frm", id);
    put_key(&w, "version");
    put_int(&w, version);
    put_key(&w, "text");
    put_string(&w, wording);
    put_key(&w, "created_at");
    put_time(&w, at_ms);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

#define WORDING_JSON                                                                                       \
    "{\"type\":\"object\",\"required\":[\"form_id\",\"version\",\"text\",\"created_at\"],\"properties\":{"  \
    "\"form_id\":{\"type\":\"string\"},\"version\":{\"type\":\"integer\"},\"text\":{\"type\":\"string\"},"  \
    "\"created_at\":{\"type\":\"string\"}}}"

/* clang-format off */
extern const struct route form_routes[];
extern const int form_route_count;

const struct route form_routes[] = {
    { GET,    "/forms",     PERM_FORM_READ,  SLOW,  list,       "Forms for the website",
      .gives = &form_resource, .list = &form_list },
    { POST,   "/forms",     PERM_FORM_WRITE, WRITE, create,     "Make a form",
      .takes = &form_resource, .gives = &form_resource },
    { GET,    "/forms/:id", PERM_FORM_READ,  READ,  show,       "One form",
      .gives = &form_resource },
    { PATCH,  "/forms/:id", PERM_FORM_WRITE, WRITE, change,     "Change a form; another wording of the consent makes a new version",
      .takes = &form_resource, .gives = &form_resource },
    { DELETE, "/forms/:id", PERM_FORM_WRITE, WRITE, delete_one, "Delete a form by which nothing came in",
      .status = 204 },
    { GET,    "/forms/:id/wordings/:version", PERM_FORM_READ, READ, show_wording, "The wording of the consent as it stood in a version",
      .gives_json = WORDING_JSON },
};
/* clang-format on */

const int form_route_count = (int)(sizeof(form_routes) / sizeof(form_routes[0]));
