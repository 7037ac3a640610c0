#include "app/backup.h"

#include "app/app.h"
#include "app/backup_files.h"
#include "app/backup_store.h"
#include "base/disk.h"
#include "base/log.h"
#include "base/process.h"
#include "base/zone.h"
#include "store/backup.h"

#include <string.h>
#include <sys/stat.h>

static const int64_t LEASE_FOR_MS = 5 * 3600 * 1000, COMMAND_MOST_MS = 3600 * 1000;

/* ---- when -------------------------------------------------------------------------------------------------------- */

enum err backup_zone(struct ctx *ctx, struct str *zone)
{
    return backup_store_zone(ctx, zone);
}

enum err backup_next(struct ctx *ctx, int64_t *out)
{
    const struct config *config = ctx->app->config;
    struct str zone;
    int64_t day;

    *out = CHORE_NEVER_MS;
    if (!config->backup)
        return ERR_OK;
    TRY(backup_store_zone(ctx, &zone));
    day = zone_day(zone, ctx->now_ms);
    do {
        struct str date = date_text(ctx->arena, day++);

        if (!zone_parse_local(zone, arena_printf(ctx->arena, "%.*sT%s", STR_PRINT(date), config->backup_at), out))
            return fail(ctx, ERR_INTERNAL, "the time of the backup cannot be read");
    } while (*out <= ctx->now_ms);
    return ERR_OK;
}

/* ---- making one ---------------------------------------------------------------------------------------------------- */

/* Before a copy begins that cannot end. What PostgreSQL's will need nobody knows. */
static enum err check_room(struct ctx *ctx, const struct config *config)
{
    struct disk_room room;
    struct stat status;

    if (strncmp(config->store, "sqlite:", 7) != 0 || stat(config->store + 7, &status) != 0 ||
        !disk_room(config->backup_dir, &room) || room.free_bytes > status.st_size + status.st_size / 10)
        return ERR_OK;
    return fail(ctx, ERR_DISK_FULL, "the disk of %s has %lld MB left, and a copy needs %lld MB", config->backup_dir,
                (long long)(room.free_bytes >> 20), (long long)((status.st_size >> 20) + 1));
}

static bool goes_on(void *run)
{
    return chore_lease(run, LEASE_FOR_MS);
}

static enum err make(struct chore_run *run, struct ctx *ctx, struct backup *backup)
{
    const struct config *config = ctx->app->config;
    const char *ending = strncmp(config->store, "sqlite:", 7) == 0 ? "db" : "dump";
    struct str name = backup_file_name(ctx->arena, backup->at_ms, ending);
    struct backup_order order = { .replace = true, .goes_on = goes_on, .data = run };
    struct backup_facts facts = { 0 };

    backup->path = arena_printf(ctx->arena, "%s/%.*s", config->backup_dir, STR_PRINT(name));
    order.path = backup->path.ptr;
    TRY(backup_folder_make(ctx, config->backup_dir));
    TRY(check_room(ctx, config));
    TRY(store_backup_file(ctx, config->store, &order, &facts));
    backup->bytes = facts.bytes;
    backup->people = facts.people;
    backup->bookings = facts.bookings;
    return backup_folder_prune(ctx, config->backup_dir, config->backup_keep);
}

static enum err run_command(struct chore_run *run, struct ctx *ctx, const struct backup *backup)
{
    const char *argv[] = { "/bin/sh", "-c", ctx->app->config->backup_command, NULL };
    const char *env[] = { arena_printf(ctx->arena, "REGULARS_BACKUP_FILE=%.*s", STR_PRINT(backup->path)).ptr, NULL };
    struct process process = { .argv = argv, .env = env, .limit_ms = COMMAND_MOST_MS, .goes_on = goes_on, .data = run };
    struct str said;
    int exit_code;

    switch (process_run(ctx->arena, &process, &exit_code, &said)) {
    case PROCESS_NOT_FOUND: return fail(ctx, ERR_INVALID, "the command after the backup cannot be run: no shell");
    case PROCESS_TOO_LONG: return fail(ctx, ERR_BUSY, "the command after the backup took over an hour");
    case PROCESS_STOPPED: return fail(ctx, ERR_BUSY, "the server was stopped while the command after the backup ran");
    case PROCESS_ENDED:
        if (exit_code == 0)
            return ERR_OK;
        return fail(ctx, ERR_INVALID, "the command after the backup ended with %d: %.*s", exit_code, STR_PRINT(said));
    }
    return ERR_INTERNAL;
}

/* To other disks and machines. */
static enum err pass_on(struct chore_run *run, struct ctx *ctx, const struct backup *backup)
{
    const struct config *config = ctx->app->config;

    if (config->backup_copy) {
        TRY(backup_file_copy(ctx, backup->path.ptr, config->backup_copy));
        TRY(backup_folder_prune(ctx, config->backup_copy, config->backup_keep));
    }
    return config->backup_command ? run_command(run, ctx, backup) : ERR_OK;
}

static enum err remember(struct ctx *ctx, void *data)
{
    struct backup *backup = data;

    backup->id = ctx_new_id(ctx);
    TRY(backup_store_add(ctx, backup));
    return backup_store_forget_old(ctx);
}

enum err backup_run(struct chore_run *run)
{
    struct ctx *ctx = run->ctx, writing;
    struct backup backup = { .at_ms = ctx->now_ms };
    int64_t began_ms = clock_monotonic_ms();
    enum err err;

    if (!chore_lease(run, LEASE_FOR_MS))
        return fail(ctx, ERR_BUSY, "the server was stopped before the backup began");
    err = make(run, ctx, &backup);
    backup.good = err == ERR_OK;
    backup.error = ctx->error_detail;
    if (err == ERR_OK) {
        err = pass_on(run, ctx, &backup);
        backup.copy_error = ctx->error_detail;
    }
    backup.took_ms = clock_monotonic_ms() - began_ms;
    log_write(backup.good ? LOG_INFO : LOG_ERROR, "backup", "good=%s bytes=%lld took_ms=%lld",
              backup.good ? "yes" : "no", (long long)backup.bytes, (long long)backup.took_ms);
    chore_step(run, ctx->arena, &writing);
    TRY(store_run(run->store, &writing, STORE_WRITE, remember, &backup));
    return err;
}

/* ---- looking ------------------------------------------------------------------------------------------------------- */

enum err backup_list(struct ctx *ctx, struct backup out[BACKUPS_LISTED], int *count)
{
    struct rows rows;

    *count = 0;
    backup_store_newest(ctx, BACKUPS_LISTED, &rows);
    while (*count < BACKUPS_LISTED && rows_next(&rows))
        backup_store_read(&rows, &out[(*count)++]);
    return rows_end(&rows);
}

enum err backup_last_good(struct ctx *ctx, int64_t *at_ms)
{
    return backup_store_last_good(ctx, at_ms);
}
