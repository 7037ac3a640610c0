/*
 * Plays bytes to the HTTP reader as a connection would, in pieces, and says in one line what was understood:
 *
 *     POST /a?b host=c keep body=5:hello + GET / host=c close + refused 400
 *
 * "…" at the end: more is needed. Used by the table-driven test and by the fuzz target.
 */
#ifndef TESTS_HTTP_REPLAY_H
#define TESTS_HTTP_REPLAY_H

#include "base/buf.h"
#include "http/parse.h"

#include <stdlib.h>
#include <string.h>

struct replay {
    struct arena arena; /* of the words */
    struct buf said;
    char *waiting;      /* from the first byte of the head that is arriving; of exactly the size that was fed */
    size_t waiting_len;
    struct http_head head;
    struct http_body body;
    bool in_body;
    bool refused;
    size_t body_bytes;
    struct buf content;
};

static void replay_begin(struct replay *replay)
{
    memset(replay, 0, sizeof(*replay));
    arena_init(&replay->arena);
    buf_init(&replay->said, &replay->arena, 256);
    buf_init(&replay->content, &replay->arena, 64);
    http_head_init(&replay->head, 32 * 1024, 8 * 1024);
}

static void replay_refuse(struct replay *replay, struct http_refusal refusal)
{
    if (replay->in_body) /* what was said of its head does not count */
        replay->said.len = replay->body_bytes;
    buf_printf(&replay->said, "%srefused %d", replay->said.len ? " + " : "", refusal.status);
    replay->refused = true;
}

static void replay_head(struct replay *replay, const char *bytes)
{
    const struct http_head *head = &replay->head;

    replay->body_bytes = replay->said.len;
    if (replay->said.len)
        buf_add(&replay->said, STR(" + "));
    buf_add_text(&replay->said, http_method_name(head->method));
    buf_add_char(&replay->said, ' ');
    if (head->asterisk)
        buf_add_char(&replay->said, '*');
    else
        buf_add(&replay->said, head->path.len ? http_span_str(bytes, head->path) : STR("/"));
    if (head->query.len) {
        buf_add_char(&replay->said, '?');
        buf_add(&replay->said, http_span_str(bytes, head->query));
    }
    if (head->host.len) {
        buf_add(&replay->said, STR(" host="));
        buf_add(&replay->said, http_span_str(bytes, head->host));
    }
    buf_add(&replay->said, head->keep_alive ? STR(" keep") : STR(" close"));
}

static void replay_request_over(struct replay *replay)
{
    enum http_method method = replay->head.method;

    if (replay->content.len || method == POST || method == PUT || method == PATCH) {
        buf_printf(&replay->said, " body=%zu:", replay->content.len);
        buf_add(&replay->said, buf_str(&replay->content));
    }
    replay->content.len = 0;
    replay->in_body = false;
    http_head_init(&replay->head, 32 * 1024, 8 * 1024);
}

/* Takes the first `count` bytes off what waits; the rest moves to memory of exactly its size. */
static void replay_drop(struct replay *replay, size_t count)
{
    size_t left = replay->waiting_len - count;
    char *rest = malloc(left ? left : 1);

    memcpy(rest, replay->waiting + count, left);
    free(replay->waiting);
    replay->waiting = rest;
    replay->waiting_len = left;
}

static bool replay_step_head(struct replay *replay)
{
    switch (http_head_feed(&replay->head, replay->waiting, replay->waiting_len)) {
    case HTTP_MORE: return false;
    case HTTP_REFUSED: replay_refuse(replay, replay->head.refusal); return false;
    case HTTP_DONE: break;
    }
    replay_head(replay, replay->waiting);
    replay->in_body = true;
    replay_drop(replay, replay->head.at);
    switch (http_body_init(&replay->body, &replay->head, REQUEST_BODY_MOST_BYTES)) {
    case HTTP_REFUSED: replay_refuse(replay, replay->body.refusal); return false;
    case HTTP_DONE: replay_request_over(replay); return true;
    case HTTP_MORE: break;
    }
    return true;
}

static bool replay_step_body(struct replay *replay)
{
    struct str input = { replay->waiting, replay->waiting_len }, piece;
    enum http_verdict verdict = http_body_feed(&replay->body, &input, &piece);

    buf_add(&replay->content, piece);
    replay_drop(replay, replay->waiting_len - input.len);
    if (verdict == HTTP_REFUSED)
        replay_refuse(replay, replay->body.refusal);
    if (verdict == HTTP_DONE)
        replay_request_over(replay);
    return verdict != HTTP_REFUSED;
}

static void replay_feed(struct replay *replay, const char *bytes, size_t len)
{
    char *more;

    if (replay->refused)
        return;
    more = malloc(replay->waiting_len + len + 1);
    if (replay->waiting_len)
        memcpy(more, replay->waiting, replay->waiting_len);
    if (len)
        memcpy(more + replay->waiting_len, bytes, len);
    free(replay->waiting);
    replay->waiting = more;
    replay->waiting_len += len;
    while (!replay->refused && replay->waiting_len)
        if (!(replay->in_body ? replay_step_body(replay) : replay_step_head(replay)))
            break;
}

/* What was understood; valid until replay_over. */
static struct str replay_end(struct replay *replay)
{
    if (!replay->refused && (replay->in_body || replay->waiting_len)) {
        if (replay->in_body)
            replay->said.len = replay->body_bytes;
        buf_printf(&replay->said, "%s…", replay->said.len ? " + " : "");
    }
    return buf_str(&replay->said);
}

static void replay_over(struct replay *replay)
{
    free(replay->waiting);
    arena_clear(&replay->arena);
}

#endif
