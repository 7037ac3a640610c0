#include "check.h"

static const struct str nothing = { NULL, 0 };

static void comparing(void **state)
{
    (void)state;
    assert_true(str_equal(STR("a"), STR("a")));
    assert_false(str_equal(STR("a"), STR("A")));
    assert_false(str_equal(STR("a"), STR("ab")));
    assert_true(str_equal(nothing, STR_EMPTY));
    assert_true(str_equal(str_from(NULL), STR_EMPTY));
    assert_true(str_equal_ascii_case(STR("Content-Type"), STR("content-tYPE")));
    assert_false(str_equal_ascii_case(STR("[a"), STR("{A")));
    assert_false(str_equal_ascii_case(STR("\xC3\x84"), STR("\xC3\xA4")));
    assert_true(str_starts(STR("abc"), STR("ab")));
    assert_true(str_starts(STR("abc"), nothing));
    assert_false(str_starts(STR("ab"), STR("abc")));
    assert_true(str_ends(STR("abc"), STR("bc")));
    assert_false(str_ends(STR("bc"), STR("abc")));
    assert_true(str_compare(STR("a"), STR("b")) < 0);
    assert_true(str_compare(STR("ab"), STR("a")) > 0);
    assert_true(str_compare(STR("\xC3"), STR("z")) > 0);
    assert_int_equal(str_compare(nothing, STR_EMPTY), 0);
}

static void cutting(void **state)
{
    (void)state;
    check_str("middle", str_slice(STR("abcdef"), 2, 4), STR("cd"));
    check_str("past the end", str_slice(STR("abc"), 2, 99), STR("c"));
    check_str("backwards", str_slice(STR("abc"), 3, 1), STR(""));
    check_str("trim", str_trim(STR(" \t\r\n a b \v\f")), STR("a b"));
    check_str("trim all", str_trim(STR("  \n ")), STR(""));
    check_str("trim none", str_trim(nothing), STR(""));
    assert_int_equal(str_find(STR("abc"), 'c'), 2);
    assert_int_equal(str_find(STR("abc"), 'x'), 3);
    assert_int_equal(str_find(nothing, 'x'), 0);
}

static void splitting(void **state)
{
    static const struct {
        struct str text;
        const char *parts; /* joined by | */
    } rows[] = {
        { STR("a,,b"), "a||b|" }, { STR("a"), "a|" },   { STR(""), "|" },
        { STR("a,"), "a||" },     { STR(",a"), "|a|" }, { STR(","), "||" },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct str rest = rows[i].text, part;
        struct str joined = STR_EMPTY;

        while (str_split(&rest, ',', &part))
            joined = arena_printf(*state, "%.*s%.*s|", STR_PRINT(joined), STR_PRINT(part));
        check_str(rows[i].parts, joined, str_from(rows[i].parts));
    }
}

static void reading_integers(void **state)
{
    static const struct {
        const char *text;
        bool good;
        int64_t value;
    } rows[] = {
        { "0", true, 0 },
        { "-0", true, 0 },
        { "42", true, 42 },
        { "-42", true, -42 },
        { "007", true, 7 },
        { "9223372036854775807", true, INT64_MAX },
        { "-9223372036854775808", true, INT64_MIN },
        { "9223372036854775808", false, 0 },
        { "-9223372036854775809", false, 0 },
        { "99999999999999999999999", false, 0 },
        { "", false, 0 },
        { "-", false, 0 },
        { "+1", false, 0 },
        { "1 ", false, 0 },
        { " 1", false, 0 },
        { "1.0", false, 0 },
        { "0x10", false, 0 },
        { "1-", false, 0 },
        { "--1", false, 0 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        int64_t value = 0;

        check_int(rows[i].text, str_to_int(str_from(rows[i].text), &value), rows[i].good);
        if (rows[i].good)
            check_int(rows[i].text, value, rows[i].value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(comparing),
        arena_test(cutting),
        arena_test(splitting),
        arena_test(reading_integers),
    };

    return cmocka_run_group_tests_name("str", tests, NULL, NULL);
}
