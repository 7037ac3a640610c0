#include "base/secret.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TOKEN_BYTES = 32,
    KEY_PREFIX_LEN = 4,
    KEY_RANDOM_LEN = 32,
    KEY_CHECK_LEN = 6,
    KEY_LEN = KEY_PREFIX_LEN + KEY_RANDOM_LEN + KEY_CHECK_LEN,
    PASSWORD_MEMORY_BYTES = 46 * 1024 * 1024,
    PASSWORD_PASSES = 1,
    PASSWORD_PHC_BYTES = crypto_pwhash_STRBYTES,
};

static const char key_prefix[] = "rgl_";
static const char base62[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/* Fetched once: looking the algorithm up by name costs more than hashing a token. */
static const EVP_MD *sha256;

bool secret_start(void)
{
    if (sodium_init() < 0)
        return false;
    if (!sha256)
        sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    return sha256 != NULL;
}

static const EVP_MD *sha256_algorithm(void)
{
    return sha256 ? sha256 : EVP_sha256();
}

void random_bytes(void *into, size_t size)
{
    randombytes_buf(into, size);
}

struct str random_token(struct arena *arena)
{
    unsigned char bytes[TOKEN_BYTES];
    struct str token;

    random_bytes(bytes, sizeof(bytes));
    token = base64url(arena, (struct str){ (const char *)bytes, sizeof(bytes) });
    OPENSSL_cleanse(bytes, sizeof(bytes));
    return token;
}

/* CRC-32 as in zlib and PNG (polynomial 0xEDB88320), bit by bit: 32 bytes do not pay for a table. */
static uint32_t crc32_of(struct str s)
{
    uint32_t crc = 0xFFFFFFFF;

    for (size_t i = 0; i < s.len; i++) {
        crc ^= (unsigned char)s.ptr[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
    }
    return ~crc;
}

static void write_checksum(char *into, struct str random)
{
    uint32_t rest = crc32_of(random);

    for (int i = KEY_CHECK_LEN; i-- > 0; rest /= 62)
        into[i] = base62[rest % 62];
}

struct str api_key_new(struct arena *arena)
{
    char *key = arena_alloc(arena, KEY_LEN + 1);
    char *random = key + KEY_PREFIX_LEN;

    memcpy(key, key_prefix, KEY_PREFIX_LEN);
    for (int i = 0; i < KEY_RANDOM_LEN; i++)
        random[i] = base62[randombytes_uniform(62)];
    write_checksum(random + KEY_RANDOM_LEN, (struct str){ random, KEY_RANDOM_LEN });
    return (struct str){ key, KEY_LEN };
}

bool api_key_well_formed(struct str key)
{
    char checksum[KEY_CHECK_LEN];
    struct str random = str_slice(key, KEY_PREFIX_LEN, KEY_PREFIX_LEN + KEY_RANDOM_LEN);

    if (key.len != KEY_LEN || memcmp(key.ptr, key_prefix, KEY_PREFIX_LEN) != 0)
        return false;
    for (size_t i = 0; i < random.len; i++)
        if (random.ptr[i] == '\0' || !strchr(base62, random.ptr[i]))
            return false;
    write_checksum(checksum, random);
    return memcmp(key.ptr + KEY_PREFIX_LEN + KEY_RANDOM_LEN, checksum, KEY_CHECK_LEN) == 0;
}

static struct str hex(struct arena *arena, const unsigned char *bytes, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    char *text = arena_alloc(arena, size * 2 + 1);

    for (size_t i = 0; i < size; i++) {
        text[i * 2] = digits[bytes[i] >> 4];
        text[i * 2 + 1] = digits[bytes[i] & 15];
    }
    return (struct str){ text, size * 2 };
}

/* There is no right answer without the hash, and none of the callers could go on. */
static void must(bool done, const char *what)
{
    if (done)
        return;
    fprintf(stderr, "regulars: %s failed\n", what);
    abort();
}

struct str sha256_hex(struct arena *arena, struct str s)
{
    unsigned char digest[SHA256_BYTES];

    must(EVP_Digest(s.ptr, s.len, digest, NULL, sha256_algorithm(), NULL) == 1, "SHA-256");
    return hex(arena, digest, sizeof(digest));
}

struct str hmac_sha256_hex(struct arena *arena, struct str key, struct str s)
{
    struct str digest = hmac_sha256(arena, key, s);

    return hex(arena, (const unsigned char *)digest.ptr, digest.len);
}

struct str hmac_sha256(struct arena *arena, struct str key, struct str s)
{
    unsigned char *digest = arena_alloc(arena, SHA256_BYTES);
    const void *key_bytes = key.len ? key.ptr : "";
    unsigned char *done;

    must(key.len <= INT32_MAX, "a key of that length");
    done = HMAC(EVP_sha256(), key_bytes, (int)key.len, (const unsigned char *)s.ptr, s.len, digest, NULL);
    must(done != NULL, "HMAC-SHA-256");
    return (struct str){ (const char *)digest, SHA256_BYTES };
}

struct str pbkdf2_sha256(struct arena *arena, struct str password, struct str salt, int rounds, size_t size)
{
    unsigned char *key = arena_alloc(arena, size + 1);

    must(password.len <= INT32_MAX && salt.len <= INT32_MAX && size <= INT32_MAX, "a key of that length");
    must(PKCS5_PBKDF2_HMAC(password.ptr, (int)password.len, (const unsigned char *)salt.ptr, (int)salt.len, rounds,
                           EVP_sha256(), (int)size, key) == 1,
         "PBKDF2");
    return (struct str){ (const char *)key, size };
}

struct str hex_text(struct arena *arena, struct str bytes)
{
    return hex(arena, (const unsigned char *)bytes.ptr, bytes.len);
}

static int hex_value(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hex_bytes(struct arena *arena, struct str text, struct str *bytes_out)
{
    char *bytes = arena_alloc(arena, text.len / 2 + 1);

    if (text.len % 2 != 0)
        return false;
    for (size_t i = 0; i < text.len; i += 2) {
        int high = hex_value(text.ptr[i]), low = hex_value(text.ptr[i + 1]);

        if (high < 0 || low < 0)
            return false;
        bytes[i / 2] = (char)(high * 16 + low);
    }
    *bytes_out = (struct str){ bytes, text.len / 2 };
    return true;
}

static bool is_base64(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '+' && c != '/' && c != '=')
            return false;
    }
    return true;
}

bool base64_decode(struct arena *arena, struct str text, struct str *bytes_out)
{
    size_t size = text.len / 4 * 3 + 3, len;
    char *bytes;

    if (!is_base64(text))
        return false;
    bytes = arena_alloc(arena, size);
    if (sodium_base642bin((unsigned char *)bytes, size, text.ptr, text.len, NULL, &len, NULL,
                          sodium_base64_VARIANT_ORIGINAL) != 0)
        return false;
    *bytes_out = (struct str){ bytes, len };
    return true;
}

struct str base64url(struct arena *arena, struct str bytes)
{
    size_t size = sodium_base64_ENCODED_LEN(bytes.len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *text = arena_alloc(arena, size);

    sodium_bin2base64(text, size, (const unsigned char *)bytes.ptr, bytes.len,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return (struct str){ text, size - 1 };
}

/* libsodium 1.0.18 takes some bytes beyond ASCII for digits. */
static bool is_base64url(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_')
            return false;
    }
    return true;
}

bool base64url_decode(struct arena *arena, struct str text, struct str *bytes_out)
{
    size_t size = text.len / 4 * 3 + 3, len;
    char *bytes;

    if (!is_base64url(text))
        return false;
    bytes = arena_alloc(arena, size);
    if (sodium_base642bin((unsigned char *)bytes, size, text.ptr, text.len, NULL, &len, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return false;
    *bytes_out = (struct str){ bytes, len };
    return true;
}

struct fingerprint fingerprint_of(const struct fingerprint_key *key, struct str secret)
{
    struct fingerprint print;

    _Static_assert(sizeof(print.bytes) == crypto_shorthash_siphashx24_BYTES, "its size is part of the type");
    _Static_assert(sizeof(key->bytes) == crypto_shorthash_siphashx24_KEYBYTES, "its size is part of the type");
    crypto_shorthash_siphashx24(print.bytes, (const unsigned char *)secret.ptr, secret.len, key->bytes);
    return print;
}

bool fingerprint_equal(const struct fingerprint *a, const struct fingerprint *b)
{
    return sodium_memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

bool secret_equal(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || CRYPTO_memcmp(a.ptr, b.ptr, a.len) == 0);
}

struct str password_hash(struct arena *arena, struct str password)
{
    char *phc = arena_alloc(arena, PASSWORD_PHC_BYTES);

    if (crypto_pwhash_str_alg(phc, password.len ? password.ptr : "", password.len, PASSWORD_PASSES,
                              PASSWORD_MEMORY_BYTES, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return STR_EMPTY;
    return str_from(phc);
}

bool password_verify(struct str phc, struct str password)
{
    char text[PASSWORD_PHC_BYTES] = { 0 };

    if (phc.len == 0 || phc.len >= sizeof(text))
        return false;
    memcpy(text, phc.ptr, phc.len);
    return crypto_pwhash_str_verify(text, password.len ? password.ptr : "", password.len) == 0;
}
