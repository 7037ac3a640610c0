/*
 * The SQL of communications.
 */
#include "features/communication/communication_store.h"

STATEMENT find_external = SQL(
    "SELECT id FROM communication WHERE location_id = $1 AND source = $2 AND external_id = $3 AND external_id <> ''");

STATEMENT delete_one = SQL("DELETE FROM communication WHERE location_id = $1 AND id = $2");

STATEMENT count_of = SQL("SELECT count(*) FROM communication WHERE location_id = $1 AND person_id = $2");
STATEMENT ids_of = SQL("SELECT id FROM communication WHERE location_id = $1 AND person_id = $2 ORDER BY at_ms, id");

STATEMENT unlink_person = SQL(
    "UPDATE communication SET person_id = NULL, kind = '', unlinked = 1, updated_ms = $3, edit = edit + 1"
    " WHERE location_id = $1 AND person_id = $2");

STATEMENT relink = SQL(
    "UPDATE communication SET person_id = $3, kind = $4, unlinked = 0, updated_ms = $5, edit = edit + 1"
    " WHERE location_id = $1 AND id = $2 AND person_id IS NULL");

STATEMENT catch_up = SQL(
    "UPDATE communication SET person_id = $3, kind = $4, updated_ms = $5, edit = edit + 1"
    " WHERE location_id = $1 AND id >= $2 AND person_id IS NULL AND unlinked = 0 AND erased_ms = 0"
    " AND (reference_id IN (SELECT id FROM booking WHERE location_id = $1 AND customer_id = $3)"
    " OR reference_id IN (SELECT id FROM booking WHERE location_id = $1 AND contact_id = $3))");

STATEMENT claim = SQL(
    "UPDATE communication SET person_id = $3, kind = $4, updated_ms = $5, edit = edit + 1"
    " WHERE location_id = $1 AND address_normal = $2 AND address_normal <> '' AND person_id IS NULL AND unlinked = 0");

static const struct list_filter filters[] = {
    { .name = "from", .kind = FILTER_DAY_FROM, .sql = "r.at_ms >= ?", .help = "On this day or later" },
    { .name = "to", .kind = FILTER_DAY_TO, .sql = "r.at_ms < ?", .help = "On this day or earlier" },
    { .name = "customer_id",
      .kind = FILTER_ID,
      .sql = "r.person_id = ?",
      .prefix = "cus",
      .help = "With this customer" },
    { .name = "contact_id", .kind = FILTER_ID, .sql = "r.person_id = ?", .prefix = "con", .help = "With this contact" },
    { .name = "linked", .kind = FILTER_BOOL, .sql = "r.person_id IS NOT NULL", .help = "With anybody we know" },
    { .name = "external_id", .kind = FILTER_TEXT, .sql = "r.external_id = ?", .help = "Id in the reporting system" },
};

static enum err complete(struct ctx *ctx, void *records, int count);

const struct list_spec communication_list = {
    .resource = &communication_resource,
    .filters = filters,
    .filter_count = (int)(sizeof(filters) / sizeof(filters[0])),
    .default_sort = "-at",
    .complete = complete,
};

static enum err complete(struct ctx *ctx, void *records, int count)
{
    struct communication *all = records;

    (void)ctx;
    for (int i = 0; i < count; i++) {
        all[i].customer_id = str_equal(all[i].kind, STR("customer")) ? all[i].person_id : 0;
        all[i].contact_id = str_equal(all[i].kind, STR("contact")) ? all[i].person_id : 0;
        if (i > 0 && all[i].person_id == all[i - 1].person_id) {
            all[i].person_name = all[i - 1].person_name;
            all[i].view = all[i - 1].view;
            continue;
        }
        TRY(person_name_of(ctx, all[i].person_id, &all[i].person_name, &all[i].view));
    }
    return ERR_OK;
}

enum err communication_get(struct ctx *ctx, id64 id, struct communication *out)
{
    TRY(resource_get(ctx, &communication_resource, ctx->location_id, id, out));
    return complete(ctx, out, 1);
}

enum err communication_store_find_external(struct ctx *ctx, struct str source, struct str external_id, id64 *out)
{
    return store_int(ctx, &find_external, ARGS(INT(ctx->location_id), TEXT(source), TEXT(external_id)), 0, out);
}

enum err communication_store_delete(struct ctx *ctx, id64 id)
{
    return store_exec(ctx, &delete_one, ARGS(INT(ctx->location_id), INT(id)), NULL);
}

enum err communication_store_count_of(struct ctx *ctx, id64 person_id, int64_t *out)
{
    return store_int(ctx, &count_of, ARGS(INT(ctx->location_id), INT(person_id)), 0, out);
}

enum err communication_store_ids_of(struct ctx *ctx, id64 person_id, struct id_set *found)
{
    return store_ids(ctx, &ids_of, ARGS(INT(ctx->location_id), INT(person_id)), found);
}

enum err communication_store_unlink(struct ctx *ctx, id64 person_id)
{
    return store_exec(ctx, &unlink_person, ARGS(INT(ctx->location_id), INT(person_id), INT(ctx->now_ms)), NULL);
}

enum err communication_store_relink(struct ctx *ctx, id64 id, id64 person_id, struct str kind)
{
    return store_exec(ctx, &relink, ARGS(INT(ctx->location_id), INT(id), INT(person_id), TEXT(kind), INT(ctx->now_ms)),
                      NULL);
}

enum err communication_store_catch_up(struct ctx *ctx, id64 person_id, struct str kind, int64_t since_ms,
                                      int64_t *linked)
{
    return store_exec(
        ctx, &catch_up,
        ARGS(INT(ctx->location_id), INT(id_floor(since_ms)), INT(person_id), TEXT(kind), INT(ctx->now_ms)), linked);
}

enum err communication_store_claim(struct ctx *ctx, struct str address_normal, id64 person_id, struct str kind,
                                   int64_t *claimed)
{
    return store_exec(ctx, &claim,
                      ARGS(INT(ctx->location_id), TEXT(address_normal), INT(person_id), TEXT(kind), INT(ctx->now_ms)),
                      claimed);
}
