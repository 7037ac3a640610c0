/*
 * The rows of erasures, and of places where people are mentioned that have no feature of their own.
 */
#ifndef FEATURES_PRIVACY_PRIVACY_STORE_H
#define FEATURES_PRIVACY_PRIVACY_STORE_H

#include "features/privacy/privacy.h"

struct trash_row {
    id64 id;
    struct str kind;
    struct str snapshot;
};

/* The ids of a location's erasures; how many there are in all, and the newest. */
enum err privacy_store_erasures(struct ctx *ctx, id64 location_id, struct id_set *out);
enum err privacy_store_erasure_mark(struct ctx *ctx, int64_t *count, id64 *newest);
/* Addresses anywhere whose keyed hash is one of these: e-mails and phones of `forget`. Reads all that there are. */
enum err privacy_store_find_hashed(struct ctx *ctx, const struct string_list *hashes, struct forget *forget);

enum err privacy_store_linked_contacts(struct ctx *ctx, id64 customer_id, struct id_set *out);
enum err privacy_store_tags_of(struct ctx *ctx, id64 person_id, struct id_set *out);
/* How many people carry a tag who are not of these. */
enum err privacy_store_tag_others(struct ctx *ctx, struct forget *forget, id64 tag_id, int64_t *out);

enum err privacy_store_trash(struct ctx *ctx, struct trash_row **out, int *count);
enum err privacy_store_trash_delete(struct ctx *ctx, id64 id);

/* Names that turned up with somebody's address: with these addresses, and these names wherever. */
enum err privacy_store_forget_names(struct ctx *ctx, const struct string_list *addresses,
                                    const struct string_list *names);

/* Stored answers of which `mentions` says that they speak of these people, since answers_since_ms. */
enum err privacy_store_find_answers(struct ctx *ctx, bool (*mentions)(struct forget *forget, struct str text),
                                    struct forget *forget);
enum err privacy_store_forget_answers(struct ctx *ctx, const struct forget *forget);
/* What jobs that have ended were asked and answered. */
enum err privacy_store_forget_jobs(struct ctx *ctx, bool (*mentions)(struct forget *forget, struct str text),
                                   struct forget *forget);

#endif
