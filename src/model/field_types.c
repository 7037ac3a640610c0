#include "model/field_types.h"

#include "base/clock.h"
#include "base/email.h"
#include "base/region.h"
#include "base/text.h"
#include "base/zone.h"
#include "model/plan.h"

#include <string.h>

enum {
    TEXT_MOST = 100,         /* code points of a text whose table says nothing */
    JSON_MOST_BYTES = 10000, /* likewise */
    LENIENT_TEXT_MOST = 10000,
    LIST_MOST = 20,
    EMAIL_MOST_BYTES = 254
};

static const char FIRST_DATE[] = "1900-01-01";

int64_t field_text_most(const struct field *field)
{
    return field->max ? field->max : field->type == FT_JSON ? JSON_MOST_BYTES : TEXT_MOST;
}

int field_entries_most(const struct field *field)
{
    return field->most ? field->most : LIST_MOST;
}

/* ---- reading ----------------------------------------------------------------------------------------------- */

bool reader_string(struct reader *r, const json_t *value, struct str *out)
{
    if (!json_is_string(value)) {
        reader_problem(r, "wrong_type", "This must be text.");
        return false;
    }
    *out = json_text(value);
    return true;
}

bool reader_text(struct reader *r, struct str typed, bool lines, int64_t most, struct str *out)
{
    struct str text = lines ? text_lines(r->ctx->arena, typed) : text_line(r->ctx->arena, typed);
    size_t length = text_length(text);

    if (length > (size_t)most) {
        const char *sentence = "At most %lld characters; these are %zu.";

        if (r->mode != READ_LENIENT || length > LENIENT_TEXT_MOST) {
            reader_problem(r, "too_long", sentence, (long long)most, length);
            return false;
        }
        reader_kept(r, "too_long", sentence, (long long)most, length);
    }
    *out = text;
    return true;
}

static void text_read(struct reader *r, const json_t *value, void *member)
{
    const struct field *field = r->at->field;
    struct str typed, text;

    if (!reader_string(r, value, &typed) ||
        !reader_text(r, typed, field->type == FT_LINES, field_text_most(field), &text))
        return;
    if (text.len && (int64_t)text_length(text) < field->min) {
        reader_problem(r, "too_short", "At least %lld characters.", (long long)field->min);
        return;
    }
    *(struct str *)member = text;
}

/* The trimmed text of a coded value (a date, a country); false when refused or when it was empty, which clears. */
static bool coded_text(struct reader *r, const json_t *value, struct str *member, struct str *out)
{
    struct str typed;

    if (!reader_string(r, value, &typed))
        return false;
    *out = str_trim(typed);
    if (out->len)
        return true;
    *member = STR_EMPTY;
    return false;
}

static bool within(struct reader *r, int64_t value)
{
    const struct field *field = r->at->field;

    if (field->max && value > field->max)
        reader_problem(r, "out_of_range", "At most %lld.", (long long)field->max);
    else if ((field->max || field->min) && value < field->min)
        reader_problem(r, "out_of_range", "At least %lld.", (long long)field->min);
    else
        return true;
    return false;
}

static void int_read(struct reader *r, const json_t *value, void *member)
{
    if (!json_is_integer(value))
        reader_problem(r, "wrong_type", "This must be a whole number.");
    else if (within(r, json_integer_value(value)))
        *(int64_t *)member = json_integer_value(value);
}

static void bool_read(struct reader *r, const json_t *value, void *member)
{
    if (json_is_boolean(value))
        *(bool *)member = json_is_true(value);
    else
        reader_problem(r, "wrong_type", "This must be true or false.");
}

static void id_read(struct reader *r, const json_t *value, void *member)
{
    struct str text = STR_EMPTY;
    id64 id;

    if (!reader_string(r, value, &text))
        return;
    id = id_parse(r->at->field->prefix, str_trim(text));
    if (id || str_trim(text).len == 0)
        *(id64 *)member = id;
    else if (r->at->field->prefix)
        reader_problem(r, "invalid", "This is not an id that begins with %s_.", r->at->field->prefix);
    else
        reader_problem(r, "invalid", "This is not an id.");
}

static void time_read(struct reader *r, const json_t *value, void *member)
{
    struct str typed, text;
    bool local = r->at->field->flags & F_LOCAL;
    int64_t ms = 0;

    if (!reader_string(r, value, &typed))
        return;
    text = str_trim(typed);
    if (text.len && !time_parse(text, &ms) && !(local && zone_parse_local(r->ctx->time_zone, text, &ms))) {
        reader_problem(r, "invalid", "This is not a time like 2026-05-01T09:30:00Z%s.",
                       local ? " or 2026-05-01T09:30" : "");
        return;
    }
    if (text.len && ms == 0) {
        reader_problem(r, "out_of_range", "The first moment of 1970 stands for no time at all.");
        return;
    }
    *(int64_t *)member = ms;
}

static struct str today_of(const struct reader *r)
{
    if (r->reading && r->reading->today.len)
        return r->reading->today;
    return date_text(r->ctx->arena, zone_day(r->ctx->time_zone, r->ctx->now_ms));
}

static void date_read(struct reader *r, const json_t *value, void *member)
{
    struct str text;
    int64_t day;

    if (!coded_text(r, value, member, &text))
        return;
    if (!date_parse(text, &day))
        reader_problem(r, "invalid", "This is not a date like 1988-02-11.");
    else if (str_compare(text, str_from(FIRST_DATE)) < 0)
        reader_problem(r, "out_of_range", "Dates begin with %s.", FIRST_DATE);
    else if ((r->at->field->flags & F_PAST) && str_compare(text, today_of(r)) > 0)
        reader_problem(r, "out_of_range", "This date lies ahead.");
    else
        *(struct str *)member = arena_str(r->ctx->arena, text);
}

static void choice_read(struct reader *r, const json_t *value, void *member)
{
    struct buf all;
    struct str text;

    if (!coded_text(r, value, member, &text))
        return;
    buf_init(&all, r->ctx->arena, 128);
    for (const char *const *choice = r->at->field->choices; *choice; choice++) {
        if (str_equal(text, str_from(*choice))) {
            *(struct str *)member = str_from(*choice);
            return;
        }
        buf_printf(&all, "%s%s", all.len ? ", " : "", *choice);
    }
    reader_problem(r, "not_a_choice", "One of %s.", all.ptr);
}

static void email_read(struct reader *r, const json_t *value, void *member)
{
    const char *why = NULL;
    struct str typed, text;

    if (!coded_text(r, value, member, &typed))
        return;
    if (email_normal(r->ctx->arena, typed, &text, &why)) {
        *(struct str *)member = text;
        return;
    }
    if (r->mode == READ_LENIENT && reader_text(r, typed, false, LENIENT_TEXT_MOST, &text)) {
        *(struct str *)member = text;
        reader_kept(r, "invalid", "%s", why);
    } else if (r->mode != READ_LENIENT) {
        reader_problem(r, "invalid", "%s", why);
    }
}

static struct str upper_ascii(struct arena *arena, struct str s)
{
    char *text = arena_cstr(arena, s);

    for (size_t i = 0; i < s.len; i++)
        if (text[i] >= 'a' && text[i] <= 'z')
            text[i] = (char)(text[i] - 'a' + 'A');
    return (struct str){ text, s.len };
}

static void country_read(struct reader *r, const json_t *value, void *member)
{
    struct str text;

    if (!coded_text(r, value, member, &text))
        return;
    text = upper_ascii(r->ctx->arena, text);
    if (country_known(text))
        *(struct str *)member = text;
    else
        reader_problem(r, "invalid", "This is not a country code of two letters (ISO 3166) like ES.");
}

static void currency_read(struct reader *r, const json_t *value, void *member)
{
    struct str text;

    if (!coded_text(r, value, member, &text))
        return;
    text = upper_ascii(r->ctx->arena, text);
    if (currency_known(text))
        *(struct str *)member = text;
    else
        reader_problem(r, "invalid", "This is not a currency code of three letters (ISO 4217) like EUR.");
}

static void language_read(struct reader *r, const json_t *value, void *member)
{
    struct str text;

    if (coded_text(r, value, member, &text) && !language_normal(r->ctx->arena, text, member))
        reader_problem(r, "invalid", "This is not a language tag (BCP 47) like es or pt-BR.");
}

static void zone_read(struct reader *r, const json_t *value, void *member)
{
    struct str text;

    if (!coded_text(r, value, member, &text))
        return;
    if (zone_known(text))
        *(struct str *)member = arena_str(r->ctx->arena, text);
    else
        reader_problem(r, "invalid", "This is not a time zone like Europe/Madrid.");
}

static bool is_colour(struct str text)
{
    if (text.len != 7 || text.ptr[0] != '#')
        return false;
    for (size_t i = 1; i < text.len; i++)
        if (!memchr("0123456789abcdefABCDEF", text.ptr[i], 22))
            return false;
    return true;
}

static void colour_read(struct reader *r, const json_t *value, void *member)
{
    struct str text;
    char *lower;

    if (!coded_text(r, value, member, &text))
        return;
    if (!is_colour(text)) {
        reader_problem(r, "invalid", "This is not a colour like #c2410c.");
        return;
    }
    lower = arena_cstr(r->ctx->arena, text);
    for (size_t i = 1; i < text.len; i++)
        if (lower[i] >= 'A' && lower[i] <= 'F')
            lower[i] = (char)(lower[i] - 'A' + 'a');
    *(struct str *)member = (struct str){ lower, text.len };
}

static void json_read_member(struct reader *r, const json_t *value, void *member)
{
    struct str text;

    if ((r->at->field->flags & F_JSON_OBJECT) && !json_is_object(value)) {
        reader_problem(r, "wrong_type", "This must be an object.");
        return;
    }
    text = json_dump_text(r->ctx->arena, value);
    if (text.len > (size_t)field_text_most(r->at->field))
        reader_problem(r, "too_long", "At most %lld bytes of JSON; these are %zu.",
                       (long long)field_text_most(r->at->field), text.len);
    else
        *(struct str *)member = text;
}

/* ---- putting ----------------------------------------------------------------------------------------------- */

static void text_put(struct json_writer *w, const struct ctx *ctx, const struct plan_field *at, const void *record)
{
    (void)ctx;
    put_string_or_null(w, *(const struct str *)plan_member_of(at, record));
}

static void int_put(struct json_writer *w, const struct ctx *ctx, const struct plan_field *at, const void *record)
{
    (void)ctx;
    put_int(w, *(const int64_t *)plan_member_of(at, record));
}

static void bool_put(struct json_writer *w, const struct ctx *ctx, const struct plan_field *at, const void *record)
{
    (void)ctx;
    put_bool(w, *(const bool *)plan_member_of(at, record));
}

static void time_put(struct json_writer *w, const struct ctx *ctx, const struct plan_field *at, const void *record)
{
    (void)ctx;
    put_time(w, *(const int64_t *)plan_member_of(at, record));
}

static void id_put(struct json_writer *w, const struct ctx *ctx, const struct plan_field *at, const void *record)
{
    (void)ctx;
    put_id(w, at->prefix, *(const id64 *)plan_member_of(at, record));
}

static void json_put(struct json_writer *w, const struct ctx *ctx, const struct plan_field *at, const void *record)
{
    struct str json = *(const struct str *)plan_member_of(at, record);

    (void)ctx;
    if (json.len)
        put_raw(w, json);
    else
        put_raw(w, at->field->flags & F_JSON_OBJECT ? STR("{}") : STR("null"));
}

/* Lists: the JSON of the row as it is, where it was kept. */
#define LIST_PUT(name)                                                                                                  \
    static void name##_put_member(struct json_writer *w, const struct ctx *ctx, const struct plan_field *at,          \
                                  const void *record)                                                                 \
    {                                                                                                                 \
        (void)ctx;                                                                                                    \
        name##_put(w, plan_member_of(at, record));                                                                    \
    }
LIST_PUT(strings)
LIST_PUT(emails)
LIST_PUT(phones)
LIST_PUT(external_ids)

/* ---- binding and loading ----------------------------------------------------------------------------------- */

static struct arg text_bind(struct arena *arena, const struct plan_field *at, const void *member)
{
    (void)arena, (void)at;
    return TEXT(*(const struct str *)member);
}

static struct arg int_bind(struct arena *arena, const struct plan_field *at, const void *member)
{
    (void)arena, (void)at;
    return INT(*(const int64_t *)member);
}

static struct arg bool_bind(struct arena *arena, const struct plan_field *at, const void *member)
{
    (void)arena, (void)at;
    return INT(*(const bool *)member);
}

/* A link may be absent; a record's own id and its location are always there. */
static struct arg id_bind(struct arena *arena, const struct plan_field *at, const void *member)
{
    id64 id = *(const id64 *)member;

    (void)arena;
    if (strcmp(at->field->column, "id") == 0 || strcmp(at->field->column, "location_id") == 0)
        return INT(id);
    return LINK(id);
}

#define LIST_BIND(name, type)                                                                                           \
    static struct arg name##_bind(struct arena *arena, const struct plan_field *at, const void *member)               \
    {                                                                                                                 \
        const struct type *list = member;                                                                             \
                                                                                                        \
        (void)at;                                                                                                     \
        return TEXT(list->json.len ? list->json : name##_json(arena, list));                                          \
    }
LIST_BIND(strings, string_list)
LIST_BIND(emails, email_list)
LIST_BIND(phones, phone_list)
LIST_BIND(external_ids, external_id_list)

static bool text_load(struct arena *arena, struct cell cell, bool raw, void *member)
{
    (void)arena, (void)raw;
    *(struct str *)member = cell.text;
    return true;
}

static bool int_load(struct arena *arena, struct cell cell, bool raw, void *member)
{
    (void)arena, (void)raw;
    *(int64_t *)member = cell.integer;
    return true;
}

static bool bool_load(struct arena *arena, struct cell cell, bool raw, void *member)
{
    (void)arena, (void)raw;
    *(bool *)member = cell.integer != 0;
    return true;
}

#define LIST_LOAD(name, type)                                                                                           \
    static bool name##_load(struct arena *arena, struct cell cell, bool raw, void *member)                            \
    {                                                                                                                 \
        struct type *list = member;                                                                                   \
                                                                                           \
        if (!raw)                                                                                                     \
            return name##_from_json(arena, cell.text, list);                                                          \
        *list = (struct type){ .json = cell.text.len ? cell.text : STR("[]") };                                       \
        return true;                                                                                                  \
    }
LIST_LOAD(strings, string_list)
LIST_LOAD(emails, email_list)
LIST_LOAD(phones, phone_list)
LIST_LOAD(external_ids, external_id_list)

/* ---- comparing --------------------------------------------------------------------------------------------- */

static bool text_equal(const void *a, const void *b)
{
    return str_equal(*(const struct str *)a, *(const struct str *)b);
}

/* No object and an empty one are shown the same, and are. */
static bool json_same(const void *a, const void *b)
{
    struct str one = *(const struct str *)a, other = *(const struct str *)b;

    return str_equal(one.len ? one : STR("{}"), other.len ? other : STR("{}"));
}

static bool int_equal(const void *a, const void *b)
{
    return *(const int64_t *)a == *(const int64_t *)b;
}

static bool bool_equal(const void *a, const void *b)
{
    return *(const bool *)a == *(const bool *)b;
}

static bool text_empty(const void *member)
{
    return ((const struct str *)member)->len == 0;
}

static bool int_empty(const void *member)
{
    return *(const int64_t *)member == 0;
}

static bool bool_empty(const void *member)
{
    return !*(const bool *)member;
}

#define LIST_EMPTY(name, type)                                                                                          \
    static bool name##_empty(const void *member)                                                                      \
    {                                                                                                                 \
        return ((const struct type *)member)->count == 0;                                                             \
    }
LIST_EMPTY(strings, string_list)
LIST_EMPTY(emails, email_list)
LIST_EMPTY(phones, phone_list)
LIST_EMPTY(external_ids, external_id_list)

/* ---- the table --------------------------------------------------------------------------------------------- */

#define TEXT_OPS                                                                                                      \
    .storage = STORED_TEXT, .text = true, .bind = text_bind, .load = text_load, .equal = text_equal,                  \
    .empty = text_empty, .size = sizeof(struct str)
#define INT_OPS .storage = STORED_INT, .load = int_load, .equal = int_equal, .empty = int_empty, .size = sizeof(int64_t)
#define LIST_OPS(name, type)                                                                                          \
    .storage = STORED_TEXT, .read = name##_read, .put = name##_put_member, .bind = name##_bind, .load = name##_load,  \
    .equal = name##_equal, .empty = name##_empty, .size = sizeof(struct type), .schema = name##_schema, .filter = -1

const struct field_ops field_ops[] = {
    [FT_ID] = { INT_OPS, .read = id_read, .put = id_put, .bind = id_bind, .schema = id_schema, .filter = FILTER_ID },
    [FT_TEXT] = { TEXT_OPS, .read = text_read, .put = text_put, .schema = text_schema, .filter = FILTER_TEXT },
    [FT_LINES] = { TEXT_OPS, .read = text_read, .put = text_put, .schema = text_schema, .filter = -1 },
    [FT_INT] = { INT_OPS, .read = int_read, .put = int_put, .bind = int_bind, .schema = int_schema, .counts = true,
                 .filter = FILTER_INT, .range = RANGE_NUMBER },
    [FT_BOOL] = { .storage = STORED_INT,
                  .read = bool_read,
                  .put = bool_put,
                  .bind = bool_bind,
                  .load = bool_load,
                  .equal = bool_equal,
                  .empty = bool_empty,
                  .size = sizeof(bool),
                  .schema = bool_schema,
                  .counts = true,
                  .filter = FILTER_BOOL },
    [FT_TIME] = { INT_OPS, .read = time_read, .put = time_put, .bind = int_bind, .schema = time_schema, .filter = -1,
                  .range = RANGE_TIME },
    [FT_DATE] = { TEXT_OPS, .read = date_read, .put = text_put, .schema = date_schema, .filter = FILTER_DATE,
                  .range = RANGE_DATE },
    [FT_MONEY] = { INT_OPS, .read = money_read, .put = money_put, .bind = int_bind, .schema = money_schema,
                   .counts = true, .filter = -1, .range = RANGE_NUMBER },
    [FT_CHOICE] = { TEXT_OPS, .read = choice_read, .put = text_put, .schema = choice_schema, .filter = FILTER_CHOICE },
    [FT_EMAIL] = { TEXT_OPS, .read = email_read, .put = text_put, .schema = email_schema, .filter = FILTER_EMAIL },
    [FT_COUNTRY] = { TEXT_OPS, .read = country_read, .put = text_put, .schema = code_schema, .filter = FILTER_TEXT },
    [FT_CURRENCY] = { TEXT_OPS, .read = currency_read, .put = text_put, .schema = code_schema, .filter = FILTER_TEXT },
    [FT_LANGUAGE] = { TEXT_OPS, .read = language_read, .put = text_put, .schema = code_schema, .filter = FILTER_TEXT },
    [FT_ZONE] = { TEXT_OPS, .read = zone_read, .put = text_put, .schema = code_schema, .filter = FILTER_TEXT },
    [FT_COLOUR] = { TEXT_OPS, .read = colour_read, .put = text_put, .schema = code_schema, .filter = FILTER_TEXT },
    [FT_STRINGS] = { LIST_OPS(strings, string_list) },
    [FT_EMAILS] = { LIST_OPS(emails, email_list) },
    [FT_PHONES] = { LIST_OPS(phones, phone_list) },
    [FT_EXTERNAL_IDS] = { LIST_OPS(external_ids, external_id_list) },
    [FT_OBJECT] = { .storage = STORED_NOWHERE, .filter = -1 },
    [FT_JSON] = { .storage = STORED_TEXT,
                  .text = true,
                  .read = json_read_member,
                  .put = json_put,
                  .bind = text_bind,
                  .load = text_load,
                  .equal = json_same,
                  .empty = text_empty,
                  .size = sizeof(struct str),
                  .schema = json_schema,
                  .filter = -1 },
};
