/*
 * The rows of checkouts.
 */
#ifndef FEATURES_CHECKOUT_CHECKOUT_STORE_H
#define FEATURES_CHECKOUT_CHECKOUT_STORE_H

#include "features/checkout/checkout.h"

/* 0 when there is none. */
enum err checkout_store_find(struct ctx *ctx, struct str external_id, id64 *id);

/* The location whose checkout has been left alone longest, of all; 0: none. And those of ctx's location. */
enum err checkout_store_waiting(struct ctx *ctx, id64 *location_id);
enum err checkout_store_due(struct ctx *ctx, int most, struct id_set *found);

/* Open or abandoned ones seen since a moment, of a person, an address or a number (each may be empty), newest first. */
struct checkout_of {
    id64 person_id;
    struct str email_normal;
    struct str e164;
    int64_t since_ms;
};
enum err checkout_store_left_by(struct ctx *ctx, const struct checkout_of *of, int most, struct id_set *found);

/* Was this person reminded since then? */
enum err checkout_store_reminded(struct ctx *ctx, id64 person_id, int64_t since_ms, bool *out);

enum err checkout_store_ids_of(struct ctx *ctx, id64 person_id, struct id_set *found);
enum err checkout_store_unlink(struct ctx *ctx, id64 person_id);
enum err checkout_store_relink(struct ctx *ctx, id64 id, id64 person_id, struct str kind);
enum err checkout_store_unlink_booking(struct ctx *ctx, id64 booking_id, const id64 *people);

/* What is counted: id, abandoned_ms, recovered_ms, currency, value_minor, after an id. */
void checkout_store_counted(struct ctx *ctx, id64 after, int most, struct rows *rows);

enum err checkout_store_find_email(struct ctx *ctx, struct str address, struct id_set *found);
enum err checkout_store_find_phone(struct ctx *ctx, struct str e164, struct id_set *found);
enum err checkout_store_expired(struct ctx *ctx, int64_t before_ms, int most, struct id_set *found);
enum err checkout_store_expired_count(struct ctx *ctx, int64_t before_ms, int64_t *count);

bool checkout_store_reporting(struct ctx *ctx, struct checkout_reporting *out, enum err *err);
/* By its key, of any location. */
bool checkout_store_reporting_by_key(struct ctx *ctx, struct str key, struct checkout_reporting *out, enum err *err);
enum err checkout_store_reporting_save(struct ctx *ctx, const struct checkout_reporting *reporting);
enum err checkout_store_begun_since(struct ctx *ctx, int64_t since_ms, int64_t *count);

#endif
