/*
 * Guests that come with a booking. From another system the list replaces what its last one brought; people's data is taken
 * as it comes, and what staff set stays.
 */
#include "features/guest/guest_rules.h"

#include "base/secret.h"
#include "base/text.h"
#include "features/demographic/demographic.h"
#include "features/guest/guest_store.h"

#include <string.h>

/* One guest of the list, and the entry that it is. */
struct told {
    int index;
    struct guest guest;
    struct field_set given;
};

struct known {
    struct guest *items;
    bool *claimed;
    int count;
};

/* ---- reading --------------------------------------------------------------------------------------------- */

static struct str place(struct ctx *ctx, int index, struct str member)
{
    return arena_printf(ctx->arena, "guests[%d]%s%.*s", index, member.len ? "." : "", STR_PRINT(member));
}

static void prefix(struct ctx *ctx, int index, struct problem *problems)
{
    for (; problems; problems = problems->next)
        problems->field = place(ctx, index, problems->field);
}

static enum err check_list(struct ctx *ctx, const json_t *list)
{
    if (!json_is_array(list))
        problem_add(ctx, STR("guests"), "wrong_type", "This must be a list of guests.");
    else if (json_array_size(list) > GUESTS_MOST)
        problem_add(ctx, STR("guests"), "too_many", "A booking has at most %d guests.", GUESTS_MOST);
    return problems_err(ctx);
}

static enum err read_one(struct ctx *ctx, const json_t *item, bool by_hand, struct booking_outcome *outcome,
                         struct told *out)
{
    struct problem_list warnings = { 0 };
    struct reading reading = { .country = ctx->country, .currency = ctx->currency, .warnings = &warnings };
    struct problem **mine = ctx->problems_end;

    if (!json_is_object(item)) {
        problem_add(ctx, place(ctx, out->index, STR_EMPTY), "wrong_type", "A guest is an object.");
        return ERR_OK;
    }
    TRY(resource_read(ctx, &guest_resource, item, by_hand ? READ_CREATE : READ_LENIENT, &reading, &out->guest,
                      &out->given));
    if (!by_hand && resource_given(&guest_resource, &out->given, "customer_id"))
        problem_add(ctx, STR("customer_id"), "read_only", "Link a guest by hand, through the guest.");
    prefix(ctx, out->index, *mine);
    prefix(ctx, out->index, warnings.first);
    for (const struct problem *warning = warnings.first; warning; warning = warning->next)
        booking_warn(ctx, outcome, arena_cstr(ctx->arena, warning->field), warning->code, "%.*s",
                     STR_PRINT(warning->detail));
    return ERR_OK;
}

/* A category that nobody knows is left out: the guest comes all the same. */
static enum err check_demographic(struct ctx *ctx, struct told *told, struct booking_outcome *outcome)
{
    struct demographic demographic;
    enum err err;

    if (told->guest.demographic_id == 0)
        return ERR_OK;
    err = demographic_get(ctx, told->guest.demographic_id, &demographic);
    if (err != ERR_NOT_FOUND)
        return err;
    told->guest.demographic_id = 0;
    booking_warn(ctx, outcome, arena_cstr(ctx->arena, place(ctx, told->index, STR("demographic_id"))), "unknown",
                 "There is no such category; it was left out.");
    return ERR_OK;
}

/* ---- which entry is it ----------------------------------------------------------------------------------- */

/* Names and addresses are not kept twice: a digest says as well whether they are the same. */
static struct str digest(struct ctx *ctx, const struct guest *guest)
{
    struct str text = arena_printf(ctx->arena, "%.*s\n%.*s", STR_PRINT(text_fold(ctx->arena, guest->name)),
                                   STR_PRINT(guest->email_normal));

    return str_slice(sha256_hex(ctx->arena, text), 0, 32);
}

static enum err read_known(struct ctx *ctx, const struct booking *booking, struct known *out)
{
    struct guest_ids ids;

    TRY(guest_store_of_booking(ctx, booking->id, &ids));
    out->count = ids.count;
    out->items = ARENA_ARRAY(ctx->arena, struct guest, (size_t)ids.count + 1);
    out->claimed = ARENA_ARRAY(ctx->arena, bool, (size_t)ids.count + 1);
    for (int i = 0; i < ids.count; i++)
        TRY(resource_get(ctx, &guest_resource, ctx->location_id, ids.items[i], &out->items[i]));
    return ERR_OK;
}

/* Told alike before; else of the same name. */
static int find_known(struct ctx *ctx, const struct known *known, const struct guest *guest)
{
    struct str fold = text_fold(ctx->arena, guest->name);

    for (int i = 0; i < known->count; i++)
        if (!known->claimed[i] && str_equal(known->items[i].told, guest->told))
            return i;
    for (int i = 0; i < known->count && fold.len > 0; i++)
        if (!known->claimed[i] && str_equal(text_fold(ctx->arena, known->items[i].name), fold))
            return i;
    return -1;
}

/* ---- taking it in ---------------------------------------------------------------------------------------- */

static bool may_set(struct ctx *ctx, const struct told *told, const struct guest *guest, const char *member,
                    bool differs, struct booking_outcome *outcome)
{
    if (!differs || !resource_given(&guest_resource, &told->given, member))
        return false;
    if (!guest_keeps(guest, member))
        return true;
    booking_overridden(ctx, outcome, place(ctx, told->index, str_from(member)));
    return false;
}

static void take_text(struct ctx *ctx, const struct told *told, struct guest *guest, const char *member, size_t offset,
                      struct booking_outcome *outcome)
{
    const struct str *theirs = (const struct str *)((const char *)&told->guest + offset);
    struct str *mine = (struct str *)((char *)guest + offset);

    if (may_set(ctx, told, guest, member, !str_equal(*mine, *theirs), outcome))
        *mine = *theirs;
}

static void take_in(struct ctx *ctx, const struct told *told, struct guest *guest, struct booking_outcome *outcome)
{
    take_text(ctx, told, guest, "name", offsetof(struct guest, name), outcome);
    take_text(ctx, told, guest, "email", offsetof(struct guest, email), outcome);
    take_text(ctx, told, guest, "phone", offsetof(struct guest, phone), outcome);
    take_text(ctx, told, guest, "date_of_birth", offsetof(struct guest, date_of_birth), outcome);
    take_text(ctx, told, guest, "notes", offsetof(struct guest, notes), outcome);
    if (may_set(ctx, told, guest, "demographic_id", guest->demographic_id != told->guest.demographic_id, outcome))
        guest->demographic_id = told->guest.demographic_id;
    guest->told = told->guest.told;
}

/* What staff typed before any other system spoke of this guest is theirs. */
static void keep_typed(struct ctx *ctx, struct guest *guest)
{
    static const struct {
        const char *member;
        size_t offset;
    } texts[] = {
        { "name", offsetof(struct guest, name) },   { "email", offsetof(struct guest, email) },
        { "phone", offsetof(struct guest, phone) }, { "date_of_birth", offsetof(struct guest, date_of_birth) },
        { "notes", offsetof(struct guest, notes) },
    };

    if (!guest->by_staff || guest->told.len > 0)
        return;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (((const struct str *)((const char *)guest + texts[i].offset))->len > 0)
            guest_keep(ctx, guest, texts[i].member);
    if (guest->demographic_id != 0)
        guest_keep(ctx, guest, "demographic_id");
}

static enum err take_known(struct ctx *ctx, const struct booking *booking, const struct told *told,
                           const struct guest *before, struct booking_outcome *outcome)
{
    struct guest after = *before;
    bool changed;

    keep_typed(ctx, &after);
    take_in(ctx, told, &after, outcome);
    guest_derive(ctx, booking, &after);
    if (!str_equal(before->name, after.name) || !str_equal(before->email_normal, after.email_normal))
        TRY(guest_match(ctx, booking, &after));
    TRY(guest_save(ctx, before, &after, &changed));
    outcome->applied |= changed;
    return ERR_OK;
}

static enum err take_new(struct ctx *ctx, const struct booking *booking, struct told *told,
                         struct booking_outcome *outcome)
{
    struct guest *guest = &told->guest;
    bool removed;

    TRY(guest_was_removed(ctx, booking, guest, &removed));
    if (removed) {
        booking_overridden(ctx, outcome, place(ctx, told->index, STR_EMPTY));
        return ERR_OK;
    }
    guest->id = ctx_new_id(ctx);
    guest_derive(ctx, booking, guest);
    TRY(guest_match(ctx, booking, guest));
    TRY(guest_insert(ctx, booking, guest));
    outcome->applied = true;
    return ERR_OK;
}

/* Those of the last list that are not in this one go, unless staff had a hand in them. */
static enum err drop_rest(struct ctx *ctx, const struct known *known, struct booking_outcome *outcome)
{
    bool kept = false;

    for (int i = 0; i < known->count; i++) {
        const struct guest *guest = &known->items[i];

        if (known->claimed[i] || guest->told.len == 0)
            continue;
        if (guest->by_staff || guest->kept_by_staff.count > 0 || str_equal(guest->linked_by, STR("user"))) {
            kept = true;
            continue;
        }
        TRY(guest_delete(ctx, guest));
        outcome->applied = true;
    }
    if (kept)
        booking_overridden(ctx, outcome, STR("guests"));
    return ERR_OK;
}

static enum err report(struct ctx *ctx, const struct booking *booking, struct told *list, int count,
                       struct booking_outcome *outcome)
{
    struct known known;

    TRY(read_known(ctx, booking, &known));
    for (int i = 0; i < count; i++) {
        TRY(check_demographic(ctx, &list[i], outcome));
        guest_derive(ctx, booking, &list[i].guest);
        list[i].guest.told = digest(ctx, &list[i].guest);
        int at = find_known(ctx, &known, &list[i].guest);
        if (at < 0) {
            TRY(take_new(ctx, booking, &list[i], outcome));
            continue;
        }
        known.claimed[at] = true;
        TRY(take_known(ctx, booking, &list[i], &known.items[at], outcome));
    }
    return drop_rest(ctx, &known, outcome);
}

static enum err add_all(struct ctx *ctx, const struct booking *booking, struct told *list, int count)
{
    for (int i = 0; i < count; i++) {
        struct problem **mine = ctx->problems_end;
        enum err err = guest_add(ctx, booking, &list[i].guest, &list[i].given);

        prefix(ctx, list[i].index, *mine);
        TRY(err);
    }
    return ERR_OK;
}

enum err guest_report(struct ctx *ctx, const struct booking *booking, bool by_hand, struct booking_outcome *outcome)
{
    struct told *list;
    json_t *tree;

    TRY(json_read(ctx, booking->guests, &tree));
    TRY(check_list(ctx, tree));
    int count = (int)json_array_size(tree);
    list = ARENA_ARRAY(ctx->arena, struct told, (size_t)count + 1);
    for (int i = 0; i < count; i++) {
        list[i].index = i;
        TRY(read_one(ctx, json_array_get(tree, (size_t)i), by_hand, outcome, &list[i]));
    }
    TRY(problems_err(ctx));
    return by_hand ? add_all(ctx, booking, list, count) : report(ctx, booking, list, count, outcome);
}
