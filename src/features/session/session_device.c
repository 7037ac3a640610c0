/*
 * Which browsers a member of the team signed in with before. Nothing is kept but keyed hashes.
 */
#include "base/secret.h"
#include "features/link/link.h"
#include "features/session/session.h"
#include "features/session/session_store.h"

enum { COOKIE_DAYS = 400, PLACE_DAYS = 30, DEVICE_CHARS = 43 };

/* Only what random_token() makes: whatever else a browser brings is none. */
static bool is_token(struct str device)
{
    for (size_t i = 0; i < device.len; i++) {
        char c = device.ptr[i];

        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_'))
            return false;
    }
    return device.len == DEVICE_CHARS;
}

enum err session_device_remember(struct ctx *ctx, struct str *device, bool *fresh)
{
    bool cookie_known = false, place_known, other;
    struct str cookie, place;

    if (!is_token(*device))
        *device = random_token(ctx->arena);
    TRY(link_digest(ctx, arena_printf(ctx->arena, "device %.*s", STR_PRINT(*device)), &cookie));
    TRY(link_digest(ctx, arena_printf(ctx->arena, "place %.*s %.*s", STR_PRINT(ctx->ip), STR_PRINT(ctx->user_agent)),
                    &place));
    TRY(session_store_signed_in_before(ctx, ctx->actor.id, &other));
    TRY(session_store_knows_device(ctx, ctx->actor.id, cookie, &cookie_known));
    TRY(session_store_knows_device(ctx, ctx->actor.id, place, &place_known));
    *fresh = other && !cookie_known && !place_known;
    TRY(session_store_keep_device(ctx, ctx->actor.id, cookie, ctx->now_ms + COOKIE_DAYS * DAY_MS));
    return session_store_keep_device(ctx, ctx->actor.id, place, ctx->now_ms + PLACE_DAYS * DAY_MS);
}

struct str session_device_cookie(struct ctx *ctx, struct str device)
{
    return arena_printf(ctx->arena, DEVICE_COOKIE "=%.*s; Path=/; Max-Age=%d; Secure; HttpOnly; SameSite=Lax",
                        STR_PRINT(device), COOKIE_DAYS * 24 * 3600);
}
