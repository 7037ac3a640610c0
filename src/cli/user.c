#include "cli/commands.h"

#include "features/recovery/recovery.h"
#include "features/user/user.h"

#include <string.h>

struct user_options {
    const char *name, *email, *role, *location;
    struct str password;
    struct buf *out;
};

/* ---- create */

static void release(void *tree)
{
    json_decref(tree);
}

static enum err find_location(struct ctx *ctx, const char *slug, struct location *out)
{
    enum err err = location_find(ctx, str_from(slug), out);

    return err == ERR_NOT_FOUND ? fail(ctx, err, "There is no location \"%s\".", slug) : err;
}

/* The words of the command line as the body that the API would get. */
static enum err fill(struct ctx *ctx, const struct user_options *options, struct user *user)
{
    const struct reading reading = { 0 };
    struct location location;
    struct field_set given;
    json_t *body;

    TRY(find_location(ctx, options->location, &location));
    body = json_pack("{s:s, s:s, s:[{s:s, s:s}]}", "name", options->name, "email", options->email, "roles",
                     "location_id", id_text(ctx->arena, "loc", location.id).ptr, "role", options->role);
    if (!body)
        return fail(ctx, ERR_INVALID, "The options are not readable text (UTF-8).");
    arena_defer(ctx->arena, release, body);
    *user = (struct user){ 0 };
    TRY(resource_read(ctx, &user_resource, body, READ_CREATE, &reading, user, &given));
    user_check_password(ctx, options->password, "password");
    return problems_err(ctx);
}

static enum err create(struct ctx *ctx, void *data)
{
    struct user_options *options = data;
    struct user user;

    TRY(fill(ctx, options, &user));
    TRY(password_make(ctx, options->password, &user.password));
    TRY(user_create(ctx, &user));
    buf_printf(options->out, "%.*s\n", STR_PRINT(user.email));
    return ERR_OK;
}

/* ---- list */

static enum err list(struct ctx *ctx, void *data)
{
    struct user_options *options = data;
    struct user *users;
    int count;

    TRY(user_list(ctx, &users, &count));
    for (int i = 0; i < count; i++)
        buf_printf(options->out, "%.*s\t%.*s%s\n", STR_PRINT(users[i].email), STR_PRINT(users[i].name),
                   users[i].disabled ? "\tdisabled"
                   : users[i].owner  ? "\towner"
                                     : "");
    return ERR_OK;
}

/* ---- password */

static enum err set_password(struct ctx *ctx, void *data)
{
    struct user_options *options = data;
    struct user before, after;
    enum err err = user_by_email(ctx, str_from(options->email), &before);

    if (err == ERR_NOT_FOUND)
        return fail(ctx, err, "Nobody of the team has the address %s.", options->email);
    TRY(err);
    user_check_password(ctx, options->password, "password");
    TRY(problems_err(ctx));
    after = before;
    TRY(password_make(ctx, options->password, &after.password));
    TRY(user_update(ctx, &before, &after, false));
    buf_printf(options->out, "%s signs in with the new password from now on.\n", options->email);
    return ERR_OK;
}

/* ---- reset */

static enum err reset(struct ctx *ctx, void *data)
{
    struct user_options *options = data;
    struct user user;
    struct str url;
    enum err err = user_by_email(ctx, str_from(options->email), &user);

    if (err == ERR_NOT_FOUND)
        return fail(ctx, err, "Nobody of the team has the address %s.", options->email);
    TRY(err);
    TRY(recovery_print(ctx, &user, &url));
    buf_printf(options->out, "%.*s\n", STR_PRINT(url));
    return ERR_OK;
}

/* ---- the command */

static const struct verb {
    const char *name;
    enum err (*work)(struct ctx *ctx, void *data);
    enum store_mode mode;
    bool asks_password;
    bool names_one;
} verbs[] = {
    { "create", create, STORE_WRITE, true, true },
    { "list", list, STORE_READ, false, false },
    { "password", set_password, STORE_WRITE, true, true },
    { "reset", reset, STORE_WRITE, false, true },
};

static const struct verb *find_verb(const char *name)
{
    for (size_t i = 0; name && i < sizeof(verbs) / sizeof(verbs[0]); i++)
        if (strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
    return NULL;
}

int command_user(struct cli *cli, int argc, char **argv)
{
    struct user_options user = { .role = "staff" };
    const struct verb *verb = find_verb(argc > 0 ? argv[0] : NULL);
    bool creates = verb && verb->work == create;
    const struct cli_option options[] = {
        { "email", "ADDRESS", &user.email, NULL, NULL, verb && verb->names_one, "the address to sign in with" },
        { "name", "NAME", &user.name, NULL, NULL, creates, "the full name" },
        { "location", "SLUG", &user.location, NULL, NULL, creates, "where they work" },
        { "role", "ROLE", &user.role, NULL, NULL, false, "owner, manager, staff, desk or viewer (staff)" },
    };
    struct cli_syntax syntax = { .command = cli_command("user"), .options = options, .count = 4, .arguments_most = 1 };
    struct buf out;
    int exit_code;
    enum err err;

    if (!cli_read(cli, &syntax, argc, argv, &exit_code))
        return exit_code;
    if (!verb || cli->argument_count != 1)
        return cli_fail(ERR_BAD_REQUEST,
                        "Say what to do: regulars user create …, user list, user password … or user reset ….");
    if (verb->asks_password && !cli_read_secret(cli, "Password", &user.password))
        return cli_fail(ERR_BAD_REQUEST, "Give the password on standard input.");
    if (!cli_open(cli, false))
        return err_exit(ERR_CONFLICT);
    buf_init(&out, &cli->arena, 256);
    user.out = &out;
    err = cli_run(cli, &cli->arena, verb->mode, verb->work, &user);
    if (err != ERR_OK)
        return err_exit(err);
    return cli_print(buf_str(&out)) ? 0 : 1;
}
