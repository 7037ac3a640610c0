/*
 * Countries, currencies and languages by their codes, through ICU's tables. Thread-safe.
 */
#ifndef BASE_REGION_H
#define BASE_REGION_H

#include "base/arena.h"

/* ISO 3166-1 alpha-2 in upper case: "ES". */
bool country_known(struct str code);

/* ISO 4217 in upper case, money that has been in use since 2000: "EUR". */
bool currency_known(struct str code);

/* A BCP 47 tag in its canonical spelling ("ES-es" gives "es-ES"); false when it is not well-formed. */
bool language_normal(struct arena *arena, struct str tag, struct str *out);

#endif
