/*
 * The rows of bookings, and what they add up to for one customer.
 */
#ifndef FEATURES_BOOKING_BOOKING_STORE_H
#define FEATURES_BOOKING_BOOKING_STORE_H

#include "features/booking/booking.h"

/* 0 when there is none. */
enum err booking_store_find_external(struct ctx *ctx, struct str source, struct str external_id, id64 *out);
enum err booking_store_count_more(struct ctx *ctx, int64_t more);
enum err booking_store_total(struct ctx *ctx, int64_t *out);
enum err booking_store_delete(struct ctx *ctx, id64 id);
enum err booking_store_set_payments(struct ctx *ctx, id64 id, int64_t payments, int64_t payments_minor);
/* Only when the source system last spoke of it. */
enum err booking_store_set_stamp(struct ctx *ctx, id64 id, int64_t source_updated_ms);

/* ---- of a person ----------------------------------------------------------------------------------------- */

enum err booking_store_count_of(struct ctx *ctx, id64 person_id, int64_t *out);
/* Linked by the rule, and by staff. */
enum err booking_store_links_of(struct ctx *ctx, id64 person_id, struct id_set *by_match, struct id_set *by_user);
enum err booking_store_unlink(struct ctx *ctx, id64 person_id);
/* Only while nobody is linked. */
enum err booking_store_relink(struct ctx *ctx, id64 id, id64 person_id, bool is_contact, bool by_user);
enum err booking_store_move_contact(struct ctx *ctx, id64 contact_id, id64 customer_id, int64_t *moved);
enum err booking_store_person_by_code(struct ctx *ctx, struct str code, id64 *person_id);
/* Is it a contact's id? */
enum err booking_store_is_contact(struct ctx *ctx, id64 person_id, bool *out);

/* ---- of somebody who is to be erased ----------------------------------------------------------------------- */

/* Adds the bookings that hang on a person; counts those to come. */
enum err booking_store_forget_of(struct ctx *ctx, struct forget *forget, id64 person_id);
/* Adds those in which an address stands. Walks over all bookings. */
enum err booking_store_forget_scan(struct ctx *ctx, struct forget *forget);

/* ---- sums ------------------------------------------------------------------------------------------------ */

/* first, latest, last, last end, next and turn for `now`: six look-ups in an index. Sums are left alone. */
enum err booking_store_times(struct ctx *ctx, id64 customer_id, struct customer_analytics *out);
/* Grand totals, in the location's currency, of counted bookings that have not begun. */
enum err booking_store_sum_upcoming(struct ctx *ctx, id64 customer_id, int64_t *out);
/* Start of the last counted booking that begins before a moment; BOOKING_NO_START: there is none. */
#define BOOKING_NO_START INT64_MAX
enum err booking_store_last_start(struct ctx *ctx, id64 customer_id, int64_t before_ms, int64_t *out);
/* Counted bookings that begin from one moment on and before another, and those of them that have not begun; the year is
 * left alone. */
enum err booking_store_count_from(struct ctx *ctx, id64 customer_id, int64_t from_ms, int64_t before_ms,
                                  struct booking_year *out);
/* All sums over all the customer's bookings. */
enum err booking_store_sums(struct ctx *ctx, id64 customer_id, struct customer_analytics *out);

/* Currencies that are not the location's. */
enum err booking_store_currency_add(struct ctx *ctx, id64 customer_id, struct str currency, int64_t bookings,
                                    int64_t spent_minor);
enum err booking_store_currencies_rebuild(struct ctx *ctx, id64 customer_id);
enum err booking_store_currencies(struct ctx *ctx, id64 customer_id, struct str *json);
/* The same from the bookings themselves. */
enum err booking_store_currencies_computed(struct ctx *ctx, id64 customer_id, struct str *json);

#endif
