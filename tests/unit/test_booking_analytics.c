/*
 * The analytics that move by differences against the same computed from all bookings, after each of many random
 * changes, while time passes; payments against what they add up to, guest appearances against their links.
 */
#include "check.h"

#include "base/zone.h"
#include "features/booking/booking.h"
#include "features/guest/guest.h"
#include "features/record/record_store.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { CHANGES = 1500, BOOKINGS = 60, PEOPLE = 4, PAYMENTS = 40, SEEDS = 3 };

static const int64_t BEGIN_MS = 1780308000000; /* 2026-06-01T10:00:00Z */

static const char *const statuses[] = { "draft", "pending", "confirmed", "completed", "no-show", "canceled" };
static const char *const currencies[] = { "EUR", "EUR", "EUR", "USD", "GBP" };

struct story {
    uint64_t seed;
    uint64_t state;
    int changes;
    int compared;
    int payments;    /* bookings seen with some */
    int appearances; /* customers seen with some */
};

/* xorshift64*: the same story for the same seed, on every machine. */
static int64_t pick(struct story *story, int64_t below)
{
    story->state ^= story->state >> 12;
    story->state ^= story->state << 25;
    story->state ^= story->state >> 27;
    return (int64_t)((story->state * 2685821657736338717u >> 33) % (uint64_t)below);
}

static void want(struct ctx *ctx, const char *what, enum err err)
{
    if (err == ERR_OK)
        return;
    for (struct problem *problem = ctx->problems; problem; problem = problem->next)
        print_error("%.*s: %.*s\n", STR_PRINT(problem->field), STR_PRINT(problem->detail));
    fail_msg("%s: %s: %.*s", what, err_code(err), STR_PRINT(ctx->error_detail));
}

/* Some of the people, under names that fit them. */
static json_t *guests(struct ctx *ctx, struct story *story)
{
    json_t *list = json_array();

    for (int64_t i = pick(story, 4); i > 0; i--) {
        int who = (int)pick(story, PEOPLE);

        json_array_append_new(list, json_pack("{s:s, s:s}", "name", arena_printf(ctx->arena, "Guest p%d", who).ptr,
                                              "email", arena_printf(ctx->arena, "p%d@example.com", who).ptr));
    }
    return list;
}

/* ---- one change ------------------------------------------------------------------------------------------ */

static json_t *message(struct ctx *ctx, struct story *story)
{
    int64_t start = ctx->now_ms + (pick(story, 400) - 250) * HOUR_MS;
    const char *currency = currencies[pick(story, (int64_t)COUNT_OF(currencies))];
    json_t *body = json_object();
    json_t *booker = json_object();

    json_object_set_new(body, "starts_at", json_string(time_text(ctx->arena, start).ptr));
    json_object_set_new(body, "ends_at", json_string(time_text(ctx->arena, start + pick(story, 60) * HOUR_MS).ptr));
    json_object_set_new(body, "status", json_string(statuses[pick(story, (int64_t)COUNT_OF(statuses))]));
    json_object_set_new(body, "currency", json_string(currency));
    const char *const amounts[] = { "subtotal", "taxes", "fees", "discount", "tip", "balance" };
    for (size_t i = 0; i < COUNT_OF(amounts); i++)
        json_object_set_new(body, amounts[i], json_integer(pick(story, 1000)));
    json_object_set_new(body, "grand_total", json_integer(pick(story, 20000) - 2000));
    json_object_set_new(body, "paid", json_integer(pick(story, 10000)));
    if (pick(story, 4) > 0) {
        json_object_set_new(booker, "email",
                            json_string(arena_printf(ctx->arena, "p%d@example.com", (int)pick(story, PEOPLE)).ptr));
        json_object_set_new(body, "booker", booker);
    } else {
        json_decref(booker);
    }
    if (pick(story, 4) == 0)
        json_object_set_new(body, "guests", guests(ctx, story));
    return body;
}

/* A payment of a booking that may or may not be there yet. */
static void pay(struct ctx *ctx, struct story *story)
{
    static const char *const states[] = { "succeeded", "succeeded", "pending", "failed" };
    struct record_outcome outcome;
    struct record record;
    struct str external_id = arena_printf(ctx->arena, "%d", (int)pick(story, PAYMENTS));
    struct str booking = arena_printf(ctx->arena, "%d", (int)pick(story, BOOKINGS));
    json_t *body = json_pack(
        "{s:{s:I, s:s}, s:s, s:s, s:s}", "amount", "amount", (json_int_t)(pick(story, 9000) - 3000), "currency",
        currencies[pick(story, COUNT_OF(currencies))], "status", states[pick(story, COUNT_OF(states))],
        "booking_source", "test", "booking_external_id", booking.ptr);

    want(ctx, "pay", record_report(ctx, STR("payment"), STR("bank"), external_id, body, &record, &outcome));
    if (pick(story, 5) == 0)
        want(ctx, "unpay", record_delete(ctx, &record));
    json_decref(body);
}

static void report(struct ctx *ctx, struct story *story)
{
    struct booking_outcome outcome;
    struct booking booking;
    json_t *body = message(ctx, story);
    struct str external_id = arena_printf(ctx->arena, "%d", (int)pick(story, BOOKINGS));

    want(ctx, "report", booking_report(ctx, STR("test"), external_id, body, BOOKING_FROM_OUTSIDE, &booking, &outcome));
    json_decref(body);
}

struct picked {
    struct booking *bookings;
    int count;
};

static enum err remember(struct ctx *ctx, void *record, void *data)
{
    struct picked *picked = data;

    (void)ctx;
    if (picked->count < BOOKINGS)
        picked->bookings[picked->count++] = (struct booking){ .id = ((struct booking *)record)->id,
                                                              .customer_id = ((struct booking *)record)->customer_id };
    return ERR_OK;
}

static struct picked all_bookings(struct ctx *ctx)
{
    struct picked picked = { .bookings = ARENA_ARRAY(ctx->arena, struct booking, BOOKINGS) };
    struct list_query *query;

    want(ctx, "ask", list_ask(ctx, &booking_list, NULL, 0, NULL, &query));
    want(ctx, "list", list_each(ctx, query, remember, &picked));
    return picked;
}

static void attach_or_delete(struct ctx *ctx, struct story *story)
{
    struct picked picked = all_bookings(ctx);
    struct booking before;
    struct booking after;

    if (picked.count == 0)
        return;
    id64 id = picked.bookings[pick(story, picked.count)].id;
    id64 customer_id = pick(story, 3) ? picked.bookings[pick(story, picked.count)].customer_id : 0;
    want(ctx, "get", booking_get(ctx, id, &before));
    if (pick(story, 2))
        want(ctx, "attach", booking_attach(ctx, &before, customer_id, &after));
    else
        want(ctx, "delete", booking_delete(ctx, &before));
}

static void convert_somebody(struct ctx *ctx, struct story *story)
{
    struct identity identity = { 0 };
    struct customer customer;
    struct who who;

    identity_add_email(ctx, &identity, arena_printf(ctx->arena, "p%d@example.com", (int)pick(story, PEOPLE)));
    want(ctx, "who", who_is_it(ctx, &identity, &who));
    if (who.kind == PERSON_CONTACT)
        want(ctx, "convert", contact_convert(ctx, who.id, &customer, NULL));
}

/* ---- comparing ------------------------------------------------------------------------------------------- */

static void compare(struct ctx *ctx, struct story *story, id64 customer_id)
{
    struct customer_analytics kept;
    struct customer_analytics computed;

    want(ctx, "kept", customer_analytics_get(ctx, customer_id, &kept));
    if (kept.turn_ms != 0 && kept.turn_ms <= ctx->now_ms)
        want(ctx, "turn", booking_analytics_turn(ctx, customer_id, &kept));
    want(ctx, "computed", booking_analytics_computed(ctx, customer_id, &computed));
    if (!str_equal(kept.other_currencies, computed.other_currencies))
        fail_msg("seed %d, change %d: %.*s, not %.*s", (int)story->seed, story->changes,
                 STR_PRINT(kept.other_currencies), STR_PRINT(computed.other_currencies));
    kept.other_currencies = computed.other_currencies = STR_EMPTY;
    const int64_t figures[][2] = {
        { kept.bookings, computed.bookings },
        { kept.own_bookings, computed.own_bookings },
        { kept.spent_minor, computed.spent_minor },
        { kept.paid_minor, computed.paid_minor },
        { kept.kept_minor, computed.kept_minor },
        { kept.balance_minor, computed.balance_minor },
        { kept.canceled, computed.canceled },
        { kept.no_shows, computed.no_shows },
        { kept.first_booking_ms, computed.first_booking_ms },
        { kept.latest_booking_ms, computed.latest_booking_ms },
        { kept.last_booking_ms, computed.last_booking_ms },
        { kept.last_end_ms, computed.last_end_ms },
        { kept.next_booking_ms, computed.next_booking_ms },
        { kept.upcoming_minor, computed.upcoming_minor },
        { kept.turn_ms, computed.turn_ms },
    };
    for (size_t i = 0; i < COUNT_OF(figures); i++)
        if (figures[i][0] != figures[i][1])
            fail_msg("seed %d, change %d, figure %d: %lld, not %lld", (int)story->seed, story->changes, (int)i,
                     (long long)figures[i][0], (long long)figures[i][1]);
    story->compared++;
}

static void compare_guests(struct ctx *ctx, struct story *story, id64 customer_id)
{
    struct customer customer;
    int64_t links;

    want(ctx, "customer", customer_get(ctx, customer_id, &customer));
    want(ctx, "links", guest_count_of_person(ctx, customer_id, &links));
    if (customer.guest_appearances != links)
        fail_msg("seed %d, change %d: %lld appearances, but %lld links", (int)story->seed, story->changes,
                 (long long)customer.guest_appearances, (long long)links);
    story->appearances += links > 0;
}

static void compare_payments(struct ctx *ctx, struct story *story, id64 booking_id)
{
    struct booking booking;
    int64_t count, sum_minor;

    want(ctx, "booking", booking_get(ctx, booking_id, &booking));
    want(ctx, "payments", record_store_payments(ctx, &booking, &count, &sum_minor));
    if (booking.payments != count || booking.payments_minor != sum_minor)
        fail_msg("seed %d, change %d: %lld payments of %lld, not %lld of %lld", (int)story->seed, story->changes,
                 (long long)booking.payments, (long long)booking.payments_minor, (long long)count,
                 (long long)sum_minor);
    story->payments += count > 0;
}

static void compare_all(struct ctx *ctx, struct story *story)
{
    struct picked picked = all_bookings(ctx);

    for (int i = 0; i < picked.count; i++) {
        compare_payments(ctx, story, picked.bookings[i].id);
        bool seen = picked.bookings[i].customer_id == 0;
        for (int k = 0; k < i; k++)
            seen = seen || picked.bookings[k].customer_id == picked.bookings[i].customer_id;
        if (seen)
            continue;
        compare(ctx, story, picked.bookings[i].customer_id);
        compare_guests(ctx, story, picked.bookings[i].customer_id);
    }
}

/* ---- the story ------------------------------------------------------------------------------------------- */

static void enter_location(struct ctx *ctx, const struct story *story)
{
    struct location *location = ARENA_NEW(ctx->arena, struct location);

    *location = (struct location){
        .name = arena_printf(ctx->arena, "Pier %d", (int)story->seed),
        .time_zone = STR("Europe/Madrid"),
        .currency = STR("EUR"),
        .country = STR("ES"),
        .active_window_days = 90,
        .undo_days = 7,
    };
    want(ctx, "location", location_create(ctx, location));
    location_enter(ctx, location);
}

/* One of the people is a lead to begin with. */
static void add_lead(struct ctx *ctx)
{
    struct identity identity = { 0 };
    struct contact contact = { .name = STR("Lead"), .source = STR("referral"), .contact_consent = true };

    identity_add_email(ctx, &identity, STR("p0@example.com"));
    contact.emails = identity.emails;
    want(ctx, "contact", contact_create(ctx, &contact));
}

static enum err play(struct ctx *ctx, void *data)
{
    struct story *story = data;

    ctx->now_ms = BEGIN_MS;
    enter_location(ctx, story);
    add_lead(ctx);
    for (story->changes = 0; story->changes < CHANGES; story->changes++) {
        struct arena_mark mark = arena_mark(ctx->arena);
        int64_t what = pick(story, 24);

        if (what >= 20)
            pay(ctx, story);
        else if (what < 15)
            report(ctx, story);
        else if (what < 18)
            attach_or_delete(ctx, story);
        else
            convert_somebody(ctx, story);
        if (pick(story, 3) == 0)
            ctx->now_ms += pick(story, 20 * HOUR_MS);
        compare_all(ctx, story);
        arena_rewind(ctx->arena, mark);
    }
    return ERR_OK;
}

static void random_changes(void **state)
{
    struct arena *arena = *state;
    struct id_source ids = { 0 };
    char path[] = "/tmp/regulars-analytics-XXXXXX";
    struct str why;

    assert_non_null(mkdtemp(path));
    struct store_options options = {
        .address = arena_printf(arena, "sqlite:%s/test.db", path).ptr,
        .create = true,
        .sync_normal = true,
    };
    struct store *store = store_open(&options, arena, &why);
    if (!store)
        fail_msg("the store: %.*s", STR_PRINT(why));
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct story story = { .seed = seed, .state = seed * 0x9e3779b97f4a7c15u };
        struct arena work;
        struct ctx ctx;

        arena_init(&work);
        ctx_init(&ctx, &work);
        ctx.ids = &ids;
        ctx.now_ms = BEGIN_MS;
        ctx.permissions = ~(uint64_t)0;
        ctx.actor = (struct actor){ .kind = ACTOR_SYSTEM };
        want(&ctx, "the story", store_run(store, &ctx, STORE_WRITE, play, &story));
        check_true("enough was compared", story.compared > CHANGES);
        check_true("there were payments", story.payments > CHANGES);
        check_true("there were guests", story.appearances > CHANGES / 10);
        arena_clear(&work);
    }
    store_close(store);
    char *command[] = { "test.db", "test.db-wal", "test.db-shm", "test.db-lock", "test.db.lock" };
    for (size_t i = 0; i < COUNT_OF(command); i++)
        unlink(arena_printf(arena, "%s/%s", path, command[i]).ptr);
    rmdir(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(random_changes),
    };

    return cmocka_run_group_tests_name("booking analytics", tests, NULL, NULL);
}
