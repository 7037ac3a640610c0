/*
 * The SQL of tags.
 */
#include "features/tag/tag_store.h"

#include "base/text.h"

enum { RESPELL_BATCH = 500 };

STATEMENT of_person = SQL(
    "SELECT t.id, t.name, t.name_fold FROM person_tag pt"
    " JOIN tag t ON t.location_id = pt.location_id AND t.id = pt.tag_id"
    " WHERE pt.location_id = $1 AND pt.person_id = $2 ORDER BY t.id");

STATEMENT count_up = SQL(
    "UPDATE tag SET customers = customers + $3, contacts = contacts + $4"
    " WHERE location_id = $1 AND name_fold = $2 RETURNING id, name");

STATEMENT link_person = SQL("INSERT INTO person_tag (location_id, tag_id, person_id, kind) VALUES ($1, $2, $3, $4)");

STATEMENT unlink_person = SQL("DELETE FROM person_tag WHERE location_id = $1 AND tag_id = $2 AND person_id = $3");

/* Run before the row of person_tag goes: its kind says which counter. */
STATEMENT count_down = SQL(
    "UPDATE tag SET"
    " customers = customers - (SELECT count(*) FROM person_tag pt WHERE pt.location_id = $1 AND pt.tag_id = tag.id"
    " AND pt.person_id = $3 AND pt.kind = 'customer'),"
    " contacts = contacts - (SELECT count(*) FROM person_tag pt WHERE pt.location_id = $1 AND pt.tag_id = tag.id"
    " AND pt.person_id = $3 AND pt.kind = 'contact')"
    " WHERE location_id = $1 AND id = $2");

STATEMENT count_down_person = SQL(
    "UPDATE tag SET"
    " customers = customers - (SELECT count(*) FROM person_tag pt WHERE pt.location_id = $1 AND pt.tag_id = tag.id"
    " AND pt.person_id = $2 AND pt.kind = 'customer'),"
    " contacts = contacts - (SELECT count(*) FROM person_tag pt WHERE pt.location_id = $1 AND pt.tag_id = tag.id"
    " AND pt.person_id = $2 AND pt.kind = 'contact')"
    " WHERE location_id = $1"
    " AND EXISTS (SELECT 1 FROM person_tag pt WHERE pt.location_id = $1 AND pt.tag_id = tag.id AND pt.person_id = $2)");

STATEMENT find_by_fold = SQL("SELECT id FROM tag WHERE location_id = $1 AND name_fold = $2");

STATEMENT carriers = SQL(
    "SELECT person_id, kind FROM person_tag WHERE location_id = $1 AND tag_id = $2 AND person_id > $3"
    " ORDER BY person_id LIMIT $4");

STATEMENT customer_words = SQL("SELECT tags, search FROM customer WHERE location_id = $1 AND id = $2");
STATEMENT contact_words = SQL("SELECT tags, search FROM contact WHERE location_id = $1 AND id = $2");

STATEMENT set_customer_words = SQL(
    "UPDATE customer SET tags = $3, search = $4, updated_ms = $5, edit = edit + 1, view = view + 1"
    " WHERE location_id = $1 AND id = $2");
STATEMENT set_contact_words = SQL(
    "UPDATE contact SET tags = $3, search = $4, updated_ms = $5, edit = edit + 1, view = view + 1"
    " WHERE location_id = $1 AND id = $2");

STATEMENT pour_links = SQL(
    "INSERT INTO person_tag (location_id, tag_id, person_id, kind)"
    " SELECT location_id, CAST($3 AS BIGINT), person_id, kind FROM person_tag"
    " WHERE location_id = $1 AND tag_id = $2"
    " ON CONFLICT (location_id, tag_id, person_id) DO NOTHING");

STATEMENT unlink_all = SQL("DELETE FROM person_tag WHERE location_id = $1 AND tag_id = $2");

STATEMENT count_anew = SQL(
    "UPDATE tag SET"
    " customers = (SELECT count(*) FROM person_tag pt WHERE pt.location_id = $1 AND pt.tag_id = $2"
    " AND pt.kind = 'customer'),"
    " contacts = (SELECT count(*) FROM person_tag pt WHERE pt.location_id = $1 AND pt.tag_id = $2"
    " AND pt.kind = 'contact')"
    " WHERE location_id = $1 AND id = $2");

STATEMENT delete_one = SQL("DELETE FROM tag WHERE location_id = $1 AND id = $2");

static const struct list_filter filters[] = {
    { .name = "q", .kind = FILTER_SEARCH, .sql = "r.name_fold LIKE ? ESCAPE '\\'", .help = "Part of the name" },
};

static const struct list_sort sorts[] = {
    { .name = "name", .sql = "r.name_fold", .text = true },
};

const struct list_spec tag_list = {
    .resource = &tag_resource,
    .filters = filters,
    .filter_count = (int)(sizeof(filters) / sizeof(filters[0])),
    .sorts = sorts,
    .sort_count = (int)(sizeof(sorts) / sizeof(sorts[0])),
    .default_sort = "name",
};

enum err tag_store_of_person(struct ctx *ctx, id64 person_id, struct tag_refs *out)
{
    struct rows rows;

    out->items = ARENA_ARRAY(ctx->arena, struct tag_ref, TAGS_MOST_PER_PERSON);
    out->count = 0;
    store_query(ctx, &of_person, ARGS(INT(ctx->location_id), INT(person_id)), &rows);
    while (rows_next(&rows) && out->count < TAGS_MOST_PER_PERSON)
        out->items[out->count++] = (struct tag_ref){
            .id = row_int(&rows, 0),
            .name = row_text(&rows, 1),
            .name_fold = row_text(&rows, 2),
        };
    return rows_end(&rows);
}

static struct str kind_text(enum person_kind kind)
{
    return kind == PERSON_CUSTOMER ? STR("customer") : STR("contact");
}

enum err tag_store_count_up(struct ctx *ctx, struct str fold, enum person_kind kind, struct tag_ref *out, bool *found)
{
    struct rows rows;

    *found = store_row(
        ctx, &count_up,
        ARGS(INT(ctx->location_id), TEXT(fold), INT(kind == PERSON_CUSTOMER), INT(kind == PERSON_CONTACT)), &rows);
    if (*found)
        *out = (struct tag_ref){ .id = row_int(&rows, 0), .name = row_text(&rows, 1), .name_fold = fold };
    return rows_end(&rows);
}

enum err tag_store_link(struct ctx *ctx, id64 tag_id, id64 person_id, enum person_kind kind)
{
    return store_exec(ctx, &link_person,
                      ARGS(INT(ctx->location_id), INT(tag_id), INT(person_id), TEXT(kind_text(kind))), NULL);
}

enum err tag_store_unlink(struct ctx *ctx, id64 tag_id, id64 person_id)
{
    struct args args = ARGS(INT(ctx->location_id), INT(tag_id), INT(person_id));

    TRY(store_exec(ctx, &count_down, args, NULL));
    return store_exec(ctx, &unlink_person, args, NULL);
}

enum err tag_store_count_down_person(struct ctx *ctx, id64 person_id)
{
    return store_exec(ctx, &count_down_person, ARGS(INT(ctx->location_id), INT(person_id)), NULL);
}

enum err tag_store_find(struct ctx *ctx, struct str fold, id64 *out)
{
    return store_int(ctx, &find_by_fold, ARGS(INT(ctx->location_id), TEXT(fold)), 0, out);
}

/* ---- the copies in the people's rows --------------------------------------------------------------------- */

/* `to` at the place of `from`; a second one of the same spelling goes, and with an empty `to` the first one too. */
static struct str respelled_tags(struct ctx *ctx, struct str json, const struct tag *from, struct str to)
{
    struct string_list old;
    struct string_list new = { 0 };

    if (!strings_from_json(ctx->arena, json, &old))
        return json;
    struct str to_fold = text_fold(ctx->arena, to);
    bool placed = to.len == 0;
    new.items = ARENA_ARRAY(ctx->arena, struct str, (size_t)old.count + 1);
    for (int i = 0; i < old.count; i++) {
        struct str fold = text_fold(ctx->arena, old.items[i]);
        if (!str_equal(fold, from->name_fold) && !str_equal(fold, to_fold))
            new.items[new.count++] = old.items[i];
        else if (!placed) {
            new.items[new.count++] = to;
            placed = true;
        }
    }
    return strings_json(ctx->arena, &new);
}

/* The search text has each tag, folded, on a line of its own, after all else: takes out the last line that is the old
 * one and puts the new one (if any) in its place. */
static struct str respelled_search(struct ctx *ctx, struct str search, const struct tag *from, struct str to)
{
    struct buf buf;
    struct str to_fold = text_fold(ctx->arena, to);
    size_t end = search.len, begin;

    do {
        begin = end;
        while (begin > 0 && search.ptr[begin - 1] != '\n')
            begin--;
        if (str_equal(str_slice(search, begin, end), from->name_fold))
            break;
        end = begin ? begin - 1 : 0;
    } while (begin > 0);
    if (!str_equal(str_slice(search, begin, end), from->name_fold))
        return search;
    if (to_fold.len == 0)
        begin = begin ? begin - 1 : 0;
    buf_init(&buf, ctx->arena, search.len + to_fold.len + 2);
    buf_add(&buf, str_slice(search, 0, begin));
    buf_add(&buf, to_fold);
    buf_add(&buf, str_slice(search, end, search.len));
    return buf_str(&buf);
}

static enum err respell_person(struct ctx *ctx, id64 person_id, bool is_customer, const struct tag *from, struct str to)
{
    struct rows rows;
    struct args who = ARGS(INT(ctx->location_id), INT(person_id));

    bool found = store_row(ctx, is_customer ? &customer_words : &contact_words, who, &rows);
    struct str tags = found ? row_text(&rows, 0) : STR_EMPTY;
    struct str search = found ? row_text(&rows, 1) : STR_EMPTY;
    TRY(rows_end(&rows));
    if (!found)
        return ERR_OK;
    tags = respelled_tags(ctx, tags, from, to);
    search = respelled_search(ctx, search, from, to);
    return store_exec(ctx, is_customer ? &set_customer_words : &set_contact_words,
                      ARGS(INT(ctx->location_id), INT(person_id), TEXT(tags), TEXT(search), INT(ctx->now_ms)), NULL);
}

struct carrier {
    id64 id;
    bool is_customer;
};

static enum err carriers_after(struct ctx *ctx, id64 tag_id, id64 after, struct carrier *out, int *count)
{
    struct rows rows;

    *count = 0;
    store_query(ctx, &carriers, ARGS(INT(ctx->location_id), INT(tag_id), INT(after), INT(RESPELL_BATCH)), &rows);
    while (rows_next(&rows) && *count < RESPELL_BATCH)
        out[(*count)++] = (struct carrier){
            .id = row_int(&rows, 0),
            .is_customer = str_equal(row_view(&rows, 1), STR("customer")),
        };
    return rows_end(&rows);
}

enum err tag_store_respell(struct ctx *ctx, const struct tag *from, struct str to)
{
    struct carrier batch[RESPELL_BATCH];
    id64 after = 0;
    int count;

    do {
        TRY(carriers_after(ctx, from->id, after, batch, &count));
        for (int i = 0; i < count; i++) {
            struct arena_mark mark = arena_mark(ctx->arena);
            TRY(respell_person(ctx, batch[i].id, batch[i].is_customer, from, to));
            arena_rewind(ctx->arena, mark);
            after = batch[i].id;
        }
    } while (count == RESPELL_BATCH);
    return ERR_OK;
}

enum err tag_store_pour(struct ctx *ctx, id64 from, id64 to)
{
    TRY(store_exec(ctx, &pour_links, ARGS(INT(ctx->location_id), INT(from), INT(to)), NULL));
    TRY(store_exec(ctx, &unlink_all, ARGS(INT(ctx->location_id), INT(from)), NULL));
    return store_exec(ctx, &count_anew, ARGS(INT(ctx->location_id), INT(to)), NULL);
}

enum err tag_store_delete(struct ctx *ctx, id64 id)
{
    TRY(store_exec(ctx, &unlink_all, ARGS(INT(ctx->location_id), INT(id)), NULL));
    return store_exec(ctx, &delete_one, ARGS(INT(ctx->location_id), INT(id)), NULL);
}
