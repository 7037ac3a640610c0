#include "check.h"

#include "base/phone.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

static void numbers_as_people_type_them(void **state)
{
    static const struct {
        const char *typed, *country;
        const char *e164, *display, *of;
    } rows[] = {
        { "+34600123456", "", "+34600123456", "+34 600 12 34 56", "ES" },
        { "600 12 34 56", "ES", "+34600123456", "+34 600 12 34 56", "ES" },
        { "600-12-34-56", "es", "+34600123456", "+34 600 12 34 56", "ES" },
        { "0034 600 123 456", "ES", "+34600123456", "+34 600 12 34 56", "ES" },
        { "+34 600123456", "US", "+34600123456", "+34 600 12 34 56", "ES" },
        { "(415) 555-2671", "US", "+14155552671", "+1 415-555-2671", "US" },
        { "1-415-555-2671", "US", "+14155552671", "+1 415-555-2671", "US" },
        { "011 44 20 7946 0018", "US", "+442079460018", "+44 20 7946 0018", "GB" },
        { "+44 (0)20 7946 0018", "", "+442079460018", "+44 20 7946 0018", "GB" },
        { "020 7946 0018", "GB", "+442079460018", "+44 20 7946 0018", "GB" },
        { "1-800-FLOWERS", "US", "+18003569377", "+1 800-356-9377", "US" },
        { "06 12 34 56 78", "FR", "+33612345678", "+33 6 12 34 56 78", "FR" },
        { "02 1234 5678", "IT", "+390212345678", "+39 02 1234 5678", "IT" },
        { "06 698 12345", "IT", "+390669812345", "+39 06 6981 2345", "VA" },
        { "\u0663\u0664", "ES", "", "\u0663\u0664", "" },
        { "+\uFF13\uFF14600123456", "", "+34600123456", "+34 600 12 34 56", "ES" },
        { "+80012345678", "", "+80012345678", "+800 1234 5678", "" },
        { "tel:+34-600-123-456", "", "+34600123456", "+34 600 12 34 56", "ES" },
        { "555-0123", "US", "", "555-0123", "" },
        { "911", "US", "", "911", "" },
        { "112", "ES", "", "112", "" },
        { "110", "DE", "", "110", "" },
        { "999", "GB", "", "999", "" },
        { "1234", "US", "", "1234", "" },
        { "(415) 555-2671 ext. 89", "US", "", "(415) 555-2671 ext. 89", "" },
        { "+1 415 555 2671 x5", "", "", "+1 415 555 2671 x5", "" },
        { "600123456", "", "", "600123456", "" },
        { "600123456", "XX", "", "600123456", "" },
        { "600123456", "ESP", "", "600123456", "" },
        { "600123456", "E", "", "600123456", "" },
        { "+999123456789", "", "", "+999123456789", "" },
        { "+34", "", "", "+34", "" },
        { "+3460012345678901", "", "", "+3460012345678901", "" },
        { "no phone", "ES", "", "no phone", "" },
        { "", "ES", "", "", "" },
        { "   ", "ES", "", "", "" },
        { "  ask \t at   the desk ", "ES", "", "ask at the desk", "" },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct phone_number number;

        phone_parse(*state, str_from(rows[i].typed), str_from(rows[i].country), &number);
        check_str(rows[i].typed, number.e164, str_from(rows[i].e164));
        check_str(rows[i].typed, number.display, str_from(rows[i].display));
        check_str(rows[i].typed, number.country, str_from(rows[i].of));
    }
}

static void what_was_typed_is_kept(void **state)
{
    struct phone_number number;
    char many[4000];

    phone_parse(*state, STR("  600  12\t34 56 "), STR("ES"), &number);
    check_str("raw", number.raw, STR("600 12 34 56"));
    check_str("e164", number.e164, STR("+34600123456"));
    memset(many, '1', sizeof(many));
    phone_parse(*state, (struct str){ many, sizeof(many) }, STR("US"), &number);
    assert_int_equal(number.raw.len, sizeof(many));
    check_str("too long", number.e164, STR(""));
    phone_parse(*state, STR("+34\0600123456\xFF"), STR_EMPTY, &number);
    assert_true(number.raw.len > 0);
    phone_parse(*state, (struct str){ NULL, 0 }, (struct str){ NULL, 0 }, &number);
    check_str("nothing", number.raw, STR(""));
}

/* One line of the table of example numbers: region,country_code,type,national_number,e164_guess */
static void check_example(struct arena *arena, struct str line, bool *counted)
{
    struct str region, code, type, national, guess;
    struct phone_number number, again;

    if (!str_split(&line, ',', &region) || !str_split(&line, ',', &code) || !str_split(&line, ',', &type) ||
        !str_split(&line, ',', &national) || !str_split(&line, ',', &guess))
        return;
    phone_parse(arena, guess, STR_EMPTY, &number);
    *counted = number.e164.len != 0;
    if (!*counted)
        return;
    assert_int_equal(number.e164.ptr[0], '+');
    phone_describe(arena, number.e164, &again);
    check_str(guess.ptr, again.e164, number.e164);
    check_str(guess.ptr, again.display, number.display);
    check_str(guess.ptr, again.country, number.country);
    phone_parse(arena, number.display, STR_EMPTY, &again);
    check_str(number.display.ptr, again.e164, number.e164);
    assert_true(str_ends(number.e164, str_slice(national, national.len - 4, national.len)));
}

static void official_examples(void **state)
{
    FILE *file = fopen("../shared/data/phone/example_numbers.csv", "r");
    char line[256];
    int all = 0, read = 0;

    if (!file)
        skip();
    fgets(line, sizeof(line), file);
    while (fgets(line, sizeof(line), file)) {
        struct arena_mark mark = arena_mark(*state);
        bool counted = false;

        check_example(*state, str_trim(str_from(line)), &counted);
        all++;
        read += counted;
        /* 310-1234 is dialled without an area code everywhere in Canada, so it has the length of a local number */
        assert_true(counted || str_starts(str_from(line), STR("CA,1,uan,3101234,")));
        arena_rewind(*state, mark);
    }
    fclose(file);
    assert_int_equal(all, 1137);
    assert_int_equal(read, 1136);
}

static void digits_only(void **state)
{
    check_str("digits", phone_digits(*state, STR("+34 (600) 12-34 x5")), STR("3460012345"));
    check_str("none", phone_digits(*state, STR("none")), STR(""));
    check_str("empty", phone_digits(*state, (struct str){ NULL, 0 }), STR(""));
}

static void countries(void **state)
{
    static const struct {
        const char *country;
        bool known;
    } rows[] = {
        { "ES", true }, { "es", true },   { "US", true },   { "GB", true }, { "XK", true },  { "ZZ", false },
        { "", false },  { "001", false }, { "ESP", false }, { "E", false }, { "1A", false }, { "\xC3\xB1", false },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check_int(rows[i].country, phone_country_known(str_from(rows[i].country)), rows[i].known);
}

static void *read_some(void *failed)
{
    struct arena arena;
    struct phone_number number;

    arena_init(&arena);
    for (int i = 0; i < 100; i++) {
        phone_parse(&arena, STR("(415) 555-2671"), STR("US"), &number);
        if (!str_equal(number.e164, STR("+14155552671")))
            *(bool *)failed = true;
    }
    arena_clear(&arena);
    return NULL;
}

static void threads_do_not_disturb_each_other(void **state)
{
    pthread_t threads[4];
    bool failed[4] = { false };

    (void)state;
    phone_warm();
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_some, &failed[i]), 0);
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        assert_false(failed[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(numbers_as_people_type_them),
        arena_test(what_was_typed_is_kept),
        arena_test(official_examples),
        arena_test(digits_only),
        arena_test(countries),
        arena_test(threads_do_not_disturb_each_other),
    };

    return cmocka_run_group_tests_name("phone", tests, NULL, NULL);
}
