/*
 * The SQL of the mail settings.
 */
#include "features/mail/mail_settings_store.h"

/* clang-format off */
STATEMENT sender_of = SQL("SELECT id FROM mail_sender WHERE location_id = $1");
/* clang-format on */

enum err mail_settings_store_sender(struct ctx *ctx, id64 *id)
{
    return store_int(ctx, &sender_of, ARGS(INT(ctx->location_id)), 0, id);
}
