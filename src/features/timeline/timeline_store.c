#include "features/timeline/timeline_store.h"

/* Compared as one with `counted`, the start is a span of booking_customer and of no other index (booking_store.c). */
#define BOOKED(counted)                                                                                    \
    "SELECT * FROM (SELECT starts_ms, id, 0 FROM booking WHERE location_id = $1 AND customer_id = $2"       \
    " AND (counted, starts_ms) <= (" counted ", $3) AND (counted, starts_ms) >= (" counted                  \
    ", -9000000000000000000) AND (starts_ms < $3 OR id < $4)"                                               \
    " ORDER BY counted DESC, starts_ms DESC, id DESC LIMIT $5) b" counted

#define OF_PERSON(table, at)                                                                     \
    " FROM " table " WHERE location_id = $1 AND person_id = $2 AND (" at \
    ", id) < ($3, $4)"                                                   \
    " ORDER BY " at " DESC, id DESC LIMIT $5"

/* clang-format off */
STATEMENT bookings = SQL(
    BOOKED("1") " UNION ALL " BOOKED("0")
    " UNION ALL SELECT * FROM (SELECT starts_ms, id, 0 FROM booking WHERE location_id = $1 AND contact_id = $2"
    " AND (starts_ms, id) < ($3, $4) ORDER BY starts_ms DESC, id DESC LIMIT $5) w");

STATEMENT guests = SQL(
    "SELECT starts_ms, id, 0 FROM guest WHERE location_id = $1 AND customer_id = $2 AND (starts_ms, id) < ($3, $4)"
    " ORDER BY starts_ms DESC, id DESC LIMIT $5");

STATEMENT communications = SQL(
    "SELECT at_ms, id, CASE WHEN via = 'note' THEN 1 ELSE 0 END" OF_PERSON("communication", "at_ms"));

STATEMENT responses = SQL("SELECT at_ms, id, 0" OF_PERSON("survey_response", "at_ms"));
STATEMENT records = SQL("SELECT at_ms, id, 0" OF_PERSON("record", "at_ms"));
STATEMENT follow_ups = SQL("SELECT remind_ms, id, 0" OF_PERSON("follow_up", "remind_ms"));
STATEMENT checkouts = SQL("SELECT seen_ms, id, 0" OF_PERSON("checkout", "seen_ms"));
STATEMENT consents = SQL("SELECT at_ms, id, 0" OF_PERSON("consent", "at_ms"));
STATEMENT submissions = SQL("SELECT at_ms, id, 0" OF_PERSON("submission", "at_ms"));

STATEMENT audit = SQL(
    "SELECT a.seq, a.at_ms, a.id, a.action, a.actor_kind, a.actor_id, v.actor_name, v.changes"
    " FROM audit a LEFT JOIN audit_value v ON v.location_id = a.location_id AND v.seq = a.seq"
    " WHERE a.location_id = $1 AND a.record_id = $2 AND a.seq < $3 ORDER BY a.seq DESC LIMIT $4");

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

static bool is_newer(const struct timeline_row *a, const struct timeline_row *b)
{
    return a->at_ms != b->at_ms ? a->at_ms > b->at_ms : a->id > b->id;
}

/* Into its place: a booking's three spans come one after another. */
static void add(struct timeline_row *rows, int *count, int most, struct timeline_row row)
{
    int at = *count;

    if (*count == most && !is_newer(&row, &rows[most - 1]))
        return;
    if (*count == most)
        at = most - 1;
    else
        ++*count;
    for (; at > 0 && is_newer(&row, &rows[at - 1]); at--)
        rows[at] = rows[at - 1];
    rows[at] = row;
}

enum err timeline_store_rows(struct ctx *ctx, enum timeline_source source, id64 person_id,
                             const struct timeline_place *after, int most, struct timeline_row *found, int *count)
{
    bool begins = after->id == 0;
    struct rows rows;

    *count = 0;
    store_query(ctx, reads[source],
                ARGS(INT(ctx->location_id), INT(person_id), INT(begins ? INT64_MAX : after->at_ms),
                     INT(begins ? INT64_MAX : after->id), INT(most)),
                &rows);
    while (rows_next(&rows))
        add(found, count, most, (struct timeline_row){ row_int(&rows, 0), row_int(&rows, 1), row_int(&rows, 2) != 0 });
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
            .actor = { row_text(&rows, 4), row_int(&rows, 5), row_text(&rows, 6) },
            .changes = row_text(&rows, 7),
        };
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
