#include "check.h"

#include "base/err.h"

#include <string.h>

static const enum err all[] = {
#define X(name, code, status, exit, sentence) name,
    ERR_LIST(X)
#undef X
};

static void the_list_is_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        const char *sentence = err_sentence(all[i]);

        assert_int_equal(all[i], i);
        assert_true(err_status(all[i]) >= 200 && err_status(all[i]) < 600);
        assert_true(err_exit(all[i]) >= 0 && err_exit(all[i]) < 64);
        assert_int_equal(sentence[strlen(sentence) - 1], '.');
        assert_int_equal(strspn(err_code(all[i]), "abcdefghijklmnopqrstuvwxyz_"), strlen(err_code(all[i])));
    }
    assert_int_equal(ERR_OK, 0);
    assert_int_equal(err_status(ERR_OK), 200);
}

/* A status may serve two errors (409: conflict, resync); the code tells them apart. */
static void no_two_share_a_code(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(all); i++)
        for (size_t j = i + 1; j < COUNT_OF(all); j++)
            assert_string_not_equal(err_code(all[i]), err_code(all[j]));
}

static enum err hand_on(enum err err)
{
    TRY(err);
    return ERR_BUSY;
}

static void try_hands_on_untouched(void **state)
{
    (void)state;
    assert_int_equal(hand_on(ERR_OK), ERR_BUSY);
    assert_int_equal(hand_on(ERR_CONFLICT), ERR_CONFLICT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_list_is_whole),
        cmocka_unit_test(no_two_share_a_code),
        cmocka_unit_test(try_hands_on_untouched),
    };

    return cmocka_run_group_tests_name("err", tests, NULL, NULL);
}
