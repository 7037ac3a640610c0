/*
 * Which communications say something about a person that is to be erased.
 */
#include "features/communication/communication_store.h"

STATEMENT of_person = SQL("SELECT id FROM communication WHERE location_id = $1 AND person_id = $2");
STATEMENT by_address = SQL(
    "SELECT id FROM communication WHERE location_id = $1 AND address_normal = $2 AND address_normal <> ''");
/* A walk, as for all that has no index: people are erased rarely. */
STATEMENT by_reference = SQL(
    "SELECT id, reference_id FROM communication WHERE +location_id = $1 AND reference_id IS NOT NULL AND person_id IS "
    "NULL");

enum err communication_store_forget_of(struct ctx *ctx, struct forget *forget, id64 person_id)
{
    return store_ids(ctx, &of_person, ARGS(INT(ctx->location_id), INT(person_id)), &forget->communications);
}

enum err communication_store_forget_address(struct ctx *ctx, struct forget *forget, struct str address)
{
    return store_ids(ctx, &by_address, ARGS(INT(ctx->location_id), TEXT(address)), &forget->communications);
}

enum err communication_store_forget_references(struct ctx *ctx, struct forget *forget)
{
    struct rows rows;

    if (forget->bookings.count == 0)
        return ERR_OK;
    store_query(ctx, &by_reference, ARGS(INT(ctx->location_id)), &rows);
    while (rows_next(&rows))
        if (id_set_has(&forget->bookings, row_int(&rows, 1)))
            id_set_add(ctx, &forget->communications, row_int(&rows, 0));
    return rows_end(&rows);
}
