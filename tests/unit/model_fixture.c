#include "model_fixture.h"

#include "base/text.h"

#include <string.h>

static const char start[] =
    "CREATE TABLE thing (\n"
    "    id {{id}}, location_id BIGINT NOT NULL, name TEXT NOT NULL, name_fold TEXT NOT NULL,\n"
    "    note TEXT NOT NULL, rank BIGINT NOT NULL, open BIGINT NOT NULL, at_ms BIGINT NOT NULL,\n"
    "    day TEXT NOT NULL, currency TEXT NOT NULL, total_minor BIGINT NOT NULL,\n"
    "    tip_minor BIGINT NOT NULL, kind TEXT NOT NULL, email TEXT NOT NULL,\n"
    "    emails TEXT NOT NULL, phones TEXT NOT NULL, tags TEXT NOT NULL,\n"
    "    external_ids TEXT NOT NULL, city TEXT NOT NULL, zip TEXT NOT NULL,\n"
    "    country TEXT NOT NULL, language TEXT NOT NULL, time_zone TEXT NOT NULL,\n"
    "    colour TEXT NOT NULL, extra TEXT NOT NULL, owner_id BIGINT, secret TEXT NOT NULL,\n"
    "    archived_ms BIGINT NOT NULL, search TEXT NOT NULL, created_ms BIGINT NOT NULL,\n"
    "    edit BIGINT NOT NULL, view BIGINT NOT NULL)";

const struct embedded_file thing_migrations[] = {
    { "0001_start.sql", (const unsigned char *)start, sizeof(start) - 1 },
    { NULL, NULL, 0 },
};

static const char *const kinds[] = { "boat", "bike", "walk", NULL };

#define RECORD struct thing

static const struct field address_fields[] = {
    { FIELD(city), .type = FT_TEXT, .flags = F_FILTER | F_SORT, .help = "City" },
    { FIELD(zip), .type = FT_TEXT, .max = 20 },
    { FIELD(country), .type = FT_COUNTRY },
};

static const struct field sums_fields[] = {
    { FIELD(doubled), .type = FT_INT, .flags = F_VIRTUAL },
};

static const struct field thing_fields[] = {
    { FIELD(id), .type = FT_ID, .flags = F_READ_ONLY },
    { FIELD(location_id), .type = FT_ID, .flags = F_HIDDEN },
    { FIELD(name), .type = FT_TEXT, .flags = F_REQUIRED | F_FILTER, .max = 20, .help = "What it is called" },
    { FIELD(name_fold), .type = FT_TEXT, .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD(note), .type = FT_LINES, .max = 50 },
    { FIELD(rank), .type = FT_INT, .flags = F_FILTER | F_SORT, .min = -5, .max = 1000 },
    { FIELD(open), .type = FT_BOOL, .flags = F_FILTER },
    { FIELD_AS("at", at_ms), .type = FT_TIME, .flags = F_FILTER | F_SORT | F_LOCAL },
    { FIELD(day), .type = FT_DATE, .flags = F_FILTER | F_PAST },
    { FIELD(currency), .type = FT_CURRENCY, .flags = F_HIDDEN },
    { FIELD_AS("total", total_minor), .type = FT_MONEY, .flags = F_FILTER | F_SORT, .currency = "currency" },
    { FIELD_AS("tip", tip_minor), .type = FT_MONEY, .currency = "currency", .min = 0, .max = 5000 },
    { FIELD(kind), .type = FT_CHOICE, .flags = F_FILTER, .choices = kinds },
    { FIELD(email), .type = FT_EMAIL, .flags = F_FILTER },
    { FIELD(emails), .type = FT_EMAILS, .most = 3 },
    { FIELD(phones), .type = FT_PHONES, .most = 3 },
    { FIELD(tags), .type = FT_STRINGS, .max = 5, .most = 4 },
    { FIELD(external_ids), .type = FT_EXTERNAL_IDS, .most = 2 },
    { OBJECT("address", address_fields) },
    { FIELD(language), .type = FT_LANGUAGE },
    { FIELD(time_zone), .type = FT_ZONE },
    { FIELD(colour), .type = FT_COLOUR },
    { FIELD(extra), .type = FT_JSON, .flags = F_JSON_OBJECT, .max = 40 },
    { FIELD(owner_id), .type = FT_ID, .flags = F_FILTER, .prefix = "own" },
    { FIELD(secret), .type = FT_TEXT, .flags = F_FILTER | F_SORT, .see = SEE_SECRET },
    { FIELD_AS("archived_at", archived_ms), .type = FT_TIME, .flags = F_READ_ONLY },
    { FIELD(search), .type = FT_TEXT, .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD_AS("created_at", created_ms), .type = FT_TIME, .flags = F_CREATE_ONLY },
    { FIELD(edit), .type = FT_INT, .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD(view), .type = FT_INT, .flags = F_HIDDEN | F_NO_AUDIT },
    { FIELD(password), .type = FT_TEXT, .flags = F_VIRTUAL | F_WRITE_ONLY, .min = 10 },
    { OBJECT("sums", sums_fields), .flags = F_READ_ONLY },
};

#undef RECORD

const struct resource thing_resource = {
    .name = "thing",
    .table = "thing",
    .prefix = "thi",
    .size = sizeof(struct thing),
    RESOURCE_FIELDS(thing_fields),
    .help = "A thing of the tests.",
};

static const char *const sizes[] = { "small", "large", NULL };
static const char *const size_sql[] = { "r.rank < 10", "r.rank >= 10 AND r.created_ms <= :now", NULL };

static const struct list_filter filters[] = {
    { .name = "q", .kind = FILTER_SEARCH },
    { .name = "city_fold", .kind = FILTER_FOLD, .sql = "r.name_fold = ?" },
    { .name = "has_all", .kind = FILTER_ALL_FOLD, .sql = "r.search LIKE '%?%' OR r.search LIKE '%' || ? || '%'" },
    { .name = "size", .kind = FILTER_CHOICE, .choices = sizes, .choice_sql = size_sql },
    { .name = "archived", .kind = FILTER_BOOL, .sql = "r.archived_ms <> 0" },
    { .name = "phone", .kind = FILTER_PHONE, .sql = "r.phones LIKE '%' || ? || '%'" },
};

static const struct list_sort sorts[] = {
    { .name = "name", .sql = "r.name_fold", .text = true },
    { .name = "odd", .sql = "r.rank % 3" },
};

static enum err complete(struct ctx *ctx, void *records, int count)
{
    (void)ctx;
    for (int i = 0; i < count; i++)
        ((struct thing *)records)[i].doubled = 2 * ((struct thing *)records)[i].rank;
    return ERR_OK;
}

const struct list_spec thing_list = {
    .resource = &thing_resource,
    .filters = filters,
    .filter_count = (int)(sizeof(filters) / sizeof(filters[0])),
    .sorts = sorts,
    .sort_count = (int)(sizeof(sorts) / sizeof(sorts[0])),
    .default_sort = "-at",
    .scope = "r.archived_ms = 0",
    .scope_unless = "archived",
    .complete = complete,
};

/* 2026-05-01T10:00:00Z */
static const int64_t NOW_MS = 1777629600000;

void thing_ctx(struct ctx *ctx, struct arena *arena)
{
    ctx_init(ctx, arena);
    ctx->now_ms = NOW_MS;
    ctx->location_id = 1;
    ctx->time_zone = STR("Europe/Madrid");
    ctx->currency = STR("EUR");
    ctx->country = STR("ES");
}

int things_setup(void **state)
{
    struct fixture *fixture = fixture_new();

    fixture->migrations = thing_migrations;
    *state = fixture;
    ENSURE(fixture_open(fixture));
    thing_ctx(&fixture->ctx, &fixture->arena);
    return 0;
}

json_t *thing_json(struct ctx *ctx, const char *text)
{
    char *json = arena_cstr(ctx->arena, str_from(text));
    json_t *tree = NULL;

    for (char *at = json; *at; at++)
        if (*at == '\'')
            *at = '"';
    if (json_read(ctx, str_from(json), &tree) != ERR_OK) {
        fprintf(stderr, "%s: %s\n", json, ctx->error_detail.ptr);
        abort();
    }
    return tree;
}

struct str thing_text(struct ctx *ctx, const struct thing *thing)
{
    struct json_writer w;
    struct buf buf;

    buf_init(&buf, ctx->arena, 1024);
    put_begin(&w, &buf);
    resource_put(&w, ctx, &thing_resource, thing);
    return buf_str(&buf);
}

void thing_read(struct ctx *ctx, const char *body, enum read_mode mode, const struct reading *reading,
                struct thing *thing, struct field_set *given)
{
    ENSURE_EQUAL(resource_read(ctx, &thing_resource, thing_json(ctx, body), mode, reading, thing, given), ERR_OK);
}

struct str problems_text(struct arena *arena, const struct problem *first)
{
    struct buf buf;

    buf_init(&buf, arena, 128);
    for (const struct problem *problem = first; problem; problem = problem->next)
        buf_printf(&buf, "%s%.*s %s", buf.len ? "; " : "", STR_PRINT(problem->field), problem->code);
    return buf_str(&buf);
}

enum { PARAMS_MOST = 12 };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- the records ------------------------------------------------------------------------------------------- */

static const char *const names[] = {
    "Ana Ruiz",
    "ana ruiz",
    "\xC3\x81na Ru\xC3\xADz",
    "Bj\xC3\xB6rk",
    "100% boats",
    "under_score",
    "back\\slash",
    "\xE6\x9D\x8E\xE5\xB0\x8F\xE9\xBE\x99",
    "Zo\xC3\xAB",
    "O'Neil?",
};
static const char *const cities[] = { "", "Vigo",
                                      "C\xC3\xA1"
                                      "diz",
                                      "vigo" };
static const char *const some_kinds[] = { "", "boat", "bike", "walk" };

/* A small generator of its own, so that a failure comes again. */
static uint32_t next_number(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525 + 1013904223;
    return (*seed >> 8) % below;
}

void things_make(struct ctx *ctx, int index, struct thing *thing)
{
    uint32_t seed = 17 + 31 * (uint32_t)index;
    struct str number = arena_printf(ctx->arena, "600%06u", next_number(&seed, 1000000));

    next_number(&seed, 2);
    *thing = (struct thing){
        .id = 1000 + 7 * index, .location_id = index < THINGS_ELSEWHERE ? 2 : 1, .edit = 1, .view = 1
    };
    thing->name = str_from(names[next_number(&seed, COUNT(names))]);
    thing->name_fold = text_fold(ctx->arena, thing->name);
    thing->rank = (int64_t)next_number(&seed, 25) - 5;
    thing->open = next_number(&seed, 2);
    thing->at_ms = next_number(&seed, 4) ? APRIL_20_MS + (int64_t)next_number(&seed, 20) * 3600000 * 6 : 0;
    thing->day = next_number(&seed, 3) ? arena_printf(ctx->arena, "2001-0%u-11", 1 + next_number(&seed, 9)) : STR_EMPTY;
    thing->total_minor = (int64_t)next_number(&seed, 6) * 100 - 200;
    thing->currency = STR("EUR");
    thing->kind = str_from(some_kinds[next_number(&seed, COUNT(some_kinds))]);
    thing->email = next_number(&seed, 3) ? STR("shared@example.com") : STR_EMPTY;
    thing->city = str_from(cities[next_number(&seed, COUNT(cities))]);
    thing->owner_id = next_number(&seed, 3) ? 0 : 5 + (id64)next_number(&seed, 2);
    thing->archived_ms = next_number(&seed, 5) ? 0 : 9;
    thing->created_ms = (int64_t)next_number(&seed, 3);
    thing->search = arena_printf(ctx->arena, "\n%.*s\n34%.*s\n", STR_PRINT(thing->name_fold), STR_PRINT(number));
    thing->tags.items = ARENA_ARRAY(ctx->arena, struct str, 1);
    thing->tags.items[0] = thing->name;
    thing->tags.count = 1;
}

static enum err insert_things(struct ctx *ctx, void *data)
{
    struct thing thing;

    (void)data;
    for (int i = 0; i < THINGS_MADE; i++) {
        things_make(ctx, i, &thing);
        TRY(resource_insert(ctx, &thing_resource, &thing));
    }
    return ERR_OK;
}

int things_listed_setup(void **state)
{
    things_setup(state);
    fixture_do(*state, STORE_WRITE, insert_things, NULL);
    return 0;
}

/* ---- asking ------------------------------------------------------------------------------------------------ */

/* "a=b&c=d", plainly written; `more` (may be NULL) likewise. */
static int params_of(struct ctx *ctx, const char *text, const char *more, struct list_param *params)
{
    struct str rest = arena_printf(ctx->arena, "%s%s%s", text, *text && more && *more ? "&" : "", more ? more : "");
    struct str part;
    int count = 0;

    while (str_split(&rest, '&', &part)) {
        size_t equals = str_find(part, '=');

        if (part.len == 0)
            continue;
        ENSURE(count < PARAMS_MOST);
        params[count++] = (struct list_param){ str_slice(part, 0, equals), str_slice(part, equals + 1, part.len) };
    }
    return count;
}

enum err things_try(struct ctx *ctx, const char *text, const char *more, struct list_query **query)
{
    struct list_param params[PARAMS_MOST];
    int count = params_of(ctx, text, more, params);

    return list_ask(ctx, &thing_list, params, count, NULL, query);
}

void things_ask(struct ctx *ctx, const char *text, const char *more, struct list_query **query)
{
    if (things_try(ctx, text, more, query) == ERR_OK)
        return;
    fprintf(stderr, "%s & %s: %s\n", text, more, problems_text(ctx->arena, ctx->problems).ptr);
    abort();
}
