/*
 * A session's prepared statements, found by their text; the one not used for longest goes when there are too many.
 *
 * The engine's statement begins with struct statement and is allocated by the engine; the cache owns it from
 * cache_add on and gives it to `release` when it goes. A statement that is running is never given out or released.
 */
#ifndef STORE_CACHE_H
#define STORE_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct statement {
    struct statement *next; /* in its bucket */
    struct statement *newer;
    struct statement *older;
    uint64_t hash;
    char *text; /* a copy */
    size_t len;
    uint64_t kind;
    const char *place; /* where the text stood that it was last found by: most never move */
    bool running;
};

enum { CACHE_BUCKETS = 512, CACHE_PLACES = 512 };

struct cache {
    struct statement *buckets[CACHE_BUCKETS];
    struct statement *places[CACHE_PLACES]; /* by `place` */
    struct statement *newest;
    struct statement *oldest;
    int count;
    int most;
    void (*release)(void *owner, struct statement *statement);
    void *owner;
};

void cache_init(struct cache *cache, int most, void (*release)(void *, struct statement *), void *owner);
void cache_clear(struct cache *cache);

/* A statement with this text that is not running, or NULL. `kind` tells apart what shares a text. */
struct statement *cache_find(struct cache *cache, const char *text, uint64_t kind);

/* Adds a new one under a copy of its text; false without memory (then it still belongs to the caller). */
bool cache_add(struct cache *cache, struct statement *statement, const char *text, uint64_t kind);

#endif
