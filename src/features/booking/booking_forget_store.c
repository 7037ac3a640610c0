/*
 * Which bookings say something about a person that is to be erased.
 */
#include "features/booking/booking_store.h"

#define UPCOMING "CASE WHEN starts_ms > $3 AND status IN ('pending', 'confirmed') THEN 1 ELSE 0 END"

STATEMENT of_customer = SQL("SELECT id, " UPCOMING " FROM booking WHERE location_id = $1 AND customer_id = $2");
STATEMENT of_contact = SQL("SELECT id, " UPCOMING " FROM booking WHERE location_id = $1 AND contact_id = $2");

/* What somebody typed into the third is read in all that have it: people are erased rarely. */
STATEMENT by_address = SQL(
    "SELECT id FROM booking WHERE location_id = $1 AND booker_email_normal = $2 AND booker_email_normal <> ''"
    " UNION SELECT id FROM booking WHERE location_id = $1 AND booker_e164 = $2 AND booker_e164 <> ''"
    " UNION SELECT id FROM booking WHERE location_id = $1 AND booked_for <> ''"
    " AND lower(booked_for) LIKE $3 ESCAPE '!'");

static enum err add_all(struct ctx *ctx, struct forget *forget, const struct sql *sql, id64 person_id)
{
    struct rows rows;

    store_query(ctx, sql, ARGS(INT(ctx->location_id), INT(person_id), INT(ctx->now_ms)), &rows);
    while (rows_next(&rows)) {
        if (!id_set_has(&forget->bookings, row_int(&rows, 0)))
            forget->upcoming += row_int(&rows, 1);
        id_set_add(ctx, &forget->bookings, row_int(&rows, 0));
    }
    return rows_end(&rows);
}

enum err booking_store_forget_of(struct ctx *ctx, struct forget *forget, id64 person_id)
{
    TRY(add_all(ctx, forget, &of_customer, person_id));
    return add_all(ctx, forget, &of_contact, person_id);
}

static enum err add_by_address(struct ctx *ctx, struct forget *forget, const struct string_list *addresses)
{
    for (int i = 0; i < addresses->count; i++) {
        struct str address = addresses->items[i];
        struct rows rows;

        store_query(ctx, &by_address, ARGS(INT(ctx->location_id), TEXT(address), TEXT(forget_pattern(ctx, address))),
                    &rows);
        while (rows_next(&rows))
            id_set_add(ctx, &forget->bookings, row_int(&rows, 0));
        TRY(rows_end(&rows));
    }
    return ERR_OK;
}

enum err booking_store_forget_scan(struct ctx *ctx, struct forget *forget)
{
    TRY(add_by_address(ctx, forget, &forget->emails));
    return add_by_address(ctx, forget, &forget->phones);
}
