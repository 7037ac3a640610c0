#include "base/phone.h"

#include "base/buf.h"
#include "base/phone_shim.h"
#include "base/text.h"

#include <string.h>

/* libphonenumber reads no more than 250 characters; what is longer is no phone number anyway. */
enum { TYPED_MOST_BYTES = 250 };

/* A country as libphonenumber wants it; the empty text when it is none. */
static void copy_country(char into[3], struct str country)
{
    memset(into, 0, 3);
    if (country.len != 2)
        return;
    for (size_t i = 0; i < 2; i++) {
        char c = country.ptr[i];

        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        into[i] = c;
    }
    if (into[0] < 'A' || into[0] > 'Z' || into[1] < 'A' || into[1] > 'Z')
        into[0] = '\0';
}

void phone_warm(void)
{
    struct phone_shim_number number;

    /* a short code, so that the second table is read as well */
    phone_shim_parse("112", 3, "ES", &number);
    phone_shim_parse("+34600123456", 12, "", &number);
}

void phone_parse(struct arena *arena, struct str typed, struct str country, struct phone_number *out)
{
    struct phone_shim_number number;
    char region[3];

    *out = (struct phone_number){ .raw = text_line(arena, typed), .e164 = STR_EMPTY, .country = STR_EMPTY };
    out->display = out->raw;
    copy_country(region, country);
    if (out->raw.len > TYPED_MOST_BYTES || !phone_shim_parse(out->raw.ptr, out->raw.len, region, &number))
        return;
    out->e164 = arena_str(arena, str_from(number.e164));
    out->display = arena_str(arena, str_from(number.display));
    out->country = arena_str(arena, str_from(number.region));
}

void phone_describe(struct arena *arena, struct str e164, struct phone_number *out)
{
    phone_parse(arena, e164, STR_EMPTY, out);
}

struct str phone_digits(struct arena *arena, struct str typed)
{
    struct buf buf;

    buf_init(&buf, arena, typed.len + 1);
    for (size_t i = 0; i < typed.len; i++)
        if (typed.ptr[i] >= '0' && typed.ptr[i] <= '9')
            buf_add_char(&buf, typed.ptr[i]);
    return buf_str(&buf);
}

bool phone_country_known(struct str country)
{
    char region[3];

    copy_country(region, country);
    return region[0] != '\0' && phone_shim_region_known(region);
}
