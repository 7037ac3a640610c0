/*
 * CSV in and out (RFC 4180), as a stream. In: libcsv; any of , ; tab | as separator (guessed from the first line
 * unless given, or said by Excel's "sep=;"), quotes, CRLF, LF or CR, a byte-order mark. Cells without quotes are
 * trimmed. Out: formula cells are defused with a leading apostrophe
 * (https://owasp.org/www-community/attacks/CSV_Injection); numbers that begin with + or - are no formulas.
 */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "base/buf.h"

struct csv_reader;

struct csv_row {
    struct str *cells;
    int count;
    int64_t line; /* of the first character of the row, from 1 */
};

/* Returns bytes read into `into` (at most `size`), 0 at the end, -1 on an error. */
typedef int64_t csv_source(void *source, char *into, size_t size);

/* Owned; `separator` 0 guesses. Cells longer than 1 MB, rows longer than 8 MB or of more than 1,000 cells, and a
 * quote that is never closed end the reading with an error. */
struct csv_reader *csv_reader_new(csv_source *read, void *source, char separator);
void csv_reader_free(struct csv_reader *reader);

/* The next row that is not blank (some cell holds something): 1, 0 at the end, -1 on an error (then csv_reader_error has a sentence).
 * The cells live until the next call. */
int csv_reader_next(struct csv_reader *reader, struct csv_row *row);
const char *csv_reader_error(const struct csv_reader *reader);

/* Adds one cell, quoted where needed and defused, with a comma before it unless it is the first. */
void csv_cell(struct buf *buf, struct str cell, bool first);
void csv_row_end(struct buf *buf);

/* What csv_cell was given, from a cell that was read: without the apostrophe that defused it. */
struct str csv_plain(struct str cell);

#endif
