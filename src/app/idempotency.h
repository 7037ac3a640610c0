/*
 * Idempotency-Key on POST: the same key with the same body repeats the first answer for 24 hours, whoever lost it.
 *
 * A write and its answer are saved in one transaction, so that both are there or none. Refusals that would come again
 * (404, 409, 422) are repeated too. What shows a secret once is never repeated.
 */
#ifndef APP_IDEMPOTENCY_H
#define APP_IDEMPOTENCY_H

#include "http/router.h"

/* Does this request ask for it? */
bool idempotency_asked(const struct ctx *ctx, const struct route *route, const struct request *req);

/* Calls the route's handler once per key, or repeats its answer. Inside the task of the request. */
enum err idempotency_call(struct ctx *ctx, const struct route *route, const struct request *req, struct reply *rep);

/* Answers older than 24 hours; in a write. */
enum err idempotency_forget_old(struct ctx *ctx);

#endif
