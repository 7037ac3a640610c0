#include "app/idempotency.h"

#include "api/api.h"
#include "app/idempotency_store.h"
#include "base/secret.h"

#include <string.h>

enum { KEY_MOST_BYTES = 200 };

static const int64_t KEPT_MS = 24 * 60 * 60 * 1000;
/* Work that was begun so long ago died with its server. */
static const int64_t WORK_MOST_MS = 10 * 60 * 1000;

/* A request with a key on its way. */
struct call {
    const struct route *route;
    const struct request *req;
    struct reply *rep;
    struct str key;
    struct str request_hash;
    struct kept_answer answer;
    bool repeated;
};

bool idempotency_asked(const struct ctx *ctx, const struct route *route, const struct request *req)
{
    return route->method == POST && !(route->flags & ROUTE_STREAMS_BODY) && ctx->actor.kind != ACTOR_NOBODY &&
           request_header(req, "idempotency-key").len > 0;
}

enum err idempotency_forget_old(struct ctx *ctx)
{
    return idempotency_store_remove_before(ctx, ctx->now_ms - KEPT_MS);
}

/* ---- answers as rows ------------------------------------------------------------------------------------------- */

static const char *const kept_headers[] = { "Location", "ETag" };

enum { KEPT_HEADERS = sizeof(kept_headers) / sizeof(kept_headers[0]) };

static struct str find_header(const struct reply *rep, const char *name)
{
    for (int i = 0; i < rep->header_count; i++)
        if (strcmp(rep->headers[i].name, name) == 0)
            return rep->headers[i].value;
    return STR_EMPTY;
}

static void keep(struct ctx *ctx, struct call *call)
{
    const struct reply *rep = call->rep;
    struct json_writer w;
    struct buf buf;

    buf_init(&buf, ctx->arena, 128);
    put_begin(&w, &buf);
    put_object(&w);
    put_key(&w, "Content-Type");
    put_string(&w, str_from(rep->content_type));
    for (int i = 0; i < KEPT_HEADERS; i++) {
        struct str value = find_header(rep, kept_headers[i]);

        if (value.len) {
            put_name(&w, str_from(kept_headers[i]));
            put_string(&w, value);
        }
    }
    put_object_end(&w);
    call->answer = (struct kept_answer){
        .request_hash = call->request_hash,
        .status = rep->status,
        .headers = buf_str(&buf),
        .body = call->route->flags & ROUTE_SECRET_ONCE ? STR_EMPTY : rep->body,
    };
}

static enum err repeat(struct ctx *ctx, struct call *call, const struct kept_answer *kept)
{
    struct reply *rep = call->rep;
    struct str type;
    json_t *headers;

    TRY(json_read(ctx, kept->headers, &headers));
    type = json_text(json_object_get(headers, "Content-Type"));
    reply_bytes(rep, (int)kept->status, type.len ? arena_cstr(ctx->arena, type) : NULL, kept->body);
    for (int i = 0; i < KEPT_HEADERS; i++) {
        struct str value = json_text(json_object_get(headers, kept_headers[i]));

        if (value.len)
            reply_header(rep, kept_headers[i], value);
    }
    reply_header(rep, "Idempotent-Replay", STR("true"));
    return ERR_OK;
}

/* ---- finding an earlier answer ---------------------------------------------------------------------------------- */

/* Sets `repeated` when the key was used before and the answer is given; a stale row of a dead server goes. */
static enum err look(struct ctx *ctx, struct call *call)
{
    struct kept_answer kept;
    bool found;

    TRY(idempotency_store_find(ctx, call->key, &kept, &found));
    if (found && (ctx->now_ms - kept.created_ms >= KEPT_MS ||
                  (kept.status == 0 && ctx->now_ms - kept.created_ms >= WORK_MOST_MS))) {
        TRY(idempotency_store_remove(ctx, call->key));
        found = false;
    }
    if (!found)
        return ERR_OK;
    if (!str_equal(kept.request_hash, call->request_hash))
        return fail(ctx, ERR_INVALID, "This Idempotency-Key was used for another request.");
    if (kept.status == 0)
        return fail(ctx, ERR_CONFLICT, "The first request with this Idempotency-Key is still being worked on.");
    if ((call->route->flags & ROUTE_SECRET_ONCE) && kept.status < 400)
        return fail(ctx, ERR_CONFLICT, "This was done already; the secret is shown only once. Make a new one.");
    call->repeated = true;
    return repeat(ctx, call, &kept);
}

/* A refusal that the same request would meet again. */
static bool comes_again(enum err err)
{
    return err == ERR_NOT_FOUND || err == ERR_CONFLICT || err == ERR_INVALID;
}

/* ---- WRITE: one transaction ------------------------------------------------------------------------------------- */

static enum err call_in_write(struct ctx *ctx, struct call *call)
{
    bool made;
    enum err err;

    TRY(look(ctx, call));
    if (call->repeated)
        return ERR_OK;
    TRY(store_part_begin(ctx));
    err = call->route->handler(ctx, call->req, call->rep);
    if (err == ERR_OK) {
        TRY(store_part_keep(ctx));
    } else {
        TRY(store_part_undo(ctx));
        if (!comes_again(err))
            return err;
        reply_clear(call->rep);
        reply_problem(ctx, call->rep, err);
    }
    keep(ctx, call);
    TRY(idempotency_store_add(ctx, call->key, &call->answer, &made));
    if (!made)
        return fail(ctx, ERR_CONFLICT, "Another request with this Idempotency-Key was faster; ask again.");
    return ERR_OK;
}

/* ---- SLOW: the key is taken first, the answer written after ------------------------------------------------------ */

static enum err reserve(struct ctx *ctx, void *data)
{
    struct call *call = data;
    bool made;

    call->answer = (struct kept_answer){ .request_hash = call->request_hash };
    TRY(look(ctx, call));
    if (call->repeated)
        return ERR_OK;
    TRY(idempotency_store_add(ctx, call->key, &call->answer, &made));
    return made ? ERR_OK
                : fail(ctx, ERR_CONFLICT, "The first request with this Idempotency-Key is still being worked on.");
}

static enum err save(struct ctx *ctx, void *data)
{
    struct call *call = data;

    return idempotency_store_set(ctx, call->key, &call->answer);
}

static enum err give_back(struct ctx *ctx, void *data)
{
    struct call *call = data;

    return idempotency_store_remove(ctx, call->key);
}

static enum err call_slowly(struct ctx *ctx, struct call *call)
{
    enum err err;

    TRY(store_write(ctx, reserve, call));
    if (call->repeated)
        return ERR_OK;
    err = call->route->handler(ctx, call->req, call->rep);
    if (err != ERR_OK && !comes_again(err)) {
        store_write(ctx, give_back, call);
        return err;
    }
    if (err != ERR_OK) {
        reply_clear(call->rep);
        reply_problem(ctx, call->rep, err);
    }
    keep(ctx, call);
    return store_write(ctx, save, call);
}

static struct str hash_of(struct ctx *ctx, const struct request *req)
{
    struct buf buf;

    buf_init(&buf, ctx->arena, req->target.len + req->body.len + 8);
    buf_add(&buf, req->target);
    buf_add_char(&buf, '\n');
    buf_add(&buf, req->body);
    return sha256_hex(ctx->arena, buf_str(&buf));
}

enum err idempotency_call(struct ctx *ctx, const struct route *route, const struct request *req, struct reply *rep)
{
    struct call call = { .route = route, .req = req, .rep = rep, .key = request_header(req, "idempotency-key") };

    if (call.key.len > KEY_MOST_BYTES)
        return fail(ctx, ERR_BAD_REQUEST, "An Idempotency-Key has at most %d characters.", KEY_MOST_BYTES);
    for (size_t i = 0; i < call.key.len; i++)
        if ((unsigned char)call.key.ptr[i] < ' ' || (unsigned char)call.key.ptr[i] > '~')
            return fail(ctx, ERR_BAD_REQUEST, "An Idempotency-Key is written in ASCII.");
    call.request_hash = hash_of(ctx, req);
    return route->mode == WRITE ? call_in_write(ctx, &call) : call_slowly(ctx, &call);
}
