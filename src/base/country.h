/*
 * Countries as files write them: a code of two or three letters, or the English name. Thread-safe.
 */
#ifndef BASE_COUNTRY_H
#define BASE_COUNTRY_H

#include "base/arena.h"

/* "ES" for "es", "ESP", "Spain" and "SPAIN"; the empty view when it is none. Case and accents do not matter. */
struct str country_by_name(struct arena *arena, struct str text);

#endif
