/*
 * The rows of mail.
 */
#ifndef FEATURES_MAIL_MAIL_STORE_H
#define FEATURES_MAIL_MAIL_STORE_H

#include "features/mail/mail_bounce.h"

/* 0 when there is none. */
enum err mail_store_find_once(struct ctx *ctx, struct str once, id64 *id);

enum err mail_store_waiting(struct ctx *ctx, int64_t *count, int64_t *oldest_ms);
enum err mail_store_waiting_anywhere(struct ctx *ctx, int64_t *count, int64_t *oldest_ms);

/* What waits longest of what is due, in any location; 0 when there is nothing. */
enum err mail_store_next(struct ctx *ctx, id64 *id, id64 *location_id);

/* What was tried and waits, in any location, is due now: what kept it waiting has changed. */
enum err mail_store_wake(struct ctx *ctx);
/* What is due in a future that the clock has been taken back from is due now; no lease is longer than `lease_ms`. */
enum err mail_store_clock_back(struct ctx *ctx, int64_t lease_ms);
/* What waits in ctx's location waits until then at least. */
enum err mail_store_put_off(struct ctx *ctx, int64_t until_ms);

/* Sent, withheld and canceled ones go when they have not changed since `before_ms`, failed ones too. */
enum err mail_store_forget_old(struct ctx *ctx, int64_t before_ms);

/* ---- addresses that came back ---- */

enum err mail_store_bounced(struct ctx *ctx, struct str address, bool *out);
enum err mail_store_mark_bounced(struct ctx *ctx, struct str address, struct str status, id64 person_id);
/* The newest; of each the hash, status, moment and person, as they are stored. */
enum err mail_store_all_bounced(struct ctx *ctx, int most, struct mail_bounced **out, int *count);
enum err mail_store_unmark_bounced(struct ctx *ctx, struct str address);

enum err mail_store_forget_person(struct ctx *ctx, id64 person_id);
enum err mail_store_forget_address(struct ctx *ctx, struct str address);
enum err mail_store_forget_find(struct ctx *ctx, bool (*mentions)(struct forget *forget, struct str text),
                                struct forget *forget);
enum err mail_store_forget_one(struct ctx *ctx, id64 id);
enum err mail_store_forget_once(struct ctx *ctx, struct str once);

#endif
