#include "app/openapi.h"
#include "app/routes.h"
#include "cli/commands.h"

int command_openapi(struct cli *cli, int argc, char **argv)
{
    struct cli_syntax syntax = { .command = cli_command("openapi") };
    struct route_table tables[ROUTE_TABLES_MOST];
    int count = route_tables(tables), exit_code;
    struct buf buf;

    if (!cli_read(cli, &syntax, argc, argv, &exit_code))
        return exit_code;
    buf_init(&buf, &cli->arena, 64 * 1024);
    openapi_put(&buf, tables, count);
    buf_add_char(&buf, '\n');
    return cli_print(buf_str(&buf)) ? 0 : 1;
}
