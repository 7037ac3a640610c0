#include "model/list_query.h"

#include "base/clock.h"
#include "base/email.h"
#include "base/phone.h"
#include "base/text.h"
#include "base/zone.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { VALUE_MOST = 300, SEARCH_MOST = 200, SEARCH_WORDS_MOST = 12, DIGITS_LEAST = 3, SENTENCE_BYTES = 512 };

static const char SEARCHED[] = "r.search";

void asked_problem(struct asked *asked, struct str name, const char *code, const char *format, ...)
{
    char sentence[SENTENCE_BYTES];
    struct str field = arena_printf(asked->ctx->arena, "%s%.*s", asked->prefix, STR_PRINT(text_cut(name, 100)));
    va_list args;

    va_start(args, format);
    vsnprintf(sentence, sizeof(sentence), format, args);
    va_end(args);
    problem_add(asked->ctx, field, code, "%s", sentence);
    asked->problems++;
}

/* ---- one value --------------------------------------------------------------------------------------------- */

/* What a value means; NULL when it was understood, else the sentence that says why not. */
typedef const char *read_value(struct ctx *ctx, const struct list_filter *filter, struct str value, struct arg *out);

static const char *read_text(struct ctx *ctx, const struct list_filter *filter, struct str value, struct arg *out)
{
    (void)filter;
    *out = TEXT(text_line(ctx->arena, value));
    return NULL;
}

static const char *read_fold(struct ctx *ctx, const struct list_filter *filter, struct str value, struct arg *out)
{
    (void)filter;
    *out = TEXT(text_fold(ctx->arena, text_line(ctx->arena, value)));
    return NULL;
}

static const char *read_bool(struct ctx *ctx, const struct list_filter *filter, struct str value, struct arg *out)
{
    (void)ctx, (void)filter;
    *out = INT(str_equal(value, STR("true")));
    return out->integer || str_equal(value, STR("false")) ? NULL : "This must be true or false.";
}

static const char *read_day(struct ctx *ctx, const struct list_filter *filter, struct str value, struct arg *out)
{
    int64_t day;

    if (!date_parse(value, &day))
        return "This must be a day like 2026-05-01.";
    *out = INT(zone_day_start_ms(ctx->time_zone, day + (filter->kind == FILTER_DAY_TO)));
    return NULL;
}

static const char *read_date(struct ctx *ctx, const struct list_filter *filter, struct str value, struct arg *out)
{
    int64_t day;

    (void)filter;
    *out = TEXT(arena_str(ctx->arena, value));
    return date_parse(value, &day) ? NULL : "This must be a day like 2026-05-01.";
}

static const char *read_int(struct ctx *ctx, const struct list_filter *filter, struct str value, struct arg *out)
{
    int64_t number;

    (void)ctx, (void)filter;
    if (!str_to_int(value, &number))
        return "This must be a whole number.";
    *out = INT(number);
    return NULL;
}

static const char *read_id(struct ctx *ctx, const struct list_filter *filter, struct str value, struct arg *out)
{
    if (filter->prefix && strcmp(filter->prefix, "usr") == 0 && str_equal(value, STR("me"))) {
        *out = INT(ctx->actor.kind == ACTOR_USER ? ctx->actor.id : 0);
        return out->integer ? NULL : "Only a person who is signed in can say me.";
    }
    *out = INT(id_parse(filter->prefix, value));
    return out->integer ? NULL : "This is not an id of the right kind.";
}

static const char *read_email(struct ctx *ctx, const struct list_filter *filter, struct str value, struct arg *out)
{
    const char *why = NULL;
    struct str address;

    (void)filter;
    if (!email_normal(ctx->arena, value, &address, &why))
        return why;
    *out = TEXT(address);
    return NULL;
}

static const char *read_phone(struct ctx *ctx, const struct list_filter *filter, struct str value, struct arg *out)
{
    struct phone_number number;

    (void)filter;
    phone_parse(ctx->arena, value, ctx->country, &number);
    *out = TEXT(number.e164);
    return number.e164.len ? NULL : "This is not a full phone number.";
}

static read_value *const value_readers[] = {
    [FILTER_TEXT] = read_text,   [FILTER_FOLD] = read_fold,    [FILTER_ALL_FOLD] = read_fold,
    [FILTER_CHOICE] = read_text, [FILTER_BOOL] = read_bool,    [FILTER_DAY_FROM] = read_day,
    [FILTER_DAY_TO] = read_day,  [FILTER_DATE] = read_date,    [FILTER_INT] = read_int,
    [FILTER_ID] = read_id,       [FILTER_EMAIL] = read_email,  [FILTER_PHONE] = read_phone,
    [FILTER_SEARCH] = read_fold,
};

/* ---- a search ---------------------------------------------------------------------------------------------- */

/* "%word%", with LIKE's own characters made plain. */
static struct arg pattern(struct arena *arena, struct str word)
{
    struct buf buf;

    buf_init(&buf, arena, word.len + 8);
    buf_add_char(&buf, '%');
    for (size_t i = 0; i < word.len; i++) {
        if (word.ptr[i] == '%' || word.ptr[i] == '_' || word.ptr[i] == '\\')
            buf_add_char(&buf, '\\');
        buf_add_char(&buf, word.ptr[i]);
    }
    buf_add_char(&buf, '%');
    return TEXT(buf_str(&buf));
}

/* Digits and what people write between them, three digits at least. */
static bool is_number(struct str text)
{
    int digits = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
            digits++;
        else if (!memchr(" +-()./", text.ptr[i], 7))
            return false;
    }
    return digits >= DIGITS_LEAST;
}

static const char *search_sql(struct arena *arena, const struct list_filter *filter)
{
    const char *searched = filter->sql ? filter->sql : SEARCHED;

    return strchr(searched, '?') ? searched : arena_printf(arena, "%s LIKE ? ESCAPE '\\'", searched).ptr;
}

/* Every word must be inside. A number is looked for as a run of digits, however it is written there or here, and as
 * it was typed (a confirmation code may be made of digits and hyphens). */
static void ask_search(struct asked *asked, const struct list_filter *filter, struct str typed)
{
    struct ctx *ctx = asked->ctx;
    struct condition *condition = &asked->query->conditions[asked->query->condition_count];
    struct str folded = text_fold(ctx->arena, text_line(ctx->arena, typed)), rest = folded, word;

    if (text_length(typed) > SEARCH_MOST) {
        asked_problem(asked, str_from(filter->name), "too_long", "At most %d characters.", SEARCH_MOST);
        return;
    }
    if (folded.len == 0)
        return;
    *condition = (struct condition){ .filter = filter, .all = true };
    condition->sql = search_sql(ctx->arena, filter);
    condition->values = ARENA_ARRAY(ctx->arena, struct arg, SEARCH_WORDS_MOST);
    if (is_number(folded)) {
        struct str digits = phone_digits(ctx->arena, folded);

        condition->all = false;
        condition->values[condition->count++] = pattern(ctx->arena, digits);
        if (!str_equal(digits, folded))
            condition->values[condition->count++] = pattern(ctx->arena, folded);
    } else {
        while (condition->count < SEARCH_WORDS_MOST && str_split(&rest, ' ', &word))
            if (word.len)
                condition->values[condition->count++] = pattern(ctx->arena, word);
    }
    asked->query->search = true;
    asked->query->condition_count++;
}

/* ---- a filter ---------------------------------------------------------------------------------------------- */

static int choice_index(const struct list_filter *filter, struct str value)
{
    for (int i = 0; filter->choices[i]; i++)
        if (str_equal(value, str_from(filter->choices[i])))
            return i;
    return -1;
}

static bool ask_value(struct asked *asked, const struct list_filter *filter, struct condition *condition,
                      struct str value)
{
    struct str name = str_from(filter->name);
    const char *why;
    int choice = -1;

    if (text_length(value) > VALUE_MOST) {
        asked_problem(asked, name, "too_long", "At most %d characters.", VALUE_MOST);
        return false;
    }
    if (filter->choices && (choice = choice_index(filter, value)) < 0) {
        asked_problem(asked, name, "not_a_choice", "There is no choice \"%.*s\" here.", STR_PRINT(text_cut(value, 50)));
        return false;
    }
    why = value_readers[filter->kind](asked->ctx, filter, value, &condition->values[condition->count]);
    if (why) {
        asked_problem(asked, name, "invalid", "%s", why);
        return false;
    }
    if (condition->fragments)
        condition->fragments[condition->count] = filter->choice_sql[choice];
    condition->count++;
    return true;
}

/* The number of alternatives is rounded up by repeating the last one: fewer different statements to prepare. */
static void round_up(struct condition *condition)
{
    int wanted = 1;

    while (wanted < condition->count)
        wanted *= 2;
    while (condition->count < wanted) {
        condition->values[condition->count] = condition->values[condition->count - 1];
        condition->count++;
    }
}

void ask_filter(struct asked *asked, const struct list_filter *filter, const struct str *values, int count)
{
    struct condition *condition = &asked->query->conditions[asked->query->condition_count];
    struct str name = str_from(filter->name);

    if (count > 1 && !filter_repeats(filter->kind)) {
        asked_problem(asked, name, "duplicate", "This can be given once only.");
        return;
    }
    if (count > LIST_VALUES_MOST) {
        asked_problem(asked, name, "too_many", "At most %d values.", LIST_VALUES_MOST);
        return;
    }
    if (filter->kind == FILTER_SEARCH) {
        ask_search(asked, filter, values[0]);
        return;
    }
    *condition = (struct condition){ .filter = filter, .sql = filter->sql, .all = filter->kind == FILTER_ALL_FOLD };
    condition->values = ARENA_ARRAY(asked->ctx->arena, struct arg, 2 * LIST_VALUES_MOST);
    if (!filter->sql)
        condition->fragments = ARENA_ARRAY(asked->ctx->arena, const char *, 2 * LIST_VALUES_MOST);
    for (int i = 0; i < count; i++)
        if (!ask_value(asked, filter, condition, values[i]))
            return;
    condition->negated = filter->kind == FILTER_BOOL && condition->values[0].integer == 0;
    if (!condition->fragments)
        round_up(condition);
    asked->query->condition_count++;
}
