/*
 * A record that outlives the arena it was read into.
 */
#include "model/field_types.h"
#include "model/resource.h"

static void keep_strings(struct arena *arena, struct string_list *list)
{
    struct str *items = ARENA_ARRAY(arena, struct str, (size_t)list->count + 1);

    for (int i = 0; i < list->count; i++)
        items[i] = arena_str(arena, list->items[i]);
    list->items = items;
    list->json = arena_str(arena, list->json);
}

void resource_keep(struct arena *arena, const struct resource *resource, void *record)
{
    for (int i = 0; i < resource->field_count; i++) {
        const struct field *field = &resource->fields[i];
        void *member = (char *)record + field->offset;

        if (field->type == FT_STRINGS)
            keep_strings(arena, member);
        else if (field_ops[field->type].text)
            *(struct str *)member = arena_str(arena, *(const struct str *)member);
    }
}
