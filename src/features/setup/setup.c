#include "features/setup/setup.h"

#include "base/secret.h"
#include "features/setup/setup_store.h"

enum err setup_is_open(struct ctx *ctx, bool *out)
{
    bool any;

    TRY(user_any(ctx, &any));
    *out = !any;
    return ERR_OK;
}

enum err setup_token_renew(struct ctx *ctx, struct str *token)
{
    bool open;

    *token = STR_EMPTY;
    TRY(setup_is_open(ctx, &open));
    if (!open)
        return ERR_OK;
    *token = random_token(ctx->arena);
    return setup_store_set_token(ctx, sha256_hex(ctx->arena, *token));
}

static enum err done_already(struct ctx *ctx, enum err err)
{
    return fail(ctx, err, "This installation has been set up already; sign in.");
}

enum err setup_check_token(struct ctx *ctx, struct str token)
{
    struct str hash;
    bool open;

    TRY(setup_is_open(ctx, &open));
    if (!open)
        return done_already(ctx, ERR_NOT_FOUND);
    TRY(setup_store_token(ctx, &hash));
    if (hash.len == 0 || !secret_equal(hash, sha256_hex(ctx->arena, token)))
        return fail(ctx, ERR_FORBIDDEN, "This is not the token that the server printed when it was last started.");
    return ERR_OK;
}

enum err setup_init(struct ctx *ctx, struct setup *setup)
{
    struct problem **mine = ctx->problems_end;
    enum err err;
    bool open;

    TRY(setup_is_open(ctx, &open));
    if (!open)
        return done_already(ctx, ERR_CONFLICT);
    err = setup_store_finish(ctx);
    if (err != ERR_OK)
        return err == ERR_CONFLICT ? done_already(ctx, err) : err;
    err = location_create(ctx, &setup->location);
    for (struct problem *problem = *mine; problem; problem = problem->next)
        problem->field = arena_printf(ctx->arena, "location.%.*s", STR_PRINT(problem->field));
    TRY(err);
    TRY(user_create_owner(ctx, &setup->owner, setup->location.id));
    ctx->actor = (struct actor){ .kind = ACTOR_USER, .id = setup->owner.id, .name = setup->owner.name };
    return ERR_OK;
}
