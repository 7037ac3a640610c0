#include "features/setup/setup_store.h"

/* clang-format off */
STATEMENT get_token = SQL("SELECT value FROM installation WHERE name = 'setup_token'");
STATEMENT set_token = SQL(
    "INSERT INTO installation (name, value) VALUES ('setup_token', $1)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value");
STATEMENT forget_token = SQL("DELETE FROM installation WHERE name = 'setup_token'");
STATEMENT finish = SQL("INSERT INTO installation (name, value) VALUES ('set_up', $1) ON CONFLICT (name) DO NOTHING");
/* clang-format on */

enum err setup_store_token(struct ctx *ctx, struct str *hash)
{
    struct rows rows;

    *hash = STR_EMPTY;
    if (store_row(ctx, &get_token, (struct args){ 0 }, &rows))
        *hash = row_text(&rows, 0);
    return rows_end(&rows);
}

enum err setup_store_set_token(struct ctx *ctx, struct str hash)
{
    return store_exec(ctx, &set_token, ARGS(TEXT(hash)), NULL);
}

enum err setup_store_finish(struct ctx *ctx)
{
    int64_t made;

    TRY(store_exec(ctx, &finish, ARGS(TEXT(time_text(ctx->arena, ctx->now_ms))), &made));
    if (made == 0)
        return ERR_CONFLICT;
    return store_exec(ctx, &forget_token, (struct args){ 0 }, NULL);
}
