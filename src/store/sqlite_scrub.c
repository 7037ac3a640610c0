#include "store/sqlite_scrub.h"

#include <stdlib.h>
#include <string.h>

enum {
    PAGE_LEAST = 512,
    PAGE_MOST = 65536,
    FILE_HEADER_BYTES = 100,
    LEAF_HEADER_BYTES = 8,
    INTERIOR_HEADER_BYTES = 12,
    CELLS_AT = 3,
    CONTENT_AT = 5,
    INDEX_INTERIOR = 2,
    TABLE_INTERIOR = 5,
    INDEX_LEAF = 10,
    TABLE_LEAF = 13,
};

/* Other pages begin with the number of a page. Below this many its first byte is 0 or 1, and no page of a tree. */
static const sqlite3_int64 PAGES_MOST = (sqlite3_int64)INDEX_INTERIOR << 24;

static int number_at(const unsigned char *bytes)
{
    return bytes[0] << 8 | bytes[1];
}

void sqlite_scrub_page(unsigned char *page, int size, int first)
{
    int header = first ? FILE_HEADER_BYTES : 0;
    int kind = page[header];
    int pointers = header +
                   (kind == INDEX_INTERIOR || kind == TABLE_INTERIOR ? INTERIOR_HEADER_BYTES : LEAF_HEADER_BYTES);
    int from, to;

    if (kind != INDEX_INTERIOR && kind != TABLE_INTERIOR && kind != INDEX_LEAF && kind != TABLE_LEAF)
        return;
    from = pointers + 2 * number_at(page + header + CELLS_AT);
    to = number_at(page + header + CONTENT_AT);
    if (to == 0)
        to = PAGE_MOST;
    if (from < to && to <= size)
        memset(page + from, 0, (size_t)(to - from));
}

static int write_scrubbed(sqlite3_file *file, const void *from, int count, sqlite3_int64 at)
{
    const struct sqlite_scrub *scrub = (const struct sqlite_scrub *)(const void *)file->pMethods;
    unsigned char *page;
    int code;

    if (count < PAGE_LEAST || count > PAGE_MOST || (count & (count - 1)) != 0 || at % count != 0 ||
        at / count >= PAGES_MOST)
        return scrub->real->xWrite(file, from, count, at);
    page = malloc((size_t)count);
    if (!page)
        return SQLITE_NOMEM;
    memcpy(page, from, (size_t)count);
    sqlite_scrub_page(page, count, at == 0);
    code = scrub->real->xWrite(file, page, count, at);
    free(page);
    return code;
}

void sqlite_scrub_attach(struct sqlite_scrub *scrub, sqlite3_file *file)
{
    if (!scrub->real) {
        scrub->real = file->pMethods;
        scrub->methods = *file->pMethods;
        scrub->methods.xWrite = write_scrubbed;
    }
    if (file->pMethods == scrub->real)
        file->pMethods = &scrub->methods;
}
