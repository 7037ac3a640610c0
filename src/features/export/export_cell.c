#include "features/export/export_cell.h"

#include "base/clock.h"
#include "base/csv.h"
#include "base/currency.h"

/* One row of CSV in the making. */
struct row {
    struct ctx *ctx;
    const struct resource *resource;
    const void *record; /* NULL: the header */
    struct buf *buf;
    bool first;
};

static const void *member_of(const struct row *row, const struct field *field)
{
    return (const char *)row->record + field->offset;
}

/* ---- cells */

static struct str join(struct ctx *ctx, struct str so_far, struct str entry)
{
    return so_far.len ? arena_printf(ctx->arena, "%.*s; %.*s", STR_PRINT(so_far), STR_PRINT(entry)) : entry;
}

static struct str emails_cell(struct ctx *ctx, const struct email_list *list)
{
    struct str cell = STR_EMPTY;

    for (int i = 0; i < list->count; i++)
        cell = join(ctx, cell, list->items[i].address);
    return cell;
}

static struct str phones_cell(struct ctx *ctx, const struct phone_list *list)
{
    struct str cell = STR_EMPTY;

    for (int i = 0; i < list->count; i++)
        cell = join(ctx, cell, list->items[i].number.len ? list->items[i].number : list->items[i].raw);
    return cell;
}

static struct str strings_cell(struct ctx *ctx, const struct string_list *list)
{
    struct str cell = STR_EMPTY;

    for (int i = 0; i < list->count; i++)
        cell = join(ctx, cell, list->items[i]);
    return cell;
}

static struct str external_ids_cell(struct ctx *ctx, const struct external_id_list *list)
{
    struct str cell = STR_EMPTY;

    for (int i = 0; i < list->count; i++)
        cell = join(
            ctx, cell,
            arena_printf(ctx->arena, "%.*s:%.*s", STR_PRINT(list->items[i].source), STR_PRINT(list->items[i].id)));
    return cell;
}

/* The record's own currency, or the location's. */
static struct str currency_of(const struct row *row, const struct field *field)
{
    const struct field *member = field->currency ? resource_field(row->resource, field->currency) : NULL;
    struct str currency = member ? *(const struct str *)member_of(row, member) : STR_EMPTY;

    return currency.len ? currency : row->ctx->currency;
}

/* 1250 in EUR is 12.50 */
static struct str money_cell(const struct row *row, const struct field *field)
{
    int64_t minor = *(const int64_t *)member_of(row, field);
    int64_t whole = minor < 0 ? -minor : minor, unit = 1;
    int digits = currency_digits(currency_of(row, field));

    for (int i = 0; i < digits; i++)
        unit *= 10;
    if (digits == 0)
        return arena_printf(row->ctx->arena, "%lld", (long long)minor);
    return arena_printf(row->ctx->arena, "%s%lld.%0*lld", minor < 0 ? "-" : "", (long long)(whole / unit), digits,
                        (long long)(whole % unit));
}

static struct str int_cell(struct ctx *ctx, int64_t value)
{
    return arena_printf(ctx->arena, "%lld", (long long)value);
}

static struct str cell_of(const struct row *row, const struct field *field)
{
    struct ctx *ctx = row->ctx;
    const void *member = member_of(row, field);

    switch (field->type) {
    case FT_ID:           return id_text(ctx->arena, field->prefix, *(const id64 *)member);
    case FT_INT:          return int_cell(ctx, *(const int64_t *)member);
    case FT_BOOL:         return *(const bool *)member ? STR("true") : STR("false");
    case FT_TIME:         return *(const int64_t *)member ? time_text(ctx->arena, *(const int64_t *)member) : STR_EMPTY;
    case FT_MONEY:        return money_cell(row, field);
    case FT_STRINGS:      return strings_cell(ctx, member);
    case FT_EMAILS:       return emails_cell(ctx, member);
    case FT_PHONES:       return phones_cell(ctx, member);
    case FT_EXTERNAL_IDS: return external_ids_cell(ctx, member);
    case FT_OBJECT:       return STR_EMPTY;
    case FT_TEXT:
    case FT_LINES:
    case FT_DATE:
    case FT_CHOICE:
    case FT_EMAIL:
    case FT_COUNTRY:
    case FT_CURRENCY:
    case FT_LANGUAGE:
    case FT_ZONE:
    case FT_COLOUR:
    case FT_JSON:         return *(const struct str *)member;
    }
    return STR_EMPTY;
}

/* ---- rows */

static bool is_shown(const struct ctx *ctx, const struct field *field)
{
    return !(field->flags & (F_HIDDEN | F_WRITE_ONLY)) && (field->see & ctx->permissions) == field->see;
}

static struct str header_of(struct ctx *ctx, const struct field *object, const struct field *field)
{
    if (field->csv)
        return str_from(field->csv);
    return object ? arena_printf(ctx->arena, "%s.%s", object->name, field->name) : str_from(field->name);
}

static void add_fields(struct row *row, const struct field *object, const struct field *fields, int count)
{
    for (int i = 0; i < count; i++) {
        const struct field *field = &fields[i];

        if (!is_shown(row->ctx, field))
            continue;
        if (field->type == FT_OBJECT) {
            add_fields(row, field, field->fields, field->field_count);
            continue;
        }
        csv_cell(row->buf, row->record ? cell_of(row, field) : header_of(row->ctx, object, field), row->first);
        row->first = false;
    }
}

static void add_row(struct ctx *ctx, const struct resource *resource, const void *record, struct buf *buf)
{
    struct row row = { .ctx = ctx, .resource = resource, .record = record, .buf = buf, .first = true };

    add_fields(&row, NULL, resource->fields, resource->field_count);
    csv_row_end(buf);
}

void export_header(struct ctx *ctx, const struct resource *resource, struct buf *buf)
{
    add_row(ctx, resource, NULL, buf);
}

void export_row(struct ctx *ctx, const struct resource *resource, const void *record, struct buf *buf)
{
    add_row(ctx, resource, record, buf);
}
