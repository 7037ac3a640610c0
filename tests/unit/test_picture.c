/* What pictures say of themselves, and what is none. */
#include "check.h"

#include "base/picture.h"

#include <stdlib.h>
#include <string.h>

static const char png[] =
    "\x89PNG\r\n\x1A\n"
    "\0\0\0\x0DIHDR\0\0\0\x20\0\0\0\x10\x08\x06\0\0\0crc!"
    "\0\0\0\x03IDATabccrc!"
    "\0\0\0\0IENDcrc!";
static const char jpeg[] =
    "\xFF\xD8"
    "\xFF\xE0\0\x04"
    "ab"
    "\xFF\xC4\0\x04ht"
    "\xFF\xC0\0\x0B\x08\0\x30\0\x40\x01\x01\x11\0"
    "\xFF\xDA\0\x04xyDATA\xFF\xD9";

static struct str of(const char *bytes, size_t size)
{
    return (struct str){ bytes, size - 1 };
}

static void types_and_sizes(void **state)
{
    struct picture picture;

    (void)state;
    assert_true(picture_read(of(png, sizeof(png)), &picture));
    assert_string_equal(picture.type, "image/png");
    assert_int_equal(picture.width, 32);
    assert_int_equal(picture.height, 16);
    assert_true(picture_read(of(jpeg, sizeof(jpeg)), &picture));
    assert_string_equal(picture.suffix, "jpg");
    assert_int_equal(picture.width, 64);
    assert_int_equal(picture.height, 48);
}

static void nothing_else(void **state)
{
    static const char *const others[] = { "", "GIF89a", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
                                          "RIFF\1\1\1\1WEBPVP8 ", "\x89PNG\r\n\x1A\n" };
    struct picture picture;
    char longer[sizeof(png) + 8];

    (void)state;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        assert_false(picture_read(str_from(others[i]), &picture));
    /* A page behind a picture is no picture. */
    memcpy(longer, png, sizeof(png) - 1);
    memcpy(longer + sizeof(png) - 1, "<script>", 8);
    assert_false(picture_read((struct str){ longer, sizeof(png) - 1 + 8 }, &picture));
}

/* Cut anywhere and changed anywhere, in memory that ends where the picture does: the sanitizers say whether more was read. */
static void cut_and_changed(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
    } pictures[] = { { png, sizeof(png) - 1 }, { jpeg, sizeof(jpeg) - 1 } };
    struct picture picture;

    (void)state;
    for (int which = 0; which < 2; which++)
        for (size_t len = 0; len <= pictures[which].len; len++) {
            char *copy = malloc(len + !len);

            memcpy(copy, pictures[which].bytes, len);
            if (len < pictures[which].len)
                assert_false(picture_read((struct str){ copy, len }, &picture));
            for (size_t at = 0; at < len; at++)
                for (int value = 0; value < 256; value += 15) {
                    char was = copy[at];

                    copy[at] = (char)value;
                    picture_read((struct str){ copy, len }, &picture);
                    copy[at] = was;
                }
            free(copy);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(types_and_sizes), cmocka_unit_test(nothing_else),
                                        cmocka_unit_test(cut_and_changed) };

    return cmocka_run_group_tests_name("picture", tests, NULL, NULL);
}
