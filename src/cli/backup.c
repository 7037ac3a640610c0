/*
 * regulars backup, regulars restore: copies of the database, checked before they count.
 */
#include "cli/commands.h"

#include "store/backup.h"

static void say(struct cli *cli, const char *verb, const char *path, const struct backup_facts *facts)
{
    if (facts->people < 0) {
        cli_print(
            arena_printf(&cli->arena, "%s %s: %lld kB; checked.\n", verb, path, (long long)(facts->bytes / 1024)));
        return;
    }
    cli_print(arena_printf(&cli->arena, "%s %s: %lld people, %lld bookings, %lld kB, at %.*s; checked.\n", verb, path,
                           (long long)facts->people, (long long)facts->bookings, (long long)(facts->bytes / 1024),
                           STR_PRINT(facts->migration)));
}

/* Reads "PATH [--force]". */
static bool read_path(struct cli *cli, const char *name, int argc, char **argv, bool *force, int *exit_code)
{
    const struct cli_option options[] = {
        { "force", NULL, NULL, force, NULL, false, "also when there is something already" },
    };
    struct cli_syntax syntax = { .command = cli_command(name), .options = options, .count = 1, .arguments_most = 1 };

    if (!cli_read(cli, &syntax, argc, argv, exit_code))
        return false;
    if (cli->argument_count == 1)
        return true;
    *exit_code = cli_fail(ERR_BAD_REQUEST, "Say which file: regulars %s FILE.", name);
    return false;
}

int command_backup(struct cli *cli, int argc, char **argv)
{
    struct backup_facts facts = { 0 };
    bool force = false;
    struct ctx ctx;
    int exit_code;
    enum err err;

    if (!read_path(cli, "backup", argc, argv, &force, &exit_code))
        return exit_code;
    cli_ctx(cli, &cli->arena, &ctx);
    err = store_backup_file(&ctx, cli->config.store,
                            &(struct backup_order){ .path = cli->arguments[0], .replace = force }, &facts);
    if (err != ERR_OK)
        return cli_explain(&ctx, err);
    say(cli, "Copied to", cli->arguments[0], &facts);
    return 0;
}

int command_restore(struct cli *cli, int argc, char **argv)
{
    struct backup_facts facts = { 0 };
    struct str kept = STR_EMPTY;
    bool force = false;
    struct ctx ctx;
    int exit_code;
    enum err err;

    if (!read_path(cli, "restore", argc, argv, &force, &exit_code))
        return exit_code;
    cli_ctx(cli, &cli->arena, &ctx);
    err = store_restore_file(&ctx, cli->arguments[0], cli->config.store, force, &facts, &kept);
    if (err != ERR_OK)
        return cli_explain(&ctx, err);
    say(cli, "Restored from", cli->arguments[0], &facts);
    if (kept.len)
        cli_print(arena_printf(&cli->arena, "What was there before is kept as %.*s.\n", STR_PRINT(kept)));
    return 0;
}
