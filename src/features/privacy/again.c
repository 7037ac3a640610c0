/*
 * The list of erasures, and what it says done again (again.h).
 */
#include "features/privacy/again.h"

#include "features/audit/audit.h"
#include "features/consent/consent.h"
#include "features/privacy/privacy_rules.h"
#include "features/privacy/privacy_store.h"
#include "features/privacy/retention_store.h"

/* ---- the list ------------------------------------------------------------------------------------------------ */

static enum err list_of(struct ctx *ctx, id64 location_id, struct buf *out)
{
    struct id_set ids = { 0 };

    TRY(privacy_store_erasures(ctx, location_id, &ids));
    for (int i = 0; i < ids.count; i++) {
        struct arena_mark mark = arena_mark(ctx->arena);
        struct erasure erasure;

        TRY(resource_get(ctx, &erasure_resource, location_id, ids.items[i], &erasure));
        buf_add(out, resource_snapshot(ctx, &erasure_resource, &erasure));
        buf_add_char(out, '\n');
        if (out->arena != ctx->arena)
            arena_rewind(ctx->arena, mark);
    }
    return ERR_OK;
}

enum err again_list(struct ctx *ctx, struct buf *out)
{
    struct id_set locations = { 0 };

    TRY(retention_store_locations(ctx, &locations));
    for (int i = 0; i < locations.count; i++)
        TRY(list_of(ctx, locations.items[i], out));
    return ERR_OK;
}

enum err again_mark(struct ctx *ctx, int64_t *count, id64 *newest)
{
    return privacy_store_erasure_mark(ctx, count, newest);
}

static bool read_line(struct ctx *ctx, struct str line, struct erasure *out)
{
    json_t *snapshot;

    *out = (struct erasure){ 0 };
    return json_read(ctx, line, &snapshot) == ERR_OK && json_is_object(snapshot) &&
           resource_from_snapshot(ctx, &erasure_resource, snapshot, out) && out->id != 0 && out->location_id != 0;
}

static enum err is_known(struct ctx *ctx, const struct erasure *erasure, bool *known)
{
    struct erasure same;
    enum err err = resource_get(ctx, &erasure_resource, erasure->location_id, erasure->id, &same);

    *known = err == ERR_OK;
    return err == ERR_NOT_FOUND ? ERR_OK : err;
}

enum err again_knows(struct ctx *ctx, struct str line, bool *known)
{
    struct erasure erasure;

    *known = false;
    return read_line(ctx, line, &erasure) ? is_known(ctx, &erasure, known) : ERR_OK;
}

/* ---- whom the line means ---------------------------------------------------------------------------------------- */

static enum err read_people(struct ctx *ctx, const struct erasure *erasure, struct forget *forget)
{
    json_t *people;

    TRY(json_read(ctx, erasure->people, &people));
    for (size_t i = 0; i < json_array_size(people); i++)
        id_set_add(ctx, &forget->people, id_parse(NULL, json_text(json_array_get(people, i))));
    return ERR_OK;
}

static void add_ids(struct ctx *ctx, struct id_set *set, const json_t *ids)
{
    for (size_t i = 0; i < json_array_size(ids); i++)
        id_set_add(ctx, set, json_integer_value(json_array_get(ids, i)));
}

/* As privacy.c wrote them. People of another record of the trash are people too. */
static enum err read_rows(struct ctx *ctx, const struct erasure *erasure, struct forget *forget)
{
    const struct {
        const char *name;
        struct id_set *set;
    } sets[] = {
        { "people", &forget->people },           { "bookings", &forget->bookings },
        { "guests", &forget->guests },           { "communications", &forget->communications },
        { "responses", &forget->responses },     { "records", &forget->records },
        { "submissions", &forget->submissions }, { "checkouts", &forget->checkouts },
    };
    json_t *rows;

    TRY(json_read(ctx, erasure->rows_erased, &rows));
    for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
        add_ids(ctx, sets[i].set, json_object_get(rows, sets[i].name));
        id_set_settle(sets[i].set);
    }
    return ERR_OK;
}

static enum err read_hashes(struct ctx *ctx, const struct erasure *erasure, struct string_list *out)
{
    return strings_from_json(ctx->arena, erasure->addresses, out) ? ERR_OK : ERR_INVALID;
}

static enum err find(struct ctx *ctx, const struct erasure *erasure, struct forget *forget)
{
    struct string_list hashes = { 0 };

    *forget = (struct forget){ .now_ms = ctx->now_ms };
    TRY(read_people(ctx, erasure, forget));
    TRY(read_rows(ctx, erasure, forget));
    TRY(read_hashes(ctx, erasure, &hashes));
    if (hashes.count > 0)
        TRY(privacy_store_find_hashed(ctx, &hashes, forget));
    TRY(privacy_find_again(ctx, forget));
    return privacy_find_traces(ctx, forget);
}

/* ---- the write -------------------------------------------------------------------------------------------------- */

struct again {
    struct erasure erasure;
    struct forget forget;
    bool closing;
    bool done;
};

static enum err suppress_hashes(struct ctx *ctx, const struct erasure *erasure)
{
    struct string_list hashes = { 0 };

    TRY(read_hashes(ctx, erasure, &hashes));
    for (int i = 0; i < hashes.count; i++)
        TRY(consent_suppress_hash(ctx, hashes.items[i], "erased"));
    return ERR_OK;
}

static enum err repeat(struct ctx *ctx, void *data)
{
    struct again *again = data;
    bool known;

    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(is_known(ctx, &again->erasure, &known));
    if (known)
        return ERR_OK;
    TRY(privacy_erase(ctx, &again->forget));
    TRY(suppress_hashes(ctx, &again->erasure));
    again->erasure.repeated_ms = ctx->now_ms;
    again->erasure.cleaned_ms = again->closing ? ctx->now_ms : 0;
    TRY(resource_insert(ctx, &erasure_resource, &again->erasure));
    again->done = true;
    return audit_record(ctx, "erasure.repeated", again->erasure.id);
}

enum err again_do(struct ctx *ctx, struct str line, bool closing, bool *done)
{
    struct location *location = ARENA_NEW(ctx->arena, struct location);
    struct again again = { .closing = closing };
    enum err err;
    bool known;

    *done = false;
    if (!read_line(ctx, line, &again.erasure))
        return fail(ctx, ERR_INVALID, "A line of the list of erasures cannot be read.");
    err = location_get(ctx, again.erasure.location_id, location);
    if (err == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(err);
    location_enter(ctx, location);
    TRY(is_known(ctx, &again.erasure, &known));
    if (known)
        return ERR_OK;
    TRY(find(ctx, &again.erasure, &again.forget));
    TRY(store_write(ctx, repeat, &again));
    *done = again.done;
    return ERR_OK;
}

enum err again_clean(struct ctx *ctx)
{
    return privacy_clean(ctx);
}
