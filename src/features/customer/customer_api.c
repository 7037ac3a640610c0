/*
 * The routes of customers.
 */
#include "api/api.h"
#include "features/customer/customer_bulk.h"
#include "features/job/job.h"
#include "features/user/permission.h"

/* ---- one customer -------------------------------------------------------------------------------------------- */

static enum err customer_index(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;

    TRY(request_list(ctx, req, &customer_list, &query));
    return reply_list(ctx, req, rep, query);
}

static enum err customer_new(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct customer customer = { 0 };
    struct field_set given;

    TRY(request_resource(ctx, req, &customer_resource, READ_CREATE, &customer, &given));
    TRY(customer_create(ctx, &customer, CUSTOMER_BY_HAND));
    reply_location(ctx, rep, req, "cus", customer.id);
    return reply_resource(ctx, rep, 201, &customer_resource, &customer);
}

static enum err customer_show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct customer customer;

    TRY(customer_get_shown(ctx, request_id(req, "id"), &customer));
    return reply_resource(ctx, rep, 200, &customer_resource, &customer);
}

static enum err customer_edit(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct customer before, after;
    struct field_set given;

    TRY(customer_get_to_change(ctx, request_id(req, "id"), &before));
    TRY(request_condition_of(ctx, req, &customer_resource, &before));
    after = before;
    TRY(request_resource(ctx, req, &customer_resource, READ_PATCH, &after, &given));
    TRY(customer_update(ctx, &before, &after));
    return reply_resource(ctx, rep, 200, &customer_resource, &after);
}

static enum err customer_put(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct external_id_entry link = {
        .source = request_param(req, "source"),
        .id = request_param(req, "external_id"),
    };
    struct customer before, after = { 0 };
    struct field_set given;
    bool made = false;
    enum err err = customer_of_external(ctx, link.source, link.id, &before);

    if (err == ERR_OK) {
        after = before;
        TRY(request_resource(ctx, req, &customer_resource, READ_PATCH, &after, &given));
        customer_keep_link(ctx, &after, &link);
        TRY(customer_update(ctx, &before, &after));
    } else if (err == ERR_NOT_FOUND) {
        TRY(request_resource(ctx, req, &customer_resource, READ_CREATE, &after, &given));
        TRY(customer_admit(ctx, &link, &after, &made));
    } else {
        return err;
    }
    return reply_resource(ctx, rep, made ? 201 : 200, &customer_resource, &after);
}

static enum err customer_do_archive(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    TRY(customer_archive(ctx, request_id(req, "id")));
    return customer_show(ctx, req, rep);
}

static enum err customer_undo_archive(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    TRY(customer_unarchive(ctx, request_id(req, "id")));
    return customer_show(ctx, req, rep);
}

/* ---- deletion ------------------------------------------------------------------------------------------------ */

static enum err customer_remove(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    static const char *const names[] = { "permanent", NULL };
    struct customer customer;
    struct str permanent;

    TRY(request_query_only(ctx, req, names));
    permanent = request_query_value(ctx, req, "permanent");
    if (permanent.len > 0 && !str_equal(permanent, STR("true")) && !str_equal(permanent, STR("false")))
        return fail(ctx, ERR_BAD_REQUEST, "permanent is true or false.");
    if (str_equal(permanent, STR("true")) && !(ctx->permissions & PERM_PERSON_RESTORE))
        return fail(ctx, ERR_FORBIDDEN, "Deleting for good needs the permission person.restore.");
    TRY(customer_get_to_change(ctx, request_id(req, "id"), &customer));
    TRY(request_condition_of(ctx, req, &customer_resource, &customer));
    TRY(customer_delete(ctx, customer.id, str_equal(permanent, STR("true"))));
    return reply_empty(rep);
}

static enum err customer_deletion_show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct customer customer;
    struct deletion deletion;
    struct json_writer w;
    struct person person;

    TRY(customer_deletion_preview(ctx, request_id(req, "id"), &customer, &deletion));
    person = customer_person(&customer);
    w = reply_json(rep, 200);
    deletion_put_begin(&w, &person, &deletion);
    put_key(&w, "contacts_unlinked");
    put_int(&w, deletion.contacts);
    deletion_put_end(&w, &person, &deletion,
                     (struct deletion_rest){ customer.notes.len > 0, customer.archived_ms != 0 });
    return reply_json_end(rep, &w);
}

static enum err customer_deletion_undo(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct trash_warning *warnings;
    struct customer customer;
    struct json_writer w;

    TRY(customer_restore(ctx, request_id(req, "id"), &customer, &warnings));
    reply_etag(rep, customer.edit, customer.view);
    w = reply_json(rep, 200);
    put_object(&w);
    resource_put_members(&w, ctx, &customer_resource, &customer);
    put_key(&w, "warnings");
    trash_put_warnings(&w, ctx, warnings);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

/* ---- many ---------------------------------------------------------------------------------------------------- */

static enum err customer_do_bulk(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct bulk_request request;
    struct bulk_result result;
    struct json_writer w;
    struct job job;
    json_t *body;

    TRY(request_json(ctx, req, &body));
    TRY(bulk_read(ctx, &customer_bulk, body, &request));
    TRY(bulk_run(ctx, &customer_bulk, &request, &result));
    if (result.job_id != 0) {
        TRY(job_get(ctx, result.job_id, &job));
        return reply_resource(ctx, rep, 202, &job_resource, &job);
    }
    w = reply_json(rep, 200);
    bulk_put(&w, ctx, &customer_bulk, &result);
    return reply_json_end(rep, &w);
}

/* ---- the table ----------------------------------------------------------------------------------------------- */

static const struct query_param deletion_query[] = {
    { "permanent", "boolean", "Cannot be taken back" },
    { NULL, NULL, NULL },
};

/* clang-format off */
extern const struct route customer_routes[];
extern const int customer_route_count;

const struct route customer_routes[] = {
    { GET,    "/customers",              PERM_PERSON_LIST,    SLOW,  customer_index,         "Customers",
      .gives = &customer_resource, .list = &customer_list },
    { POST,   "/customers",              PERM_PERSON_WRITE,   WRITE, customer_new,           "Create a customer",
      .takes = &customer_resource, .gives = &customer_resource },
    { POST,   "/customers/bulk",         PERM_PERSON_BULK,    SLOW,  customer_do_bulk,       "Tag, archive or delete many customers",
      .status = 200, .other_status = 202, .takes_json = bulk_takes_json, .gives_json = bulk_gives_json },
    { PUT,    "/customers/external/:source/:external_id", PERM_PERSON_WRITE, WRITE, customer_put, "Create or update by another system's id",
      .other_status = 201, .takes = &customer_resource, .gives = &customer_resource },
    { GET,    "/customers/:id",          PERM_PERSON_READ,    READ,  customer_show,          "One customer",
      .gives = &customer_resource },
    { PATCH,  "/customers/:id",          PERM_PERSON_WRITE,   WRITE, customer_edit,          "Change a customer",
      .takes = &customer_resource, .gives = &customer_resource },
    { DELETE, "/customers/:id",          PERM_PERSON_DELETE,  WRITE, customer_remove,        "Delete a customer",
      .query = deletion_query },
    { POST,   "/customers/:id/archive",  PERM_PERSON_WRITE,   WRITE, customer_do_archive,    "Hide a customer from lists",
      .status = 200, .gives = &customer_resource },
    { DELETE, "/customers/:id/archive",  PERM_PERSON_WRITE,   WRITE, customer_undo_archive,  "Show a customer in lists again",
      .status = 200, .gives = &customer_resource },
    { GET,    "/customers/:id/deletion", PERM_PERSON_READ,    READ,  customer_deletion_show, "What a deletion touches, or touched",
      .gives_json = DELETION_SCHEMA("\"contacts_unlinked\":{\"type\":\"integer\"}") },
    { DELETE, "/customers/:id/deletion", PERM_PERSON_RESTORE, WRITE, customer_deletion_undo, "Take a deletion back",
      .status = 200, .gives = &customer_resource },
};
/* clang-format on */

const int customer_route_count = (int)(sizeof(customer_routes) / sizeof(customer_routes[0]));
