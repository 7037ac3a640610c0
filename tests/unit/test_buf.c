#include "check.h"

#include "base/buf.h"

#include <string.h>

static void pieces_become_one(void **state)
{
    struct buf buf;

    buf_init(&buf, *state, 0);
    buf_add(&buf, STR("a"));
    buf_add(&buf, STR_EMPTY);
    buf_add(&buf, (struct str){ NULL, 0 });
    buf_add_char(&buf, '\0');
    buf_add_text(&buf, "bc");
    buf_add_text(&buf, NULL);
    buf_printf(&buf, "[%5.2f]", 1.5);
    check_str("all", buf_str(&buf), STR("a\0bc[ 1.50]"));
    assert_int_equal(buf.ptr[buf.len], '\0');
}

static void integers_to_both_ends(void **state)
{
    static const struct {
        int64_t value;
        const char *text;
    } rows[] = {
        { 0, "0" },
        { 7, "7" },
        { -1, "-1" },
        { 10, "10" },
        { 1234567890123, "1234567890123" },
        { INT64_MAX, "9223372036854775807" },
        { INT64_MIN, "-9223372036854775808" },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct buf buf;

        buf_init(&buf, *state, 1);
        buf_add_int(&buf, rows[i].value);
        check_str(rows[i].text, buf_str(&buf), str_from(rows[i].text));
    }
}

static void growing_keeps_what_is_there(void **state)
{
    struct buf buf;

    buf_init(&buf, *state, 3);
    for (int i = 0; i < 10000; i++) {
        buf_printf(&buf, "%04d", i);
        assert_int_equal(buf.ptr[buf.len], '\0');
    }
    assert_int_equal(buf.len, 40000);
    for (int i = 0; i < 10000; i++)
        assert_int_equal(
            strtol(arena_cstr(*state, str_slice(buf_str(&buf), (size_t)i * 4, (size_t)i * 4 + 4)), NULL, 10), i);
}

static void reserved_room_is_the_callers(void **state)
{
    struct buf buf;

    buf_init(&buf, *state, 0);
    memset(buf_reserve(&buf, 1000), 'x', 1000);
    buf.len += 1000;
    buf_add_char(&buf, 'y');
    assert_int_equal(buf.len, 1001);
    assert_int_equal(buf.ptr[999], 'x');
    assert_int_equal(buf.ptr[1000], 'y');
}

static void nothing_written_is_the_empty_view(void **state)
{
    struct buf buf = { .arena = *state };

    check_str("empty", buf_str(&buf), STR_EMPTY);
    assert_non_null(buf_str(&buf).ptr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(pieces_become_one),
        arena_test(integers_to_both_ends),
        arena_test(growing_keeps_what_is_there),
        arena_test(reserved_room_is_the_callers),
        arena_test(nothing_written_is_the_empty_view),
    };

    return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
