/*
 * The nightly backup: a checked copy of the database in a folder, of which the newest stay; a second folder and a command
 * of the host's own for other disks and machines. How is a matter of the configuration and not of the dashboard: whoever may
 * change settings shall not thereby run programs on the machine.
 */
#ifndef APP_BACKUP_H
#define APP_BACKUP_H

#include "features/job/chore.h"

struct config;

struct backup {
    id64 id;
    int64_t at_ms;
    int64_t took_ms;
    struct str path;
    int64_t bytes;
    int64_t people;        /* -1: not counted */
    int64_t bookings;
    bool good;             /* it was made and found whole */
    struct str error;
    struct str copy_error; /* it is good, but the second folder or the command failed */
};

/* For the table of chores: one now; and the first night after now, in the zone of the first location. */
enum err backup_run(struct chore_run *run);
enum err backup_next(struct ctx *ctx, int64_t *out);

/* The newest ones, newest first. */
enum { BACKUPS_LISTED = 30 };
enum err backup_list(struct ctx *ctx, struct backup out[BACKUPS_LISTED], int *count);

/* When the last good one was made; 0: never. */
enum err backup_last_good(struct ctx *ctx, int64_t *at_ms);

/* The zone that "backup-at" is read in. */
enum err backup_zone(struct ctx *ctx, struct str *zone);

#endif
