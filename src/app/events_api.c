#include "api/api.h"
#include "app/app.h"
#include "app/events.h"
#include "features/feed/feed.h"
#include "features/user/permission.h"
#include "http/sse.h"

/* Whoever missed more than this reads everything anew sooner than event by event. */
enum { RESUME_MOST = 2000 };

/* Where to begin: behind the last event that the client has, else now. `resync` when that is too far back. */
static enum err read_place(struct ctx *ctx, const struct request *req, int64_t *after, bool *resync)
{
    struct str last = request_header(req, "last-event-id"), asked = request_query_value(ctx, req, "after");
    int64_t head;
    enum err err;

    *resync = false;
    TRY(feed_head(ctx, &head));
    *after = head;
    if (last.len == 0 && asked.len == 0)
        return ERR_OK;
    if (!str_to_int(last.len ? last : asked, after) || *after < 0 || *after == INT64_MAX)
        return fail(ctx, ERR_BAD_REQUEST, "Last-Event-ID and \"after\" are the id of an earlier event.");
    err = feed_check(ctx, *after);
    if (err != ERR_OK && err != ERR_RESYNC)
        return err;
    *resync = err == ERR_RESYNC || head - *after > RESUME_MOST;
    if (*resync)
        *after = head;
    ctx_forgive(ctx);
    return ERR_OK;
}

/* The first event says where the stream begins, so that a client that loses it at once can resume there. */
static void greet(struct ctx *ctx, struct event_stream *stream, int64_t after, bool resync)
{
    struct str place = arena_printf(ctx->arena, "%lld", (long long)after);

    event_stream_send(stream, place, resync ? STR("resync") : STR("ready"),
                      arena_printf(ctx->arena, "{\"seq\":%.*s}", STR_PRINT(place)));
}

static enum err events_open(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct credential credential;
    struct event_stream *stream;
    int64_t after;
    bool resync;
    enum err err;

    TRY(auth_read(ctx, req, NULL, &credential));
    TRY(read_place(ctx, req, &after, &resync));
    rep->status = 200;
    rep->content_type = "text/event-stream";
    reply_header(rep, "X-Accel-Buffering", STR("no"));
    if (req->method == HEAD)
        return ERR_OK;
    stream = event_stream_new(EVENTS_BUFFER_BYTES);
    greet(ctx, stream, after, resync);
    err = events_subscribe(ctx->app->events, ctx, &credential, after, stream);
    if (err != ERR_OK) {
        event_stream_release(stream, false);
        event_stream_drop(stream);
        reply_clear(rep);
        return err;
    }
    rep->events = stream;
    return ERR_OK;
}

/* clang-format off */
static const struct query_param events_query[] = {
    { "after", "string", "The id of the last event that one has, where Last-Event-ID cannot be sent" },
    { NULL, NULL, NULL },
};

static const char events_schema[] =
    "{\"type\":\"string\",\"description\":\"Server-sent events (text/event-stream): id is the seq, event the action, data "
    "one line of JSON as in the items of /changes. The first is ready, or resync when what was missed is too much or "
    "too old to be sent; resync also comes when the reader does not keep up.\"}";

extern const struct route events_routes[];
extern const int events_route_count;

const struct route events_routes[] = {
    { GET, "/events", PERM_SIGNED_IN, READ, events_open, "What happens from now on, as server-sent events, of what one may see",
      .gives_json = events_schema, .gives_type = "text/event-stream", .query = events_query },
};
/* clang-format on */

const int events_route_count = (int)(sizeof(events_routes) / sizeof(events_routes[0]));
