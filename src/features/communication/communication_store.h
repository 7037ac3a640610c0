/*
 * The rows of communications.
 */
#ifndef FEATURES_COMMUNICATION_COMMUNICATION_STORE_H
#define FEATURES_COMMUNICATION_COMMUNICATION_STORE_H

#include "features/communication/communication.h"

/* 0 when there is none. */
enum err communication_store_find_external(struct ctx *ctx, struct str source, struct str external_id, id64 *out);
enum err communication_store_delete(struct ctx *ctx, id64 id);

enum err communication_store_count_of(struct ctx *ctx, id64 person_id, int64_t *out);
enum err communication_store_ids_of(struct ctx *ctx, id64 person_id, struct id_set *found);
enum err communication_store_unlink(struct ctx *ctx, id64 person_id);
/* Only while nobody is linked. */
enum err communication_store_relink(struct ctx *ctx, id64 id, id64 person_id, struct str kind);
/* Those made since then that belong to nobody and are about a booking of this person; *linked: how many. */
enum err communication_store_catch_up(struct ctx *ctx, id64 person_id, struct str kind, int64_t since_ms,
                                      int64_t *linked);
/* Those to the address that are nobody's and never were somebody's. */
enum err communication_store_claim(struct ctx *ctx, struct str address_normal, id64 person_id, struct str kind,
                                   int64_t *claimed);

/* Those about somebody who is to be erased: of a person, with an address, unlinked ones about a booking. */
enum err communication_store_forget_of(struct ctx *ctx, struct forget *forget, id64 person_id);
enum err communication_store_forget_address(struct ctx *ctx, struct forget *forget, struct str address);
enum err communication_store_forget_references(struct ctx *ctx, struct forget *forget);

#endif
