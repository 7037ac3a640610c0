/*
 * Routes and handlers of the outbox.
 */
#include "api/api.h"
#include "features/mail/mail.h"
#include "features/user/permission.h"

static enum err list(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct list_query *query;

    TRY(request_list(ctx, req, &mail_list, &query));
    return reply_list(ctx, req, rep, query);
}

static enum err show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct mail mail;

    TRY(mail_get(ctx, request_id(req, "id"), &mail));
    return reply_resource(ctx, rep, 200, &mail_resource, &mail);
}

static enum err retry(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct mail mail;

    TRY(mail_retry(ctx, request_id(req, "id"), &mail));
    return reply_resource(ctx, rep, 200, &mail_resource, &mail);
}

static enum err cancel(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct mail mail;

    TRY(mail_withdraw(ctx, request_id(req, "id"), &mail));
    return reply_resource(ctx, rep, 200, &mail_resource, &mail);
}

/* clang-format off */
extern const struct route mail_routes[];
extern const int mail_route_count;

const struct route mail_routes[] = {
    { GET,  "/mail",            PERM_PERSON_LIST,  SLOW,  list,   "The outbox: what was ordered and what became of it, the latest first",
      .gives = &mail_resource, .list = &mail_list },
    { GET,  "/mail/:id",        PERM_PERSON_READ,  READ,  show,   "One mail of the outbox",
      .gives = &mail_resource },
    { POST, "/mail/:id/retry",  PERM_PERSON_WRITE, WRITE, retry,  "Try a waiting or failed mail again, now",
      .gives = &mail_resource },
    { POST, "/mail/:id/cancel", PERM_PERSON_WRITE, WRITE, cancel, "Do not send what still waits",
      .gives = &mail_resource },
};
/* clang-format on */

const int mail_route_count = (int)(sizeof(mail_routes) / sizeof(mail_routes[0]));
