#include "features/person/forget.h"

#include "base/secret.h"
#include "base/text.h"
#include "features/consent/consent.h"
#include "features/person/person_store.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const struct str key_start = { "erased:", 7 };

/* ---- whom ---------------------------------------------------------------------------------------------------- */

bool forget_has(const struct string_list *list, struct str text)
{
    for (int i = 0; text.len > 0 && i < list->count; i++)
        if (str_equal(list->items[i], text))
            return true;
    return false;
}

void forget_add(struct ctx *ctx, struct string_list *list, struct str text)
{
    struct str *items;

    if (text.len == 0 || forget_has(list, text))
        return;
    items = ARENA_ARRAY(ctx->arena, struct str, (size_t)list->count + 1);
    for (int i = 0; i < list->count; i++)
        items[i] = list->items[i];
    items[list->count] = text;
    *list = (struct string_list){ .items = items, .count = list->count + 1 };
}

static bool is_inside_word(struct str text, size_t at)
{
    return at < text.len && ((unsigned char)text.ptr[at] >= 0x80 || isalnum((unsigned char)text.ptr[at]));
}

static bool has_words(struct str text, struct str words)
{
    for (size_t at = 0; words.len > 0 && at + words.len <= text.len; at++)
        if (memcmp(text.ptr + at, words.ptr, words.len) == 0 && (at == 0 || !is_inside_word(text, at - 1)) &&
            !is_inside_word(text, at + words.len))
            return true;
    return false;
}

bool forget_named_in(struct ctx *ctx, const struct forget *forget, struct str text)
{
    struct str folded = text_fold(ctx->arena, text);

    for (int i = 0; i < forget->names.count; i++)
        if (has_words(folded, forget->names.items[i]))
            return true;
    return false;
}

struct str forget_pattern(struct ctx *ctx, struct str text)
{
    struct buf buf;

    buf_init(&buf, ctx->arena, text.len + 8);
    buf_add_char(&buf, '%');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '%' || text.ptr[i] == '_' || text.ptr[i] == '!')
            buf_add_char(&buf, '!');
        buf_add_char(&buf, text.ptr[i]);
    }
    buf_add_char(&buf, '%');
    return buf_str(&buf);
}

static void add_phones(struct ctx *ctx, struct forget *forget, const struct phone_list *phones)
{
    for (int i = 0; i < phones->count; i++)
        if (!phones->items[i].shared && !phones->items[i].unproven)
            forget_add(ctx, &forget->phones, phones->items[i].number);
}

void forget_add_person(struct ctx *ctx, struct forget *forget, const struct person *person)
{
    id_set_add(ctx, &forget->people, person->id);
    forget_add(ctx, &forget->names, text_fold(ctx->arena, *person->name));
    for (int i = 0; i < person->emails->count; i++) {
        const struct email_entry *entry = &person->emails->items[i];

        if (!entry->shared && !entry->unproven && !location_is_relay(ctx->location, entry->address))
            forget_add(ctx, &forget->emails, entry->address);
    }
    add_phones(ctx, forget, person->phones);
    add_phones(ctx, forget, person->previous_phones);
}

enum err forget_add_holders(struct ctx *ctx, struct forget *forget, struct str address, bool is_phone)
{
    struct holders holders;

    TRY(person_store_holders(ctx, is_phone ? ADDRESS_PHONE : ADDRESS_EMAIL, address, &holders));
    for (int i = 0; i < holders.count; i++) {
        bool own = !holders.items[i].shared && !holders.items[i].unproven;

        id_set_add(ctx, own ? &forget->people : &forget->sharers, holders.items[i].person_id);
    }
    return ERR_OK;
}

/* ---- external ids of what was erased --------------------------------------------------------------------------- */

static enum err key_of(struct ctx *ctx, struct str source, struct str external_id, struct str *key)
{
    struct str hash;

    TRY(consent_hash(ctx, arena_printf(ctx->arena, "%.*s\n%.*s", STR_PRINT(source), STR_PRINT(external_id)), &hash));
    *key = arena_printf(ctx->arena, "%.*s%.*s", STR_PRINT(key_start), STR_PRINT(hash));
    return ERR_OK;
}

enum err person_erased_key(struct ctx *ctx, struct str source, struct str external_id, struct str *key)
{
    *key = STR_EMPTY;
    if (external_id.len == 0 || str_starts(external_id, key_start))
        return ERR_OK;
    return key_of(ctx, source, external_id, key);
}

enum err person_erase_key(struct ctx *ctx, struct str source, struct str *external_id)
{
    if (external_id->len == 0 || str_starts(*external_id, key_start))
        return ERR_OK;
    return key_of(ctx, source, *external_id, external_id);
}
