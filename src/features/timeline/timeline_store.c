#include "features/timeline/timeline_store.h"

#define OF_PERSON(table, at)                                                                     \
    " FROM " table " WHERE location_id = $1 AND person_id = $2 AND (" at \
    ", id) < ($3, $4)"                                                   \
    " ORDER BY " at " DESC, id DESC LIMIT $5"

/* clang-format off */
STATEMENT bookings = SQL(
    "SELECT starts_ms, id, 0 FROM booking WHERE location_id = $1 AND customer_id = $2 AND (starts_ms, id) < ($3, $4)"
    " ORDER BY starts_ms DESC, id DESC LIMIT $5");
/* A lead has few. */
STATEMENT contact_bookings = SQL(
    "SELECT starts_ms, id, 0 FROM booking WHERE location_id = $1 AND contact_id = $2 AND (starts_ms, id) < ($3, $4)"
    " ORDER BY starts_ms DESC, id DESC LIMIT $5");

STATEMENT guests = SQL(
    "SELECT starts_ms, id, 0 FROM guest WHERE location_id = $1 AND customer_id = $2 AND (starts_ms, id) < ($3, $4)"
    " ORDER BY starts_ms DESC, id DESC LIMIT $5");

STATEMENT communications = SQL("SELECT at_ms, id, 0" OF_PERSON("communication", "at_ms"));
STATEMENT notes_told_apart = SQL(
    "SELECT at_ms, id, CASE WHEN via = 'note' THEN 1 ELSE 0 END" OF_PERSON("communication", "at_ms"));

STATEMENT responses = SQL("SELECT at_ms, id, 0" OF_PERSON("survey_response", "at_ms"));
STATEMENT records = SQL("SELECT at_ms, id, 0" OF_PERSON("record", "at_ms"));
STATEMENT follow_ups = SQL("SELECT remind_ms, id, 0" OF_PERSON("follow_up", "remind_ms"));
STATEMENT checkouts = SQL("SELECT seen_ms, id, 0" OF_PERSON("checkout", "seen_ms"));
STATEMENT consents = SQL("SELECT at_ms, id, 0" OF_PERSON("consent", "at_ms"));
STATEMENT submissions = SQL("SELECT at_ms, id, 0" OF_PERSON("submission", "at_ms"));

STATEMENT audit = SQL(
    "SELECT seq, at_ms, id, action FROM audit"
    " WHERE location_id = $1 AND record_id = $2 AND seq < $3 ORDER BY seq DESC LIMIT $4");
STATEMENT audit_values = SQL(
    "SELECT a.actor_kind, a.actor_id, v.actor_name, v.changes"
    " FROM audit a LEFT JOIN audit_value v ON v.location_id = a.location_id AND v.seq = a.seq"
    " WHERE a.location_id = $1 AND a.id = $2");

STATEMENT linked_contacts = SQL(
    "SELECT id FROM contact WHERE location_id = $1 AND customer_id = $2 ORDER BY id DESC LIMIT $3");

STATEMENT user_name = SQL("SELECT name FROM staff WHERE id = $1");
STATEMENT key_name = SQL("SELECT name FROM api_key WHERE location_id = $1 AND id = $2");
/* clang-format on */

static const struct sql *const reads[SOURCES] = {
    [SOURCE_BOOKING] = &bookings,   [SOURCE_GUEST] = &guests,   [SOURCE_COMMUNICATION] = &communications,
    [SOURCE_RESPONSE] = &responses, [SOURCE_RECORD] = &records, [SOURCE_FOLLOW_UP] = &follow_ups,
    [SOURCE_CHECKOUT] = &checkouts, [SOURCE_CONSENT] = &consents, [SOURCE_SUBMISSION] = &submissions,
};

enum err timeline_store_rows(struct ctx *ctx, const struct timeline_span *span, struct timeline_row *found, int *count)
{
    const struct sql *sql = span->is_contact && span->source == SOURCE_BOOKING           ? &contact_bookings
                            : span->tells_notes && span->source == SOURCE_COMMUNICATION ? &notes_told_apart
                                                                                        : reads[span->source];
    bool begins = span->after->id == 0;
    struct rows rows;

    *count = 0;
    store_query(ctx, sql,
                ARGS(INT(ctx->location_id), INT(span->person_id), INT(begins ? INT64_MAX : span->after->at_ms),
                     INT(begins ? INT64_MAX : span->after->id), INT(span->most)),
                &rows);
    while (*count < span->most && rows_next(&rows))
        found[(*count)++] = (struct timeline_row){ row_int(&rows, 0), row_int(&rows, 1), row_int(&rows, 2) != 0 };
    return rows_end(&rows);
}

enum err timeline_store_audit(struct ctx *ctx, id64 person_id, int64_t before_seq, int most,
                              struct timeline_entry *entries, int *count)
{
    struct rows rows;

    *count = 0;
    store_query(ctx, &audit,
                ARGS(INT(ctx->location_id), INT(person_id), INT(before_seq ? before_seq : INT64_MAX), INT(most)),
                &rows);
    while (*count < most && rows_next(&rows))
        entries[(*count)++] = (struct timeline_entry){
            .seq = row_int(&rows, 0),
            .at_ms = row_int(&rows, 1),
            .id = row_int(&rows, 2),
            .action = row_text(&rows, 3),
        };
    return rows_end(&rows);
}

enum err timeline_store_values(struct ctx *ctx, struct timeline_entry *entry)
{
    struct rows rows;

    if (store_row(ctx, &audit_values, ARGS(INT(ctx->location_id), INT(entry->id)), &rows)) {
        entry->actor = (struct timeline_actor){ row_text(&rows, 0), row_int(&rows, 1), row_text(&rows, 2) };
        entry->changes = row_text(&rows, 3);
    }
    return rows_end(&rows);
}

enum err timeline_store_contacts(struct ctx *ctx, id64 customer_id, id64 *ids, int *count)
{
    struct rows rows;

    *count = 0;
    store_query(ctx, &linked_contacts, ARGS(INT(ctx->location_id), INT(customer_id), INT(TIMELINE_CONTACTS_MOST)),
                &rows);
    while (*count < TIMELINE_CONTACTS_MOST && rows_next(&rows))
        ids[(*count)++] = row_int(&rows, 0);
    return rows_end(&rows);
}

static enum err text(struct ctx *ctx, const struct sql *sql, struct args args, struct str *out)
{
    struct rows rows;

    *out = store_row(ctx, sql, args, &rows) ? row_text(&rows, 0) : STR_EMPTY;
    return rows_end(&rows);
}

enum err timeline_store_user_name(struct ctx *ctx, id64 id, struct str *name)
{
    return text(ctx, &user_name, ARGS(INT(id)), name);
}

enum err timeline_store_key_name(struct ctx *ctx, id64 id, struct str *name)
{
    return text(ctx, &key_name, ARGS(INT(ctx->location_id), INT(id)), name);
}
