/*
 * The rows of records.
 */
#ifndef FEATURES_RECORD_RECORD_STORE_H
#define FEATURES_RECORD_RECORD_STORE_H

#include "features/record/record.h"

/* 0 when there is none. */
enum err record_store_find(struct ctx *ctx, const struct record *key, id64 *out);
enum err record_store_delete(struct ctx *ctx, id64 id);

/* Payments of a booking in its currency, and the sum of those that succeeded. */
enum err record_store_payments(struct ctx *ctx, const struct booking *booking, int64_t *count, int64_t *sum_minor);

/* Those that waited for this booking have it now; *found: how many. */
enum err record_store_arrive(struct ctx *ctx, const struct booking *booking, int64_t *found);
/* Those without a person, and those that are there as the booking's, are its person's. */
enum err record_store_follow(struct ctx *ctx, const struct booking *booking);
enum err record_store_leave(struct ctx *ctx, id64 booking_id);

enum err record_store_move(struct ctx *ctx, id64 contact_id, id64 customer_id);
enum err record_store_count_of(struct ctx *ctx, id64 person_id, int64_t *out);

/* {"user": ["rec_…"], "key": […], "match": […], "booking": […]} */
enum err record_store_links_of(struct ctx *ctx, id64 person_id, struct str *json);
enum err record_store_unlink(struct ctx *ctx, id64 person_id);
/* Only while nobody is linked. */
enum err record_store_relink(struct ctx *ctx, id64 id, id64 person_id, enum person_kind kind, struct str linked_by);
/* Made since then and linked to nobody, with an address of this person or of a booking of theirs. */
enum err record_store_missed(struct ctx *ctx, id64 person_id, int64_t since_ms, struct id_set *found);

/* Those about somebody who is to be erased: of a person, of a booking that is theirs or nobody's, with an address. */
enum err record_store_forget_of(struct ctx *ctx, struct forget *forget, id64 person_id);
enum err record_store_forget_booking(struct ctx *ctx, struct forget *forget, id64 booking_id);
enum err record_store_forget_address(struct ctx *ctx, struct forget *forget, struct str address, bool is_phone);

#endif
