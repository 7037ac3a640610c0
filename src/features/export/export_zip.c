#include "features/export/export_zip.h"

#include <archive.h>
#include <archive_entry.h>

enum { ARCHIVE_MOST_BYTES = 256 * 1024 * 1024, FIRST_BYTES = 64 * 1024 };

struct export_zip {
    struct archive *archive;
    struct buf bytes; /* in the arena of whoever made it, whatever ctx's is meanwhile */
    bool too_large;
};

static la_ssize_t take(struct archive *archive, void *data, const void *bytes, size_t len)
{
    struct export_zip *zip = data;

    if (zip->bytes.len + len > ARCHIVE_MOST_BYTES) {
        zip->too_large = true;
        archive_set_error(archive, -1, "too large");
        return -1;
    }
    buf_add(&zip->bytes, (struct str){ bytes, len });
    return (la_ssize_t)len;
}

static void release(void *thing)
{
    struct export_zip *zip = thing;

    archive_write_free(zip->archive);
}

static enum err failed(struct ctx *ctx, const struct export_zip *zip)
{
    if (zip->too_large)
        return fail(ctx, ERR_TOO_LARGE, "There is more about this person than fits into an archive of 256 MB.");
    return fail(ctx, ERR_INTERNAL, "The archive could not be written.");
}

enum err export_zip_new(struct ctx *ctx, struct export_zip **out)
{
    struct export_zip *zip = ARENA_NEW(ctx->arena, struct export_zip);

    buf_init(&zip->bytes, ctx->arena, FIRST_BYTES);
    zip->archive = archive_write_new();
    if (!zip->archive)
        return fail(ctx, ERR_INTERNAL, "There is no memory left for an archive.");
    arena_defer(ctx->arena, release, zip);
    *out = zip;
    if (archive_write_set_format_zip(zip->archive) != ARCHIVE_OK ||
        archive_write_set_options(zip->archive, "zip:hdrcharset=UTF-8") < ARCHIVE_WARN ||
        archive_write_set_bytes_per_block(zip->archive, 0) != ARCHIVE_OK ||
        archive_write_open(zip->archive, zip, NULL, take, NULL) != ARCHIVE_OK)
        return failed(ctx, zip);
    return ERR_OK;
}

enum err export_zip_begin(struct ctx *ctx, struct export_zip *zip, const char *name)
{
    struct archive_entry *entry = archive_entry_new();
    int code;

    if (!entry)
        return failed(ctx, zip);
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0600);
    archive_entry_set_mtime(entry, (time_t)(ctx->now_ms / 1000), 0);
    code = archive_write_header(zip->archive, entry);
    archive_entry_free(entry);
    return code == ARCHIVE_OK ? ERR_OK : failed(ctx, zip);
}

enum err export_zip_write(struct ctx *ctx, struct export_zip *zip, struct str bytes)
{
    while (bytes.len > 0) {
        la_ssize_t written = archive_write_data(zip->archive, bytes.ptr, bytes.len);

        if (written <= 0)
            return failed(ctx, zip);
        bytes = str_slice(bytes, (size_t)written, bytes.len);
    }
    return ERR_OK;
}

enum err export_zip_end(struct ctx *ctx, struct export_zip *zip, struct str *out)
{
    if (archive_write_close(zip->archive) != ARCHIVE_OK)
        return failed(ctx, zip);
    *out = buf_str(&zip->bytes);
    return ERR_OK;
}
