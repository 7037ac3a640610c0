/*
 * The first start: an installation without anybody in it gets its first owner and its first location, once.
 *
 * The way in is a token that the server prints when it starts on an empty database (only its hash is kept), or the
 * command line.
 */
#ifndef FEATURES_SETUP_SETUP_H
#define FEATURES_SETUP_SETUP_H

#include "features/user/user.h"

struct setup {
    struct user owner;         /* name, email, password (hashed) */
    struct location location;
};

/* Is nobody there yet? */
enum err setup_is_open(struct ctx *ctx, bool *out);

/* A new token, which replaces the one before; in a write. Empty when there is nothing to set up any more. */
enum err setup_token_renew(struct ctx *ctx, struct str *token);

/* ERR_NOT_FOUND when there is nothing to set up any more, ERR_FORBIDDEN for a wrong token. */
enum err setup_check_token(struct ctx *ctx, struct str token);

/* Makes both, in a write; ERR_CONFLICT when somebody was faster. Problems are collected, those of the location as
 * "location.…". The owner becomes ctx's actor. */
enum err setup_init(struct ctx *ctx, struct setup *setup);

#endif
