/*
 * Does the database answer?
 */
#ifndef APP_HEALTH_STORE_H
#define APP_HEALTH_STORE_H

#include "store/store.h"

enum err health_store_ping(struct ctx *ctx);

#endif
