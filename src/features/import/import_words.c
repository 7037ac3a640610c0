/*
 * Words: yes and no, statuses.
 */
#include "features/import/import_columns.h"
#include "features/import/import_values.h"

const char *import_bool(struct str cell, bool *out)
{
    static const struct {
        struct str word;
        bool value;
    } words[] = {
        { { "yes", 3 }, true }, { { "y", 1 }, true },      { { "true", 4 }, true },
        { { "1", 1 }, true },   { { "x", 1 }, true },      { { "no", 2 }, false },
        { { "n", 1 }, false },  { { "false", 5 }, false }, { { "0", 1 }, false },
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (str_equal_ascii_case(cell, words[i].word)) {
            *out = words[i].value;
            return NULL;
        }
    return "is neither yes nor no";
}

/* The names of the field's own choices first; folded, without punctuation. */
static const struct {
    const char *word;
    const char *status;
} statuses[] = {
    { "draft", "draft" },         { "pending", "pending" },       { "confirmed", "confirmed" },
    { "completed", "completed" }, { "no show", "no-show" },       { "canceled", "canceled" },
    { "cancelled", "canceled" },  { "cancel", "canceled" },       { "void", "canceled" },
    { "noshow", "no-show" },      { "complete", "completed" },    { "done", "completed" },
    { "fulfilled", "completed" }, { "checked out", "completed" }, { "check out", "completed" },
    { "paid", "confirmed" },      { "booked", "confirmed" },      { "hold", "pending" },
    { "on hold", "pending" },
};

static const char *known_status(struct arena *arena, struct str cell)
{
    struct str folded = import_fold_name(arena, cell);

    for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
        if (str_equal(folded, str_from(statuses[i].word)))
            return statuses[i].status;
    return NULL;
}

const char *import_status(struct arena *arena, struct str cell, struct str map, const char **out)
{
    struct str folded = import_fold_name(arena, cell), key, value;

    while (import_pair_next(&map, &key, &value) == 1)
        if (str_equal(import_fold_name(arena, key), folded)) {
            cell = value;
            break;
        }
    *out = known_status(arena, cell);
    return *out ? NULL : "is not a status; say what it means with --status-map, as in Checked-In=confirmed";
}
