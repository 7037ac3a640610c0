#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_init(struct buf *buf, struct arena *arena, size_t capacity_bytes)
{
    *buf = (struct buf){ .arena = arena };
    buf_reserve(buf, capacity_bytes);
}

/* Where it lies, if nothing came after it in the arena. */
static void grow(struct buf *buf, size_t size)
{
    size_t capacity = buf->capacity * 2 > 64 ? buf->capacity * 2 : 64;
    char *bytes;

    if (capacity <= buf->len + size)
        capacity = buf->len + size + 1;
    if (!buf->ptr || !arena_extend(buf->arena, buf->ptr, buf->capacity, capacity)) {
        bytes = arena_bytes(buf->arena, capacity);
        if (buf->len)
            memcpy(bytes, buf->ptr, buf->len);
        bytes[buf->len] = '\0';
        buf->ptr = bytes;
    }
    buf->capacity = capacity;
}

char *buf_reserve(struct buf *buf, size_t size)
{
    if (buf->capacity - buf->len <= size)
        grow(buf, size);
    return buf->ptr + buf->len;
}

void buf_add(struct buf *buf, struct str s)
{
    if (s.len == 0)
        return;
    memcpy(buf_reserve(buf, s.len), s.ptr, s.len);
    buf->len += s.len;
    buf->ptr[buf->len] = '\0';
}

void buf_add_char(struct buf *buf, char c)
{
    *buf_reserve(buf, 1) = c;
    buf->ptr[++buf->len] = '\0';
}

void buf_add_int(struct buf *buf, int64_t value)
{
    char digits[24];
    size_t at = sizeof(digits);
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0)
        digits[--at] = '-';
    buf_add(buf, (struct str){ digits + at, sizeof(digits) - at });
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args, again;
    int len;

    va_start(args, format);
    va_copy(again, args);
    len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0)
        abort();
    vsnprintf(buf_reserve(buf, (size_t)len + 1), (size_t)len + 1, format, again);
    va_end(again);
    buf->len += (size_t)len;
}

struct str buf_str(const struct buf *buf)
{
    return (struct str){ buf->ptr ? buf->ptr : "", buf->len };
}
