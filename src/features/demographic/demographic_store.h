/*
 * The rows of demographics.
 */
#ifndef FEATURES_DEMOGRAPHIC_DEMOGRAPHIC_STORE_H
#define FEATURES_DEMOGRAPHIC_DEMOGRAPHIC_STORE_H

#include "features/demographic/demographic.h"

enum err demographic_store_all(struct ctx *ctx, struct demographics *out);
enum err demographic_store_end(struct ctx *ctx, int64_t *count, int64_t *last_position);
enum err demographic_store_guests(struct ctx *ctx, id64 id, int64_t *out);
enum err demographic_store_in_manifests(struct ctx *ctx, id64 id);
enum err demographic_store_delete(struct ctx *ctx, id64 id);

#endif
