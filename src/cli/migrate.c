#include "cli/commands.h"

/* Opening the database is what migrates it; this says what was done. */
int command_migrate(struct cli *cli, int argc, char **argv)
{
    struct cli_syntax syntax = { .command = cli_command("migrate") };
    struct str reached;
    int exit_code, count;

    if (!cli_read(cli, &syntax, argc, argv, &exit_code))
        return exit_code;
    if (!cli_open(cli, false))
        return err_exit(ERR_CONFLICT);
    reached = store_migration_reached(cli->store);
    count = store_migrations_run(cli->store);
    if (count == 0)
        cli_print(arena_printf(&cli->arena, "Nothing to do: the database is at %.*s.\n", STR_PRINT(reached)));
    else
        cli_print(arena_printf(&cli->arena, "%d %s applied: the database is at %.*s.\n", count,
                               count == 1 ? "migration was" : "migrations were", STR_PRINT(reached)));
    return 0;
}
