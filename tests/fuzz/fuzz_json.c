/*
 * Any bytes as JSON: what is accepted is written, read again, and written the same.
 */
#include "base/json.h"
#include "base/text.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct ctx ctx;
    json_t *tree, *again;

    arena_init(&arena);
    ctx_init(&ctx, &arena);
    if (json_read(&ctx, (struct str){ (const char *)data, size }, &tree) == ERR_OK) {
        struct str text = json_dump_text(&arena, tree);

        must(text_valid(text));
        must(json_read(&ctx, text, &again) == ERR_OK);
        must(str_equal(json_dump_text(&arena, again), text));
    } else {
        must(text_valid(ctx.error_detail) && ctx.error_detail.len > 0);
    }
    arena_clear(&arena);
    return 0;
}
