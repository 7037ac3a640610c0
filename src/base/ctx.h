/*
 * ctx: one piece of work, mostly a request. It says whose work it is, when, and with which memory and database.
 *
 * It is the first argument of everything that can fail for a reason a person should read. It owns nothing but
 * its problems; arena, session and clock belong to whoever made it and outlive it.
 */
#ifndef BASE_CTX_H
#define BASE_CTX_H

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"

struct app;
struct location;
struct store_session;

enum actor_kind { ACTOR_NOBODY, ACTOR_USER, ACTOR_API_KEY, ACTOR_FORM, ACTOR_SYSTEM };

struct actor {
    enum actor_kind kind;
    id64 id;          /* of the user or key; 0 for nobody and the system */
    struct str name;  /* as the audit shows it */
    bool by_cookie;   /* a person in the dashboard, not a program */
    id64 location_id; /* of a key: the one location that it acts for; else 0 */
    id64 session_id;  /* of a user signed in by cookie; else 0 */
};

/* One thing wrong with one field of what was sent. */
struct problem {
    struct str field;     /* "emails[1]"; "" for the whole */
    const char *code;     /* closed list: required too_long too_short invalid taken unknown read_only out_of_range … */
    struct str detail;    /* one sentence for a person */
    struct str owner_id;  /* who has it, "cus_…"; or empty */
    struct problem *next;
};

struct ctx {
    struct app *app;
    struct arena *arena;
    struct store_session *db;
    struct id_source *ids;
    int64_t now_ms;                  /* one clock per request */
    struct actor actor;
    uint64_t permissions;            /* bits of features/user/permission.h, in this location */
    id64 location_id;                /* 0 outside a location */
    const struct location *location; /* NULL outside a location */
    struct str time_zone;            /* of the location; "UTC" outside */
    struct str currency;             /* ISO 4217; empty outside */
    struct str country;              /* ISO 3166; empty outside */
    int64_t active_window_days;      /* who booked in so many local days is active; 0 outside a location */
    struct str ip;                   /* of the client, as text; may be empty */
    struct str user_agent;
    struct str request_id;
    bool secure;                     /* came over TLS (a trusted proxy said so), or never left this machine */

    int64_t retry_after_s;           /* beside ERR_RATE_LIMITED and ERR_BUSY: when to come back; 0: unsaid */
    struct str error_detail;         /* set by fail() */
    struct problem *problems;        /* in the order of arrival */
    struct problem **problems_end;
    int problem_count;
};

void ctx_init(struct ctx *ctx, struct arena *arena);

id64 ctx_new_id(struct ctx *ctx);

/* Says what went wrong, once, where it is known; returns `err`. A second call changes nothing. */
enum err fail(struct ctx *ctx, enum err err, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Adds a field problem and goes on; problems_err() then answers for all of them. At most 100 are kept. */
void problem_add(struct ctx *ctx, struct str field, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The same for something that somebody else has already: `owner_id` is outside text ("cus_…"). */
void problem_taken(struct ctx *ctx, struct str field, struct str owner_id, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* ERR_OK without problems, ERR_CONFLICT when all of them are "taken", else ERR_INVALID. */
enum err problems_err(const struct ctx *ctx);

/* Why it failed with `err`, in one sentence: what fail() said, else the first problem, else what the code means. Borrowed
 * from ctx, until ctx_forgive(). */
struct str ctx_reason(const struct ctx *ctx, enum err err);

/* Forgets failure and problems: for work that tries one row after another. */
void ctx_forgive(struct ctx *ctx);

#endif
