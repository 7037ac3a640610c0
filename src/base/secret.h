/*
 * Secrets: random tokens, hashes, signatures, passwords. libsodium for argon2id, OpenSSL for the rest.
 */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include "base/arena.h"

enum { SHA256_BYTES = 32 };

/* Once, before anything else here; false when the machine has no randomness. */
bool secret_start(void);

void random_bytes(void *into, size_t size);

/* 256 random bits as 43 characters of base64url. */
struct str random_token(struct arena *arena);

/* An API key: "rgl_", 32 random characters, 6 of checksum (CRC-32 in base 62): a typo is seen without the database. */
struct str api_key_new(struct arena *arena);
bool api_key_well_formed(struct str key);

/* Lower-case hex. */
struct str sha256_hex(struct arena *arena, struct str s);
struct str hmac_sha256_hex(struct arena *arena, struct str key, struct str s);
/* The 32 bytes themselves. */
struct str hmac_sha256(struct arena *arena, struct str key, struct str s);

/* PBKDF2 with HMAC-SHA-256 (RFC 8018), `size` bytes. */
struct str pbkdf2_sha256(struct arena *arena, struct str password, struct str salt, int rounds, size_t size);

/* Bytes as lower-case hex, and back; false for anything else than an even number of lower-case digits. */
struct str hex_text(struct arena *arena, struct str bytes);
bool hex_bytes(struct arena *arena, struct str text, struct str *bytes_out);

/* Standard base 64 with padding (RFC 4648, 4); false for anything else. */
bool base64_decode(struct arena *arena, struct str text, struct str *bytes_out);

struct str base64url(struct arena *arena, struct str bytes);
bool base64url_decode(struct arena *arena, struct str text, struct str *bytes_out);

/* In a time that depends on the lengths only. */
bool secret_equal(struct str a, struct str b);

/* What a secret is known by in a table in memory that shall not hold it: SipHash-2-4 with 128 bits under a random key that
 * never leaves the process (https://doc.libsodium.org/hashing/short-input_hashing). Much cheaper than a hash of its own; without
 * the key nobody can find a text with the print of another. Not for storing. */
struct fingerprint_key {
    unsigned char bytes[16];
};

struct fingerprint {
    unsigned char bytes[16];
};

struct fingerprint fingerprint_of(const struct fingerprint_key *key, struct str secret);
bool fingerprint_equal(const struct fingerprint *a, const struct fingerprint *b);

/* argon2id, 46 MiB, t=1, p=1, as a PHC string (https://github.com/P-H-C/phc-string-format). About 40 ms of one core: on workers only.
 * Empty view when the memory cannot be had. */
struct str password_hash(struct arena *arena, struct str password);
bool password_verify(struct str phc, struct str password);

#endif
