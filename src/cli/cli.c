#include "cli/cli.h"

#include "base/secret.h"
#include "cli/commands.h"
#include "features/user/permission.h"
#include "store/backup.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

/* clang-format off */
const struct command cli_commands[] = {
    { "serve",    command_serve,    "[options]", "Answer requests until SIGTERM" },
    { "init",     command_init,     "--email E --name N --location L --country C --time-zone Z --currency C", "Make the first owner and location; the password comes on standard input" },
    { "location", command_location, "create --name N --country C --time-zone Z --currency C [--slug S] | list", "Make or list locations" },
    { "user",     command_user,     "create --email E --name N --location L [--role R] | list | password --email E | reset --email E", "Make or list staff, set a password, or print a link that works once to choose one; passwords come on standard input" },
    { "apikey",   command_apikey,   "create --location L --role R [--name N]", "Make an API key and print it" },
    { "import",   command_import,   "customers|bookings FILE --location L [options]", "Read customers or bookings from a CSV file, or from - (standard input)" },
    { "export",   command_export,   "customers|contacts|bookings --location L [options]", "Write customers, contacts or bookings as CSV or JSON lines" },
    { "export-person", command_export_person, "[ID] --location L --output FILE [--force]", "Write everything about one person into a ZIP archive; an e-mail or a phone comes on standard input" },
    { "erase",    command_erase,    "[ID] --location L [--dry-run] [--yes]", "Erase one person, or everything under an e-mail or a phone, which comes on standard input" },
    { "erasures", command_erasures, "[again FILE]", "List who was erased, without who it was; or erase again in an older copy what a list says" },
    { "backup",   command_backup,   "FILE [--force]", "Copy the database, also while it runs, and check the copy" },
    { "restore",  command_restore,  "FILE [--force]", "Check a copy and put it in the database's place" },
    { "audit",    command_audit,    "verify", "Walk the chains of the audit: is every entry there, as it was written?" },
    { "check",    command_check,    "[--figures]", "Is all well: disk, mail, backup, jobs, clock? Or do all figures agree?" },
    { "jobs",     command_jobs,     "[run NAME]", "List what the server does by itself, or have one done now" },
    { "demo",     command_demo,     "", "Fill an empty database with a demo business, and print how to sign in" },
    { "migrate",  command_migrate,  "", "Bring the database up to date with this program" },
    { "config",   command_config,   "[options of serve]", "Print the configuration that serve would have" },
    { "routes",   command_routes,   "[--json]", "Every route: method, path, permission, where it runs" },
    { "openapi",  command_openapi,  "", "Print the OpenAPI document" },
    { "version",  command_version,  "", "Print the version" },
    { NULL, NULL, NULL, NULL },
};
/* clang-format on */

const struct command *cli_command(const char *name)
{
    for (const struct command *command = cli_commands; command->name; command++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}

static void print_commands(FILE *file)
{
    fputs("Regulars is the CRM for businesses that take bookings.\n\n", file);
    for (const struct command *command = cli_commands; command->name; command++)
        fprintf(file, "  regulars %-14s %s\n", command->name, command->help);
    fputs("\nregulars COMMAND --help says more.\n", file);
}

int cli_main(int argc, char **argv)
{
    const struct command *command;
    struct cli cli = { 0 };
    int exit_code;

    if (argc < 2 || strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0) {
        print_commands(argc < 2 ? stderr : stdout);
        return argc < 2 ? CLI_EXIT_USAGE : 0;
    }
    command = cli_command(strcmp(argv[1], "--version") == 0 ? "version" : argv[1]);
    if (!command) {
        fprintf(stderr, "regulars: there is no command \"%s\"; regulars help lists them.\n", argv[1]);
        return CLI_EXIT_USAGE;
    }
    if (!secret_start()) {
        fputs("regulars: this machine has no randomness to make secrets from.\n", stderr);
        return 1;
    }
    signal(SIGPIPE, SIG_IGN);
    arena_init(&cli.arena);
    config_init(&cli.config);
    clock_init(&cli.clock);
    exit_code = command->run(&cli, argc - 2, argv + 2);
    cli_close(&cli);
    arena_clear(&cli.arena);
    return exit_code;
}

/* ---- options -------------------------------------------------------------------------------------------------- */

static void print_help(struct cli *cli, const struct cli_syntax *syntax)
{
    struct buf buf;

    buf_init(&buf, &cli->arena, 1024);
    buf_printf(&buf, "regulars %s %s\n\n%s.\n\n", syntax->command->name, syntax->command->usage, syntax->command->help);
    for (int i = 0; i < syntax->count; i++) {
        const struct cli_option *option = &syntax->options[i];
        size_t begin = buf.len;

        buf_printf(&buf, "  --%s %s", option->name, option->value ? option->value : "");
        for (size_t len = buf.len - begin; len < 28; len++)
            buf_add_char(&buf, ' ');
        buf_printf(&buf, "  %s\n", option->help);
    }
    config_help(&buf, !syntax->whole_config);
    cli_print(buf_str(&buf));
}

static const struct cli_option *find_option(const struct cli_syntax *syntax, const char *name)
{
    for (int i = 0; i < syntax->count; i++)
        if (strcmp(syntax->options[i].name, name) == 0)
            return &syntax->options[i];
    return NULL;
}

static bool give_value(const struct cli_option *option, const char *value)
{
    if (option->more) {
        if (option->more->count == option->more->most)
            return false;
        option->more->items[option->more->count++] = value;
    }
    if (option->into)
        *option->into = value;
    return true;
}

/* One "--name[=value]" at argv[i]; returns how many words it took, 0 after an error was said. */
static int read_option(struct cli *cli, const struct cli_syntax *syntax, int argc, char **argv, int i)
{
    struct str word = str_from(argv[i] + 2), why = STR_EMPTY;
    const char *name = arena_cstr(&cli->arena, str_slice(word, 0, str_find(word, '=')));
    const struct cli_option *option = find_option(syntax, name);
    bool joined = strlen(name) < word.len, is_switch = option && option->given;
    const char *value = joined ? argv[i] + 2 + strlen(name) + 1 : i + 1 < argc ? argv[i + 1] : NULL;

    if (is_switch && !joined) {
        *option->given = true;
        return 1;
    }
    if (!option && !syntax->whole_config && !config_is_common(name)) {
        cli_fail(ERR_BAD_REQUEST, "regulars %s has no option --%s.", syntax->command->name, name);
        return 0;
    }
    if (!value || is_switch) {
        cli_fail(ERR_BAD_REQUEST, is_switch ? "--%s takes no value." : "--%s wants a value.", name);
        return 0;
    }
    if (option ? !give_value(option, value) : config_set(&cli->config, &cli->arena, name, value, &why) != CONFIG_SET) {
        if (why.len)
            cli_fail(ERR_BAD_REQUEST, "%.*s", STR_PRINT(why));
        else
            cli_fail(ERR_BAD_REQUEST, "There is no option --%s, or there are too many of it.", name);
        return 0;
    }
    return joined ? 1 : 2;
}

static bool read_words(struct cli *cli, const struct cli_syntax *syntax, int argc, char **argv)
{
    bool only_arguments = false;

    for (int i = 0; i < argc;) {
        if (!only_arguments && strcmp(argv[i], "--") == 0) {
            only_arguments = true;
            i++;
        } else if (!only_arguments && strncmp(argv[i], "--", 2) == 0) {
            int taken = read_option(cli, syntax, argc, argv, i);

            if (taken == 0)
                return false;
            i += taken;
        } else if (cli->argument_count == syntax->arguments_most || cli->argument_count == CLI_ARGUMENTS_MOST) {
            cli_fail(ERR_BAD_REQUEST, "\"%s\" is one word too many: regulars %s %s", argv[i], syntax->command->name,
                     syntax->command->usage);
            return false;
        } else {
            cli->arguments[cli->argument_count++] = argv[i++];
        }
    }
    return true;
}

bool cli_read(struct cli *cli, const struct cli_syntax *syntax, int argc, char **argv, int *exit_code)
{
    struct str why = STR_EMPTY;

    *exit_code = CLI_EXIT_USAGE;
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0) {
            print_help(cli, syntax);
            *exit_code = 0;
            return false;
        }
    if (!config_environment(&cli->config, &cli->arena, &why)) {
        cli_fail(ERR_BAD_REQUEST, "%.*s", STR_PRINT(why));
        return false;
    }
    if (!read_words(cli, syntax, argc, argv))
        return false;
    for (int i = 0; i < syntax->count; i++)
        if (syntax->options[i].required && !*syntax->options[i].into) {
            cli_fail(ERR_BAD_REQUEST, "--%s is needed: %s.", syntax->options[i].name, syntax->options[i].help);
            return false;
        }
    if (!config_finish(&cli->config, &cli->arena, &why)) {
        cli_fail(ERR_BAD_REQUEST, "%.*s", STR_PRINT(why));
        return false;
    }
    return true;
}

/* ---- the database ---------------------------------------------------------------------------------------------- */

bool cli_make_data(struct cli *cli)
{
    if (mkdir(cli->config.data, 0700) == 0 || errno == EEXIST)
        return true;
    cli_fail(ERR_INTERNAL, "The data directory %s cannot be made: %s.", cli->config.data, strerror(errno));
    return false;
}

bool cli_open(struct cli *cli, bool create)
{
    struct store_options options = { .address = cli->config.store,
                                     .workers = (int)cli->config.workers,
                                     .create = create };
    struct str why = STR_EMPTY;

    if (create && !cli_make_data(cli))
        return false;
    cli->store = store_open(&options, &cli->arena, &why);
    if (!cli->store) {
        cli_fail(ERR_CONFLICT, "%.*s", STR_PRINT(why));
        return false;
    }
    if (store_claim_node(cli->store, ID_NODE_SERVERS + 1, ID_NODE_LAST, &cli->ids.node))
        return true;
    cli_fail(
        ERR_BUSY,
        "%d commands work on this database already, which is as many as can at once; try again when one has ended.",
        ID_NODE_LAST - ID_NODE_SERVERS);
    return false;
}

bool cli_open_reading(struct cli *cli)
{
    const struct store_options options = { .address = cli->config.store, .workers = (int)cli->config.workers };
    struct str why;

    cli->store = store_open_reading(&options, &cli->arena, &why);
    if (!cli->store)
        cli_fail(ERR_CONFLICT, "%.*s", STR_PRINT(why));
    return cli->store != NULL;
}

void cli_close(struct cli *cli)
{
    if (cli->store)
        store_close(cli->store);
    cli->store = NULL;
}

void cli_ctx(struct cli *cli, struct arena *arena, struct ctx *ctx)
{
    ctx_init(ctx, arena);
    ctx->ids = &cli->ids;
    ctx->now_ms = clock_now_ms(&cli->clock);
    ctx->actor = (struct actor){ .kind = ACTOR_SYSTEM, .name = STR("command line") };
    ctx->permissions = role_permissions(ROLE_OWNER);
    ctx->secure = true;
}

enum err cli_run(struct cli *cli, struct arena *arena, enum store_mode mode,
                 enum err (*work)(struct ctx *ctx, void *data), void *data)
{
    struct ctx ctx;
    enum err err;

    cli_ctx(cli, arena, &ctx);
    err = store_run(cli->store, &ctx, mode, work, data);
    if (err != ERR_OK)
        cli_explain(&ctx, err);
    return err;
}

/* ---- talking ----------------------------------------------------------------------------------------------------- */

int cli_explain(const struct ctx *ctx, enum err err)
{
    const char *sentence = err_sentence(err);

    if (ctx->error_detail.len)
        fprintf(stderr, "regulars: %.*s\n", STR_PRINT(ctx->error_detail));
    else
        fprintf(stderr, "regulars: %s\n", sentence);
    for (const struct problem *problem = ctx->problems; problem; problem = problem->next)
        fprintf(stderr, "  %.*s: %.*s\n", STR_PRINT(problem->field), STR_PRINT(problem->detail));
    return err_exit(err);
}

int cli_fail(enum err err, const char *format, ...)
{
    va_list args;

    fputs("regulars: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    return err_exit(err);
}

static bool read_line(struct cli *cli, const char *prompt, bool hide, struct str *out)
{
    struct termios shown, hidden;
    bool terminal = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &shown) == 0;
    char line[4096];
    bool got;

    if (terminal) {
        fprintf(stderr, "%s: ", prompt);
        hidden = shown;
        if (hide)
            hidden.c_lflag &= ~(tcflag_t)ECHO;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    got = fgets(line, sizeof(line), stdin) != NULL;
    if (terminal)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    if (terminal && hide)
        fputc('\n', stderr);
    if (!got)
        return false;
    line[strcspn(line, "\r\n")] = '\0';
    *out = arena_str(&cli->arena, str_from(line));
    return out->len > 0;
}

bool cli_read_secret(struct cli *cli, const char *prompt, struct str *out)
{
    return read_line(cli, prompt, true, out);
}

bool cli_read_line(struct cli *cli, const char *prompt, struct str *out)
{
    return read_line(cli, prompt, false, out);
}

bool cli_print(struct str text)
{
    return fwrite(text.ptr, 1, text.len, stdout) == text.len && fflush(stdout) == 0;
}
