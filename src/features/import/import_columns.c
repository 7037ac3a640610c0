#include "features/import/import_columns.h"

#include "base/text.h"
#include "features/import/import_members.h"

#include <string.h>

enum { COLUMNS_MOST = 200, PARTS_MOST = 20, COLUMN_NUMBER_MOST = 1000 };

static const char ask_the_map[] = "; name the columns with --map, as in name=Customer,starts_at=3";

/* ---- names */

/* Letters and digits, everything else a space; words that are numbers go, "e mail" is one word. */
struct str import_fold_name(struct arena *arena, struct str name)
{
    struct str folded = text_fold(arena, name), word;
    struct buf buf;

    buf_init(&buf, arena, folded.len + 1);
    for (size_t i = 0; i < folded.len;) {
        size_t from = i;
        bool number = true;

        for (; i < folded.len; i++) {
            char c = folded.ptr[i];

            if (c >= '0' && c <= '9')
                continue;
            if (!((c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80 || c == '\''))
                break;
            number = false;
        }
        word = str_slice(folded, from, i);
        i += word.len == 0;
        if (word.len == 0 || number)
            continue;
        if (str_ends(word, STR("'s")))
            word.len -= 2;
        if (buf.len && !(str_equal(buf_str(&buf), STR("e")) && str_equal(word, STR("mail"))))
            buf_add_char(&buf, ' ');
        buf_add(&buf, word);
    }
    return buf_str(&buf);
}

/* ---- pairs */

/* Up to `end` outside of quotes; quotes around it go. */
static struct str take_until(struct str *rest, char end)
{
    bool quoted = false;
    struct str taken;
    size_t i;

    for (i = 0; i < rest->len && (quoted || rest->ptr[i] != end); i++)
        if (rest->ptr[i] == '"')
            quoted = !quoted;
    taken = str_trim(str_slice(*rest, 0, i));
    *rest = str_slice(*rest, i + 1, rest->len);
    if (taken.len >= 2 && taken.ptr[0] == '"' && taken.ptr[taken.len - 1] == '"')
        taken = str_slice(taken, 1, taken.len - 1);
    return taken;
}

int import_pair_next(struct str *rest, struct str *key, struct str *value)
{
    struct str pair;
    bool quoted = false;
    size_t end;

    if (!str_trim(*rest).len)
        return 0;
    for (end = 0; end < rest->len && (quoted || rest->ptr[end] != ','); end++)
        if (rest->ptr[end] == '"')
            quoted = !quoted;
    pair = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, end + 1, rest->len);
    if (str_find(pair, '=') == pair.len)
        return -1;
    *key = take_until(&pair, '=');
    *value = take_until(&pair, '\0');
    return key->len ? 1 : -1;
}

/* ---- expressions */

/* From 0; -1 when no column has that number or name. A header that reads like a number is found by its name first. */
static int find_column(struct ctx *ctx, const struct import_layout *layout, struct str name)
{
    struct str wanted = text_fold(ctx->arena, str_trim(name));
    int64_t number;

    for (int i = 0; layout->header && i < layout->header_count; i++)
        if (str_equal(text_fold(ctx->arena, layout->header[i]), wanted))
            return i;
    if (str_to_int(str_trim(name), &number) && number >= 1 && number <= COLUMN_NUMBER_MOST &&
        (!layout->header || number <= layout->header_count))
        return (int)number - 1;
    return -1;
}

static enum err no_such_column(struct ctx *ctx, const struct import_layout *layout, struct str name)
{
    struct buf buf;

    if (!layout->header)
        return fail(ctx, ERR_BAD_REQUEST, "\"%.*s\" is not a column: without a header columns have numbers, from 1",
                    STR_PRINT(name));
    buf_init(&buf, ctx->arena, 200);
    for (int i = 0; i < layout->header_count && buf.len < 400; i++)
        buf_printf(&buf, "%s\"%.*s\"", i ? ", " : "", STR_PRINT(text_cut(layout->header[i], 40)));
    return fail(ctx, ERR_BAD_REQUEST, "there is no column \"%.*s\"; the header has %.*s%s", STR_PRINT(name),
                STR_PRINT(buf_str(&buf)), layout->header_count == 1 ? " (is that a title? say --skip-title)" : "");
}

static enum err add_part(struct ctx *ctx, const struct import_layout *layout, struct str text, struct str name,
                         struct import_expression *expression)
{
    int column = name.len ? find_column(ctx, layout, name) : -1;

    if (name.len && column < 0)
        return no_such_column(ctx, layout, name);
    if (expression->count == PARTS_MOST)
        return fail(ctx, ERR_BAD_REQUEST, "an expression has at most %d columns", PARTS_MOST);
    expression->parts[expression->count++] = (struct import_part){ arena_str(ctx->arena, text), column };
    return ERR_OK;
}

/* "Customer {1}", or a column by itself. */
static enum err read_expression(struct ctx *ctx, const struct import_layout *layout, struct str text,
                                struct import_expression *out)
{
    *out = (struct import_expression){ .parts = ARENA_ARRAY(ctx->arena, struct import_part, PARTS_MOST) };
    if (str_find(text, '{') == text.len)
        return add_part(ctx, layout, STR_EMPTY, text, out);
    out->calculates = true;
    while (text.len) {
        size_t open = str_find(text, '{');
        struct str name = str_slice(text, open + 1, text.len);
        size_t close = str_find(name, '}');

        if (open == text.len)
            return add_part(ctx, layout, text, STR_EMPTY, out);
        if (close == name.len || close == 0)
            return fail(ctx, ERR_BAD_REQUEST, "a column stands in braces, as in \"Customer {1}\"");
        TRY(add_part(ctx, layout, str_slice(text, 0, open), str_slice(name, 0, close), out));
        text = str_slice(name, close + 1, name.len);
    }
    return ERR_OK;
}

struct str import_expression_value(struct ctx *ctx, const struct import_expression *expression,
                                   const struct csv_row *row)
{
    struct buf buf;

    if (expression->count == 1 && expression->parts[0].column < 0)
        return expression->parts[0].text;
    if (expression->count == 1 && expression->parts[0].text.len == 0) {
        int column = expression->parts[0].column;

        return column < row->count ? str_trim(csv_plain(row->cells[column])) : STR_EMPTY;
    }
    buf_init(&buf, ctx->arena, 64);
    for (int i = 0; i < expression->count; i++) {
        int column = expression->parts[i].column;

        buf_add(&buf, expression->parts[i].text);
        if (column >= 0 && column < row->count)
            buf_add(&buf, str_trim(csv_plain(row->cells[column])));
    }
    return str_trim(buf_str(&buf));
}

/* ---- the layout */

static enum err add_column(struct ctx *ctx, struct import_layout *layout, const struct import_member *member,
                           struct import_expression expression)
{
    if (layout->count == COLUMNS_MOST)
        return fail(ctx, ERR_BAD_REQUEST, "at most %d columns are mapped", COLUMNS_MOST);
    layout->columns[layout->count++] = (struct import_column){ member, expression };
    return ERR_OK;
}

static enum err read_pairs(struct ctx *ctx, const struct import_options *options, struct import_layout *layout,
                           struct str pairs, bool constants)
{
    struct import_expression expression;
    struct str key, value;
    int more;

    while ((more = import_pair_next(&pairs, &key, &value)) == 1) {
        const struct import_member *member = import_member_by_key(options->kind, key);

        if (!member)
            return fail(ctx, ERR_BAD_REQUEST, "there is no \"%.*s\" to fill; there are %.*s", STR_PRINT(key),
                        STR_PRINT(import_member_names(ctx->arena, options->kind)));
        if (constants) {
            expression = (struct import_expression){ ARENA_NEW(ctx->arena, struct import_part), 1, false };
            expression.parts[0] = (struct import_part){ arena_str(ctx->arena, value), -1 };
        } else {
            TRY(read_expression(ctx, layout, value, &expression));
        }
        TRY(add_column(ctx, layout, member, expression));
    }
    if (more < 0)
        return fail(ctx, ERR_BAD_REQUEST, "--%s is a list of pairs, as in %s", constants ? "set" : "map",
                    constants ? "status=completed,activity=Order" : "name=Customer,starts_at=3");
    return ERR_OK;
}

static bool is_filled(const struct import_layout *layout, enum import_type type, const char *key)
{
    for (int i = 0; i < layout->count; i++)
        if (layout->columns[i].member->type == type && (!key || strcmp(layout->columns[i].member->key, key) == 0))
            return true;
    return false;
}

static enum err guess(struct ctx *ctx, const struct import_options *options, struct import_layout *layout)
{
    for (int i = 0; i < layout->header_count; i++) {
        struct str folded = import_fold_name(ctx->arena, layout->header[i]);
        const struct import_member *member = import_member_by_header(options->kind, folded);
        struct import_expression expression = { ARENA_NEW(ctx->arena, struct import_part), 1, false };

        expression.parts[0] = (struct import_part){ STR_EMPTY, i };
        if (member && !(member->type == IMPORT_EXTERNAL_ID &&
                        (options->external_id.len || is_filled(layout, IMPORT_EXTERNAL_ID, NULL))))
            TRY(add_column(ctx, layout, member, expression));
    }
    if (layout->count == 0)
        return fail(ctx, ERR_BAD_REQUEST, "no column of the header is recognised%s%s", ask_the_map,
                    layout->header_count == 1 ? "; if the first line is a title say --skip-title" : "");
    return ERR_OK;
}

static enum err read_external_id(struct ctx *ctx, const struct import_options *options, struct import_layout *layout)
{
    struct import_expression expression;

    if (!options->external_id.len)
        return ERR_OK;
    if (is_filled(layout, IMPORT_EXTERNAL_ID, NULL))
        return fail(ctx, ERR_BAD_REQUEST, "the external id is given twice: by --external-id and in the map");
    layout->id_is_line = str_equal(options->external_id, STR("line")) && find_column(ctx, layout, STR("line")) < 0;
    if (layout->id_is_line)
        return ERR_OK;
    TRY(read_expression(ctx, layout, options->external_id, &expression));
    return add_column(ctx, layout, import_member_by_key(options->kind, STR("external_id")), expression);
}

/* What no row can do without. */
static enum err check(struct ctx *ctx, const struct import_options *options, const struct import_layout *layout)
{
    bool has_id = layout->id_is_line || is_filled(layout, IMPORT_EXTERNAL_ID, NULL);
    bool has_name = is_filled(layout, IMPORT_TEXT, "name") || is_filled(layout, IMPORT_GIVEN_NAME, NULL) ||
                    is_filled(layout, IMPORT_FAMILY_NAME, NULL);

    if (has_id && !options->source.len)
        return fail(ctx, ERR_BAD_REQUEST,
                    "say with --source which system the external ids come from, as in --source farebooker");
    if (options->kind == IMPORT_BOOKINGS && !has_id)
        return fail(
            ctx, ERR_BAD_REQUEST,
            "say with --external-id which column tells bookings apart, or --external-id line for the line's number");
    if (options->kind == IMPORT_BOOKINGS && !is_filled(layout, IMPORT_TIME, "starts_at"))
        return fail(ctx, ERR_BAD_REQUEST, "no column says when a booking starts%s", ask_the_map);
    if (options->kind == IMPORT_CUSTOMERS && !has_name && !is_filled(layout, IMPORT_LIST, "email"))
        return fail(ctx, ERR_BAD_REQUEST, "no column has names or e-mail addresses%s", ask_the_map);
    return ERR_OK;
}

enum err import_layout_read(struct ctx *ctx, const struct import_options *options, const struct csv_row *header,
                            struct import_layout *out)
{
    *out = (struct import_layout){ .columns = ARENA_ARRAY(ctx->arena, struct import_column, COLUMNS_MOST) };
    if (header) {
        out->header_count = header->count;
        out->header = ARENA_ARRAY(ctx->arena, struct str, (size_t)header->count);
        for (int i = 0; i < header->count; i++)
            out->header[i] = arena_str(ctx->arena, str_trim(header->cells[i]));
    }
    TRY(read_pairs(ctx, options, out, options->map, false));
    if (!options->map.len && header)
        TRY(guess(ctx, options, out));
    TRY(read_external_id(ctx, options, out));
    TRY(read_pairs(ctx, options, out, options->set, true));
    return check(ctx, options, out);
}
