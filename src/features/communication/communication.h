/*
 * A communication: an e-mail, message, call or visit with a person, or a dated note about one.
 *
 * Other systems report what they sent, staff log what was said. It belongs to the person that it names, else to whoever
 * has the address (now or before), else to whoever booked what it refers to; what finds nobody waits until somebody has
 * the address. Once unlinked, by a deletion or by hand, no message and no address links it again, only staff do.
 *
 * Invariant: `kind` says what person_id is; both are empty together.
 */
#ifndef FEATURES_COMMUNICATION_COMMUNICATION_H
#define FEATURES_COMMUNICATION_COMMUNICATION_H

#include "features/booking/booking.h"

enum { COMMUNICATION_BODY_MOST = 100000 };

/* The source of what Regulars' own outbox sent. What nobody wrote by hand of it makes no lead `contacted`. */
#define MAIL_SOURCE STR("regulars")

struct communication {
    id64 id;
    id64 location_id;
    struct str source;         /* the other system's name; with external_id unique */
    struct str external_id;
    id64 person_id;
    struct str kind;           /* customer contact, or empty */
    struct str via;            /* email sms phone in-person note other */
    struct str direction;      /* in out; empty for a note */
    struct str address;        /* the person's side: whom it went to, or from whom it came, as typed */
    struct str address_normal; /* e-mail or E.164; empty when it is neither */
    struct str title;
    struct str body;
    id64 reference_id;         /* the booking that it is about */
    int64_t at_ms;
    struct str status;         /* of the delivery, as the sending system says it */
    id64 staff_id;             /* who logged it; 0 for a program */
    int64_t erased_ms;         /* what it said and to whom has gone; no message brings it back */
    bool unlinked;             /* was taken from its person */
    int64_t created_ms;
    int64_t updated_ms;
    int64_t edit;
    /* virtual, filled in by communication_complete() */
    id64 customer_id;
    id64 contact_id;
    struct str person_name;
    int64_t view;              /* goes with the name */
};

extern const struct resource communication_resource;
extern const struct list_spec communication_list;

enum err communication_get(struct ctx *ctx, id64 id, struct communication *out);
/* The same for a change: what is read stays true until the commit. */
enum err communication_get_to_change(struct ctx *ctx, id64 id, struct communication *out);

/* Logs one that was read: finds its person, makes a lead `contacted`. ERR_CONFLICT when source and id are taken. */
enum err communication_create(struct ctx *ctx, struct communication *communication);

/* By hand; `given` are the members of the patch. Naming a person links it, naming nobody takes it from its person. */
enum err communication_update(struct ctx *ctx, const struct communication *before, struct communication *after,
                              const struct field_set *given);

/* What became of one that was sent: waiting, sent, failed, bounced, withheld, canceled. Nothing happens when it has gone. */
enum err communication_set_status(struct ctx *ctx, id64 id, struct str status);

/* A message from another system: makes or updates the one with this source and external id. */
enum err communication_report(struct ctx *ctx, struct str source, struct str external_id, json_t *body,
                              struct communication *out, bool *made);

/* ERR_NOT_FOUND. */
enum err communication_by_external(struct ctx *ctx, struct str source, struct str external_id,
                                   struct communication *out);

enum err communication_delete(struct ctx *ctx, const struct communication *communication);

/* ---- for app/hooks.c ------------------------------------------------------------------------------------- */

enum err communication_count_of_person(struct ctx *ctx, id64 person_id, int64_t *out);

/* The person goes: all stay, unlinked for good. *undo is a JSON object of lists of ids. */
enum err communication_unlink_person(struct ctx *ctx, id64 person_id, struct str *undo);
/* The person is back: links those again that nobody linked meanwhile. */
enum err communication_relink_person(struct ctx *ctx, id64 person_id, const json_t *undo);
/* After all that was theirs is linked again: what came since then about a booking of theirs. By address: _claim. */
enum err communication_catch_up(struct ctx *ctx, id64 person_id, int64_t since_ms);

/* Somebody has the address now: what waited for that is theirs. */
enum err communication_claim(struct ctx *ctx, const struct person *person, struct str address);

/* ---- for the feature privacy (person/forget.h), after bookings ------------------------------------------------ */

enum err communication_forget_find(struct ctx *ctx, struct forget *forget);
enum err communication_forget(struct ctx *ctx, struct forget *forget);

#endif
