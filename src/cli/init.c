#include "cli/commands.h"

#include "features/setup/setup.h"

struct init {
    const char *email, *name, *location, *country, *time_zone, *currency, *slug;
    struct str password;
    struct setup setup;
};

static void release(void *tree)
{
    json_decref(tree);
}

/* The words of the command line as the bodies that the API would get: one set of rules checks both. */
static enum err fill(struct ctx *ctx, struct init *init)
{
    json_t *owner = json_pack("{s:s, s:s}", "name", init->name, "email", init->email);
    json_t *place = json_pack("{s:s, s:s, s:s, s:s}", "name", init->location, "country", init->country, "time_zone",
                              init->time_zone, "currency", init->currency);
    struct reading reading = { 0 };
    struct field_set given;

    if (!owner || !place) {
        json_decref(owner);
        json_decref(place);
        return fail(ctx, ERR_INVALID, "The options are not readable text (UTF-8).");
    }
    arena_defer(ctx->arena, release, owner);
    arena_defer(ctx->arena, release, place);
    if (init->slug)
        json_object_set_new(place, "slug", json_string(init->slug));
    init->setup.location = (struct location){ 0 };
    TRY(resource_read(ctx, &user_resource, owner, READ_CREATE, &reading, &init->setup.owner, &given));
    TRY(resource_read(ctx, &location_resource, place, READ_CREATE, &reading, &init->setup.location, &given));
    user_check_password(ctx, init->password, "password");
    return problems_err(ctx);
}

static enum err work(struct ctx *ctx, void *data)
{
    struct init *init = data;

    TRY(fill(ctx, init));
    TRY(password_make(ctx, init->password, &init->setup.owner.password));
    return setup_init(ctx, &init->setup);
}

int command_init(struct cli *cli, int argc, char **argv)
{
    struct init init = { 0 };
    const struct cli_option options[] = {
        { "email", "ADDRESS", &init.email, NULL, NULL, true, "the owner's address, to sign in with" },
        { "name", "NAME", &init.name, NULL, NULL, true, "the owner's name" },
        { "location", "NAME", &init.location, NULL, NULL, true, "the name of the first location" },
        { "country", "CODE", &init.country, NULL, NULL, true, "its country, ISO 3166: ES" },
        { "time-zone", "ZONE", &init.time_zone, NULL, NULL, true, "its time zone: Europe/Madrid" },
        { "currency", "CODE", &init.currency, NULL, NULL, true, "its currency, ISO 4217: EUR" },
        { "slug", "SLUG", &init.slug, NULL, NULL, false, "its name in addresses (made from the name)" },
    };
    struct cli_syntax syntax = { .command = cli_command("init"), .options = options, .count = 7 };
    int exit_code;
    enum err err;

    if (!cli_read(cli, &syntax, argc, argv, &exit_code))
        return exit_code;
    if (!cli_read_secret(cli, "Password of the owner", &init.password))
        return cli_fail(ERR_BAD_REQUEST, "Give the owner's password on standard input.");
    if (!cli_open(cli, true))
        return err_exit(ERR_CONFLICT);
    err = cli_run(cli, &cli->arena, STORE_WRITE, work, &init);
    if (err != ERR_OK)
        return err_exit(err);
    cli_print(
        arena_printf(&cli->arena, "%.*s is set up; %s owns it.\n", STR_PRINT(init.setup.location.slug), init.email));
    return 0;
}
