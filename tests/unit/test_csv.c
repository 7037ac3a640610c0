#include "check.h"

#include "base/csv.h"

#include <stdio.h>
#include <string.h>

/* A file in memory that hands out at most `step` bytes at a time. */
struct memory {
    struct str rest;
    size_t step;
    bool fails_at_end;
};

static int64_t read_memory(void *source, char *into, size_t size)
{
    struct memory *memory = source;
    size_t count = memory->rest.len;

    if (count == 0 && memory->fails_at_end)
        return -1;
    if (count > size)
        count = size;
    if (count > memory->step)
        count = memory->step;
    if (count)
        memcpy(into, memory->rest.ptr, count);
    memory->rest = str_slice(memory->rest, count, memory->rest.len);
    return (int64_t)count;
}

/* All rows as "line:cell|cell/line:cell" and, after a fault, "!" and its sentence. */
static struct str read_all(struct arena *arena, struct str text, size_t step, char separator)
{
    struct memory memory = { text, step, false };
    struct csv_reader *reader = csv_reader_new(read_memory, &memory, separator);
    struct csv_row row;
    struct buf buf;
    int more;

    buf_init(&buf, arena, 64);
    while ((more = csv_reader_next(reader, &row)) == 1) {
        buf_printf(&buf, "%s%lld:", buf.len ? "/" : "", (long long)row.line);
        for (int i = 0; i < row.count; i++) {
            buf_add_text(&buf, i ? "|" : "");
            buf_add(&buf, row.cells[i]);
        }
    }
    if (more < 0)
        buf_printf(&buf, "!%s", csv_reader_error(reader));
    assert_int_equal(csv_reader_next(reader, &row), more);
    csv_reader_free(reader);
    return buf_str(&buf);
}

static void shapes_of_files(void **state)
{
    static const struct {
        struct str text;
        const char *rows;
    } rows[] = {
        { STR(""), "" },
        { STR("\n"), "" },
        { STR("\r\n\r\n  \n\t\n"), "" },
        { STR("a"), "1:a" },
        { STR("a,b"), "1:a|b" },
        { STR("a,b\n"), "1:a|b" },
        { STR("a,b\r\nc,d\r\n"), "1:a|b/2:c|d" },
        { STR("a,b\rc,d\r"), "1:a|b/2:c|d" },
        { STR("a,b\nc,d\r\ne,f"), "1:a|b/2:c|d/3:e|f" },
        { STR("\xEF\xBB\xBF"
              "a,b\nc,d"),
          "1:a|b/2:c|d" },
        { STR("\xEF\xBB\xBF\"a\",b"), "1:a|b" },
        { STR("\xEF\xBB\xBF"), "" },
        { STR("a;b\nc;d"), "1:a|b/2:c|d" },
        { STR("a\tb\nc\td"), "1:a|b/2:c|d" },
        { STR("a|b"), "1:a|b" },
        { STR("a;b,c;d"), "1:a|b,c|d" },
        { STR("\"a,b,c\";d\n1;2"), "1:a,b,c|d/2:1|2" },
        { STR("\"a\nb,c,d\";e\n1;2"), "1:a\nb,c,d|e/3:1|2" },
        { STR("name\na,b\n"), "1:name/2:a|b" },
        { STR("\n\nname;x\n1;2"), "3:name|x/4:1|2" },
        { STR("a,b\n\n\nc,d"), "1:a|b/4:c|d" },
        { STR("a,b\r\n\r\n\r\nc,d"), "1:a|b/4:c|d" },
        { STR("a,b\n,\n \t ,\nc,d"), "1:a|b/4:c|d" },
        { STR("a,b\n\"\",\"\"\nc,d"), "1:a|b/3:c|d" },
        { STR("a,,b"), "1:a||b" },
        { STR(",a,"), "1:|a|" },
        { STR("a,b,\n"), "1:a|b|" },
        { STR("\"a \"\"quoted\"\" word\",b"), "1:a \"quoted\" word|b" },
        { STR("\"\"\"\",x"), "1:\"|x" },
        { STR("\"a,b\",c"), "1:a,b|c" },
        { STR("\"one\ntwo\",b\nc,d"), "1:one\ntwo|b/3:c|d" },
        { STR("\"one\r\ntwo\r\n\",b\r\nc,d"), "1:one\r\ntwo\r\n|b/4:c|d" },
        { STR("\"one\rtwo\",b\rc,d"), "1:one\rtwo|b/3:c|d" },
        { STR("\"\n\n\n\",b\nc,d"), "1:\n\n\n|b/5:c|d" },
        { STR("a,\"b\n\nb\"\n\n\"c\nc\",d\ne,f"), "1:a|b\n\nb/5:c\nc|d/7:e|f" },
        { STR("  a  , b\t"), "1:a|b" },
        { STR("\"  a  \",b"), "1:  a  |b" },
        { STR("a, \"b\" ,c"), "1:a|b|c" },
        { STR("5\" pipe,x"), "1:5\" pipe|x" },
        { STR("x,5\" pipe\ny,6"), "1:x|5\" pipe/2:y|6" },
        { STR("\"5\" pipe\",x"), "1:5\" pipe|x" },
        { STR("\"a\"b,c"), "!Line 1: a quote is opened and never closed." },
        { STR("x\ty\n\t2"), "1:x|y/2:|2" },
        { STR("x\ty\n1\t"), "1:x|y/2:1|" },
        { STR("x\ty\n\t\n1\t2"), "1:x|y/3:1|2" },
        { STR("sep=;\na;b"), "2:a|b" },
        { STR("sep=;\r\na;b,c"), "2:a|b,c" },
        { STR("sep=|\ra|b"), "2:a|b" },
        { STR("sep=,x\na"), "1:sep=|x/2:a" },
        { STR("sep="), "1:sep=" },
        { STR("José,日本\n😀,é"), "1:José|日本/2:😀|é" },
        { STR("a\0b,c"), "1:a\0b|c" },
        { STR("'=1,+34"), "1:'=1|+34" },
        { STR("\"\""), "" },
        { STR("\"open,b\nc,d"), "!Line 1: a quote is opened and never closed." },
        { STR("a,b\n\nc,\"open\nd"), "1:a|b!Line 3: a quote is opened and never closed." },
        { STR("\""), "!Line 1: a quote is opened and never closed." },
        { STR("\xFF\xFE"
              "a\0,\0"),
          "!Line 1: the file is UTF-16; save it as UTF-8." },
        { STR("\xFE\xFF\0a"), "!Line 1: the file is UTF-16; save it as UTF-8." },
    };
    static const size_t steps[] = { 100000, 1, 2, 3, 7 };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        for (size_t j = 0; j < COUNT_OF(steps); j++) {
            struct str got = read_all(*state, rows[i].text, steps[j], 0), want = str_from(rows[i].rows);

            /* the one row whose cell holds a NUL cannot say so as C text */
            if (memchr(got.ptr, '\0', got.len))
                want = STR("1:a\0b|c");
            check_str(arena_printf(*state, "%s (%zu at a time)", rows[i].text.ptr, steps[j]).ptr, got, want);
        }
}

static void the_separator_can_be_given(void **state)
{
    check_str("given", read_all(*state, STR("a,b;c"), 100, ';'), STR("1:a,b|c"));
    check_str("against the guess", read_all(*state, STR("a,b,c"), 100, '\t'), STR("1:a,b,c"));
    check_str("against sep=", read_all(*state, STR("sep=;\na,b;c"), 100, ','), STR("2:a|b;c"));
}

static void many_rows_over_many_reads(void **state)
{
    struct buf text;
    struct memory memory;
    struct csv_reader *reader;
    struct csv_row row;

    buf_init(&text, *state, 1024);
    for (int i = 0; i < 20000; i++)
        buf_printf(&text, "%d,\"two\nlines \"\"%d\"\"\",plain text that makes the row long enough\r\n", i, i);
    memory = (struct memory){ buf_str(&text), 1000000, false };
    reader = csv_reader_new(read_memory, &memory, 0);
    for (int i = 0; i < 20000; i++) {
        char want[32];
        int64_t number;

        assert_int_equal(csv_reader_next(reader, &row), 1);
        assert_int_equal(row.count, 3);
        assert_int_equal(row.line, i * 2 + 1);
        assert_true(str_to_int(row.cells[0], &number) && number == i);
        snprintf(want, sizeof(want), "two\nlines \"%d\"", i);
        check_str(want, row.cells[1], str_from(want));
    }
    assert_int_equal(csv_reader_next(reader, &row), 0);
    csv_reader_free(reader);
}

static void caps_are_kept(void **state)
{
    char *big = arena_alloc(*state, 3 * 1024 * 1024);
    struct buf buf;

    memset(big, 'x', 3 * 1024 * 1024);
    check_str("a cell of 2 MB", read_all(*state, (struct str){ big, 2 * 1024 * 1024 }, 100000, ','),
              STR("!Line 1: a cell is longer than 1 MB; is a quote missing?"));
    assert_int_equal(read_all(*state, (struct str){ big, 1024 * 1024 }, 100000, ',').len, 1024 * 1024 + 2);
    big[0] = '"';
    check_str("a quote", read_all(*state, (struct str){ big, 2 * 1024 * 1024 }, 100000, ','),
              STR("!Line 1: a cell is longer than 1 MB; is a quote missing?"));
    memset(big, ',', 5000);
    check_str("5000 cells", read_all(*state, (struct str){ big, 5000 }, 100000, ','),
              STR("!Line 1: the row has more than 1000 cells."));
    buf_init(&buf, *state, 12 * 1024 * 1024);
    memset(big, 'x', 1024 * 1024);
    for (int i = 0; i < 11; i++) {
        buf_add(&buf, (struct str){ big, 1000 * 1000 });
        buf_add_char(&buf, ',');
    }
    check_str("11 MB", read_all(*state, buf_str(&buf), 100000, ','), STR("!Line 1: the row is longer than 8 MB."));
}

static void a_source_may_fail(void **state)
{
    struct memory memory = { STR("a,b\nc,d\n"), 100, true };
    struct csv_reader *reader = csv_reader_new(read_memory, &memory, ',');
    struct csv_row row;

    (void)state;
    assert_int_equal(csv_reader_next(reader, &row), 1);
    assert_int_equal(csv_reader_next(reader, &row), 1);
    assert_int_equal(csv_reader_next(reader, &row), -1);
    assert_string_equal(csv_reader_error(reader), "Line 3: the file could not be read.");
    csv_reader_free(reader);
    csv_reader_free(NULL);
}

static void cells_are_quoted_and_defused(void **state)
{
    static const struct {
        const char *cell, *text;
    } rows[] = {
        { "", "" },
        { "plain", "plain" },
        { "a,b", "\"a,b\"" },
        { "a;b", "\"a;b\"" },
        { "say \"hi\"", "\"say \"\"hi\"\"\"" },
        { "two\nlines", "\"two\nlines\"" },
        { " spaced", "\" spaced\"" },
        { "spaced ", "\"spaced \"" },
        { "=1+1", "'=1+1" },
        { "=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"" },
        { "@SUM(A1)", "'@SUM(A1)" },
        { "+cmd|' /C calc'!A0", "\"'+cmd|' /C calc'!A0\"" },
        { "-2+3", "'-2+3" },
        { "-x", "'-x" },
        { "\tx", "\"'\tx\"" },
        { "\r=1", "\"'\r=1\"" },
        { "+34600123456", "+34600123456" },
        { "+1 (415) 555-2671", "+1 (415) 555-2671" },
        { "-12.50", "-12.50" },
        { "-", "-" },
        { "'quoted'", "'quoted'" },
        { "'=1", "''=1" },
        { "''=1", "'''=1" },
        { "José", "José" },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct buf buf;
        struct memory memory;
        struct csv_reader *reader;
        struct csv_row row;

        buf_init(&buf, *state, 0);
        csv_cell(&buf, str_from(rows[i].cell), true);
        check_str(rows[i].cell, buf_str(&buf), str_from(rows[i].text));
        csv_cell(&buf, STR("end"), false);
        csv_row_end(&buf);
        memory = (struct memory){ buf_str(&buf), 100, false };
        reader = csv_reader_new(read_memory, &memory, ',');
        assert_int_equal(csv_reader_next(reader, &row), 1);
        assert_int_equal(row.count, 2);
        check_str(rows[i].cell, csv_plain(row.cells[0]), str_from(rows[i].cell));
        check_str(rows[i].cell, row.cells[1], STR("end"));
        assert_int_equal(csv_reader_next(reader, &row), 0);
        csv_reader_free(reader);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(shapes_of_files), arena_test(the_separator_can_be_given), arena_test(many_rows_over_many_reads),
        arena_test(caps_are_kept),   arena_test(a_source_may_fail),          arena_test(cells_are_quoted_and_defused),
    };

    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
