/*
 * A growing buffer of bytes in an arena: what is written piece by piece and read as one.
 *
 * It belongs to its arena and is never freed by itself. The bytes are NUL-terminated beyond their length.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"

struct buf {
    struct arena *arena;
    char *ptr;
    size_t len;
    size_t capacity;
};

void buf_init(struct buf *buf, struct arena *arena, size_t capacity_bytes);

void buf_add(struct buf *buf, struct str s);
void buf_add_char(struct buf *buf, char c);
void buf_add_int(struct buf *buf, int64_t value);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds a literal or any NUL-terminated text. */
#define buf_add_text(buf, text) buf_add((buf), str_from(text))

/* Room for `size` more bytes at the end; the caller writes there and adds to `len`. */
char *buf_reserve(struct buf *buf, size_t size);

/* What was written so far; valid until the next addition. */
struct str buf_str(const struct buf *buf);

#endif
