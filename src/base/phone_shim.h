/*
 * The door to libphonenumber, which is C++: plain structs in, plain structs out, no exceptions.
 *
 * Only phone.c comes through here. Texts are NUL-terminated; a result that is not there is the empty text.
 */
#ifndef BASE_PHONE_SHIM_H
#define BASE_PHONE_SHIM_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct phone_shim_number {
    char e164[24];
    char display[64];
    char region[4]; /* ISO 3166, two letters */
};

/* Reads `size` bytes of UTF-8; `region` may be empty. False (and empty texts) when it is not a number that can be
 * dialled from abroad in full: unreadable, too long or short, local-only, a short code, with an extension. */
bool phone_shim_parse(const char *text, size_t size, const char *region, struct phone_shim_number *out);

bool phone_shim_region_known(const char *region);

#ifdef __cplusplus
}
#endif

#endif
