#include "features/checkout/checkout_store.h"

/* clang-format off */
STATEMENT find_one = SQL("SELECT id FROM checkout WHERE location_id = $1 AND external_id = $2");

STATEMENT waiting = SQL(
    "SELECT location_id FROM checkout WHERE state = 'open' AND due_ms <> 0 AND due_ms <= $1 ORDER BY due_ms LIMIT 1");

/* The +: by the moment, of all locations; there are never many. */
STATEMENT due = SQL(
    "SELECT id FROM checkout WHERE +location_id = $1 AND state = 'open' AND due_ms <> 0 AND due_ms <= $2"
    " ORDER BY due_ms, id LIMIT $3");

STATEMENT left_by = SQL(
    "SELECT id, seen_ms FROM checkout WHERE location_id = $1 AND person_id = $2 AND person_id IS NOT NULL"
    " AND seen_ms >= $5 AND state IN ('open', 'abandoned')"
    " UNION SELECT id, seen_ms FROM checkout WHERE location_id = $1 AND email_normal = $3 AND email_normal <> ''"
    " AND seen_ms >= $5 AND state IN ('open', 'abandoned')"
    " UNION SELECT id, seen_ms FROM checkout WHERE location_id = $1 AND e164 = $4 AND e164 <> ''"
    " AND seen_ms >= $5 AND state IN ('open', 'abandoned')"
    " ORDER BY 2 DESC, 1 DESC LIMIT $6");

STATEMENT reminded = SQL(
    "SELECT id FROM checkout WHERE location_id = $1 AND person_id = $2 AND person_id IS NOT NULL AND reminded_ms >= $3"
    " LIMIT 1");

STATEMENT ids_of = SQL(
    "SELECT id FROM checkout WHERE location_id = $1 AND person_id = $2 AND person_id IS NOT NULL ORDER BY id");

STATEMENT unlink_person = SQL(
    "UPDATE checkout SET person_id = NULL, kind = '' WHERE location_id = $1 AND person_id = $2 AND person_id IS NOT NULL");

STATEMENT relink = SQL(
    "UPDATE checkout SET person_id = $3, kind = $4 WHERE location_id = $1 AND id = $2 AND person_id IS NULL"
    " AND erased_ms = 0");

STATEMENT unlink_booking = SQL(
    "UPDATE checkout SET booking_id = NULL WHERE location_id = $1 AND booking_id = $2"
    " AND person_id IN ($3, $4) AND person_id IS NOT NULL");

STATEMENT counted = SQL(
    "SELECT id, abandoned_ms, recovered_ms, currency, value_minor FROM checkout"
    " WHERE +location_id = $1 AND id > $2 AND (abandoned_ms <> 0 OR recovered_ms <> 0) ORDER BY id LIMIT $3");

STATEMENT of_email = SQL("SELECT id FROM checkout WHERE location_id = $1 AND email_normal = $2 AND email_normal <> ''");
STATEMENT of_phone = SQL("SELECT id FROM checkout WHERE location_id = $1 AND e164 = $2 AND e164 <> ''");

STATEMENT expired = SQL(
    "SELECT id FROM checkout WHERE location_id = $1 AND seen_ms < $2 AND erased_ms = 0 AND (state <> 'open' OR due_ms = 0)"
    " ORDER BY seen_ms, id LIMIT $3");
STATEMENT expired_count = SQL(
    "SELECT count(*) FROM checkout WHERE location_id = $1 AND seen_ms < $2 AND erased_ms = 0"
    " AND (state <> 'open' OR due_ms = 0)");

#define REPORTING "SELECT location_id, report_key, enabled, origins, updated_ms FROM checkout_reporting"
STATEMENT reporting_of = SQL(REPORTING " WHERE location_id = $1");
STATEMENT reporting_by_key = SQL(REPORTING " WHERE report_key = $1");
STATEMENT reporting_save = SQL(
    "INSERT INTO checkout_reporting (location_id, report_key, enabled, origins, updated_ms) VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (location_id) DO UPDATE SET report_key = excluded.report_key, enabled = excluded.enabled,"
    " origins = excluded.origins, updated_ms = excluded.updated_ms");

STATEMENT begun_since = SQL(
    "SELECT count(*) FROM (SELECT id FROM checkout WHERE location_id = $1 AND seen_ms >= $2 AND by_browser = 1 LIMIT 2000) t");

static const struct list_filter filters[] = {
    { .name = "q", .kind = FILTER_SEARCH, .help = "Part of name, e-mail, phone or activity" },
    { .name = "customer_id", .kind = FILTER_ID, .sql = "r.person_id = ?", .prefix = "cus", .help = "Of this customer" },
    { .name = "contact_id", .kind = FILTER_ID, .sql = "r.person_id = ?", .prefix = "con", .help = "Of this lead" },
    { .name = "known", .kind = FILTER_BOOL, .sql = "r.person_id IS NOT NULL", .help = "Is it known whose it is?" },
    { .name = "expired", .kind = FILTER_BOOL, .sql = "r.erased_ms <> 0", .help = "Has everything been taken out that said who it was?" },
    { .name = "from", .kind = FILTER_DAY_FROM, .sql = "r.seen_ms >= ?", .help = "Seen on this day or later" },
    { .name = "to", .kind = FILTER_DAY_TO, .sql = "r.seen_ms < ?", .help = "Seen on this day or earlier" },
};
/* clang-format on */

static enum err complete(struct ctx *ctx, void *records, int count)
{
    struct checkout *all = records;

    (void)ctx;
    for (int i = 0; i < count; i++) {
        all[i].customer_id = str_equal(all[i].kind, STR("customer")) ? all[i].person_id : 0;
        all[i].contact_id = str_equal(all[i].kind, STR("contact")) ? all[i].person_id : 0;
    }
    return ERR_OK;
}

const struct list_spec checkout_list = {
    .resource = &checkout_resource,
    .filters = filters,
    .filter_count = (int)(sizeof(filters) / sizeof(filters[0])),
    .default_sort = "-seen_at",
    .complete = complete,
};

enum err checkout_store_find(struct ctx *ctx, struct str external_id, id64 *id)
{
    return store_int(ctx, &find_one, ARGS(INT(ctx->location_id), TEXT(external_id)), 0, id);
}

enum err checkout_store_waiting(struct ctx *ctx, id64 *location_id)
{
    return store_int(ctx, &waiting, ARGS(INT(ctx->now_ms)), 0, location_id);
}

enum err checkout_store_due(struct ctx *ctx, int most, struct id_set *found)
{
    return store_ids(ctx, &due, ARGS(INT(ctx->location_id), INT(ctx->now_ms), INT(most)), found);
}

enum err checkout_store_left_by(struct ctx *ctx, const struct checkout_of *of, int most, struct id_set *found)
{
    return store_ids(ctx, &left_by,
                     ARGS(INT(ctx->location_id), INT(of->person_id), TEXT(of->email_normal), TEXT(of->e164),
                          INT(of->since_ms), INT(most)),
                     found);
}

enum err checkout_store_reminded(struct ctx *ctx, id64 person_id, int64_t since_ms, bool *out)
{
    int64_t id;

    TRY(store_int(ctx, &reminded, ARGS(INT(ctx->location_id), INT(person_id), INT(since_ms)), 0, &id));
    *out = id != 0;
    return ERR_OK;
}

enum err checkout_store_ids_of(struct ctx *ctx, id64 person_id, struct id_set *found)
{
    return store_ids(ctx, &ids_of, ARGS(INT(ctx->location_id), INT(person_id)), found);
}

enum err checkout_store_unlink(struct ctx *ctx, id64 person_id)
{
    return store_exec(ctx, &unlink_person, ARGS(INT(ctx->location_id), INT(person_id)), NULL);
}

enum err checkout_store_relink(struct ctx *ctx, id64 id, id64 person_id, struct str kind)
{
    return store_exec(ctx, &relink, ARGS(INT(ctx->location_id), INT(id), INT(person_id), TEXT(kind)), NULL);
}

enum err checkout_store_unlink_booking(struct ctx *ctx, id64 booking_id, const id64 *people)
{
    return store_exec(ctx, &unlink_booking,
                      ARGS(INT(ctx->location_id), INT(booking_id), INT(people[0]), INT(people[1])), NULL);
}

void checkout_store_counted(struct ctx *ctx, id64 after, int most, struct rows *rows)
{
    store_query(ctx, &counted, ARGS(INT(ctx->location_id), INT(after), INT(most)), rows);
}

enum err checkout_store_find_email(struct ctx *ctx, struct str address, struct id_set *found)
{
    return store_ids(ctx, &of_email, ARGS(INT(ctx->location_id), TEXT(address)), found);
}

enum err checkout_store_find_phone(struct ctx *ctx, struct str e164, struct id_set *found)
{
    return store_ids(ctx, &of_phone, ARGS(INT(ctx->location_id), TEXT(e164)), found);
}

enum err checkout_store_expired(struct ctx *ctx, int64_t before_ms, int most, struct id_set *found)
{
    return store_ids(ctx, &expired, ARGS(INT(ctx->location_id), INT(before_ms), INT(most)), found);
}

enum err checkout_store_expired_count(struct ctx *ctx, int64_t before_ms, int64_t *count)
{
    return store_int(ctx, &expired_count, ARGS(INT(ctx->location_id), INT(before_ms)), 0, count);
}

/* ---- reporting from a page ------------------------------------------------------------------------------------ */

static bool read_reporting(struct ctx *ctx, struct rows *rows, bool found, struct checkout_reporting *out,
                           enum err *err)
{
    *out = (struct checkout_reporting){ 0 };
    if (found) {
        out->location_id = row_int(rows, 0);
        out->report_key = row_text(rows, 1);
        out->enabled = row_int(rows, 2) != 0;
        strings_from_json(ctx->arena, row_text(rows, 3), &out->origins);
        out->updated_ms = row_int(rows, 4);
    }
    *err = rows_end(rows);
    return found && *err == ERR_OK;
}

bool checkout_store_reporting(struct ctx *ctx, struct checkout_reporting *out, enum err *err)
{
    struct rows rows;
    bool found = store_row(ctx, &reporting_of, ARGS(INT(ctx->location_id)), &rows);

    return read_reporting(ctx, &rows, found, out, err);
}

bool checkout_store_reporting_by_key(struct ctx *ctx, struct str key, struct checkout_reporting *out, enum err *err)
{
    struct rows rows;
    bool found = store_row(ctx, &reporting_by_key, ARGS(TEXT(key)), &rows);

    return read_reporting(ctx, &rows, found, out, err);
}

enum err checkout_store_reporting_save(struct ctx *ctx, const struct checkout_reporting *reporting)
{
    return store_exec(ctx, &reporting_save,
                      ARGS(INT(ctx->location_id), TEXT(reporting->report_key), INT(reporting->enabled),
                           TEXT(strings_json(ctx->arena, &reporting->origins)), INT(ctx->now_ms)),
                      NULL);
}

enum err checkout_store_begun_since(struct ctx *ctx, int64_t since_ms, int64_t *count)
{
    return store_int(ctx, &begun_since, ARGS(INT(ctx->location_id), INT(since_ms)), 0, count);
}
