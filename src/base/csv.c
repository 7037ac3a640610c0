#include "base/csv.h"

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    CHUNK_BYTES = 64 * 1024,
    CELL_MOST_BYTES = 1024 * 1024,
    ROW_MOST_BYTES = 8 * 1024 * 1024,
    ROW_MOST_CELLS = 1000,
    ERROR_BYTES = 160,
    KEEP_BYTES = 64 * 1024,
};

static const char separators[] = { ',', ';', '\t', '|' };
enum { SEPARATOR_COUNT = sizeof(separators) };

struct csv_reader {
    csv_source *read;
    void *source;
    char separator; /* 0 until it is known */
    struct csv_parser parser;
    struct arena arena; /* holds the cells of one row */

    char chunk[CHUNK_BYTES];
    size_t from, to; /* what of the chunk is not parsed yet */
    bool at_end;     /* of the source */
    bool started;

    int64_t line;      /* of the next byte */
    bool after_cr;     /* a line feed now belongs to the line before */
    bool in_row;       /* a row has begun and not ended */
    bool row_done;     /* a row has ended and waits to be taken */
    bool row_blank;    /* none of its cells holds anything */
    size_t cell_bytes; /* read since the last cell ended, never less than the cell */
    size_t cell_capacity;
    struct csv_row row;
    char error[ERROR_BYTES];
};

struct csv_reader *csv_reader_new(csv_source *read, void *source, char separator)
{
    struct csv_reader *reader = calloc(1, sizeof(*reader));

    if (!reader || csv_init(&reader->parser, 0) != 0) {
        fputs("regulars: out of memory\n", stderr);
        abort();
    }
    reader->read = read;
    reader->source = source;
    reader->separator = separator;
    reader->line = 1;
    arena_init(&reader->arena);
    return reader;
}

void csv_reader_free(struct csv_reader *reader)
{
    if (!reader)
        return;
    csv_free(&reader->parser);
    arena_clear(&reader->arena);
    free(reader);
}

const char *csv_reader_error(const struct csv_reader *reader)
{
    return reader->error;
}

/* ---- bytes */

/* Only the first fault is told. */
static bool stop(struct csv_reader *reader, const char *why, int64_t line)
{
    if (!reader->error[0])
        snprintf(reader->error, sizeof(reader->error), "Line %lld: %s", (long long)line, why);
    return false;
}

/* Reads once behind what the chunk holds; there is room. */
static bool read_more(struct csv_reader *reader)
{
    int64_t got = reader->read(reader->source, reader->chunk + reader->to, CHUNK_BYTES - reader->to);

    if (got < 0 || (size_t)got > CHUNK_BYTES - reader->to)
        return stop(reader, "the file could not be read.", reader->line);
    reader->to += (size_t)got;
    reader->at_end = got == 0;
    return true;
}

static bool refill(struct csv_reader *reader)
{
    reader->from = reader->to = 0;
    return reader->at_end || read_more(reader);
}

static struct str unparsed(const struct csv_reader *reader)
{
    return (struct str){ reader->chunk + reader->from, reader->to - reader->from };
}

/* Everything up to and with the next line end. A row ends only there, so one piece never ends two. */
static struct str take_piece(struct csv_reader *reader)
{
    struct str rest = unparsed(reader);
    size_t cr = str_find(rest, '\r');
    size_t lf = str_find(str_slice(rest, 0, cr), '\n');
    size_t end = lf < cr ? lf : cr;

    rest = str_slice(rest, 0, end + 1);
    reader->from += rest.len;
    return rest;
}

static void count_lines(struct csv_reader *reader, struct str piece)
{
    char last = piece.ptr[piece.len - 1];

    if (last == '\r' || (last == '\n' && !(reader->after_cr && piece.len == 1)))
        reader->line++;
    reader->after_cr = last == '\r';
}

/* ---- the start of a file */

static struct str without_mark(struct str text)
{
    return str_starts(text, STR("\xEF\xBB\xBF")) ? str_slice(text, 3, text.len) : text;
}

/* The first line that is not empty, quotes minded; without its end. */
static struct str first_line(struct str text)
{
    bool quoted = false;

    while (text.len && (text.ptr[0] == '\r' || text.ptr[0] == '\n' || text.ptr[0] == ' '))
        text = str_slice(text, 1, text.len);
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            quoted = !quoted;
        else if (!quoted && (text.ptr[i] == '\r' || text.ptr[i] == '\n'))
            return str_slice(text, 0, i);
    }
    return text;
}

static char guess_separator(struct str line)
{
    int counts[SEPARATOR_COUNT] = { 0 };
    bool quoted = false;
    size_t best = 0;

    for (size_t i = 0; i < line.len; i++) {
        const char *found = quoted ? NULL : memchr(separators, line.ptr[i], SEPARATOR_COUNT);

        if (line.ptr[i] == '"')
            quoted = !quoted;
        else if (found)
            counts[found - separators]++;
    }
    for (size_t i = 1; i < SEPARATOR_COUNT; i++)
        if (counts[i] > counts[best])
            best = i;
    return separators[best];
}

/* Reads until the first line is there in full, or the chunk is full. */
static bool read_first_line(struct csv_reader *reader)
{
    struct str line;

    do {
        if (!read_more(reader))
            return false;
        line = first_line(without_mark(unparsed(reader)));
    } while (!reader->at_end && reader->to < CHUNK_BYTES && line.ptr + line.len == reader->chunk + reader->to);
    return true;
}

/* Excel's own way to say the separator: a first line "sep=;". */
static char declared_separator(struct str line)
{
    return line.len == 5 && str_equal_ascii_case(str_slice(line, 0, 4), STR("sep=")) ? line.ptr[4] : '\0';
}

static bool start(struct csv_reader *reader)
{
    struct str text;
    char declared;

    reader->started = true;
    if (!read_first_line(reader))
        return false;
    text = unparsed(reader);
    if (str_starts(text, STR("\xFF\xFE")) || str_starts(text, STR("\xFE\xFF")))
        return stop(reader, "the file is UTF-16; save it as UTF-8.", 1);
    text = without_mark(text);
    reader->from = reader->to - text.len;
    declared = declared_separator(str_slice(text, 0, 5));
    if (declared && first_line(text).ptr == text.ptr && first_line(text).len == 5) {
        count_lines(reader, take_piece(reader));
        if (!reader->separator)
            reader->separator = declared;
    }
    if (!reader->separator)
        reader->separator = guess_separator(first_line(unparsed(reader)));
    csv_set_delim(&reader->parser, (unsigned char)reader->separator);
    return true;
}

/* ---- rows */

static void cell_ended(void *bytes, size_t size, void *data)
{
    struct csv_reader *reader = data;
    struct csv_row *row = &reader->row;

    reader->cell_bytes = 0;
    if (row->count == ROW_MOST_CELLS) {
        stop(reader, "the row has more than 1000 cells.", row->line);
        return;
    }
    if ((size_t)row->count == reader->cell_capacity) {
        struct str *cells = ARENA_ARRAY(&reader->arena, struct str, reader->cell_capacity * 2 + 16);

        if (row->count)
            memcpy(cells, row->cells, (size_t)row->count * sizeof(*cells));
        row->cells = cells;
        reader->cell_capacity = reader->cell_capacity * 2 + 16;
    }
    row->cells[row->count++] = arena_str(&reader->arena, (struct str){ bytes, size });
    reader->row_blank = reader->row_blank && size == 0;
}

static void row_ended(int last, void *data)
{
    struct csv_reader *reader = data;

    (void)last;
    reader->row_done = true;
}

static void forget_row(struct csv_reader *reader)
{
    arena_reset(&reader->arena, KEEP_BYTES);
    reader->row = (struct csv_row){ .line = reader->line };
    reader->row_done = false;
    reader->row_blank = true;
    reader->cell_capacity = 0;
}

/* What libcsv passes over before a row begins. */
static bool is_nothing(const struct csv_reader *reader, struct str piece)
{
    for (size_t i = 0; i < piece.len; i++) {
        char c = piece.ptr[i];

        if (c == reader->separator || (c != ' ' && c != '\t' && c != '\r' && c != '\n'))
            return false;
    }
    return true;
}

/* Hands one piece to libcsv, which calls cell_ended and row_ended. */
static bool parse(struct csv_reader *reader, struct str piece)
{
    if (!reader->in_row && !is_nothing(reader, piece)) {
        reader->in_row = true;
        reader->row.line = reader->line;
    }
    reader->cell_bytes += piece.len;
    if (csv_parse(&reader->parser, piece.ptr, piece.len, cell_ended, row_ended, reader) != piece.len)
        return stop(reader, csv_strerror(csv_error(&reader->parser)), reader->line);
    count_lines(reader, piece);
    if (reader->row_done)
        reader->in_row = false;
    if (!reader->in_row)
        reader->cell_bytes = 0;
    if (reader->cell_bytes > CELL_MOST_BYTES + CHUNK_BYTES)
        return stop(reader, "a cell is longer than 1 MB; is a quote missing?", reader->row.line);
    if (reader->arena.used_bytes > ROW_MOST_BYTES)
        return stop(reader, "the row is longer than 8 MB.", reader->row.line);
    return !reader->error[0];
}

/* A file whose last line has no end gets one; if that does not end the row, a quote is still open. */
static bool finish(struct csv_reader *reader)
{
    if (!reader->in_row)
        return true;
    if (!parse(reader, STR("\n")))
        return false;
    return reader->row_done || stop(reader, "a quote is opened and never closed.", reader->row.line);
}

/* Reads until a row has ended (true; also at the end of the file, without one) or something is wrong. */
static bool parse_row(struct csv_reader *reader)
{
    forget_row(reader);
    while (!reader->row_done) {
        if (reader->from < reader->to) {
            if (!parse(reader, take_piece(reader)))
                return false;
        } else if (!reader->at_end) {
            if (!refill(reader))
                return false;
        } else {
            return finish(reader);
        }
    }
    return true;
}

int csv_reader_next(struct csv_reader *reader, struct csv_row *row)
{
    if (reader->error[0] || (!reader->started && !start(reader)))
        return -1;
    do {
        if (!parse_row(reader))
            return -1;
    } while (reader->row_done && reader->row_blank);
    if (!reader->row_done)
        return 0;
    *row = reader->row;
    return 1;
}

/* ---- out */

static bool is_number_char(char c)
{
    return (c >= '0' && c <= '9') || c == ' ' || c == '.' || c == '-' || c == '(' || c == ')';
}

/* Would a spreadsheet calculate it? Phone numbers and amounts begin like a formula, but only digits follow. */
static bool is_formula(struct str cell)
{
    char first = cell.len ? cell.ptr[0] : 'a';

    if (first == '=' || first == '@' || first == '\t' || first == '\r' || first == '\n')
        return true;
    if (first != '+' && first != '-')
        return false;
    for (size_t i = 1; i < cell.len; i++)
        if (!is_number_char(cell.ptr[i]))
            return true;
    return false;
}

/* The part after the apostrophes at the start. */
static struct str without_apostrophes(struct str cell)
{
    while (str_starts(cell, STR("'")))
        cell = str_slice(cell, 1, cell.len);
    return cell;
}

struct str csv_plain(struct str cell)
{
    if (str_starts(cell, STR("'")) && is_formula(without_apostrophes(cell)))
        return str_slice(cell, 1, cell.len);
    return cell;
}

/* Also what only another reader takes for a separator, and white space that readers trim. */
static bool needs_quotes(struct str cell)
{
    if (cell.len == 0)
        return false;
    if (cell.ptr[0] == ' ' || cell.ptr[cell.len - 1] == ' ')
        return true;
    for (size_t i = 0; i < cell.len; i++)
        if (memchr("\"\r\n,;\t|", cell.ptr[i], 7))
            return true;
    return false;
}

void csv_cell(struct buf *buf, struct str cell, bool first)
{
    bool defuse = is_formula(without_apostrophes(cell));
    bool quote = needs_quotes(cell);

    if (!first)
        buf_add_char(buf, ',');
    if (quote)
        buf_add_char(buf, '"');
    if (defuse)
        buf_add_char(buf, '\'');
    for (size_t i = 0; quote && i < cell.len; i++) {
        if (cell.ptr[i] == '"')
            buf_add_char(buf, '"');
        buf_add_char(buf, cell.ptr[i]);
    }
    if (!quote)
        buf_add(buf, cell);
    if (quote)
        buf_add_char(buf, '"');
}

void csv_row_end(struct buf *buf)
{
    buf_add(buf, STR("\r\n"));
}
