/*
 * A row as a customer: found by who_is_it() or made.
 */
#include "features/import/import_body.h"

#include "base/text.h"

#include <string.h>

/* What a row may replace or fill in, by path; lists are only added to. */
static const char *const texts[] = {
    "company",     "called",          "language",      "address.street", "address.city", "address.state",
    "address.zip", "address.country", "date_of_birth", "notes",          "source",
};

/* Also adds the name of somebody of whom only an address is known. */
static enum err read_incoming(struct ctx *ctx, struct import_body *body, struct problem_list *notes,
                              struct customer *incoming, struct field_set *given)
{
    const struct reading reading = { .country = ctx->country, .currency = ctx->currency, .warnings = notes };
    struct str first = json_text(json_array_get(json_object_get(body->json, "emails"), 0));
    struct str local = str_slice(first, 0, str_find(first, '@'));

    if (!json_object_get(body->json, "name") && local.len)
        json_object_set_new(body->json, "name", json_stringn(local.ptr, local.len));
    *incoming = (struct customer){ 0 };
    TRY(resource_read(ctx, &customer_resource, body->json, READ_LENIENT, &reading, incoming, given));
    /* what would have to be cut to fit is better mended in the file */
    for (const struct problem *note = notes->first; note; note = note->next)
        if (strcmp(note->code, "too_long") == 0)
            problem_add(ctx, note->field, note->code, "%.*s", STR_PRINT(note->detail));
    return problems_err(ctx);
}

static enum err find(struct ctx *ctx, const struct import_options *options, const struct import_body *body,
                     struct customer *incoming, struct who *who)
{
    const struct identity identity = {
        .name = incoming->name,
        .emails = incoming->emails,
        .phones = incoming->phones,
        .source = body->external_id.len ? options->source : STR_EMPTY,
        .external_id = body->external_id,
    };

    TRY(who_is_it(ctx, &identity, who));
    /* the e-mail decides who it is; the phone is somebody else's */
    if (who->disagree)
        incoming->phones = (struct phone_list){ 0 };
    return ERR_OK;
}

/* ---- adding to lists */

static void add_email(struct ctx *ctx, struct email_list *list, const struct email_entry *entry)
{
    struct email_entry *items;

    for (int i = 0; i < list->count; i++)
        if (str_equal(list->items[i].address, entry->address))
            return;
    items = ARENA_ARRAY(ctx->arena, struct email_entry, (size_t)list->count + 1);
    if (list->count)
        memcpy(items, list->items, (size_t)list->count * sizeof(*items));
    items[list->count] = *entry;
    *list = (struct email_list){ .items = items, .count = list->count + 1 };
}

static bool has_phone(const struct phone_list *list, const struct phone_entry *entry)
{
    for (int i = 0; i < list->count; i++)
        if (entry->number.len ? str_equal(list->items[i].number, entry->number)
                              : str_equal(list->items[i].raw, entry->raw))
            return true;
    return false;
}

static void add_phone(struct ctx *ctx, struct phone_list *list, const struct phone_entry *entry)
{
    struct phone_entry *items = ARENA_ARRAY(ctx->arena, struct phone_entry, (size_t)list->count + 1);

    if (list->count)
        memcpy(items, list->items, (size_t)list->count * sizeof(*items));
    items[list->count] = *entry;
    *list = (struct phone_list){ .items = items, .count = list->count + 1 };
}

static void add_tag(struct ctx *ctx, struct string_list *list, struct str tag)
{
    struct str folded = text_fold(ctx->arena, tag);
    struct str *items;

    for (int i = 0; i < list->count; i++)
        if (str_equal(text_fold(ctx->arena, list->items[i]), folded))
            return;
    items = ARENA_ARRAY(ctx->arena, struct str, (size_t)list->count + 1);
    if (list->count)
        memcpy(items, list->items, (size_t)list->count * sizeof(*items));
    items[list->count] = tag;
    *list = (struct string_list){ .items = items, .count = list->count + 1 };
}

static void add_external_id(struct ctx *ctx, struct external_id_list *list, struct external_id_entry entry)
{
    struct external_id_entry *items;

    for (int i = 0; i < list->count; i++)
        if (str_equal(list->items[i].source, entry.source) && str_equal(list->items[i].id, entry.id))
            return;
    items = ARENA_ARRAY(ctx->arena, struct external_id_entry, (size_t)list->count + 1);
    if (list->count)
        memcpy(items, list->items, (size_t)list->count * sizeof(*items));
    items[list->count] = entry;
    *list = (struct external_id_list){ .items = items, .count = list->count + 1 };
}

static void add_lists(struct ctx *ctx, const struct customer *incoming, struct customer *after)
{
    for (int i = 0; i < incoming->emails.count; i++)
        add_email(ctx, &after->emails, &incoming->emails.items[i]);
    for (int i = 0; i < incoming->phones.count; i++) {
        const struct phone_entry *phone = &incoming->phones.items[i];

        /* a number that was given up stays so */
        if (!has_phone(&after->phones, phone) && !has_phone(&after->previous_phones, phone))
            add_phone(ctx, &after->phones, phone);
    }
    for (int i = 0; i < incoming->tags.count; i++)
        add_tag(ctx, &after->tags, incoming->tags.items[i]);
}

/* ---- making and changing */

static bool replaces(const struct import_options *options, const struct who *who)
{
    return options->existing == IMPORT_EXISTING_UPDATE ||
           (options->existing == IMPORT_EXISTING_AUTO && who->by == WHO_BY_EXTERNAL_ID);
}

static void take_texts(const struct customer *incoming, const struct field_set *given, bool replace,
                       struct customer *after)
{
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        size_t offset = resource_field(&customer_resource, texts[i])->offset;
        const struct str *from = (const struct str *)((const char *)incoming + offset);
        struct str *to = (struct str *)((char *)after + offset);

        if (resource_given(&customer_resource, given, texts[i]) && from->len && (replace || !to->len))
            *to = *from;
    }
    if (replace && resource_given(&customer_resource, given, "name"))
        after->name = incoming->name;
    if (resource_given(&customer_resource, given, "organisation"))
        after->organisation = incoming->organisation || (!replace && after->organisation);
}

static enum err change(struct ctx *ctx, const struct import_options *options, const struct import_body *body,
                       const struct customer *before, const struct customer *incoming, struct customer *after)
{
    add_lists(ctx, incoming, after);
    if (body->external_id.len)
        add_external_id(ctx, &after->external_ids, (struct external_id_entry){ options->source, body->external_id });
    return customer_update(ctx, before, after);
}

static enum err make(struct ctx *ctx, const struct import_options *options, const struct import_body *body,
                     struct customer *incoming)
{
    if (!incoming->source.len)
        incoming->source = STR("import");
    if (body->external_id.len)
        add_external_id(ctx, &incoming->external_ids, (struct external_id_entry){ options->source, body->external_id });
    return customer_create(ctx, incoming, CUSTOMER_FROM_OUTSIDE);
}

enum err import_customer_write(struct ctx *ctx, const struct import_options *options, struct import_body *body,
                               enum import_verdict *verdict, struct problem_list *notes)
{
    struct customer incoming, before, after;
    struct field_set given;
    struct who who;
    bool made = false;

    TRY(read_incoming(ctx, body, notes, &incoming, &given));
    TRY(find(ctx, options, body, &incoming, &who));
    if (who.kind == PERSON_NONE) {
        *verdict = IMPORT_MADE;
        return make(ctx, options, body, &incoming);
    }
    if (who.kind == PERSON_CONTACT)
        TRY(contact_convert(ctx, who.id, &before, &made));
    else
        TRY(customer_get(ctx, who.id, &before));
    *verdict = made ? IMPORT_MADE : IMPORT_UNCHANGED;
    if (options->existing == IMPORT_EXISTING_SKIP)
        return ERR_OK;
    after = before;
    take_texts(&incoming, &given, replaces(options, &who), &after);
    TRY(change(ctx, options, body, &before, &incoming, &after));
    if (!made && after.edit != before.edit)
        *verdict = IMPORT_CHANGED;
    return ERR_OK;
}
