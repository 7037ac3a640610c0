/*
 * The rows of the trash, and the consent events of a person who goes or comes back.
 */
#ifndef FEATURES_PERSON_TRASH_STORE_H
#define FEATURES_PERSON_TRASH_STORE_H

#include "features/person/person_store.h"

enum err trash_store_insert(struct ctx *ctx, const struct person *person, struct str snapshot, int64_t purge_ms);
/* The snapshot's text; empty when there is none. */
enum err trash_store_get(struct ctx *ctx, id64 id, enum person_kind kind, struct trash_item *out, struct str *snapshot);
enum err trash_store_delete(struct ctx *ctx, id64 id);
enum err trash_store_purge(struct ctx *ctx);

/* [{"id", "address", "ip", "user_agent"}] of the person itself. */
enum err trash_store_consents(struct ctx *ctx, id64 person_id, struct str *json);
enum err trash_store_consent_count(struct ctx *ctx, id64 person_id, int64_t *out);
enum err trash_store_consent_back(struct ctx *ctx, id64 person_id, const json_t *event);

#endif
