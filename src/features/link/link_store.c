/*
 * The SQL of links.
 */
#include "features/link/link_store.h"

/* clang-format off */
STATEMENT get_key = SQL("SELECT value FROM installation WHERE name = 'link_key'");
STATEMENT make_key = SQL(
    "INSERT INTO installation (name, value) VALUES ('link_key', $1) ON CONFLICT (name) DO NOTHING");
STATEMENT get_url = SQL("SELECT value FROM installation WHERE name = 'public_url'");
STATEMENT set_url = SQL(
    "INSERT INTO installation (name, value) VALUES ('public_url', $1)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value");
/* clang-format on */

static enum err text_of(struct ctx *ctx, const struct sql *sql, struct str *out)
{
    struct rows rows;

    *out = store_row(ctx, sql, (struct args){ 0 }, &rows) ? row_text(&rows, 0) : STR_EMPTY;
    return rows_end(&rows);
}

enum err link_store_key(struct ctx *ctx, struct str *key)
{
    return text_of(ctx, &get_key, key);
}

enum err link_store_make_key(struct ctx *ctx, struct str key)
{
    return store_exec(ctx, &make_key, ARGS(TEXT(key)), NULL);
}

enum err link_store_public_url(struct ctx *ctx, struct str *url)
{
    return text_of(ctx, &get_url, url);
}

enum err link_store_set_public_url(struct ctx *ctx, struct str url)
{
    return store_exec(ctx, &set_url, ARGS(TEXT(url)), NULL);
}
