/*
 * regulars erasures: the list of who was erased, without who it was; and what it says done again in an older copy.
 */
#include "cli/commands.h"

#include "cli/erasures.h"
#include "features/privacy/again.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void begin_step(void *data, struct arena *arena, struct ctx *out)
{
    cli_ctx(data, arena, out);
}

static enum err list(struct ctx *ctx, void *data)
{
    return again_list(ctx, data);
}

bool cli_erasures(struct cli *cli, struct str *lines)
{
    struct buf out;

    buf_init(&out, &cli->arena, 4096);
    if (cli_run(cli, &cli->arena, STORE_SLOW, list, &out) != ERR_OK)
        return false;
    *lines = buf_str(&out);
    return true;
}

static const char *list_beside(struct cli *cli, const char *copy)
{
    const char *slash = strrchr(copy, '/');

    return slash ? arena_printf(&cli->arena, "%.*s/" ERASURES_FILE, (int)(slash - copy), copy).ptr : ERASURES_FILE;
}

bool cli_erasures_kept(struct cli *cli, const char *copy)
{
    const char *folder = cli->config.backup_copy;

    return access(arena_printf(&cli->arena, "%s/" ERASURES_FILE, cli->config.data).ptr, F_OK) == 0 ||
           access(list_beside(cli, copy), F_OK) == 0 ||
           (folder && access(arena_printf(&cli->arena, "%s/" ERASURES_FILE, folder).ptr, F_OK) == 0);
}

/* What the kept database knew, the list beside it, and the one beside the copy. */
bool cli_erase_again(struct cli *cli, struct str lines, const char *copy, struct erasures_done *done)
{
    /* a copy that was made before a migration just now has them still: the next night removes it */
    const struct erasures_host host = {
        .store = cli->store, .data = cli, .step = begin_step, .closing = store_migrations_run(cli->store) == 0
    };

    return erasures_apply(&host, lines, done) == ERR_OK && erasures_catch_up(&host, &cli->config, done) == ERR_OK &&
           erasures_apply_file(&host, list_beside(cli, copy), done) == ERR_OK && done->failed == 0;
}

static int again(struct cli *cli, const char *file)
{
    const struct erasures_host host = { .store = NULL, .data = cli, .step = begin_step };
    struct erasures_host opened = host;
    struct erasures_done done = { 0 };

    if (access(file, R_OK) != 0)
        return cli_fail(ERR_NOT_FOUND, "%s cannot be read: %s.", file, strerror(errno));
    if (!cli_open(cli, false))
        return err_exit(ERR_CONFLICT);
    opened.store = cli->store;
    if (erasures_apply_file(&opened, file, &done) != ERR_OK || done.failed)
        return cli_fail(ERR_INVALID,
                        "%lld erasures were done again, %lld could not be: what the list says there cannot "
                        "be read.",
                        (long long)done.repeated, (long long)done.failed);
    cli_print(arena_printf(&cli->arena, "%lld erasures were done again.\n", (long long)done.repeated));
    return 0;
}

int command_erasures(struct cli *cli, int argc, char **argv)
{
    struct cli_syntax syntax = { .command = cli_command("erasures"), .arguments_most = 2 };
    struct str lines;
    int exit_code;

    if (!cli_read(cli, &syntax, argc, argv, &exit_code))
        return exit_code;
    if (cli->argument_count == 2 && strcmp(cli->arguments[0], "again") == 0)
        return again(cli, cli->arguments[1]);
    if (cli->argument_count)
        return cli_fail(ERR_BAD_REQUEST, "Say regulars erasures, or regulars erasures again FILE.");
    if (!cli_open_reading(cli))
        return err_exit(ERR_CONFLICT);
    return cli_erasures(cli, &lines) && cli_print(lines) ? 0 : 1;
}
