/*
 * The audit's rows: appended, never changed.
 */
#ifndef FEATURES_AUDIT_AUDIT_STORE_H
#define FEATURES_AUDIT_AUDIT_STORE_H

#include "base/ctx.h"

/* `changes` is a JSON array. Actor, address and time are ctx's. */
enum err audit_store_append(struct ctx *ctx, const char *action, id64 record_id, struct str changes);

#endif
