/* The proof of work against the vector made with altcha-lib 2.8.0, and against whoever changes something in it. */
#include "check.h"

#include "base/secret.h"
#include "features/form/pow.h"

#include <string.h>

static const struct pow_secrets secrets = { { "k1", 2 }, { "k2", 2 } };
static const char parameters[] =
    "{\"algorithm\":\"PBKDF2/"
    "SHA-256\",\"cost\":5000,\"data\":{\"form\":\"f1\"},\"expiresAt\":1893456000,\"keyLength\":32,"
    "\"keyPrefix\":\"d18247fc37d192e099c98cbd9a632544\",\"keySignature\":"
    "\"baf00a0d2a753c4d323c58c6d9de650ba58ec674030dfb83a0a0b13d29cf7762\",\"nonce\":"
    "\"28c0ff0edf90303bbd4b271f539501f9\","
    "\"salt\":\"acb70b8a1d21cf77457229f7c4cb4cdf\"}";
static const char signature[] = "578df2bad51f76713214c81e6c72038960671e6d426369033a79afb14a8d6045";
static const char derived[] = "d18247fc37d192e099c98cbd9a6325444a4750f109a8cdab98a8c45ae5c9846f";

static struct str bytes(struct arena *arena, const char *hex)
{
    struct str out = STR_EMPTY;

    assert_true(hex_bytes(arena, str_from(hex), &out));
    return out;
}

static void the_vector_is_made(void **state)
{
    struct arena *arena = *state;
    struct pow_challenge challenge = {
        .form_key = STR("f1"),
        .nonce = bytes(arena, "28c0ff0edf90303bbd4b271f539501f9"),
        .salt = bytes(arena, "acb70b8a1d21cf77457229f7c4cb4cdf"),
        .expires_s = 1893456000,
        .work = { .cost = 5000, .counter = 3 },
    };
    struct str made = pow_challenge_json(arena, &secrets, &challenge);
    struct str wanted = arena_printf(arena, "{\"parameters\":%s,\"signature\":\"%s\"}", parameters, signature);

    assert_true(str_equal(made, wanted));
}

/* Standard base 64, as browsers' btoa() writes it. */
static struct str base64(struct arena *arena, struct str text)
{
    struct str url = base64url(arena, text);
    char *out = arena_alloc(arena, url.len + 4);
    size_t len = url.len;

    for (size_t i = 0; i < url.len; i++)
        out[i] = (char)(url.ptr[i] == '-' ? '+' : url.ptr[i] == '_' ? '/' : url.ptr[i]);
    while (len % 4)
        out[len++] = '=';
    return (struct str){ out, len };
}

static enum pow_verdict check(struct arena *arena, const char *params, const char *sign, const char *solution,
                              int64_t now_s)
{
    struct str json = arena_printf(arena, "{\"challenge\":{\"parameters\":%s,\"signature\":\"%s\"},\"solution\":%s}",
                                   params, sign, solution);
    struct pow_proof proof;
    struct ctx ctx;
    enum pow_verdict verdict;

    ctx_init(&ctx, arena);
    ctx.now_ms = now_s * 1000;
    verdict = pow_check(&ctx, &secrets, base64(arena, json), STR("f1"), &proof);
    if (verdict == POW_GOOD)
        assert_true(str_equal(proof.nonce, STR("28c0ff0edf90303bbd4b271f539501f9")));
    return verdict;
}

static const char *solution_of(struct arena *arena, const char *counter, const char *key)
{
    return arena_printf(arena, "{\"counter\":%s,\"derivedKey\":\"%s\",\"time\":12}", counter, key).ptr;
}

static void the_vector_is_accepted(void **state)
{
    struct arena *arena = *state;

    assert_int_equal(check(arena, parameters, signature, solution_of(arena, "3", derived), 1893455999), POW_GOOD);
}

static void nothing_else_is(void **state)
{
    struct arena *arena = *state;
    const char *good = solution_of(arena, "3", derived);
    char *changed = arena_cstr(arena, str_from(parameters));
    struct str with_more = arena_printf(arena, "{\"more\":1,%s", parameters + 1);
    struct ctx ctx;
    struct pow_proof proof;

    assert_int_equal(check(arena, parameters, signature, good, 1893456000), POW_EXPIRED);
    *strstr(changed, "5000") = '1';
    assert_int_equal(check(arena, changed, signature, good, 0), POW_FORGED);
    assert_int_equal(check(arena, with_more.ptr, signature, good, 0), POW_FORGED);
    assert_int_equal(check(arena, parameters, "00", good, 0), POW_FORGED);
    assert_int_equal(check(arena, parameters, signature, solution_of(arena, "3", "d182"), 0), POW_WRONG);
    assert_int_equal(check(arena, parameters, signature, solution_of(arena, "-1", derived), 0), POW_WRONG);
    assert_int_equal(check(arena, parameters, signature, solution_of(arena, "4294967296", derived), 0), POW_WRONG);
    assert_int_equal(check(arena, parameters, signature, solution_of(arena, "\"3\"", derived), 0), POW_WRONG);
    assert_int_equal(check(arena, parameters, signature, "[]", 0), POW_WRONG);
    assert_int_equal(check(arena, "[]", signature, good, 0), POW_FORGED);
    ctx_init(&ctx, arena);
    assert_int_equal(pow_check(&ctx, &secrets, STR(""), STR("f1"), &proof), POW_MISSING);
    assert_int_equal(pow_check(&ctx, &secrets, STR("!"), STR("f1"), &proof), POW_FORGED);
    assert_int_equal(pow_check(&ctx, &secrets, STR("e30="), STR("f1"), &proof), POW_FORGED);
    assert_int_equal(ctx.error_detail.len, 0);
}

static void another_form_is_another_challenge(void **state)
{
    struct arena *arena = *state;
    struct str json = arena_printf(arena, "{\"challenge\":{\"parameters\":%s,\"signature\":\"%s\"},\"solution\":%s}",
                                   parameters, signature, solution_of(arena, "3", derived));
    struct pow_proof proof;
    struct ctx ctx;

    ctx_init(&ctx, arena);
    assert_int_equal(pow_check(&ctx, &secrets, base64(arena, json), STR("f2"), &proof), POW_FORGED);
}

static void strength_has_its_range(void **state)
{
    (void)state;
    for (int i = 0; i < 1000; i++) {
        struct pow_work normal = pow_work_for(STR("normal"), 0), raised = pow_work_for(STR("normal"), 2);

        assert_in_range(normal.counter, 1000, 2999);
        assert_in_range(raised.counter, 4000, 11996);
        assert_true(pow_work_for(STR("high"), 100).counter < 0xFFFFFFFF);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(the_vector_is_made),     arena_test(the_vector_is_accepted),
        arena_test(nothing_else_is),        arena_test(another_form_is_another_challenge),
        arena_test(strength_has_its_range),
    };

    if (!secret_start())
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
