/*
 * The picture on public pages: what is taken, and where it is.
 */
#include "base/picture.h"
#include "base/secret.h"
#include "features/audit/audit.h"
#include "features/location/location.h"
#include "features/location/location_store.h"

enum { NAME_CHARS = 32 };

static enum err check(struct ctx *ctx, struct str bytes, struct picture *out)
{
    if (bytes.len > LOGO_BYTES_MOST)
        return fail(ctx, ERR_TOO_LARGE, "A logo has at most %d kB; make the picture smaller.", LOGO_BYTES_MOST / 1024);
    if (!picture_read(bytes, out))
        return fail(ctx, ERR_MEDIA_TYPE, "This is no whole PNG or JPEG. An SVG may hold scripts: send it as a PNG.");
    if (out->width < LOGO_PIXELS_LEAST || out->height < LOGO_PIXELS_LEAST || out->width > LOGO_PIXELS_MOST ||
        out->height > LOGO_PIXELS_MOST)
        return fail(ctx, ERR_INVALID, "A logo is %d to %d pixels wide and high; this one is %d × %d.",
                    LOGO_PIXELS_LEAST, LOGO_PIXELS_MOST, out->width, out->height);
    return ERR_OK;
}

/* Its address changes with it, so that browsers may keep it for ever. */
static enum err change(struct ctx *ctx, struct str logo)
{
    struct location before, after;

    TRY(location_get(ctx, ctx->location_id, &before));
    after = before;
    after.logo = logo;
    return location_update(ctx, &after);
}

enum err location_set_logo(struct ctx *ctx, struct str bytes)
{
    struct picture picture;
    struct str name;

    TRY(check(ctx, bytes, &picture));
    TRY(store_lock_location(ctx, ctx->location_id));
    name = arena_printf(ctx->arena, "%.*s.%s", STR_PRINT(str_slice(sha256_hex(ctx->arena, bytes), 0, NAME_CHARS)),
                        picture.suffix);
    TRY(location_store_keep_logo(ctx, name, str_from(picture.type), bytes));
    return change(ctx, arena_printf(ctx->arena, "/logo/%.*s/%.*s",
                                    STR_PRINT(id_text(ctx->arena, "loc", ctx->location_id)), STR_PRINT(name)));
}

enum err location_remove_logo(struct ctx *ctx)
{
    TRY(store_lock_location(ctx, ctx->location_id));
    TRY(location_store_drop_logo(ctx));
    return change(ctx, STR_EMPTY);
}

enum err location_find_logo(struct ctx *ctx, id64 location_id, struct str name, struct str *type, struct str *bytes)
{
    return location_store_find_logo(ctx, location_id, name, type, bytes);
}
