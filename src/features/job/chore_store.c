#include "features/job/chore_store.h"

/* clang-format off */
#define COLUMNS \
    "SELECT name, help, every_ms, looks, next_ms, asked_ms, lease_ms, ran_ms, took_ms, well_ms, runs, failures, error" \
    " FROM chore"

STATEMENT all = SQL(COLUMNS " ORDER BY name");

STATEMENT one = SQL(COLUMNS " WHERE name = $1");

STATEMENT add = SQL(
    "INSERT INTO chore (name, help, every_ms, looks, next_ms) VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT DO NOTHING");

STATEMENT describe = SQL("UPDATE chore SET help = $2, every_ms = $3, looks = $4 WHERE name = $1");

STATEMENT remove_one = SQL("DELETE FROM chore WHERE name = $1");

STATEMENT end_leases = SQL("UPDATE chore SET lease_ms = 0, holder = '' WHERE lease_ms <> 0");

STATEMENT ask = SQL("UPDATE chore SET asked_ms = $2 WHERE name = $1");

STATEMENT set_next = SQL("UPDATE chore SET next_ms = $2 WHERE name = $1");

/* A lease far ahead was given by a clock that has been set back since. */
STATEMENT take = SQL(
    "UPDATE chore SET asked_ms = 0, ran_ms = $2, lease_ms = $3, holder = $4"
    " WHERE name = $1 AND next_ms = $5 AND asked_ms = $6 AND ran_ms = $7 AND lease_ms = $8");

STATEMENT renew = SQL("UPDATE chore SET lease_ms = $3 WHERE name = $1 AND holder = $2");

STATEMENT end_one = SQL(
    "UPDATE chore SET lease_ms = 0, holder = '', next_ms = $2, took_ms = $3, error = $4,"
    " well_ms = CASE WHEN $4 = '' THEN $5 ELSE well_ms END,"
    " failures = failures + CASE WHEN $4 = '' THEN 0 ELSE 1 END, runs = runs + 1"
    " WHERE name = $1");
/* clang-format on */

void chore_store_all(struct ctx *ctx, struct rows *rows)
{
    store_query(ctx, &all, (struct args){ 0 }, rows);
}

void chore_store_read(const struct rows *rows, struct chore *out)
{
    *out = (struct chore){
        .name = row_text(rows, 0),
        .help = row_text(rows, 1),
        .every_ms = row_int(rows, 2),
        .looks = row_int(rows, 3) != 0,
        .next_ms = row_int(rows, 4),
        .asked_ms = row_int(rows, 5),
        .lease_ms = row_int(rows, 6),
        .ran_ms = row_int(rows, 7),
        .took_ms = row_int(rows, 8),
        .well_ms = row_int(rows, 9),
        .runs = row_int(rows, 10),
        .failures = row_int(rows, 11),
        .error = row_text(rows, 12),
    };
}

enum err chore_store_get(struct ctx *ctx, struct str name, struct chore *out)
{
    struct rows rows;
    bool found = store_row(ctx, &one, ARGS(TEXT(name)), &rows);

    if (found)
        chore_store_read(&rows, out);
    TRY(rows_end(&rows));
    return found ? ERR_OK : ERR_NOT_FOUND;
}

enum err chore_store_add(struct ctx *ctx, const struct chore *chore)
{
    return store_exec(
        ctx, &add,
        ARGS(TEXT(chore->name), TEXT(chore->help), INT(chore->every_ms), INT(chore->looks), INT(chore->next_ms)), NULL);
}

enum err chore_store_describe(struct ctx *ctx, const struct chore *chore)
{
    return store_exec(ctx, &describe,
                      ARGS(TEXT(chore->name), TEXT(chore->help), INT(chore->every_ms), INT(chore->looks)), NULL);
}

enum err chore_store_remove(struct ctx *ctx, struct str name)
{
    return store_exec(ctx, &remove_one, ARGS(TEXT(name)), NULL);
}

enum err chore_store_end_leases(struct ctx *ctx)
{
    return store_exec(ctx, &end_leases, (struct args){ 0 }, NULL);
}

enum err chore_store_ask(struct ctx *ctx, struct str name, bool *found)
{
    int64_t changed = 0;

    TRY(store_exec(ctx, &ask, ARGS(TEXT(name), INT(ctx->now_ms)), &changed));
    *found = changed == 1;
    return ERR_OK;
}

enum err chore_store_set_next(struct ctx *ctx, struct str name, int64_t next_ms)
{
    return store_exec(ctx, &set_next, ARGS(TEXT(name), INT(next_ms)), NULL);
}

enum err chore_store_take(struct ctx *ctx, const struct chore *seen, struct str holder, int64_t lease_ms, bool *mine)
{
    int64_t changed = 0;

    TRY(store_exec(ctx, &take,
                   ARGS(TEXT(seen->name), INT(ctx->now_ms), INT(lease_ms), TEXT(holder), INT(seen->next_ms),
                        INT(seen->asked_ms), INT(seen->ran_ms), INT(seen->lease_ms)),
                   &changed));
    *mine = changed == 1;
    return ERR_OK;
}

enum err chore_store_renew(struct ctx *ctx, struct str name, struct str holder, int64_t lease_ms, bool *mine)
{
    int64_t changed = 0;

    TRY(store_exec(ctx, &renew, ARGS(TEXT(name), TEXT(holder), INT(lease_ms)), &changed));
    *mine = changed == 1;
    return ERR_OK;
}

enum err chore_store_end(struct ctx *ctx, const struct chore *chore)
{
    return store_exec(
        ctx, &end_one,
        ARGS(TEXT(chore->name), INT(chore->next_ms), INT(chore->took_ms), TEXT(chore->error), INT(chore->well_ms)),
        NULL);
}
