/*
 * The rows of API keys.
 */
#ifndef FEATURES_APIKEY_APIKEY_STORE_H
#define FEATURES_APIKEY_APIKEY_STORE_H

#include "features/apikey/apikey.h"

enum err api_key_store_find(struct ctx *ctx, struct str key_hash, id64 *id, id64 *location_id);
enum err api_key_store_touch(struct ctx *ctx, id64 id, struct str day);
enum err api_key_store_ids(struct ctx *ctx, id64 location_id, struct id_set *found);
enum err api_key_store_location(struct ctx *ctx, id64 id, id64 *location_id);
enum err api_key_store_revoke(struct ctx *ctx, id64 location_id, id64 id);

#endif
