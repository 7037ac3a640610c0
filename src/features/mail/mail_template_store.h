/*
 * The rows of templates.
 */
#ifndef FEATURES_MAIL_MAIL_TEMPLATE_STORE_H
#define FEATURES_MAIL_MAIL_TEMPLATE_STORE_H

#include "features/mail/mail_template.h"

/* 0 when none is called so. */
enum err mail_template_store_named(struct ctx *ctx, struct str name_fold, id64 *id);
enum err mail_template_store_count(struct ctx *ctx, int64_t *count);
enum err mail_template_store_delete(struct ctx *ctx, id64 id);

#endif
