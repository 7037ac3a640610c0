/*
 * The answers that may have to be repeated.
 */
#ifndef APP_IDEMPOTENCY_STORE_H
#define APP_IDEMPOTENCY_STORE_H

#include "store/store.h"

/* status 0: somebody is working on it, or died doing so. */
struct kept_answer {
    struct str request_hash;
    int64_t status;
    struct str headers;
    struct str body;
    int64_t created_ms;
};

enum err idempotency_store_find(struct ctx *ctx, struct str key, struct kept_answer *out, bool *found);

/* false in *made when the key is there already. */
enum err idempotency_store_add(struct ctx *ctx, struct str key, const struct kept_answer *answer, bool *made);
enum err idempotency_store_set(struct ctx *ctx, struct str key, const struct kept_answer *answer);
enum err idempotency_store_remove(struct ctx *ctx, struct str key);
enum err idempotency_store_remove_before(struct ctx *ctx, int64_t ms);

#endif
