#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_BYTES = 16 * 1024, CHUNK_MOST_BYTES = 1024 * 1024 };

struct arena_chunk {
    struct arena_chunk *older;
    size_t size;
    size_t used;
    alignas(max_align_t) char bytes[];
};

struct arena_cleanup {
    struct arena_cleanup *older;
    void (*release)(void *);
    void *thing;
};

static void poison(void *bytes, size_t size)
{
#ifndef NDEBUG
    memset(bytes, 0xA5, size);
#else
    (void)bytes;
    (void)size;
#endif
}

void arena_init(struct arena *arena)
{
    *arena = (struct arena){ 0 };
}

static void run_cleanups(struct arena *arena, struct arena_cleanup *until)
{
    while (arena->cleanup != until) {
        struct arena_cleanup *cleanup = arena->cleanup;

        arena->cleanup = cleanup->older;
        cleanup->release(cleanup->thing);
    }
}

static void free_chunk(struct arena_chunk *chunk)
{
    poison(chunk->bytes, chunk->used);
    free(chunk);
}

void arena_clear(struct arena *arena)
{
    arena_reset(arena, 0);
}

void arena_reset(struct arena *arena, size_t keep_bytes)
{
    struct arena_chunk *kept = NULL;

    run_cleanups(arena, NULL);
    while (arena->chunk) {
        struct arena_chunk *chunk = arena->chunk;

        arena->chunk = chunk->older;
        if (!kept && chunk->size <= keep_bytes)
            kept = chunk;
        else
            free_chunk(chunk);
    }
    if (kept) {
        poison(kept->bytes, kept->used);
        kept->older = NULL;
        kept->used = 0;
        arena->chunk = kept;
    }
    arena->used_bytes = 0;
}

static struct arena_chunk *grow(struct arena *arena, size_t least)
{
    size_t size = arena->chunk ? arena->chunk->size * 2 : CHUNK_BYTES;
    struct arena_chunk *chunk;

    if (size > CHUNK_MOST_BYTES)
        size = CHUNK_MOST_BYTES;
    if (size < least)
        size = least;
    chunk = malloc(sizeof(*chunk) + size);
    if (!chunk) {
        fputs("regulars: out of memory\n", stderr);
        abort();
    }
    *chunk = (struct arena_chunk){ .older = arena->chunk, .size = size };
    arena->chunk = chunk;
    return chunk;
}

static size_t aligned(size_t size)
{
    const size_t align = alignof(max_align_t);

    if (size > SIZE_MAX / 2)
        abort();
    return (size + align - 1) / align * align;
}

void *arena_bytes(struct arena *arena, size_t size)
{
    struct arena_chunk *chunk = arena->chunk;
    void *piece;

    size = aligned(size);
    if (!chunk || chunk->size - chunk->used < size)
        chunk = grow(arena, size);
    piece = chunk->bytes + chunk->used;
    chunk->used += size;
    arena->used_bytes += size;
    return piece;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(arena_bytes(arena, size), 0, aligned(size));
}

bool arena_extend(struct arena *arena, const void *piece, size_t size, size_t wanted)
{
    struct arena_chunk *chunk = arena->chunk;
    size_t more = aligned(wanted) - aligned(size);

    if (!chunk || (const char *)piece + aligned(size) != chunk->bytes + chunk->used || chunk->size - chunk->used < more)
        return false;
    chunk->used += more;
    arena->used_bytes += more;
    return true;
}

void *arena_array(struct arena *arena, size_t size, size_t count)
{
    if (size != 0 && count > SIZE_MAX / 2 / size)
        abort();
    return arena_alloc(arena, size * count);
}

char *arena_cstr(struct arena *arena, struct str s)
{
    char *copy = arena_bytes(arena, s.len + 1);

    if (s.len)
        memcpy(copy, s.ptr, s.len);
    copy[s.len] = '\0';
    return copy;
}

struct str arena_str(struct arena *arena, struct str s)
{
    return (struct str){ arena_cstr(arena, s), s.len };
}

struct str arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args, again;
    char *text;
    int len;

    va_start(args, format);
    va_copy(again, args);
    len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0)
        abort();
    text = arena_bytes(arena, (size_t)len + 1);
    vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return (struct str){ text, (size_t)len };
}

void arena_defer(struct arena *arena, void (*release)(void *), void *thing)
{
    struct arena_cleanup *cleanup = ARENA_NEW(arena, struct arena_cleanup);

    *cleanup = (struct arena_cleanup){ arena->cleanup, release, thing };
    arena->cleanup = cleanup;
}

struct arena_mark arena_mark(const struct arena *arena)
{
    return (struct arena_mark){
        .chunk = arena->chunk,
        .cleanup = arena->cleanup,
        .chunk_used = arena->chunk ? arena->chunk->used : 0,
        .used_bytes = arena->used_bytes,
    };
}

void arena_rewind(struct arena *arena, struct arena_mark mark)
{
    run_cleanups(arena, mark.cleanup);
    while (arena->chunk != mark.chunk) {
        struct arena_chunk *chunk = arena->chunk;

        arena->chunk = chunk->older;
        free_chunk(chunk);
    }
    if (arena->chunk) {
        poison(arena->chunk->bytes + mark.chunk_used, arena->chunk->used - mark.chunk_used);
        arena->chunk->used = mark.chunk_used;
    }
    arena->used_bytes = mark.used_bytes;
}
