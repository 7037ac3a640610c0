/*
 * A checkout that the booking page reports, again and again, with whatever it knows.
 *
 *   open ──→ abandoned     nobody reported it for the location's delay: the person is found or becomes a contact
 *     │          └──→ recovered    completed after all, or the person booked within 30 days
 *     └──→ completed       it was never left alone
 *
 * An abandoned one that is reported anew as open is open again and may be abandoned again; it was abandoned once, and
 * stands in the figures of that day. Recovered and completed are the end: a later message changes nothing.
 *
 * Invariants: person_id is set when the person is known, at the earliest when it is abandoned; a reminder is ordered at most
 * once, only where marketing by e-mail is allowed, and taken back when the person books; the figures "abandoned" and
 * "recovered" agree with abandoned_ms, recovered_ms and the value in the location's currency.
 */
#ifndef FEATURES_CHECKOUT_CHECKOUT_H
#define FEATURES_CHECKOUT_CHECKOUT_H

#include "features/booking/booking.h"

enum { CHECKOUT_RECOVERY_DAYS = 30, CHECKOUT_EXTERNAL_ID_MOST = 100 };

struct checkout {
    id64 id;
    id64 location_id;
    struct str external_id;
    bool by_browser;            /* a page said so, with the public key: another page's word may change only such ones */
    struct str state;           /* open abandoned recovered completed */
    struct str name;            /* as typed, like the next two */
    struct str email;
    struct str email_normal;
    struct str phone;
    struct str e164;
    struct str activity;
    struct str site;
    int64_t trip_ms;            /* when the trip would begin; 0: not said */
    struct str cart;            /* JSON: what was in it, as told */
    struct str currency;
    int64_t value_minor;
    struct str resume_url;
    bool consent;               /* the box for marketing was ticked */
    struct str consent_wording;
    struct str consent_page;    /* where the box stood */
    struct str consent_ip;      /* of the browser that ticked it; only while the checkout is open */
    struct str consent_agent;
    int64_t consent_ms;         /* when it was first reported as ticked with this wording; 0: it is not */
    id64 person_id;
    struct str kind;            /* customer contact, or empty */
    id64 booking_id;            /* that brought it back */
    int64_t due_ms;             /* of an open one: when it counts as left alone; 0: there is nobody to be found */
    int64_t seen_ms;            /* the last report */
    int64_t abandoned_ms;       /* for the first time; 0: never */
    int64_t recovered_ms;
    int64_t completed_ms;
    int64_t reminded_ms;        /* a reminder was ordered */
    int64_t erased_ms;          /* what said who it was has gone */
    struct str search;
    int64_t created_ms;
    int64_t updated_ms;
    int64_t edit;
    /* virtual */
    id64 customer_id;
    id64 contact_id;
};

extern const struct resource checkout_resource;
extern const struct list_spec checkout_list;

enum err checkout_get(struct ctx *ctx, id64 id, struct checkout *out);
enum err checkout_by_external(struct ctx *ctx, struct str external_id, struct checkout *out);

/* A report: makes or changes the one with this id; members that are not given stay. Saying the same twice changes nothing
 * but when it was seen. ERR_CONFLICT for a page's word about what a program reported. */
struct checkout_report {
    struct str external_id;
    json_t *body;
    bool by_browser;
    struct str page; /* of a browser: which page it says it is on, as far as it says */
};
enum err checkout_report(struct ctx *ctx, const struct checkout_report *report, struct checkout *out, bool *made);

/* Every location: is one left alone, without a write; and what follows, one location a call. */
enum err checkout_abandon_waits(struct ctx *ctx, bool *out);
enum err checkout_abandon_due(struct ctx *ctx);

/* The reminder with this text before its link (empty: a sentence of ours), as an invented person would get it. */
void checkout_reminder_sample(struct ctx *ctx, struct str text, struct str *subject, struct str *body);

/* ---- reporting from a page ------------------------------------------------------------------------------------ */

struct checkout_reporting {
    id64 location_id;
    struct str report_key;
    bool enabled;
    struct string_list origins; /* "https://www.example.com" */
    int64_t updated_ms;
    struct str address;         /* virtual: where a page reports to */
};

extern const struct resource checkout_reporting_resource;

/* Of ctx's location; without a key until it was first saved. */
enum err checkout_reporting_get(struct ctx *ctx, struct checkout_reporting *out);
/* A key that nobody has read yet; pages with the old one are not heard any more. */
enum err checkout_reporting_new_key(struct ctx *ctx, struct checkout_reporting *out);
enum err checkout_reporting_save(struct ctx *ctx, struct checkout_reporting *reporting);

/* Enters the location of the key, for a page of this origin. ERR_NOT_FOUND for a key that is none, ERR_FORBIDDEN for a page
 * that may not, ERR_RATE_LIMITED when pages of the location have begun too many of late. */
enum err checkout_reporting_enter(struct ctx *ctx, struct str key, struct str origin);

/* ---- for app/hooks.c ------------------------------------------------------------------------------------- */

/* A booking was saved: the newest checkout that its person left is recovered, no reminder goes out. */
enum err checkout_booking_saved(struct ctx *ctx, const struct booking *before, const struct booking *after);
enum err checkout_booking_gone(struct ctx *ctx, const struct booking *booking);

/* The person goes, and comes back. */
enum err checkout_unlink_person(struct ctx *ctx, id64 person_id, struct str *undo);
enum err checkout_relink_person(struct ctx *ctx, id64 person_id, const json_t *undo);

/* The location's days are other ones now. */
enum err checkout_zone_changed(struct ctx *ctx);

/* ---- for the feature privacy ----------------------------------------------------------------------------- */

enum err checkout_forget_find(struct ctx *ctx, struct forget *forget);
enum err checkout_forget(struct ctx *ctx, struct forget *forget);

/* Retention: those last seen before a moment lose what says who it was, in the audit too; the days and values stay. How many
 * there are, and doing at most `most` of them, in ctx's location. Open ones wait until they are abandoned. */
enum err checkout_expired_count(struct ctx *ctx, int64_t before_ms, int64_t *count);
enum err checkout_expire(struct ctx *ctx, int64_t before_ms, int most, int *done);

#endif
