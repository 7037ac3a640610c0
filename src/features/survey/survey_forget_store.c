/*
 * Which responses say something about a person that is to be erased.
 */
#include "features/survey/survey_store.h"

/* A walk, as for all that has no index: people are erased rarely. */
STATEMENT about_bookings = SQL(
    "SELECT id, booking_id FROM survey_response WHERE +location_id = $1 AND booking_id IS NOT NULL AND person_id IS "
    "NULL");

enum err survey_store_forget_bookings(struct ctx *ctx, struct forget *forget)
{
    struct rows rows;

    if (forget->bookings.count == 0)
        return ERR_OK;
    store_query(ctx, &about_bookings, ARGS(INT(ctx->location_id)), &rows);
    while (rows_next(&rows))
        if (id_set_has(&forget->bookings, row_int(&rows, 1)))
            id_set_add(ctx, &forget->responses, row_int(&rows, 0));
    return rows_end(&rows);
}
