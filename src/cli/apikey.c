#include "cli/commands.h"

#include "features/apikey/apikey.h"

#include <string.h>

struct key_options {
    const char *location, *role, *name;
    struct api_key key;
};

static enum err create(struct ctx *ctx, void *data)
{
    struct key_options *options = data;
    struct location location;
    enum err err = location_find(ctx, str_from(options->location), &location);

    if (err == ERR_NOT_FOUND)
        return fail(ctx, err, "There is no location \"%s\".", options->location);
    TRY(err);
    if (role_parse(str_from(options->role)) == ROLE_NONE)
        return fail(ctx, ERR_INVALID, "There is no role \"%s\": owner, manager, staff, desk or viewer.", options->role);
    options->key = (struct api_key){
        .location_id = location.id,
        .name = str_from(options->name ? options->name : options->role),
        .role = str_from(options->role),
    };
    return api_key_create(ctx, &options->key);
}

int command_apikey(struct cli *cli, int argc, char **argv)
{
    struct key_options key = { 0 };
    const struct cli_option options[] = {
        { "location", "SLUG", &key.location, NULL, NULL, true, "the location it acts for" },
        { "role", "ROLE", &key.role, NULL, NULL, true, "owner, manager, staff, desk or viewer" },
        { "name", "NAME", &key.name, NULL, NULL, false, "what it is for" },
    };
    struct cli_syntax syntax = {
        .command = cli_command("apikey"), .options = options, .count = 3, .arguments_most = 1
    };
    int exit_code;
    enum err err;

    if (!cli_read(cli, &syntax, argc, argv, &exit_code))
        return exit_code;
    if (cli->argument_count != 1 || strcmp(cli->arguments[0], "create") != 0)
        return cli_fail(ERR_BAD_REQUEST, "Say what to do: regulars apikey create …");
    if (!cli_open(cli, false))
        return err_exit(ERR_CONFLICT);
    err = cli_run(cli, &cli->arena, STORE_WRITE, create, &key);
    if (err != ERR_OK)
        return err_exit(err);
    return cli_print(arena_printf(&cli->arena, "%.*s\n", STR_PRINT(key.key.key))) ? 0 : 1;
}
