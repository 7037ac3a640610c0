#include "cli/commands.h"

#include "features/import/import.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OPTIONS_MOST = 24, VALUES_MOST = 16, TOLD_MOST = 1000, BAR_WIDTH = 30, BAR_EVERY_MS = 100 };

struct import_command {
    const char *location, *report_path;
    struct import_options options;
    int fd;
    int64_t size, read; /* bytes; size 0: unknown */
    FILE *report_file;
    bool shows_bar;
    int64_t bar_ms;     /* when it was drawn */
    int64_t told;       /* refused rows on standard error */
    struct import_report report;
};

/* ---- what comes in */

static int64_t read_file(void *source, char *into, size_t size)
{
    struct import_command *import = source;
    ssize_t got = read(import->fd, into, size);

    if (got > 0)
        import->read += got;
    return got;
}

static int open_file(struct import_command *import, const char *path)
{
    struct stat status;

    import->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (import->fd < 0)
        return cli_fail(ERR_NOT_FOUND, "%s cannot be opened: %s.", path, strerror(errno));
    if (fstat(import->fd, &status) == 0 && S_ISDIR(status.st_mode))
        return cli_fail(ERR_INVALID, "%s is a folder.", path);
    import->size = S_ISREG(status.st_mode) ? status.st_size : 0;
    if (!import->report_path)
        return 0;
    import->report_file = fopen(import->report_path, "we");
    if (!import->report_file)
        return cli_fail(ERR_INVALID, "%s cannot be written: %s.", import->report_path, strerror(errno));
    fputs("line,verdict,reason\r\n", import->report_file);
    return 0;
}

/* ---- what is told */

static void wipe_bar(const struct import_command *import)
{
    if (import->shows_bar)
        fputs("\r\033[K", stderr);
}

static void note_in_file(struct import_command *import, int64_t line, bool refused, struct str reason)
{
    struct arena arena;
    struct buf buf;

    arena_init(&arena);
    buf_init(&buf, &arena, 200);
    csv_cell(&buf, arena_printf(&arena, "%lld", (long long)line), true);
    csv_cell(&buf, refused ? STR("refused") : STR("noted"), false);
    csv_cell(&buf, reason, false);
    csv_row_end(&buf);
    fwrite(buf.ptr, 1, buf.len, import->report_file);
    arena_clear(&arena);
}

static void tell_row(void *data, int64_t line, bool refused, struct str reason)
{
    struct import_command *import = data;

    if (import->report_file)
        note_in_file(import, line, refused, reason);
    if (!refused || import->told > TOLD_MOST || import->report_file)
        return;
    wipe_bar(import);
    if (import->told++ < TOLD_MOST)
        fprintf(stderr, "line %lld: %.*s\n", (long long)line, STR_PRINT(reason));
    else
        fputs("More rows were refused; --report FILE lists all of them.\n", stderr);
}

static void draw_bar(void *data, const struct import_report *report)
{
    struct import_command *import = data;
    int64_t now_ms = clock_monotonic_ms();
    int done = import->size ? (int)(import->read * BAR_WIDTH / import->size) : 0;

    if (!import->shows_bar || now_ms - import->bar_ms < BAR_EVERY_MS)
        return;
    import->bar_ms = now_ms;
    fputs("\r\033[K[", stderr);
    for (int i = 0; i < BAR_WIDTH; i++)
        fputc(i < done ? '#' : ' ', stderr);
    fprintf(stderr, "] %lld rows", (long long)report->rows);
}

/* The summary on standard output; refused rows are a failure of the command. */
static int sum_up(struct cli *cli, const struct import_command *import)
{
    const struct import_report *report = &import->report;
    struct buf buf;

    buf_init(&buf, &cli->arena, 200);
    buf_printf(&buf, "%s%lld rows:", import->options.dry_run ? "Nothing was written. " : "", (long long)report->rows);
    for (int verdict = 0; verdict < IMPORT_VERDICTS; verdict++)
        buf_printf(&buf, "%s %lld %s", verdict ? "," : "", (long long)report->counts[verdict],
                   import_verdict_name((enum import_verdict)verdict));
    buf_add_text(&buf, ".\n");
    if (report->noted)
        buf_printf(&buf, "Something was left out of %lld of them%s.\n", (long long)report->noted,
                   import->report_file ? "" : "; --report FILE says what");
    cli_print(buf_str(&buf));
    return report->counts[IMPORT_REFUSED] ? err_exit(ERR_INVALID) : 0;
}

/* ---- options */

/* The options of import.h as options of this command. */
struct option_values {
    struct cli_option options[OPTIONS_MOST];
    struct cli_values values[OPTIONS_MOST];
    const char *items[OPTIONS_MOST][VALUES_MOST];
    bool given[OPTIONS_MOST];
    int count;
};

static void list_options(struct option_values *list, struct import_command *import)
{
    static const struct cli_option own[] = {
        { "location", "SLUG", NULL, NULL, NULL, true, "where to" },
        { "report", "FILE", NULL, NULL, NULL, false,
          "lists what was refused, and of which rows something was left out" },
    };

    list->options[0] = own[0];
    list->options[0].into = &import->location;
    list->options[1] = own[1];
    list->options[1].into = &import->report_path;
    for (list->count = 2; import_option_list[list->count - 2].name; list->count++) {
        const struct import_option *option = &import_option_list[list->count - 2];
        int i = list->count;

        list->values[i] = (struct cli_values){ .items = list->items[i], .most = VALUES_MOST };
        list->options[i] = (struct cli_option){
            .name = option->name,
            .value = option->value,
            .more = option->value ? &list->values[i] : NULL,
            .given = option->value ? NULL : &list->given[i],
            .help = option->help,
        };
    }
}

static enum err set_options(struct ctx *ctx, const struct option_values *list, struct import_options *options)
{
    for (int i = 2; i < list->count; i++) {
        struct str name = str_from(list->options[i].name);

        if (list->given[i])
            TRY(import_option_set(ctx, options, name, STR("true")));
        for (int j = 0; j < list->values[i].count; j++) {
            enum err err = import_option_set(ctx, options, name, str_from(list->items[i][j]));

            if (err == ERR_NOT_FOUND)
                return fail(ctx, ERR_BAD_REQUEST, "--%.*s is for customers only", STR_PRINT(name));
            TRY(err);
        }
    }
    return ERR_OK;
}

static int read_kind(const struct cli *cli, struct import_command *import)
{
    const char *noun = cli->argument_count == 2 ? cli->arguments[0] : "";

    import->options.kind = strcmp(noun, "customers") == 0 ? IMPORT_CUSTOMERS : IMPORT_BOOKINGS;
    if (import->options.kind == IMPORT_CUSTOMERS || strcmp(noun, "bookings") == 0)
        return 0;
    return cli_fail(ERR_BAD_REQUEST, "Say what to import: regulars import customers FILE or import bookings FILE.");
}

/* ---- the command */

static enum err work(struct ctx *ctx, void *data)
{
    struct import_command *import = data;
    const struct import_listener listener = { .row = tell_row, .progress = draw_bar, .data = import };
    struct location location;
    enum err err = location_find(ctx, str_from(import->location), &location);

    if (err == ERR_NOT_FOUND)
        return fail(ctx, err, "There is no location \"%s\".", import->location);
    TRY(err);
    location_enter(ctx, &location);
    return import_run(ctx, &import->options, read_file, import, &listener, &import->report);
}

static int run(struct cli *cli, struct import_command *import)
{
    enum err err;

    if (!cli_open(cli, false))
        return err_exit(ERR_CONFLICT);
    import->shows_bar = isatty(STDERR_FILENO) == 1;
    err = cli_run(cli, &cli->arena, STORE_SLOW, work, import);
    wipe_bar(import);
    if (err == ERR_OK)
        return sum_up(cli, import);
    if (import->report.rows)
        fprintf(stderr, "%lld rows were imported before, up to line %lld; running it again goes on from there.\n",
                (long long)import->report.rows, (long long)import->report.line);
    return err_exit(err);
}

int command_import(struct cli *cli, int argc, char **argv)
{
    struct option_values *list = ARENA_NEW(&cli->arena, struct option_values);
    struct import_command *import = ARENA_NEW(&cli->arena, struct import_command);
    struct cli_syntax syntax = { .command = cli_command("import"), .options = list->options, .arguments_most = 2 };
    struct ctx ctx;
    int exit_code;

    list_options(list, import);
    syntax.count = list->count;
    if (!cli_read(cli, &syntax, argc, argv, &exit_code) || (exit_code = read_kind(cli, import)) != 0)
        return exit_code;
    cli_ctx(cli, &cli->arena, &ctx);
    if (set_options(&ctx, list, &import->options) != ERR_OK)
        return cli_explain(&ctx, ERR_BAD_REQUEST);
    exit_code = open_file(import, cli->arguments[1]);
    if (exit_code == 0)
        exit_code = run(cli, import);
    if (import->report_file && fclose(import->report_file) != 0)
        exit_code = cli_fail(ERR_INTERNAL, "%s could not be written.", import->report_path);
    return exit_code;
}
