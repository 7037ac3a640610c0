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

/* ["bkg_…", …] of those that were linked by staff, or by the rule. */
static void put_links(struct json_writer *w, const struct booking_link *links, int count, bool by_user)
{
    put_array(w);
    for (int i = 0; i < count; i++)
        if (links[i].by_user == by_user)
            put_id(w, "bkg", links[i].id);
    put_array_end(w);
}

enum err booking_unlink_person(struct ctx *ctx, id64 person_id, struct str *undo)
{
    struct booking_link *links;
    struct json_writer w;
    struct buf buf;
    int count;

    TRY(booking_store_links_of(ctx, person_id, &links, &count));
    buf_init(&buf, ctx->arena, 64 + (size_t)count * 24);
    put_begin(&w, &buf);
    put_object(&w);
    put_key(&w, "by_match");
    put_links(&w, links, count, false);
    put_key(&w, "by_user");
    put_links(&w, links, count, true);
    put_object_end(&w);
    *undo = buf_str(&buf);
    return count > 0 ? booking_store_unlink(ctx, person_id) : ERR_OK;
}

static enum err relink(struct ctx *ctx, id64 person_id, bool is_contact, const json_t *ids, bool by_user)
{
    for (size_t i = 0; i < json_array_size(ids); i++) {
        id64 id = id_parse("bkg", json_text(json_array_get(ids, i)));
        TRY(booking_store_relink(ctx, id, person_id, is_contact, by_user));
    }
    return ERR_OK;
}

enum err booking_relink_person(struct ctx *ctx, id64 person_id, const json_t *undo)
{
    bool is_contact;

    TRY(booking_store_is_contact(ctx, person_id, &is_contact));
    TRY(relink(ctx, person_id, is_contact, json_object_get(undo, "by_match"), false));
    TRY(relink(ctx, person_id, is_contact, json_object_get(undo, "by_user"), true));
    return is_contact ? ERR_OK : booking_analytics_recompute(ctx, person_id);
}

enum err booking_move_contact(struct ctx *ctx, id64 contact_id, id64 customer_id)
{
    int64_t moved;

    TRY(booking_store_move_contact(ctx, contact_id, customer_id, &moved));
    return moved > 0 ? booking_analytics_recompute(ctx, customer_id) : ERR_OK;
}
