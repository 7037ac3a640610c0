/*
 * E-mail addresses: trimmed, lower-cased, checked (RFC 5321 limits: 64 bytes before the @, 254 in all;
 * the dot-atom form of RFC 5322 with UTF-8 letters as RFC 6531 allows; a domain of at least two labels).
 */
#ifndef BASE_EMAIL_H
#define BASE_EMAIL_H

#include "base/arena.h"

/* The normal form in `out`; false (and a sentence in *why) when `typed` is no address. */
bool email_normal(struct arena *arena, struct str typed, struct str *out, const char **why);

/* The part after the @ of a normal address. */
struct str email_domain(struct str address);

/* Is the domain, or a parent of it, in the list ("guest.booking.com" matches "booking.com")? */
bool email_domain_in(struct str address, const struct str *domains, int count);

#endif
