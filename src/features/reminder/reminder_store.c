#include "features/reminder/reminder_store.h"

/* clang-format off */
STATEMENT get_one = SQL(
    "SELECT due_mail, digest, calendar_hash, calendar_made_ms, updated_ms FROM staff_reminder WHERE staff_id = $1");

STATEMENT save_one = SQL(
    "INSERT INTO staff_reminder (staff_id, due_mail, digest, calendar_hash, calendar_made_ms, updated_ms)"
    " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (staff_id) DO UPDATE SET due_mail = excluded.due_mail,"
    " digest = excluded.digest, calendar_hash = excluded.calendar_hash, calendar_made_ms = excluded.calendar_made_ms,"
    " updated_ms = excluded.updated_ms");

STATEMENT by_hash = SQL("SELECT staff_id FROM staff_reminder WHERE calendar_hash = $1 AND calendar_hash <> ''");

/* An owner anywhere works everywhere. */
STATEMENT digest_users = SQL(
    "SELECT r.staff_id FROM staff_reminder r WHERE r.digest = 1 AND EXISTS (SELECT 1 FROM staff_role o"
    " WHERE o.staff_id = r.staff_id AND o.location_id = $1) ORDER BY r.staff_id");
STATEMENT wants_digest = SQL(
    "SELECT r.staff_id FROM staff_reminder r WHERE r.digest = 1 AND EXISTS (SELECT 1 FROM staff_role o"
    " WHERE o.staff_id = r.staff_id AND o.location_id = $1) LIMIT 1");

STATEMENT digest_day = SQL("SELECT day FROM digest_day WHERE location_id = $1");
STATEMENT set_digest_day = SQL(
    "INSERT INTO digest_day (location_id, day) VALUES ($1, $2) ON CONFLICT (location_id) DO UPDATE SET day = excluded.day");

#define EVENTS(where)                                                                                              \
    "SELECT f.id, f.person_id, f.kind, COALESCE(c.name, k.name, ''), f.note, f.site, f.state, f.outcome, f.due_ms," \
    " f.remind_ms, f.created_ms, f.updated_ms, f.edit FROM follow_up f"                                            \
    " LEFT JOIN customer c ON c.location_id = f.location_id AND c.id = f.person_id"                                \
    " LEFT JOIN contact k ON k.location_id = f.location_id AND k.id = f.person_id"                                 \
    " WHERE f.location_id = $1 AND f.assignee_id = $2 AND " where " ORDER BY f.remind_ms, f.id LIMIT $4"

STATEMENT events = SQL(EVENTS("(f.state = 'open' OR f.updated_ms >= $3)"));
STATEMENT due = SQL(EVENTS("f.state = 'open' AND f.remind_ms < $3"));
STATEMENT due_count = SQL(
    "SELECT count(*) FROM (SELECT id FROM follow_up WHERE location_id = $1 AND assignee_id = $2 AND state = 'open'"
    " AND remind_ms < $3 LIMIT 1000) f");

STATEMENT arrivals = SQL(
    "SELECT count(*), CAST(COALESCE(sum(party_size), 0) AS BIGINT) FROM booking"
    " WHERE location_id = $1 AND starts_ms >= $3 AND starts_ms < $4 AND service_date = $2 AND counted = 1");
/* clang-format on */

enum err reminder_store_get(struct ctx *ctx, id64 user_id, struct reminder *out)
{
    struct rows rows;

    *out = (struct reminder){ .user_id = user_id, .due_mail = true };
    if (store_row(ctx, &get_one, ARGS(INT(user_id)), &rows)) {
        out->due_mail = row_int(&rows, 0) != 0;
        out->digest = row_int(&rows, 1) != 0;
        out->calendar_hash = row_text(&rows, 2);
        out->calendar_made_ms = row_int(&rows, 3);
        out->updated_ms = row_int(&rows, 4);
    }
    return rows_end(&rows);
}

enum err reminder_store_save(struct ctx *ctx, const struct reminder *reminder)
{
    return store_exec(ctx, &save_one,
                      ARGS(INT(reminder->user_id), INT(reminder->due_mail), INT(reminder->digest),
                           TEXT(reminder->calendar_hash), INT(reminder->calendar_made_ms), INT(ctx->now_ms)),
                      NULL);
}

enum err reminder_store_by_hash(struct ctx *ctx, struct str hash, id64 *user_id)
{
    return store_int(ctx, &by_hash, ARGS(TEXT(hash)), 0, user_id);
}

enum err reminder_store_digest_users(struct ctx *ctx, struct id_set *found)
{
    return store_ids(ctx, &digest_users, ARGS(INT(ctx->location_id)), found);
}

enum err reminder_store_wants_digest(struct ctx *ctx, id64 location_id, bool *out)
{
    int64_t id;

    TRY(store_int(ctx, &wants_digest, ARGS(INT(location_id)), 0, &id));
    *out = id != 0;
    return ERR_OK;
}

enum err reminder_store_digest_day(struct ctx *ctx, id64 location_id, int64_t *day)
{
    return store_int(ctx, &digest_day, ARGS(INT(location_id)), 0, day);
}

enum err reminder_store_set_digest_day(struct ctx *ctx, int64_t day)
{
    return store_exec(ctx, &set_digest_day, ARGS(INT(ctx->location_id), INT(day)), NULL);
}

static enum err read_events(struct rows *rows, struct reminder_event *into, int most, int *count)
{
    *count = 0;
    while (*count < most && rows_next(rows))
        into[(*count)++] = (struct reminder_event){
            .id = row_int(rows, 0),
            .person_id = row_int(rows, 1),
            .is_customer = str_equal(row_view(rows, 2), STR("customer")),
            .name = row_text(rows, 3),
            .note = row_text(rows, 4),
            .site = row_text(rows, 5),
            .state = row_text(rows, 6),
            .outcome = row_text(rows, 7),
            .due_ms = row_int(rows, 8),
            .remind_ms = row_int(rows, 9),
            .created_ms = row_int(rows, 10),
            .updated_ms = row_int(rows, 11),
            .edit = row_int(rows, 12),
        };
    return rows_end(rows);
}

enum err reminder_store_events(struct ctx *ctx, id64 user_id, int64_t ended_since_ms, struct reminder_event *into,
                               int *count)
{
    struct rows rows;

    store_query(ctx, &events, ARGS(INT(ctx->location_id), INT(user_id), INT(ended_since_ms), INT(REMINDER_EVENTS_MOST)),
                &rows);
    return read_events(&rows, into, REMINDER_EVENTS_MOST, count);
}

enum err reminder_store_due(struct ctx *ctx, id64 user_id, int64_t before_ms, struct reminder_event *into, int most,
                            int *count, int64_t *total)
{
    struct rows rows;

    store_query(ctx, &due, ARGS(INT(ctx->location_id), INT(user_id), INT(before_ms), INT(most)), &rows);
    TRY(read_events(&rows, into, most, count));
    return store_int(ctx, &due_count, ARGS(INT(ctx->location_id), INT(user_id), INT(before_ms)), 0, total);
}

enum err reminder_store_arrivals(struct ctx *ctx, struct str day, int64_t *bookings, int64_t *people)
{
    struct rows rows;
    int64_t number = 0;

    *bookings = *people = 0;
    date_parse(day, &number);
    /* a day is looked up by its moments, zones included: the service day narrows */
    if (store_row(ctx, &arrivals,
                  ARGS(INT(ctx->location_id), TEXT(day), INT((number - 1) * DAY_MS), INT((number + 2) * DAY_MS)),
                  &rows)) {
        *bookings = row_int(&rows, 0);
        *people = row_int(&rows, 1);
    }
    return rows_end(&rows);
}
