/*
 * Files inside the program: the migrations and the dashboard travel in the binary itself.
 *
 * No C is generated for it. `tools/embed LIST ROOT FILE…` writes a few lines of assembler, in which .incbin takes
 * each file as it is, followed by one table; the Makefile calls it and rebuilds when a file changes, comes or goes.
 * A list is an array sorted by name (bytes, as strcmp does) that ends with an entry whose name is NULL:
 *
 *     for (const struct embedded_file *file = embedded_migrations; file->name; file++)
 *
 * Everything is constant, lives as long as the program and belongs to nobody. One NUL stands behind the bytes of
 * every file, outside its size, so that text can be read as a C string.
 */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

#include <stddef.h>

struct embedded_file {
    const char *name; /* relative to the list's root: "0001_start.sql", "assets/app.js" */
    const unsigned char *bytes;
    size_t size;
};

/* What ends in .sql in migrations/. */
extern const struct embedded_file embedded_migrations[];

/* build/web/: the built dashboard; each file may stand there a second and third time, compressed, as .br and .gz. */
extern const struct embedded_file embedded_dashboard[];

/* build/lists/: what was made from npm packages' data, "disposable.txt". */
extern const struct embedded_file embedded_lists[];

#endif
