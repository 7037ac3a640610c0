#include "features/privacy/privacy_store.h"

#include "features/consent/consent.h"

/* clang-format off */
STATEMENT linked_contacts = SQL("SELECT id FROM contact WHERE location_id = $1 AND customer_id = $2");
/* A kind is never empty: naming it keeps SQLite from walking over all tags of the location in the index that has
 * everything else it needs. */
STATEMENT tags_of = SQL(
    "SELECT tag_id FROM person_tag WHERE location_id = $1 AND person_id = $2 AND kind <> ''");
STATEMENT bearers = SQL("SELECT person_id FROM person_tag WHERE location_id = $1 AND tag_id = $2");

STATEMENT count_trash = SQL("SELECT count(*) FROM trash WHERE location_id = $1 AND purge_ms > $2");
STATEMENT all_trash = SQL(
    "SELECT id, kind, snapshot FROM trash WHERE location_id = $1 AND purge_ms > $2 ORDER BY id");
STATEMENT delete_trash = SQL("DELETE FROM trash WHERE location_id = $1 AND id = $2");

STATEMENT forget_address = SQL("DELETE FROM turned_up WHERE location_id = $1 AND address = $2");
STATEMENT forget_name = SQL("DELETE FROM turned_up WHERE location_id = $1 AND name_fold = $2");

STATEMENT answers = SQL(
    "SELECT actor_id, key, created_ms, body FROM idempotency"
    " WHERE location_id = $1 AND (actor_id, key) > ($2, $3) ORDER BY actor_id, key LIMIT 200");
STATEMENT forget_answer = SQL("DELETE FROM idempotency WHERE location_id = $1 AND actor_id = $2 AND key = $3");

STATEMENT jobs = SQL(
    "SELECT id, payload, result FROM job WHERE location_id = $1 AND state NOT IN ('waiting', 'running') ORDER BY id");
STATEMENT forget_job = SQL(
    "UPDATE job SET payload = '{}', result = '{}' WHERE location_id = $1 AND id = $2");
STATEMENT erasures = SQL("SELECT id FROM erasure WHERE location_id = $1 ORDER BY id");
STATEMENT erasure_mark = SQL("SELECT count(*), COALESCE(max(id), 0) FROM erasure");

/* The + keeps SQLite from an index by location, which says nothing here: all of it is read, once, when a copy was brought back. */
STATEMENT all_addresses = SQL(
    "SELECT address FROM person_email WHERE +location_id = $1"
    " UNION SELECT e164 FROM person_phone WHERE +location_id = $1"
    " UNION SELECT booker_email_normal FROM booking WHERE +location_id = $1"
    " UNION SELECT booker_e164 FROM booking WHERE +location_id = $1"
    " UNION SELECT email_normal FROM guest WHERE +location_id = $1"
    " UNION SELECT e164 FROM guest WHERE +location_id = $1"
    " UNION SELECT address_normal FROM communication WHERE +location_id = $1"
    " UNION SELECT email_normal FROM record WHERE +location_id = $1"
    " UNION SELECT e164 FROM record WHERE +location_id = $1"
    " UNION SELECT email FROM submission WHERE +location_id = $1"
    " UNION SELECT phone_normal FROM submission WHERE +location_id = $1"
    " UNION SELECT email_normal FROM checkout WHERE +location_id = $1"
    " UNION SELECT e164 FROM checkout WHERE +location_id = $1"
    " UNION SELECT address FROM consent WHERE +location_id = $1"
    " UNION SELECT to_address FROM mail WHERE +location_id = $1"
    " UNION SELECT reply_address FROM mail WHERE +location_id = $1");
/* clang-format on */

static enum err add_ids(struct ctx *ctx, const struct sql *sql, id64 id, struct id_set *out)
{
    struct rows rows;

    store_query(ctx, sql, ARGS(INT(ctx->location_id), INT(id)), &rows);
    while (rows_next(&rows))
        id_set_add(ctx, out, row_int(&rows, 0));
    return rows_end(&rows);
}

enum err privacy_store_linked_contacts(struct ctx *ctx, id64 customer_id, struct id_set *out)
{
    return add_ids(ctx, &linked_contacts, customer_id, out);
}

enum err privacy_store_tags_of(struct ctx *ctx, id64 person_id, struct id_set *out)
{
    return add_ids(ctx, &tags_of, person_id, out);
}

enum err privacy_store_tag_others(struct ctx *ctx, struct forget *forget, id64 tag_id, int64_t *out)
{
    struct rows rows;

    *out = 0;
    store_query(ctx, &bearers, ARGS(INT(ctx->location_id), INT(tag_id)), &rows);
    while (*out == 0 && rows_next(&rows))
        *out += !id_set_has(&forget->people, row_int(&rows, 0));
    return rows_end(&rows);
}

/* ---- the trash ----------------------------------------------------------------------------------------------- */

enum err privacy_store_trash(struct ctx *ctx, struct trash_row **out, int *count)
{
    struct rows rows;
    int64_t most;

    *count = 0;
    TRY(store_int(ctx, &count_trash, ARGS(INT(ctx->location_id), INT(ctx->now_ms)), 0, &most));
    *out = ARENA_ARRAY(ctx->arena, struct trash_row, (size_t)most + 1);
    store_query(ctx, &all_trash, ARGS(INT(ctx->location_id), INT(ctx->now_ms)), &rows);
    while (*count < most && rows_next(&rows))
        (*out)[(*count)++] = (struct trash_row){ row_int(&rows, 0), row_text(&rows, 1), row_text(&rows, 2) };
    return rows_end(&rows);
}

enum err privacy_store_trash_delete(struct ctx *ctx, id64 id)
{
    return store_exec(ctx, &delete_trash, ARGS(INT(ctx->location_id), INT(id)), NULL);
}

/* ---- traces -------------------------------------------------------------------------------------------------- */

static enum err delete_each(struct ctx *ctx, const struct sql *sql, const struct string_list *texts)
{
    for (int i = 0; i < texts->count; i++)
        TRY(store_exec(ctx, sql, ARGS(INT(ctx->location_id), TEXT(texts->items[i])), NULL));
    return ERR_OK;
}

enum err privacy_store_forget_names(struct ctx *ctx, const struct string_list *addresses,
                                    const struct string_list *names)
{
    TRY(delete_each(ctx, &forget_address, addresses));
    return delete_each(ctx, &forget_name, names);
}

/* A page after the last answer; *last is the new one's end. False when there are no more. */
static bool look_at_page(struct ctx *ctx, bool (*mentions)(struct forget *forget, struct str text),
                         struct forget *forget, struct forget_answer *last, enum err *err)
{
    struct rows rows;
    bool any = false;

    store_query(ctx, &answers, ARGS(INT(ctx->location_id), INT(last->actor_id), TEXT(last->key)), &rows);
    while (rows_next(&rows)) {
        any = true;
        *last = (struct forget_answer){ row_int(&rows, 0), row_text(&rows, 1), NULL };
        if (row_int(&rows, 2) < forget->answers_since_ms || !mentions(forget, row_view(&rows, 3)))
            continue;
        last->next = forget->answers;
        forget->answers = ARENA_NEW(ctx->arena, struct forget_answer);
        *forget->answers = *last;
    }
    *err = rows_end(&rows);
    return any && *err == ERR_OK;
}

enum err privacy_store_find_answers(struct ctx *ctx, bool (*mentions)(struct forget *forget, struct str text),
                                    struct forget *forget)
{
    struct forget_answer last = { 0 };
    enum err err = ERR_OK;

    while (look_at_page(ctx, mentions, forget, &last, &err))
        continue;
    return err;
}

enum err privacy_store_forget_answers(struct ctx *ctx, const struct forget *forget)
{
    for (const struct forget_answer *answer = forget->answers; answer; answer = answer->next)
        TRY(store_exec(ctx, &forget_answer, ARGS(INT(ctx->location_id), INT(answer->actor_id), TEXT(answer->key)),
                       NULL));
    return ERR_OK;
}

enum err privacy_store_forget_jobs(struct ctx *ctx, bool (*mentions)(struct forget *forget, struct str text),
                                   struct forget *forget)
{
    struct id_set found = { 0 };
    struct rows rows;

    store_query(ctx, &jobs, ARGS(INT(ctx->location_id)), &rows);
    while (rows_next(&rows))
        if (mentions(forget, row_view(&rows, 1)) || mentions(forget, row_view(&rows, 2)))
            id_set_add(ctx, &found, row_int(&rows, 0));
    TRY(rows_end(&rows));
    for (int i = 0; i < found.count; i++)
        TRY(store_exec(ctx, &forget_job, ARGS(INT(ctx->location_id), INT(found.items[i])), NULL));
    return ERR_OK;
}

/* ---- erasures ------------------------------------------------------------------------------------------------- */

enum err privacy_store_erasures(struct ctx *ctx, id64 location_id, struct id_set *out)
{
    struct rows rows;

    store_query(ctx, &erasures, ARGS(INT(location_id)), &rows);
    while (rows_next(&rows))
        id_set_add(ctx, out, row_int(&rows, 0));
    return rows_end(&rows);
}

enum err privacy_store_erasure_mark(struct ctx *ctx, int64_t *count, id64 *newest)
{
    struct rows rows;

    *count = *newest = 0;
    if (store_row(ctx, &erasure_mark, (struct args){ 0 }, &rows)) {
        *count = row_int(&rows, 0);
        *newest = row_int(&rows, 1);
    }
    return rows_end(&rows);
}

enum err privacy_store_find_hashed(struct ctx *ctx, const struct string_list *hashes, struct forget *forget)
{
    struct consent_hasher hasher;
    struct arena *outer = ctx->arena, own;
    struct rows rows;

    TRY(consent_hasher_known(ctx, &hasher));
    if (hasher.key.len == 0)
        return ERR_OK;
    arena_init(&own);
    store_query(ctx, &all_addresses, ARGS(INT(ctx->location_id)), &rows);
    while (rows_next(&rows)) {
        struct str address = row_view(&rows, 0);
        bool known = address.len > 0 && forget_has(hashes, consent_hash_with(&hasher, &own, address));

        if (known)
            forget_add(ctx, address.ptr[0] == '+' ? &forget->phones : &forget->emails, arena_str(outer, address));
        arena_reset(&own, 64 * 1024);
    }
    arena_clear(&own);
    return rows_end(&rows);
}
