#include "cli/demo_records.h"

#include "base/clock.h"
#include "features/record/record.h"

#include <string.h>

enum { RECORDED_DAYS = 430, WAIVER_DAYS = 150, SIGNED_AHEAD_DAYS = 2 };

/* clang-format off */
static const struct { const char *title, *type; int weight; } payments[] = {
    { "Card payment", "card", 62 }, { "At the pier", "cash", 18 }, { "Apple Pay", "wallet", 12 },
    { "Gift voucher", "voucher", 5 }, { "Bank transfer", "transfer", 3 },
};
static const struct { const char *title; int64_t minor; } goods[] = {
    { "Dry bag, 10 litres", 2450 }, { "Harbour Kayaks cap", 1800 }, { "Photos of the day", 1500 },
    { "Two coffees and a scone", 1120 }, { "Children's T-shirt", 1650 }, { "Waterproof phone case", 1290 },
    { "Map of the coast", 990 },
};
/* clang-format on */

#define PICK(dice, list) (list)[dice_roll(dice, (int64_t)(sizeof(list) / sizeof((list)[0])))]

struct scene {
    struct ctx *ctx;
    struct demo_history *history;
    const struct demo_event *event;
    const struct booking *booking;
    int told; /* so many records so far: part of the next one's id */
};

static void release_json(void *value)
{
    json_decref(value);
}

/* Takes over `body`. What would lie ahead has not been reported yet. */
static enum err report(struct scene *scene, const char *kind, const char *source, int64_t at_ms, json_t *body)
{
    struct ctx *ctx = scene->ctx;
    int64_t now_ms = ctx->now_ms;
    struct str id = arena_printf(ctx->arena, "%.3s-%05d-%d", kind, scene->event->number, ++scene->told);
    struct str at = time_text(ctx->arena, at_ms);
    struct record_outcome outcome = { 0 };
    struct record record;
    enum err err;

    arena_defer(ctx->arena, release_json, body);
    if (at_ms > scene->history->now_ms)
        return ERR_OK;
    json_object_set_new(body, "at", json_stringn(at.ptr, at.len));
    json_object_set_new(body, "booking_source", demo_json(scene->booking->source));
    json_object_set_new(body, "booking_external_id", demo_json(scene->booking->external_id));
    ctx->now_ms = at_ms > now_ms ? at_ms : now_ms;
    err = record_report(ctx, str_from(kind), str_from(source), id, body, &record, &outcome);
    ctx->now_ms = now_ms;
    return err;
}

/* ---- payments */

static enum err pay(struct scene *scene, int64_t minor, int64_t at_ms, const char *status)
{
    size_t kind = 0;
    int64_t roll = dice_roll(&scene->history->dice, 100);
    json_t *body;

    while ((roll -= payments[kind].weight) >= 0)
        kind++;
    body = json_pack("{s:s, s:s, s:s, s:o}", "title", minor < 0 ? "Refund" : payments[kind].title, "type",
                     payments[kind].type, "status", status, "amount", demo_money(minor, scene->event->currency));
    if (strcmp(payments[kind].type, "card") == 0)
        json_object_set_new(body, "link",
                            json_sprintf("https://payments.example/p/%05d%d", scene->event->number, scene->told));
    return report(scene, "payment", strcmp(payments[kind].type, "cash") == 0 ? "till" : "payments.example", at_ms,
                  body);
}

/* Once, or thirty per cent ahead and the rest at the pier; now and then a card is refused at first. */
static enum err add_payments(struct scene *scene)
{
    const struct demo_event *event = scene->event;
    struct dice *dice = &scene->history->dice;
    int64_t ahead_minor = event->total_minor * 3 / 10;
    bool is_canceled = strcmp(event->status, "canceled") == 0;

    if (event->paid_minor <= 0)
        return ERR_OK;
    if (dice_chance(dice, 3))
        TRY(pay(scene, event->paid_minor, event->at_ms + MINUTE_MS, "failed"));
    if (is_canceled) {
        TRY(pay(scene, event->total_minor, event->at_ms + 2 * MINUTE_MS, "succeeded"));
        return pay(scene, event->paid_minor - event->total_minor, event->at_ms + 3 * MINUTE_MS, "succeeded");
    }
    if (event->paid_minor > ahead_minor && event->starts_ms <= scene->history->now_ms && dice_chance(dice, 30)) {
        TRY(pay(scene, ahead_minor, event->at_ms + 2 * MINUTE_MS, "succeeded"));
        return pay(scene, event->paid_minor - ahead_minor, event->starts_ms - 10 * MINUTE_MS, "succeeded");
    }
    return pay(scene, event->paid_minor, event->at_ms + 2 * MINUTE_MS, "succeeded");
}

/* ---- waivers */

static enum err sign(struct scene *scene, json_t *person, int64_t at_ms)
{
    const char *status = dice_chance(&scene->history->dice, 3) ? "pending" : "signed";
    json_t *body = json_pack("{s:s, s:s, s:s, s:o}", "title", "Participation and release, 2026", "status", status,
                             "link", "https://waivers.example/w/harbour", "person", person);

    return report(scene, "waiver", "waivers.example", at_ms, body);
}

static enum err sign_as_companion(struct scene *scene, int64_t at_ms)
{
    struct ctx *ctx = scene->ctx;
    struct demo_person companion;
    json_t *person;

    demo_person_make(ctx->arena, &scene->history->dice, 100000 + scene->event->number * 20 + scene->told, &companion);
    person = json_pack("{s:o}", "name", demo_json(companion.name));
    if (companion.emails[0].len)
        json_object_set_new(person, "email", demo_json(companion.emails[0]));
    if (companion.date_of_birth.len)
        json_object_set_new(person, "date_of_birth", demo_json(companion.date_of_birth));
    return sign(scene, person, at_ms);
}

/* The booker first; the others of the party by and by, often not all. */
static enum err add_waivers(struct scene *scene)
{
    const struct demo_event *event = scene->event;
    const struct booking *booking = scene->booking;
    struct dice *dice = &scene->history->dice;
    int64_t now_ms = scene->history->now_ms;
    int64_t at_ms = event->starts_ms - (10 + dice_roll(dice, 40 * 60)) * MINUTE_MS;
    int others = event->party_size - 1;

    if (event->starts_ms < now_ms - WAIVER_DAYS * DAY_MS || event->starts_ms > now_ms + SIGNED_AHEAD_DAYS * DAY_MS ||
        strcmp(event->status, "canceled") == 0 || dice_chance(dice, 25))
        return ERR_OK;
    if (at_ms > now_ms - HOUR_MS)
        at_ms = now_ms - HOUR_MS - dice_roll(dice, 300) * MINUTE_MS;
    TRY(sign(
        scene,
        json_pack("{s:o, s:o}", "name", demo_json(booking->booker_name), "email", demo_json(booking->booker_email)),
        at_ms));
    if (dice_chance(dice, 35))
        others = (int)dice_roll(dice, others + 1);
    for (int i = 0; i < others && i < 8; i++)
        TRY(sign_as_companion(scene, at_ms + i * MINUTE_MS));
    return ERR_OK;
}

/* ---- orders */

static enum err add_order(struct scene *scene)
{
    const struct demo_event *event = scene->event;
    struct dice *dice = &scene->history->dice;
    size_t what = (size_t)dice_roll(dice, sizeof(goods) / sizeof(goods[0]));
    json_t *body;

    if (strcmp(event->status, "completed") != 0 || !dice_chance(dice, 12))
        return ERR_OK;
    body = json_pack("{s:s, s:o, s:s, s:o}", "title", goods[what].title, "number",
                     json_sprintf("T-%04d", event->number), "status", dice_chance(dice, 4) ? "refunded" : "paid",
                     "amount", demo_money(goods[what].minor, "EUR"));
    return report(scene, "order", "till", event->ends_ms + (3 + dice_roll(dice, 25)) * MINUTE_MS, body);
}

enum err demo_add_records(struct ctx *ctx, struct demo_history *history, const struct demo_event *event,
                          const struct booking *booking)
{
    struct scene scene = { .ctx = ctx, .history = history, .event = event, .booking = booking };

    if (event->starts_ms < history->now_ms - RECORDED_DAYS * DAY_MS)
        return ERR_OK;
    demo_as_program(ctx, history);
    TRY(add_payments(&scene));
    TRY(add_waivers(&scene));
    return add_order(&scene);
}
