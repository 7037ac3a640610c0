#include "features/person/trash_store.h"

/* clang-format off */
STATEMENT trash_insert = SQL(
    "INSERT INTO trash (id, location_id, kind, snapshot, deleted_ms, deleted_by, purge_ms)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)");

STATEMENT trash_row = SQL(
    "SELECT deleted_ms, purge_ms, snapshot FROM trash"
    " WHERE location_id = $1 AND id = $2 AND kind = $3 AND purge_ms > $4");

STATEMENT trash_delete = SQL("DELETE FROM trash WHERE location_id = $1 AND id = $2");

STATEMENT trash_purge = SQL(
    "DELETE FROM trash WHERE id IN (SELECT id FROM trash WHERE purge_ms <= $1 ORDER BY purge_ms LIMIT 1000)");

STATEMENT consents = SQL(
    "SELECT id, address, ip, user_agent FROM consent WHERE location_id = $1 AND person_id = $2 ORDER BY id");

STATEMENT consent_count = SQL("SELECT count(*) FROM consent WHERE location_id = $1 AND person_id = $2");

STATEMENT consent_back = SQL(
    "UPDATE consent SET person_id = $3, address = $4, ip = $5, user_agent = $6"
    " WHERE location_id = $1 AND id = $2 AND (person_id IS NULL OR person_id IN"
    " (SELECT k.customer_id FROM contact k WHERE k.location_id = $1 AND k.id = $3))");
/* clang-format on */

enum err trash_store_insert(struct ctx *ctx, const struct person *person, struct str snapshot, int64_t purge_ms)
{
    return store_exec(ctx, &trash_insert,
                      ARGS(INT(person->id), INT(ctx->location_id), TEXT(str_from(person_kind_name(person->kind))),
                           TEXT(snapshot), INT(ctx->now_ms), INT(ctx->actor.id), INT(purge_ms)),
                      NULL);
}

enum err trash_store_get(struct ctx *ctx, id64 id, enum person_kind kind, struct trash_item *out, struct str *snapshot)
{
    struct rows rows;

    *snapshot = STR_EMPTY;
    if (store_row(ctx, &trash_row,
                  ARGS(INT(ctx->location_id), INT(id), TEXT(str_from(person_kind_name(kind))), INT(ctx->now_ms)),
                  &rows)) {
        *out = (struct trash_item){
            .id = id, .kind = kind, .deleted_ms = row_int(&rows, 0), .purge_ms = row_int(&rows, 1)
        };
        *snapshot = row_text(&rows, 2);
    }
    return rows_end(&rows);
}

enum err trash_store_delete(struct ctx *ctx, id64 id)
{
    return store_exec(ctx, &trash_delete, ARGS(INT(ctx->location_id), INT(id)), NULL);
}

enum err trash_store_purge(struct ctx *ctx)
{
    return store_exec(ctx, &trash_purge, ARGS(INT(ctx->now_ms)), NULL);
}

enum err trash_store_consents(struct ctx *ctx, id64 person_id, struct str *json)
{
    struct json_writer w;
    struct buf buf;
    struct rows rows;

    buf_init(&buf, ctx->arena, 256);
    put_begin(&w, &buf);
    put_array(&w);
    store_query(ctx, &consents, ARGS(INT(ctx->location_id), INT(person_id)), &rows);
    while (rows_next(&rows)) {
        put_object(&w);
        put_key(&w, "id");
        put_int(&w, row_int(&rows, 0));
        put_key(&w, "address");
        put_string(&w, row_view(&rows, 1));
        put_key(&w, "ip");
        put_string(&w, row_view(&rows, 2));
        put_key(&w, "user_agent");
        put_string(&w, row_view(&rows, 3));
        put_object_end(&w);
    }
    put_array_end(&w);
    *json = buf_str(&buf);
    return rows_end(&rows);
}

enum err trash_store_consent_count(struct ctx *ctx, id64 person_id, int64_t *out)
{
    return store_int(ctx, &consent_count, ARGS(INT(ctx->location_id), INT(person_id)), 0, out);
}

enum err trash_store_consent_back(struct ctx *ctx, id64 person_id, const json_t *event)
{
    return store_exec(ctx, &consent_back,
                      ARGS(INT(ctx->location_id), INT(json_integer_value(json_object_get(event, "id"))), INT(person_id),
                           TEXT(json_text(json_object_get(event, "address"))),
                           TEXT(json_text(json_object_get(event, "ip"))),
                           TEXT(json_text(json_object_get(event, "user_agent")))),
                      NULL);
}
