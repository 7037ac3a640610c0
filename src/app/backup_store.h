/*
 * The rows of backups.
 */
#ifndef APP_BACKUP_STORE_H
#define APP_BACKUP_STORE_H

#include "app/backup.h"

enum err backup_store_add(struct ctx *ctx, const struct backup *backup);
/* Rows older than the hundred newest go. */
enum err backup_store_forget_old(struct ctx *ctx);
void backup_store_newest(struct ctx *ctx, int most, struct rows *rows);
void backup_store_read(const struct rows *rows, struct backup *out);
enum err backup_store_last_good(struct ctx *ctx, int64_t *at_ms);
/* Of the first location; "UTC" when there is none. */
enum err backup_store_zone(struct ctx *ctx, struct str *zone);

#endif
