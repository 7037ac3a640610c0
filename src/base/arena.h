/*
 * An arena is the memory of one request or one long-lived thing: taken piece by piece, given back all at once.
 *
 * Nobody frees a piece. Long work sets a mark before each row and rewinds to it after. Debug builds poison what
 * was given back. Running out of memory ends the program with a sentence: the caps that keep it from happening
 * are checked before the memory is asked for.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

struct arena_chunk;
struct arena_cleanup;

struct arena {
    struct arena_chunk *chunk;     /* the newest; older ones behind it */
    struct arena_cleanup *cleanup; /* what arena_clear calls first, newest first */
    size_t used_bytes;             /* over all chunks */
};

struct arena_mark {
    struct arena_chunk *chunk;
    struct arena_cleanup *cleanup;
    size_t chunk_used;
    size_t used_bytes;
};

/* In place; holds no memory until the first piece is taken. */
void arena_init(struct arena *arena);

/* Runs the cleanups and gives everything back; the arena may be used again. */
void arena_clear(struct arena *arena);

/* Like arena_clear, but keeps one chunk of at most `keep_bytes` for the next user. */
void arena_reset(struct arena *arena, size_t keep_bytes);

/* Zeroed memory, aligned for any type; never NULL. `size` 0 gives a valid pointer. */
void *arena_alloc(struct arena *arena, size_t size);

/* The same, not zeroed: for bytes that are about to be written. */
void *arena_bytes(struct arena *arena, size_t size);

/* Makes the newest piece larger where it lies, not zeroed; false when something came after it or there is no room. */
bool arena_extend(struct arena *arena, const void *piece, size_t size, size_t wanted);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_array((arena), sizeof(type), (count)))

void *arena_array(struct arena *arena, size_t size, size_t count);

/* Copies, NUL-terminated beyond their length. */
struct str arena_str(struct arena *arena, struct str s);
char *arena_cstr(struct arena *arena, struct str s);

/* printf into the arena. */
struct str arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Calls release(thing) when the arena is cleared or rewound past this point: for what a library allocated. */
void arena_defer(struct arena *arena, void (*release)(void *), void *thing);

struct arena_mark arena_mark(const struct arena *arena);
void arena_rewind(struct arena *arena, struct arena_mark mark);

#endif
