/*
 * What the field table cannot say about locations: slugs, head rows, who may see which, and what hangs on one.
 */
#ifndef FEATURES_LOCATION_LOCATION_STORE_H
#define FEATURES_LOCATION_LOCATION_STORE_H

#include "features/location/location.h"

/* 0 when no location has the slug. */
enum err location_store_by_slug(struct ctx *ctx, struct str slug, id64 *out);
enum err location_store_add_head(struct ctx *ctx, id64 id);

/* The ids that ctx's actor may know of, by name. */
enum err location_store_reachable(struct ctx *ctx, struct id_set *found);

/* Rows that keep a location from going. */
enum err location_store_count_held(struct ctx *ctx, id64 id, int64_t *people, int64_t *bookings, int64_t *proofs);
enum err location_store_has_bookings(struct ctx *ctx, id64 id, bool *out);

/* With its tags, keys and roles; people and bookings must be gone. */
enum err location_store_delete(struct ctx *ctx, id64 id);

/* The picture of ctx's location, and of any by its name (ERR_NOT_FOUND). */
enum err location_store_keep_logo(struct ctx *ctx, struct str name, struct str type, struct str bytes);
enum err location_store_drop_logo(struct ctx *ctx);
enum err location_store_find_logo(struct ctx *ctx, id64 location_id, struct str name, struct str *type,
                                  struct str *bytes);

/* Owners that would be left without this location. Serialises with other changes of the team. */
enum err location_store_owners_elsewhere(struct ctx *ctx, id64 id, int64_t *out);

#endif
