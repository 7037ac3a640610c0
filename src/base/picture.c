#include "base/picture.h"

enum { PNG_HEADER = 8, PNG_FRAME = 12, PNG_SIZES = 8 };

static unsigned byte_at(struct str s, size_t at)
{
    return (unsigned char)s.ptr[at];
}

static uint32_t number_at(struct str s, size_t at, size_t bytes)
{
    uint32_t number = 0;

    for (size_t i = 0; i < bytes; i++)
        number = number << 8 | byte_at(s, at + i);
    return number;
}

/* ---- PNG: a signature, then chunks of length, name, data, checksum ---------------------------------------------- */

static bool is_chunk(struct str s, size_t at, const char *name)
{
    return str_equal(str_slice(s, at + 4, at + 8), str_from(name));
}

static bool read_png(struct str s, struct picture *out)
{
    size_t at = PNG_HEADER;
    uint32_t width, height;

    if (s.len < PNG_HEADER + PNG_FRAME + PNG_SIZES || !is_chunk(s, at, "IHDR"))
        return false;
    width = number_at(s, at + 8, 4);
    height = number_at(s, at + 12, 4);
    while (s.len - at >= PNG_FRAME) {
        size_t length = number_at(s, at, 4);
        bool last = is_chunk(s, at, "IEND");

        if (length > s.len - at - PNG_FRAME)
            return false;
        at += PNG_FRAME + length;
        if (last)
            break;
    }
    if (at != s.len || !is_chunk(s, at - PNG_FRAME, "IEND") || width == 0 || height == 0 || width > INT32_MAX ||
        height > INT32_MAX)
        return false;
    *out = (struct picture){ "image/png", "png", (int)width, (int)height };
    return true;
}

/* ---- JPEG: segments of FF, a marker, a length that counts itself ------------------------------------------------- */

static bool is_frame(unsigned marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

static bool read_jpeg(struct str s, struct picture *out)
{
    size_t at = 2;

    if (s.len < 4 || byte_at(s, s.len - 2) != 0xFF || byte_at(s, s.len - 1) != 0xD9)
        return false;
    while (s.len - at >= 4 && byte_at(s, at) == 0xFF) {
        unsigned marker = byte_at(s, at + 1);
        size_t length = number_at(s, at + 2, 2);

        if (length < 2 || length > s.len - at - 2)
            return false;
        if (is_frame(marker)) {
            if (length < 8)
                return false;
            *out = (struct picture){ "image/jpeg", "jpg", (int)number_at(s, at + 7, 2), (int)number_at(s, at + 5, 2) };
            return out->width > 0 && out->height > 0;
        }
        at += 2 + length;
    }
    return false;
}

bool picture_read(struct str bytes, struct picture *out)
{
    static const struct str png = STR("\x89PNG\r\n\x1A\n"), jpeg = STR("\xFF\xD8");

    if (str_starts(bytes, png))
        return read_png(bytes, out);
    return str_starts(bytes, jpeg) && read_jpeg(bytes, out);
}
