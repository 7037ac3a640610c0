/*
 * Fills a database that `regulars init` made with customers, as its first location's: the same rows that the server
 * would have saved, thousands in a transaction, without the checks.
 *
 *     make_people DATABASE COUNT [IDS]
 *
 * Writes the ids of up to 20,000 of them, in random order, into the file IDS.
 */
#include "bench.h"
#include "sample.h"

#include "base/clock.h"
#include "base/secret.h"
#include "features/tag/tag.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 2000, IDS_MOST = 20000 };

struct maker {
    struct store *store;
    struct location location;
    struct id_source ids;
    int64_t begin_ms; /* the first was created then, the last about now */
    int64_t step_ms;
    int64_t made;
    int64_t wanted;
    id64 *chosen;
    int64_t chosen_count;
};

STATEMENT first_location = SQL("SELECT id FROM location ORDER BY id LIMIT 1");

static enum err find_location(struct ctx *ctx, void *data)
{
    struct maker *maker = data;
    int64_t id;

    TRY(store_int(ctx, &first_location, (struct args){ 0 }, 0, &id));
    return location_get(ctx, id, &maker->location);
}

static enum err add(struct ctx *ctx, int64_t n, id64 *id)
{
    static const struct person_effects no_effects;
    struct customer customer;
    struct person person;

    sample_customer(ctx, n, &customer);
    *id = customer.id;
    person = customer_person(&customer);
    TRY(person_begin(ctx, &person));
    if (customer.tags.count > 0)
        TRY(tag_set(ctx, customer.id, PERSON_CUSTOMER, &customer.tags));
    TRY(resource_insert(ctx, &customer_resource, &customer));
    return person_save(ctx, &person, NULL, &no_effects);
}

static void choose(struct maker *maker, int64_t n, id64 id)
{
    int64_t every = (maker->wanted + IDS_MOST - 1) / IDS_MOST;

    if (n % every == 0 && maker->chosen_count < IDS_MOST)
        maker->chosen[maker->chosen_count++] = id;
}

static enum err add_batch(struct ctx *ctx, void *data)
{
    struct maker *maker = data;
    int count = 0;

    location_enter(ctx, &maker->location);
    while (count < BATCH && maker->made < maker->wanted) {
        struct arena_mark mark = arena_mark(ctx->arena);
        id64 id;

        ctx->now_ms = maker->begin_ms + maker->made * maker->step_ms;
        TRY(add(ctx, maker->made, &id));
        arena_rewind(ctx->arena, mark);
        choose(maker, maker->made++, id);
        count++;
    }
    return person_count(ctx, PERSON_CUSTOMER, count, 0);
}

static void run(struct maker *maker, enum store_mode mode, enum err (*work)(struct ctx *ctx, void *data))
{
    struct arena arena;
    struct ctx ctx;
    enum err err;

    arena_init(&arena);
    ctx_init(&ctx, &arena);
    ctx.ids = &maker->ids;
    ctx.actor.kind = ACTOR_SYSTEM;
    err = store_run(maker->store, &ctx, mode, work, maker);
    if (err)
        give_up("%s %.*s", err_sentence(err), STR_PRINT(ctx.error_detail));
    arena_clear(&arena);
}

static void shuffle(struct maker *maker)
{
    uint64_t state = 1;

    for (int64_t i = maker->chosen_count - 1; i > 0; i--) {
        int64_t other;
        id64 kept = maker->chosen[i];

        state = state * 6364136223846793005 + 1442695040888963407;
        other = (int64_t)((state >> 33) % (uint64_t)(i + 1));
        maker->chosen[i] = maker->chosen[other];
        maker->chosen[other] = kept;
    }
}

static void write_ids(struct maker *maker, const char *path)
{
    FILE *file = fopen(path, "w");

    shuffle(maker);
    for (int64_t i = 0; file && i < maker->chosen_count; i++) {
        char digits[ID_DIGITS];

        id_write(digits, maker->chosen[i]);
        fprintf(file, "cus_%.*s\n", ID_DIGITS, digits);
    }
    if (!file || fclose(file) != 0)
        give_up("%s: %s", path, strerror(errno));
}

int main(int argc, char **argv)
{
    struct maker maker = { 0 };
    struct store_options options = { .create = false, .sync_normal = true, .workers = 1 };
    struct clock clock;
    struct arena arena;
    struct str why = STR_EMPTY;

    bench_name = "make_people";
    if (argc < 3 || !secret_start())
        give_up("make_people DATABASE COUNT [IDS]");
    arena_init(&arena);
    clock_init(&clock);
    maker.wanted = strtol(argv[2], NULL, 10);
    maker.step_ms = 1000 * DAY_MS / (maker.wanted ? maker.wanted : 1);
    maker.begin_ms = clock_now_ms(&clock) - maker.step_ms * maker.wanted;
    maker.chosen = calloc(IDS_MOST, sizeof(*maker.chosen));
    options.address = arena_printf(&arena, "sqlite:%s", argv[1]).ptr;
    maker.store = store_open(&options, &arena, &why);
    if (!maker.store || !maker.chosen)
        give_up("%.*s", STR_PRINT(why));
    run(&maker, STORE_READ, find_location);
    while (maker.made < maker.wanted)
        run(&maker, STORE_WRITE, add_batch);
    store_close(maker.store);
    if (argc > 3)
        write_ids(&maker, argv[3]);
    free(maker.chosen);
    arena_clear(&arena);
    return 0;
}
