/*
 * regulars jobs: what the server does by itself, when it was last done and how that went; and one of them now.
 */
#include "cli/commands.h"

#include "cli/socket.h"
#include "features/job/chore.h"

#include <string.h>

/* ---- list -------------------------------------------------------------------------------------------------------- */

static struct str when(struct ctx *ctx, int64_t ms)
{
    return ms ? str_slice(time_text(ctx->arena, ms), 0, 19) : STR("-");
}

static enum err list(struct ctx *ctx, void *data)
{
    struct buf *out = data;
    struct chore *chores;
    int count;

    TRY(chore_list(ctx, &chores, &count));
    buf_printf(out, "%-16s %-20s %-20s %9s  %s\n", "name", "last", "next", "took", "state");
    for (int i = 0; i < count; i++) {
        const struct chore *chore = &chores[i];
        struct str complaint = chore_complaint(ctx, chore);
        struct str next = chore->looks ? STR("when needed") : when(ctx, chore->due_ms);

        buf_printf(out, "%-16.*s %-20.*s %-20.*s %6lld ms  %.*s\n", STR_PRINT(chore->name),
                   STR_PRINT(when(ctx, chore->ran_ms)), STR_PRINT(next), (long long)chore->took_ms,
                   STR_PRINT(chore->running    ? STR("running")
                             : complaint.len   ? complaint
                             : chore->asked_ms ? STR("asked for")
                             : chore->runs     ? STR("well")
                                               : STR("not yet")));
    }
    return ERR_OK;
}

/* ---- run one now --------------------------------------------------------------------------------------------------- */

struct asking {
    const char *name;
};

static enum err ask(struct ctx *ctx, void *data)
{
    const struct asking *asking = data;

    return chore_ask(ctx, str_from(asking->name));
}

/* Where no server listens: on PostgreSQL the row tells whichever server runs elsewhere. */
static int ask_by_database(struct cli *cli, const char *name)
{
    struct asking asking = { name };

    if (strncmp(cli->config.store, "sqlite:", 7) == 0)
        return cli_fail(ERR_CONFLICT, "No server runs here that could do it.");
    if (!cli_open(cli, false))
        return err_exit(ERR_CONFLICT);
    return err_exit(cli_run(cli, &cli->arena, STORE_WRITE, ask, &asking));
}

static int run_now(struct cli *cli, const char *name)
{
    struct socket_answer answer;
    int exit_code = 0;

    if (strspn(name, "abcdefghijklmnopqrstuvwxyz-") != strlen(name) || !*name)
        return cli_fail(ERR_NOT_FOUND, "There is no chore of this name; regulars jobs lists them.");
    if (!socket_ask(cli, "POST", arena_printf(&cli->arena, "/api/v1/chores/%s/run", name), &answer))
        return err_exit(ERR_BUSY);
    if (answer.status == 404)
        return cli_fail(ERR_NOT_FOUND, "There is no chore of this name; regulars jobs lists them.");
    if (answer.status && answer.status != 202)
        return cli_fail(ERR_INTERNAL, "The server answered %d.", answer.status);
    if (!answer.status)
        exit_code = ask_by_database(cli, name);
    if (exit_code == 0)
        cli_print(arena_printf(&cli->arena, "%s is asked for; regulars jobs shows how it went.\n", name));
    return exit_code;
}

/* ---- the command ----------------------------------------------------------------------------------------------------- */

int command_jobs(struct cli *cli, int argc, char **argv)
{
    struct cli_syntax syntax = { .command = cli_command("jobs"), .arguments_most = 2 };
    struct buf out;
    int exit_code;
    enum err err;

    if (!cli_read(cli, &syntax, argc, argv, &exit_code))
        return exit_code;
    if (cli->argument_count == 2 && strcmp(cli->arguments[0], "run") == 0)
        return run_now(cli, cli->arguments[1]);
    if (cli->argument_count)
        return cli_fail(ERR_BAD_REQUEST, "Say regulars jobs, or regulars jobs run NAME.");
    if (!cli_open_reading(cli))
        return err_exit(ERR_CONFLICT);
    buf_init(&out, &cli->arena, 4096);
    err = cli_run(cli, &cli->arena, STORE_READ, list, &out);
    if (err != ERR_OK)
        return err_exit(err);
    return cli_print(buf_str(&out)) ? 0 : 1;
}
