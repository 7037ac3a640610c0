/*
 * Privacy: erasing people.
 *
 * An erasure is about a person (the customer, every contact linked to it or found by the same e-mail) or about everything
 * under an e-mail or a phone, also where it only stands in bookings, guest lists and logs. People go; bookings, guest
 * entries, communications, responses and records stay without anything that says who it was, since they are counted;
 * values in the audit, stored answers, finished jobs and the trash lose what they say about these people. What the law
 * makes one keep is named and goes when its time is over.
 *
 * Invariants: figures are what they were, but for the people themselves; the audit's chain stays whole; the addresses are
 * on the suppression list. What remains of an erasure is a row of ids, counts and keyed hashes (`erasure`), from which it
 * can be done again after an older copy was restored.
 */
#ifndef FEATURES_PRIVACY_PRIVACY_H
#define FEATURES_PRIVACY_PRIVACY_H

#include "features/contact/contact.h"

struct erasure {
    id64 id;
    id64 location_id;
    struct str subject;     /* customer contact email phone */
    id64 staff_id;          /* who asked; 0 for a program */
    struct str people;      /* JSON: ["cus_…", "con_…"] */
    struct str addresses;   /* JSON: keyed hashes */
    struct str rows_erased; /* JSON: {"bookings": [ids], …} */
    int64_t bookings;
    int64_t guests;
    int64_t communications;
    int64_t responses;
    int64_t records;
    int64_t submissions;
    int64_t checkouts;
    int64_t follow_ups;
    int64_t consents;
    int64_t audit_entries;
    struct str kept;        /* JSON: [{"record_id", "kind", "reason", "until"}] */
    int64_t at_ms;
    int64_t repeated_ms;    /* when it was done again in a copy that was brought back; 0: never */
    int64_t cleaned_ms;     /* when it had left the files too; 0: not yet */
};

extern const struct resource erasure_resource;
extern const struct list_spec erasure_list;

/* Who or what is to be erased. */
struct erasure_subject {
    const char *kind;   /* "customer" "contact" "email" "phone" */
    id64 id;            /* of a person */
    struct str address; /* normal form or E.164 */
};

/* {"email": "…"} or {"phone": "…"}; a phone without + is read in the location's country. Problems are an error. */
enum err erasure_read_address(struct ctx *ctx, json_t *body, struct erasure_subject *subject);

/* Somebody whom an erasure is about, for the preview. */
struct erasure_person {
    enum person_kind kind;
    id64 id;
    struct str name;
    bool in_trash;
};

struct erasure_preview {
    struct erasure_person *people;
    int people_count;
    struct erasure_person *sharers; /* who keep everything but a shared address */
    int sharer_count;
    struct string_list tags;        /* that nobody else has */
    int64_t consents;
    struct forget forget;
};

/* What an erasure would touch; writes nothing. SLOW: it looks through everything once. ERR_NOT_FOUND when there is no such
 * person, or nothing under the address. */
enum err erasure_preview(struct ctx *ctx, const struct erasure_subject *subject, struct erasure_preview *out);

/* Is it the id of one of these people, or of a row of theirs? */
bool erasure_concerns(struct forget *forget, id64 id);
/* Adds rows of theirs that were deleted before, of which only the audit knows: it is read through once. */
enum err erasure_find_gone(struct ctx *ctx, struct forget *forget);

/* Does it, in a write of its own. SLOW. */
enum err erasure_make(struct ctx *ctx, const struct erasure_subject *subject, struct erasure *out);

enum err erasure_get(struct ctx *ctx, id64 id, struct erasure *out);

/* [{"record_id", "kind", "reason", "until"}] */
void privacy_put_kept(struct json_writer *w, const struct forget_kept *kept);

#endif
