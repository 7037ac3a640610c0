#include "features/consent/consent_store.h"

#include "base/secret.h"

/* clang-format off */
STATEMENT newest = SQL(
    "SELECT c.given, c.obtain_method, c.demonstrable, c.at_ms FROM consent c"
    " WHERE c.location_id = $1 AND c.purpose = $4 AND c.channel IN ($3, 'any')"
    "   AND (c.person_id = $2 OR c.person_id IN"
    "        (SELECT k.id FROM contact k WHERE k.location_id = $1 AND k.customer_id = $2))"
    " ORDER BY c.at_ms DESC, c.id DESC LIMIT 1");

STATEMENT unhashed = SQL(
    "SELECT id, address FROM consent"
    " WHERE location_id = $1 AND person_id = $2 AND address <> '' AND address_hash = ''");

STATEMENT set_hash = SQL(
    "UPDATE consent SET address_hash = $3 WHERE location_id = $1 AND id = $2");

STATEMENT unlink_person = SQL(
    "UPDATE consent SET person_id = NULL, address = '', ip = '', user_agent = ''"
    " WHERE location_id = $1 AND person_id = $2");

STATEMENT key_get = SQL("SELECT value FROM installation WHERE name = 'address_key'");

STATEMENT key_put = SQL(
    "INSERT INTO installation (name, value) VALUES ('address_key', $1) ON CONFLICT (name) DO NOTHING");
/* clang-format on */

enum err consent_store_newest(struct ctx *ctx, id64 person_id, struct str channel, struct str purpose,
                              struct consent *out)
{
    struct rows rows;
    bool found = store_row(ctx, &newest,
                           ARGS(INT(ctx->location_id), INT(person_id), TEXT(channel), TEXT(purpose)), &rows);

    if (found)
        *out = (struct consent){
            .given = row_int(&rows, 0) != 0,
            .obtain_method = row_text(&rows, 1),
            .demonstrable = row_int(&rows, 2) != 0,
            .at_ms = row_int(&rows, 3),
        };
    TRY(rows_end(&rows));
    return found ? ERR_OK : ERR_NOT_FOUND;
}

enum err consent_store_unhashed(struct ctx *ctx, id64 person_id, struct consent **events, int *count)
{
    enum { BATCH = 256 };
    struct rows rows;

    *events = ARENA_ARRAY(ctx->arena, struct consent, BATCH);
    *count = 0;
    store_query(ctx, &unhashed, ARGS(INT(ctx->location_id), INT(person_id)), &rows);
    while (*count < BATCH && rows_next(&rows))
        (*events)[(*count)++] = (struct consent){ .id = row_int(&rows, 0), .address = row_text(&rows, 1) };
    return rows_end(&rows);
}

enum err consent_store_set_hash(struct ctx *ctx, id64 id, struct str hash)
{
    return store_exec(ctx, &set_hash, ARGS(INT(ctx->location_id), INT(id), TEXT(hash)), NULL);
}

enum err consent_store_unlink(struct ctx *ctx, id64 person_id)
{
    return store_exec(ctx, &unlink_person, ARGS(INT(ctx->location_id), INT(person_id)), NULL);
}

static enum err read_key(struct ctx *ctx, struct str *key)
{
    struct rows rows;

    *key = store_row(ctx, &key_get, (struct args){ 0 }, &rows) ? row_text(&rows, 0) : STR_EMPTY;
    return rows_end(&rows);
}

enum err consent_store_key(struct ctx *ctx, struct str *key)
{
    TRY(read_key(ctx, key));
    if (key->len)
        return ERR_OK;
    TRY(store_exec(ctx, &key_put, ARGS(TEXT(random_token(ctx->arena))), NULL));
    return read_key(ctx, key);
}
