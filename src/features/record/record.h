/*
 * A record: a payment, a waiver or an order at the till, as another system reports it or staff type it in.
 *
 * It hangs on a person (by key, by who_is_it, or as its booking's) and on a booking, by id or by the booking's source and
 * external id; reported before its booking it waits for it. It never makes anybody. A refund is a payment below zero.
 *
 * Invariants: a booking's payments and their sum agree with its payment records, and the customer's analytics with them, in
 * the same transaction; what staff linked or unlinked (linked_by "user", unlinked) no later message links anew.
 */
#ifndef FEATURES_RECORD_RECORD_H
#define FEATURES_RECORD_RECORD_H

#include "features/booking/booking.h"

struct record {
    id64 id;
    id64 location_id;
    struct str kind;               /* payment waiver order */
    struct str source;             /* with external_id unique per kind */
    struct str external_id;
    struct str title;
    struct str type;               /* of a payment: card, cash … */
    struct str number;             /* of an order */
    struct str status;             /* payment: pending succeeded failed canceled; waiver: signed pending expired void */
    struct str currency;
    int64_t amount_minor;
    struct str link;
    int64_t at_ms;
    id64 person_id;
    struct str person_kind;        /* "customer", "contact", or empty */
    struct str linked_by;          /* "user", "key", "match", "booking", or empty */
    bool unlinked;                 /* taken from its person: nothing links it again but a hand */
    id64 booking_id;
    struct str booking_source;     /* the booking as the other system names it */
    struct str booking_external_id;
    struct str signer_name;        /* who paid, signed or bought, as told, all four */
    struct str signer_email;
    struct str signer_phone;
    struct str signer_birth;
    struct str email_normal;       /* empty when it is no address */
    struct str e164;               /* empty when it is no full number */
    struct str hold_reason;        /* it must be kept: why, and until when */
    struct str hold_until;
    int64_t erased_ms;             /* who it was has gone; no message brings it back */
    bool erase_later;              /* the person was erased, but it is on hold: it goes when the hold is over */
    int64_t created_ms;
    int64_t updated_ms;
    int64_t edit;
    /* virtual: person_id by its kind */
    id64 customer_id;
    id64 contact_id;
};

extern const struct resource record_resource;
extern const struct list_spec record_list;

/* What came of writing one, beside the record. */
struct record_outcome {
    bool made;
    struct booking_outcome notes; /* applied, warnings, overridden */
};

/* By hand: staff, and programs that act for them. From outside: PUT by source and external id. */
enum record_origin { RECORD_BY_HAND, RECORD_FROM_OUTSIDE };

enum err record_get(struct ctx *ctx, id64 id, struct record *out);
enum err record_complete(struct ctx *ctx, void *records, int count);
void record_list_customer(struct list_query *query, id64 customer_id);

/* Saves what was read by the table; `given` says which members the body had. */
enum err record_create(struct ctx *ctx, struct record *record, const struct field_set *given, enum record_origin origin,
                       struct record_outcome *outcome);
enum err record_update(struct ctx *ctx, const struct record *before, struct record *after,
                       const struct field_set *given, enum record_origin origin, struct record_outcome *outcome);

/* A message from another system: makes or updates the record of this kind, source and external id. The same twice
 * changes nothing. */
enum err record_report(struct ctx *ctx, struct str kind, struct str source, struct str external_id, json_t *body,
                       struct record *out, struct record_outcome *outcome);

/* ERR_CONFLICT while it is on hold. */
enum err record_delete(struct ctx *ctx, const struct record *record);

/* Makes an adult signer of a waiver a customer, or links whoever it is by who_is_it. Asking twice answers the same
 * customer. ERR_CONFLICT for a minor, by the age today, for one without a name, and for what is no waiver. */
enum err record_make_customer(struct ctx *ctx, const struct record *record, struct customer *out, bool *made);

/* ---- for app/hooks.c ------------------------------------------------------------------------------------- */

/* What waited for the booking finds it; what is its booker's follows the booker. */
enum err record_booking_saved(struct ctx *ctx, const struct booking *before, const struct booking *after);
enum err record_booking_gone(struct ctx *ctx, const struct booking *booking);

/* What hung on the contact is the customer's. */
enum err record_move_contact(struct ctx *ctx, id64 contact_id, id64 customer_id);

enum err record_count_of_person(struct ctx *ctx, id64 person_id, int64_t *out);
enum err record_unlink_person(struct ctx *ctx, id64 person_id, struct str *undo);
enum err record_relink_person(struct ctx *ctx, id64 person_id, const json_t *undo);
/* After all that was theirs is linked again: what came since then, and found nobody, is looked at anew. */
enum err record_catch_up(struct ctx *ctx, id64 person_id, int64_t since_ms);

/* ---- for the feature privacy (person/forget.h), after bookings ------------------------------------------------ */

enum err record_forget_find(struct ctx *ctx, struct forget *forget);
/* What is on hold stays as it is and is marked. */
enum err record_forget(struct ctx *ctx, struct forget *forget);
/* One that waited for the end of its hold; nothing happens while it goes on. */
enum err record_forget_held(struct ctx *ctx, id64 id);

#endif
