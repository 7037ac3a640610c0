/*
 * The timeline: everything that happened with a person, in one order, newest first.
 *
 * It is kept nowhere. A page is merged from what the features keep: of every kind at most one indexed read for the person,
 * and one for each contact linked to a customer, so that a page costs the same after ten entries and after ten thousand.
 * Bookings and guest appearances stand at their start (coming ones come first), follow-ups where they remind,
 * everything else at the moment when it happened. What changed in the person's own record comes from the audit.
 *
 * A kind that asks for more than ctx may see is left out, and so are members of the records that need more.
 */
#ifndef FEATURES_TIMELINE_TIMELINE_H
#define FEATURES_TIMELINE_TIMELINE_H

#include "features/contact/contact.h"

enum { TIMELINE_LIMIT = 50, TIMELINE_LIMIT_MOST = 200, TIMELINE_CONTACTS_MOST = 20 };

/* In the order of timeline_kinds. */
enum timeline_kind {
    TIMELINE_BOOKING,
    TIMELINE_GUEST,
    TIMELINE_COMMUNICATION,
    TIMELINE_NOTE,
    TIMELINE_RESPONSE,
    TIMELINE_RECORD,
    TIMELINE_FOLLOW_UP,
    TIMELINE_CHECKOUT,
    TIMELINE_CONSENT,
    TIMELINE_SUBMISSION,
    TIMELINE_CONVERSION,
    TIMELINE_TAG,
    TIMELINE_CHANGE,
    TIMELINE_KINDS
};

extern const char *const timeline_kinds[]; /* "booking" …; ends with NULL */

/* A place between two entries: of the records by (at_ms, id), of the audit by its number. All zero: the beginning. */
struct timeline_place {
    int64_t at_ms;
    id64 id;
    int64_t seq;
};

struct timeline_query {
    id64 person_id;
    bool is_customer;
    unsigned kinds; /* bits 1 << enum timeline_kind */
    int limit;
    struct timeline_place after;
};

struct timeline_actor {
    struct str kind; /* user api_key form system; empty: nobody in particular */
    id64 id;
    struct str name;
};

struct timeline_entry {
    enum timeline_kind kind;
    int64_t at_ms;
    id64 id;
    const struct resource *resource; /* of `record`; NULL for what comes from the audit */
    void *record;
    int64_t seq;
    struct str action;  /* of the audit */
    struct str changes; /* JSON; empty: none, or they have gone */
    struct timeline_actor actor;
    struct str title;
    struct str summary;
};

struct timeline_page {
    struct timeline_entry *entries;
    int count;
    bool more;                   /* there is something behind `next` */
    struct timeline_place next;
};

enum err timeline_run(struct ctx *ctx, const struct timeline_query *query, struct timeline_page *out);

void timeline_put_entry(struct json_writer *w, struct ctx *ctx, const struct timeline_entry *entry);

#endif
