#include "features/import/import.h"

#include "features/import/import_body.h"
#include "features/import/import_columns.h"
#include "features/import/import_source.h"

#include <string.h>

enum {
    BATCH_ROWS = 250,              /* in one transaction: some 40 ms of the writer */
    BATCH_BYTES = 512 * 1024,
    BATCH_KEEP_BYTES = 1024 * 1024,
    REASON_MOST_BYTES = 500,
    CAREFUL_BATCHES = 8,           /* after one with a refused row */
    ANALYZE_GROWTH = 4,
};

/* What became of one row. */
struct row_result {
    enum import_verdict verdict;
    struct str reason; /* refused, or (when not) left out something */
};

/* An import under way. */
struct import {
    const struct import_options *options;
    const struct import_listener *listener;
    struct import_report *report;
    struct import_layout layout;
    struct import_source filter;
    struct csv_reader *reader;
    struct arena arena; /* of one batch */
    struct csv_row rows[BATCH_ROWS];
    struct row_result results[BATCH_ROWS];
    int count;
    int64_t analyze_at; /* rows made: the tables have grown so much that plans must be made anew */
    int careful; /* so many batches are still written row by row */
};

/* ---- reading */

static enum err broken_file(struct ctx *ctx, const struct import *import)
{
    return fail(ctx, ERR_INVALID, "%s%s%s", csv_reader_error(import->reader),
                import->filter.skipped ? " (Counted below the title.)" : "",
                import->report->rows ? " The rows before it were imported." : "");
}

static void keep_row(struct import *import, const struct csv_row *row)
{
    struct csv_row *copy = &import->rows[import->count++];

    *copy = (struct csv_row){
        .cells = ARENA_ARRAY(&import->arena, struct str, (size_t)row->count),
        .count = row->count,
        .line = row->line + import->filter.skipped,
    };
    for (int i = 0; i < row->count; i++)
        copy->cells[i] = arena_str(&import->arena, row->cells[i]);
}

/* The next rows, until the batch is full; an error of the file is told when what came before it is written. */
static int read_batch(struct import *import)
{
    struct csv_row row;
    int more = 1;

    arena_reset(&import->arena, BATCH_KEEP_BYTES);
    import->count = 0;
    while (import->count < BATCH_ROWS && import->arena.used_bytes < BATCH_BYTES) {
        more = csv_reader_next(import->reader, &row);
        if (more != 1)
            break;
        keep_row(import, &row);
    }
    return more;
}

/* ---- writing */

/* Is it the row's fault, so that the next may do better? */
static bool is_refusal(enum err err)
{
    return err_status(err) < 500 && err != ERR_RATE_LIMITED;
}

/* "starts_at: "x" is not …; booker.email: …" */
static struct str told(struct arena *arena, const struct problem *problems, enum err err, struct str detail)
{
    struct buf buf;

    buf_init(&buf, arena, 160);
    for (const struct problem *problem = problems; problem && buf.len < REASON_MOST_BYTES; problem = problem->next) {
        if (buf.len)
            buf_add_text(&buf, " ");
        if (problem->field.len)
            buf_printf(&buf, "%.*s: ", STR_PRINT(problem->field));
        buf_add(&buf, problem->detail);
    }
    if (!buf.len && detail.len)
        buf_add(&buf, detail);
    if (!buf.len)
        buf_add_text(&buf, err_sentence(err));
    return buf_str(&buf);
}

static enum err apply_row(struct ctx *ctx, const struct import *import, struct import_body *body,
                          enum import_verdict *verdict, struct problem_list *notes)
{
    return import->options->kind == IMPORT_BOOKINGS ? import_booking_write(ctx, import->options, body, verdict, notes)
                                                    : import_customer_write(ctx, import->options, body, verdict, notes);
}

/* A part of its own: a row that fails undoes itself and nothing else. */
static enum err apply_part(struct ctx *ctx, const struct import *import, struct import_body *body,
                           enum import_verdict *verdict, struct problem_list *notes)
{
    enum err err;

    TRY(store_part_begin(ctx));
    err = apply_row(ctx, import, body, verdict, notes);
    if (err == ERR_OK)
        return store_part_keep(ctx);
    store_part_undo(ctx);
    return err;
}

/* With `apart` a refused row is noted and ERR_OK; without, its error says that the whole batch must be undone. */
static enum err write_row(struct ctx *ctx, struct import *import, int i, bool apart)
{
    struct row_result *result = &import->results[i];
    struct problem_list notes = { 0 };
    struct import_body body;
    bool unwritten;
    enum err err;

    *result = (struct row_result){ .verdict = IMPORT_UNCHANGED };
    import_body_make(ctx, import->options, &import->layout, &import->rows[i], &body);
    err = problems_err(ctx);
    unwritten = err != ERR_OK;
    if (err == ERR_OK)
        err = (apart ? apply_part : apply_row)(ctx, import, &body, &result->verdict, &notes);
    json_decref(body.json);
    if (err == ERR_OK && notes.count)
        result->reason = told(&import->arena, notes.first, ERR_OK, STR_EMPTY);
    if (err == ERR_OK || !is_refusal(err) || !(apart || unwritten))
        return err;
    result->verdict = IMPORT_REFUSED;
    result->reason = told(&import->arena, ctx->problems, err, ctx->error_detail);
    ctx_forgive(ctx);
    return ERR_OK;
}

static enum err write_rows(struct ctx *ctx, struct import *import, bool apart)
{
    for (int i = 0; i < import->count; i++) {
        struct arena_mark mark = arena_mark(ctx->arena);

        TRY(write_row(ctx, import, i, apart));
        arena_rewind(ctx->arena, mark);
    }
    return ERR_OK;
}

/* A part for each row costs as much as writing it, and few rows are refused: so first all together, and only what a
 * refused row has spoiled is undone and written row by row. */
static enum err write_either_way(struct ctx *ctx, struct import *import)
{
    enum err err;

    if (import->careful > 0) {
        import->careful--;
        return write_rows(ctx, import, true);
    }
    TRY(store_part_begin(ctx));
    err = write_rows(ctx, import, false);
    if (err == ERR_OK)
        return store_part_keep(ctx);
    TRY(store_part_undo(ctx));
    if (!is_refusal(err))
        return err;
    ctx_forgive(ctx);
    import->careful = CAREFUL_BATCHES;
    return write_rows(ctx, import, true);
}

static enum err look_at_tables(struct ctx *ctx, struct import *import)
{
    int64_t made = import->report->counts[IMPORT_MADE];

    if (made < import->analyze_at)
        return ERR_OK;
    import->analyze_at = made * ANALYZE_GROWTH;
    return store_analyze(ctx);
}

/* One transaction. It may run twice (a deadlock on PostgreSQL), so it counts nothing. */
static enum err write_batch(struct ctx *ctx, void *data)
{
    struct import *import = data;

    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(look_at_tables(ctx, import));
    if (!import->options->dry_run)
        return write_either_way(ctx, import);
    TRY(store_part_begin(ctx));
    TRY(write_either_way(ctx, import));
    return store_part_undo(ctx);
}

static void tell_batch(struct import *import)
{
    struct import_report *report = import->report;
    const struct import_listener *listener = import->listener;

    for (int i = 0; i < import->count; i++) {
        const struct row_result *result = &import->results[i];
        bool refused = result->verdict == IMPORT_REFUSED;

        report->rows++;
        report->counts[result->verdict]++;
        report->noted += !refused && result->reason.len;
        report->line = import->rows[i].line;
        if (result->reason.len && listener->row)
            listener->row(listener->data, report->line, refused, result->reason);
    }
    if (listener->progress)
        listener->progress(listener->data, report);
}

/* ---- the whole */

static enum err read_layout(struct ctx *ctx, struct import *import)
{
    struct csv_row header;
    int more;

    if (import->options->no_header)
        return import_layout_read(ctx, import->options, NULL, &import->layout);
    more = csv_reader_next(import->reader, &header);
    if (more < 0)
        return broken_file(ctx, import);
    if (more == 0)
        return fail(ctx, ERR_INVALID, "the file is empty");
    return import_layout_read(ctx, import->options, &header, &import->layout);
}

static enum err import_rows(struct ctx *ctx, struct import *import)
{
    int more;

    do {
        more = read_batch(import);
        if (import->count) {
            struct arena_mark mark = arena_mark(ctx->arena);

            TRY(store_write(ctx, write_batch, import));
            arena_rewind(ctx->arena, mark);
            tell_batch(import);
        }
    } while (more == 1);
    return more < 0 ? broken_file(ctx, import) : ERR_OK;
}

enum err import_run(struct ctx *ctx, const struct import_options *options, csv_source *read, void *source,
                    const struct import_listener *listener, struct import_report *report)
{
    struct import *import = ARENA_NEW(ctx->arena, struct import);
    enum err err;

    *report = (struct import_report){ 0 };
    *import = (struct import){
        .options = options,
        .listener = listener,
        .report = report,
        .analyze_at = BATCH_ROWS,
    };
    arena_init(&import->arena);
    import_source_init(&import->filter, options, read, source);
    import->reader = csv_reader_new(import_source_read, &import->filter,
                                    options->separator == ' ' ? '\t' : options->separator);
    err = read_layout(ctx, import);
    if (err == ERR_OK)
        err = import_rows(ctx, import);
    csv_reader_free(import->reader);
    arena_clear(&import->arena);
    return err;
}
