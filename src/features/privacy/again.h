/*
 * Erasing again: an older copy of the database that is brought back does not bring back who was erased since.
 *
 * The list of erasures (ids, counts and keyed hashes, never a name) is kept outside of the database too, a JSON object a
 * line. What a line says and the database does not know is done again: the same people and rows by their ids, which are the
 * same in a copy, and whatever stands under the same addresses, found by their keyed hashes.
 */
#ifndef FEATURES_PRIVACY_AGAIN_H
#define FEATURES_PRIVACY_AGAIN_H

#include "features/privacy/privacy.h"

/* All erasures of all locations, a line each. In a READ or SLOW. */
enum err again_list(struct ctx *ctx, struct buf *out);

/* How many there are, and the newest: what changes when the list does. */
enum err again_mark(struct ctx *ctx, int64_t *count, id64 *newest);

/* Does the database know the erasure that the line speaks of? A line that cannot be read is nobody's. */
enum err again_knows(struct ctx *ctx, struct str line, bool *known);

/* Erases again what the line says, unless the database knows of it, or has no such location. It stands in the list as it
 * was, with `repeated_ms`. SLOW. `closing`: the database is closed right after, which empties its log; else it leaves the
 * files with the next again_clean(). */
enum err again_do(struct ctx *ctx, struct str line, bool closing, bool *done);
enum err again_clean(struct ctx *ctx);

#endif
