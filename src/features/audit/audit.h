/*
 * The audit: who did what to which record, when, from where, with old and new values, in the same transaction.
 */
#ifndef FEATURES_AUDIT_AUDIT_H
#define FEATURES_AUDIT_AUDIT_H

#include "model/resource.h"

/* An event without values: audit_record(ctx, "customer.archived", id). */
enum err audit_record(struct ctx *ctx, const char *action, id64 record_id);

/* With what changed, as resource_changes() gives it; nothing is written when `changes` is empty. */
enum err audit_changes(struct ctx *ctx, const char *action, id64 record_id, struct str changes);

#endif
