#include "store/cache.h"

#include <stdlib.h>
#include <string.h>

void cache_init(struct cache *cache, int most, void (*release)(void *, struct statement *), void *owner)
{
    *cache = (struct cache){ .most = most, .release = release, .owner = owner };
}

static struct statement **bucket_of(struct cache *cache, uint64_t hash)
{
    return &cache->buckets[hash % CACHE_BUCKETS];
}

static void leave_order(struct cache *cache, struct statement *statement)
{
    *(statement->newer ? &statement->newer->older : &cache->newest) = statement->older;
    *(statement->older ? &statement->older->newer : &cache->oldest) = statement->newer;
}

static void enter_order(struct cache *cache, struct statement *statement)
{
    statement->newer = NULL;
    statement->older = cache->newest;
    *(cache->newest ? &cache->newest->newer : &cache->oldest) = statement;
    cache->newest = statement;
}

static struct statement **place_of(struct cache *cache, const char *text)
{
    return &cache->places[((uintptr_t)text * (uintptr_t)0x9E3779B97F4A7C15u >> 32) % CACHE_PLACES];
}

static void forget_place(struct cache *cache, struct statement *statement)
{
    struct statement **place = place_of(cache, statement->place);

    if (*place == statement)
        *place = NULL;
}

static void drop(struct cache *cache, struct statement *statement)
{
    struct statement **link = bucket_of(cache, statement->hash);

    while (*link != statement)
        link = &(*link)->next;
    *link = statement->next;
    forget_place(cache, statement);
    leave_order(cache, statement);
    cache->count--;
    free(statement->text);
    cache->release(cache->owner, statement);
}

void cache_clear(struct cache *cache)
{
    while (cache->oldest)
        drop(cache, cache->oldest);
}

/* Eight bytes at a time; the texts are our own, nobody chooses them to collide. */
static uint64_t hash_text(const char *text, size_t len, uint64_t kind)
{
    const uint64_t odd = 0x9E3779B97F4A7C15u;
    uint64_t hash = (kind + 1) * odd ^ len;

    for (; len >= sizeof(uint64_t); text += sizeof(uint64_t), len -= sizeof(uint64_t)) {
        uint64_t piece;

        memcpy(&piece, text, sizeof(piece));
        hash = (hash ^ piece) * odd;
        hash ^= hash >> 32;
    }
    for (; len; text++, len--)
        hash = (hash ^ (unsigned char)*text) * odd;
    return hash ^ hash >> 29;
}

static struct statement *find_by_text(struct cache *cache, const char *text, uint64_t kind)
{
    size_t len = strlen(text);
    uint64_t hash = hash_text(text, len, kind);
    struct statement *found = *bucket_of(cache, hash);

    while (found && (found->hash != hash || found->running || found->len != len || memcmp(found->text, text, len) != 0))
        found = found->next;
    return found;
}

struct statement *cache_find(struct cache *cache, const char *text, uint64_t kind)
{
    struct statement *found = *place_of(cache, text);

    /* a text that was made for one request may stand where another one stood: it is read, but not hashed */
    if (!found || found->place != text || found->running || found->kind != kind || strcmp(found->text, text) != 0) {
        found = find_by_text(cache, text, kind);
        if (found) {
            forget_place(cache, found);
            found->place = text;
            *place_of(cache, text) = found;
        }
    }
    if (found && found != cache->newest) {
        leave_order(cache, found);
        enter_order(cache, found);
    }
    return found;
}

static void make_room(struct cache *cache)
{
    struct statement *statement = cache->oldest;

    while (statement && cache->count >= cache->most) {
        struct statement *newer = statement->newer;

        if (!statement->running)
            drop(cache, statement);
        statement = newer;
    }
}

bool cache_add(struct cache *cache, struct statement *statement, const char *text, uint64_t kind)
{
    struct statement **bucket;

    statement->len = strlen(text);
    statement->kind = kind;
    statement->place = text;
    statement->text = strdup(text);
    if (!statement->text)
        return false;
    make_room(cache);
    statement->hash = hash_text(text, statement->len, kind);
    bucket = bucket_of(cache, statement->hash);
    statement->next = *bucket;
    *bucket = statement;
    enter_order(cache, statement);
    cache->count++;
    return true;
}
