#include "features/form/pow.h"

#include "base/json.h"
#include "base/secret.h"

#include <string.h>

enum { NONCE_BYTES = 16, KEY_BYTES = 32, PREFIX_BYTES = KEY_BYTES / 2, COST = 1000, LEVELS_MOST = 5 };

static const int64_t COUNTER_MOST = 0xFFFFFFFF;

struct pow_work pow_work_for(struct str strength, int level)
{
    int64_t least = str_equal(strength, STR("low")) ? 300 : str_equal(strength, STR("high")) ? 3000 : 1000;
    uint32_t chance;

    random_bytes(&chance, sizeof(chance));
    if (level > LEVELS_MOST)
        level = LEVELS_MOST;
    return (struct pow_work){ COST, (least + (int64_t)chance % (2 * least)) << level };
}

/* ---- making -------------------------------------------------------------------------------------------------- */

/* PBKDF2(nonce ‖ counter as 32 bits, big-endian). */
static struct str derive(struct arena *arena, struct str nonce, struct str salt, const struct pow_work *work)
{
    char *password = arena_alloc(arena, nonce.len + 4);

    memcpy(password, nonce.ptr, nonce.len);
    for (int i = 0; i < 4; i++)
        password[nonce.len + (size_t)i] = (char)(work->counter >> (24 - 8 * i) & 0xFF);
    return pbkdf2_sha256(arena, (struct str){ password, nonce.len + 4 }, salt, (int)work->cost, KEY_BYTES);
}

/* What is signed. Its texts are hex or a form's key, so that this is JSON, byte for byte as JSON.stringify writes sorted keys. */
struct parameters {
    struct str form_key;
    struct str key_prefix;
    struct str key_signature;
    struct str nonce;
    struct str salt;
    int64_t cost;
    int64_t expires_s;
};

static struct str parameters_json(struct arena *arena, const struct parameters *p)
{
    return arena_printf(arena,
                        "{\"algorithm\":\"PBKDF2/SHA-256\",\"cost\":%lld,\"data\":{\"form\":\"%.*s\"},"
                        "\"expiresAt\":%lld,\"keyLength\":%d,\"keyPrefix\":\"%.*s\",\"keySignature\":\"%.*s\","
                        "\"nonce\":\"%.*s\",\"salt\":\"%.*s\"}",
                        (long long)p->cost, STR_PRINT(p->form_key), (long long)p->expires_s, KEY_BYTES,
                        STR_PRINT(p->key_prefix), STR_PRINT(p->key_signature), STR_PRINT(p->nonce), STR_PRINT(p->salt));
}

struct str pow_challenge_json(struct arena *arena, const struct pow_secrets *secrets,
                              const struct pow_challenge *challenge)
{
    struct str key = derive(arena, challenge->nonce, challenge->salt, &challenge->work), json;
    struct parameters p = {
        .form_key = challenge->form_key,
        .key_prefix = hex_text(arena, str_slice(key, 0, PREFIX_BYTES)),
        .key_signature = hmac_sha256_hex(arena, secrets->key, key),
        .nonce = hex_text(arena, challenge->nonce),
        .salt = hex_text(arena, challenge->salt),
        .cost = challenge->work.cost,
        .expires_s = challenge->expires_s,
    };

    json = parameters_json(arena, &p);
    return arena_printf(arena, "{\"parameters\":%.*s,\"signature\":\"%.*s\"}", STR_PRINT(json),
                        STR_PRINT(hmac_sha256_hex(arena, secrets->signature, json)));
}

/* ---- checking ------------------------------------------------------------------------------------------------ */

/* Exactly these members. */
static bool has_only(const json_t *object, const char *const *names)
{
    size_t count = 0;

    for (; names[count]; count++)
        if (!json_object_get(object, names[count]))
            return false;
    return json_object_size(object) == count;
}

static bool read_hex(const json_t *object, const char *name, size_t bytes, struct arena *arena, struct str *out)
{
    struct str ignored;

    *out = json_text(json_object_get(object, name));
    return out->len == bytes * 2 && hex_bytes(arena, *out, &ignored);
}

static bool is_key(struct str key)
{
    for (size_t i = 0; i < key.len; i++)
        if (!((key.ptr[i] >= 'a' && key.ptr[i] <= 'z') || (key.ptr[i] >= '0' && key.ptr[i] <= '9')))
            return false;
    return key.len > 0 && key.len <= 40;
}

static bool read_parameters(struct arena *arena, const json_t *json, struct parameters *out)
{
    static const char *const names[] = { "algorithm", "cost",         "data",  "expiresAt", "keyLength",
                                         "keyPrefix", "keySignature", "nonce", "salt",      NULL };
    static const char *const data_names[] = { "form", NULL };
    const json_t *data = json_object_get(json, "data");

    if (!has_only(json, names) || !has_only(data, data_names))
        return false;
    out->form_key = json_text(json_object_get(data, "form"));
    out->cost = json_integer_value(json_object_get(json, "cost"));
    out->expires_s = json_integer_value(json_object_get(json, "expiresAt"));
    return is_key(out->form_key) && str_equal(json_text(json_object_get(json, "algorithm")), STR("PBKDF2/SHA-256")) &&
           json_integer_value(json_object_get(json, "keyLength")) == KEY_BYTES &&
           read_hex(json, "keyPrefix", PREFIX_BYTES, arena, &out->key_prefix) &&
           read_hex(json, "keySignature", SHA256_BYTES, arena, &out->key_signature) &&
           read_hex(json, "nonce", NONCE_BYTES, arena, &out->nonce) &&
           read_hex(json, "salt", NONCE_BYTES, arena, &out->salt);
}

static bool is_solved(struct ctx *ctx, const struct pow_secrets *secrets, const json_t *solution,
                      const struct parameters *p)
{
    const json_t *counter = json_object_get(solution, "counter");
    struct str typed = json_text(json_object_get(solution, "derivedKey")), key;

    if (!json_is_integer(counter) || json_integer_value(counter) < 0 || json_integer_value(counter) > COUNTER_MOST)
        return false;
    if (typed.len != (size_t)KEY_BYTES * 2 || !hex_bytes(ctx->arena, typed, &key))
        return false;
    return secret_equal(hmac_sha256_hex(ctx->arena, secrets->key, key), p->key_signature);
}

/* A payload that is no JSON is nobody's fault but the sender's: no sentence is left behind. */
static json_t *read_payload(struct ctx *ctx, struct str payload)
{
    struct ctx quiet = { .arena = ctx->arena };
    struct str text;
    json_t *json;

    quiet.problems_end = &quiet.problems;
    if (payload.len > POW_PAYLOAD_MOST || !base64_decode(ctx->arena, payload, &text))
        return NULL;
    return json_read(&quiet, text, &json) == ERR_OK ? json : NULL;
}

enum pow_verdict pow_check(struct ctx *ctx, const struct pow_secrets *secrets, struct str payload, struct str form_key,
                           struct pow_proof *out)
{
    static const char *const payload_names[] = { "challenge", "solution", NULL };
    static const char *const challenge_names[] = { "parameters", "signature", NULL };
    const json_t *json, *challenge;
    struct parameters p;
    struct str signature;

    if (payload.len == 0)
        return POW_MISSING;
    json = read_payload(ctx, payload);
    challenge = json_object_get(json, "challenge");
    if (!has_only(json, payload_names) || !has_only(challenge, challenge_names) ||
        !read_parameters(ctx->arena, json_object_get(challenge, "parameters"), &p))
        return POW_FORGED;
    signature = json_text(json_object_get(challenge, "signature"));
    if (!secret_equal(signature, hmac_sha256_hex(ctx->arena, secrets->signature, parameters_json(ctx->arena, &p))) ||
        !str_equal(p.form_key, form_key))
        return POW_FORGED;
    if (p.expires_s * 1000 <= ctx->now_ms)
        return POW_EXPIRED;
    if (!is_solved(ctx, secrets, json_object_get(json, "solution"), &p))
        return POW_WRONG;
    *out = (struct pow_proof){ p.nonce, p.expires_s * 1000 };
    return POW_GOOD;
}
