#include "features/export/export.h"

#include "features/booking/booking.h"
#include "features/export/export_cell.h"

const struct list_spec *export_list(struct str noun)
{
    if (str_equal(noun, STR("customers")))
        return &customer_list;
    if (str_equal(noun, STR("contacts")))
        return &contact_list;
    return str_equal(noun, STR("bookings")) ? &booking_list : NULL;
}

/* An export under way. */
struct exporting {
    const struct export_order *order;
    int64_t *written;
};

static enum err give(struct ctx *ctx, const struct export_order *order, const struct buf *buf)
{
    if (order->sink(order->data, buf_str(buf)))
        return ERR_OK;
    return fail(ctx, ERR_INTERNAL, "what was exported could not be written");
}

static enum err write_record(struct ctx *ctx, void *record, void *data)
{
    struct exporting *export = data;
    const struct export_order *order = export->order;
    struct arena_mark mark = arena_mark(ctx->arena);
    struct json_writer w;
    struct buf buf;

    buf_init(&buf, ctx->arena, 1024);
    if (order->format == EXPORT_CSV) {
        export_row(ctx, order->list->resource, record, &buf);
    } else {
        put_begin(&w, &buf);
        resource_put(&w, ctx, order->list->resource, record);
        buf_add_char(&buf, '\n');
    }
    TRY(give(ctx, order, &buf));
    arena_rewind(ctx->arena, mark);
    ++*export->written;
    return ERR_OK;
}

enum err export_run(struct ctx *ctx, const struct export_order *order, int64_t *written)
{
    struct exporting export = { order, written };
    struct list_query *query;
    struct buf header;

    *written = 0;
    TRY(list_ask(ctx, order->list, order->filters, order->filter_count, NULL, &query));
    if (order->format == EXPORT_CSV) {
        buf_init(&header, ctx->arena, 1024);
        export_header(ctx, order->list->resource, &header);
        TRY(give(ctx, order, &header));
    }
    return list_each(ctx, query, write_record, &export);
}
