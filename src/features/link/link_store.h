/*
 * What links need of the installation's settings.
 */
#ifndef FEATURES_LINK_LINK_STORE_H
#define FEATURES_LINK_LINK_STORE_H

#include "features/link/link.h"

/* Empty when there is none yet. */
enum err link_store_key(struct ctx *ctx, struct str *key);
/* Unless there is one. */
enum err link_store_make_key(struct ctx *ctx, struct str key);

enum err link_store_public_url(struct ctx *ctx, struct str *url);
enum err link_store_set_public_url(struct ctx *ctx, struct str url);

#endif
