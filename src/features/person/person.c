/*
 * What customers and contacts have in common (person.h): names, identities, what follows from other members, the rows
 * behind them. Who has which address is looked at in addresses.c, who somebody is in who.c.
 */
#include "base/email.h"
#include "base/phone.h"
#include "base/text.h"
#include "features/figure/figure.h"
#include "features/person/person_store.h"

const char *person_kind_name(enum person_kind kind)
{
    switch (kind) {
    case PERSON_CUSTOMER: return "customer";
    case PERSON_CONTACT: return "contact";
    case PERSON_NONE: break;
    }
    return "";
}

const char *person_prefix(enum person_kind kind)
{
    return kind == PERSON_CUSTOMER ? "cus" : "con";
}

/* ---- identities -------------------------------------------------------------------------------------------- */

static int find_email(const struct email_list *list, struct str address)
{
    for (int i = 0; i < list->count; i++)
        if (str_equal(list->items[i].address, address))
            return i;
    return -1;
}

/* The same number, or the same text where there is no number. */
static int find_phone(const struct phone_list *list, const struct phone_entry *entry)
{
    for (int i = 0; i < list->count; i++) {
        const struct phone_entry *at = &list->items[i];

        if (entry->number.len ? str_equal(at->number, entry->number)
                              : at->number.len == 0 && str_equal(at->raw, entry->raw))
            return i;
    }
    return -1;
}

static void append_email(struct arena *arena, struct email_list *list, struct email_entry entry)
{
    struct email_entry *items = ARENA_ARRAY(arena, struct email_entry, (size_t)list->count + 1);

    for (int i = 0; i < list->count; i++)
        items[i] = list->items[i];
    items[list->count] = entry;
    *list = (struct email_list){ .items = items, .count = list->count + 1 };
}

static void append_phone(struct arena *arena, struct phone_list *list, struct phone_entry entry)
{
    struct phone_entry *items = ARENA_ARRAY(arena, struct phone_entry, (size_t)list->count + 1);

    for (int i = 0; i < list->count; i++)
        items[i] = list->items[i];
    items[list->count] = entry;
    *list = (struct phone_list){ .items = items, .count = list->count + 1 };
}

void identity_add_email(struct ctx *ctx, struct identity *identity, struct str typed)
{
    struct email_entry entry = { 0 };
    const char *why;

    if (str_trim(typed).len == 0 || !email_normal(ctx->arena, typed, &entry.address, &why))
        return;
    if (find_email(&identity->emails, entry.address) < 0)
        append_email(ctx->arena, &identity->emails, entry);
}

void identity_add_phone(struct ctx *ctx, struct identity *identity, struct str typed, struct str country)
{
    struct phone_number number;
    struct phone_entry entry;

    if (str_trim(typed).len == 0)
        return;
    phone_parse(ctx->arena, typed, country.len ? country : ctx->country, &number);
    entry = (struct phone_entry){
        .number = number.e164, .display = number.display, .country = number.country, .raw = number.raw
    };
    if (find_phone(&identity->phones, &entry) < 0)
        append_phone(ctx->arena, &identity->phones, entry);
}

static bool take_in_email(struct ctx *ctx, struct person *person, const struct email_entry *entry, int *left_out)
{
    int at = find_email(person->emails, entry->address);
    const struct email_entry *known = at >= 0 ? &person->emails->items[at] : NULL;
    struct email_list copy = { 0 };

    if (known && (!known->unproven || entry->unproven) && (known->verified || !entry->verified))
        return false;
    if (at < 0 && person->emails->count >= PERSON_ADDRESSES_MOST) {
        (*left_out)++;
        return false;
    }
    if (at < 0) {
        append_email(ctx->arena, person->emails, *entry);
        return true;
    }
    for (int i = 0; i < person->emails->count; i++)
        append_email(ctx->arena, &copy, person->emails->items[i]);
    copy.items[at].unproven &= entry->unproven;
    copy.items[at].verified |= entry->verified;
    *person->emails = copy;
    return true;
}

static bool take_in_phone(struct ctx *ctx, struct person *person, const struct phone_entry *entry, int *left_out)
{
    if (find_phone(person->phones, entry) >= 0)
        return false;
    /* A number that the person gave up and uses again matched anyway; staff decide which are current. */
    if (find_phone(person->previous_phones, entry) >= 0)
        return false;
    if (person->phones->count >= PERSON_ADDRESSES_MOST) {
        (*left_out)++;
        return false;
    }
    append_phone(ctx->arena, person->phones, *entry);
    return true;
}

static bool take_in_external(struct ctx *ctx, struct person *person, const struct identity *identity)
{
    const struct external_id_list *old = person->external_ids;
    struct external_id_list list = { .count = old->count + 1 };

    if (identity->external_id.len == 0)
        return false;
    for (int i = 0; i < old->count; i++)
        if (str_equal(old->items[i].source, identity->source) && str_equal(old->items[i].id, identity->external_id))
            return false;
    list.items = ARENA_ARRAY(ctx->arena, struct external_id_entry, (size_t)list.count);
    for (int i = 0; i < old->count; i++)
        list.items[i] = old->items[i];
    list.items[old->count] = (struct external_id_entry){ identity->source, identity->external_id };
    *person->external_ids = list;
    return true;
}

bool person_take_in(struct ctx *ctx, struct person *person, const struct identity *identity, int *left_out)
{
    bool changed = take_in_external(ctx, person, identity);

    for (int i = 0; i < identity->emails.count; i++)
        changed |= take_in_email(ctx, person, &identity->emails.items[i], left_out);
    for (int i = 0; i < identity->phones.count; i++)
        changed |= take_in_phone(ctx, person, &identity->phones.items[i], left_out);
    return changed;
}

/* ---- what follows from other members ----------------------------------------------------------------------- */

static void add_line(struct buf *buf, struct str line)
{
    if (line.len == 0)
        return;
    buf_add_char(buf, '\n');
    buf_add(buf, line);
}

static void add_phones(struct ctx *ctx, struct buf *buf, const struct phone_list *list)
{
    for (int i = 0; i < list->count; i++) {
        struct str full = phone_digits(ctx->arena, list->items[i].number);
        struct str typed = phone_digits(ctx->arena, list->items[i].raw);

        add_line(buf, full);
        if (!str_equal(full, typed))
            add_line(buf, typed);
    }
}

void person_derive(struct ctx *ctx, struct person *person)
{
    const struct phone_list *phones = person->phones;
    struct buf buf;

    *person->name_fold = text_fold(ctx->arena, *person->name);
    *person->primary_email = person->emails->count ? person->emails->items[0].address : STR_EMPTY;
    *person->primary_phone = phones->count == 0              ? STR_EMPTY
                             : phones->items[0].number.len ? phones->items[0].number
                                                           : phones->items[0].raw;
    buf_init(&buf, ctx->arena, 256);
    add_line(&buf, *person->name_fold);
    add_line(&buf, text_fold(ctx->arena, *person->company));
    for (int i = 0; i < person->emails->count; i++)
        add_line(&buf, person->emails->items[i].address);
    add_phones(ctx, &buf, phones);
    add_phones(ctx, &buf, person->previous_phones);
    for (int i = 0; i < person->tags->count; i++)
        add_line(&buf, text_fold(ctx->arena, person->tags->items[i]));
    buf_add_char(&buf, '\n');
    *person->search = buf_str(&buf);
}

/* ---- tags as sets -------------------------------------------------------------------------------------------- */

static bool has_tag(struct ctx *ctx, const struct string_list *list, struct str tag)
{
    struct str fold = text_fold(ctx->arena, tag);

    for (int i = 0; i < list->count; i++)
        if (str_equal(text_fold(ctx->arena, list->items[i]), fold))
            return true;
    return false;
}

struct string_list person_tags_joined(struct ctx *ctx, const struct string_list *tags, const struct string_list *more)
{
    struct string_list out = { .items = ARENA_ARRAY(ctx->arena, struct str, (size_t)(tags->count + more->count)) };

    for (int i = 0; i < tags->count; i++)
        out.items[out.count++] = tags->items[i];
    for (int i = 0; i < more->count; i++)
        if (!has_tag(ctx, &out, more->items[i]))
            out.items[out.count++] = more->items[i];
    return out;
}

struct string_list person_tags_less(struct ctx *ctx, const struct string_list *tags, const struct string_list *less)
{
    struct string_list out = { .items = ARENA_ARRAY(ctx->arena, struct str, (size_t)tags->count) };

    for (int i = 0; i < tags->count; i++)
        if (!has_tag(ctx, less, tags->items[i]))
            out.items[out.count++] = tags->items[i];
    return out;
}

bool person_tags_differ(const struct string_list *a, const struct string_list *b)
{
    if (a->count != b->count)
        return true;
    for (int i = 0; i < a->count; i++)
        if (!str_equal(a->items[i], b->items[i]))
            return true;
    return false;
}

/* ---- rows --------------------------------------------------------------------------------------------------- */

enum err person_begin(struct ctx *ctx, const struct person *person)
{
    return person_store_insert(ctx, person->id, person->kind);
}

enum err person_unpair(struct ctx *ctx, id64 one, id64 other)
{
    return person_store_unpair(ctx, one, other);
}

static enum err find_by(struct ctx *ctx, enum address_kind kind, struct str address, struct person_ref **out,
                        int *count)
{
    struct holders holders;

    TRY(person_store_holders(ctx, kind, address, &holders));
    *out = ARENA_ARRAY(ctx->arena, struct person_ref, (size_t)holders.count);
    *count = 0;
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < holders.count && *count < 50; i++)
            if (holders.items[i].kind == (pass == 0 ? PERSON_CUSTOMER : PERSON_CONTACT))
                (*out)[(*count)++] = (struct person_ref){ holders.items[i].kind, holders.items[i].person_id };
    return ERR_OK;
}

enum err person_find_email(struct ctx *ctx, struct str address, struct person_ref **out, int *count)
{
    return find_by(ctx, ADDRESS_EMAIL, address, out, count);
}

enum err person_find_phone(struct ctx *ctx, struct str e164, struct person_ref **out, int *count)
{
    return find_by(ctx, ADDRESS_PHONE, e164, out, count);
}

enum err person_find_external(struct ctx *ctx, struct str source, struct str external_id, enum person_kind kind,
                              struct person_ref *out)
{
    struct holder holder;

    TRY(person_store_external(ctx, source, external_id, kind, &holder));
    *out = (struct person_ref){ holder.kind, holder.person_id };
    return ERR_OK;
}

enum err person_kind_of(struct ctx *ctx, id64 id, enum person_kind *out)
{
    return person_store_kind(ctx, id, out);
}

enum err person_name_of(struct ctx *ctx, id64 id, struct str *name, int64_t *view)
{
    uint64_t sum = 0;

    *name = STR_EMPTY;
    if (id != 0)
        TRY(person_store_name(ctx, id, name));
    for (size_t i = 0; i < name->len; i++)
        sum = sum * 31 + (unsigned char)name->ptr[i];
    *view = (int64_t)(sum >> 12);
    return ERR_OK;
}

enum err person_named(struct ctx *ctx, id64 customer_id, id64 contact_id, struct person_ref *out)
{
    enum person_kind wanted = customer_id != 0 ? PERSON_CUSTOMER : PERSON_CONTACT, kind;
    id64 id = customer_id != 0 ? customer_id : contact_id;

    *out = (struct person_ref){ .kind = PERSON_NONE };
    if (customer_id != 0 && contact_id != 0)
        problem_add(ctx, STR("contact_id"), "invalid", "Name either a customer or a contact.");
    if (id == 0 || (customer_id != 0 && contact_id != 0))
        return ERR_OK;
    TRY(person_kind_of(ctx, id, &kind));
    if (kind == wanted)
        *out = (struct person_ref){ kind, id };
    else if (wanted == PERSON_CUSTOMER)
        problem_add(ctx, STR("customer_id"), "unknown", "There is no such customer.");
    else
        problem_add(ctx, STR("contact_id"), "unknown", "There is no such contact.");
    return ERR_OK;
}

enum err person_count(struct ctx *ctx, enum person_kind kind, int live, int archived)
{
    TRY(figure_close_days(ctx));
    return person_store_count(ctx, kind, live, archived);
}

enum err person_counted(struct ctx *ctx, enum person_kind kind, int64_t *live)
{
    return person_store_counted(ctx, kind, live);
}
