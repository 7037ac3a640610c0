/*
 * The command line: one table of commands (cli.c), one file per command.
 *
 * A command reads its options, opens the database where it needs it, does its work through the same rules as the API,
 * and answers an exit code (base/err.h). What it was asked for goes to standard output, everything else to standard
 * error. Nothing is written behind a running server's back: store_open refuses a SQLite file that somebody owns.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "app/config.h"
#include "base/clock.h"
#include "store/store.h"

enum { CLI_ARGUMENTS_MOST = 16, CLI_EXIT_USAGE = 2 };

struct cli {
    struct arena arena;       /* as long as the program */
    struct config config;
    const char *arguments[CLI_ARGUMENTS_MOST]; /* what is no option */
    int argument_count;
    struct clock clock;
    struct id_source ids;
    struct store *store;      /* after cli_open */
};

struct command {
    const char *name;
    int (*run)(struct cli *cli, int argc, char **argv); /* without the command's own name */
    const char *usage;        /* what comes after the name */
    const char *help;         /* one line */
};

/* One option of a command: "--name VALUE" or "--name=VALUE"; a switch when `value` is NULL. */
struct cli_option {
    const char *name;
    const char *value;
    const char **into;        /* of a value; may be given more than once when `more` is there */
    bool *given;              /* of a switch */
    struct cli_values *more;
    bool required;
    const char *help;
};

struct cli_values {
    const char **items;       /* room for `most`, the caller's */
    int count;
    int most;
};

/* Reads the command's own options, the common ones (--data, --store) and, for serve, all of the configuration;
 * first of all the environment. What is left are cli->arguments, at most `arguments_most`. False after an error was
 * said, or when --help was answered: then *exit_code says how to end. */
struct cli_syntax {
    const struct command *command;
    const struct cli_option *options;
    int count;
    int arguments_most;
    bool whole_config;
};

bool cli_read(struct cli *cli, const struct cli_syntax *syntax, int argc, char **argv, int *exit_code);

/* The data directory (0700), where there is none yet; its parent has to be there. */
bool cli_make_data(struct cli *cli);

/* Opens the database (migrating it). `create`: where there is none yet, one is made. */
bool cli_open(struct cli *cli, bool create);
/* Reading harms nobody: beside a running server, too. Migrates nothing. */
bool cli_open_reading(struct cli *cli);
void cli_close(struct cli *cli);

/* Runs work as the system, with every permission, in a transaction of its own, and says what went wrong.
 * The ctx lives in `arena`. */
enum err cli_run(struct cli *cli, struct arena *arena, enum store_mode mode,
                 enum err (*work)(struct ctx *ctx, void *data), void *data);

/* The same ctx for work that calls store_run itself. */
void cli_ctx(struct cli *cli, struct arena *arena, struct ctx *ctx);

/* "regulars: sentence" on standard error, with every problem on a line of its own; returns the exit code. */
int cli_explain(const struct ctx *ctx, enum err err);
int cli_fail(enum err err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The first line of standard input, without asking when it is no terminal; typed characters are not shown. */
bool cli_read_secret(struct cli *cli, const char *prompt, struct str *out);

/* The same for what may be seen. */
bool cli_read_line(struct cli *cli, const char *prompt, struct str *out);

/* Prints what was written; false when the reader is gone. */
bool cli_print(struct str text);

extern const struct command cli_commands[]; /* ends with a NULL name */
const struct command *cli_command(const char *name);

/* main() */
int cli_main(int argc, char **argv);

#endif
