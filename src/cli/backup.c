/*
 * regulars backup, regulars restore: copies of the database, checked before they count.
 */
#include "cli/commands.h"

#include "cli/erasures.h"
#include "features/mail/mail.h"
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

/* ---- whoever was erased since stays erased --------------------------------------------------------------------- */

/* What the database that was put aside knows; one that cannot be read says nothing, and that is said. */
static struct str list_of_kept(struct cli *cli, struct str kept)
{
    const char *store = cli->config.store;
    struct str lines = STR_EMPTY;

    if (!kept.len)
        return lines;
    cli->config.store = arena_printf(&cli->arena, "sqlite:%.*s", STR_PRINT(kept)).ptr;
    if (!cli_open_reading(cli) || !cli_erasures(cli, &lines))
        cli_print(STR("Whom it had erased could not be read there; the lists beside it are used.\n"));
    cli_close(cli);
    cli->config.store = store;
    return lines;
}

static int erase_again(struct cli *cli, struct str kept)
{
    struct str lines = list_of_kept(cli, kept);
    struct erasures_done done = { 0 };
    bool all;

    if (lines.len == 0 && !cli_erasures_kept(cli, cli->arguments[0]))
        return 0;
    if (!cli_open(cli, false))
        return err_exit(ERR_CONFLICT);
    all = cli_erase_again(cli, lines, cli->arguments[0], &done);
    if (done.repeated)
        cli_print(
            arena_printf(&cli->arena, "Erased again, as since this copy was made: %lld.\n", (long long)done.repeated));
    return all ? 0
               : cli_fail(ERR_INTERNAL,
                          "It is restored, but %lld erasures could not be done again; the server tries once "
                          "more at its start.",
                          (long long)done.failed);
}

static enum err count_waiting(struct ctx *ctx, void *count)
{
    int64_t oldest_ms;

    return mail_waiting_anywhere(ctx, count, &oldest_ms);
}

/* A copy does not know what has gone out since. */
static void say_what_waits(struct cli *cli)
{
    int64_t count = 0;

    if (cli_open_reading(cli) && cli_run(cli, &cli->arena, STORE_READ, count_waiting, &count) == ERR_OK && count > 0)
        cli_print(
            arena_printf(&cli->arena,
                         "Waiting mails: %lld. They go out when the server starts, also those that went out after "
                         "this copy was made; start it with --mail no to look first.\n",
                         (long long)count));
    cli_close(cli);
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
    if (!cli_make_data(cli))
        return err_exit(ERR_INTERNAL);
    cli_ctx(cli, &cli->arena, &ctx);
    err = store_restore_file(&ctx, cli->arguments[0], cli->config.store, force, &facts, &kept);
    if (err != ERR_OK)
        return cli_explain(&ctx, err);
    say(cli, "Restored from", cli->arguments[0], &facts);
    if (kept.len)
        cli_print(arena_printf(&cli->arena, "What was there before is kept as %.*s.\n", STR_PRINT(kept)));
    exit_code = erase_again(cli, kept);
    cli_close(cli);
    say_what_waits(cli);
    return exit_code;
}
