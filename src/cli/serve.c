#include "app/app.h"
#include "cli/commands.h"

#include <stdio.h>

int command_serve(struct cli *cli, int argc, char **argv)
{
    struct cli_syntax syntax = { .command = cli_command("serve"), .whole_config = true };
    struct str why = STR_EMPTY, link = STR_EMPTY;
    struct app *app;
    int exit_code;

    if (!cli_read(cli, &syntax, argc, argv, &exit_code))
        return exit_code;
    app = app_open(&cli->config, &cli->arena, &why);
    if (!app)
        return cli_fail(ERR_CONFLICT, "%.*s", STR_PRINT(why));
    if (app_setup_link(app, &cli->arena, &link) == ERR_OK && link.len)
        printf("Nobody is here yet. Open this to make the first owner:\n\n    %.*s\n\n", STR_PRINT(link));
    fflush(stdout);
    app_run(app);
    app_close(app);
    return 0;
}
