/*
 * The SQL of the mail settings that their tables cannot say.
 */
#ifndef FEATURES_MAIL_MAIL_SETTINGS_STORE_H
#define FEATURES_MAIL_MAIL_SETTINGS_STORE_H

#include "features/mail/mail_settings.h"

/* The row of ctx's location; 0: none yet. */
enum err mail_settings_store_sender(struct ctx *ctx, id64 *id);

#endif
