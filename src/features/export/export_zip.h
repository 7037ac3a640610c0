/*
 * A ZIP archive that is written into memory, a file after another, each piece by piece. libarchive does it.
 */
#ifndef FEATURES_EXPORT_EXPORT_ZIP_H
#define FEATURES_EXPORT_EXPORT_ZIP_H

#include "base/buf.h"
#include "base/ctx.h"

struct export_zip;

/* Lives until ctx's arena is cleared; so does the archive. */
enum err export_zip_new(struct ctx *ctx, struct export_zip **out);

/* Begins a file of this name; the one before is finished. */
enum err export_zip_begin(struct ctx *ctx, struct export_zip *zip, const char *name);

/* ERR_TOO_LARGE with a sentence when the archive grows beyond 256 MB. */
enum err export_zip_write(struct ctx *ctx, struct export_zip *zip, struct str bytes);

/* The whole archive. */
enum err export_zip_end(struct ctx *ctx, struct export_zip *zip, struct str *out);

#endif
