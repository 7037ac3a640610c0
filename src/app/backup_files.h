/*
 * The folder of backups: files named by their moment, for their owner's eyes only, of which the newest stay.
 */
#ifndef APP_BACKUP_FILES_H
#define APP_BACKUP_FILES_H

#include "base/ctx.h"

/* "regulars-20261126T031500Z.db": sorts by time. */
struct str backup_file_name(struct arena *arena, int64_t at_ms, const char *ending);

/* Makes the folder (0700) where there is none. */
enum err backup_folder_make(struct ctx *ctx, const char *folder);

/* A copy in another folder, whole and synced before it gets its name. */
enum err backup_file_copy(struct ctx *ctx, const char *path, const char *folder);

/* All but the `keep` newest backups go, and what was left half done. */
enum err backup_folder_prune(struct ctx *ctx, const char *folder, int64_t keep);

#endif
