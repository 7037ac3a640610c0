/*
 * A guest: somebody who comes along on a booking, the booker or not.
 *
 * A guest may be linked to a customer: by e-mail when the names have a word in common, or by hand; never to the booker, and
 * to each customer once in a booking. A customer's guest appearances are these links, counted in the customer's row.
 *
 * Staff add guests, and bookings from other systems bring a list of theirs, which replaces what such a list brought
 * before. What staff set (a whole guest, or members of one: kept_by_staff, linked_by "user") no message undoes.
 * Invariant: starts_ms is the booking's.
 */
#ifndef FEATURES_GUEST_GUEST_H
#define FEATURES_GUEST_GUEST_H

#include "features/booking/booking.h"

enum { GUESTS_MOST = 200, GUEST_TEXT_MOST = 500 };

struct guest {
    id64 id;
    id64 location_id;
    id64 booking_id;
    struct str name;               /* may be empty when it comes from outside */
    struct str email;              /* as typed, both */
    struct str phone;
    struct str email_normal;       /* empty when it is no address */
    struct str e164;               /* empty when it is no full number */
    struct str date_of_birth;
    int64_t age;                   /* on the day of the booking, once the birth date has gone; 0: unknown */
    id64 demographic_id;
    struct str notes;
    id64 customer_id;
    struct str linked_by;          /* "match", "user" (also when staff said: nobody), or empty */
    bool by_staff;                 /* added by staff */
    struct string_list kept_by_staff;
    struct str told;               /* digest of name and e-mail as another system last told them; empty: it never did */
    int64_t starts_ms;
    int64_t erased_ms;             /* who it was has gone */
    int64_t created_ms;
    int64_t updated_ms;
    int64_t edit;
    /* virtual, filled in by guest_complete() */
    struct str age_then;           /* a JSON number, or null */
    id64 proposed_demographic_id;
    struct str activity;           /* of the booking, as all that follows */
    struct str booking_status;
    struct str booked_by;
};

extern const struct resource guest_resource;
extern const struct list_spec guest_list;       /* of a customer: newest booking first */
extern const struct list_spec guest_party_list; /* of a booking: as they were added */

/* With the virtual members. */
enum err guest_get(struct ctx *ctx, id64 id, struct guest *out);
enum err guest_complete(struct ctx *ctx, void *records, int count);

void guest_list_booking(struct list_query *query, id64 booking_id);
void guest_list_customer(struct list_query *query, id64 customer_id);

/* By hand: a name is needed, an e-mail must be one. `given` says which members the body had. */
enum err guest_add(struct ctx *ctx, const struct booking *booking, struct guest *guest, const struct field_set *given);
enum err guest_update(struct ctx *ctx, const struct booking *booking, const struct guest *before, struct guest *after,
                      const struct field_set *given);
enum err guest_delete(struct ctx *ctx, const struct guest *guest);
/* By hand: a guest that another system named stays away, however often it names them again. */
enum err guest_remove(struct ctx *ctx, const struct guest *guest);

/* Makes an adult guest a customer, or links whoever it is by who_is_it. Asking twice answers the same customer.
 * ERR_CONFLICT for a minor, by the age today, and for one without a name. */
enum err guest_make_customer(struct ctx *ctx, const struct booking *booking, const struct guest *guest,
                             struct customer *out, bool *made);

/* Fewer in the manifest than guests with a name: a warning. `named` may be NULL. */
enum err guest_check_manifest(struct ctx *ctx, const struct booking *booking, struct booking_outcome *outcome,
                              int64_t *named);

/* ---- for app/hooks.c ------------------------------------------------------------------------------------- */

enum err guest_booking_saved(struct ctx *ctx, const struct booking *before, const struct booking *after, bool by_hand,
                             struct booking_outcome *outcome);
enum err guest_booking_gone(struct ctx *ctx, const struct booking *booking);

/* The customer was given bookings of a contact: on these they are no guest any more. */
enum err guest_became_booker(struct ctx *ctx, id64 customer_id);

enum err guest_count_of_person(struct ctx *ctx, id64 person_id, int64_t *out);
enum err guest_unlink_person(struct ctx *ctx, id64 person_id, struct str *undo);
enum err guest_relink_person(struct ctx *ctx, id64 person_id, const json_t *undo);
/* After all that was theirs is linked again: entries that came since then with their address. */
enum err guest_catch_up(struct ctx *ctx, id64 person_id, int64_t since_ms);

/* ---- for the feature privacy (person/forget.h), after bookings ------------------------------------------------ */

enum err guest_forget_find(struct ctx *ctx, struct forget *forget);
enum err guest_forget(struct ctx *ctx, struct forget *forget);
/* The birth date has gone, and the age at the trip is left. */
enum err guest_birth_to_age(struct ctx *ctx, id64 id);

#endif
