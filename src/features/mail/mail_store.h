/*
 * The rows of mail.
 */
#ifndef FEATURES_MAIL_MAIL_STORE_H
#define FEATURES_MAIL_MAIL_STORE_H

#include "features/mail/mail.h"

/* 0 when there is none. */
enum err mail_store_find_once(struct ctx *ctx, struct str once, id64 *id);

enum err mail_store_waiting(struct ctx *ctx, int64_t *count, int64_t *oldest_ms);
enum err mail_store_waiting_anywhere(struct ctx *ctx, int64_t *count, int64_t *oldest_ms);

enum err mail_store_forget_person(struct ctx *ctx, id64 person_id);
enum err mail_store_forget_address(struct ctx *ctx, struct str address);

#endif
