#include "model/plan.h"

#include "base/email.h"
#include "base/phone.h"
#include "base/region.h"
#include "base/text.h"

#include <string.h>

enum { EXTERNAL_ID_MOST = 100, PHONE_TYPED_MOST = 100 };

/* ---- what all lists have in common ------------------------------------------------------------------------- */

/* An array of a sane length, or a problem. Duplicates are merged later, so a few more than may stay are read. */
static bool is_list(struct reader *r, const json_t *value)
{
    int most = field_entries_most(r->at->field);

    if (!json_is_array(value)) {
        reader_problem(r, "wrong_type", "This must be a list.");
        return false;
    }
    if (json_array_size(value) > (size_t)most * 4) {
        reader_problem(r, "too_many", "At most %d entries.", most);
        return false;
    }
    return true;
}

/* Room for one more; past the limit it is a problem of the list, once. */
static bool has_room(struct reader *r, int count)
{
    int most = field_entries_most(r->at->field);

    if (count < most)
        return true;
    r->index = -1;
    r->member = NULL;
    reader_problem(r, "too_many", "At most %d entries.", most);
    return false;
}

/* Refused entries make the whole list refused, but in lenient mode the good ones stay. */
static bool may_keep(const struct reader *r)
{
    return !r->refused || r->mode == READ_LENIENT;
}

/* Unknown members of an entry are problems; `known` ends with NULL. */
static bool only_members(struct reader *r, const json_t *entry, const char *const *known)
{
    json_t *object = (json_t *)(uintptr_t)entry; /* jansson's iterator wants to be able to change it */
    bool all = true;

    for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at)) {
        const char *const *name = known;

        while (*name && strcmp(*name, json_object_iter_key(at)) != 0)
            name++;
        if (*name)
            continue;
        r->member = json_object_iter_key(at);
        reader_problem(r, "unknown", "There is no such member here.");
        all = false;
    }
    r->member = NULL;
    return all;
}

/* A text member of an entry, trimmed; absent and null are empty. */
static bool text_member(struct reader *r, const json_t *entry, const char *name, int64_t most, struct str *out)
{
    const json_t *value = json_object_get(entry, name);
    struct str typed;
    bool good;

    *out = STR_EMPTY;
    if (!value || json_is_null(value))
        return true;
    r->member = name;
    good = reader_string(r, value, &typed);
    if (good) {
        *out = text_line(r->ctx->arena, typed);
        if (text_length(*out) > (size_t)most) {
            reader_problem(r, "too_long", "At most %lld characters.", (long long)most);
            good = false;
        }
    }
    r->member = NULL;
    return good;
}

static bool bool_member(struct reader *r, const json_t *entry, const char *name, bool *out)
{
    const json_t *value = json_object_get(entry, name);

    if (!value || json_is_null(value))
        return true;
    r->member = name;
    if (!json_is_boolean(value)) {
        reader_problem(r, "wrong_type", "This must be true or false.");
        r->member = NULL;
        return false;
    }
    *out = json_is_true(value);
    r->member = NULL;
    return true;
}

/* ---- strings ----------------------------------------------------------------------------------------------- */

static bool has_string(const struct string_list *list, struct str text)
{
    for (int i = 0; i < list->count; i++)
        if (str_equal(list->items[i], text))
            return true;
    return false;
}

void strings_read(struct reader *r, const json_t *value, void *member)
{
    struct string_list list = { 0 };

    if (!is_list(r, value))
        return;
    list.items = ARENA_ARRAY(r->ctx->arena, struct str, (size_t)field_entries_most(r->at->field));
    for (size_t i = 0; i < json_array_size(value); i++) {
        struct str typed, text;

        r->index = (int)i;
        if (!reader_string(r, json_array_get(value, i), &typed) ||
            !reader_text(r, typed, false, field_text_most(r->at->field), &text))
            continue;
        if (text.len == 0)
            reader_problem(r, "required", "An entry cannot be empty.");
        else if (has_string(&list, text))
            continue;
        else if (has_room(r, list.count))
            list.items[list.count++] = text;
        else
            break;
    }
    if (may_keep(r))
        *(struct string_list *)member = list;
}

/* ---- e-mails ----------------------------------------------------------------------------------------------- */

static struct email_entry *find_email(const struct email_list *list, struct str address)
{
    for (int i = 0; i < list->count; i++)
        if (str_equal(list->items[i].address, address))
            return &list->items[i];
    return NULL;
}

static bool read_email(struct reader *r, const json_t *value, const struct email_list *present, struct email_entry *out)
{
    static const char *const members[] = { "address", "verified", "shared", "unproven", NULL };
    const struct email_entry *known;
    const char *why = NULL;
    struct str typed;

    if (!json_is_object(value) && !json_is_string(value)) {
        reader_problem(r, "wrong_type", "An e-mail is text, or an object with an address.");
        return false;
    }
    if (json_is_object(value)) {
        if (!only_members(r, value, members) || !text_member(r, value, "address", INT64_MAX, &typed))
            return false;
    } else {
        typed = json_text(value);
    }
    if (!email_normal(r->ctx->arena, typed, &out->address, &why)) {
        reader_problem(r, str_trim(typed).len ? "invalid" : "required", "%s", why);
        return false;
    }
    known = find_email(present, out->address);
    if (known)
        *out = *known;
    return !json_is_object(value) ||
           (bool_member(r, value, "verified", &out->verified) && bool_member(r, value, "shared", &out->shared) &&
            bool_member(r, value, "unproven", &out->unproven));
}

void emails_read(struct reader *r, const json_t *value, void *member)
{
    const struct email_list *present = member;
    struct email_list list = { 0 };

    if (!is_list(r, value))
        return;
    list.items = ARENA_ARRAY(r->ctx->arena, struct email_entry, (size_t)field_entries_most(r->at->field));
    for (size_t i = 0; i < json_array_size(value); i++) {
        struct email_entry entry = { 0 };

        r->index = (int)i;
        if (!read_email(r, json_array_get(value, i), present, &entry) || find_email(&list, entry.address))
            continue;
        if (!has_room(r, list.count))
            break;
        list.items[list.count++] = entry;
    }
    if (may_keep(r))
        *(struct email_list *)member = list;
}

/* ---- phones ------------------------------------------------------------------------------------------------ */

static struct phone_entry *find_phone(const struct phone_list *list, const struct phone_entry *phone)
{
    for (int i = 0; i < list->count; i++) {
        const struct phone_entry *known = &list->items[i];

        if (phone->number.len ? str_equal(known->number, phone->number)
                              : known->number.len == 0 && str_equal(known->raw, phone->raw))
            return &list->items[i];
    }
    return NULL;
}

/* The country that a number without + is read in: the record's own before the place's. */
static struct str reading_country(const struct reader *r)
{
    const struct plan_field *own = r->plan->country;
    struct str country = STR_EMPTY;

    if (own)
        country = *(const struct str *)plan_member_of(own, r->record);
    if (country.len == 0 && r->reading)
        country = r->reading->country;
    return country.len ? country : r->ctx->country;
}

struct phone_parts {
    struct str number;
    struct str raw;
    struct str country;
};

static bool read_phone_object(struct reader *r, const json_t *value, struct phone_parts *out)
{
    static const char *const members[] = { "number", "raw", "country", "display", "shared", "unproven", NULL };
    struct str display;

    if (!only_members(r, value, members) || !text_member(r, value, "number", PHONE_TYPED_MOST, &out->number) ||
        !text_member(r, value, "raw", PHONE_TYPED_MOST, &out->raw) ||
        !text_member(r, value, "country", 2, &out->country) ||
        !text_member(r, value, "display", PHONE_TYPED_MOST, &display))
        return false;
    if (out->country.len && !country_known(out->country)) {
        r->member = "country";
        reader_problem(r, "invalid", "This is not a country code of two letters (ISO 3166) like ES.");
        r->member = NULL;
        return false;
    }
    return true;
}

static bool read_phone_parts(struct reader *r, const json_t *value, struct phone_parts *out)
{
    *out = (struct phone_parts){ .number = STR_EMPTY, .raw = STR_EMPTY, .country = STR_EMPTY };
    if (json_is_object(value)) {
        if (!read_phone_object(r, value, out))
            return false;
    } else if (json_is_string(value)) {
        out->raw = text_line(r->ctx->arena, json_text(value));
    } else {
        reader_problem(r, "wrong_type", "A phone is text, or an object with a number.");
        return false;
    }
    if (out->number.len == 0 && out->raw.len == 0) {
        reader_problem(r, "required", "A phone needs a number.");
        return false;
    }
    if (text_length(out->raw) > PHONE_TYPED_MOST) {
        reader_problem(r, "too_long", "At most %d characters.", PHONE_TYPED_MOST);
        return false;
    }
    return true;
}

/* What was typed stays when it still says the same number; else the number is what was meant. */
static void parse_phone(const struct reader *r, const struct phone_parts *parts, struct phone_entry *out)
{
    struct str country = parts->country.len ? parts->country : reading_country(r);
    struct arena *arena = r->ctx->arena;
    struct phone_number parsed;

    phone_parse(arena, parts->raw.len ? parts->raw : parts->number, country, &parsed);
    if (parts->raw.len && parts->number.len && !str_equal(parsed.e164, parts->number)) {
        struct phone_number number;

        phone_parse(arena, parts->number, country, &number);
        if (!str_equal(parsed.e164, number.e164) || number.e164.len == 0)
            parsed = number;
    }
    *out = (struct phone_entry){
        .number = parsed.e164,
        .display = parsed.display,
        .country = parsed.country,
        .raw = parsed.raw,
    };
}

static bool read_phone(struct reader *r, const json_t *value, const struct phone_list *present, struct phone_entry *out)
{
    const struct phone_entry *known;
    struct phone_parts parts;

    if (!read_phone_parts(r, value, &parts))
        return false;
    parse_phone(r, &parts, out);
    known = find_phone(present, out);
    if (known) {
        out->shared = known->shared;
        out->unproven = known->unproven;
    }
    return !json_is_object(value) ||
           (bool_member(r, value, "shared", &out->shared) && bool_member(r, value, "unproven", &out->unproven));
}

void phones_read(struct reader *r, const json_t *value, void *member)
{
    const struct phone_list *present = member;
    struct phone_list list = { 0 };

    if (!is_list(r, value))
        return;
    list.items = ARENA_ARRAY(r->ctx->arena, struct phone_entry, (size_t)field_entries_most(r->at->field));
    for (size_t i = 0; i < json_array_size(value); i++) {
        struct phone_entry entry = { 0 };

        r->index = (int)i;
        if (!read_phone(r, json_array_get(value, i), present, &entry) || find_phone(&list, &entry))
            continue;
        if (!has_room(r, list.count))
            break;
        list.items[list.count++] = entry;
    }
    if (may_keep(r))
        *(struct phone_list *)member = list;
}

/* ---- external ids ------------------------------------------------------------------------------------------ */

static bool has_external_id(const struct external_id_list *list, const struct external_id_entry *entry)
{
    for (int i = 0; i < list->count; i++)
        if (str_equal(list->items[i].source, entry->source) && str_equal(list->items[i].id, entry->id))
            return true;
    return false;
}

static bool needed_member(struct reader *r, const json_t *entry, const char *name, struct str *out)
{
    if (!text_member(r, entry, name, EXTERNAL_ID_MOST, out))
        return false;
    if (out->len)
        return true;
    r->member = name;
    reader_problem(r, "required", "A link to another system needs its source and an id.");
    r->member = NULL;
    return false;
}

static bool read_external_id(struct reader *r, const json_t *value, struct external_id_entry *out)
{
    static const char *const members[] = { "source", "id", NULL };
    bool source, id;

    if (!json_is_object(value)) {
        reader_problem(r, "wrong_type", "This must be an object with source and id.");
        return false;
    }
    if (!only_members(r, value, members))
        return false;
    source = needed_member(r, value, "source", &out->source);
    id = needed_member(r, value, "id", &out->id);
    return source && id;
}

void external_ids_read(struct reader *r, const json_t *value, void *member)
{
    struct external_id_list list = { 0 };

    if (!is_list(r, value))
        return;
    list.items = ARENA_ARRAY(r->ctx->arena, struct external_id_entry, (size_t)field_entries_most(r->at->field));
    for (size_t i = 0; i < json_array_size(value); i++) {
        struct external_id_entry entry = { 0 };

        r->index = (int)i;
        if (!read_external_id(r, json_array_get(value, i), &entry) || has_external_id(&list, &entry))
            continue;
        if (!has_room(r, list.count))
            break;
        list.items[list.count++] = entry;
    }
    if (may_keep(r))
        *(struct external_id_list *)member = list;
}

/* ---- comparing --------------------------------------------------------------------------------------------- */

bool strings_equal(const void *a, const void *b)
{
    const struct string_list *one = a, *other = b;

    if (one->count != other->count)
        return false;
    for (int i = 0; i < one->count; i++)
        if (!str_equal(one->items[i], other->items[i]))
            return false;
    return true;
}

bool emails_equal(const void *a, const void *b)
{
    const struct email_list *one = a, *other = b;

    if (one->count != other->count)
        return false;
    for (int i = 0; i < one->count; i++) {
        const struct email_entry *x = &one->items[i], *y = &other->items[i];

        if (!str_equal(x->address, y->address) || x->verified != y->verified || x->shared != y->shared ||
            x->unproven != y->unproven)
            return false;
    }
    return true;
}

bool phones_equal(const void *a, const void *b)
{
    const struct phone_list *one = a, *other = b;

    if (one->count != other->count)
        return false;
    for (int i = 0; i < one->count; i++) {
        const struct phone_entry *x = &one->items[i], *y = &other->items[i];

        if (!str_equal(x->number, y->number) || !str_equal(x->raw, y->raw) || x->shared != y->shared ||
            x->unproven != y->unproven)
            return false;
    }
    return true;
}

bool external_ids_equal(const void *a, const void *b)
{
    const struct external_id_list *one = a, *other = b;

    if (one->count != other->count)
        return false;
    for (int i = 0; i < one->count; i++)
        if (!has_external_id(other, &one->items[i]))
            return false;
    return true;
}
