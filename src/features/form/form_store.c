#include "features/form/form_store.h"

#include "base/secret.h"

/* clang-format off */
STATEMENT by_key = SQL("SELECT location_id, id FROM form WHERE key = $1");
STATEMENT first_of = SQL("SELECT id FROM form WHERE location_id = $1 AND kind = $2 ORDER BY id LIMIT 1");
STATEMENT count_uses = SQL(
    "SELECT (SELECT count(*) FROM submission WHERE location_id = $1 AND form_id = $2)"
    " + (SELECT count(*) FROM consent WHERE location_id = $1 AND form_id = $2)");
STATEMENT delete_form = SQL("DELETE FROM form WHERE location_id = $1 AND id = $2");
STATEMENT add_wording = SQL(
    "INSERT INTO form_consent (location_id, form_id, version, wording, created_ms) VALUES ($1, $2, $3, $4, $5)");
STATEMENT get_wording = SQL(
    "SELECT wording, created_ms FROM form_consent WHERE location_id = $1 AND form_id = $2 AND version = $3");
STATEMENT key_get = SQL("SELECT value FROM installation WHERE name = 'form_key'");
STATEMENT key_put = SQL(
    "INSERT INTO installation (name, value) VALUES ('form_key', $1) ON CONFLICT (name) DO NOTHING");
/* clang-format on */

enum err form_store_by_key(struct ctx *ctx, struct str key, id64 *location_id, id64 *id)
{
    struct rows rows;
    bool found = store_row(ctx, &by_key, ARGS(TEXT(key)), &rows);

    *location_id = found ? row_int(&rows, 0) : 0;
    *id = found ? row_int(&rows, 1) : 0;
    return rows_end(&rows);
}

enum err form_store_first(struct ctx *ctx, struct str kind, id64 *id)
{
    return store_int(ctx, &first_of, ARGS(INT(ctx->location_id), TEXT(kind)), 0, id);
}

enum err form_store_count_uses(struct ctx *ctx, id64 id, int64_t *out)
{
    return store_int(ctx, &count_uses, ARGS(INT(ctx->location_id), INT(id)), 0, out);
}

enum err form_store_delete(struct ctx *ctx, id64 id)
{
    return store_exec(ctx, &delete_form, ARGS(INT(ctx->location_id), INT(id)), NULL);
}

enum err form_store_add_wording(struct ctx *ctx, const struct form *form)
{
    return store_exec(ctx, &add_wording,
                      ARGS(INT(ctx->location_id), INT(form->id), INT(form->consent_version), TEXT(form->consent_text),
                           INT(ctx->now_ms)),
                      NULL);
}

enum err form_store_wording(struct ctx *ctx, id64 form_id, int64_t version, struct str *wording, int64_t *at_ms)
{
    struct rows rows;
    bool found = store_row(ctx, &get_wording, ARGS(INT(ctx->location_id), INT(form_id), INT(version)), &rows);

    *wording = found ? row_text(&rows, 0) : STR_EMPTY;
    *at_ms = found ? row_int(&rows, 1) : 0;
    TRY(rows_end(&rows));
    return found ? ERR_OK : ERR_NOT_FOUND;
}

enum err form_store_key(struct ctx *ctx, struct str *key)
{
    struct rows rows;

    *key = store_row(ctx, &key_get, (struct args){ 0 }, &rows) ? row_text(&rows, 0) : STR_EMPTY;
    return rows_end(&rows);
}

enum err form_store_make_key(struct ctx *ctx)
{
    return store_exec(ctx, &key_put, ARGS(TEXT(random_token(ctx->arena))), NULL);
}
