/*
 * The rows of guests.
 */
#ifndef FEATURES_GUEST_GUEST_STORE_H
#define FEATURES_GUEST_GUEST_STORE_H

#include "features/guest/guest.h"

struct guest_ids {
    id64 *items;
    int count; /* at most GUESTS_MOST */
};

enum err guest_store_of_booking(struct ctx *ctx, id64 booking_id, struct guest_ids *out);
enum err guest_store_count(struct ctx *ctx, id64 booking_id, int64_t *all, int64_t *named);
/* Is the customer a guest of the booking already, other than `except_id`? */
enum err guest_store_is_in(struct ctx *ctx, id64 booking_id, id64 customer_id, id64 except_id, bool *out);
enum err guest_store_delete(struct ctx *ctx, id64 id);
enum err guest_store_delete_of_booking(struct ctx *ctx, id64 booking_id);
/* Whom staff took off a booking, by hashes of how another system names them; they go with the booking. */
enum err guest_store_gone_add(struct ctx *ctx, id64 booking_id, struct str hash);
enum err guest_store_gone_any(struct ctx *ctx, id64 booking_id, bool *out);
enum err guest_store_gone(struct ctx *ctx, id64 booking_id, struct str hash, bool *out);
enum err guest_store_gone_clear(struct ctx *ctx, id64 booking_id);
enum err guest_store_move(struct ctx *ctx, id64 booking_id, int64_t starts_ms);

/* The customer has one appearance more, or (-1) fewer; or as many as there are links. */
enum err guest_store_count_more(struct ctx *ctx, id64 customer_id, int more);
enum err guest_store_count_anew(struct ctx *ctx, id64 customer_id);

/* The customer booked it: no guest of this booking (or 0: of any that they booked) any more. */
enum err guest_store_unlink_booker(struct ctx *ctx, id64 booking_id, id64 customer_id, int64_t *unlinked);

enum err guest_store_count_of(struct ctx *ctx, id64 person_id, int64_t *out);
/* Linked by the rule, and by staff. */
enum err guest_store_links_of(struct ctx *ctx, id64 person_id, struct id_set *by_match, struct id_set *by_user);
enum err guest_store_unlink(struct ctx *ctx, id64 person_id);
/* Only while nobody is linked. */
enum err guest_store_relink(struct ctx *ctx, id64 id, id64 person_id, bool by_user);
/* Made since then and linked to nobody, with an address of this person. */
enum err guest_store_missed(struct ctx *ctx, id64 person_id, int64_t since_ms, struct id_set *found);

/* Entries about somebody who is to be erased: of a customer, of a booking that is theirs or nobody's, with an address. */
enum err guest_store_forget_of(struct ctx *ctx, struct forget *forget, id64 customer_id);
enum err guest_store_forget_party(struct ctx *ctx, struct forget *forget, id64 booking_id);
enum err guest_store_forget_address(struct ctx *ctx, struct forget *forget, struct str address, bool is_phone);

/* What guests show of their bookings; 25 at a time. */
struct guest_booking {
    id64 id;
    struct str activity;
    struct str service_date;
    struct str status;
    struct str booker_name;
};
enum { GUEST_BOOKINGS_MOST = 25 };
enum err guest_store_bookings(struct ctx *ctx, const id64 ids[GUEST_BOOKINGS_MOST],
                              struct guest_booking out[GUEST_BOOKINGS_MOST], int *count);

#endif
