#include "api/api.h"
#include "base/secret.h"
#include "features/reminder/calendar.h"
#include "features/user/permission.h"

static enum err show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct reminder reminder;

    (void)req;
    TRY(reminder_get(ctx, &reminder));
    return reply_resource(ctx, rep, 200, &reminder_resource, &reminder);
}

static enum err change(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct reminder reminder;
    struct field_set given;

    TRY(reminder_get(ctx, &reminder));
    TRY(request_resource(ctx, req, &reminder_resource, READ_PATCH, &reminder, &given));
    TRY(problems_err(ctx));
    TRY(reminder_save(ctx, &reminder));
    return reply_resource(ctx, rep, 200, &reminder_resource, &reminder);
}

static enum err new_address(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct json_writer w;
    struct str address;

    (void)req;
    TRY(reminder_calendar_new(ctx, &address));
    w = reply_json(rep, 201);
    put_object(&w);
    put_key(&w, "address");
    put_string(&w, address);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

static enum err end_address(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    (void)req;
    TRY(reminder_calendar_end(ctx));
    return reply_empty(rep);
}

/* "/cal/TOKEN.ics"; whoever asks again with the ETag gets a 304. */
static enum err feed(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct str file = request_param(req, "file"), ics;

    if (!str_ends(file, STR(".ics")))
        return ERR_NOT_FOUND;
    TRY(calendar_for_token(ctx, str_slice(file, 0, file.len - 4), &ics));
    reply_header(rep, "ETag",
                 arena_printf(ctx->arena, "\"%.*s\"", STR_PRINT(str_slice(sha256_hex(ctx->arena, ics), 0, 32))));
    reply_header(rep, "Cache-Control", STR("private, no-cache"));
    return reply_bytes(rep, 200, "text/calendar; charset=utf-8", ics);
}

/* clang-format off */
static const char address_schema[] =
    "{\"type\":\"object\",\"required\":[\"address\"],\"properties\":{\"address\":{\"type\":\"string\",\"description\":\"Shown this once\"}}}";

extern const struct route reminder_routes[];
extern const int reminder_route_count;
extern const struct route calendar_routes[];
extern const int calendar_route_count;

const struct route reminder_routes[] = {
    { GET,    "/me/reminders", PERM_SIGNED_IN, READ,  show,        "How one is reminded", .gives = &reminder_resource },
    { PATCH,  "/me/reminders", PERM_SIGNED_IN, WRITE, change,      "Choose how one is reminded", .takes = &reminder_resource, .gives = &reminder_resource },
    { POST,   "/me/calendar",  PERM_SIGNED_IN, WRITE, new_address, "A new private calendar address; the old one is dead", .gives_json = address_schema, .flags = ROUTE_SECRET_ONCE },
    { DELETE, "/me/calendar",  PERM_SIGNED_IN, WRITE, end_address, "No calendar address any more", .status = 204 },
};

const struct route calendar_routes[] = {
    { GET, "/cal/:file", PERM_PUBLIC, SLOW, feed, "A user's follow-ups as iCalendar, behind a private address", .gives_type = "text/calendar" },
};
/* clang-format on */

const int reminder_route_count = (int)(sizeof(reminder_routes) / sizeof(reminder_routes[0]));
const int calendar_route_count = (int)(sizeof(calendar_routes) / sizeof(calendar_routes[0]));
