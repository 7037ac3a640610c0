/*
 * The SQL of submissions and enquiries.
 */
#ifndef FEATURES_FORM_SUBMISSION_STORE_H
#define FEATURES_FORM_SUBMISSION_STORE_H

#include "features/form/submission.h"

/* Fills in the virtual members. */
enum err submission_complete(struct ctx *ctx, void *records, int count);

/* The latest with this fingerprint since a moment, in this state or (empty) any but spam; 0 when there is none. */
enum err submission_store_same(struct ctx *ctx, struct str fingerprint, int64_t since_ms, id64 *id);
/* Refused ones with it go: the same was accepted after all. */
enum err submission_store_drop_refused(struct ctx *ctx, struct str fingerprint, int64_t since_ms);

/* *fresh is false when it was used before. */
enum err submission_store_use_proof(struct ctx *ctx, struct str nonce, int64_t expires_ms, bool *fresh);

enum err submission_store_figures(struct ctx *ctx, id64 user_id, struct enquiry_figures *out);

enum err submission_store_ids_of(struct ctx *ctx, id64 person_id, struct id_set *found);
enum err submission_store_unlink(struct ctx *ctx, id64 person_id);
enum err submission_store_relink(struct ctx *ctx, id64 id, id64 person_id, struct str kind);
enum err submission_store_find_email(struct ctx *ctx, struct str address, struct id_set *found);
enum err submission_store_find_phone(struct ctx *ctx, struct str e164, struct id_set *found);
enum err submission_store_forget(struct ctx *ctx, id64 id);
enum err submission_store_forget_ips(struct ctx *ctx, int64_t before_ms);

enum err submission_store_clear(struct ctx *ctx, int64_t before_ms);

#endif
