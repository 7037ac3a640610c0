/*
 * What happens to bookings when the people go, come back, or turn from leads into customers.
 */
#include "features/booking/booking_rules.h"
#include "features/booking/booking_store.h"

enum err booking_count_of_person(struct ctx *ctx, id64 person_id, int64_t *out)
{
    return booking_store_count_of(ctx, person_id, out);
}

enum err booking_person_by_code(struct ctx *ctx, struct str code, id64 *person_id)
{
    return booking_store_person_by_code(ctx, code, person_id);
}

enum err booking_unlink_person(struct ctx *ctx, id64 person_id, struct str *undo)
{
    struct trash_list linked[] = { { .name = "by_match" }, { .name = "by_user" } };

    TRY(booking_store_links_of(ctx, person_id, &linked[0].ids, &linked[1].ids));
    *undo = trash_lists_text(ctx, "bkg", linked, 2);
    return linked[0].ids.count + linked[1].ids.count > 0 ? booking_store_unlink(ctx, person_id) : ERR_OK;
}

static enum err relink(struct ctx *ctx, id64 person_id, bool is_contact, const json_t *undo, bool by_user)
{
    struct id_set ids = { 0 };

    trash_list_read(ctx, undo, by_user ? "by_user" : "by_match", &ids);
    for (int i = 0; i < ids.count; i++)
        TRY(booking_store_relink(ctx, ids.items[i], person_id, is_contact, by_user));
    return ERR_OK;
}

enum err booking_relink_person(struct ctx *ctx, id64 person_id, const json_t *undo)
{
    bool is_contact;

    TRY(booking_store_is_contact(ctx, person_id, &is_contact));
    TRY(relink(ctx, person_id, is_contact, undo, false));
    TRY(relink(ctx, person_id, is_contact, undo, true));
    return is_contact ? ERR_OK : booking_analytics_recompute(ctx, person_id);
}

enum err booking_move_contact(struct ctx *ctx, id64 contact_id, id64 customer_id)
{
    int64_t moved;

    TRY(booking_store_move_contact(ctx, contact_id, customer_id, &moved));
    return moved > 0 ? booking_analytics_recompute(ctx, customer_id) : ERR_OK;
}
