#include "app/auth.h"

#include <stdlib.h>
#include <string.h>

enum { PRINCIPALS = 512, LOCATIONS = 64, NAME_MOST_BYTES = 64, HELD_MOST_BYTES = 1024 * 1024 };

/* Of a location, as the path has it. */
struct name {
    size_t len; /* 0: free */
    char bytes[NAME_MOST_BYTES];
};

struct auth_cache {
    struct arena arena;
    int64_t epoch;
    struct fingerprint_key key; /* of the prints, random: nobody outside can make two alike */
    struct {
        enum credential_kind kind; /* CREDENTIAL_NONE: free */
        struct fingerprint print;
        struct principal principal;
    } principals[PRINCIPALS];
    struct {
        struct name name;
        struct location location;
    } locations[LOCATIONS];
};

struct auth_cache *auth_cache_new(void)
{
    struct auth_cache *cache = calloc(1, sizeof(*cache));

    if (!cache)
        return NULL;
    arena_init(&cache->arena);
    random_bytes(&cache->key, sizeof(cache->key));
    return cache;
}

void auth_cache_free(struct auth_cache *cache)
{
    if (!cache)
        return;
    arena_clear(&cache->arena);
    free(cache);
}

void auth_cache_begin(struct auth_cache *cache, int64_t epoch)
{
    if (cache->epoch == epoch && cache->arena.used_bytes < HELD_MOST_BYTES)
        return;
    for (int i = 0; i < PRINCIPALS; i++)
        cache->principals[i].kind = CREDENTIAL_NONE;
    for (int i = 0; i < LOCATIONS; i++)
        cache->locations[i].name.len = 0;
    arena_clear(&cache->arena);
    cache->epoch = epoch;
}

static uint32_t place_of(struct str name)
{
    uint32_t hash = 2166136261U; /* FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/ */

    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)name.ptr[i]) * 16777619U;
    return hash;
}

static bool is(const struct name *held, struct str name)
{
    return held->len && held->len == name.len && memcmp(held->bytes, name.ptr, name.len) == 0;
}

static bool take(struct name *held, struct str name)
{
    if (name.len == 0 || name.len > NAME_MOST_BYTES)
        return false;
    held->len = name.len;
    memcpy(held->bytes, name.ptr, name.len);
    return true;
}

static size_t place_of_print(const struct fingerprint *print)
{
    size_t place;

    memcpy(&place, print->bytes, sizeof(place));
    return place % PRINCIPALS;
}

void auth_cache_find(struct auth_cache *cache, struct credential *credential)
{
    size_t i;

    credential->print = fingerprint_of(&cache->key, credential->secret);
    i = place_of_print(&credential->print);
    if (cache->principals[i].kind == credential->kind &&
        fingerprint_equal(&cache->principals[i].print, &credential->print))
        credential->known = &cache->principals[i].principal;
}

/* Its texts and lists go to the arena. */
static void move_principal(struct principal *principal, struct arena *arena)
{
    const struct user_role *roles = principal->roles.items;

    principal->actor.name = arena_str(arena, principal->actor.name);
    principal->holder.name = principal->actor.name;
    principal->seen_day = arena_str(arena, principal->seen_day);
    principal->roles.items = ARENA_ARRAY(arena, struct user_role, (size_t)principal->roles.count + 1);
    for (int r = 0; r < principal->roles.count; r++)
        principal->roles.items[r] = roles[r];
}

struct principal *auth_cache_keep(struct auth_cache *cache, const struct credential *credential,
                                  const struct principal *principal)
{
    size_t i = place_of_print(&credential->print);
    struct principal *kept = &cache->principals[i].principal;

    cache->principals[i].kind = credential->kind;
    cache->principals[i].print = credential->print;
    *kept = *principal;
    move_principal(kept, &cache->arena);
    return kept;
}

const struct location *auth_cache_location(struct auth_cache *cache, struct str name)
{
    size_t i = place_of(name) % LOCATIONS;

    return is(&cache->locations[i].name, name) ? &cache->locations[i].location : NULL;
}

static void copy_location(struct location *kept, const struct location *location, struct arena *arena)
{
    *kept = *location;
    resource_keep(arena, &location_resource, kept);
}

void auth_cache_keep_location(struct auth_cache *cache, struct str name, const struct location *location)
{
    size_t i = place_of(name) % LOCATIONS;

    if (take(&cache->locations[i].name, name))
        copy_location(&cache->locations[i].location, location, &cache->arena);
}

struct principal *auth_cache_copy(const struct auth_cache *cache, const struct credential *credential, struct str name,
                                  struct arena *arena)
{
    size_t i = place_of(name) % LOCATIONS;
    struct principal *copy;
    struct location *location;

    if (!credential->known || !is(&cache->locations[i].name, name))
        return NULL;
    copy = ARENA_NEW(arena, struct principal);
    location = ARENA_NEW(arena, struct location);
    *copy = *credential->known;
    move_principal(copy, arena);
    copy_location(location, &cache->locations[i].location, arena);
    copy->location = location;
    return copy;
}
