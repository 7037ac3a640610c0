#include "features/person/person_store.h"

enum { HOLDERS_MOST = 200 };

/* clang-format off */

/* ---- who has it */

STATEMENT email_holders = SQL(
    "SELECT a.person_id, a.kind, a.shared, a.unproven, COALESCE(c.name, k.name, ''),"
    " COALESCE(c.archived_ms, k.archived_ms, 0), COALESCE(c.active_ms, k.active_ms, 0),"
    " COALESCE(k.customer_id, 0), COALESCE(c.organisation, 0)"
    " FROM person_email a"
    " LEFT JOIN customer c ON c.location_id = a.location_id AND c.id = a.person_id"
    " LEFT JOIN contact k ON k.location_id = a.location_id AND k.id = a.person_id"
    " WHERE a.location_id = $1 AND a.address = $2 ORDER BY a.person_id LIMIT 200");

STATEMENT phone_holders = SQL(
    "SELECT a.person_id, a.kind, a.shared, a.unproven, COALESCE(c.name, k.name, ''),"
    " COALESCE(c.archived_ms, k.archived_ms, 0), COALESCE(c.active_ms, k.active_ms, 0),"
    " COALESCE(k.customer_id, 0), COALESCE(c.organisation, 0)"
    " FROM person_phone a"
    " LEFT JOIN customer c ON c.location_id = a.location_id AND c.id = a.person_id"
    " LEFT JOIN contact k ON k.location_id = a.location_id AND k.id = a.person_id"
    " WHERE a.location_id = $1 AND a.e164 = $2 ORDER BY a.person_id LIMIT 200");

STATEMENT external_holder = SQL(
    "SELECT a.person_id, a.kind, 0, 0, COALESCE(c.name, k.name, ''),"
    " COALESCE(c.archived_ms, k.archived_ms, 0), COALESCE(c.active_ms, k.active_ms, 0),"
    " COALESCE(k.customer_id, 0), COALESCE(c.organisation, 0)"
    " FROM person_external a"
    " LEFT JOIN customer c ON c.location_id = a.location_id AND c.id = a.person_id"
    " LEFT JOIN contact k ON k.location_id = a.location_id AND k.id = a.person_id"
    " WHERE a.location_id = $1 AND a.source = $2 AND a.external_id = $3 AND a.kind = $4");

STATEMENT names_of_address = SQL(
    "SELECT name_fold FROM turned_up WHERE location_id = $1 AND address = $2 ORDER BY name_fold LIMIT 100");

STATEMENT name_add = SQL(
    "INSERT INTO turned_up (location_id, address, name_fold, person_id) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (location_id, address, name_fold) DO NOTHING");

/* ---- the person and what hangs on it */

STATEMENT person_insert = SQL("INSERT INTO person (id, location_id, kind) VALUES ($2, $1, $3)");
STATEMENT person_delete = SQL("DELETE FROM person WHERE location_id = $1 AND id = $2");
STATEMENT person_kind_get = SQL("SELECT kind FROM person WHERE location_id = $1 AND id = $2");

/* A person's row stands in one of the two. */
STATEMENT name_of = SQL(
    "SELECT name FROM customer WHERE location_id = $1 AND id = $2"
    " UNION ALL SELECT name FROM contact WHERE location_id = $1 AND id = $2");

STATEMENT email_insert = SQL(
    "INSERT INTO person_email (location_id, person_id, address, kind, shared, unproven)"
    " VALUES ($1, $2, $3, $4, $5, $6)");
STATEMENT email_update = SQL(
    "UPDATE person_email SET shared = $4, unproven = $5"
    " WHERE location_id = $1 AND person_id = $2 AND address = $3");
STATEMENT email_delete = SQL(
    "DELETE FROM person_email WHERE location_id = $1 AND person_id = $2 AND address = $3");

STATEMENT phone_insert = SQL(
    "INSERT INTO person_phone (location_id, person_id, e164, kind, previous, shared, unproven)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)");
STATEMENT phone_update = SQL(
    "UPDATE person_phone SET previous = $4, shared = $5, unproven = $6"
    " WHERE location_id = $1 AND person_id = $2 AND e164 = $3");
STATEMENT phone_delete = SQL(
    "DELETE FROM person_phone WHERE location_id = $1 AND person_id = $2 AND e164 = $3");

STATEMENT external_insert = SQL(
    "INSERT INTO person_external (location_id, person_id, source, external_id, kind) VALUES ($1, $2, $3, $4, $5)");
STATEMENT external_delete = SQL(
    "DELETE FROM person_external"
    " WHERE location_id = $1 AND person_id = $2 AND source = $3 AND external_id = $4");

/* ---- shared for all */

STATEMENT email_share = SQL(
    "UPDATE person_email SET shared = 1 WHERE location_id = $1 AND address = $2 AND shared = 0"
    " RETURNING person_id, kind");
STATEMENT phone_share = SQL(
    "UPDATE person_phone SET shared = 1 WHERE location_id = $1 AND e164 = $2 AND shared = 0"
    " RETURNING person_id, kind");

STATEMENT customer_lists = SQL(
    "SELECT emails, phones, previous_phones FROM customer WHERE location_id = $1 AND id = $2");
STATEMENT contact_lists = SQL(
    "SELECT emails, phones, previous_phones FROM contact WHERE location_id = $1 AND id = $2");
STATEMENT customer_lists_set = SQL(
    "UPDATE customer SET emails = $3, phones = $4, previous_phones = $5, view = view + 1"
    " WHERE location_id = $1 AND id = $2");
STATEMENT contact_lists_set = SQL(
    "UPDATE contact SET emails = $3, phones = $4, previous_phones = $5, view = view + 1"
    " WHERE location_id = $1 AND id = $2");

/* ---- pairs and counters */

STATEMENT pair_insert = SQL(
    "INSERT INTO may_be_same (location_id, first_id, second_id, reason, at_ms) VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (location_id, first_id, second_id) DO NOTHING");
STATEMENT pair_delete = SQL(
    "DELETE FROM may_be_same WHERE location_id = $1 AND first_id = $2 AND second_id = $3");

STATEMENT count_customers = SQL(
    "UPDATE location_head SET customers = customers + $2, customers_archived = customers_archived + $3"
    " WHERE location_id = $1");
STATEMENT count_contacts = SQL(
    "UPDATE location_head SET contacts = contacts + $2, contacts_archived = contacts_archived + $3"
    " WHERE location_id = $1");
STATEMENT counted_customers = SQL("SELECT customers FROM location_head WHERE location_id = $1");
STATEMENT counted_contacts = SQL("SELECT contacts FROM location_head WHERE location_id = $1");
/* clang-format on */

static struct str kind_text(enum person_kind kind)
{
    return str_from(person_kind_name(kind));
}

static enum person_kind kind_of(struct str text)
{
    return str_equal(text, STR("customer")) ? PERSON_CUSTOMER
           : str_equal(text, STR("contact")) ? PERSON_CONTACT
                                             : PERSON_NONE;
}

/* ---- who has it -------------------------------------------------------------------------------------------- */

static struct holder read_holder(const struct rows *rows)
{
    return (struct holder){
        .person_id = row_int(rows, 0),
        .kind = kind_of(row_view(rows, 1)),
        .shared = row_int(rows, 2) != 0,
        .unproven = row_int(rows, 3) != 0,
        .name = row_text(rows, 4),
        .archived_ms = row_int(rows, 5),
        .active_ms = row_int(rows, 6),
        .customer_id = row_int(rows, 7),
        .organisation = row_int(rows, 8) != 0,
    };
}

enum err person_store_holders(struct ctx *ctx, enum address_kind kind, struct str address, struct holders *out)
{
    const struct sql *sql = kind == ADDRESS_EMAIL ? &email_holders : &phone_holders;
    struct holder found[HOLDERS_MOST];
    struct rows rows;
    int count = 0;

    store_query(ctx, sql, ARGS(INT(ctx->location_id), TEXT(address)), &rows);
    while (count < HOLDERS_MOST && rows_next(&rows))
        found[count++] = read_holder(&rows);
    TRY(rows_end(&rows));
    out->count = count;
    out->items = ARENA_ARRAY(ctx->arena, struct holder, (size_t)count);
    for (int i = 0; i < count; i++)
        out->items[i] = found[i];
    return ERR_OK;
}

enum err person_store_external(struct ctx *ctx, struct str source, struct str external_id, enum person_kind kind,
                               struct holder *out)
{
    struct rows rows;

    *out = (struct holder){ 0 };
    if (store_row(ctx, &external_holder,
                  ARGS(INT(ctx->location_id), TEXT(source), TEXT(external_id), TEXT(kind_text(kind))), &rows))
        *out = read_holder(&rows);
    return rows_end(&rows);
}

enum err person_store_names(struct ctx *ctx, struct str address, struct string_list *out)
{
    enum { MOST = 100 };
    struct rows rows;

    *out = (struct string_list){ .items = ARENA_ARRAY(ctx->arena, struct str, MOST) };
    store_query(ctx, &names_of_address, ARGS(INT(ctx->location_id), TEXT(address)), &rows);
    while (out->count < MOST && rows_next(&rows))
        out->items[out->count++] = row_text(&rows, 0);
    return rows_end(&rows);
}

enum err person_store_name_add(struct ctx *ctx, struct str address, struct str name_fold, id64 person_id)
{
    return store_exec(ctx, &name_add, ARGS(INT(ctx->location_id), TEXT(address), TEXT(name_fold), INT(person_id)),
                      NULL);
}

/* ---- the person and what hangs on it ----------------------------------------------------------------------- */

enum err person_store_insert(struct ctx *ctx, id64 id, enum person_kind kind)
{
    return store_exec(ctx, &person_insert, ARGS(INT(ctx->location_id), INT(id), TEXT(kind_text(kind))), NULL);
}

enum err person_store_delete(struct ctx *ctx, id64 id)
{
    return store_exec(ctx, &person_delete, ARGS(INT(ctx->location_id), INT(id)), NULL);
}

enum err person_store_kind(struct ctx *ctx, id64 id, enum person_kind *out)
{
    struct rows rows;

    *out = PERSON_NONE;
    if (store_row(ctx, &person_kind_get, ARGS(INT(ctx->location_id), INT(id)), &rows))
        *out = kind_of(row_view(&rows, 0));
    return rows_end(&rows);
}

enum err person_store_name(struct ctx *ctx, id64 id, struct str *out)
{
    struct rows rows;

    *out = STR_EMPTY;
    if (store_row(ctx, &name_of, ARGS(INT(ctx->location_id), INT(id)), &rows))
        *out = row_text(&rows, 0);
    return rows_end(&rows);
}

enum err person_store_email_insert(struct ctx *ctx, const struct person *person, const struct email_entry *entry)
{
    return store_exec(ctx, &email_insert,
                      ARGS(INT(ctx->location_id), INT(person->id), TEXT(entry->address), TEXT(kind_text(person->kind)),
                           INT(entry->shared), INT(entry->unproven)),
                      NULL);
}

enum err person_store_email_update(struct ctx *ctx, const struct person *person, const struct email_entry *entry)
{
    return store_exec(
        ctx, &email_update,
        ARGS(INT(ctx->location_id), INT(person->id), TEXT(entry->address), INT(entry->shared), INT(entry->unproven)),
        NULL);
}

enum err person_store_email_delete(struct ctx *ctx, const struct person *person, struct str address)
{
    return store_exec(ctx, &email_delete, ARGS(INT(ctx->location_id), INT(person->id), TEXT(address)), NULL);
}

enum err person_store_phone_insert(struct ctx *ctx, const struct person *person, const struct phone_entry *entry,
                                   bool previous)
{
    return store_exec(ctx, &phone_insert,
                      ARGS(INT(ctx->location_id), INT(person->id), TEXT(entry->number), TEXT(kind_text(person->kind)),
                           INT(previous), INT(entry->shared), INT(entry->unproven)),
                      NULL);
}

enum err person_store_phone_update(struct ctx *ctx, const struct person *person, const struct phone_entry *entry,
                                   bool previous)
{
    return store_exec(ctx, &phone_update,
                      ARGS(INT(ctx->location_id), INT(person->id), TEXT(entry->number), INT(previous),
                           INT(entry->shared), INT(entry->unproven)),
                      NULL);
}

enum err person_store_phone_delete(struct ctx *ctx, const struct person *person, struct str e164)
{
    return store_exec(ctx, &phone_delete, ARGS(INT(ctx->location_id), INT(person->id), TEXT(e164)), NULL);
}

enum err person_store_external_insert(struct ctx *ctx, const struct person *person,
                                      const struct external_id_entry *entry)
{
    return store_exec(ctx, &external_insert,
                      ARGS(INT(ctx->location_id), INT(person->id), TEXT(entry->source), TEXT(entry->id),
                           TEXT(kind_text(person->kind))),
                      NULL);
}

enum err person_store_external_delete(struct ctx *ctx, const struct person *person,
                                      const struct external_id_entry *entry)
{
    return store_exec(ctx, &external_delete,
                      ARGS(INT(ctx->location_id), INT(person->id), TEXT(entry->source), TEXT(entry->id)), NULL);
}

/* ---- shared for all ---------------------------------------------------------------------------------------- */

static void mark_email(struct email_list *list, struct str address)
{
    for (int i = 0; i < list->count; i++)
        if (str_equal(list->items[i].address, address))
            list->items[i].shared = true;
}

static void mark_phone(struct phone_list *list, struct str e164)
{
    for (int i = 0; i < list->count; i++)
        if (str_equal(list->items[i].number, e164))
            list->items[i].shared = true;
}

/* The lists in the holder's own row follow its child rows. */
static enum err mark_in_row(struct ctx *ctx, const struct person_ref *ref, enum address_kind kind, struct str address)
{
    bool customer = ref->kind == PERSON_CUSTOMER;
    struct email_list emails = { 0 };
    struct phone_list phones = { 0 }, previous = { 0 };
    struct rows rows;
    bool found = store_row(ctx, customer ? &customer_lists : &contact_lists, ARGS(INT(ctx->location_id), INT(ref->id)),
                           &rows);

    if (found) {
        emails_from_json(ctx->arena, row_text(&rows, 0), &emails);
        phones_from_json(ctx->arena, row_text(&rows, 1), &phones);
        phones_from_json(ctx->arena, row_text(&rows, 2), &previous);
    }
    TRY(rows_end(&rows));
    if (!found)
        return ERR_OK;
    if (kind == ADDRESS_EMAIL) {
        mark_email(&emails, address);
    } else {
        mark_phone(&phones, address);
        mark_phone(&previous, address);
    }
    return store_exec(ctx, customer ? &customer_lists_set : &contact_lists_set,
                      ARGS(INT(ctx->location_id), INT(ref->id), TEXT(emails_json(ctx->arena, &emails)),
                           TEXT(phones_json(ctx->arena, &phones)), TEXT(phones_json(ctx->arena, &previous))),
                      NULL);
}

enum err person_store_share(struct ctx *ctx, enum address_kind kind, struct str address, id64 except_id)
{
    const struct sql *sql = kind == ADDRESS_EMAIL ? &email_share : &phone_share;
    struct person_ref found[HOLDERS_MOST];
    struct rows rows;
    int count = 0;

    store_query(ctx, sql, ARGS(INT(ctx->location_id), TEXT(address)), &rows);
    while (rows_next(&rows))
        if (count < HOLDERS_MOST)
            found[count++] = (struct person_ref){ kind_of(row_view(&rows, 1)), row_int(&rows, 0) };
    TRY(rows_end(&rows));
    for (int i = 0; i < count; i++)
        if (found[i].id != except_id)
            TRY(mark_in_row(ctx, &found[i], kind, address));
    return ERR_OK;
}

/* ---- pairs and counters ------------------------------------------------------------------------------------ */

enum err person_store_pair(struct ctx *ctx, id64 one, id64 other, const char *reason)
{
    id64 first = one < other ? one : other, second = one < other ? other : one;

    return store_exec(ctx, &pair_insert,
                      ARGS(INT(ctx->location_id), INT(first), INT(second), TEXT(str_from(reason)), INT(ctx->now_ms)),
                      NULL);
}

enum err person_store_unpair(struct ctx *ctx, id64 one, id64 other)
{
    id64 first = one < other ? one : other, second = one < other ? other : one;

    return store_exec(ctx, &pair_delete, ARGS(INT(ctx->location_id), INT(first), INT(second)), NULL);
}

enum err person_store_count(struct ctx *ctx, enum person_kind kind, int live, int archived)
{
    return store_exec(ctx, kind == PERSON_CUSTOMER ? &count_customers : &count_contacts,
                      ARGS(INT(ctx->location_id), INT(live), INT(archived)), NULL);
}

enum err person_store_counted(struct ctx *ctx, enum person_kind kind, int64_t *live)
{
    return store_int(ctx, kind == PERSON_CUSTOMER ? &counted_customers : &counted_contacts, ARGS(INT(ctx->location_id)),
                     0, live);
}
