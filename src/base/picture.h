/*
 * What a picture says of itself: whether it is a PNG or a JPEG from its first to its last byte, and how large it is shown.
 *
 * Headers and the lengths of parts are walked, nothing is decoded. What a name or a sender says about a type is not asked.
 * (PNG: RFC 2083 and W3C PNG 3; JPEG: ITU T.81 annex B.)
 */
#ifndef BASE_PICTURE_H
#define BASE_PICTURE_H

#include "base/str.h"

struct picture {
    const char *type;   /* "image/png", "image/jpeg" */
    const char *suffix; /* "png", "jpg" */
    int width;          /* pixels, 1 or more */
    int height;
};

/* False when it is neither, broken, or followed by something else. */
bool picture_read(struct str bytes, struct picture *out);

#endif
