#include "features/search/search.h"

#include "base/text.h"
#include "features/booking/booking.h"
#include "features/contact/contact.h"
#include "features/customer/customer.h"
#include "features/user/permission.h"

static enum err find(struct ctx *ctx, const struct list_spec *spec, const struct list_param *params, int count,
                     struct list_page *out)
{
    struct list_query *query;

    TRY(list_ask(ctx, spec, params, count, NULL, &query));
    if (spec == &booking_list)
        booking_list_visible(ctx, query);
    return list_run_first(ctx, query, out);
}

/* One word of letters and digits, perhaps with hyphens behind its first. */
static bool is_code(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;

        if (!letter && !(c >= '0' && c <= '9') && !(c == '-' && i > 0))
            return false;
    }
    return text.len > 0;
}

/* Codes are told apart by case; who types rarely does. */
static struct str upper(struct arena *arena, struct str text)
{
    char *copy = arena_alloc(arena, text.len);

    for (size_t i = 0; i < text.len; i++)
        copy[i] = text.ptr[i] >= 'a' && text.ptr[i] <= 'z' ? (char)(text.ptr[i] - 'a' + 'A') : text.ptr[i];
    return (struct str){ copy, text.len };
}

enum err search_run(struct ctx *ctx, struct str q, int most, struct search_hits *out)
{
    struct str typed = text_line(ctx->arena, q);
    struct str limit = arena_printf(ctx->arena, "%d", most);
    const struct list_param people[] = { { STR("q"), typed },
                                         { STR("limit"), limit },
                                         { STR("linked"), STR("false") } };

    *out = (struct search_hits){ 0 };
    if (typed.len == 0)
        return fail(ctx, ERR_BAD_REQUEST, "Say what to look for: q.");
    TRY(find(ctx, &customer_list, people, 2, &out->customers));
    TRY(find(ctx, &contact_list, people, 3, &out->contacts));
    if (is_code(typed) && ctx->permissions & PERM_BOOKING_NEAR) {
        const struct list_param codes[] = { { STR("code"), typed },
                                            { STR("code"), upper(ctx->arena, typed) },
                                            { STR("limit"), limit } };

        TRY(find(ctx, &booking_list, codes, 3, &out->bookings));
    }
    return ERR_OK;
}
