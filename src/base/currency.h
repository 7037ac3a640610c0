/*
 * How many decimals a currency has (ISO 4217, from ICU's tables): 2 for EUR, 0 for JPY, 3 for KWD. Thread-safe.
 */
#ifndef BASE_CURRENCY_H
#define BASE_CURRENCY_H

#include "base/str.h"

/* 0 to 4; 2 for a currency that is not known. */
int currency_digits(struct str code);

#endif
