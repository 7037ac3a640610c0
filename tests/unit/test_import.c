#include "check.h"

#include "base/country.h"
#include "features/import/import_columns.h"
#include "features/import/import_members.h"
#include "features/import/import_source.h"
#include "features/import/import_values.h"

#include <string.h>

static void amounts(void **state)
{
    static const struct {
        const char *cell;
        int digits;
        char decimal;
        int64_t minor;
    } rows[] = {
        { "12.50", 2, 0, 1250 },
        { "12,5", 2, 0, 1250 },
        { "7", 2, 0, 700 },
        { "0", 2, 0, 0 },
        { "0.05", 2, 0, 5 },
        { ".5", 2, 0, 50 },
        { "-3.10", 2, 0, -310 },
        { "3.10-", 2, 0, -310 },
        { "(3.10)", 2, 0, -310 },
        { "1.234,56", 2, 0, 123456 },
        { "1,234.56", 2, 0, 123456 },
        { "1,234,567", 2, 0, 123456700 },
        { "1.234.567,8", 2, 0, 123456780 },
        { "$1,234.56", 2, 0, 123456 },
        { "1 234,56 €", 2, 0, 123456 },
        { "1\xc2\xa0"
          "234,56",
          2, 0, 123456 },
        { "1'234.50", 2, 0, 123450 },
        { "EUR 12.50", 2, 0, 1250 },
        { "12.50 Kr.", 2, 0, 1250 },
        { "1,234", 2, '.', 123400 },
        { "1.234", 2, '.', 123 },
        { "1.235", 2, '.', 124 },
        { "-1.235", 2, '.', -124 },
        { "98.375", 2, '.', 9838 },
        { "1.234", 2, ',', 123400 },
        { "12.34567890123456789", 2, 0, 1235 },
        { "1500", 0, 0, 1500 },
        { "1.5", 3, 0, 1500 },
        { "0.125", 3, 0, 125 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct import_amounts how = { .decimal = rows[i].decimal, .digits = rows[i].digits };
        int64_t minor = -1;
        const char *why = import_amount(str_from(rows[i].cell), &how, &minor);

        if (why)
            fail_msg("%s: %s", rows[i].cell, why);
        check_int(rows[i].cell, minor, rows[i].minor);
    }
}

static void no_amounts(void **state)
{
    static const char *const cells[] = {
        "free", "", "1,234", "1.234", "12.3.4,5,6", "1e5", "2011-12-09", "99999999999999999999", "1.2.3",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cells); i++) {
        const struct import_amounts how = { .digits = 2, .decimal = i == 8 ? '.' : '\0' };
        int64_t minor;

        check_true(cells[i], import_amount(str_from(cells[i]), &how, &minor) != NULL);
    }
}

static void sums(void **state)
{
    const struct import_amounts how = { .digits = 2, .decimal = '.', .calculates = true };
    int64_t out;

    (void)state;
    assert_null(import_amount(STR("99.50*3+12"), &how, &out));
    check_int("99.50*3+12", out, 31050);
    assert_null(import_amount(STR("33.333*3"), &how, &out));
    check_int("33.333*3", out, 10000);
    assert_null(import_amount(STR("-10*2"), &how, &out));
    check_int("-10*2", out, -2000);
    assert_null(import_number(STR("2+NA+1"), true, &out));
    check_int("2+NA+1", out, 3);
    assert_null(import_number(STR("2+ +0"), true, &out));
    check_int("2+ +0", out, 2);
    assert_null(import_number(STR("3.0"), false, &out));
    check_int("3.0", out, 3);
    assert_non_null(import_number(STR("3.5"), false, &out));
    assert_non_null(import_number(STR("four"), false, &out));
}

static void times(void **state)
{
    static const struct {
        const char *cell;
        const char *formats;
        const char *want; /* NULL: refused */
    } rows[] = {
        { "19970112", "%Y%m%d", "1997-01-12" },
        { "2010-12-01 08:26", "", "2010-12-01T08:26:00" },
        { "2010-12-01", "", "2010-12-01" },
        { "2010-12-01T08:26:30.5", "", "2010-12-01T08:26:30.5" },
        { "2010-12-01T08:26:30+02:00", "", "2010-12-01T08:26:30+02:00" },
        { "01/02/2010", "", NULL },
        { "01/02/2010", "%d/%m/%Y", "2010-02-01" },
        { "1/2/2010 7:05 pm", "%d/%m/%Y %I:%M %p", "2010-02-01T19:05:00" },
        { "1/2/2010 12:05 AM", "%d/%m/%Y %I:%M %p", "2010-02-01T00:05:00" },
        { "2015-July-1", "%Y-%B-%d", "2015-07-01" },
        { "3 sep 2019", "%e %b %Y", "2019-09-03" },
        { "31/02/2010", "%d/%m/%Y", NULL },
        { "1/2/10", "%d/%m/%y", "2010-02-01" },
        { "1/2/99", "%d/%m/%y", "1999-02-01" },
        { "2010.060", "%Y.%j", "2010-03-01" },
        { "2010.366", "%Y.%j", NULL },
        { "01/02/2010 25:00", "%d/%m/%Y %H:%M", NULL },
        { "01/02/2010 10:00 -0930", "%d/%m/%Y %H:%M %z", "2010-02-01T10:00:00-09:30" },
        { "01/02/2010", "%d/%m/%Y %H:%M|%d/%m/%Y", "2010-02-01" },
        { "01/02/2010 rest", "%d/%m/%Y", NULL },
        { "", "%d/%m/%Y", NULL },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct str out;
        const char *why = import_time(*state, str_from(rows[i].cell), str_from(rows[i].formats), &out);

        if (rows[i].want && why)
            fail_msg("%s: %s", rows[i].cell, why);
        if (rows[i].want)
            check_str(rows[i].cell, out, str_from(rows[i].want));
        else
            check_true(rows[i].cell, why != NULL);
    }
    assert_null(import_formats_check(STR("%d/%m/%Y %H:%M|%%")));
    assert_non_null(import_formats_check(STR("%q")));
    assert_non_null(import_formats_check(STR("%")));
}

static void words(void **state)
{
    const char *status;
    bool yes;

    assert_null(import_status(*state, STR("Check-Out"), STR("Check-Out=completed,No-Show=no-show"), &status));
    assert_string_equal(status, "completed");
    assert_null(import_status(*state, STR("No-Show"), STR_EMPTY, &status));
    assert_string_equal(status, "no-show");
    assert_null(import_status(*state, STR("CANCELLED"), STR_EMPTY, &status));
    assert_string_equal(status, "canceled");
    assert_non_null(import_status(*state, STR("maybe"), STR_EMPTY, &status));
    assert_null(import_bool(STR("Yes"), &yes));
    assert_true(yes);
    assert_non_null(import_bool(STR("perhaps"), &yes));
    check_str("Spain", country_by_name(*state, STR("Spain")), STR("ES"));
    check_str("PRT", country_by_name(*state, STR("PRT")), STR("PT"));
    check_str("gb", country_by_name(*state, STR("gb")), STR("GB"));
    check_str("United Kingdom", country_by_name(*state, STR(" UNITED KINGDOM ")), STR("GB"));
    check_str("EIRE", country_by_name(*state, STR("EIRE")), STR("IE"));
    check_str("Unspecified", country_by_name(*state, STR("Unspecified")), STR_EMPTY);
}

static void header_names(void **state)
{
    static const struct {
        const char *header;
        const char *folded;
        const char *customer; /* the key that it fills, or NULL */
    } rows[] = {
        { "E-mail 1 - Value", "email value", "email" },
        { "E-mail Address", "email address", "email" },
        { "E-mail 2 Address", "email address", "email" },
        { "E-mail Display Name", "email display name", NULL },
        { "\xc3\x89-Mail", "email", "email" },
        { "First Name", "first name", "first_name" },
        { "Business Phone 2", "business phone", "phone" },
        { "Assistant's Phone", "assistant phone", NULL },
        { "# of Pax", "of pax", NULL },
        { "date_of_birth", "date of birth", "date_of_birth" },
        { "address.zip", "address zip", "zip" },
        { "Address 1 - Postal Code", "address postal code", "zip" },
        { "id", "id", NULL },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct str folded = import_fold_name(*state, str_from(rows[i].header));
        const struct import_member *member = import_member_by_header(IMPORT_CUSTOMERS, folded);

        check_str(rows[i].header, folded, str_from(rows[i].folded));
        check_str(rows[i].header, str_from(member ? member->key : NULL), str_from(rows[i].customer));
    }
}

static void pairs(void **state)
{
    struct str rest = STR("name=\"Customer {1}, Esq\", starts_at = Start Date ,total=\"a=b\""), key, value;

    (void)state;
    assert_int_equal(import_pair_next(&rest, &key, &value), 1);
    check_str("key", key, STR("name"));
    check_str("value", value, STR("Customer {1}, Esq"));
    assert_int_equal(import_pair_next(&rest, &key, &value), 1);
    check_str("key", key, STR("starts_at"));
    check_str("value", value, STR("Start Date"));
    assert_int_equal(import_pair_next(&rest, &key, &value), 1);
    check_str("value", value, STR("a=b"));
    assert_int_equal(import_pair_next(&rest, &key, &value), 0);
    rest = STR("name");
    assert_int_equal(import_pair_next(&rest, &key, &value), -1);
    rest = STR("=name");
    assert_int_equal(import_pair_next(&rest, &key, &value), -1);
}

/* Gives the text in pieces of one length. */
struct pieces {
    struct str rest;
    size_t size;
};

static int64_t read_piece(void *source, char *into, size_t size)
{
    struct pieces *pieces = source;
    size_t len = pieces->size < size ? pieces->size : size;
    struct str piece = str_slice(pieces->rest, 0, len);

    if (piece.len)
        memcpy(into, piece.ptr, piece.len);
    pieces->rest = str_slice(pieces->rest, piece.len, pieces->rest.len);
    return (int64_t)piece.len;
}

static void spaces_and_titles(void **state)
{
    static const char text[] = "A title  here\n a  b \t c\n 1  \"x  y\"   3  \r\n\n4 5";
    static const char want[] = "a\tb\tc\n1\t\"x  y\"\t3\r\n\n4\t5";

    (void)state;
    for (size_t size = 1; size < sizeof(text); size++) {
        const struct import_options options = { .separator = ' ', .skip_title = true };
        struct pieces pieces = { str_from(text), size };
        struct import_source filter;
        char got[100];
        size_t len = 0;
        int64_t more;

        import_source_init(&filter, &options, read_piece, &pieces);
        while ((more = import_source_read(&filter, got + len, sizeof(got) - len)) > 0)
            len += (size_t)more;
        check_str("squeezed", (struct str){ got, len }, str_from(want));
        check_int("lines", filter.skipped, 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(amounts), arena_test(no_amounts),   arena_test(sums),  arena_test(times),
        arena_test(words),   arena_test(header_names), arena_test(pairs), arena_test(spaces_and_titles),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
