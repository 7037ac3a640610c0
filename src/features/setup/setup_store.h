/*
 * The rows of the installation that setting up needs.
 */
#ifndef FEATURES_SETUP_SETUP_STORE_H
#define FEATURES_SETUP_SETUP_STORE_H

#include "store/store.h"

enum err setup_store_token(struct ctx *ctx, struct str *hash);
enum err setup_store_set_token(struct ctx *ctx, struct str hash);

/* Marks it as done, which only one can: ERR_CONFLICT for all others. */
enum err setup_store_finish(struct ctx *ctx);

#endif
