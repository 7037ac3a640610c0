/*
 * Which records say something about a person that is to be erased.
 */
#include "features/record/record_store.h"

STATEMENT of_person = SQL("SELECT id FROM record WHERE location_id = $1 AND person_id = $2");
STATEMENT of_booking = SQL(
    "SELECT r.id, r.person_id, b.customer_id, b.contact_id FROM record r"
    " JOIN booking b ON b.location_id = r.location_id AND b.id = r.booking_id"
    " WHERE r.location_id = $1 AND r.booking_id = $2");
STATEMENT by_email = SQL("SELECT id FROM record WHERE location_id = $1 AND email_normal = $2 AND email_normal <> ''");
STATEMENT by_phone = SQL("SELECT id FROM record WHERE location_id = $1 AND e164 = $2 AND e164 <> ''");

enum err record_store_forget_of(struct ctx *ctx, struct forget *forget, id64 person_id)
{
    return store_ids(ctx, &of_person, ARGS(INT(ctx->location_id), INT(person_id)), &forget->records);
}

enum err record_store_forget_address(struct ctx *ctx, struct forget *forget, struct str address, bool is_phone)
{
    return store_ids(ctx, is_phone ? &by_phone : &by_email, ARGS(INT(ctx->location_id), TEXT(address)),
                     &forget->records);
}

static bool goes_or_nobody(struct forget *forget, id64 person_id)
{
    return person_id == 0 || id_set_has(&forget->people, person_id);
}

enum err record_store_forget_booking(struct ctx *ctx, struct forget *forget, id64 booking_id)
{
    struct rows rows;

    store_query(ctx, &of_booking, ARGS(INT(ctx->location_id), INT(booking_id)), &rows);
    while (rows_next(&rows))
        if (goes_or_nobody(forget, row_int(&rows, 1)) && goes_or_nobody(forget, row_int(&rows, 2)) &&
            goes_or_nobody(forget, row_int(&rows, 3)))
            id_set_add(ctx, &forget->records, row_int(&rows, 0));
    return rows_end(&rows);
}
