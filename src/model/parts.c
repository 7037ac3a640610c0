#include "model/parts.h"

#include "base/text.h"

#include <stdarg.h>
#include <string.h>

static const char CHOICES[] = "choices";

void part_wrong(const struct part *part, const char *member, const char *code, const char *format, ...)
{
    struct arena *arena = part->ctx->arena;
    struct str place = member ? arena_printf(arena, "%s[%d].%s", part->list, part->index, member)
                              : arena_printf(arena, "%s[%d]", part->list, part->index);
    char sentence[300];
    va_list args;

    va_start(args, format);
    vsnprintf(sentence, sizeof(sentence), format, args);
    va_end(args);
    problem_add(part->ctx, place, code, "%s", sentence);
}

bool part_is_object(const struct part *part, json_t *object, const char *const *known)
{
    const char *name;
    json_t *value;

    if (!json_is_object(object)) {
        part_wrong(part, NULL, "wrong_type", "This must be an object.");
        return false;
    }
    json_object_foreach(object, name, value)
    {
        bool found = false;

        for (const char *const *at = known; *at; at++)
            found |= strcmp(name, *at) == 0;
        if (!found)
            part_wrong(part, text_length(str_from(name)) <= 100 ? name : "…", "unknown", "There is no such member.");
    }
    return true;
}

struct str part_line(const struct part *part, const json_t *object, const char *member, size_t most)
{
    const json_t *value = json_object_get(object, member);
    struct str text = text_line(part->ctx->arena, json_text(value));

    if (value && !json_is_null(value) && !json_is_string(value))
        part_wrong(part, member, "wrong_type", "This must be text.");
    else if (text_length(text) > most)
        part_wrong(part, member, "too_long", "At most %zu characters.", most);
    else
        return text;
    return STR_EMPTY;
}

struct str part_line_needed(const struct part *part, const json_t *object, const char *member, size_t most)
{
    int problems = part->ctx->problem_count;
    struct str text = part_line(part, object, member, most);

    if (text.len == 0 && part->ctx->problem_count == problems)
        part_wrong(part, member, "required", "This is needed.");
    return text;
}

bool part_bool(const struct part *part, const json_t *object, const char *member)
{
    const json_t *value = json_object_get(object, member);

    if (value && !json_is_null(value) && !json_is_boolean(value))
        part_wrong(part, member, "wrong_type", "This must be true or false.");
    return json_is_true(value);
}

/* ---- choices ------------------------------------------------------------------------------------------------- */

bool strings_have(const struct string_list *list, struct str text)
{
    for (int i = 0; i < list->count; i++)
        if (str_equal(list->items[i], text))
            return true;
    return false;
}

static bool is_list(const struct part *part, const json_t *value)
{
    if (!value || json_is_null(value) || json_is_array(value))
        return true;
    part_wrong(part, CHOICES, "wrong_type", "This must be a list of texts.");
    return false;
}

void part_read_choices(const struct part *part, const json_t *object, struct part_choices limits,
                       struct string_list *out)
{
    const json_t *value = json_object_get(object, CHOICES);
    size_t count = json_array_size(value);

    if (!is_list(part, value))
        return;
    if (count < 2 || count > (size_t)limits.most) {
        part_wrong(part, CHOICES, count < 2 ? "required" : "too_many", "Between 2 and %d choices.", limits.most);
        return;
    }
    out->items = ARENA_ARRAY(part->ctx->arena, struct str, count);
    for (size_t i = 0; i < count; i++) {
        struct str text = text_line(part->ctx->arena, json_text(json_array_get(value, i)));

        if (text.len == 0 || text_length(text) > limits.characters)
            part_wrong(part, CHOICES, "invalid", "A choice has 1 to %zu characters.", limits.characters);
        else if (strings_have(out, text))
            part_wrong(part, CHOICES, "duplicate", "No choice stands there twice.");
        else
            out->items[out->count++] = text;
    }
}

void part_refuse_choices(const struct part *part, const json_t *object)
{
    const json_t *value = json_object_get(object, CHOICES);

    if (is_list(part, value) && json_array_size(value) > 0)
        part_wrong(part, CHOICES, "invalid", "Only a choice has choices.");
}
