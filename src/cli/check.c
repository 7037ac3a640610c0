#include "cli/commands.h"

#include "features/check/check.h"
#include "features/location/location.h"

struct figure_check {
    struct buf *out;
    bool agrees;
};

static enum err check_location(struct ctx *ctx, struct figure_check *all, struct str slug)
{
    struct check *check = ARENA_NEW(ctx->arena, struct check);

    TRY(check_figures(ctx, check));
    if (check->different == 0) {
        buf_printf(all->out, "%.*s: all %lld numbers agree\n", STR_PRINT(slug), (long long)check->compared);
        return ERR_OK;
    }
    all->agrees = false;
    buf_printf(all->out, "%.*s: %lld of %lld numbers differ\n", STR_PRINT(slug), (long long)check->different,
               (long long)check->compared);
    for (int i = 0; i < check->shown_count; i++)
        buf_printf(all->out, "  %.*s: %.*s is stored, %.*s counted\n", STR_PRINT(check->shown[i].what),
                   STR_PRINT(check->shown[i].stored), STR_PRINT(check->shown[i].computed));
    return ERR_OK;
}

static enum err check_all(struct ctx *ctx, void *data)
{
    struct location *locations;
    int count;

    TRY(location_list(ctx, &locations, &count));
    for (int i = 0; i < count; i++) {
        location_enter(ctx, &locations[i]);
        TRY(check_location(ctx, data, locations[i].slug));
    }
    return ERR_OK;
}

int command_check(struct cli *cli, int argc, char **argv)
{
    bool figures = false;
    const struct cli_option options[] = {
        { "figures", NULL, NULL, &figures, NULL, false, "counters, tags, the dashboard's figures, analytics" },
    };
    struct cli_syntax syntax = { .command = cli_command("check"), .options = options, .count = 1 };
    struct figure_check all = { .agrees = true };
    struct buf out;
    int exit_code;
    enum err err;

    if (!cli_read(cli, &syntax, argc, argv, &exit_code))
        return exit_code;
    if (!figures)
        return cli_fail(ERR_BAD_REQUEST, "Say what to check: regulars check --figures.");
    if (!cli_open(cli, false))
        return err_exit(ERR_CONFLICT);
    buf_init(&out, &cli->arena, 1024);
    all.out = &out;
    err = cli_run(cli, &cli->arena, STORE_READ, check_all, &all);
    if (err != ERR_OK)
        return err_exit(err);
    if (!cli_print(buf_str(&out)))
        return 1;
    return all.agrees ? 0 : 1;
}
