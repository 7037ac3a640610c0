/*
 * Who is it? The one rule that decides who somebody is (person.h; product.md 3), used by everything.
 */
#include "base/text.h"
#include "features/person/names.h"

/* The best of those whom one kind of address says, and what else it said. */
struct hits {
    struct holder best;    /* person_id 0: nobody */
    id64 second_id;        /* another customer whom another address of the same kind says */
    struct holder unlike;  /* of a phone: somebody whose name has nothing in common */
    struct candidates {
        id64 ids[16];      /* all whom the addresses say, as far as they fit */
        int count;
    } all;
};

/* A contact that was converted answers its customer: the record that goes on. */
static id64 answer_id(const struct holder *holder)
{
    return holder->customer_id != 0 ? holder->customer_id : holder->person_id;
}

static bool is_customer(const struct holder *holder)
{
    return holder->kind == PERSON_CUSTOMER || holder->customer_id != 0;
}

/* Customers before contacts, and before customers known through a contact only; unarchived, most recently active,
 * lowest id. */
static bool is_better(const struct holder *a, const struct holder *b)
{
    int rank_a = a->kind == PERSON_CUSTOMER ? 0 : is_customer(a) ? 1 : 2;
    int rank_b = b->kind == PERSON_CUSTOMER ? 0 : is_customer(b) ? 1 : 2;

    if (b->person_id == 0)
        return true;
    if (rank_a != rank_b)
        return rank_a < rank_b;
    if ((a->archived_ms != 0) != (b->archived_ms != 0))
        return a->archived_ms == 0;
    if (a->active_ms != b->active_ms)
        return a->active_ms > b->active_ms;
    return a->person_id < b->person_id;
}

/* The person who is not looked at, or a contact who became that customer. */
static bool is_left_out(const struct identity *identity, const struct holder *holder)
{
    return holder->person_id == identity->except_id || answer_id(holder) == identity->except_id;
}

static bool is_candidate(const struct identity *identity, const struct holder *holder)
{
    return !holder->shared && !holder->unproven && !is_left_out(identity, holder) &&
           (!identity->customers_only || is_customer(holder));
}

static void remember(struct candidates *set, id64 id)
{
    if (set->count < (int)(sizeof(set->ids) / sizeof(set->ids[0])))
        set->ids[set->count++] = id;
}

static bool remembers(const struct candidates *set, id64 id)
{
    for (int i = 0; i < set->count; i++)
        if (set->ids[i] == id)
            return true;
    return false;
}

static void take_hit(struct hits *hits, const struct holder *holder)
{
    remember(&hits->all, answer_id(holder));
    if (!is_better(holder, &hits->best))
        return;
    hits->best = *holder;
}

/* ---- e-mail ------------------------------------------------------------------------------------------------ */

/* The address turned up under this name: true when that makes it shared, so that it says nobody any more. */
static enum err email_turned_up(struct ctx *ctx, const struct identity *identity, struct str address,
                                const struct holders *holders, bool *shared)
{
    const struct holder *owner = NULL;
    struct string_list names;

    *shared = false;
    if (identity->name.len == 0)
        return ERR_OK;
    for (int i = 0; i < holders->count; i++) {
        const struct holder *holder = &holders->items[i];

        if (holder->organisation || names_fit(ctx, holder->name, identity->name))
            return ERR_OK;
        if (!owner && !holder->unproven)
            owner = holder;
    }
    if (!owner)
        return ERR_OK;
    TRY(person_store_names(ctx, address, &names));
    *shared = names_third(ctx, identity->name, holders, &names, 0);
    if (*shared)
        return person_store_share(ctx, ADDRESS_EMAIL, address, 0);
    return person_store_name_add(ctx, address, text_fold(ctx->arena, identity->name), owner->person_id);
}

/* Two customers who are said by two e-mails of one identity: the second is not the better one. */
static void note_second(struct hits *hits)
{
    for (int i = 0; i < hits->all.count; i++)
        if (hits->all.ids[i] != answer_id(&hits->best))
            hits->second_id = hits->all.ids[i];
}

static enum err by_email(struct ctx *ctx, const struct identity *identity, struct hits *hits)
{
    struct candidates customers = { .count = 0 };

    for (int i = 0; i < identity->emails.count; i++) {
        const struct email_entry *entry = &identity->emails.items[i];
        struct holders holders;
        bool shared = false;

        if (entry->shared || entry->unproven || location_is_relay(ctx->location, entry->address))
            continue;
        TRY(person_store_holders(ctx, ADDRESS_EMAIL, entry->address, &holders));
        if (holders.count > 0 && !holders.items[0].shared)
            TRY(email_turned_up(ctx, identity, entry->address, &holders, &shared));
        for (int h = 0; !shared && h < holders.count; h++)
            if (is_candidate(identity, &holders.items[h])) {
                take_hit(hits, &holders.items[h]);
                if (is_customer(&holders.items[h]))
                    remember(&customers, answer_id(&holders.items[h]));
            }
    }
    hits->all = customers;
    note_second(hits);
    return ERR_OK;
}

/* ---- phone ------------------------------------------------------------------------------------------------- */

static enum err one_phone(struct ctx *ctx, const struct identity *identity, struct str e164, struct hits *hits)
{
    struct holders holders;

    TRY(person_store_holders(ctx, ADDRESS_PHONE, e164, &holders));
    if (holders.count > 0 && !holders.items[0].shared &&
        names_third(ctx, identity->name, &holders, NULL, identity->except_id))
        return person_store_share(ctx, ADDRESS_PHONE, e164, 0);
    for (int i = 0; i < holders.count; i++) {
        const struct holder *holder = &holders.items[i];

        if (!is_candidate(identity, holder))
            continue;
        if (names_fit(ctx, holder->name, identity->name))
            take_hit(hits, holder);
        else if (is_better(holder, &hits->unlike))
            hits->unlike = *holder;
    }
    return ERR_OK;
}

static enum err by_phone(struct ctx *ctx, const struct identity *identity, struct hits *hits)
{
    for (int i = 0; i < identity->phones.count; i++) {
        const struct phone_entry *entry = &identity->phones.items[i];

        if (entry->number.len > 0 && !entry->shared && !entry->unproven)
            TRY(one_phone(ctx, identity, entry->number, hits));
    }
    return ERR_OK;
}

/* ---- the decision ------------------------------------------------------------------------------------------ */

static void answer(struct who *out, const struct holder *holder, enum who_by by)
{
    out->kind = is_customer(holder) ? PERSON_CUSTOMER : PERSON_CONTACT;
    out->id = answer_id(holder);
    out->by = by;
    out->archived = holder->archived_ms != 0;
    out->organisation = holder->organisation;
}

static enum err disagree(struct ctx *ctx, struct who *out, id64 other_id, const char *reason)
{
    out->disagree = true;
    out->other_id = other_id;
    return person_store_pair(ctx, out->id, other_id, reason);
}

/* The e-mail decides; what the phone says beside it is compared. */
static enum err decide_by_email(struct ctx *ctx, const struct hits *emails, const struct hits *phones, struct who *out)
{
    answer(out, &emails->best, WHO_BY_EMAIL);
    if (emails->second_id != 0)
        return disagree(ctx, out, emails->second_id, "email");
    if (phones->best.person_id != 0 && !remembers(&phones->all, out->id))
        return disagree(ctx, out, answer_id(&phones->best), "phone");
    if (phones->best.person_id == 0 && phones->unlike.person_id != 0 && answer_id(&phones->unlike) != out->id) {
        out->other_id = answer_id(&phones->unlike);
        return person_store_pair(ctx, out->id, out->other_id, "phone");
    }
    return ERR_OK;
}

enum err person_of_email(struct ctx *ctx, struct str address, struct str name, id64 except_id, id64 *customer_id)
{
    struct holder best = { .person_id = 0 };
    struct holders holders;

    *customer_id = 0;
    if (address.len == 0 || name.len == 0 || location_is_relay(ctx->location, address))
        return ERR_OK;
    TRY(person_store_holders(ctx, ADDRESS_EMAIL, address, &holders));
    for (int i = 0; i < holders.count; i++) {
        const struct holder *holder = &holders.items[i];

        if (!holder->shared && !holder->unproven && !holder->organisation && is_customer(holder) &&
            answer_id(holder) != except_id && names_fit(ctx, holder->name, name) && is_better(holder, &best))
            best = *holder;
    }
    *customer_id = answer_id(&best);
    return ERR_OK;
}

static enum err by_external(struct ctx *ctx, const struct identity *identity, struct holder *out)
{
    *out = (struct holder){ 0 };
    if (identity->external_id.len == 0)
        return ERR_OK;
    TRY(person_store_external(ctx, identity->source, identity->external_id, PERSON_CUSTOMER, out));
    if (out->person_id == 0)
        TRY(person_store_external(ctx, identity->source, identity->external_id, PERSON_CONTACT, out));
    if (is_left_out(identity, out) || (identity->customers_only && !is_customer(out)))
        *out = (struct holder){ 0 };
    return ERR_OK;
}

enum err who_is_it(struct ctx *ctx, const struct identity *identity, struct who *out)
{
    struct holder linked;
    struct hits emails = { .second_id = 0 }, phones = { .second_id = 0 };

    *out = (struct who){ .kind = PERSON_NONE };
    TRY(by_external(ctx, identity, &linked));
    if (linked.person_id != 0) {
        answer(out, &linked, WHO_BY_EXTERNAL_ID);
        return ERR_OK;
    }
    TRY(by_email(ctx, identity, &emails));
    TRY(by_phone(ctx, identity, &phones));
    if (emails.best.person_id != 0)
        return decide_by_email(ctx, &emails, &phones, out);
    if (phones.best.person_id != 0)
        answer(out, &phones.best, WHO_BY_PHONE);
    else
        out->other_id = phones.unlike.person_id ? answer_id(&phones.unlike) : 0;
    return ERR_OK;
}

/* ---- one address alone --------------------------------------------------------------------------------------- */

static enum err who_has(struct ctx *ctx, enum address_kind kind, struct str address, struct person_ref *out)
{
    static const struct identity anybody;
    struct hits hits = { .second_id = 0 };
    struct holders holders;

    *out = (struct person_ref){ .kind = PERSON_NONE };
    TRY(person_store_holders(ctx, kind, address, &holders));
    for (int i = 0; i < holders.count; i++)
        if (is_candidate(&anybody, &holders.items[i]))
            take_hit(&hits, &holders.items[i]);
    if (hits.best.person_id != 0)
        *out = (struct person_ref){ is_customer(&hits.best) ? PERSON_CUSTOMER : PERSON_CONTACT, answer_id(&hits.best) };
    return ERR_OK;
}

enum err who_has_email(struct ctx *ctx, struct str address, struct person_ref *out)
{
    *out = (struct person_ref){ .kind = PERSON_NONE };
    if (location_is_relay(ctx->location, address))
        return ERR_OK;
    return who_has(ctx, ADDRESS_EMAIL, address, out);
}

enum err who_has_phone(struct ctx *ctx, struct str e164, struct person_ref *out)
{
    return who_has(ctx, ADDRESS_PHONE, e164, out);
}
