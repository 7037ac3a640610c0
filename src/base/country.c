#include "base/country.h"

#include "base/region.h"
#include "base/text.h"

#include <pthread.h>
#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

enum { COUNTRIES_MOST = 400, NAME_BYTES = 64 };

/* What people write and ICU does not call it; folded. */
static const struct {
    const char *name;
    const char *code;
} others[] = {
    { "america", "US" },
    { "czech republic", "CZ" },
    { "eire", "IE" },
    { "england", "GB" },
    { "great britain", "GB" },
    { "holland", "NL" },
    { "korea", "KR" },
    { "northern ireland", "GB" },
    { "rsa", "ZA" },
    { "scotland", "GB" },
    { "turkey", "TR" },
    { "uae", "AE" },
    { "uk", "GB" },
    { "united states of america", "US" },
    { "usa", "US" },
    { "viet nam", "VN" },
    { "wales", "GB" },
};

struct country {
    char code[3];
    char three[4];
    char name[NAME_BYTES]; /* folded English */
};

/* Written once, read by all. */
static struct country countries[COUNTRIES_MOST];
static int country_count;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void add_country(struct arena *arena, const char *code)
{
    struct country *country = &countries[country_count];
    char locale[8] = "und_", utf8[NAME_BYTES * 2];
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[NAME_BYTES];
    struct str folded;

    memcpy(locale + 4, code, 2);
    memcpy(country->code, code, 2);
    memcpy(country->three, uloc_getISO3Country(locale), 3);
    uloc_getDisplayCountry(locale, "en", wide, NAME_BYTES, &status);
    u_strToUTF8(utf8, (int32_t)sizeof(utf8), NULL, wide, -1, &status);
    if (U_FAILURE(status))
        return;
    folded = text_fold(arena, str_from(utf8));
    if (folded.len >= NAME_BYTES)
        return;
    memcpy(country->name, folded.ptr, folded.len);
    country_count++;
}

static void read_countries(void)
{
    struct arena arena;

    arena_init(&arena);
    for (const char *const *code = uloc_getISOCountries(); *code && country_count < COUNTRIES_MOST; code++)
        if (country_known(str_from(*code)))
            add_country(&arena, *code);
    arena_clear(&arena);
}

struct str country_by_name(struct arena *arena, struct str text)
{
    struct str folded = text_fold(arena, str_trim(text));

    pthread_once(&once, read_countries);
    for (int i = 0; i < country_count && folded.len; i++) {
        const struct country *country = &countries[i];

        if (str_equal_ascii_case(folded, str_from(country->code)) ||
            str_equal_ascii_case(folded, str_from(country->three)) || str_equal(folded, str_from(country->name)))
            return str_from(country->code);
    }
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (str_equal(folded, str_from(others[i].name)))
            return str_from(others[i].code);
    return STR_EMPTY;
}
