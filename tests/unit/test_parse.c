/*
 * The HTTP reader against two tables of requests (tests/fixtures/http): what must be refused and what must be taken,
 * each fed whole, byte by byte, and cut in two at every place, with equal results.
 */
#include "http_replay.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { LINE_MOST = 64 * 1024, CUT_EVERYWHERE_MOST = 1500, CUT_STEP = 211 };

struct shape {
    struct str expected;
    struct str name;
    struct str bytes;
};

static struct arena arena;

/* ---- reading the tables */

static size_t unescape_one(struct str text, size_t at, struct buf *out)
{
    static const char letters[] = "rnt0\\", meanings[] = "\r\n\t\0\\";
    const char *letter;

    if (text.ptr[at] != '\\') {
        buf_add_char(out, text.ptr[at]);
        return 1;
    }
    if (text.ptr[at + 1] == 'x') {
        buf_add_char(out, (char)(http_hex(text.ptr[at + 2]) * 16 + http_hex(text.ptr[at + 3])));
        return 4;
    }
    letter = strchr(letters, text.ptr[at + 1]);
    assert_non_null(letter);
    buf_add_char(out, meanings[letter - letters]);
    return 2;
}

static struct str unescape(struct str text)
{
    struct buf out;

    buf_init(&out, &arena, text.len);
    for (size_t at = 0; at < text.len;)
        at += unescape_one(text, at, &out);
    return buf_str(&out);
}

/* "{text*N}" and everything around it. */
static struct str expand(struct str text)
{
    struct buf out;
    struct str rest = text;

    buf_init(&out, &arena, text.len);
    while (rest.len) {
        size_t open = str_find(rest, '{'), star, end;
        struct str inner;
        int64_t times;

        buf_add(&out, unescape(str_slice(rest, 0, open)));
        rest = str_slice(rest, open + 1, rest.len);
        if (!rest.len)
            break;
        end = str_find(rest, '}');
        for (star = end; rest.ptr[star] != '*';)
            star--;
        inner = unescape(str_slice(rest, 0, star));
        assert_true(str_to_int(str_slice(rest, star + 1, end), &times));
        for (int64_t i = 0; i < times; i++)
            buf_add(&out, inner);
        rest = str_slice(rest, end + 1, rest.len);
    }
    return buf_str(&out);
}

static struct str take_column(struct str *line)
{
    for (size_t at = 0; at + 3 <= line->len; at++)
        if (memcmp(line->ptr + at, " | ", 3) == 0) {
            struct str column = str_slice(*line, 0, at);

            *line = str_slice(*line, at + 3, line->len);
            return column;
        }
    fail_msg("no column in: %.*s", STR_PRINT(*line));
    return STR_EMPTY;
}

static bool next_shape(FILE *file, struct shape *shape)
{
    static char text[LINE_MOST];
    struct str line;

    do {
        if (!fgets(text, sizeof(text), file))
            return false;
        line = str_from(text);
        line.len -= line.len && line.ptr[line.len - 1] == '\n';
    } while (line.len == 0 || line.ptr[0] == '#');
    shape->expected = unescape(take_column(&line));
    shape->name = arena_str(&arena, take_column(&line));
    shape->bytes = expand(line);
    return true;
}

/* ---- feeding */

static void check(const struct shape *shape, const char *how, size_t at, struct replay *replay)
{
    struct str said = replay_end(replay);

    /* Of what must be refused only the end counts: before it may stand requests that are good. */
    if (shape->expected.ptr[0] >= '0' && shape->expected.ptr[0] <= '9') {
        struct str wanted = arena_printf(&arena, "refused %.*s", STR_PRINT(shape->expected));

        if (!str_ends(said, wanted))
            fail_msg("%.*s, %s %zu: \"%.*s\", not \"%.*s\"", STR_PRINT(shape->name), how, at, STR_PRINT(said),
                     STR_PRINT(wanted));
    } else if (!str_equal(said, shape->expected)) {
        fail_msg("%.*s, %s %zu: \"%.*s\", not \"%.*s\"", STR_PRINT(shape->name), how, at, STR_PRINT(said),
                 STR_PRINT(shape->expected));
    }
    replay_over(replay);
}

static void feed_pieces(const struct shape *shape, size_t size, const char *how)
{
    struct replay replay;

    replay_begin(&replay);
    for (size_t at = 0; at < shape->bytes.len; at += size)
        replay_feed(&replay, shape->bytes.ptr + at, size < shape->bytes.len - at ? size : shape->bytes.len - at);
    check(shape, how, size, &replay);
}

static void feed_cut_at(const struct shape *shape, size_t cut)
{
    struct replay replay;

    replay_begin(&replay);
    replay_feed(&replay, shape->bytes.ptr, cut);
    replay_feed(&replay, shape->bytes.ptr + cut, shape->bytes.len - cut);
    check(shape, "cut at", cut, &replay);
}

static int check_table(const char *path)
{
    FILE *file = fopen(path, "r");
    struct shape shape;
    int count = 0;

    assert_non_null(file);
    arena_init(&arena);
    for (; next_shape(file, &shape); count++) {
        size_t step = shape.bytes.len <= CUT_EVERYWHERE_MOST ? 1 : CUT_STEP;

        feed_pieces(&shape, shape.bytes.len, "whole");
        feed_pieces(&shape, 1, "in pieces of");
        feed_pieces(&shape, 7, "in pieces of");
        for (size_t cut = 1; cut < shape.bytes.len; cut += step)
            feed_cut_at(&shape, cut);
        arena_clear(&arena);
    }
    fclose(file);
    return count;
}

static void malformed_requests_are_refused(void **state)
{
    (void)state;
    assert_true(check_table("tests/fixtures/http/malformed.txt") >= 80);
}

static void valid_requests_are_taken(void **state)
{
    (void)state;
    assert_true(check_table("tests/fixtures/http/valid.txt") >= 40);
}

/* ---- limits that the tables cannot say */

static void a_refusal_has_a_sentence(void **state)
{
    char bytes[] = "GET / HTTP/1.1\r\nHost : a\r\n\r\n";
    struct http_head head;

    (void)state;
    http_head_init(&head, 1024, 512);
    assert_int_equal(http_head_feed(&head, bytes, sizeof(bytes) - 1), HTTP_REFUSED);
    assert_int_equal(head.refusal.status, 400);
    assert_true(strlen(head.refusal.why) > 10);
}

static void limits_are_exact(void **state)
{
    char bytes[] = "GET /12345 HTTP/1.1\r\nHost: a123\r\n\r\n";
    const size_t len = sizeof(bytes) - 1;
    struct http_head head;

    (void)state;
    http_head_init(&head, len, 10);
    assert_int_equal(http_head_feed(&head, bytes, len), HTTP_DONE);
    http_head_init(&head, len - 1, 10);
    assert_int_equal(http_head_feed(&head, bytes, len), HTTP_REFUSED);
    assert_int_equal(head.refusal.status, 431);
    http_head_init(&head, len, 9);
    assert_int_equal(http_head_feed(&head, bytes, len), HTTP_REFUSED);
    assert_int_equal(head.refusal.status, 431);
    http_head_init(&head, len, 5);
    assert_int_equal(http_head_feed(&head, bytes, len), HTTP_REFUSED);
    assert_int_equal(head.refusal.status, 414);
}

static void names_are_lowered_and_values_trimmed(void **state)
{
    char bytes[] = "GET / HTTP/1.1\r\nHOST: a\r\nX-Ab:\t b c \t\r\n\r\n";
    struct http_head head;

    (void)state;
    http_head_init(&head, 1024, 512);
    assert_int_equal(http_head_feed(&head, bytes, sizeof(bytes) - 1), HTTP_DONE);
    assert_int_equal(head.field_count, 2);
    assert_true(str_equal(http_span_str(bytes, head.fields[1].name), STR("x-ab")));
    assert_true(str_equal(http_span_str(bytes, head.fields[1].value), STR("b c")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(malformed_requests_are_refused),
        cmocka_unit_test(valid_requests_are_taken),
        cmocka_unit_test(a_refusal_has_a_sentence),
        cmocka_unit_test(limits_are_exact),
        cmocka_unit_test(names_are_lowered_and_values_trimmed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
