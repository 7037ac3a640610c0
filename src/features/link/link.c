/*
 * Making and opening signed tokens (link.h says how they are built).
 */
#include "features/link/link.h"

#include "base/secret.h"
#include "features/link/link_store.h"

#include <string.h>

enum {
    VERSION = 2,
    VERSION_SECONDS = 1, /* kept its expiry to the second; mails that were sent still carry it */
    PAYLOAD_BYTES = 1 + 1 + 3 * 8,
    SIGNATURE_BYTES = 16,
    TOKEN_BYTES = PAYLOAD_BYTES + SIGNATURE_BYTES
};
enum { TOKEN_CHARS = (TOKEN_BYTES * 4 + 2) / 3 };

/* ---- bytes ----------------------------------------------------------------------------------------------------- */

static char *put_number(char *at, int64_t value)
{
    for (int shift = 56; shift >= 0; shift -= 8)
        *at++ = (char)((uint64_t)value >> shift & 0xFF);
    return at;
}

static int64_t number_at(const char *at)
{
    uint64_t value = 0;

    for (int i = 0; i < 8; i++)
        value = value << 8 | (unsigned char)at[i];
    return (int64_t)value;
}

static void write_payload(char bytes[PAYLOAD_BYTES], const struct link *link)
{
    char *at = bytes;

    *at++ = VERSION;
    *at++ = (char)link->purpose;
    at = put_number(at, link->location_id);
    at = put_number(at, link->subject_id);
    put_number(at, link->expires_ms);
}

static void sign(struct arena *arena, struct str key, const char payload[PAYLOAD_BYTES], char into[SIGNATURE_BYTES])
{
    struct str whole = hmac_sha256(arena, key, (struct str){ payload, PAYLOAD_BYTES });

    memcpy(into, whole.ptr, SIGNATURE_BYTES);
}

/* ---- the installation ------------------------------------------------------------------------------------------ */

static enum err key_or_new(struct ctx *ctx, struct str *key)
{
    TRY(link_store_key(ctx, key));
    if (key->len)
        return ERR_OK;
    TRY(link_store_make_key(ctx, random_token(ctx->arena)));
    return link_store_key(ctx, key);
}

enum err link_start(struct ctx *ctx, struct str public_url)
{
    struct str key, known;

    TRY(key_or_new(ctx, &key));
    TRY(link_store_public_url(ctx, &known));
    return str_equal(known, public_url) ? ERR_OK : link_store_set_public_url(ctx, public_url);
}

/* ---- tokens ---------------------------------------------------------------------------------------------------- */

enum err link_token(struct ctx *ctx, const struct link *link, struct str *token)
{
    char bytes[TOKEN_BYTES];
    struct str key;

    TRY(key_or_new(ctx, &key));
    write_payload(bytes, link);
    sign(ctx->arena, key, bytes, bytes + PAYLOAD_BYTES);
    *token = base64url(ctx->arena, (struct str){ bytes, sizeof(bytes) });
    return ERR_OK;
}

static bool is_genuine(struct ctx *ctx, struct str key, struct str bytes)
{
    char signature[SIGNATURE_BYTES];

    sign(ctx->arena, key, bytes.ptr, signature);
    return secret_equal((struct str){ signature, SIGNATURE_BYTES }, str_slice(bytes, PAYLOAD_BYTES, TOKEN_BYTES));
}

enum err link_open(struct ctx *ctx, struct str token, enum link_purpose purpose, struct link *out)
{
    struct str bytes, key;

    *out = (struct link){ .purpose = purpose };
    if (token.len != TOKEN_CHARS || !base64url_decode(ctx->arena, token, &bytes) || bytes.len != TOKEN_BYTES)
        return ERR_NOT_FOUND;
    TRY(link_store_key(ctx, &key));
    if (key.len == 0 || !is_genuine(ctx, key, bytes) || bytes.ptr[1] != (char)purpose)
        return ERR_NOT_FOUND;
    if (bytes.ptr[0] != VERSION && bytes.ptr[0] != VERSION_SECONDS)
        return ERR_NOT_FOUND;
    out->location_id = number_at(bytes.ptr + 2);
    out->subject_id = number_at(bytes.ptr + 10);
    out->expires_ms = number_at(bytes.ptr + 18) * (bytes.ptr[0] == VERSION_SECONDS ? 1000 : 1);
    if (out->expires_ms != 0 && out->expires_ms <= ctx->now_ms)
        return fail(ctx, ERR_GONE, "This link has expired.");
    return ERR_OK;
}

enum err link_address(struct ctx *ctx, const char *path, struct str token, struct str *url)
{
    struct str base;

    TRY(link_store_public_url(ctx, &base));
    if (base.len == 0)
        base = STR("http://localhost:8080");
    *url = arena_printf(ctx->arena, "%.*s%s%.*s", STR_PRINT(base), path, STR_PRINT(token));
    return ERR_OK;
}

enum err link_digest(struct ctx *ctx, struct str text, struct str *hex)
{
    struct str key;

    TRY(key_or_new(ctx, &key));
    *hex = hmac_sha256_hex(ctx->arena, key, text);
    return ERR_OK;
}
