/*
 * Phone numbers through libphonenumber: E.164 for matching, a display form, and what was typed.
 *
 * Costs about 18 µs a number, so never on an event loop. Thread-safe.
 */
#ifndef BASE_PHONE_H
#define BASE_PHONE_H

#include "base/arena.h"

struct phone_number {
    struct str raw;     /* as typed, trimmed, white space collapsed */
    struct str e164;    /* "+34600123456"; empty when it is not a possible full number: such a one never matches */
    struct str display; /* "+34 600 12 34 56"; the raw text when there is no E.164 */
    struct str country; /* ISO 3166 of the number, "ES"; empty when unknown */
};

/* Loads the metadata, so that no request pays for it. */
void phone_warm(void);

/* Reads what was typed; a number without + is read in `country` (ISO 3166, may be empty).
 * Local-only numbers (555-0123), short codes (911), numbers with an extension and what cannot be read get no E.164. */
void phone_parse(struct arena *arena, struct str typed, struct str country, struct phone_number *out);

/* The display form and country of a known E.164 number. */
void phone_describe(struct arena *arena, struct str e164, struct phone_number *out);

/* The digits of any text, without the rest. */
struct str phone_digits(struct arena *arena, struct str typed);

/* Is it an ISO 3166 country that phone numbers can be read in? */
bool phone_country_known(struct str country);

#endif
