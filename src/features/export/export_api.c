/*
 * The routes of what people may ask for about themselves. An address is never part of a URL: it would stand in logs.
 */
#include "api/api.h"
#include "features/export/export_person.h"
#include "features/user/permission.h"

/* For its owner's eyes: not kept by anybody in between, nor shown in a window. */
static enum err answer(struct ctx *ctx, struct reply *rep, const struct erasure_subject *subject)
{
    struct str zip;

    TRY(export_person(ctx, subject, &zip));
    reply_header(
        rep, "Content-Disposition",
        arena_printf(ctx->arena, "attachment; filename=\"person-%.10s.zip\"", time_text(ctx->arena, ctx->now_ms).ptr));
    reply_header(rep, "Cache-Control", STR("no-store"));
    return reply_bytes(rep, 200, "application/zip", zip);
}

static enum err of_customer(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    return answer(ctx, rep, &(struct erasure_subject){ .kind = "customer", .id = request_id(req, "id") });
}

static enum err of_contact(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    return answer(ctx, rep, &(struct erasure_subject){ .kind = "contact", .id = request_id(req, "id") });
}

static enum err of_address(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct erasure_subject subject;
    json_t *body;

    TRY(request_json(ctx, req, &body));
    TRY(erasure_read_address(ctx, body, &subject));
    return answer(ctx, rep, &subject);
}

#define ADDRESS                                                                                            \
    "{\"type\":\"object\",\"properties\":{\"email\":{\"type\":\"string\"},\"phone\":{\"type\":\"string\"," \
    "\"description\":\"Without + it is read in the location's country\"}}}"

#define MAY (PERM_EXPORT | PERM_PERSON_READ)

/* clang-format off */
extern const struct route export_routes[];
extern const int export_route_count;

const struct route export_routes[] = {
    { POST, "/customers/:id/export", MAY, SLOW, of_customer, "Everything about a customer, as a ZIP archive of JSON, CSV and vCard",
      .status = 200, .gives_type = "application/zip", .flags = ROUTE_SECRET_ONCE },
    { POST, "/contacts/:id/export",  MAY, SLOW, of_contact,  "Everything about a contact, likewise",
      .status = 200, .gives_type = "application/zip", .flags = ROUTE_SECRET_ONCE },
    { POST, "/exports/person",       MAY, SLOW, of_address,  "Everything under an e-mail or a phone, likewise",
      .status = 200, .takes_json = ADDRESS, .gives_type = "application/zip", .flags = ROUTE_SECRET_ONCE },
};
/* clang-format on */

const int export_route_count = (int)(sizeof(export_routes) / sizeof(export_routes[0]));
