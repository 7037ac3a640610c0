#include "base/ctx.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { PROBLEMS_MOST = 100, SENTENCE_BYTES = 512 };

void ctx_init(struct ctx *ctx, struct arena *arena)
{
    *ctx = (struct ctx){ .arena = arena, .time_zone = STR("UTC") };
    ctx->problems_end = &ctx->problems;
}

id64 ctx_new_id(struct ctx *ctx)
{
    return id_new(ctx->ids, ctx->now_ms);
}

static struct str sentence(struct arena *arena, const char *format, va_list args)
{
    char text[SENTENCE_BYTES];
    int len = vsnprintf(text, sizeof(text), format, args);

    if (len < 0)
        return STR_EMPTY;
    return arena_str(arena, (struct str){ text, (size_t)len < sizeof(text) ? (size_t)len : sizeof(text) - 1 });
}

enum err fail(struct ctx *ctx, enum err err, const char *format, ...)
{
    va_list args;

    if (ctx->error_detail.len)
        return err;
    va_start(args, format);
    ctx->error_detail = sentence(ctx->arena, format, args);
    va_end(args);
    return err;
}

static void add(struct ctx *ctx, struct problem problem)
{
    struct problem *kept;

    if (ctx->problem_count >= PROBLEMS_MOST)
        return;
    kept = ARENA_NEW(ctx->arena, struct problem);
    *kept = problem;
    *ctx->problems_end = kept;
    ctx->problems_end = &kept->next;
    ctx->problem_count++;
}

void problem_add(struct ctx *ctx, struct str field, const char *code, const char *format, ...)
{
    va_list args;
    struct problem problem = { .field = arena_str(ctx->arena, field), .code = code };

    va_start(args, format);
    problem.detail = sentence(ctx->arena, format, args);
    va_end(args);
    add(ctx, problem);
}

void problem_taken(struct ctx *ctx, struct str field, struct str owner_id, const char *format, ...)
{
    va_list args;
    struct problem problem = {
        .field = arena_str(ctx->arena, field),
        .code = "taken",
        .owner_id = arena_str(ctx->arena, owner_id),
    };

    va_start(args, format);
    problem.detail = sentence(ctx->arena, format, args);
    va_end(args);
    add(ctx, problem);
}

enum err problems_err(const struct ctx *ctx)
{
    if (ctx->problem_count == 0)
        return ERR_OK;
    for (const struct problem *problem = ctx->problems; problem; problem = problem->next)
        if (strcmp(problem->code, "taken") != 0)
            return ERR_INVALID;
    return ERR_CONFLICT;
}

struct str ctx_reason(const struct ctx *ctx, enum err err)
{
    if (ctx->error_detail.len)
        return ctx->error_detail;
    return ctx->problems ? ctx->problems->detail : str_from(err_sentence(err));
}

void ctx_forgive(struct ctx *ctx)
{
    ctx->error_detail = STR_EMPTY;
    ctx->problems = NULL;
    ctx->problems_end = &ctx->problems;
    ctx->problem_count = 0;
}
