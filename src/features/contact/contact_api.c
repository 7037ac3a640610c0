/*
 * The routes of contacts.
 */
#include "api/api.h"
#include "features/contact/contact_bulk.h"
#include "features/job/job.h"
#include "features/user/permission.h"

/* ---- one contact -------------------------------------------------------------------------------------------- */

static enum err contact_index(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;

    TRY(request_list(ctx, req, &contact_list, &query));
    return reply_list(ctx, req, rep, query);
}

static enum err contact_new(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct contact contact = { 0 };
    struct field_set given;

    TRY(request_resource(ctx, req, &contact_resource, READ_CREATE, &contact, &given));
    if (!resource_given(&contact_resource, &given, "contact_consent"))
        contact.contact_consent = contact_is_manual(&contact);
    TRY(contact_create(ctx, &contact));
    reply_location(ctx, rep, req, "con", contact.id);
    return reply_resource(ctx, rep, 201, &contact_resource, &contact);
}

static enum err contact_show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct contact contact;

    TRY(contact_get(ctx, request_id(req, "id"), &contact));
    return reply_resource(ctx, rep, 200, &contact_resource, &contact);
}

static enum err contact_edit(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct contact before, after;
    struct field_set given;

    TRY(contact_get_to_change(ctx, request_id(req, "id"), &before));
    TRY(request_condition_of(ctx, req, &contact_resource, &before));
    after = before;
    TRY(request_resource(ctx, req, &contact_resource, READ_PATCH, &after, &given));
    TRY(contact_update(ctx, &before, &after));
    return reply_resource(ctx, rep, 200, &contact_resource, &after);
}

static enum err contact_conversion(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct customer customer;
    bool made;

    TRY(contact_convert(ctx, request_id(req, "id"), &customer, &made));
    return reply_resource(ctx, rep, made ? 201 : 200, &customer_resource, &customer);
}

static enum err contacts_of_customer(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    id64 id = request_id(req, "id");
    struct list_query *query;

    TRY(customer_there(ctx, id));
    TRY(request_list(ctx, req, &contact_list, &query));
    TRY(contact_list_of_customer(ctx, query, id));
    return reply_list(ctx, req, rep, query);
}

static enum err contact_do_archive(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    TRY(contact_archive(ctx, request_id(req, "id")));
    return contact_show(ctx, req, rep);
}

static enum err contact_undo_archive(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    TRY(contact_unarchive(ctx, request_id(req, "id")));
    return contact_show(ctx, req, rep);
}

/* ---- deletion ------------------------------------------------------------------------------------------------ */

static enum err contact_remove(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    static const char *const names[] = { "permanent", NULL };
    struct contact contact;
    struct str permanent;

    TRY(request_query_only(ctx, req, names));
    permanent = request_query_value(ctx, req, "permanent");
    if (permanent.len > 0 && !str_equal(permanent, STR("true")) && !str_equal(permanent, STR("false")))
        return fail(ctx, ERR_BAD_REQUEST, "permanent is true or false.");
    if (str_equal(permanent, STR("true")) && !(ctx->permissions & PERM_PERSON_RESTORE))
        return fail(ctx, ERR_FORBIDDEN, "Deleting for good needs the permission person.restore.");
    TRY(contact_get_to_change(ctx, request_id(req, "id"), &contact));
    TRY(request_condition_of(ctx, req, &contact_resource, &contact));
    TRY(contact_delete(ctx, contact.id, str_equal(permanent, STR("true"))));
    return reply_empty(rep);
}

static enum err contact_deletion_show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct contact contact;
    struct deletion deletion;
    struct json_writer w;
    struct person person;

    TRY(contact_deletion_preview(ctx, request_id(req, "id"), &contact, &deletion));
    person = contact_person(&contact);
    w = reply_json(rep, 200);
    deletion_put_begin(&w, &person, &deletion);
    put_key(&w, "customer_kept");
    put_bool(&w, contact.customer_id != 0);
    deletion_put_end(&w, &person, &deletion, (struct deletion_rest){ contact.notes.len > 0, contact.archived_ms != 0 });
    return reply_json_end(rep, &w);
}

static enum err contact_deletion_undo(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct trash_warning *warnings;
    struct contact contact;
    struct json_writer w;

    TRY(contact_restore(ctx, request_id(req, "id"), &contact, &warnings));
    reply_etag(rep, contact.edit, contact.view);
    w = reply_json(rep, 200);
    put_object(&w);
    resource_put_members(&w, ctx, &contact_resource, &contact);
    put_key(&w, "warnings");
    trash_put_warnings(&w, ctx, warnings);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

/* ---- many ---------------------------------------------------------------------------------------------------- */

static enum err contact_do_bulk(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct bulk_request request;
    struct bulk_result result;
    struct json_writer w;
    struct job job;
    json_t *body;

    TRY(request_json(ctx, req, &body));
    TRY(bulk_read(ctx, &contact_bulk, body, &request));
    TRY(bulk_run(ctx, &contact_bulk, &request, &result));
    if (result.job_id != 0) {
        TRY(job_get(ctx, result.job_id, &job));
        return reply_resource(ctx, rep, 202, &job_resource, &job);
    }
    w = reply_json(rep, 200);
    bulk_put(&w, ctx, &contact_bulk, &result);
    return reply_json_end(rep, &w);
}

/* ---- the table ----------------------------------------------------------------------------------------------- */

static const struct query_param deletion_query[] = {
    { "permanent", "boolean", "Cannot be taken back" },
    { NULL, NULL, NULL },
};

/* clang-format off */
extern const struct route contact_routes[];
extern const int contact_route_count;

const struct route contact_routes[] = {
    { GET,    "/contacts",              PERM_PERSON_LIST,    SLOW,  contact_index,         "Contacts",
      .gives = &contact_resource, .list = &contact_list },
    { POST,   "/contacts",              PERM_PERSON_WRITE,   WRITE, contact_new,           "Create a contact",
      .takes = &contact_resource, .gives = &contact_resource },
    { POST,   "/contacts/bulk",         PERM_PERSON_BULK,    SLOW,  contact_do_bulk,       "Tag, archive, convert or delete many contacts",
      .status = 200, .other_status = 202, .takes_json = bulk_takes_json, .gives_json = bulk_gives_json },
    { GET,    "/contacts/:id",          PERM_PERSON_READ,    READ,  contact_show,          "One contact",
      .gives = &contact_resource },
    { PATCH,  "/contacts/:id",          PERM_PERSON_WRITE,   WRITE, contact_edit,          "Change a contact",
      .takes = &contact_resource, .gives = &contact_resource },
    { DELETE, "/contacts/:id",          PERM_PERSON_DELETE,  WRITE, contact_remove,        "Delete a contact",
      .query = deletion_query },
    { POST,   "/contacts/:id/conversion", PERM_PERSON_WRITE,  WRITE, contact_conversion,    "Make the contact a customer, or link it to the one who matches",
      .other_status = 200, .gives = &customer_resource },
    { POST,   "/contacts/:id/archive",  PERM_PERSON_WRITE,   WRITE, contact_do_archive,    "Hide a contact from lists",
      .status = 200, .gives = &contact_resource },
    { DELETE, "/contacts/:id/archive",  PERM_PERSON_WRITE,   WRITE, contact_undo_archive,  "Show a contact in lists again",
      .status = 200, .gives = &contact_resource },
    { GET,    "/contacts/:id/deletion", PERM_PERSON_READ,    READ,  contact_deletion_show, "What a deletion touches, or touched",
      .gives_json = DELETION_SCHEMA("\"customer_kept\":{\"type\":\"boolean\"}") },
    { DELETE, "/contacts/:id/deletion", PERM_PERSON_RESTORE, WRITE, contact_deletion_undo, "Take a deletion back",
      .status = 200, .gives = &contact_resource },
    { GET,    "/customers/:id/contacts", PERM_PERSON_READ,    READ,  contacts_of_customer,  "The contacts linked to a customer",
      .gives = &contact_resource, .list = &contact_list },
};
/* clang-format on */

const int contact_route_count = (int)(sizeof(contact_routes) / sizeof(contact_routes[0]));
