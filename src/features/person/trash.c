#include "features/person/trash_store.h"

#include "features/consent/consent.h"

static enum err write_snapshot(struct ctx *ctx, const struct person *person, const struct resource *resource,
                               const void *record, const struct trash_links *links, struct str *out)
{
    struct str consents;
    struct json_writer w;
    struct buf buf;

    TRY(trash_store_consents(ctx, person->id, &consents));
    buf_init(&buf, ctx->arena, 4096);
    put_begin(&w, &buf);
    put_object(&w);
    put_key(&w, "record");
    put_raw(&w, resource_snapshot(ctx, resource, record));
    put_key(&w, "contacts");
    put_raw(&w, links->contacts.len ? links->contacts : STR("[]"));
    put_key(&w, "ties");
    put_raw(&w, links->ties.len ? links->ties : STR("null"));
    put_key(&w, "consents");
    put_raw(&w, consents);
    put_object_end(&w);
    *out = buf_str(&buf);
    return ERR_OK;
}

enum err trash_person(struct ctx *ctx, const struct person *person, const struct resource *resource, const void *record,
                      const struct trash_links *links, bool permanent)
{
    int64_t days = permanent || !ctx->location ? 0 : ctx->location->undo_days;

    if (days > 0) {
        struct str snapshot;

        TRY(write_snapshot(ctx, person, resource, record, links, &snapshot));
        TRY(trash_store_insert(ctx, person, snapshot, ctx->now_ms + days * DAY_MS));
    }
    if (person->customer_id != 0)
        TRY(consent_hand_over(ctx, person->id, person->customer_id));
    else
        TRY(consent_forget_person(ctx, person->id));
    return person_store_delete(ctx, person->id);
}

enum err trash_get(struct ctx *ctx, id64 id, enum person_kind kind, struct trash_item *out)
{
    struct str snapshot;

    TRY(trash_store_get(ctx, id, kind, out, &snapshot));
    if (snapshot.len == 0)
        return ERR_NOT_FOUND;
    return json_read(ctx, snapshot, &out->snapshot);
}

static int64_t count_ids(const json_t *ties, const char *member)
{
    json_t *lists = json_object_get(ties, member), *ids;
    const char *how;
    int64_t count = 0;

    json_object_foreach(lists, how, ids) count += (int64_t)json_array_size(ids);
    return count;
}

void trash_ties(const struct trash_item *item, struct person_ties *out)
{
    const json_t *ties = json_object_get(item->snapshot, "ties");

    *out = (struct person_ties){
        .bookings = count_ids(ties, "bookings"),
        .guests = count_ids(ties, "guests"),
        .records = count_ids(ties, "records"),
        .communications = count_ids(ties, "communications"),
        .responses = count_ids(ties, "responses"),
        .follow_ups = count_ids(ties, "follow_ups"),
    };
}

struct str trash_lists_text(struct ctx *ctx, const char *prefix, const struct trash_list *lists, int count)
{
    struct json_writer w;
    struct buf buf;

    buf_init(&buf, ctx->arena, 256);
    put_begin(&w, &buf);
    put_object(&w);
    for (int i = 0; i < count; i++) {
        put_name(&w, str_from(lists[i].name));
        put_array(&w);
        for (int k = 0; k < lists[i].ids.count; k++)
            put_id(&w, prefix, lists[i].ids.items[k]);
        put_array_end(&w);
    }
    put_object_end(&w);
    return buf_str(&buf);
}

void trash_list_read(struct ctx *ctx, const json_t *tie, const char *name, struct id_set *ids)
{
    const json_t *list = json_object_get(tie, name);

    for (size_t i = 0; i < json_array_size(list); i++)
        id_set_add(ctx, ids, id_parse(NULL, json_text(json_array_get(list, i))));
}

enum err trash_put_back(struct ctx *ctx, const struct trash_item *item)
{
    const json_t *consents = json_object_get(item->snapshot, "consents");
    const json_t *event;
    size_t i;

    json_array_foreach(consents, i, event) TRY(trash_store_consent_back(ctx, item->id, event));
    return trash_store_delete(ctx, item->id);
}

static void warn(struct ctx *ctx, struct trash_warning **warnings, const char *field, struct str value, id64 owner_id)
{
    struct trash_warning *warning = ARENA_NEW(ctx->arena, struct trash_warning);

    *warning = (struct trash_warning){
        .field = str_from(field), .value = value, .owner_id = owner_id, .next = *warnings
    };
    *warnings = warning;
}

/* The address as it is by now: shared meanwhile, or somebody else's. */
static enum err look_at_email(struct ctx *ctx, const struct person *person, struct email_entry *entry, id64 *owner)
{
    struct holders holders;

    *owner = 0;
    TRY(person_store_holders(ctx, ADDRESS_EMAIL, entry->address, &holders));
    if (holders.count > 0)
        entry->shared = holders.items[0].shared;
    for (int i = 0; i < holders.count; i++) {
        const struct holder *holder = &holders.items[i];

        if (holder->kind == PERSON_CUSTOMER && person->kind == PERSON_CUSTOMER && !holder->unproven &&
            !holder->shared && !entry->unproven)
            *owner = holder->person_id;
    }
    return ERR_OK;
}

static enum err leave_taken_emails(struct ctx *ctx, struct person *person, struct trash_warning **warnings)
{
    struct email_list *list = person->emails;
    int kept = 0;

    for (int i = 0; i < list->count; i++) {
        id64 owner;

        TRY(look_at_email(ctx, person, &list->items[i], &owner));
        if (owner == 0)
            list->items[kept++] = list->items[i];
        else
            warn(ctx, warnings, "emails", list->items[i].address, owner);
    }
    list->count = kept;
    return ERR_OK;
}

static enum err refresh_phones(struct ctx *ctx, struct phone_list *list)
{
    for (int i = 0; i < list->count; i++) {
        struct holders holders;

        if (list->items[i].number.len == 0)
            continue;
        TRY(person_store_holders(ctx, ADDRESS_PHONE, list->items[i].number, &holders));
        if (holders.count > 0)
            list->items[i].shared = holders.items[0].shared;
    }
    return ERR_OK;
}

enum err trash_leave_taken(struct ctx *ctx, struct person *person, struct trash_warning **warnings)
{
    struct external_id_list *list = person->external_ids;
    int kept = 0;

    *warnings = NULL;
    TRY(leave_taken_emails(ctx, person, warnings));
    TRY(refresh_phones(ctx, person->phones));
    TRY(refresh_phones(ctx, person->previous_phones));
    for (int i = 0; i < list->count; i++) {
        struct holder holder;

        TRY(person_store_external(ctx, list->items[i].source, list->items[i].id, person->kind, &holder));
        if (holder.person_id == 0)
            list->items[kept++] = list->items[i];
        else
            warn(ctx, warnings, "external_ids", list->items[i].id, holder.person_id);
    }
    list->count = kept;
    return ERR_OK;
}

void trash_put_warnings(struct json_writer *w, struct ctx *ctx, const struct trash_warning *warnings)
{
    put_array(w);
    for (; warnings; warnings = warnings->next) {
        put_object(w);
        put_key(w, "field");
        put_string(w, warnings->field);
        put_key(w, "code");
        put_string(w, STR("taken"));
        put_key(w, "detail");
        put_string(w, arena_printf(ctx->arena, "Somebody else has %.*s meanwhile; it was left out.",
                                   STR_PRINT(warnings->value)));
        put_key(w, "customer_id");
        put_id(w, "cus", warnings->owner_id);
        put_object_end(w);
    }
    put_array_end(w);
}

enum err trash_purge_due(struct ctx *ctx)
{
    return trash_store_purge(ctx);
}

enum err trash_consent_count(struct ctx *ctx, id64 person_id, int64_t *out)
{
    return trash_store_consent_count(ctx, person_id, out);
}
