#include "features/import/import_body.h"

#include "base/country.h"
#include "base/currency.h"
#include "base/text.h"
#include "features/import/import_values.h"

#include <string.h>

enum { SHOWN_MOST = 60 };

/* One row while it is read. */
struct making {
    struct ctx *ctx;
    const struct import_options *options;
    json_t *body;
    struct str currency; /* of this row; empty: the location's */
    struct str given, middle, family;
    const char *name_object; /* where a name goes */
    bool canceled;
};

static void refuse(struct making *m, const struct import_member *member, struct str cell, const char *why)
{
    cell = text_valid(cell) ? text_cut(cell, SHOWN_MOST) : STR_EMPTY;
    problem_add(m->ctx, str_from(member->key), "invalid", "\"%.*s\" %s.", STR_PRINT(cell), why);
}

/* ---- places in the body */

static const char *place_name(const struct import_member *member)
{
    return member->member ? member->member : member->key;
}

static json_t *holder(json_t *body, const char *object)
{
    json_t *inner;

    if (!object)
        return body;
    inner = json_object_get(body, object);
    if (inner)
        return inner;
    json_object_set_new(body, object, json_object());
    return json_object_get(body, object);
}

/* Several columns may fill the same member: the first that holds something does. */
static bool is_free(const struct making *m, const struct import_member *member)
{
    const json_t *object = member->object ? json_object_get(m->body, member->object) : m->body;

    return !json_object_get(object, place_name(member));
}

static void set(struct making *m, const struct import_member *member, json_t *value)
{
    json_object_set_new(holder(m->body, member->object), place_name(member), value);
}

static json_t *text_json(struct str text)
{
    return json_stringn(text.ptr, text.len);
}

static void append(struct making *m, const struct import_member *member, struct str entry)
{
    json_t *list = json_object_get(m->body, place_name(member));

    if (!entry.len)
        return;
    if (!list) {
        json_object_set_new(m->body, place_name(member), json_array());
        list = json_object_get(m->body, place_name(member));
    }
    json_array_append_new(list, text_json(entry));
}

/* ---- lists */

/* Google joins several values in one cell by " ::: ". */
static bool take_google(struct str *rest, struct str *entry)
{
    const char *found = rest->len ? memmem(rest->ptr, rest->len, ":::", 3) : NULL;

    if (!rest->len)
        return false;
    *entry = str_slice(*rest, 0, found ? (size_t)(found - rest->ptr) : rest->len);
    *rest = str_slice(*rest, entry->len + 3, rest->len);
    *entry = str_trim(*entry);
    return true;
}

/* Our own exports put "; " between entries. */
static void append_all(struct making *m, const struct import_member *member, struct str cell)
{
    struct str group, entry;

    while (take_google(&cell, &group))
        while (str_split(&group, ';', &entry))
            append(m, member, str_trim(entry));
}

/* Google's own groups begin with an asterisk ("* myContacts") and are no tags. */
static void append_tags(struct making *m, const struct import_member *member, struct str cell)
{
    struct str group, tag;

    while (take_google(&cell, &group)) {
        size_t from = 0;

        if (str_starts(group, STR("* ")))
            continue;
        for (size_t i = 0; i <= group.len; i++) {
            if (i < group.len && !memchr(",;|", group.ptr[i], 3))
                continue;
            tag = str_trim(str_slice(group, from, i));
            append(m, member, tag);
            from = i + 1;
        }
    }
}

/* ---- one cell */

static void set_money(struct making *m, const struct import_column *column, struct str cell)
{
    const struct import_options *options = m->options;
    const struct import_amounts how = {
        .decimal = options->decimal,
        .digits = currency_digits(m->currency.len ? m->currency : m->ctx->currency),
        .minor_units = options->minor_units,
        .calculates = column->expression.calculates,
    };
    int64_t minor;
    const char *why = import_amount(cell, &how, &minor);

    if (why)
        refuse(m, column->member, cell, why);
    else if (m->currency.len)
        set(m, column->member,
            json_pack("{s:I, s:s%}", "amount", (json_int_t)minor, "currency", m->currency.ptr, m->currency.len));
    else
        set(m, column->member, json_integer(minor));
}

static void set_int(struct making *m, const struct import_column *column, struct str cell)
{
    int64_t value;
    const char *why = import_number(cell, column->expression.calculates, &value);

    if (why)
        refuse(m, column->member, cell, why);
    else
        set(m, column->member, json_integer(value));
}

static void set_time(struct making *m, const struct import_member *member, struct str cell)
{
    struct str text;
    const char *why = member->type == IMPORT_DATE ? import_date(m->ctx->arena, cell, m->options->date_format, &text)
                                                  : import_time(m->ctx->arena, cell, m->options->date_format, &text);

    if (why)
        refuse(m, member, cell, why);
    else
        set(m, member, text_json(text));
}

static void set_status(struct making *m, const struct import_member *member, struct str cell)
{
    const char *status;
    const char *why = import_status(m->ctx->arena, cell, m->options->status_map, &status);

    if (why)
        refuse(m, member, cell, why);
    else
        set(m, member, json_string(status));
}

static void set_bool(struct making *m, const struct import_member *member, struct str cell)
{
    bool value;
    const char *why = import_bool(cell, &value);

    if (why)
        refuse(m, member, cell, why);
    else
        set(m, member, json_boolean(value));
}

/* FareHarbor's column "Cancelled?" says yes in several ways. */
static void see_canceled(struct making *m, const struct import_member *member, struct str cell)
{
    const char *status;
    bool value;
    const char *why = import_bool(cell, &value);

    if (why && !import_status(m->ctx->arena, cell, STR_EMPTY, &status)) {
        value = strcmp(status, "canceled") == 0;
        why = NULL;
    }
    if (why)
        refuse(m, member, cell, why);
    else
        m->canceled = m->canceled || value;
}

/* A country that is not known is nothing to refuse a row for. */
static void set_country(struct making *m, const struct import_member *member, struct str cell)
{
    struct str code = country_by_name(m->ctx->arena, cell);

    if (code.len)
        set(m, member, text_json(code));
}

static bool absence_matters(enum import_type type)
{
    return type == IMPORT_TIME || type == IMPORT_DATE || type == IMPORT_MONEY || type == IMPORT_INT ||
           type == IMPORT_BOOL || type == IMPORT_STATUS || type == IMPORT_CANCELED;
}

static void keep_name(struct making *m, const struct import_member *member, struct str cell, struct str *part)
{
    *part = cell;
    m->name_object = member->object;
}

static void add_cell(struct making *m, const struct import_column *column, struct str cell)
{
    const struct import_member *member = column->member;

    switch (member->type) {
    case IMPORT_TEXT:        set(m, member, text_json(cell)); break;
    case IMPORT_TIME:
    case IMPORT_DATE:        set_time(m, member, cell); break;
    case IMPORT_MONEY:       set_money(m, column, cell); break;
    case IMPORT_INT:         set_int(m, column, cell); break;
    case IMPORT_BOOL:        set_bool(m, member, cell); break;
    case IMPORT_STATUS:      set_status(m, member, cell); break;
    case IMPORT_CANCELED:    see_canceled(m, member, cell); break;
    case IMPORT_COUNTRY:     set_country(m, member, cell); break;
    case IMPORT_LIST:        append_all(m, member, cell); break;
    case IMPORT_TAGS:        append_tags(m, member, cell); break;
    case IMPORT_GIVEN_NAME:  keep_name(m, member, cell, &m->given); break;
    case IMPORT_MIDDLE_NAME: keep_name(m, member, cell, &m->middle); break;
    case IMPORT_FAMILY_NAME: keep_name(m, member, cell, &m->family); break;
    case IMPORT_EXTERNAL_ID: break;
    }
}

static bool takes_several(enum import_type type)
{
    return type == IMPORT_LIST || type == IMPORT_TAGS;
}

static void read_column(struct making *m, const struct import_column *column, const struct csv_row *row,
                        struct import_body *out)
{
    const struct import_member *member = column->member;
    struct str cell = import_expression_value(m->ctx, &column->expression, row);

    if (!cell.len || (absence_matters(member->type) && import_is_absent(cell)))
        return;
    if (!text_valid(cell))
        refuse(m, member, cell, "is not UTF-8; save the file as UTF-8");
    else if (member->type == IMPORT_EXTERNAL_ID)
        out->external_id = out->external_id.len ? out->external_id : cell;
    else if (takes_several(member->type) || is_free(m, member))
        add_cell(m, column, cell);
}

/* ---- what follows from several cells */

static void join_names(struct making *m)
{
    struct str parts[] = { m->given, m->middle, m->family };
    struct buf buf;

    if (!(m->given.len || m->middle.len || m->family.len) ||
        json_object_get(m->name_object ? json_object_get(m->body, m->name_object) : m->body, "name"))
        return;
    buf_init(&buf, m->ctx->arena, 64);
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (buf.len && parts[i].len)
            buf_add_char(&buf, ' ');
        buf_add(&buf, parts[i]);
    }
    json_object_set_new(holder(m->body, m->name_object), "name", text_json(buf_str(&buf)));
}

/* Amounts can only be read once the row's currency is known. */
static void find_currency(struct making *m, const struct import_layout *layout, const struct csv_row *row)
{
    for (int i = 0; i < layout->count && !m->currency.len; i++)
        if (strcmp(layout->columns[i].member->key, "currency") == 0)
            m->currency = import_expression_value(m->ctx, &layout->columns[i].expression, row);
    if (!text_valid(m->currency))
        m->currency = STR_EMPTY;
}

static void check_width(struct making *m, const struct import_layout *layout, const struct csv_row *row)
{
    for (int i = layout->header_count; layout->header && i < row->count; i++)
        if (row->cells[i].len) {
            problem_add(m->ctx, STR_EMPTY, "invalid", "The row has %d cells and the header %d; is a quote missing?",
                        row->count, layout->header_count);
            return;
        }
}

void import_body_make(struct ctx *ctx, const struct import_options *options, const struct import_layout *layout,
                      const struct csv_row *row, struct import_body *out)
{
    struct making m = { .ctx = ctx, .options = options, .body = json_object() };

    *out = (struct import_body){ .json = m.body };
    check_width(&m, layout, row);
    find_currency(&m, layout, row);
    for (int i = 0; i < layout->count; i++)
        read_column(&m, &layout->columns[i], row, out);
    join_names(&m);
    json_object_del(m.body, "currency");
    if (m.canceled)
        json_object_set_new(m.body, "status", json_string("canceled"));
    if (layout->id_is_line)
        out->external_id = arena_printf(ctx->arena, "%lld", (long long)row->line);
}
