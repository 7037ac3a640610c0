#include "cli/commands.h"

#ifndef REGULARS_VERSION
#define REGULARS_VERSION "0.1.0"
#endif

int command_version(struct cli *cli, int argc, char **argv)
{
    struct cli_syntax syntax = { .command = cli_command("version") };
    int exit_code;

    if (!cli_read(cli, &syntax, argc, argv, &exit_code))
        return exit_code;
    return cli_print(STR("regulars " REGULARS_VERSION "\n")) ? 0 : 1;
}
