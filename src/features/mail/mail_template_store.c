/*
 * The SQL of templates.
 */
#include "features/mail/mail_template_store.h"

STATEMENT named = SQL("SELECT id FROM mail_template WHERE location_id = $1 AND name_fold = $2");
STATEMENT count_all = SQL("SELECT count(*) FROM mail_template WHERE location_id = $1");
STATEMENT delete_one = SQL("DELETE FROM mail_template WHERE location_id = $1 AND id = $2");

const struct list_spec mail_template_list = {
    .resource = &mail_template_resource,
    .default_sort = "name",
};

enum err mail_template_store_named(struct ctx *ctx, struct str name_fold, id64 *id)
{
    return store_int(ctx, &named, ARGS(INT(ctx->location_id), TEXT(name_fold)), 0, id);
}

enum err mail_template_store_count(struct ctx *ctx, int64_t *count)
{
    return store_int(ctx, &count_all, ARGS(INT(ctx->location_id)), 0, count);
}

enum err mail_template_store_delete(struct ctx *ctx, id64 id)
{
    return store_exec(ctx, &delete_one, ARGS(INT(ctx->location_id), INT(id)), NULL);
}
