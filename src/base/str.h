/*
 * A string is a borrowed view: bytes and a length, never NUL-terminated unless it says so.
 *
 * Whoever made the bytes owns them (mostly the arena of a request); a view is passed by value and
 * freed by nobody. The empty view has len 0 and may have a null pointer.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
    const char *ptr;
    size_t len;
};

/* A view of a string literal; its length is known when the program is compiled. */
#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
#define STR_EMPTY ((struct str){ "", 0 })

/* The arguments of printf's "%.*s". */
#define STR_PRINT(s) (int)(s).len, (s).ptr

/* A view of a NUL-terminated string; NULL gives the empty view. */
static inline struct str str_from(const char *text)
{
    return text ? (struct str){ text, strlen(text) } : STR_EMPTY;
}

static inline bool str_equal(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool str_equal_ascii_case(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);

/* Orders by bytes, as strcmp does: negative, 0, positive. */
int str_compare(struct str a, struct str b);

/* The index of the first `c`, or s.len. */
size_t str_find(struct str s, char c);

/* The part from `from` up to (not including) `to`; both are clamped to the length. */
struct str str_slice(struct str s, size_t from, size_t to);

/* Without ASCII white space at both ends. */
struct str str_trim(struct str s);

/* Takes the part before the first `separator` off `rest`; false when nothing is left.
 * "a,,b" gives "a", "", "b". */
bool str_split(struct str *rest, char separator, struct str *part);

/* A decimal integer, with an optional minus and nothing else; false when it is not one or does not fit. */
bool str_to_int(struct str s, int64_t *out);

#endif
