#include "check.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

static void utf8_is_checked(void **state)
{
    static const struct {
        struct str bytes;
        bool valid;
    } rows[] = {
        { STR(""), true },
        { STR("plain"), true },
        { STR("a long plain text of more than eight"), true },
        { STR("caf\xC3\xA9"), true },
        { STR("\xE2\x82\xAC"), true },
        { STR("\xF0\x9F\x98\x80"), true },
        { STR("\xF4\x8F\xBF\xBF"), true },
        { STR("\xEF\xBB\xBFx"), true },
        { STR("a\0b"), false },
        { STR("\0"), false },
        { STR("\xC3"), false },
        { STR("\xC3("), false },
        { STR("\x80"), false },
        { STR("\xC0\xAF"), false },
        { STR("\xE0\x80\xAF"), false },
        { STR("\xF0\x80\x80\xAF"), false },
        { STR("\xED\xA0\x80"), false },
        { STR("\xED\xBF\xBF"), false },
        { STR("\xF4\x90\x80\x80"), false },
        { STR("\xF8\x88\x80\x80\x80"), false },
        { STR("\xFF"), false },
        { STR("a plain start and then \xE2\x82"), false },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check_int(rows[i].bytes.ptr, text_valid(rows[i].bytes), rows[i].valid);
    assert_true(text_valid((struct str){ NULL, 0 }));
}

static void points_are_counted_and_cut(void **state)
{
    static const struct {
        const char *text;
        size_t length;
        size_t points;
        const char *cut;
    } rows[] = {
        { "", 0, 3, "" },      { "abc", 3, 3, "abc" }, { "abcd", 4, 3, "abc" }, { "abc", 3, 0, "" },
        { "añb", 3, 2, "añ" }, { "ñ", 1, 1, "ñ" },     { "€€€", 3, 2, "€€" },   { "😀😀", 2, 1, "😀" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        check_int(rows[i].text, (int64_t)text_length(str_from(rows[i].text)), (int64_t)rows[i].length);
        check_str(rows[i].text, text_cut(str_from(rows[i].text), rows[i].points), str_from(rows[i].cut));
    }
}

static void one_line(void **state)
{
    static const struct {
        struct str in;
        struct str out;
    } rows[] = {
        { STR(""), STR("") },
        { STR("   "), STR("") },
        { STR("Ana Ruiz"), STR("Ana Ruiz") },
        { STR("  Ana \t\r\n Ruiz  "), STR("Ana Ruiz") },
        { STR("Ana\u00A0Ruiz"), STR("Ana Ruiz") },
        { STR("Ana\u3000\u2003Ruiz"), STR("Ana Ruiz") },
        { STR("Ana\u2028Ruiz\xC2\x85"), STR("Ana Ruiz") },
        { STR("a\x01\x7F"
              "b"),
          STR("a b") },
        { STR("a\0b"), STR("a b") },
        { STR("Jose\u0301"), STR("José") },
        { STR("\u212B"), STR("Å") },
        { STR("\uFEFFAna\u200B"), STR("Ana") },
        { STR("\u200B \u00AD"), STR("") },
        { STR("👩‍👩‍👧"), STR("👩‍👩‍👧") },
        { STR("a\xFF"
              "b"),
          STR("a\uFFFDb") },
        { STR("\xE2\x82"), STR("\uFFFD\uFFFD") },
        { STR("a \x82 "), STR("a \uFFFD") },
        { STR("ﬁ"), STR("ﬁ") },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check_str(rows[i].in.ptr, text_line(*state, rows[i].in), rows[i].out);
}

static void many_lines(void **state)
{
    static const struct {
        struct str in;
        struct str out;
    } rows[] = {
        { STR("one\r\ntwo\rthree\nfour"), STR("one\ntwo\nthree\nfour") },
        { STR("one\r\n\r\ntwo"), STR("one\n\ntwo") },
        { STR("\n\n one  two \n\n"), STR("one  two") },
        { STR("a\tb"), STR("a\tb") },
        { STR("a\0b\x1B[1m\x07"), STR("ab[1m") },
        { STR("one\u2028two\u2029three\xC2\x85"
              "four"),
          STR("one\ntwo\nthree\nfour") },
        { STR("Jose\u0301\r"), STR("José") },
        { STR("x\r"), STR("x") },
        { STR("\xFF"), STR("\uFFFD") },
        { STR(""), STR("") },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check_str(rows[i].in.ptr, text_lines(*state, rows[i].in), rows[i].out);
}

static void folding(void **state)
{
    static const struct {
        const char *in;
        const char *out;
    } rows[] = {
        { "", "" },
        { "ANA  Ruiz ", "ana ruiz" },
        { "José Ángel NÚÑEZ", "jose angel nunez" },
        { "Jose\u0301", "jose" },
        { "Łukasz Żółć", "lukasz zolc" },
        { "Søren Ørsted", "soren orsted" },
        { "Đặng Thị Hồng", "dang thi hong" },
        { "Guðrún Þórsdóttir", "gudrun thorsdottir" },
        { "Iğdır ığdır İstanbul", "igdir igdir istanbul" },
        { "Æsa Ægir ǽ", "aesa aegir ae" },
        { "Œuvre œuvre", "oeuvre oeuvre" },
        { "Straße STRASSE ẞ", "strasse strasse ss" },
        { "ﬁnn Ⅷ ２", "finn viii 2" },
        { "Ǿ", "o" },
        { "zero\u200Bwidth so\u00ADft", "zerowidth soft" },
        { "a\u00A0\u3000b", "a b" },
        { " ´ ", "" },
        { "Ελένη ΣΊΣΥΦΟΣ σίσυφος", "ελενη σισυφοσ σισυφοσ" },
        { "Юрий Ёлкин", "юрии елкин" },
        { "O'Brien-Smith", "o'brien-smith" },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check_str(rows[i].in, text_fold(*state, str_from(rows[i].in)), str_from(rows[i].out));
    check_str("not UTF-8", text_fold(*state, STR("A\xFF\0B")), STR("a\uFFFD b"));
}

/* What holds for every text: the forms are valid, stable, and equal for equal people. */
static void check_invariants(struct arena *arena, struct str text)
{
    struct str line = text_line(arena, text), fold = text_fold(arena, text), slug = text_slug(arena, text);

    assert_true(text_valid(line) && text_valid(fold));
    check_str("line again", text_line(arena, line), line);
    check_str("fold again", text_fold(arena, fold), fold);
    check_str("fold of line", text_fold(arena, line), fold);
    check_str("slug again", text_slug(arena, slug), slug);
    assert_true(slug.len <= 60);
}

static void every_code_point_is_stable(void **state)
{
    for (utf8proc_int32_t code = 1; code <= 0x323AF; code++) {
        struct arena_mark mark = arena_mark(*state);
        char bytes[8] = "x";
        size_t size;

        if (code >= 0xD800 && code <= 0xDFFF)
            continue;
        size = (size_t)utf8proc_encode_char(code, (utf8proc_uint8_t *)bytes + 1);
        bytes[1 + size] = 'y';
        check_invariants(*state, (struct str){ bytes, size + 2 });
        check_invariants(*state, (struct str){ bytes + 1, size });
        arena_rewind(*state, mark);
    }
}

static void check_names(struct arena *arena, FILE *file)
{
    char line[1024];

    while (fgets(line, sizeof(line), file)) {
        struct arena_mark mark = arena_mark(arena);
        struct str rest = str_trim(str_from(line)), name = STR_EMPTY;
        char separator = memchr(rest.ptr, '\t', rest.len) ? '\t' : ',';

        while (str_split(&rest, separator, &name))
            check_invariants(arena, name);
        arena_rewind(arena, mark);
    }
}

static void real_names_are_stable(void **state)
{
    static const char *const files[] = {
        "../shared/data/names/common-forenames-by-country.csv",
        "../shared/data/names/common-surnames-by-country.csv",
        "../shared/data/names/faker_names.tsv",
    };

    for (size_t i = 0; i < COUNT_OF(files); i++) {
        FILE *file = fopen(files[i], "r");

        if (!file)
            skip();
        check_names(*state, file);
        fclose(file);
    }
}

static void words_in_common(void **state)
{
    static const struct {
        const char *a, *b;
        bool share;
    } rows[] = {
        { "Ana Ruiz", "RUÍZ, Ana María", true },
        { "José-Luis Pérez", "Jose Gómez", true },
        { "Tom", "Thomas", false },
        { "J. Smith", "J. Jones", false },
        { "J Smith", "Smith J", true },
        { "O'Brien", "Pat O’Brien", true },
        { "Ana", "Anabel", false },
        { "", "", false },
        { "Ana", "", false },
        { "- -", "- -", false },
        { "Søren", "Soren X", true },
        { "Straße", "strasse", true },
        { "Юрий", "Юрий Ёлкин", true },
        { "Room 12", "12 Guests", true },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        check_int(rows[i].a, text_share_word(*state, str_from(rows[i].a), str_from(rows[i].b)), rows[i].share);
        check_int(rows[i].b, text_share_word(*state, str_from(rows[i].b), str_from(rows[i].a)), rows[i].share);
    }
}

static void slugs(void **state)
{
    static const struct {
        const char *in;
        const char *out;
    } rows[] = {
        { "Harbour Kayaks", "harbour-kayaks" },
        { "  --Harbour__Kayaks!! ", "harbour-kayaks" },
        { "Ana's Café & Bar", "anas-cafe-bar" },
        { "Pat O’Brien", "pat-obrien" },
        { "Straße 7", "strasse-7" },
        { "日本", "" },
        { "", "" },
        { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" },
        { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b",
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" },
        { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b c",
          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-b" },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check_str(rows[i].in, text_slug(*state, str_from(rows[i].in)), str_from(rows[i].out));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(utf8_is_checked),
        arena_test(points_are_counted_and_cut),
        arena_test(one_line),
        arena_test(many_lines),
        arena_test(folding),
        arena_test(every_code_point_is_stable),
        arena_test(real_names_are_stable),
        arena_test(words_in_common),
        arena_test(slugs),
    };

    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
