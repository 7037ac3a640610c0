/*
 * The SQL of form definitions.
 */
#ifndef FEATURES_FORM_FORM_STORE_H
#define FEATURES_FORM_FORM_STORE_H

#include "features/form/form.h"

/* Of all locations; 0 when there is none. */
enum err form_store_by_key(struct ctx *ctx, struct str key, id64 *location_id, id64 *id);

enum err form_store_first(struct ctx *ctx, struct str kind, id64 *id);

/* Submissions and events of consent that name the form. */
enum err form_store_count_uses(struct ctx *ctx, id64 id, int64_t *out);
enum err form_store_delete(struct ctx *ctx, id64 id);

enum err form_store_add_wording(struct ctx *ctx, const struct form *form);
enum err form_store_wording(struct ctx *ctx, id64 form_id, int64_t version, struct str *wording, int64_t *at_ms);

/* The key that signs challenges; empty until it was made. */
enum err form_store_key(struct ctx *ctx, struct str *key);
enum err form_store_make_key(struct ctx *ctx);

#endif
