/*
 * What happens elsewhere when something happens here: one readable list.
 *
 *   a customer's time-dependent figures are due    bookings compute them
 *   a person is about to be deleted                bookings are counted
 *   a person is deleted                            bookings are unlinked and stay
 *   a person is taken back                         bookings that nobody linked meanwhile are linked again
 *   a contact becomes a customer                   bookings that waited on it move, the customer's figures follow
 *   somebody says a confirmation code              bookings know whose it is
 */
#include "features/hooks.h"

#include "features/booking/booking.h"

enum err hook_customer_turned(struct ctx *ctx, id64 customer_id, struct customer_analytics *analytics)
{
    return booking_analytics_turn(ctx, customer_id, analytics);
}

enum err hook_person_deletion_counts(struct ctx *ctx, id64 person_id, int64_t *bookings)
{
    return booking_count_of_person(ctx, person_id, bookings);
}

enum err hook_person_deleted(struct ctx *ctx, id64 person_id, struct str *undo)
{
    return booking_unlink_person(ctx, person_id, undo);
}

enum err hook_person_restored(struct ctx *ctx, id64 person_id, const json_t *undo)
{
    return booking_relink_person(ctx, person_id, undo);
}

enum err hook_contact_converted(struct ctx *ctx, id64 contact_id, id64 customer_id)
{
    return booking_move_contact(ctx, contact_id, customer_id);
}

enum err hook_person_by_code(struct ctx *ctx, struct str code, id64 *id)
{
    return booking_person_by_code(ctx, code, id);
}
