/*
 * The ledger's rows: appended; a person's departure takes the person, the address, the IP and the agent out of them.
 */
#ifndef FEATURES_CONSENT_CONSENT_STORE_H
#define FEATURES_CONSENT_CONSENT_STORE_H

#include "features/consent/consent.h"

/* The newest event of `channel` or of `any` for a purpose, over the person and the contacts linked to it.
 * ERR_NOT_FOUND when there is none. */
enum err consent_store_newest(struct ctx *ctx, id64 person_id, struct str channel, struct str purpose,
                              struct consent *out);

/* Events of the person itself that still carry an address without its hash. */
enum err consent_store_unhashed(struct ctx *ctx, id64 person_id, struct consent **events, int *count);
enum err consent_store_set_hash(struct ctx *ctx, id64 id, struct str hash);
enum err consent_store_unlink(struct ctx *ctx, id64 person_id);

/* The installation's key for hashing addresses; made when it is first asked for. */
enum err consent_store_key(struct ctx *ctx, struct str *key);

#endif
