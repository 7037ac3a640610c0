/*
 * The options of an import: one table for the command line and the API.
 */
#include "features/import/import.h"

#include "features/import/import_values.h"

enum { OPTION_MOST_BYTES = 8000, SOURCE_MOST_BYTES = 100 };

typedef enum err setter(struct ctx *ctx, const struct import_option *option, struct str value,
                        struct import_options *options);

static setter set_text, set_pairs, set_flag, set_source, set_date_format, set_separator, set_decimal, set_existing;

#define TEXT_OPTION(member_) .set = set_text, .member = offsetof(struct import_options, member_)
#define PAIRS_OPTION(member_) .set = set_pairs, .member = offsetof(struct import_options, member_)
#define FLAG_OPTION(member_) .set = set_flag, .member = offsetof(struct import_options, member_)

const struct import_option import_option_list[] = {
    { "map", "PAIRS", PAIRS_OPTION(map),
      .help = "which column fills what, by header or number: name=Customer,starts_at=3,notes=\"{4}, {5}\"" },
    { "set", "PAIRS", PAIRS_OPTION(set),
      .help = "for rows in which no column says it: status=completed,activity=Order" },
    { "external-id", "COLUMN", TEXT_OPTION(external_id),
      .help = "tells the records of the other system apart; \"line\": the line's number" },
    { "source", "NAME", .set = set_source, .member = offsetof(struct import_options, source),
      .help = "the other system's name; needed with external ids" },
    { "date-format", "FORMAT", .set = set_date_format, .member = offsetof(struct import_options, date_format),
      .help = "how days and times are written: %d/%m/%Y %H:%M; several apart by |" },
    { "separator", "CHARACTER", .set = set_separator,
      .help = "between cells: , ; | tab, or \"space\" for runs of spaces (guessed)" },
    { "decimal", "CHARACTER", .set = set_decimal, .help = "the decimal point of amounts, . or , (guessed)" },
    { "minor-units", NULL, FLAG_OPTION(minor_units), .help = "amounts are cents" },
    { "status-map", "PAIRS", PAIRS_OPTION(status_map),
      .help = "what other words for a status mean: Check-Out=completed" },
    { "existing", "WHAT", .set = set_existing, .customers_only = true,
      .help = "a customer who is here already: update, fill (only what is empty) or skip" },
    { "skip-title", NULL, FLAG_OPTION(skip_title), .help = "a title stands above the header" },
    { "no-header", NULL, FLAG_OPTION(no_header), .help = "the first line is a row already" },
    { "dry-run", NULL, FLAG_OPTION(dry_run), .help = "judge every row and write nothing" },
    { NULL, NULL, .set = NULL },
};

/* A hyphen and an underscore are the same: the API's parameters have underscores. */
static bool is_named(const char *option, struct str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (option[i] != (name.ptr[i] == '_' ? '-' : name.ptr[i]))
            return false;
    return option[name.len] == '\0';
}

enum err import_option_set(struct ctx *ctx, struct import_options *options, struct str name, struct str value)
{
    for (const struct import_option *option = import_option_list; option->name; option++)
        if (is_named(option->name, name) && (!option->customers_only || options->kind == IMPORT_CUSTOMERS))
            return option->set(ctx, option, value, options);
    return ERR_NOT_FOUND;
}

const char *import_verdict_name(enum import_verdict verdict)
{
    static const char *const names[IMPORT_VERDICTS] = { "made", "changed", "unchanged", "refused" };

    return names[verdict];
}

/* ---- values */

static enum err set_text(struct ctx *ctx, const struct import_option *option, struct str value,
                         struct import_options *options)
{
    if (value.len > OPTION_MOST_BYTES)
        return fail(ctx, ERR_BAD_REQUEST, "%s is longer than %d bytes", option->name, OPTION_MOST_BYTES);
    *(struct str *)((char *)options + option->member) = value;
    return ERR_OK;
}

/* May be given more than once. */
static enum err set_pairs(struct ctx *ctx, const struct import_option *option, struct str value,
                          struct import_options *options)
{
    struct str before = *(struct str *)((char *)options + option->member);

    if (before.len)
        value = arena_printf(ctx->arena, "%.*s,%.*s", STR_PRINT(before), STR_PRINT(value));
    return set_text(ctx, option, value, options);
}

static enum err set_flag(struct ctx *ctx, const struct import_option *option, struct str value,
                         struct import_options *options)
{
    bool is_true = str_equal(value, STR("true"));

    if (!is_true && !str_equal(value, STR("false")))
        return fail(ctx, ERR_BAD_REQUEST, "%s is true or false", option->name);
    *(bool *)((char *)options + option->member) = is_true;
    return ERR_OK;
}

static enum err set_source(struct ctx *ctx, const struct import_option *option, struct str value,
                           struct import_options *options)
{
    if (value.len > SOURCE_MOST_BYTES)
        return fail(ctx, ERR_BAD_REQUEST, "the source has at most %d characters", SOURCE_MOST_BYTES);
    return set_text(ctx, option, value, options);
}

static enum err set_date_format(struct ctx *ctx, const struct import_option *option, struct str value,
                                struct import_options *options)
{
    const char *why = import_formats_check(value);

    return why ? fail(ctx, ERR_BAD_REQUEST, "%s", why) : set_text(ctx, option, value, options);
}

static enum err set_separator(struct ctx *ctx, const struct import_option *option, struct str value,
                              struct import_options *options)
{
    char c = value.len == 1 ? value.ptr[0] : '\0';

    (void)option;
    if (str_equal(value, STR("space")))
        c = ' ';
    if (str_equal(value, STR("tab")) || str_equal(value, STR("\\t")))
        c = '\t';
    if (c != '\t' && (c < ' ' || c > '~' || c == '"'))
        return fail(ctx, ERR_BAD_REQUEST, "a separator is one character, like , or ; or tab, or the word space");
    options->separator = c;
    return ERR_OK;
}

static enum err set_decimal(struct ctx *ctx, const struct import_option *option, struct str value,
                            struct import_options *options)
{
    (void)option;
    if (!str_equal(value, STR(".")) && !str_equal(value, STR(",")))
        return fail(ctx, ERR_BAD_REQUEST, "the decimal point is . or ,");
    options->decimal = value.ptr[0];
    return ERR_OK;
}

static enum err set_existing(struct ctx *ctx, const struct import_option *option, struct str value,
                             struct import_options *options)
{
    static const struct {
        struct str word;
        enum import_existing existing;
    } words[] = {
        { { "update", 6 }, IMPORT_EXISTING_UPDATE },
        { { "fill", 4 }, IMPORT_EXISTING_FILL },
        { { "skip", 4 }, IMPORT_EXISTING_SKIP },
    };

    (void)option;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (str_equal(value, words[i].word)) {
            options->existing = words[i].existing;
            return ERR_OK;
        }
    return fail(ctx, ERR_BAD_REQUEST, "a customer who is here already is one to update, fill or skip");
}
