#include "check.h"

#include "base/json.h"

#include <float.h>
#include <math.h>
#include <string.h>

static void accepted_and_written_again(void **state)
{
    static const struct {
        struct str in;
        const char *out; /* NULL: the same */
    } rows[] = {
        { STR("{}"), NULL },
        { STR("[]"), NULL },
        { STR("null"), NULL },
        { STR("true"), NULL },
        { STR("\"x\""), NULL },
        { STR("0"), NULL },
        { STR("-0"), "0" },
        { STR(" \t\r\n{ \"a\" : [ 1 , 2 ] } "), "{\"a\":[1,2]}" },
        { STR("{\"b\":1,\"a\":{\"c\":null,\"d\":false}}"), NULL },
        { STR("[9223372036854775807,-9223372036854775808]"), NULL },
        { STR("[0.5,-1.25,1e3,1E-2]"), "[0.5,-1.25,1000,0.01]" },
        { STR("[0.1,0.30000000000000004]"), NULL },
        { STR("[\"\\u0041\\u00e9\\/\"]"), "[\"Aé/\"]" },
        { STR("[\"\\ud83d\\ude00\"]"), "[\"😀\"]" },
        { STR("[\"\\b\\f\\n\\r\\t\\\"\\\\\"]"), NULL },
        { STR("[\"\\u0001\\u001f\"]"), NULL },
        { STR("[\"\x7F\"]"), NULL },
        { STR("[\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"]"), NULL },
        { STR("[\"\\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"]"), NULL },
        { STR("{\"a\\\"b\":1}"), NULL },
        { STR("{\"\":1}"), NULL },
        { STR("{\"a\":1,\"A\":2}"), NULL },
        { STR("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"), NULL },
        { STR("[[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[]]"),
          NULL },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct ctx ctx;
        json_t *tree;

        ctx_init(&ctx, *state);
        if (json_read(&ctx, rows[i].in, &tree) != ERR_OK)
            fail_msg("%s: %s", rows[i].in.ptr, ctx.error_detail.ptr);
        check_str(rows[i].in.ptr, json_dump_text(*state, tree), rows[i].out ? str_from(rows[i].out) : rows[i].in);
    }
}

static void refused(void **state)
{
    static const struct str rows[] = {
        STR(""),
        STR("   "),
        STR("\0"),
        STR("{"),
        STR("}"),
        STR("[1,]"),
        STR("[,1]"),
        STR("[1 2]"),
        STR("{\"a\":1,}"),
        STR("{\"a\"}"),
        STR("{a:1}"),
        STR("{'a':1}"),
        STR("{1:1}"),
        STR("{} {}"),
        STR("{}x"),
        STR("[]]"),
        STR("{}\0"),
        STR("// x\n{}"),
        STR("/* x */ {}"),
        STR("\xEF\xBB\xBF{}"),
        STR("{\"a\":1,\"a\":2}"),
        STR("{\"a\":1,\"\\u0061\":2}"),
        STR("[{\"x\":{\"b\":1,\"b\":1}}]"),
        STR("[\"\\u0000\"]"),
        STR("{\"a\\u0000b\":1}"),
        STR("[\"a\0b\"]"),
        STR("[\"\\ud83d\"]"),
        STR("[\"\\ude00\"]"),
        STR("[\"\\ud83dx\"]"),
        STR("[\"\\ud83d\\ud83d\"]"),
        STR("[\"\\ude00\\ud83d\"]"),
        STR("[\"\xED\xA0\xBD\"]"),
        STR("[\"\xFF\"]"),
        STR("[\"\xC3\"]"),
        STR("[\"\xC0\xAF\"]"),
        STR("[\"\xF4\x90\x80\x80\"]"),
        STR("[\"\x01\"]"),
        STR("[\"a\nb\"]"),
        STR("[\"a\tb\"]"),
        STR("[\"\\x41\"]"),
        STR("[\"\\u00g0\"]"),
        STR("[\"\\u12\"]"),
        STR("[\"open]"),
        STR("[\"open\\"),
        STR("[9223372036854775808]"),
        STR("[-9223372036854775809]"),
        STR("[123456789012345678901234567890]"),
        STR("[1e400]"),
        STR("[-1e400]"),
        STR("[01]"),
        STR("[-]"),
        STR("[+1]"),
        STR("[.5]"),
        STR("[1.]"),
        STR("[1e]"),
        STR("[0x10]"),
        STR("[NaN]"),
        STR("[Infinity]"),
        STR("[True]"),
        STR("[nul]"),
        STR("[undefined]"),
        STR("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"),
        STR("{\"a\":[{\"a\":[{\"a\":[{\"a\":[{\"a\":[{\"a\":[{\"a\":[{\"a\":[{\"a\":[{\"a\":[{\"a\":[{\"a\":[{\"a\":"
            "[{\"a\":[{\"a\":[{\"a\":[{}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}]}"),
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct ctx ctx;
        json_t *tree = NULL;

        ctx_init(&ctx, *state);
        check_int(rows[i].ptr, json_read(&ctx, rows[i], &tree), ERR_BAD_REQUEST);
        assert_true(ctx.error_detail.len > 0);
        for (size_t at = 0; at < ctx.error_detail.len; at++)
            assert_true(ctx.error_detail.ptr[at] >= ' ' && ctx.error_detail.ptr[at] <= '~');
    }
}

static void a_million_brackets_are_only_counted(void **state)
{
    struct ctx ctx;
    json_t *tree;
    char *text = arena_alloc(*state, 1000001);

    ctx_init(&ctx, *state);
    memset(text, '[', 1000000);
    assert_int_equal(json_read(&ctx, (struct str){ text, 1000000 }, &tree), ERR_BAD_REQUEST);
}

static void the_place_of_the_fault_is_told(void **state)
{
    struct ctx ctx;
    json_t *tree;

    ctx_init(&ctx, *state);
    assert_int_equal(json_read(&ctx, STR("{\n  \"a\": nope\n}"), &tree), ERR_BAD_REQUEST);
    assert_non_null(strstr(ctx.error_detail.ptr, "line 2"));
}

static void strings_are_borrowed(void **state)
{
    struct ctx ctx;
    json_t *tree;

    ctx_init(&ctx, *state);
    assert_int_equal(json_read(&ctx, STR("{\"a\":\"x\",\"b\":1}"), &tree), ERR_OK);
    check_str("a", json_text(json_object_get(tree, "a")), STR("x"));
    check_str("b", json_text(json_object_get(tree, "b")), STR(""));
    check_str("c", json_text(json_object_get(tree, "c")), STR(""));
}

static void every_kind_is_written(void **state)
{
    struct buf buf;
    struct json_writer w;

    buf_init(&buf, *state, 0);
    put_begin(&w, &buf);
    put_object(&w);
    put_key(&w, "text");
    put_string(&w, STR("a\"b"));
    put_key(&w, "none");
    put_string_or_null(&w, (struct str){ NULL, 0 });
    put_key(&w, "empty");
    put_string(&w, (struct str){ NULL, 0 });
    put_name(&w, STR("any \"name\""));
    put_array(&w);
    put_int(&w, INT64_MIN);
    put_int(&w, 0);
    put_bool(&w, true);
    put_bool(&w, false);
    put_null(&w);
    put_array_end(&w);
    put_key(&w, "deep");
    put_array(&w);
    put_object(&w);
    put_object_end(&w);
    put_array(&w);
    put_array_end(&w);
    put_array_end(&w);
    put_key(&w, "at");
    put_time(&w, 1777627800000);
    put_key(&w, "never");
    put_time(&w, 0);
    put_key(&w, "id");
    put_id(&w, "cus", 123);
    put_key(&w, "no_id");
    put_id(&w, "cus", 0);
    put_key(&w, "raw");
    put_raw(&w, STR("[1,2]"));
    put_key(&w, "last");
    put_real(&w, 0.25);
    put_object_end(&w);
    check_str("all", buf_str(&buf),
              STR("{\"text\":\"a\\\"b\",\"none\":null,\"empty\":\"\",\"any \\\"name\\\"\":[-9223372036854775808,0,true,"
                  "false,null],\"deep\":[{},[]],\"at\":\"2026-05-01T09:30:00.000Z\",\"never\":null,"
                  "\"id\":\"cus_000000000003V\",\"no_id\":null,\"raw\":[1,2],\"last\":0.25}"));
    assert_int_equal(buf.ptr[buf.len], '\0');
}

/* Every byte at every place of a short string, so that the scan of eight at a time has no blind spot. */
static void every_byte_is_escaped_where_it_must_be(void **state)
{
    for (int c = 1; c < 128; c++)
        for (size_t at = 0; at < 20; at++) {
            struct arena_mark mark = arena_mark(*state);
            struct ctx ctx;
            struct buf buf;
            struct json_writer w;
            char text[] = "abcdefghijklmnopqrst";
            json_t *tree;

            text[at] = (char)c;
            ctx_init(&ctx, *state);
            buf_init(&buf, *state, 0);
            put_begin(&w, &buf);
            put_string(&w, ((struct str){ text, 20 }));
            assert_int_equal(json_read(&ctx, buf_str(&buf), &tree), ERR_OK);
            check_str(text, json_text(tree), ((struct str){ text, 20 }));
            assert_int_equal(buf.len > 22, c < 0x20 || c == '"' || c == '\\');
            arena_rewind(*state, mark);
        }
}

static void reals_read_back_the_same(void **state)
{
    static const double values[] = { 0.1,     1.0 / 3, 1e21,        1e-7, 123456789.123456789,
                                     DBL_MAX, DBL_MIN, DBL_EPSILON, -2.5, 5e-324,
                                     1e15,    1e17,    0.5e-10,     100,  -0.0 };

    for (size_t i = 0; i < COUNT_OF(values); i++) {
        struct buf buf;
        struct json_writer w;

        buf_init(&buf, *state, 0);
        put_begin(&w, &buf);
        put_real(&w, values[i]);
        assert_true(strtod(buf.ptr, NULL) == values[i]);
        assert_null(strchr(buf.ptr, ','));
    }
}

static void what_is_no_number_is_null(void **state)
{
    struct buf buf;
    struct json_writer w;

    buf_init(&buf, *state, 0);
    put_begin(&w, &buf);
    put_array(&w);
    put_real(&w, NAN);
    put_real(&w, INFINITY);
    put_real(&w, -INFINITY);
    put_tree(&w, NULL);
    put_array_end(&w);
    check_str("nulls", buf_str(&buf), STR("[null,null,null,null]"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(accepted_and_written_again),
        arena_test(refused),
        arena_test(a_million_brackets_are_only_counted),
        arena_test(the_place_of_the_fault_is_told),
        arena_test(strings_are_borrowed),
        arena_test(every_kind_is_written),
        arena_test(every_byte_is_escaped_where_it_must_be),
        arena_test(reals_read_back_the_same),
        arena_test(what_is_no_number_is_null),
    };

    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
