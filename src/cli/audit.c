#include "cli/commands.h"

#include "features/audit/audit.h"
#include "features/location/location.h"

#include <string.h>

struct audit_check {
    struct buf *out;
    bool whole;
};

static enum err check_chain(struct ctx *ctx, struct audit_check *check, struct str name)
{
    struct audit_verdict verdict;

    TRY(audit_verify(ctx, &verdict));
    if (verdict.whole) {
        buf_printf(check->out, "%.*s: whole, %lld entries, the last is %s\n", STR_PRINT(name),
                   (long long)verdict.entries, verdict.hash.len ? verdict.hash.ptr : "none");
        return ERR_OK;
    }
    check->whole = false;
    buf_printf(check->out, "%.*s: broken at entry %lld: %.*s\n", STR_PRINT(name), (long long)verdict.seq,
               STR_PRINT(verdict.fault));
    return ERR_OK;
}

static enum err check_all(struct ctx *ctx, void *data)
{
    struct audit_check *check = data;
    struct location *locations;
    int count;

    TRY(check_chain(ctx, check, STR("the installation")));
    TRY(location_list(ctx, &locations, &count));
    for (int i = 0; i < count; i++) {
        location_enter(ctx, &locations[i]);
        TRY(check_chain(ctx, check, locations[i].slug));
    }
    return ERR_OK;
}

int command_audit(struct cli *cli, int argc, char **argv)
{
    struct cli_syntax syntax = { .command = cli_command("audit"), .arguments_most = 1 };
    struct audit_check check = { .whole = true };
    struct buf out;
    int exit_code;
    enum err err;

    if (!cli_read(cli, &syntax, argc, argv, &exit_code))
        return exit_code;
    if (cli->argument_count == 0 || strcmp(cli->arguments[0], "verify") != 0)
        return cli_fail(ERR_BAD_REQUEST, "Say what to do: regulars audit verify.");
    if (!cli_open_reading(cli))
        return err_exit(ERR_CONFLICT);
    buf_init(&out, &cli->arena, 1024);
    check.out = &out;
    err = cli_run(cli, &cli->arena, STORE_READ, check_all, &check);
    if (err != ERR_OK)
        return err_exit(err);
    if (!cli_print(buf_str(&out)))
        return 1;
    return check.whole ? 0 : err_exit(ERR_CONFLICT);
}
