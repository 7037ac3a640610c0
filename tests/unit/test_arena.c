#include "check.h"

#include <stdalign.h>
#include <string.h>

static void pieces_are_zeroed_aligned_and_apart(void **state)
{
    struct arena *arena = *state;
    static const size_t sizes[] = { 0, 1, 7, 8, 15, 16, 17, 100, 4096, 16 * 1024, 40 * 1024, 3 * 1024 * 1024 };
    unsigned char *pieces[COUNT_OF(sizes)];

    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        pieces[i] = arena_alloc(arena, sizes[i]);
        assert_non_null(pieces[i]);
        assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
        for (size_t at = 0; at < sizes[i]; at++)
            assert_int_equal(pieces[i][at], 0);
        memset(pieces[i], (int)i + 1, sizes[i]);
    }
    for (size_t i = 0; i < COUNT_OF(sizes); i++)
        for (size_t at = 0; at < sizes[i]; at += 97)
            assert_int_equal(pieces[i][at], (int)i + 1);
}

static void text_is_copied_and_ended(void **state)
{
    struct arena *arena = *state;
    char bytes[] = "abc";
    struct str copy = arena_str(arena, (struct str){ bytes, 2 });

    bytes[0] = 'x';
    check_str("copy", copy, STR("ab"));
    assert_int_equal(copy.ptr[2], '\0');
    assert_string_equal(arena_cstr(arena, STR_EMPTY), "");
    assert_string_equal(arena_cstr(arena, (struct str){ NULL, 0 }), "");
    check_str("printf", arena_printf(arena, "%d-%s", 42, "x"), STR("42-x"));
    check_str("empty printf", arena_printf(arena, "%s", ""), STR(""));
}

static void count_up(void *thing)
{
    ++*(int *)thing;
}

static void cleanups_run_once_and_only_past_the_mark(void **state)
{
    struct arena *arena = *state;
    int before = 0, after = 0;
    struct arena_mark mark;

    arena_defer(arena, count_up, &before);
    mark = arena_mark(arena);
    arena_defer(arena, count_up, &after);
    arena_rewind(arena, mark);
    assert_int_equal(before, 0);
    assert_int_equal(after, 1);
    arena_clear(arena);
    assert_int_equal(before, 1);
    assert_int_equal(after, 1);
    arena_clear(arena);
    assert_int_equal(before, 1);
}

static void rewinding_gives_back_what_came_after(void **state)
{
    struct arena *arena = *state;
    struct str kept = arena_str(arena, STR("kept"));
    struct arena_mark mark = arena_mark(arena);
    size_t used = arena->used_bytes;

    for (int row = 0; row < 100; row++) {
        arena_alloc(arena, 5000);
        arena_alloc(arena, 200 * 1024);
        arena_rewind(arena, mark);
        assert_int_equal(arena->used_bytes, used);
    }
    check_str("kept", kept, STR("kept"));
}

static void an_empty_arena_can_be_marked_and_rewound(void **state)
{
    struct arena *arena = *state;
    struct arena_mark mark = arena_mark(arena);

    arena_alloc(arena, 10);
    arena_rewind(arena, mark);
    assert_null(arena->chunk);
    assert_int_equal(arena->used_bytes, 0);
}

static void reset_keeps_one_small_chunk(void **state)
{
    struct arena *arena = *state;
    char *piece;

    arena_alloc(arena, 100);
    arena_alloc(arena, 2 * 1024 * 1024);
    arena_reset(arena, 64 * 1024);
    assert_non_null(arena->chunk);
    assert_int_equal(arena->used_bytes, 0);
    piece = arena_alloc(arena, 100);
    for (int i = 0; i < 100; i++)
        assert_int_equal(piece[i], 0);
    arena_reset(arena, 0);
    assert_null(arena->chunk);
}

static void only_the_newest_piece_grows(void **state)
{
    struct arena *arena = *state;
    char *older = arena_bytes(arena, 10), *newest = arena_bytes(arena, 20);
    size_t used = arena->used_bytes;

    assert_false(arena_extend(arena, older, 10, 40));
    assert_false(arena_extend(arena, newest, 20, 1024 * 1024));
    assert_int_equal(arena->used_bytes, used);
    assert_true(arena_extend(arena, newest, 20, 200));
    memset(newest, 'x', 200);
    assert_true((char *)arena_alloc(arena, 1) >= newest + 200);
    assert_false(arena_extend(arena, newest, 200, 300));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(pieces_are_zeroed_aligned_and_apart),
        arena_test(text_is_copied_and_ended),
        arena_test(cleanups_run_once_and_only_past_the_mark),
        arena_test(rewinding_gives_back_what_came_after),
        arena_test(an_empty_arena_can_be_marked_and_rewound),
        arena_test(reset_keeps_one_small_chunk),
        arena_test(only_the_newest_piece_grows),
    };

    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
