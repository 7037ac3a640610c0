#include "app/auth.h"

#include <stdlib.h>
#include <string.h>

enum { PRINCIPALS = 512, LOCATIONS = 64, NAME_MOST_BYTES = 64, HELD_MOST_BYTES = 1024 * 1024 };

/* A hash in hex, or the name of a location as the path has it. */
struct name {
    size_t len; /* 0: free */
    char bytes[NAME_MOST_BYTES];
};

struct auth_cache {
    struct arena arena;
    int64_t epoch;
    struct {
        struct name name;
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

    if (cache)
        arena_init(&cache->arena);
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
        cache->principals[i].name.len = 0;
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

struct principal *auth_cache_principal(struct auth_cache *cache, struct str hash)
{
    size_t i = place_of(hash) % PRINCIPALS;

    return is(&cache->principals[i].name, hash) ? &cache->principals[i].principal : NULL;
}

struct principal *auth_cache_keep_principal(struct auth_cache *cache, struct str hash,
                                            const struct principal *principal)
{
    size_t i = place_of(hash) % PRINCIPALS;
    struct principal *kept = &cache->principals[i].principal;

    if (!take(&cache->principals[i].name, hash))
        return NULL;
    *kept = *principal;
    kept->actor.name = arena_str(&cache->arena, principal->actor.name);
    kept->holder.name = kept->actor.name;
    kept->seen_day = arena_str(&cache->arena, principal->seen_day);
    kept->roles.items = ARENA_ARRAY(&cache->arena, struct user_role, (size_t)principal->roles.count + 1);
    for (int r = 0; r < principal->roles.count; r++)
        kept->roles.items[r] = principal->roles.items[r];
    return kept;
}

const struct location *auth_cache_location(struct auth_cache *cache, struct str name)
{
    size_t i = place_of(name) % LOCATIONS;

    return is(&cache->locations[i].name, name) ? &cache->locations[i].location : NULL;
}

static struct string_list keep_strings(struct arena *arena, const struct string_list *list)
{
    struct string_list kept = { .count = list->count };

    kept.items = ARENA_ARRAY(arena, struct str, (size_t)list->count + 1);
    for (int i = 0; i < list->count; i++)
        kept.items[i] = arena_str(arena, list->items[i]);
    return kept;
}

void auth_cache_keep_location(struct auth_cache *cache, struct str name, const struct location *location)
{
    size_t i = place_of(name) % LOCATIONS;
    struct location *kept = &cache->locations[i].location;
    struct arena *arena = &cache->arena;

    if (!take(&cache->locations[i].name, name))
        return;
    *kept = *location;
    kept->name = arena_str(arena, location->name);
    kept->slug = arena_str(arena, location->slug);
    kept->time_zone = arena_str(arena, location->time_zone);
    kept->currency = arena_str(arena, location->currency);
    kept->country = arena_str(arena, location->country);
    kept->support_email = arena_str(arena, location->support_email);
    kept->brand_colour = arena_str(arena, location->brand_colour);
    kept->logo = arena_str(arena, location->logo);
    kept->checkout_reminder_text = arena_str(arena, location->checkout_reminder_text);
    kept->week_starts = arena_str(arena, location->week_starts);
    kept->relay_domains = keep_strings(arena, &location->relay_domains);
    kept->sensitive_fields = keep_strings(arena, &location->sensitive_fields);
}
