#include "cli/commands.h"

#include "features/export/export.h"
#include "features/location/location.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { FILTERS_MOST = 50 };

struct export_options {
    const char *location, *format, *output;
    struct export_order order;
    int64_t written;
};

static bool write_bytes(void *data, struct str bytes)
{
    return fwrite(bytes.ptr, 1, bytes.len, data) == bytes.len;
}

static enum err work(struct ctx *ctx, void *data)
{
    struct export_options *options = data;
    struct location location;
    enum err err = location_find(ctx, str_from(options->location), &location);

    if (err == ERR_NOT_FOUND)
        return fail(ctx, err, "There is no location \"%s\".", options->location);
    TRY(err);
    location_enter(ctx, &location);
    return export_run(ctx, &options->order, &options->written);
}

static int run(struct cli *cli, struct export_options *options, FILE *file)
{
    enum err err;

    options->order.sink = write_bytes;
    options->order.data = file;
    if (!cli_open_reading(cli))
        return err_exit(ERR_CONFLICT);
    err = cli_run(cli, &cli->arena, STORE_SLOW, work, options);
    if (err != ERR_OK)
        return err_exit(err);
    return fflush(file) == 0 ? 0 : cli_fail(ERR_INTERNAL, "The export could not be written: %s.", strerror(errno));
}

/* Personal data: for its owner's eyes only; under another name until it is whole. */
static int run_to_file(struct cli *cli, struct export_options *options)
{
    const char *part = arena_printf(&cli->arena, "%s.part", options->output).ptr;
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600), exit_code;
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;

    if (!file)
        return cli_fail(ERR_INTERNAL, "%s cannot be written: %s.", part, strerror(errno));
    exit_code = run(cli, options, file);
    if (fclose(file) != 0 && exit_code == 0)
        exit_code = cli_fail(ERR_INTERNAL, "%s cannot be written: %s.", part, strerror(errno));
    if (exit_code == 0 && rename(part, options->output) != 0)
        exit_code = cli_fail(ERR_INTERNAL, "%s cannot be written: %s.", options->output, strerror(errno));
    if (exit_code != 0)
        unlink(part);
    else
        fprintf(stderr, "%lld records\n", (long long)options->written);
    return exit_code;
}

/* "tag=VIP" as the API's ?tag=VIP */
static bool read_filters(struct cli *cli, const struct cli_values *values, struct export_order *order)
{
    struct list_param *filters = ARENA_ARRAY(&cli->arena, struct list_param, FILTERS_MOST);

    for (int i = 0; i < values->count; i++) {
        struct str text = str_from(values->items[i]);
        size_t equals = str_find(text, '=');

        if (equals == text.len) {
            cli_fail(ERR_BAD_REQUEST, "--filter wants NAME=VALUE, as in --filter tag=VIP.");
            return false;
        }
        filters[i] = (struct list_param){ str_slice(text, 0, equals), str_slice(text, equals + 1, text.len) };
    }
    order->filters = filters;
    order->filter_count = values->count;
    return true;
}

static bool read_order(struct cli *cli, const struct cli_values *values, struct export_options *options)
{
    options->order.list = cli->argument_count == 1 ? export_list(str_from(cli->arguments[0])) : NULL;
    options->order.format = strcmp(options->format, "jsonl") == 0 ? EXPORT_JSONL : EXPORT_CSV;
    if (!options->order.list)
        cli_fail(ERR_BAD_REQUEST, "Say what to export: customers, contacts or bookings.");
    else if (strcmp(options->format, "jsonl") != 0 && strcmp(options->format, "csv") != 0)
        cli_fail(ERR_BAD_REQUEST, "The format is csv or jsonl.");
    else
        return read_filters(cli, values, &options->order);
    return false;
}

int command_export(struct cli *cli, int argc, char **argv)
{
    struct export_options export = { .format = "csv" };
    const char *items[FILTERS_MOST];
    struct cli_values filters = { .items = items, .most = FILTERS_MOST };
    const struct cli_option options[] = {
        { "location", "SLUG", &export.location, NULL, NULL, true, "whose records" },
        { "format", "csv|jsonl", &export.format, NULL, NULL, false, "CSV, or a JSON object a line (csv)" },
        { "filter", "NAME=VALUE", NULL, NULL, &filters, false, "as the lists of the API: tag=VIP; may be repeated" },
        { "output", "FILE", &export.output, NULL, NULL, false, "where to (standard output)" },
    };
    struct cli_syntax syntax = {
        .command = cli_command("export"), .options = options, .count = 4, .arguments_most = 1
    };
    int exit_code;

    if (!cli_read(cli, &syntax, argc, argv, &exit_code))
        return exit_code;
    if (!read_order(cli, &filters, &export))
        return CLI_EXIT_USAGE;
    return export.output ? run_to_file(cli, &export) : run(cli, &export, stdout);
}
