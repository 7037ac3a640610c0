/*
 * The rows of follow-ups, and what is shown beside them.
 */
#ifndef FEATURES_FOLLOWUP_FOLLOWUP_STORE_H
#define FEATURES_FOLLOWUP_FOLLOWUP_STORE_H

#include "features/followup/followup.h"

/* Fills in the virtual members. */
enum err follow_up_complete(struct ctx *ctx, void *records, int count);

enum err follow_up_store_count_of(struct ctx *ctx, id64 person_id, int64_t *out);
enum err follow_up_store_ids_of(struct ctx *ctx, id64 person_id, struct id_set *found);

/* Open ones whose reminder lies before now, between now and tomorrow_ms, and after; user_id 0: of everybody. */
enum err follow_up_store_counts(struct ctx *ctx, id64 user_id, int64_t tomorrow_ms, struct follow_up_counts *out);

/* The location whose reminder has waited longest, of all locations; 0 when none waits. */
enum err follow_up_store_waiting(struct ctx *ctx, id64 *location_id);
/* Those that wait in ctx's location, at most `most`. */
enum err follow_up_store_due(struct ctx *ctx, int most, struct id_set *found);
/* *marked is false when somebody else did. */
enum err follow_up_store_mark(struct ctx *ctx, id64 id, bool *marked);

#endif
