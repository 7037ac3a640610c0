#include "cli/commands.h"

#include "features/location/location.h"

#include <string.h>

struct place_options {
    const char *name, *slug, *country, *time_zone, *currency;
    struct buf *out;
};

static void release(void *tree)
{
    json_decref(tree);
}

static enum err create(struct ctx *ctx, void *data)
{
    struct place_options *options = data;
    struct location location = { 0 };
    struct reading reading = { 0 };
    struct field_set given;
    json_t *body = json_pack("{s:s, s:s, s:s, s:s}", "name", options->name, "country", options->country, "time_zone",
                             options->time_zone, "currency", options->currency);

    if (!body)
        return fail(ctx, ERR_INVALID, "The options are not readable text (UTF-8).");
    arena_defer(ctx->arena, release, body);
    if (options->slug)
        json_object_set_new(body, "slug", json_string(options->slug));
    TRY(resource_read(ctx, &location_resource, body, READ_CREATE, &reading, &location, &given));
    TRY(location_create(ctx, &location));
    buf_printf(options->out, "%.*s\n", STR_PRINT(location.slug));
    return ERR_OK;
}

static enum err list(struct ctx *ctx, void *data)
{
    struct place_options *options = data;
    struct location *locations;
    int count;

    TRY(location_list(ctx, &locations, &count));
    for (int i = 0; i < count; i++)
        buf_printf(options->out, "%.*s\t%.*s\n", STR_PRINT(locations[i].slug), STR_PRINT(locations[i].name));
    return ERR_OK;
}

int command_location(struct cli *cli, int argc, char **argv)
{
    struct place_options place = { 0 };
    bool creates = argc > 0 && strcmp(argv[0], "list") != 0;
    const struct cli_option options[] = {
        { "name", "NAME", &place.name, NULL, NULL, creates, "what people call it" },
        { "country", "CODE", &place.country, NULL, NULL, creates, "ISO 3166: ES" },
        { "time-zone", "ZONE", &place.time_zone, NULL, NULL, creates, "Europe/Madrid" },
        { "currency", "CODE", &place.currency, NULL, NULL, creates, "ISO 4217: EUR" },
        { "slug", "SLUG", &place.slug, NULL, NULL, false, "its name in addresses (made from the name)" },
    };
    struct cli_syntax syntax = {
        .command = cli_command("location"), .options = options, .count = 5, .arguments_most = 1
    };
    struct buf out;
    int exit_code;
    enum err err;

    if (!cli_read(cli, &syntax, argc, argv, &exit_code))
        return exit_code;
    if (cli->argument_count == 0 || (creates && strcmp(cli->arguments[0], "create") != 0))
        return cli_fail(ERR_BAD_REQUEST, "Say what to do: regulars location create … or regulars location list.");
    if (!cli_open(cli, false))
        return err_exit(ERR_CONFLICT);
    buf_init(&out, &cli->arena, 256);
    place.out = &out;
    err = cli_run(cli, &cli->arena, creates ? STORE_WRITE : STORE_READ, creates ? create : list, &place);
    if (err != ERR_OK)
        return err_exit(err);
    return cli_print(buf_str(&out)) ? 0 : 1;
}
