#include "base/currency.h"

#include <unicode/ucurr.h>

enum { DIGITS_USUAL = 2, DIGITS_MOST = 4 };

int currency_digits(struct str code)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[4] = { 0 };
    int32_t digits;

    if (code.len != 3)
        return DIGITS_USUAL;
    for (size_t i = 0; i < 3; i++)
        wide[i] = (UChar)(unsigned char)code.ptr[i];
    digits = ucurr_getDefaultFractionDigits(wide, &status);
    return U_SUCCESS(status) && digits >= 0 && digits <= DIGITS_MOST ? (int)digits : DIGITS_USUAL;
}
