/*
 * What is deleted leaves the file: pages are scrubbed on their way into the database.
 *
 * secure_delete overwrites a deleted cell where it lay, but not the copies that SQLite leaves behind in the free middle of
 * a page when it moves cells to another one (measured: 1 to 2 of 400 deleted rows could still be read in a file of 6 MB).
 * That middle means nothing to SQLite, and pages of a database have no checksum: so whatever is written into the main
 * file, by a checkpoint or while copying, has zeros there. The log still has it, until it is emptied.
 *
 * Format of a page: https://www.sqlite.org/fileformat2.html#b_tree_pages
 */
#ifndef STORE_SQLITE_SCRUB_H
#define STORE_SQLITE_SCRUB_H

#include <sqlite3.h>
#include <stdint.h>

/* The methods of a file, with a write that scrubs; in place, as long as files use it. All zero before the first. */
struct sqlite_scrub {
    sqlite3_io_methods methods;
    const sqlite3_io_methods *real;
};

/* After a database file was opened. Files of one store are all of one kind; one of another kind is left as it is. Calls
 * for the same `scrub` must not overlap. */
void sqlite_scrub_attach(struct sqlite_scrub *scrub, sqlite3_file *file);

/* Zeros in the free middle of a b-tree page of `size` bytes; nothing for what is none, or looks wrong. `first` for page 1. */
void sqlite_scrub_page(unsigned char *page, int size, int first);

#endif
