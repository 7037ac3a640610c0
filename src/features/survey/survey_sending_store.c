#include "features/survey/survey_sending_store.h"

enum { SURVEYS_MOST = 500 };

/* clang-format off */
STATEMENT sendings = SQL(
    "SELECT id, location_id, send_after_hours, send_since_ms FROM survey WHERE send = 1 AND active = 1"
    " ORDER BY location_id, id LIMIT $1");

/* Nobody stays longer than a month: the index knows when a booking starts. */
STATEMENT bookings = SQL(
    "SELECT b.id, COALESCE(b.customer_id, 0) FROM booking b WHERE b.location_id = $1 AND b.starts_ms >= $3 AND b.starts_ms < $5"
    " AND b.ends_ms >= $4 AND b.ends_ms < $5 AND b.counted = 1 AND b.erased_ms = 0"
    " AND NOT EXISTS (SELECT 1 FROM survey_invitation i WHERE i.location_id = $1 AND i.survey_id = $2 AND i.booking_id = b.id)"
    " ORDER BY b.starts_ms, b.id LIMIT $6");

STATEMENT add = SQL(
    "INSERT INTO survey_invitation (id, location_id, survey_id, booking_id, person_id, state, created_ms)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING");

STATEMENT add_again = SQL(
    "INSERT INTO survey_invitation (id, location_id, survey_id, booking_id, person_id, state, created_ms)"
    " VALUES ($1, $2, $3, $4, $5, 'sent', $6) ON CONFLICT (location_id, survey_id, booking_id) DO UPDATE"
    " SET person_id = excluded.person_id, state = 'sent', created_ms = excluded.created_ms"
    " WHERE survey_invitation.state = 'skipped' RETURNING id");

STATEMENT last_visit = SQL(
    "SELECT id FROM booking WHERE location_id = $1 AND customer_id = $2 AND counted = 1 AND ends_ms <= $3"
    " ORDER BY ends_ms DESC LIMIT 1");

STATEMENT figures = SQL(
    "SELECT count(*) FILTER (WHERE state <> 'skipped'), count(*) FILTER (WHERE state = 'answered'),"
    " count(*) FILTER (WHERE state = 'skipped'), COALESCE(max(created_ms) FILTER (WHERE state <> 'skipped'), 0)"
    " FROM survey_invitation WHERE location_id = $1 AND survey_id = $2");

STATEMENT asked_since = SQL(
    "SELECT id FROM survey_invitation WHERE location_id = $1 AND person_id = $2 AND person_id IS NOT NULL"
    " AND survey_id = $3 AND created_ms >= $4 AND state <> 'skipped' LIMIT 1");

STATEMENT get_one = SQL(
    "SELECT id, location_id, survey_id, booking_id, person_id, state, answered_ms FROM survey_invitation"
    " WHERE location_id = $1 AND id = $2");

STATEMENT answer = SQL(
    "UPDATE survey_invitation SET state = 'answered', response_id = $3, answered_ms = $4"
    " WHERE location_id = $1 AND id = $2 AND state = 'sent'");

STATEMENT of_person = SQL(
    "SELECT id FROM survey_invitation WHERE location_id = $1 AND person_id = $2 AND person_id IS NOT NULL");
STATEMENT unlink_person = SQL(
    "UPDATE survey_invitation SET person_id = NULL WHERE location_id = $1 AND person_id = $2 AND person_id IS NOT NULL");
/* clang-format on */

enum err survey_sending_store_all(struct ctx *ctx, struct sending **out, int *count)
{
    struct rows rows;

    *count = 0;
    *out = ARENA_ARRAY(ctx->arena, struct sending, SURVEYS_MOST);
    store_query(ctx, &sendings, ARGS(INT(SURVEYS_MOST)), &rows);
    while (*count < SURVEYS_MOST && rows_next(&rows))
        (*out)[(*count)++] = (struct sending){ row_int(&rows, 0), row_int(&rows, 1), row_int(&rows, 2),
                                               row_int(&rows, 3) };
    return rows_end(&rows);
}

enum err survey_sending_store_bookings(struct ctx *ctx, const struct sending *sending, int64_t from_ms, int64_t to_ms,
                                       struct sending_booking *out, int most, int *count)
{
    struct rows rows;

    *count = 0;
    store_query(ctx, &bookings,
                ARGS(INT(sending->location_id), INT(sending->survey_id), INT(from_ms - 31 * DAY_MS), INT(from_ms),
                     INT(to_ms), INT(most)),
                &rows);
    while (*count < most && rows_next(&rows))
        out[(*count)++] = (struct sending_booking){ row_int(&rows, 0), row_int(&rows, 1) };
    return rows_end(&rows);
}

enum err survey_sending_store_add(struct ctx *ctx, const struct survey_invitation *invitation)
{
    return store_exec(ctx, &add,
                      ARGS(INT(invitation->id), INT(ctx->location_id), INT(invitation->survey_id),
                           INT(invitation->booking_id), LINK(invitation->person_id), TEXT(invitation->state),
                           INT(ctx->now_ms)),
                      NULL);
}

enum err survey_sending_store_add_again(struct ctx *ctx, struct survey_invitation *invitation, bool *mine)
{
    id64 id;

    TRY(store_int(ctx, &add_again,
                  ARGS(INT(invitation->id), INT(ctx->location_id), INT(invitation->survey_id),
                       INT(invitation->booking_id), LINK(invitation->person_id), INT(ctx->now_ms)),
                  0, &id));
    *mine = id != 0;
    invitation->id = id;
    return ERR_OK;
}

enum err survey_sending_store_last_visit(struct ctx *ctx, id64 customer_id, id64 *booking_id)
{
    return store_int(ctx, &last_visit, ARGS(INT(ctx->location_id), INT(customer_id), INT(ctx->now_ms)), 0, booking_id);
}

enum err survey_sending_store_figures(struct ctx *ctx, id64 survey_id, struct survey_sending_figures *out)
{
    struct rows rows;
    bool found = store_row(ctx, &figures, ARGS(INT(ctx->location_id), INT(survey_id)), &rows);

    *out = (struct survey_sending_figures){ 0 };
    if (found)
        *out = (struct survey_sending_figures){ row_int(&rows, 0), row_int(&rows, 1), row_int(&rows, 2),
                                                row_int(&rows, 3) };
    return rows_end(&rows);
}

enum err survey_sending_store_asked_since(struct ctx *ctx, id64 survey_id, id64 person_id, int64_t since_ms, bool *out)
{
    int64_t id;

    TRY(store_int(ctx, &asked_since, ARGS(INT(ctx->location_id), INT(person_id), INT(survey_id), INT(since_ms)), 0,
                  &id));
    *out = id != 0;
    return ERR_OK;
}

enum err survey_sending_store_get(struct ctx *ctx, id64 id, struct survey_invitation *out)
{
    struct rows rows;
    bool found = store_row(ctx, &get_one, ARGS(INT(ctx->location_id), INT(id)), &rows);

    if (found)
        *out = (struct survey_invitation){
            .id = row_int(&rows, 0),
            .location_id = row_int(&rows, 1),
            .survey_id = row_int(&rows, 2),
            .booking_id = row_int(&rows, 3),
            .person_id = row_int(&rows, 4),
            .state = row_text(&rows, 5),
            .answered_ms = row_int(&rows, 6),
        };
    TRY(rows_end(&rows));
    return found ? ERR_OK : ERR_NOT_FOUND;
}

enum err survey_sending_store_answer(struct ctx *ctx, id64 id, id64 response_id, bool *mine)
{
    int64_t changed = 0;

    TRY(store_exec(ctx, &answer, ARGS(INT(ctx->location_id), INT(id), INT(response_id), INT(ctx->now_ms)), &changed));
    *mine = changed == 1;
    return ERR_OK;
}

enum err survey_sending_store_of_person(struct ctx *ctx, id64 person_id, struct id_set *ids)
{
    return store_ids(ctx, &of_person, ARGS(INT(ctx->location_id), INT(person_id)), ids);
}

enum err survey_sending_store_unlink(struct ctx *ctx, id64 person_id)
{
    return store_exec(ctx, &unlink_person, ARGS(INT(ctx->location_id), INT(person_id)), NULL);
}
