/*
 * A job is long work that goes on after its request was answered: a bulk action over more than 1,000 records.
 *
 * It moves in steps. A step's changes, its progress and its cursor are saved in one transaction, so a job that was
 * killed goes on where it stopped and does nothing twice. It acts as whoever asked for it, with the permissions that
 * they had. The runner is app/jobs.c.
 */
#ifndef FEATURES_JOB_JOB_H
#define FEATURES_JOB_JOB_H

#include "model/list.h"

struct job {
    id64 id;
    id64 location_id;
    struct str kind;      /* "customers.bulk", "contacts.bulk": who steps it is said in app/hooks.c */
    struct str state;     /* waiting running done failed canceled */
    struct str payload;   /* JSON object: what to do */
    int64_t done;         /* records handled well */
    int64_t failed;       /* records refused */
    int64_t total;        /* matched when it was asked for */
    id64 cursor_id;       /* the last record handled: the next step begins after it */
    struct str result;    /* JSON object: {"failed": [{"id", "code", "detail"}]}, the first 100 */
    struct str actor_kind;
    id64 actor_id;
    struct str actor_name;
    int64_t permissions;
    int64_t run_ms;       /* not before */
    int64_t lease_ms;     /* a server works on it until then */
    int64_t created_ms;
    int64_t updated_ms;
};

extern const struct resource job_resource;

/* Puts a job in the queue for ctx's location and actor; it starts within a second. */
enum err job_create(struct ctx *ctx, const char *kind, struct str payload, int64_t total, struct job *out);

enum err job_get(struct ctx *ctx, id64 id, struct job *out);

/* Stops it before its next step; what it did stays. ERR_CONFLICT when it has ended. */
enum err job_cancel(struct ctx *ctx, id64 id, struct job *out);

/* Adds {"id", "code", "detail"} to the result's list of failures and counts it. */
void job_add_failure(struct ctx *ctx, struct job *job, struct str record_id, enum err err);

/* ---- for the runner --------------------------------------------------------------------------------------- */

/* Would job_claim find one? A look without a write. */
enum err job_waits(struct ctx *ctx, bool *out);

/* Takes the next waiting (or abandoned) job of any location for `lease_for_ms`; ERR_NOT_FOUND when there is none. */
enum err job_claim(struct ctx *ctx, int64_t lease_for_ms, struct job *out);

/* Saves progress, cursor, result and state, and renews the lease. */
enum err job_save(struct ctx *ctx, struct job *job, int64_t lease_for_ms);

#endif
