/* Only the free middle of a page of a tree is overwritten, and nothing of what looks wrong. */
#include "check.h"

#include "store/sqlite_scrub.h"

#include <string.h>

enum { SIZE = 512 };

static unsigned char page[SIZE];

/* A page full of 0xee with this header. */
static void fill(int header, int kind, int cells, int content)
{
    memset(page, 0xee, sizeof(page));
    page[header] = (unsigned char)kind;
    page[header + 3] = (unsigned char)(cells >> 8);
    page[header + 4] = (unsigned char)cells;
    page[header + 5] = (unsigned char)(content >> 8);
    page[header + 6] = (unsigned char)content;
}

static void expect_zeros(int from, int to)
{
    for (int i = 16; i < SIZE; i++)
        if (i >= from && i < to)
            assert_int_equal(page[i], 0);
        else if (i > 116)
            assert_int_equal(page[i], 0xee);
}

static void test_pages(void **state)
{
    (void)state;
    fill(0, 13, 60, 400);
    sqlite_scrub_page(page, SIZE, 0);
    expect_zeros(8 + 120, 400);
    fill(0, 2, 60, 300);
    sqlite_scrub_page(page, SIZE, 0);
    expect_zeros(12 + 120, 300);
    fill(100, 5, 10, 200);
    sqlite_scrub_page(page, SIZE, 1);
    expect_zeros(100 + 12 + 20, 200);
}

static void test_what_is_left_alone(void **state)
{
    (void)state;
    fill(0, 0, 10, 400);
    sqlite_scrub_page(page, SIZE, 0);
    expect_zeros(0, 0);
    /* more pointers than room, content behind the end */
    fill(0, 13, 300, 400);
    sqlite_scrub_page(page, SIZE, 0);
    expect_zeros(0, 0);
    fill(0, 10, 10, 600);
    sqlite_scrub_page(page, SIZE, 0);
    expect_zeros(0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_what_is_left_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
