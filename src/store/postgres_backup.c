/* Copies of a PostgreSQL database, by its own tools: pg_dump makes one, pg_restore reads all of it back to check it. */
#include "store/postgres.h"

#include "base/process.h"
#include "store/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CONNECTION_WORDS_MOST = 64 };

static const int64_t DUMP_MOST_MS = 4 * 3600 * 1000;

/* The address as libpq's environment (PGHOST, PGPASSWORD, …): a password in an option could be read by everybody. */
static enum err connection_environment(struct ctx *ctx, const char *address, const char **env)
{
    char *why = NULL;
    PQconninfoOption *options = PQconninfoParse(address, &why);
    int count = 0;

    PQfreemem(why);
    if (!options)
        return fail(ctx, ERR_BAD_REQUEST, "the address of the database cannot be read");
    for (const PQconninfoOption *option = options; option->keyword && count < CONNECTION_WORDS_MOST; option++)
        if (option->envvar && option->val && *option->val)
            env[count++] = arena_printf(ctx->arena, "%s=%s", option->envvar, option->val).ptr;
    env[count] = NULL;
    PQconninfoFree(options);
    return ERR_OK;
}

static enum err run_tool(struct ctx *ctx, const struct process *process)
{
    const char *name = process->argv[0];
    struct str said;
    int exit_code;

    switch (process_run(ctx->arena, process, &exit_code, &said)) {
    case PROCESS_NOT_FOUND:
        return fail(
            ctx, ERR_NOT_IMPLEMENTED,
            "%s is not installed here (on Debian: the package postgresql-client); without it the database has to "
            "be copied where PostgreSQL runs",
            name);
    case PROCESS_TOO_LONG: return fail(ctx, ERR_BUSY, "%s took too long", name);
    case PROCESS_STOPPED: return fail(ctx, ERR_BUSY, "the server was stopped before %s had ended", name);
    case PROCESS_ENDED:
        if (exit_code == 0)
            return ERR_OK;
        return fail(ctx, ERR_INVALID, "%s ended with %d: %.*s", name, exit_code, STR_PRINT(said));
    }
    return ERR_INTERNAL;
}

static enum err dump(struct ctx *ctx, const char *address, const char *path, const struct backup_order *order)
{
    const char *env[CONNECTION_WORDS_MOST + 1];
    const char *argv[] = { "pg_dump", "--format=custom", "--no-password",
                           arena_printf(ctx->arena, "--file=%s", path).ptr, NULL };

    TRY(connection_environment(ctx, address, env));
    return run_tool(
        ctx, &(struct process){
                 .argv = argv, .env = env, .limit_ms = DUMP_MOST_MS, .goes_on = order->goes_on, .data = order->data });
}

/* As a script into nowhere: every byte of the archive is unpacked. */
static enum err read_back(struct ctx *ctx, const char *path, const struct backup_order *order)
{
    const char *argv[] = { "pg_restore", "--file=/dev/null", path, NULL };

    return run_tool(ctx, &(struct process){
                             .argv = argv, .limit_ms = DUMP_MOST_MS, .goes_on = order->goes_on, .data = order->data });
}

static enum err make_file(struct ctx *ctx, const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    if (fd < 0)
        return fail(ctx, errno == ENOSPC ? ERR_DISK_FULL : ERR_INVALID, "%s cannot be written: %s", path,
                    strerror(errno));
    close(fd);
    return ERR_OK;
}

static enum err sync_file(struct ctx *ctx, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool synced = fd >= 0 && fsync(fd) == 0;

    if (fd >= 0)
        close(fd);
    return synced ? ERR_OK : fail(ctx, ERR_INVALID, "%s cannot be written: %s", path, strerror(errno));
}

enum err postgres_backup_file(struct ctx *ctx, const char *address, const struct backup_order *order,
                              struct backup_facts *facts)
{
    const char *path = order->path;
    const char *unchecked = arena_printf(ctx->arena, "%s.unchecked", path).ptr;
    struct stat status = { 0 };
    enum err err = make_file(ctx, unchecked);

    if (err == ERR_OK)
        err = dump(ctx, address, unchecked, order);
    if (err == ERR_OK)
        err = read_back(ctx, unchecked, order);
    if (err == ERR_OK)
        err = sync_file(ctx, unchecked);
    if (err == ERR_OK && rename(unchecked, path) != 0)
        err = fail(ctx, ERR_INVALID, "%s cannot be renamed to %s: %s", unchecked, path, strerror(errno));
    if (err != ERR_OK) {
        unlink(unchecked);
        return err;
    }
    stat(path, &status);
    *facts = (struct backup_facts){ .bytes = status.st_size, .people = -1, .bookings = -1 };
    return ERR_OK;
}
