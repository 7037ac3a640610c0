#include "cli/commands.h"

#include <string.h>

/* postgres://me:secret@host/db is shown without the secret. */
static const char *without_password(struct arena *arena, const char *address)
{
    const char *user = strstr(address, "://");
    const char *end = user ? strchr(user + 3, '/') : NULL;
    const char *at = user ? memrchr(user + 3, '@', end ? (size_t)(end - user - 3) : strlen(user + 3)) : NULL;
    const char *colon = at ? memchr(user + 3, ':', (size_t)(at - user - 3)) : NULL;

    if (!colon)
        return address;
    return arena_printf(arena, "%.*s:…%s", (int)(colon - address), address, at).ptr;
}

int command_config(struct cli *cli, int argc, char **argv)
{
    struct cli_syntax syntax = { .command = cli_command("config"), .whole_config = true };
    struct config shown;
    struct buf buf;
    int exit_code;

    if (!cli_read(cli, &syntax, argc, argv, &exit_code))
        return exit_code;
    shown = cli->config;
    shown.store = without_password(&cli->arena, shown.store);
    buf_init(&buf, &cli->arena, 1024);
    config_print(&shown, &buf);
    return cli_print(buf_str(&buf)) ? 0 : 1;
}
