/*
 * Which guest entries say something about a person that is to be erased.
 */
#include "features/guest/guest_store.h"

STATEMENT of_customer = SQL("SELECT id FROM guest WHERE location_id = $1 AND customer_id = $2");
STATEMENT of_booking = SQL(
    "SELECT g.id, g.customer_id, b.customer_id, b.contact_id FROM guest g"
    " JOIN booking b ON b.location_id = g.location_id AND b.id = g.booking_id"
    " WHERE g.location_id = $1 AND g.booking_id = $2");
STATEMENT by_email = SQL("SELECT id FROM guest WHERE location_id = $1 AND email_normal = $2 AND email_normal <> ''");
STATEMENT by_phone = SQL("SELECT id FROM guest WHERE location_id = $1 AND e164 = $2 AND e164 <> ''");

static enum err add_all(struct ctx *ctx, struct forget *forget, const struct sql *sql, struct args args)
{
    struct rows rows;

    store_query(ctx, sql, args, &rows);
    while (rows_next(&rows))
        id_set_add(ctx, &forget->guests, row_int(&rows, 0));
    return rows_end(&rows);
}

enum err guest_store_forget_of(struct ctx *ctx, struct forget *forget, id64 customer_id)
{
    return add_all(ctx, forget, &of_customer, ARGS(INT(ctx->location_id), INT(customer_id)));
}

static bool goes_or_nobody(struct forget *forget, id64 person_id)
{
    return person_id == 0 || id_set_has(&forget->people, person_id);
}

enum err guest_store_forget_party(struct ctx *ctx, struct forget *forget, id64 booking_id)
{
    struct rows rows;

    store_query(ctx, &of_booking, ARGS(INT(ctx->location_id), INT(booking_id)), &rows);
    while (rows_next(&rows))
        if (goes_or_nobody(forget, row_int(&rows, 1)) && goes_or_nobody(forget, row_int(&rows, 2)) &&
            goes_or_nobody(forget, row_int(&rows, 3)))
            id_set_add(ctx, &forget->guests, row_int(&rows, 0));
    return rows_end(&rows);
}

enum err guest_store_forget_address(struct ctx *ctx, struct forget *forget, struct str address, bool is_phone)
{
    return add_all(ctx, forget, is_phone ? &by_phone : &by_email, ARGS(INT(ctx->location_id), TEXT(address)));
}
