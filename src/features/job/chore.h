/*
 * A chore is what time asks for, again and again: final deletions, reminders, mail, the nightly backup. It belongs to the
 * installation and walks over all locations by itself. Which there are stands in app/jobs.c, a line each.
 *
 * A quick chore is one short write, made on the runner's thread every half second at most. A long one has a thread of its
 * own, no session and no transaction: it makes its own, short ones, so that whatever it waits for (a mail server, a disk)
 * holds up nobody.
 *
 * The table `chore` has a row for each. Several servers share it: a quick chore changes its row in the transaction of
 * its work, a long one takes a lease first; so each is done once, by whoever comes first. A lease that was not renewed, because its
 * server was killed, ends by itself, and the chore is done anew: chores are harmless to repeat.
 */
#ifndef FEATURES_JOB_CHORE_H
#define FEATURES_JOB_CHORE_H

#include "model/list.h"

struct chore_run;

/* A line of the table. */
struct chore_plan {
    const char *name;
    int64_t every_ms; /* between the end of one and the next; with `waits` between two looks */
    enum err (*work)(struct ctx *ctx);               /* quick: in one write; or */
    enum err (*run)(struct chore_run *run);          /* long: see below */
    enum err (*waits)(struct ctx *ctx, bool *out);   /* a look without a write: is there anything to do? It is done as
                                                        long as there is. NULL: done every every_ms, or when next() says */
    enum err (*next)(struct ctx *ctx, int64_t *out); /* the first moment after now; NULL: every_ms from now */
    const char *help;                                /* one line */
};

/* A long chore at work. What it returns is how it went; the sentence of run->ctx is kept with it. Check
 * chore_goes_on() between two steps, at least once a minute; a step that may take longer gets chore_lease(). */
struct chore_run {
    const struct chore_plan *plan;
    struct store *store;
    struct ctx *ctx;         /* of this run, without a session: for store_run() */
    struct str holder;       /* of the lease */
    /* the runner's; see chore_goes_on, chore_lease, chore_step */
    void *runner;
    bool (*goes_on)(struct chore_run *run, int64_t lease_for_ms);
    int64_t (*now_ms)(const struct chore_run *run);
    int64_t lease_ms;
};

/* False when the server is about to end, or somebody else has taken the lease: stop soon. Renews the lease. */
bool chore_goes_on(struct chore_run *run);
bool chore_lease(struct chore_run *run, int64_t for_ms);

/* A fresh ctx for the next step of a long chore, as the system, with the clock's time now. */
void chore_step(struct chore_run *run, struct arena *arena, struct ctx *out);

/* What is kept of a chore. */
struct chore {
    struct str name;
    struct str help;
    int64_t every_ms;
    bool looks;        /* works when something waits: has no next time */
    int64_t next_ms;
    int64_t asked_ms;  /* somebody wants it now; 0: nobody */
    int64_t lease_ms;  /* a server works on it until then; 0: none */
    int64_t ran_ms;    /* when it last began; 0: never */
    int64_t took_ms;
    int64_t well_ms;   /* when it last ended well */
    int64_t runs;
    int64_t failures;
    struct str error;  /* of the last run; empty: it went well */
    /* virtual */
    int64_t every_s;
    int64_t due_ms;    /* next_ms, or 0 for never */
    bool running;
};

extern const struct resource chore_resource;

/* All of them, by name, in ctx's arena. */
enum err chore_list(struct ctx *ctx, struct chore **out, int *count);
enum err chore_get(struct ctx *ctx, struct str name, struct chore *out);

/* It is done within a second, by whichever server comes first. ERR_NOT_FOUND. */
enum err chore_ask(struct ctx *ctx, struct str name);

/* Its next time is another one from now on (a setting was changed). */
enum err chore_plan_next(struct ctx *ctx, struct str name, int64_t next_ms);

/* Is it late: nobody has begun it for so long that no server can be at work, or it fails? One sentence, or empty. */
struct str chore_complaint(struct ctx *ctx, const struct chore *chore);

/* ---- for the runner --------------------------------------------------------------------------------------- */

enum {
    CHORE_LEASE_MS = 2 * 60 * 1000,
    CHORE_LEASE_MOST_MS = 6 * 3600 * 1000, /* further ahead only a clock that was set back makes it look */
    CHORE_RETRY_MS = 15 * 60 * 1000,       /* what failed is tried again so much later, at the latest */
};

/* What next() says of a chore that is only done when somebody asks for it. */
static const int64_t CHORE_NEVER_MS = INT64_MAX;

/* Makes rows for those that have none; removes those of chores that are no more. `alone`: no other server can have a
 * lease, so all of them end. */
enum err chore_prepare(struct ctx *ctx, const struct chore_plan *plans, int count, bool alone);

/* Is it to be done now: asked for, or its time has come? A clock that was set back does not put it off. */
bool chore_is_due(const struct chore *chore, int64_t now_ms);
bool chore_is_leased(const struct chore *chore, int64_t now_ms);

/* In the write that does the work: false in *mine when another server did it since `seen` was read. */
enum err chore_take(struct ctx *ctx, const struct chore *seen, bool *mine);
/* Takes it for a long run instead, for CHORE_LEASE_MS. */
enum err chore_take_lease(struct ctx *ctx, const struct chore *seen, struct str holder, bool *mine);
enum err chore_renew(struct ctx *ctx, struct str name, struct str holder, int64_t for_ms, bool *mine);

struct chore_end {
    const struct chore_plan *plan;
    int64_t took_ms;
    enum err err;
    struct str sentence; /* of the error */
};
/* How it went, and when it is next due. Ends the lease. */
enum err chore_ended(struct ctx *ctx, const struct chore_end *end);

#endif
