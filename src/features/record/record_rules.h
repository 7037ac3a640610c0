/*
 * What the rules of records share among themselves.
 */
#ifndef FEATURES_RECORD_RECORD_RULES_H
#define FEATURES_RECORD_RECORD_RULES_H

#include "features/record/record.h"

/* What differs, as resource_changes() says it, the person included. */
struct str record_changes(struct ctx *ctx, const struct record *before, const struct record *after);

/* Which booking, by id or by its names elsewhere: an id that nobody has is a problem, a name is waited for. */
enum err record_find_booking(struct ctx *ctx, struct record *record, const struct field_set *given);

/* Whose it is. Nothing is saved in the record's row, and nobody is made. */
enum err record_find_person(struct ctx *ctx, const struct record *before, struct record *record,
                            const struct field_set *given, enum record_origin origin, struct record_outcome *outcome);

/* A payment of these bookings came, changed or went. */
enum err record_payments_moved(struct ctx *ctx, const struct record *before, const struct record *after);

/* What the one who paid, signed or bought shows of themselves; false when that could identify nobody. */
bool record_identity(struct ctx *ctx, const struct record *record, struct identity *out);

/* Must it still be kept today? */
bool record_on_hold(struct ctx *ctx, const struct record *record);

#endif
