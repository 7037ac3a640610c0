#include "check.h"

#include "base/secret.h"

#include <string.h>

static void hashes_are_the_published_ones(void **state)
{
    /* FIPS 180-2 and RFC 4231 */
    static const struct {
        struct str text;
        const char *hex;
    } rows[] = {
        { STR(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
        { STR("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
        { STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        check_str(rows[i].text.ptr, sha256_hex(*state, rows[i].text), str_from(rows[i].hex));
    check_str("null", sha256_hex(*state, (struct str){ NULL, 0 }), str_from(rows[0].hex));
    check_str("rfc 4231, 2", hmac_sha256_hex(*state, STR("Jefe"), STR("what do ya want for nothing?")),
              STR("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    check_str("empty", hmac_sha256_hex(*state, (struct str){ NULL, 0 }, (struct str){ NULL, 0 }),
              STR("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"));
}

static void base64url_goes_both_ways(void **state)
{
    /* RFC 4648, without padding */
    static const struct {
        struct str bytes;
        struct str text;
    } rows[] = {
        { STR(""), STR("") },
        { STR("f"), STR("Zg") },
        { STR("fo"), STR("Zm8") },
        { STR("foo"), STR("Zm9v") },
        { STR("foobar"), STR("Zm9vYmFy") },
        { STR("\xFB\xEF\xFF"), STR("--__") },
        { STR("\0\0"), STR("AAA") },
    };
    static const char *const wrong[] = { "Z",      "Zg==", "Zh",    "Zm9",  "Zm9v YmFy",
                                         "Zm9v\n", "+/+/", "Zm9vé", "Zm8=", "\xFF\xFF\xFF\xFF" };
    struct str bytes;

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        check_str(rows[i].text.ptr, base64url(*state, rows[i].bytes), rows[i].text);
        assert_true(base64url_decode(*state, rows[i].text, &bytes));
        check_str(rows[i].text.ptr, bytes, rows[i].bytes);
    }
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        check_int(wrong[i], base64url_decode(*state, str_from(wrong[i]), &bytes), false);
}

static void tokens_differ(void **state)
{
    for (int i = 0; i < 100; i++) {
        struct str a = random_token(*state), b = random_token(*state), bytes;

        assert_int_equal(a.len, 43);
        assert_true(base64url_decode(*state, a, &bytes));
        assert_int_equal(bytes.len, 32);
        assert_false(str_equal(a, b));
    }
}

static void a_mistyped_key_is_seen(void **state)
{
    struct str key = api_key_new(*state);
    char *typo = arena_cstr(*state, key);

    assert_int_equal(key.len, 42);
    assert_true(str_starts(key, STR("rgl_")));
    assert_true(api_key_well_formed(key));
    for (size_t i = 0; i < key.len; i++) {
        char was = typo[i];

        typo[i] = was == 'x' ? 'y' : 'x';
        assert_false(api_key_well_formed((struct str){ typo, key.len }));
        typo[i] = was;
        assert_false(api_key_well_formed(str_slice(key, 0, i)));
    }
    assert_true(api_key_well_formed((struct str){ typo, key.len }));
    typo[10] = '\0';
    assert_false(api_key_well_formed((struct str){ typo, key.len }));
    assert_false(api_key_well_formed((struct str){ NULL, 0 }));
    assert_false(str_equal(key, api_key_new(*state)));
}

static void keys_of_today_are_keys_tomorrow(void **state)
{
    (void)state;
    /* computed with another program (0xA0F292D0); another checksum would refuse every key in use */
    assert_true(api_key_well_formed(STR("rgl_000000000000000000000000000000002wjyrI")));
}

static void equal_in_constant_time(void **state)
{
    (void)state;
    assert_true(secret_equal(STR("abc"), STR("abc")));
    assert_false(secret_equal(STR("abc"), STR("abd")));
    assert_false(secret_equal(STR("abc"), STR("ab")));
    assert_true(secret_equal((struct str){ NULL, 0 }, STR("")));
}

static void passwords(void **state)
{
    struct str phc = password_hash(*state, STR("correct horse"));

    assert_true(str_starts(phc, STR("$argon2id$v=19$m=47104,t=1,p=1$")));
    assert_true(password_verify(phc, STR("correct horse")));
    assert_false(password_verify(phc, STR("correct horsf")));
    assert_false(password_verify(phc, STR("")));
    assert_false(password_verify(phc, STR("correct horse\0")));
    assert_false(str_equal(phc, password_hash(*state, STR("correct horse"))));
}

static void what_is_no_hash_verifies_nothing(void **state)
{
    static const struct str rows[] = {
        STR(""),
        STR("x"),
        STR("$argon2id$"),
        STR("$argon2id$v=19$m=47104,t=1,p=1$AAAA$"),
        STR("$2y$10$abcdefghijklmnopqrstuv"),
    };
    char many[500];

    (void)state;
    memset(many, '$', sizeof(many));
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        assert_false(password_verify(rows[i], STR("")));
    assert_false(password_verify((struct str){ many, sizeof(many) }, STR("")));
}

static int start(void **state)
{
    (void)state;
    return secret_start() ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(hashes_are_the_published_ones),
        arena_test(base64url_goes_both_ways),
        arena_test(tokens_differ),
        arena_test(a_mistyped_key_is_seen),
        arena_test(keys_of_today_are_keys_tomorrow),
        arena_test(equal_in_constant_time),
        arena_test(passwords),
        arena_test(what_is_no_hash_verifies_nothing),
    };

    return cmocka_run_group_tests_name("secret", tests, start, NULL);
}
