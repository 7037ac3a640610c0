/*
 * Any bytes as a CSV file: the first byte says how many are read at a time. Rows come out in the order of their
 * lines, however the file is cut; what is written from them is read as the same cells.
 */
#include "base/csv.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct memory {
    struct str rest;
    size_t step;
};

static void must(bool holds)
{
    if (!holds)
        abort();
}

static int64_t read_memory(void *source, char *into, size_t size)
{
    struct memory *memory = source;
    size_t count = memory->rest.len < memory->step ? memory->rest.len : memory->step;

    if (count > size)
        count = size;
    if (count)
        memcpy(into, memory->rest.ptr, count);
    memory->rest = str_slice(memory->rest, count, memory->rest.len);
    return (int64_t)count;
}

static void write_row(struct buf *buf, const struct csv_row *row)
{
    for (int i = 0; i < row->count; i++)
        csv_cell(buf, row->cells[i], i == 0);
    csv_row_end(buf);
}

/* All rows, written again; `plain` takes off the apostrophe that the writer put there. */
static int copy_rows(struct memory memory, char separator, bool plain, struct buf *into)
{
    struct csv_reader *reader = csv_reader_new(read_memory, &memory, separator);
    struct csv_row row;
    int64_t line = 0;
    int more;

    while ((more = csv_reader_next(reader, &row)) == 1) {
        must(row.count > 0 && row.line > line);
        line = row.line;
        for (int i = 0; plain && i < row.count; i++)
            row.cells[i] = csv_plain(row.cells[i]);
        write_row(into, &row);
    }
    must(more == 0 || csv_reader_error(reader)[0] != '\0');
    csv_reader_free(reader);
    return more;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct buf whole, stepped, again;
    struct str text;
    int end;

    if (size == 0)
        return 0;
    arena_init(&arena);
    buf_init(&whole, &arena, 64);
    buf_init(&stepped, &arena, 64);
    buf_init(&again, &arena, 64);
    /* a first row of its own, or what is written could begin with a byte-order mark or "sep=" */
    buf_add(&whole, STR("head\r\n"));
    buf_add(&stepped, STR("head\r\n"));
    text = (struct str){ (const char *)data + 1, size - 1 };
    end = copy_rows((struct memory){ text, SIZE_MAX }, 0, false, &whole);
    must(copy_rows((struct memory){ text, (size_t)data[0] + 1 }, 0, false, &stepped) == end);
    must(str_equal(buf_str(&whole), buf_str(&stepped)));
    must(copy_rows((struct memory){ buf_str(&whole), SIZE_MAX }, ',', true, &again) == 0);
    must(str_equal(buf_str(&whole), buf_str(&again)));
    arena_clear(&arena);
    return 0;
}
