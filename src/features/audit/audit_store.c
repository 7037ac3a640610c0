#include "features/audit/audit_store.h"

/* clang-format off */
STATEMENT next_place = SQL(
    "INSERT INTO audit_head (location_id, seq, hash) VALUES ($1, 1, '')"
    " ON CONFLICT (location_id) DO UPDATE SET seq = audit_head.seq + 1"
    " RETURNING seq, hash");

STATEMENT append = SQL(
    "INSERT INTO audit (id, location_id, seq, at_ms, actor_kind, actor_id, action, record_id,"
    " who_commitment, what_commitment, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");

STATEMENT append_values = SQL(
    "INSERT INTO audit_value (location_id, seq, who_salt, actor_name, ip, what_salt, changes)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)");

STATEMENT set_head = SQL("UPDATE audit_head SET hash = $2 WHERE location_id = $1");

STATEMENT get_head = SQL("SELECT seq, hash FROM audit_head WHERE location_id = $1");

#define ENTRY                                                                                      \
    "SELECT a.id, a.seq, a.at_ms, a.actor_kind, a.actor_id, a.action, a.record_id, a.who_commitment," \
    " a.what_commitment, a.hash, v.who_salt, v.actor_name, v.ip, v.what_salt, v.changes"              \
    " FROM audit a LEFT JOIN audit_value v ON v.location_id = a.location_id AND v.seq = a.seq"        \
    " WHERE a.location_id = $1 AND a.seq > $2"

STATEMENT after = SQL(ENTRY " ORDER BY a.seq LIMIT $3");
STATEMENT deletions_after = SQL(ENTRY " AND a.action LIKE '%.deleted' ORDER BY a.seq LIMIT $3");

STATEMENT get_values = SQL(
    "SELECT who_salt, actor_name, ip, what_salt, changes FROM audit_value WHERE location_id = $1 AND seq = $2");

STATEMENT forget_values = SQL(
    "UPDATE audit_value SET what_salt = '', changes = '' WHERE location_id = $1 AND seq IN"
    " (SELECT a.seq FROM audit a WHERE a.location_id = $1 AND a.record_id = $2)");

STATEMENT forget_entry = SQL(
    "UPDATE audit_value SET what_salt = '', changes = '' WHERE location_id = $1 AND seq = $2");

STATEMENT forget_who = SQL(
    "UPDATE audit_value SET who_salt = '', actor_name = '', ip = '' WHERE location_id = $1 AND seq = $2");

STATEMENT forget_values_with = SQL(
    "UPDATE audit_value SET what_salt = '', changes = '' WHERE location_id = $1 AND seq IN"
    " (SELECT a.seq FROM audit a WHERE a.location_id = $1 AND a.record_id = $2) AND changes LIKE $3 ESCAPE '!'");

/* Entries are in order of time: the first that still have an address are the oldest. */
STATEMENT forget_addresses = SQL(
    "UPDATE audit_value SET who_salt = '', actor_name = '', ip = '' WHERE location_id = $1 AND seq IN"
    " (SELECT v.seq FROM audit_value v JOIN audit a ON a.location_id = v.location_id AND a.seq = v.seq"
    " WHERE v.location_id = $1 AND v.ip <> '' AND a.at_ms < $2 ORDER BY v.seq LIMIT 500)");
/* clang-format on */

enum err audit_store_next(struct ctx *ctx, int64_t *seq, struct str *hash_before)
{
    struct rows rows;

    *seq = 0;
    if (store_row(ctx, &next_place, ARGS(INT(ctx->location_id)), &rows)) {
        *seq = row_int(&rows, 0);
        *hash_before = row_text(&rows, 1);
    }
    TRY(rows_end(&rows));
    return *seq ? ERR_OK : ERR_INTERNAL;
}

enum err audit_store_append(struct ctx *ctx, const struct audit *entry, const struct audit_values *values)
{
    TRY(store_exec(ctx, &append,
                   ARGS(INT(entry->id), INT(entry->location_id), INT(entry->seq), INT(entry->at_ms),
                        TEXT(entry->actor_kind), INT(entry->actor_id), TEXT(entry->action), INT(entry->record_id),
                        TEXT(entry->who_commitment), TEXT(entry->what_commitment), TEXT(entry->hash)),
                   NULL));
    TRY(store_exec(ctx, &append_values,
                   ARGS(INT(entry->location_id), INT(entry->seq), TEXT(values->who_salt), TEXT(values->actor_name),
                        TEXT(values->ip), TEXT(values->what_salt), TEXT(values->changes)),
                   NULL));
    if (entry->location_id != 0)
        store_note_change(ctx, entry->location_id);
    return store_exec(ctx, &set_head, ARGS(INT(entry->location_id), TEXT(entry->hash)), NULL);
}

enum err audit_store_head(struct ctx *ctx, int64_t *seq, struct str *hash)
{
    struct rows rows;

    *seq = 0;
    *hash = STR_EMPTY;
    if (store_row(ctx, &get_head, ARGS(INT(ctx->location_id)), &rows)) {
        *seq = row_int(&rows, 0);
        *hash = row_text(&rows, 1);
    }
    return rows_end(&rows);
}

static enum err read_after(struct ctx *ctx, const struct sql *sql, int64_t seq, int most, struct audit *entries,
                           struct audit_values *values, int *count)
{
    struct rows rows;

    *count = 0;
    store_query(ctx, sql, ARGS(INT(ctx->location_id), INT(seq), INT(most)), &rows);
    while (*count < most && rows_next(&rows)) {
        entries[*count] = (struct audit){
            .id = row_int(&rows, 0),
            .location_id = ctx->location_id,
            .seq = row_int(&rows, 1),
            .at_ms = row_int(&rows, 2),
            .actor_kind = row_text(&rows, 3),
            .actor_id = row_int(&rows, 4),
            .action = row_text(&rows, 5),
            .record_id = row_int(&rows, 6),
            .who_commitment = row_text(&rows, 7),
            .what_commitment = row_text(&rows, 8),
            .hash = row_text(&rows, 9),
        };
        values[(*count)++] = (struct audit_values){
            .who_salt = row_text(&rows, 10),
            .actor_name = row_text(&rows, 11),
            .ip = row_text(&rows, 12),
            .what_salt = row_text(&rows, 13),
            .changes = row_text(&rows, 14),
        };
    }
    return rows_end(&rows);
}

enum err audit_store_after(struct ctx *ctx, int64_t seq, int most, struct audit *entries, struct audit_values *values,
                           int *count)
{
    return read_after(ctx, &after, seq, most, entries, values, count);
}

enum err audit_store_deletions_after(struct ctx *ctx, int64_t seq, int most, struct audit *entries,
                                     struct audit_values *values, int *count)
{
    return read_after(ctx, &deletions_after, seq, most, entries, values, count);
}

enum err audit_store_values(struct ctx *ctx, int64_t seq, struct audit_values *out)
{
    struct rows rows;

    *out = (struct audit_values){ 0 };
    if (store_row(ctx, &get_values, ARGS(INT(ctx->location_id), INT(seq)), &rows))
        *out = (struct audit_values){
            .who_salt = row_text(&rows, 0),
            .actor_name = row_text(&rows, 1),
            .ip = row_text(&rows, 2),
            .what_salt = row_text(&rows, 3),
            .changes = row_text(&rows, 4),
        };
    return rows_end(&rows);
}

enum err audit_store_forget_values(struct ctx *ctx, id64 record_id)
{
    return store_exec(ctx, &forget_values, ARGS(INT(ctx->location_id), INT(record_id)), NULL);
}

enum err audit_store_forget_entry(struct ctx *ctx, int64_t seq, bool who)
{
    TRY(store_exec(ctx, &forget_entry, ARGS(INT(ctx->location_id), INT(seq)), NULL));
    return who ? store_exec(ctx, &forget_who, ARGS(INT(ctx->location_id), INT(seq)), NULL) : ERR_OK;
}

enum err audit_store_forget_values_with(struct ctx *ctx, id64 record_id, struct str pattern)
{
    return store_exec(ctx, &forget_values_with, ARGS(INT(ctx->location_id), INT(record_id), TEXT(pattern)), NULL);
}

enum err audit_store_forget_addresses(struct ctx *ctx, int64_t before_ms, int64_t *changed)
{
    return store_exec(ctx, &forget_addresses, ARGS(INT(ctx->location_id), INT(before_ms)), changed);
}
