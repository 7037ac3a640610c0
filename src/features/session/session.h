/*
 * A session is a user signed in with a browser: a token of 256 random bits in a cookie, of which only the SHA-256 is
 * kept. It lasts 30 days from its last use and ends at the server.
 */
#ifndef FEATURES_SESSION_SESSION_H
#define FEATURES_SESSION_SESSION_H

#include "features/user/user.h"

#define SESSION_COOKIE "__Host-regulars"
#define DEVICE_COOKIE "__Host-regulars-device"

struct session {
    id64 id;
    id64 staff_id;
    struct str token_hash;
    int64_t created_ms;
    int64_t seen_ms;     /* written at most once an hour */
    int64_t expires_ms;
    struct str ip;
    struct str user_agent;
    bool current;        /* the one that asks */
};

extern const struct resource session_resource;

/* Who holds a session, as authentication needs it. */
struct session_holder {
    id64 session_id;
    id64 user_id;
    struct str name;
    bool disabled;
    int64_t seen_ms;
    int64_t expires_ms;
    int64_t end_ms; /* of the user's last day; 0: none */
};

/* By the token's hash; ERR_NOT_FOUND. Expired and ended ones are found too: see session_is_alive. */
enum err session_find(struct ctx *ctx, struct str token_hash, struct session_holder *out);
bool session_is_alive(const struct session_holder *holder, int64_t now_ms);

/* Has it not been marked as used for an hour? Then session_touch is due. */
bool session_touch_due(const struct session_holder *holder, int64_t now_ms);
enum err session_touch(struct ctx *ctx, id64 session_id);

struct sign_in {
    struct str email;
    struct str password;
    struct str device;   /* in: what the browser brought in DEVICE_COOKIE, or nothing; out: what it shall keep */
    struct str token;    /* out: of the session */
};

/* Checks address and password (SLOW; ERR_UNAUTHENTICATED, ERR_RATE_LIMITED, ERR_FORBIDDEN on plain HTTP), begins a
 * session and makes the user ctx's actor. With a browser that was not seen before they are told by mail. */
enum err session_sign_in(struct ctx *ctx, struct sign_in *sign_in);

/* A new session of ctx's actor; in a write. */
enum err session_start(struct ctx *ctx, id64 user_id, struct str *token);

/* One of the actor's own; ERR_NOT_FOUND. */
enum err session_end(struct ctx *ctx, id64 id);
enum err session_list_own(struct ctx *ctx, struct session **out, int *count);

enum err session_forget_expired(struct ctx *ctx);

/* ERR_FORBIDDEN with a sentence that says how to get TLS, unless the way is safe. */
enum err session_check_way(struct ctx *ctx);

/* The value of Set-Cookie; with an empty token one that removes it. */
struct str session_cookie(struct ctx *ctx, struct str token);

/* ---- what they signed in with before (session_device.c) ---- */

/* Remembers with what ctx's actor signs in, in a write. *fresh: it was not seen before, and something else was. A browser
 * is known by its cookie for 400 days, or by its name and address for 30. *device as in struct sign_in. */
enum err session_device_remember(struct ctx *ctx, struct str *device, bool *fresh);
struct str session_device_cookie(struct ctx *ctx, struct str device);

/* Who the actor is, and what they may do where: the answer of GET /session. */
enum err session_put_who(struct ctx *ctx, struct json_writer *w);

/* From where and with what the sessions of ctx's location came that were last seen before. */
enum err session_forget_addresses(struct ctx *ctx, int64_t before_ms);

#endif
