#include "base/id_set.h"

#include <stdlib.h>
#include <string.h>

enum { SET_ROOM = 16 };

void id_set_add(struct ctx *ctx, struct id_set *set, id64 id)
{
    if (id == 0)
        return;
    if (set->count == set->room) {
        int room = set->room ? set->room * 2 : SET_ROOM;
        id64 *items = ARENA_ARRAY(ctx->arena, id64, (size_t)room);

        if (set->count)
            memcpy(items, set->items, (size_t)set->count * sizeof(id64));
        set->items = items;
        set->room = room;
    }
    set->items[set->count++] = id;
    set->settled = false;
}

static int by_id(const void *a, const void *b)
{
    id64 one = *(const id64 *)a, other = *(const id64 *)b;

    return one < other ? -1 : one > other;
}

void id_set_settle(struct id_set *set)
{
    int kept = 0;

    if (set->settled || set->count == 0)
        return;
    qsort(set->items, (size_t)set->count, sizeof(id64), by_id);
    for (int i = 0; i < set->count; i++)
        if (kept == 0 || set->items[kept - 1] != set->items[i])
            set->items[kept++] = set->items[i];
    set->count = kept;
    set->settled = true;
}

bool id_set_has(struct id_set *set, id64 id)
{
    id_set_settle(set);
    return set->count > 0 && bsearch(&id, set->items, (size_t)set->count, sizeof(id64), by_id) != NULL;
}
