#include "features/feed/feed_store.h"

#include "store/store.h"

STATEMENT head = SQL("SELECT seq FROM audit_head WHERE location_id = $1");
STATEMENT made_at = SQL("SELECT at_ms FROM audit WHERE location_id = $1 AND seq = $2");
STATEMENT after_seq = SQL(
    "SELECT seq, at_ms, action, record_id FROM audit WHERE location_id = $1 AND seq > $2 ORDER BY seq LIMIT $3");

enum err feed_store_head(struct ctx *ctx, int64_t *seq)
{
    return store_int(ctx, &head, ARGS(INT(ctx->location_id)), 0, seq);
}

enum err feed_store_at(struct ctx *ctx, int64_t seq, int64_t *at_ms)
{
    return store_int(ctx, &made_at, ARGS(INT(ctx->location_id), INT(seq)), INT64_MAX, at_ms);
}

enum err feed_store_after(struct ctx *ctx, int64_t after, int most, struct feed_item *out, int *count)
{
    struct rows rows;

    *count = 0;
    store_query(ctx, &after_seq, ARGS(INT(ctx->location_id), INT(after), INT(most)), &rows);
    while (*count < most && rows_next(&rows))
        out[(*count)++] = (struct feed_item){
            .seq = row_int(&rows, 0),
            .at_ms = row_int(&rows, 1),
            .action = row_text(&rows, 2),
            .record_id = row_int(&rows, 3),
        };
    return rows_end(&rows);
}
