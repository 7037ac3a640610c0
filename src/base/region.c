#include "base/region.h"

#include <string.h>
#include <unicode/ucurr.h>
#include <unicode/uloc.h>

enum { LANGUAGE_TAG_MOST_BYTES = 35, LOCALE_BYTES = 160 };

/* ICU keeps one span of time per currency, of the last country in its list: the pound's ended long ago on some island.
 * So every moment will do. */
static const UDate EVER = 1e15;

static bool is_upper_ascii(struct str code, size_t len)
{
    if (code.len != len)
        return false;
    for (size_t i = 0; i < len; i++)
        if (code.ptr[i] < 'A' || code.ptr[i] > 'Z')
            return false;
    return true;
}

bool country_known(struct str code)
{
    if (!is_upper_ascii(code, 2))
        return false;
    for (const char *const *known = uloc_getISOCountries(); *known; known++)
        if (memcmp(*known, code.ptr, 2) == 0)
            return true;
    return false;
}

bool currency_known(struct str code)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[4] = { 0 };

    if (!is_upper_ascii(code, 3))
        return false;
    for (size_t i = 0; i < 3; i++)
        wide[i] = (UChar)code.ptr[i];
    return ucurr_isAvailable(wide, -EVER, EVER, &status) && U_SUCCESS(status);
}

bool language_normal(struct arena *arena, struct str tag, struct str *out)
{
    char typed[LANGUAGE_TAG_MOST_BYTES + 1], locale[LOCALE_BYTES], normal[LOCALE_BYTES];
    UErrorCode status = U_ZERO_ERROR;
    int32_t read = 0, len;

    if (tag.len == 0 || tag.len > LANGUAGE_TAG_MOST_BYTES || memchr(tag.ptr, '_', tag.len))
        return false;
    memcpy(typed, tag.ptr, tag.len);
    typed[tag.len] = '\0';
    uloc_forLanguageTag(typed, locale, sizeof(locale), &read, &status);
    if (U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING || (size_t)read != tag.len)
        return false;
    len = uloc_toLanguageTag(locale, normal, sizeof(normal), true, &status);
    if (U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING || len > LANGUAGE_TAG_MOST_BYTES)
        return false;
    *out = arena_str(arena, (struct str){ normal, (size_t)len });
    return true;
}
