/*
 * The SQL of contacts that the field table cannot say.
 */
#ifndef FEATURES_CONTACT_CONTACT_STORE_H
#define FEATURES_CONTACT_CONTACT_STORE_H

#include "features/contact/contact.h"

/* An act of the person: active since then, if that is later. */
enum err contact_store_touch(struct ctx *ctx, id64 id, int64_t active_ms);

/* contacted_ms and follow_up_ms from the communications and follow-ups of the contact. */
enum err contact_store_refresh_standing(struct ctx *ctx, id64 id);

#endif
