#include "cli/commands.h"

int command_config(struct cli *cli, int argc, char **argv)
{
    struct cli_syntax syntax = { .command = cli_command("config"), .whole_config = true };
    struct buf buf;
    int exit_code;

    if (!cli_read(cli, &syntax, argc, argv, &exit_code))
        return exit_code;
    buf_init(&buf, &cli->arena, 1024);
    config_print(&cli->config, &buf);
    return cli_print(buf_str(&buf)) ? 0 : 1;
}
