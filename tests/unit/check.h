/*
 * What the unit tests share: cmocka in its order of includes, an arena for each test, and comparisons that say
 * which row of a table went wrong.
 */
#ifndef TESTS_UNIT_CHECK_H
#define TESTS_UNIT_CHECK_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

/* cmocka's macro fail() hides the function of base/ctx.h; tests say fail_msg, which must do without it. */
#undef fail
#undef fail_msg
#define fail_msg(...)              \
    do {                           \
        print_error(__VA_ARGS__);  \
        print_error("\n");         \
        _fail(__FILE__, __LINE__); \
    } while (0)

#include "base/arena.h"

#include <stdlib.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* A test that is handed an arena of its own as *state. */
#define arena_test(function) cmocka_unit_test_setup_teardown(function, check_setup, check_teardown)

static inline int check_setup(void **state)
{
    struct arena *arena = malloc(sizeof(*arena));

    if (!arena)
        return -1;
    arena_init(arena);
    *state = arena;
    return 0;
}

static inline int check_teardown(void **state)
{
    struct arena *arena = *state;

    arena_clear(arena);
    free(arena);
    return 0;
}

/* `row` is what the reader of a failure needs to find the place in the table. */
static inline void check_str(const char *row, struct str got, struct str want)
{
    if (!str_equal(got, want))
        fail_msg("%s: got \"%.*s\", not \"%.*s\"", row, STR_PRINT(got), STR_PRINT(want));
}

static inline void check_int(const char *row, int64_t got, int64_t want)
{
    if (got != want)
        fail_msg("%s: got %lld, not %lld", row, (long long)got, (long long)want);
}

static inline void check_true(const char *row, bool holds)
{
    if (!holds)
        fail_msg("%s: does not hold", row);
}

#endif
