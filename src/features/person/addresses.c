/*
 * Who else has an address: uniqueness, sharing, pairs who may be the same; and the child rows that follow the lists.
 */
#include "base/text.h"
#include "features/hooks.h"
#include "features/person/names.h"

enum { NAME_MOST = 100, PAIRS_MOST = 5 };

/* One check of one person, so that the steps need not hand everything on. */
struct check {
    struct ctx *ctx;
    struct person *person;
    const struct person *before;
    enum person_trust trust;
    struct person_effects *effects;
};

/* ---- name --------------------------------------------------------------------------------------------------- */

static bool has_problem(const struct ctx *ctx, struct str field)
{
    for (const struct problem *problem = ctx->problems; problem; problem = problem->next)
        if (str_equal(problem->field, field))
            return true;
    return false;
}

static void check_name(struct check *check)
{
    struct ctx *ctx = check->ctx;
    struct str *name = check->person->name;

    *name = text_line(ctx->arena, *name);
    if (check->trust == PERSON_OUTSIDE)
        *name = text_cut(*name, NAME_MOST);
    if (has_problem(ctx, STR("name")))
        return;
    if (name->len == 0)
        problem_add(ctx, STR("name"), "required", "A name is needed.");
    else if (text_length(*name) > NAME_MOST)
        problem_add(ctx, STR("name"), "too_long", "A name has at most %d characters.", NAME_MOST);
}

/* ---- sharing and pairs ------------------------------------------------------------------------------------- */

static void list_add(struct arena *arena, struct string_list *list, struct str text)
{
    struct str *items = ARENA_ARRAY(arena, struct str, (size_t)list->count + 1);

    for (int i = 0; i < list->count; i++)
        items[i] = list->items[i];
    items[list->count] = text;
    *list = (struct string_list){ .items = items, .count = list->count + 1 };
}

static bool is_linked(const struct person *person, const struct holder *other)
{
    id64 mine = person->kind == PERSON_CUSTOMER ? person->id : person->customer_id;
    id64 theirs = other->kind == PERSON_CUSTOMER ? other->person_id : other->customer_id;

    return mine != 0 && mine == theirs;
}

static void add_pair(struct check *check, id64 other_id, const char *reason)
{
    struct person_pair *pair = check->effects->pairs;
    int count = 0;

    for (; pair; pair = pair->next, count++)
        if (pair->other_id == other_id)
            return;
    if (count >= PAIRS_MOST)
        return;
    pair = ARENA_NEW(check->ctx->arena, struct person_pair);
    *pair = (struct person_pair){ .other_id = other_id, .reason = reason, .next = check->effects->pairs };
    check->effects->pairs = pair;
}

static void pair_with_holders(struct check *check, const struct holders *holders, const char *reason)
{
    for (int i = 0; i < holders->count; i++) {
        const struct holder *other = &holders->items[i];

        if (other->person_id != check->person->id && !other->unproven && !is_linked(check->person, other))
            add_pair(check, other->person_id, reason);
    }
}

/* What the others say about the address: is it shared there, does anybody else have it at all? */
struct others {
    int count;
    bool shared;
    const struct holder *owner; /* another customer with a claim to it: unshared and proven */
};

static struct others look_at_others(const struct check *check, const struct holders *holders)
{
    struct others others = { .count = 0 };

    for (int i = 0; i < holders->count; i++) {
        const struct holder *other = &holders->items[i];

        if (other->person_id == check->person->id)
            continue;
        others.count++;
        others.shared |= other->shared;
        if (other->kind == PERSON_CUSTOMER && !other->shared && !other->unproven)
            others.owner = other;
    }
    return others;
}

/* Shared is a property of the address: who comes later finds it so, and it goes only where one is left who has it.
 * True when the address has to be marked for the others. */
static bool settle_shared(struct check *check, struct str field, const struct others *others, bool was_shared,
                          bool *shared)
{
    if (*shared)
        return others->count > 0 && !others->shared;
    if (!others->shared)
        return false;
    if (was_shared && check->trust == PERSON_STRICT)
        problem_add(check->ctx, field, "shared", "Several people have this; it stays shared while they do.");
    *shared = true;
    return false;
}

/* ---- e-mails ------------------------------------------------------------------------------------------------ */

static const struct email_entry *email_in(const struct email_list *list, int count, struct str address)
{
    for (int i = 0; i < count; i++)
        if (str_equal(list->items[i].address, address))
            return &list->items[i];
    return NULL;
}

/* False when the address belongs to another customer: a problem, or left out. */
static bool may_have(struct check *check, struct str field, const struct email_entry *entry,
                     const struct others *others)
{
    struct ctx *ctx = check->ctx;

    if (check->person->kind != PERSON_CUSTOMER || entry->shared || entry->unproven || !others->owner)
        return true;
    if (check->trust == PERSON_STRICT) {
        problem_taken(ctx, field, id_text(ctx->arena, "cus", others->owner->person_id),
                      "Another customer has this e-mail address; mark it as shared if it belongs to both.");
        return true;
    }
    add_pair(check, others->owner->person_id, "email");
    return false;
}

/* Under a third unrelated name an address becomes shared by itself; a customer typed in by hand is asked about it. */
static bool third_email(struct check *check, struct email_entry *entry, const struct holders *holders)
{
    const struct person *person = check->person;

    if (entry->shared || (person->kind == PERSON_CUSTOMER && check->trust == PERSON_STRICT))
        return false;
    entry->shared = names_third(check->ctx, *person->name, holders, NULL, person->id);
    return entry->shared;
}

static enum err check_email(struct check *check, struct str field, struct email_entry *entry, bool *keep)
{
    struct ctx *ctx = check->ctx;
    const struct email_entry *was = check->before
                                        ? email_in(check->before->emails, check->before->emails->count, entry->address)
                                        : NULL;
    struct holders holders;
    struct others others;

    *keep = true;
    if (entry->verified)
        entry->unproven = false;
    if (was && was->shared == entry->shared && was->unproven == entry->unproven)
        return ERR_OK;
    if (check->trust == PERSON_OUTSIDE && location_is_relay(ctx->location, entry->address)) {
        *keep = false;
        return ERR_OK;
    }
    TRY(person_store_holders(ctx, ADDRESS_EMAIL, entry->address, &holders));
    others = look_at_others(check, &holders);
    if (settle_shared(check, field, &others, was && was->shared, &entry->shared))
        list_add(ctx->arena, &check->effects->share_emails, entry->address);
    else if (third_email(check, entry, &holders))
        list_add(ctx->arena, &check->effects->share_emails, entry->address);
    *keep = may_have(check, field, entry, &others);
    if (!*keep && was) {
        /* It stays what it was here: unproven. */
        *entry = *was;
        *keep = true;
    }
    if (*keep && !entry->shared && !entry->unproven)
        pair_with_holders(check, &holders, "email");
    return ERR_OK;
}

static enum err check_emails(struct check *check)
{
    struct ctx *ctx = check->ctx;
    const struct email_list *given = check->person->emails;
    struct email_list list = { .items = ARENA_ARRAY(ctx->arena, struct email_entry, (size_t)given->count) };

    for (int i = 0; i < given->count; i++) {
        struct email_entry entry = given->items[i];
        bool keep;

        if (email_in(&list, list.count, entry.address))
            continue;
        if (list.count == PERSON_ADDRESSES_MOST && check->trust == PERSON_OUTSIDE) {
            check->effects->left_out++;
            continue;
        }
        TRY(check_email(check, arena_printf(ctx->arena, "emails[%d]", i), &entry, &keep));
        if (keep)
            list.items[list.count++] = entry;
    }
    *check->person->emails = list;
    return ERR_OK;
}

/* ---- phones ------------------------------------------------------------------------------------------------- */

static const struct phone_entry *phone_in(const struct phone_list *list, const struct phone_entry *entry)
{
    for (int i = 0; i < list->count; i++) {
        const struct phone_entry *at = &list->items[i];

        if (entry->number.len ? str_equal(at->number, entry->number)
                              : at->number.len == 0 && str_equal(at->raw, entry->raw))
            return at;
    }
    return NULL;
}

static enum err check_phone(struct check *check, struct str field, struct phone_entry *entry)
{
    struct ctx *ctx = check->ctx;
    const struct phone_entry *was = NULL;
    struct holders holders;
    struct others others;

    if (check->before)
        was = phone_in(check->before->phones, entry);
    if (check->before && !was)
        was = phone_in(check->before->previous_phones, entry);
    if (entry->number.len == 0 || (was && was->shared == entry->shared && was->unproven == entry->unproven))
        return ERR_OK;
    TRY(person_store_holders(ctx, ADDRESS_PHONE, entry->number, &holders));
    others = look_at_others(check, &holders);
    if (settle_shared(check, field, &others, was && was->shared, &entry->shared)) {
        list_add(ctx->arena, &check->effects->share_phones, entry->number);
    } else if (!entry->shared && names_third(ctx, *check->person->name, &holders, NULL, check->person->id)) {
        entry->shared = true;
        list_add(ctx->arena, &check->effects->share_phones, entry->number);
    }
    if (!entry->shared && !entry->unproven)
        pair_with_holders(check, &holders, "phone");
    return ERR_OK;
}

static void add_phone(struct phone_list *list, struct phone_entry entry)
{
    if (!phone_in(list, &entry))
        list->items[list->count++] = entry;
}

/* What was removed or replaced goes to the previous ones, newest first; what came back leaves them. */
static void move_previous(struct check *check, const struct phone_list *now)
{
    const struct phone_list *given = check->person->previous_phones;
    const struct phone_list *before = check->before ? check->before->phones : &(struct phone_list){ 0 };
    size_t room = (size_t)(given->count + before->count);
    struct phone_list list = { .items = ARENA_ARRAY(check->ctx->arena, struct phone_entry, room) };

    for (int i = 0; i < before->count; i++)
        if (!phone_in(now, &before->items[i]) && !before->items[i].unproven)
            add_phone(&list, before->items[i]);
    for (int i = 0; i < given->count; i++)
        if (!phone_in(now, &given->items[i]))
            add_phone(&list, given->items[i]);
    if (list.count > PERSON_ADDRESSES_MOST)
        list.count = PERSON_ADDRESSES_MOST;
    *check->person->previous_phones = list;
}

static enum err check_phones(struct check *check)
{
    struct ctx *ctx = check->ctx;
    const struct phone_list *given = check->person->phones;
    struct phone_list list = { .items = ARENA_ARRAY(ctx->arena, struct phone_entry, (size_t)given->count) };
    struct phone_list *previous = check->person->previous_phones;

    for (int i = 0; i < given->count; i++) {
        struct phone_entry entry = given->items[i];

        if (phone_in(&list, &entry))
            continue;
        if (list.count == PERSON_ADDRESSES_MOST && check->trust == PERSON_OUTSIDE) {
            check->effects->left_out++;
            continue;
        }
        TRY(check_phone(check, arena_printf(ctx->arena, "phones[%d]", i), &entry));
        list.items[list.count++] = entry;
    }
    move_previous(check, &list);
    *check->person->phones = list;
    for (int i = 0; i < previous->count; i++)
        TRY(check_phone(check, arena_printf(ctx->arena, "previous_phones[%d]", i), &previous->items[i]));
    return ERR_OK;
}

/* ---- links to other systems ---------------------------------------------------------------------------------- */

static bool external_in(const struct external_id_list *list, const struct external_id_entry *entry)
{
    for (int i = 0; i < list->count; i++)
        if (str_equal(list->items[i].source, entry->source) && str_equal(list->items[i].id, entry->id))
            return true;
    return false;
}

static enum err check_external_ids(struct check *check)
{
    struct ctx *ctx = check->ctx;
    const struct external_id_list *given = check->person->external_ids;
    struct external_id_list list = { .items = ARENA_ARRAY(ctx->arena, struct external_id_entry, (size_t)given->count) };

    for (int i = 0; i < given->count; i++) {
        const struct external_id_entry *entry = &given->items[i];
        struct holder holder = { 0 };

        if (external_in(&list, entry))
            continue;
        if (!check->before || !external_in(check->before->external_ids, entry))
            TRY(person_store_external(ctx, entry->source, entry->id, check->person->kind, &holder));
        if (holder.person_id == 0 || holder.person_id == check->person->id)
            list.items[list.count++] = *entry;
        else if (check->trust == PERSON_STRICT)
            problem_taken(ctx, arena_printf(ctx->arena, "external_ids[%d]", i),
                          id_text(ctx->arena, person_prefix(holder.kind), holder.person_id),
                          "Somebody else has this external id.");
    }
    *check->person->external_ids = list;
    return ERR_OK;
}

enum err person_check(struct ctx *ctx, struct person *person, const struct person *before, enum person_trust trust,
                      struct person_effects *effects)
{
    struct check check = { .ctx = ctx, .person = person, .before = before, .trust = trust, .effects = effects };

    *effects = (struct person_effects){ 0 };
    check_name(&check);
    TRY(check_emails(&check));
    TRY(check_phones(&check));
    return check_external_ids(&check);
}

/* ---- the rows follow ----------------------------------------------------------------------------------------- */

static enum err save_emails(struct ctx *ctx, const struct person *person, const struct email_list *before)
{
    for (int i = 0; i < before->count; i++)
        if (!email_in(person->emails, person->emails->count, before->items[i].address))
            TRY(person_store_email_delete(ctx, person, before->items[i].address));
    for (int i = 0; i < person->emails->count; i++) {
        const struct email_entry *entry = &person->emails->items[i];
        const struct email_entry *was = email_in(before, before->count, entry->address);

        if (!was)
            TRY(person_store_email_insert(ctx, person, entry));
        else if (was->shared != entry->shared || was->unproven != entry->unproven)
            TRY(person_store_email_update(ctx, person, entry));
    }
    return ERR_OK;
}

/* A row of person_phone: full numbers only, and a current one before a previous one. */
struct phone_rows {
    const struct phone_entry **items;
    int count;
    int current; /* the first so many; the others are previous */
};

static void add_rows(struct phone_rows *rows, const struct phone_list *list)
{
    for (int i = 0; i < list->count; i++) {
        bool known = list->items[i].number.len == 0;

        for (int k = 0; k < rows->count; k++)
            known |= str_equal(rows->items[k]->number, list->items[i].number);
        if (!known)
            rows->items[rows->count++] = &list->items[i];
    }
}

static struct phone_rows phone_rows_of(struct ctx *ctx, const struct person *person)
{
    struct phone_rows rows = { .count = 0 };

    if (!person)
        return rows;
    rows.items = ARENA_ARRAY(ctx->arena, const struct phone_entry *,
                             (size_t)(person->phones->count + person->previous_phones->count));
    add_rows(&rows, person->phones);
    rows.current = rows.count;
    add_rows(&rows, person->previous_phones);
    return rows;
}

static int row_of(const struct phone_rows *rows, struct str e164)
{
    for (int i = 0; i < rows->count; i++)
        if (str_equal(rows->items[i]->number, e164))
            return i;
    return -1;
}

static enum err save_phones(struct ctx *ctx, const struct person *person, const struct person *before)
{
    struct phone_rows was = phone_rows_of(ctx, before);
    struct phone_rows now = phone_rows_of(ctx, person);

    for (int i = 0; i < was.count; i++)
        if (row_of(&now, was.items[i]->number) < 0)
            TRY(person_store_phone_delete(ctx, person, was.items[i]->number));
    for (int i = 0; i < now.count; i++) {
        const struct phone_entry *entry = now.items[i];
        int at = row_of(&was, entry->number);
        bool previous = i >= now.current;

        if (at < 0)
            TRY(person_store_phone_insert(ctx, person, entry, previous));
        else if (previous != (at >= was.current) || entry->shared != was.items[at]->shared ||
                 entry->unproven != was.items[at]->unproven)
            TRY(person_store_phone_update(ctx, person, entry, previous));
    }
    return ERR_OK;
}

static enum err save_external_ids(struct ctx *ctx, const struct person *person, const struct external_id_list *before)
{
    const struct external_id_list *now = person->external_ids;

    for (int i = 0; i < before->count; i++)
        if (!external_in(now, &before->items[i]))
            TRY(person_store_external_delete(ctx, person, &before->items[i]));
    for (int i = 0; i < now->count; i++)
        if (!external_in(before, &now->items[i]))
            TRY(person_store_external_insert(ctx, person, &now->items[i]));
    return ERR_OK;
}

/* Who has an address that was nobody's is told to those who waited for that. */
static enum err tell_reached(struct ctx *ctx, const struct person *person, const struct person *before)
{
    struct phone_rows was = phone_rows_of(ctx, before);
    struct phone_rows now = phone_rows_of(ctx, person);

    for (int i = 0; i < person->emails->count; i++) {
        const struct email_entry *entry = &person->emails->items[i];
        const struct email_entry *old = before ? email_in(before->emails, before->emails->count, entry->address) : NULL;

        if (!entry->shared && !entry->unproven && (!old || old->shared || old->unproven))
            TRY(hook_person_reached(ctx, person, entry->address));
    }
    for (int i = 0; i < now.count; i++)
        if (!now.items[i]->shared && !now.items[i]->unproven && row_of(&was, now.items[i]->number) < 0)
            TRY(hook_person_reached(ctx, person, now.items[i]->number));
    return ERR_OK;
}

enum err person_save(struct ctx *ctx, const struct person *person, const struct person *before,
                     const struct person_effects *effects)
{
    static const struct email_list no_emails;
    static const struct external_id_list no_external_ids;

    for (int i = 0; i < effects->share_emails.count; i++)
        TRY(person_store_share(ctx, ADDRESS_EMAIL, effects->share_emails.items[i], person->id));
    for (int i = 0; i < effects->share_phones.count; i++)
        TRY(person_store_share(ctx, ADDRESS_PHONE, effects->share_phones.items[i], person->id));
    TRY(save_emails(ctx, person, before ? before->emails : &no_emails));
    TRY(save_phones(ctx, person, before));
    TRY(save_external_ids(ctx, person, before ? before->external_ids : &no_external_ids));
    for (const struct person_pair *pair = effects->pairs; pair; pair = pair->next)
        TRY(person_store_pair(ctx, person->id, pair->other_id, pair->reason));
    return tell_reached(ctx, person, before);
}
