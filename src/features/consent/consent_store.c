#include "features/consent/consent_store.h"

#include "base/secret.h"

/* A customer's events include those of the linked contacts. */
#define GROUP                                                                                     \
    "(SELECT k.id FROM contact k WHERE k.location_id = $1 AND k.customer_id = $2 UNION ALL SELECT CAST($2 AS BIGINT))"

/* clang-format off */
STATEMENT kind_of = SQL("SELECT kind FROM person WHERE location_id = $1 AND id = $2");

STATEMENT linked_to = SQL("SELECT id FROM contact WHERE location_id = $1 AND customer_id = $2 ORDER BY id LIMIT $3");

STATEMENT root_of = SQL(
    "SELECT customer_id FROM contact WHERE location_id = $1 AND id = $2 AND customer_id IS NOT NULL");

STATEMENT events_of = SQL(
    "SELECT c.id, c.channel, c.purpose, c.given, c.kind, c.obtain_method, c.demonstrable, c.at_ms FROM consent c"
    " WHERE c.location_id = $1 AND c.person_id IN " GROUP " ORDER BY c.id");

/* The plus keeps SQLite from walking over all contacts of the location: it takes the few ids. */
STATEMENT refresh = SQL(
    "UPDATE contact SET contact_consent = CASE WHEN primary_email <> '' THEN CAST($3 AS BIGINT) ELSE CAST($4 AS BIGINT) END, view = view + 1"
    " WHERE +location_id = $1 AND id IN " GROUP
    " AND contact_consent <> CASE WHEN primary_email <> '' THEN CAST($3 AS BIGINT) ELSE CAST($4 AS BIGINT) END");

STATEMENT count_addresses = SQL(
    "SELECT (SELECT count(*) FROM person_email WHERE location_id = $1 AND person_id IN " GROUP ")"
    " + (SELECT count(*) FROM person_phone WHERE location_id = $1 AND person_id IN " GROUP ")");

/* A kind is never empty: naming it keeps SQLite from walking over all addresses of the location in the index that has
 * everything else it needs. */
STATEMENT addresses_of = SQL(
    "SELECT address, 0 FROM person_email WHERE location_id = $1 AND kind <> '' AND person_id IN " GROUP
    " UNION ALL SELECT e164, 1 FROM person_phone WHERE location_id = $1 AND kind <> '' AND person_id IN " GROUP);

STATEMENT primary_of = SQL(
    "SELECT primary_email, primary_phone FROM customer WHERE location_id = $1 AND id = $2"
    " UNION ALL SELECT primary_email, primary_phone FROM contact WHERE location_id = $1 AND id = $2");

STATEMENT unhashed = SQL(
    "SELECT id, address FROM consent"
    " WHERE location_id = $1 AND person_id = $2 AND address <> '' AND address_hash = '' LIMIT $3");

STATEMENT set_hash = SQL(
    "UPDATE consent SET address_hash = $3 WHERE location_id = $1 AND id = $2");

STATEMENT unlink_person = SQL(
    "UPDATE consent SET person_id = NULL, address = '', ip = '', user_agent = ''"
    " WHERE location_id = $1 AND person_id = $2");

STATEMENT move = SQL("UPDATE consent SET person_id = $3 WHERE location_id = $1 AND person_id = $2");

STATEMENT count_texts = SQL("SELECT count(*) FROM consent WHERE location_id = $1 AND person_id = $2");

STATEMENT texts = SQL(
    "SELECT id, obtain_method, wording FROM consent WHERE location_id = $1 AND person_id = $2 ORDER BY id LIMIT $3");

STATEMENT text_of = SQL("SELECT id, obtain_method, wording FROM consent WHERE location_id = $1 AND id = $2");

/* Walks over all: people are erased rarely. */
STATEMENT orphans = SQL(
    "SELECT id FROM consent WHERE +location_id = $1 AND address_hash = $2 AND person_id IS NULL");

STATEMENT set_texts = SQL(
    "UPDATE consent SET obtain_method = $3, wording = $4, page = '' WHERE location_id = $1 AND id = $2");

STATEMENT is_suppressed = SQL("SELECT 1 FROM suppression WHERE location_id = $1 AND address_hash = $2");

STATEMENT suppress = SQL(
    "INSERT INTO suppression (location_id, address_hash, reason, at_ms) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (location_id, address_hash) DO UPDATE SET reason = excluded.reason");

STATEMENT suppressed_count = SQL(
    "SELECT count(*) FILTER (WHERE reason = 'erased'), count(*) FILTER (WHERE reason <> 'erased') FROM suppression"
    " WHERE location_id = $1");

STATEMENT unsuppress = SQL("DELETE FROM suppression WHERE location_id = $1 AND address_hash = $2");

STATEMENT key_get = SQL("SELECT value FROM installation WHERE name = 'address_key'");

STATEMENT key_put = SQL(
    "INSERT INTO installation (name, value) VALUES ('address_key', $1) ON CONFLICT (name) DO NOTHING");
/* clang-format on */

/* ---- whose --------------------------------------------------------------------------------------------------- */

enum err consent_store_kind(struct ctx *ctx, id64 person_id, struct str *kind)
{
    struct rows rows;

    *kind = store_row(ctx, &kind_of, ARGS(INT(ctx->location_id), INT(person_id)), &rows) ? row_text(&rows, 0)
                                                                                         : STR_EMPTY;
    return rows_end(&rows);
}

enum err consent_store_people(struct ctx *ctx, id64 customer_id, id64 people[CONSENT_PEOPLE_MOST], int *count)
{
    struct rows rows;

    people[0] = customer_id;
    *count = 1;
    store_query(ctx, &linked_to, ARGS(INT(ctx->location_id), INT(customer_id), INT(CONSENT_PEOPLE_MOST - 1)), &rows);
    while (rows_next(&rows))
        people[(*count)++] = row_int(&rows, 0);
    return rows_end(&rows);
}

enum err consent_store_root(struct ctx *ctx, id64 person_id, id64 *root)
{
    return store_int(ctx, &root_of, ARGS(INT(ctx->location_id), INT(person_id)), person_id, root);
}

enum err consent_store_each(struct ctx *ctx, id64 root, void (*visit)(const struct consent *event, void *data),
                            void *data)
{
    struct rows rows;

    store_query(ctx, &events_of, ARGS(INT(ctx->location_id), INT(root)), &rows);
    while (rows_next(&rows)) {
        struct consent event = {
            .id = row_int(&rows, 0),
            .channel = row_view(&rows, 1),
            .purpose = row_view(&rows, 2),
            .given = row_int(&rows, 3) != 0,
            .kind = str_equal(row_view(&rows, 4), STR("consent")) ? STR("consent") : STR("existing-customer"),
            .obtain_method = row_view(&rows, 5),
            .demonstrable = row_int(&rows, 6) != 0,
            .at_ms = row_int(&rows, 7),
        };

        visit(&event, data);
    }
    return rows_end(&rows);
}

enum err consent_store_refresh(struct ctx *ctx, id64 root, bool by_email, bool by_phone)
{
    return store_exec(ctx, &refresh, ARGS(INT(ctx->location_id), INT(root), INT(by_email), INT(by_phone)), NULL);
}

enum err consent_store_addresses(struct ctx *ctx, id64 person_id, struct consent_address **out, int *count)
{
    struct rows rows;
    int64_t most;
    id64 root;

    *count = 0;
    TRY(consent_store_root(ctx, person_id, &root));
    TRY(store_int(ctx, &count_addresses, ARGS(INT(ctx->location_id), INT(root)), 0, &most));
    *out = ARENA_ARRAY(ctx->arena, struct consent_address, (size_t)most + 1);
    store_query(ctx, &addresses_of, ARGS(INT(ctx->location_id), INT(root)), &rows);
    while (*count < most && rows_next(&rows))
        (*out)[(*count)++] = (struct consent_address){ row_text(&rows, 0), row_int(&rows, 1) != 0 };
    return rows_end(&rows);
}

enum err consent_store_primary(struct ctx *ctx, id64 person_id, struct str *email, struct str *phone)
{
    struct rows rows;

    *email = *phone = STR_EMPTY;
    if (store_row(ctx, &primary_of, ARGS(INT(ctx->location_id), INT(person_id)), &rows)) {
        *email = row_text(&rows, 0);
        *phone = row_text(&rows, 1);
    }
    return rows_end(&rows);
}

/* ---- departures ---------------------------------------------------------------------------------------------- */

enum err consent_store_unhashed(struct ctx *ctx, id64 person_id, struct consent **events, int *count)
{
    enum { BATCH = 256 };
    struct rows rows;

    *events = ARENA_ARRAY(ctx->arena, struct consent, BATCH);
    *count = 0;
    store_query(ctx, &unhashed, ARGS(INT(ctx->location_id), INT(person_id), INT(BATCH)), &rows);
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

enum err consent_store_move(struct ctx *ctx, id64 contact_id, id64 customer_id)
{
    return store_exec(ctx, &move, ARGS(INT(ctx->location_id), INT(contact_id), INT(customer_id)), NULL);
}

enum err consent_store_texts(struct ctx *ctx, id64 person_id, struct consent **events, int *count)
{
    struct rows rows;
    int64_t most;

    *count = 0;
    TRY(store_int(ctx, &count_texts, ARGS(INT(ctx->location_id), INT(person_id)), 0, &most));
    *events = ARENA_ARRAY(ctx->arena, struct consent, (size_t)most + 1);
    store_query(ctx, &texts, ARGS(INT(ctx->location_id), INT(person_id), INT(most)), &rows);
    while (*count < most && rows_next(&rows))
        (*events)[(*count)++] = (struct consent){
            .id = row_int(&rows, 0),
            .obtain_method = row_text(&rows, 1),
            .wording = row_text(&rows, 2),
        };
    return rows_end(&rows);
}

enum err consent_store_set_texts(struct ctx *ctx, const struct consent *event)
{
    return store_exec(ctx, &set_texts,
                      ARGS(INT(ctx->location_id), INT(event->id), TEXT(event->obtain_method), TEXT(event->wording)),
                      NULL);
}

enum err consent_store_text(struct ctx *ctx, id64 event_id, struct consent *event)
{
    struct rows rows;
    bool found = store_row(ctx, &text_of, ARGS(INT(ctx->location_id), INT(event_id)), &rows);

    if (found)
        *event = (struct consent){
            .id = row_int(&rows, 0),
            .obtain_method = row_text(&rows, 1),
            .wording = row_text(&rows, 2),
        };
    TRY(rows_end(&rows));
    return found ? ERR_OK : ERR_NOT_FOUND;
}

enum err consent_store_orphans(struct ctx *ctx, struct str hash, struct id_set *found)
{
    return store_ids(ctx, &orphans, ARGS(INT(ctx->location_id), TEXT(hash)), found);
}

/* ---- suppression --------------------------------------------------------------------------------------------- */

enum err consent_store_suppressed(struct ctx *ctx, struct str hash, bool *suppressed)
{
    int64_t found;

    TRY(store_int(ctx, &is_suppressed, ARGS(INT(ctx->location_id), TEXT(hash)), 0, &found));
    *suppressed = found != 0;
    return ERR_OK;
}

enum err consent_store_suppressed_count(struct ctx *ctx, struct suppressed_count *out)
{
    struct rows rows;

    *out = (struct suppressed_count){ 0 };
    if (store_row(ctx, &suppressed_count, ARGS(INT(ctx->location_id)), &rows)) {
        out->erased = row_int(&rows, 0);
        out->withdrawn = row_int(&rows, 1);
    }
    return rows_end(&rows);
}

enum err consent_store_suppress(struct ctx *ctx, struct str hash, const char *reason)
{
    return store_exec(ctx, &suppress, ARGS(INT(ctx->location_id), TEXT(hash), TEXT(str_from(reason)), INT(ctx->now_ms)),
                      NULL);
}

enum err consent_store_unsuppress(struct ctx *ctx, struct str hash)
{
    return store_exec(ctx, &unsuppress, ARGS(INT(ctx->location_id), TEXT(hash)), NULL);
}

enum err consent_store_known_key(struct ctx *ctx, struct str *key)
{
    struct rows rows;

    *key = store_row(ctx, &key_get, (struct args){ 0 }, &rows) ? row_text(&rows, 0) : STR_EMPTY;
    return rows_end(&rows);
}

enum err consent_store_key(struct ctx *ctx, struct str *key)
{
    TRY(consent_store_known_key(ctx, key));
    if (key->len)
        return ERR_OK;
    TRY(store_exec(ctx, &key_put, ARGS(TEXT(random_token(ctx->arena))), NULL));
    return consent_store_known_key(ctx, key);
}
