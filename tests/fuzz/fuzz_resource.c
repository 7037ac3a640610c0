/*
 * Any JSON into a table with a field of every type: what is accepted can be answered, stored as a snapshot and read
 * back the same, and what an answer shows is accepted again.
 */
#include "base/text.h"
#include "model/resource.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct item {
    id64 id;
    struct str name;
    struct str note;
    int64_t rank;
    bool open;
    int64_t at_ms;
    struct str day;
    struct str currency;
    int64_t total_minor;
    int64_t tip_minor;
    struct str kind;
    struct str email;
    struct email_list emails;
    struct string_list tags;
    struct external_id_list external_ids;
    struct phone_list phones;
    struct str city;
    struct str country;
    struct str language;
    struct str time_zone;
    struct str colour;
    struct str extra;
    id64 owner_id;
};

static const char *const kinds[] = { "boat", "bike", NULL };

#define RECORD struct item

static const struct field address_fields[] = {
    { FIELD(city), .type = FT_TEXT },
    { FIELD(country), .type = FT_COUNTRY },
};

static const struct field item_fields[] = {
    { FIELD(id), .type = FT_ID, .flags = F_HIDDEN },
    { FIELD(name), .type = FT_TEXT, .flags = F_REQUIRED, .max = 20 },
    { FIELD(note), .type = FT_LINES, .max = 50 },
    { FIELD(rank), .type = FT_INT, .min = -5, .max = 1000 },
    { FIELD(open), .type = FT_BOOL },
    { FIELD_AS("at", at_ms), .type = FT_TIME, .flags = F_LOCAL },
    { FIELD(day), .type = FT_DATE, .flags = F_PAST },
    { FIELD(currency), .type = FT_CURRENCY, .flags = F_HIDDEN },
    { FIELD_AS("total", total_minor), .type = FT_MONEY, .currency = "currency" },
    { FIELD_AS("tip", tip_minor), .type = FT_MONEY, .currency = "currency" },
    { FIELD(kind), .type = FT_CHOICE, .choices = kinds },
    { FIELD(email), .type = FT_EMAIL },
    { FIELD(emails), .type = FT_EMAILS, .most = 3 },
    { FIELD(tags), .type = FT_STRINGS, .max = 5, .most = 4 },
    { FIELD(external_ids), .type = FT_EXTERNAL_IDS, .most = 2 },
    { FIELD(phones), .type = FT_PHONES, .most = 3 },
    { OBJECT("address", address_fields) },
    { FIELD(language), .type = FT_LANGUAGE },
    { FIELD(time_zone), .type = FT_ZONE },
    { FIELD(colour), .type = FT_COLOUR },
    { FIELD(extra), .type = FT_JSON, .flags = F_JSON_OBJECT, .max = 100 },
    { FIELD(owner_id), .type = FT_ID, .prefix = "own" },
};

static const struct resource item_resource = {
    .name = "item",
    .size = sizeof(struct item),
    RESOURCE_FIELDS(item_fields),
};

static void must(bool holds)
{
    if (!holds)
        abort();
}

static struct str shown(struct ctx *ctx, const struct item *item)
{
    struct json_writer w;
    struct buf buf;

    buf_init(&buf, ctx->arena, 512);
    put_begin(&w, &buf);
    resource_put(&w, ctx, &item_resource, item);
    return buf_str(&buf);
}

static void read_again(struct ctx *ctx, const struct item *item)
{
    struct str text = shown(ctx, item), snapshot = resource_snapshot(ctx, &item_resource, item);
    struct item stored = { 0 }, answered = *item;
    json_t *tree;

    must(text_valid(text));
    must(json_read(ctx, snapshot, &tree) == ERR_OK);
    must(resource_from_snapshot(ctx, &item_resource, tree, &stored));
    must(str_equal(resource_snapshot(ctx, &item_resource, &stored), snapshot));
    must(json_read(ctx, text, &tree) == ERR_OK);
    must(resource_read(ctx, &item_resource, tree, READ_PATCH, NULL, &answered, NULL) == ERR_OK);
    must(ctx->problem_count == 0);
    must(str_equal(shown(ctx, &answered), text));
    must(resource_changes(ctx, &item_resource, item, &answered).len == 0);
}

/* The first byte chooses the mode, the rest is the body. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct problem_list warnings = { 0 };
    struct reading reading = { .today = STR("2026-05-01"), .warnings = &warnings };
    struct item item = { .name = STR("before") };
    struct field_set given;
    struct arena arena;
    struct ctx ctx;
    json_t *tree;

    if (size == 0)
        return 0;
    arena_init(&arena);
    ctx_init(&ctx, &arena);
    ctx.time_zone = STR("Europe/Madrid");
    ctx.currency = STR("EUR");
    ctx.country = STR("ES");
    ctx.now_ms = 1777629600000;
    if (json_read(&ctx, (struct str){ (const char *)data + 1, size - 1 }, &tree) == ERR_OK &&
        resource_read(&ctx, &item_resource, tree, (enum read_mode)(data[0] % 3), &reading, &item, &given) == ERR_OK) {
        for (const struct problem *problem = ctx.problems; problem; problem = problem->next)
            must(text_valid(problem->field) && text_valid(problem->detail));
        if (ctx.problem_count == 0 && warnings.count == 0)
            read_again(&ctx, &item);
    }
    arena_clear(&arena);
    return 0;
}
