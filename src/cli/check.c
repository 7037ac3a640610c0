/*
 * regulars check: is all well? And with --figures: does everything agree that is kept as a number?
 */
#include "cli/commands.h"

#include "app/checkup.h"
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

/* ---- is all well? ---------------------------------------------------------------------------------------------------- */

struct well_check {
    const struct config *config;
    struct checkup *checkup;
};

static enum err make_checkup(struct ctx *ctx, void *data)
{
    const struct well_check *check = data;

    return checkup_make(ctx, check->config, check->checkup);
}

static enum err check_well(struct cli *cli, struct buf *out, bool *well)
{
    struct well_check check = { &cli->config, ARENA_NEW(&cli->arena, struct checkup) };

    TRY(cli_run(cli, &cli->arena, STORE_READ, make_checkup, &check));
    for (int i = 0; i < check.checkup->count; i++) {
        const struct checkup_line *line = &check.checkup->lines[i];

        buf_printf(out, "%s  %-8s  %.*s\n", line->ok ? "ok   " : "WRONG", line->name, STR_PRINT(line->detail));
    }
    *well = check.checkup->ok;
    return ERR_OK;
}

static enum err check_figures_too(struct cli *cli, struct buf *out, bool *agrees)
{
    struct figure_check all = { .out = out, .agrees = true };

    TRY(cli_run(cli, &cli->arena, STORE_READ, check_all, &all));
    *agrees = all.agrees;
    return ERR_OK;
}

int command_check(struct cli *cli, int argc, char **argv)
{
    bool figures = false, well = false;
    const struct cli_option options[] = {
        { "figures", NULL, NULL, &figures, NULL, false, "count anew what is kept as a number instead: does it agree?" },
    };
    struct cli_syntax syntax = {
        .command = cli_command("check"), .options = options, .count = 1, .whole_config = true
    };
    struct buf out;
    int exit_code;
    enum err err;

    if (!cli_read(cli, &syntax, argc, argv, &exit_code))
        return exit_code;
    if (!cli_open_reading(cli)) {
        cli_print(STR("WRONG  database  it cannot be read\n"));
        return 1;
    }
    buf_init(&out, &cli->arena, 1024);
    err = figures ? check_figures_too(cli, &out, &well) : check_well(cli, &out, &well);
    if (err != ERR_OK)
        return err_exit(err);
    return cli_print(buf_str(&out)) && well ? 0 : 1;
}
