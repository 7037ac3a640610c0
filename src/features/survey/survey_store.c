/*
 * The SQL of surveys and responses.
 */
#include "features/survey/survey_store.h"

/* clang-format off */
STATEMENT delete_survey = SQL("DELETE FROM survey WHERE location_id = $1 AND id = $2");
STATEMENT count_more = SQL("UPDATE survey SET responses = responses + $3 WHERE location_id = $1 AND id = $2");

STATEMENT add_version = SQL(
    "INSERT INTO survey_version (location_id, survey_id, version, questions, created_ms) VALUES ($1, $2, $3, $4, $5)");
STATEMENT get_version = SQL(
    "SELECT questions, created_ms FROM survey_version WHERE location_id = $1 AND survey_id = $2 AND version = $3");
STATEMENT all_versions = SQL(
    "SELECT questions FROM survey_version WHERE location_id = $1 AND survey_id = $2 ORDER BY version DESC");

STATEMENT find_external = SQL(
    "SELECT id FROM survey_response WHERE location_id = $1 AND source = $2 AND external_id = $3 AND external_id <> ''");
STATEMENT delete_response = SQL("DELETE FROM survey_response WHERE location_id = $1 AND id = $2");

STATEMENT count_of = SQL("SELECT count(*) FROM survey_response WHERE location_id = $1 AND person_id = $2");
STATEMENT ids_of = SQL("SELECT id FROM survey_response WHERE location_id = $1 AND person_id = $2 ORDER BY at_ms, id");

STATEMENT unlink_person = SQL(
    "UPDATE survey_response SET person_id = NULL, kind = '', unlinked = 1, updated_ms = $3, edit = edit + 1"
    " WHERE location_id = $1 AND person_id = $2");
STATEMENT relink = SQL(
    "UPDATE survey_response SET person_id = $3, kind = $4, unlinked = 0, updated_ms = $5, edit = edit + 1"
    " WHERE location_id = $1 AND id = $2 AND person_id IS NULL");
STATEMENT catch_up = SQL(
    "UPDATE survey_response SET person_id = $3, kind = $4, updated_ms = $5, edit = edit + 1"
    " WHERE location_id = $1 AND id >= $2 AND person_id IS NULL AND unlinked = 0 AND erased_ms = 0"
    " AND (booking_id IN (SELECT id FROM booking WHERE location_id = $1 AND customer_id = $3)"
    " OR booking_id IN (SELECT id FROM booking WHERE location_id = $1 AND contact_id = $3))");

STATEMENT tally = SQL(
    "INSERT INTO survey_figure (location_id, survey_id, question_id, value, answers) VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (location_id, survey_id, question_id, value)"
    " DO UPDATE SET answers = survey_figure.answers + excluded.answers");
STATEMENT count_figures = SQL("SELECT count(*) FROM survey_figure WHERE location_id = $1 AND survey_id = $2");
STATEMENT figures_of = SQL(
    "SELECT question_id, value, answers FROM survey_figure WHERE location_id = $1 AND survey_id = $2"
    " ORDER BY question_id, value");

STATEMENT sums_of = SQL(
    "SELECT count(*), count(*) FILTER (WHERE rating_tenths >= 0),"
    " CAST(COALESCE(sum(rating_tenths) FILTER (WHERE rating_tenths >= 0), 0) AS BIGINT),"
    " CAST(COALESCE(sum(scores), 0) AS BIGINT), CAST(COALESCE(sum(promoters), 0) AS BIGINT),"
    " CAST(COALESCE(sum(detractors), 0) AS BIGINT)"
    " FROM survey_response WHERE location_id = $1 AND person_id IN"
    " (SELECT k.id FROM contact k WHERE k.location_id = $1 AND k.customer_id = $2 UNION ALL SELECT CAST($2 AS BIGINT))");

static const struct list_filter response_filters[] = {
    { .name = "from", .kind = FILTER_DAY_FROM, .sql = "r.at_ms >= ?", .help = "On this day or later" },
    { .name = "to", .kind = FILTER_DAY_TO, .sql = "r.at_ms < ?", .help = "On this day or earlier" },
    { .name = "customer_id", .kind = FILTER_ID, .sql = "r.person_id = ?", .prefix = "cus", .help = "Of this customer" },
    { .name = "contact_id", .kind = FILTER_ID, .sql = "r.person_id = ?", .prefix = "con", .help = "Of this contact" },
    { .name = "linked", .kind = FILTER_BOOL, .sql = "r.person_id IS NOT NULL", .help = "Of anybody we know" },
    { .name = "rating_min", .kind = FILTER_INT, .sql = "r.rating_tenths / 10.0 >= ?", .help = "Rated at least" },
    { .name = "rating_max", .kind = FILTER_INT, .sql = "(r.rating_tenths >= 0 AND r.rating_tenths / 10.0 <= ?)", .help = "Rated at most" },
};
/* clang-format on */

const struct list_spec survey_list = {
    .resource = &survey_resource,
    .default_sort = "-created_at",
};

const struct list_spec survey_response_list = {
    .resource = &survey_response_resource,
    .filters = response_filters,
    .filter_count = (int)(sizeof(response_filters) / sizeof(response_filters[0])),
    .default_sort = "-at",
    .complete = survey_response_complete,
};

/* ---- surveys ------------------------------------------------------------------------------------------------- */

enum err survey_get(struct ctx *ctx, id64 id, struct survey *out)
{
    return resource_get(ctx, &survey_resource, ctx->location_id, id, out);
}

enum err survey_store_delete(struct ctx *ctx, id64 id)
{
    return store_exec(ctx, &delete_survey, ARGS(INT(ctx->location_id), INT(id)), NULL);
}

enum err survey_store_count_more(struct ctx *ctx, id64 id, int64_t more)
{
    return store_exec(ctx, &count_more, ARGS(INT(ctx->location_id), INT(id), INT(more)), NULL);
}

enum err survey_store_add_version(struct ctx *ctx, const struct survey *survey)
{
    return store_exec(
        ctx, &add_version,
        ARGS(INT(ctx->location_id), INT(survey->id), INT(survey->version), TEXT(survey->questions), INT(ctx->now_ms)),
        NULL);
}

enum err survey_version_get(struct ctx *ctx, id64 survey_id, int64_t version, struct str *questions, int64_t *at_ms)
{
    struct rows rows;
    bool found = store_row(ctx, &get_version, ARGS(INT(ctx->location_id), INT(survey_id), INT(version)), &rows);

    if (found) {
        *questions = row_text(&rows, 0);
        *at_ms = row_int(&rows, 1);
    }
    TRY(rows_end(&rows));
    return found ? ERR_OK : ERR_NOT_FOUND;
}

/* Adds those that are not there yet. */
static void join(struct ctx *ctx, struct survey_questions *all, const struct survey_questions *more)
{
    struct survey_question *items = ARENA_ARRAY(ctx->arena, struct survey_question, (size_t)(all->count + more->count));

    for (int i = 0; i < all->count; i++)
        items[i] = all->items[i];
    all->items = items;
    for (int i = 0; i < more->count; i++)
        if (!survey_question_find(all, more->items[i].id))
            items[all->count++] = more->items[i];
}

enum err survey_store_all_questions(struct ctx *ctx, id64 survey_id, struct survey_questions *out)
{
    struct rows rows;

    *out = (struct survey_questions){ .count = 0 };
    store_query(ctx, &all_versions, ARGS(INT(ctx->location_id), INT(survey_id)), &rows);
    while (rows_next(&rows)) {
        struct survey_questions questions;
        enum err err = survey_questions_load(ctx, row_text(&rows, 0), &questions);

        if (err != ERR_OK) {
            rows_end(&rows);
            return err;
        }
        join(ctx, out, &questions);
    }
    return rows_end(&rows);
}

/* ---- responses ----------------------------------------------------------------------------------------------- */

enum err survey_response_complete(struct ctx *ctx, void *records, int count)
{
    struct survey_response *all = records;

    for (int i = 0; i < count; i++) {
        all[i].customer_id = str_equal(all[i].kind, STR("customer")) ? all[i].person_id : 0;
        all[i].contact_id = str_equal(all[i].kind, STR("contact")) ? all[i].person_id : 0;
        if (i > 0 && all[i].person_id == all[i - 1].person_id) {
            all[i].person_name = all[i - 1].person_name;
            all[i].view = all[i - 1].view;
        } else {
            TRY(person_name_of(ctx, all[i].person_id, &all[i].person_name, &all[i].view));
        }
        all[i].overall = all[i].rating_tenths < 0
                             ? STR("null")
                             : arena_printf(ctx->arena, "%lld.%lld", (long long)all[i].rating_tenths / 10,
                                            (long long)all[i].rating_tenths % 10);
    }
    return ERR_OK;
}

enum err survey_response_get(struct ctx *ctx, id64 id, struct survey_response *out)
{
    TRY(resource_get(ctx, &survey_response_resource, ctx->location_id, id, out));
    return survey_response_complete(ctx, out, 1);
}

enum err survey_store_find_external(struct ctx *ctx, struct str source, struct str external_id, id64 *out)
{
    return store_int(ctx, &find_external, ARGS(INT(ctx->location_id), TEXT(source), TEXT(external_id)), 0, out);
}

enum err survey_store_delete_response(struct ctx *ctx, id64 id)
{
    return store_exec(ctx, &delete_response, ARGS(INT(ctx->location_id), INT(id)), NULL);
}

enum err survey_store_count_of(struct ctx *ctx, id64 person_id, int64_t *out)
{
    return store_int(ctx, &count_of, ARGS(INT(ctx->location_id), INT(person_id)), 0, out);
}

enum err survey_store_ids_of(struct ctx *ctx, id64 person_id, struct id_set *found)
{
    return store_ids(ctx, &ids_of, ARGS(INT(ctx->location_id), INT(person_id)), found);
}

enum err survey_store_unlink(struct ctx *ctx, id64 person_id)
{
    return store_exec(ctx, &unlink_person, ARGS(INT(ctx->location_id), INT(person_id), INT(ctx->now_ms)), NULL);
}

enum err survey_store_relink(struct ctx *ctx, id64 id, id64 person_id, struct str kind)
{
    return store_exec(ctx, &relink, ARGS(INT(ctx->location_id), INT(id), INT(person_id), TEXT(kind), INT(ctx->now_ms)),
                      NULL);
}

enum err survey_store_catch_up(struct ctx *ctx, id64 person_id, struct str kind, int64_t since_ms, int64_t *linked)
{
    return store_exec(
        ctx, &catch_up,
        ARGS(INT(ctx->location_id), INT(id_floor(since_ms)), INT(person_id), TEXT(kind), INT(ctx->now_ms)), linked);
}

/* ---- figures ------------------------------------------------------------------------------------------------- */

enum err survey_store_tally(struct ctx *ctx, id64 survey_id, struct str question_id, struct str value, int64_t by)
{
    return store_exec(ctx, &tally, ARGS(INT(ctx->location_id), INT(survey_id), TEXT(question_id), TEXT(value), INT(by)),
                      NULL);
}

enum err survey_store_figures(struct ctx *ctx, id64 survey_id, struct survey_figures *out)
{
    struct rows rows;
    int64_t all;

    TRY(store_int(ctx, &count_figures, ARGS(INT(ctx->location_id), INT(survey_id)), 0, &all));
    *out = (struct survey_figures){ .items = ARENA_ARRAY(ctx->arena, struct survey_figure, (size_t)all + 1) };
    store_query(ctx, &figures_of, ARGS(INT(ctx->location_id), INT(survey_id)), &rows);
    while (rows_next(&rows) && out->count < all)
        out->items[out->count++] = (struct survey_figure){ row_text(&rows, 0), row_text(&rows, 1), row_int(&rows, 2) };
    return rows_end(&rows);
}

enum err survey_store_sums(struct ctx *ctx, id64 customer_id, struct survey_sums *out)
{
    struct rows rows;

    *out = (struct survey_sums){ 0 };
    if (store_row(ctx, &sums_of, ARGS(INT(ctx->location_id), INT(customer_id)), &rows))
        *out = (struct survey_sums){ row_int(&rows, 0), row_int(&rows, 1), row_int(&rows, 2),
                                     row_int(&rows, 3), row_int(&rows, 4), row_int(&rows, 5) };
    return rows_end(&rows);
}
