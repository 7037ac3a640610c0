/*
 * The rows of chores.
 */
#ifndef FEATURES_JOB_CHORE_STORE_H
#define FEATURES_JOB_CHORE_STORE_H

#include "features/job/chore.h"

void chore_store_all(struct ctx *ctx, struct rows *rows);
/* The row of such a query. */
void chore_store_read(const struct rows *rows, struct chore *out);
enum err chore_store_get(struct ctx *ctx, struct str name, struct chore *out);

enum err chore_store_add(struct ctx *ctx, const struct chore *chore);
/* Its help, pace and kind, as this program knows them. */
enum err chore_store_describe(struct ctx *ctx, const struct chore *chore);
enum err chore_store_remove(struct ctx *ctx, struct str name);
enum err chore_store_end_leases(struct ctx *ctx);

enum err chore_store_ask(struct ctx *ctx, struct str name, bool *found);
enum err chore_store_set_next(struct ctx *ctx, struct str name, int64_t next_ms);

/* Only while next time, request and last run are as they were seen, and no lease holds. */
enum err chore_store_take(struct ctx *ctx, const struct chore *seen, struct str holder, int64_t lease_ms, bool *mine);
enum err chore_store_renew(struct ctx *ctx, struct str name, struct str holder, int64_t lease_ms, bool *mine);
enum err chore_store_end(struct ctx *ctx, const struct chore *chore);

#endif
