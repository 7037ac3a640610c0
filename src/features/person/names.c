#include "features/person/names.h"

#include "base/text.h"

bool names_fit(struct ctx *ctx, struct str a, struct str b)
{
    if (a.len == 0 || b.len == 0)
        return false;
    return text_share_word(ctx->arena, a, b) || str_equal(text_fold(ctx->arena, a), text_fold(ctx->arena, b));
}

/* Names of people who have nothing to do with each other, as far as they are needed: two. */
struct strangers {
    struct str names[2];
    int count;
};

/* False when `known` has to do with the asked name: then nobody new has turned up. */
static bool meet(struct ctx *ctx, struct strangers *strangers, struct str known, struct str asked)
{
    if (known.len == 0)
        return true;
    if (names_fit(ctx, known, asked))
        return false;
    for (int i = 0; i < strangers->count; i++)
        if (names_fit(ctx, known, strangers->names[i]))
            return true;
    if (strangers->count < 2)
        strangers->names[strangers->count++] = known;
    return true;
}

bool names_third(struct ctx *ctx, struct str name, const struct holders *holders, const struct string_list *more,
                 id64 except_id)
{
    struct strangers strangers = { .count = 0 };

    if (name.len == 0)
        return false;
    for (int i = 0; i < holders->count; i++) {
        const struct holder *holder = &holders->items[i];

        if (holder->organisation)
            return false;
        if (holder->person_id != except_id && !meet(ctx, &strangers, holder->name, name))
            return false;
    }
    for (int i = 0; more && i < more->count; i++)
        if (!meet(ctx, &strangers, more->items[i], name))
            return false;
    return strangers.count == 2;
}
