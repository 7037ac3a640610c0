#include "cli/demo_checkouts.h"

#include "base/clock.h"
#include "base/zone.h"
#include "features/checkout/checkout.h"

enum { DELAY_MINUTES = 61, EXPIRES_DAYS = 90, AT_ONCE = 100 };

enum ending { STAYS_OPEN, LEFT, RECOVERED, COMPLETED };

/* clang-format off */
static const struct { const char *activity; int hour, minute; int64_t adult_minor, child_minor; } trips[] = {
    { "Sunset kayak",      18, 30, 5500, 3300 }, { "Harbour tour",  9, 30, 4500, 2700 },
    { "Old Head day trip",  9,  0, 9500, 5700 }, { "Double kayak", 12,  0, 5000, 3000 },
};

/* Minutes ago; by whom (NULL: one of the customers; an empty name: nobody has said); days until the trip; how it went. */
static const struct { int ago_minutes; const char *name, *email; int trip, days, adults, children; enum ending ending; bool consent; } recent[] = {
    { 4,         "Ines Ferreira",  "ines.ferreira@example.pt",  0,  3, 2, 0, STAYS_OPEN, false },
    { 17,        "",               "",                          1,  1, 2, 2, STAYS_OPEN, false },
    { 31,        NULL,             NULL,                        3,  6, 4, 0, STAYS_OPEN, false },
    { 140,       "Gavin Sheehan",  "gavin.sheehan@example.ie",  2,  9, 3, 1, LEFT,       true },
    { 5 * 60,    NULL,             NULL,                        0,  2, 2, 0, LEFT,       false },
    { 11 * 60,   "Lotte de Vries", "lotte.devries@example.nl",  1, 12, 2, 3, LEFT,       true },
    { 27 * 60,   "",               "",                          3,  4, 2, 0, LEFT,       false },
    { 2 * 1440,  "Marek Dvořák",   "marek.dvorak@example.cz",   2, 15, 6, 0, RECOVERED,  true },
    { 3 * 1440,  "Roisín Walsh",   "roisin.walsh@example.ie",   0,  5, 2, 0, COMPLETED,  false },
    { 4 * 1440,  NULL,             NULL,                        1,  8, 2, 1, RECOVERED,  false },
    { 6 * 1440,  "Teo Bianchi",    "teo.bianchi@example.it",    0, 10, 2, 0, LEFT,       true },
    { 8 * 1440,  "Klara Holm",     "klara.holm@example.dk",     3, 20, 4, 2, RECOVERED,  true },
    { 12 * 1440, "Dylan Power",    "dylan.power@example.ie",    1,  3, 1, 0, COMPLETED,  false },
    { 19 * 1440, "Amélie Laurent", "amelie.laurent@example.fr", 2, 30, 2, 2, LEFT,       false },
    { 24 * 1440, NULL,             NULL,                        0, 14, 2, 0, RECOVERED,  false },
    { 33 * 1440, "Sven Aalto",     "sven.aalto@example.fi",     3, 25, 2, 0, RECOVERED,  true },
    { 41 * 1440, "Paula Ortega",   "paula.ortega@example.es",   1, 12, 5, 0, LEFT,       true },
    { 52 * 1440, "Hugh Collins",   "hugh.collins@example.ie",   2, 18, 2, 1, LEFT,       false },
};
/* clang-format on */

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

struct basket {
    struct str id;          /* what the booking page calls it */
    struct str name;
    struct str email;
    struct str phone;
    size_t trip;
    int64_t starts_ms;
    int adults;
    int children;
    bool consent;
};

static int64_t start_of(const struct ctx *ctx, size_t trip, int64_t from_ms, int days)
{
    int64_t day = zone_day(ctx->time_zone, from_ms) + days;

    return zone_day_start_ms(ctx->time_zone, day) + (trips[trip].hour * 60 + trips[trip].minute) * MINUTE_MS;
}

static int64_t value_of(const struct basket *basket)
{
    return basket->adults * trips[basket->trip].adult_minor + basket->children * trips[basket->trip].child_minor;
}

static json_t *cart_of(const struct basket *basket)
{
    json_t *cart = json_pack("[{s:s,s:i,s:I}]", "name", "Adult", "quantity", basket->adults, "price",
                             (json_int_t)trips[basket->trip].adult_minor);

    if (basket->children)
        json_array_append_new(cart, json_pack("{s:s,s:i,s:I}", "name", "Child", "quantity", basket->children, "price",
                                              (json_int_t)trips[basket->trip].child_minor));
    return cart;
}

static json_t *body_of(struct ctx *ctx, const struct basket *basket)
{
    struct str starts = time_text(ctx->arena, basket->starts_ms);
    json_t *body = json_pack("{s:s,s:{s:o,s:o,s:o},s:s,s:s%,s:o,s:I}", "state", "open", "person", "name",
                             demo_json(basket->name), "email", demo_json(basket->email), "phone",
                             demo_json(basket->phone), "activity", trips[basket->trip].activity, "starts_at",
                             starts.ptr, starts.len, "cart", cart_of(basket), "value", (json_int_t)value_of(basket));

    json_object_set_new(body, "resume_url",
                        json_sprintf("https://book.harbour.example/checkout/%.*s", STR_PRINT(basket->id)));
    if (basket->consent) {
        json_object_set_new(body, "consent", json_true());
        json_object_set_new(body, "consent_wording", json_string("Write to me about trips like this one."));
    }
    return body;
}

/* Takes the body. */
static enum err report(struct ctx *ctx, struct demo_history *history, struct str id, json_t *body, struct checkout *out)
{
    const struct checkout_report said = { .external_id = id, .body = body };
    bool made;
    enum err err;

    demo_as_program(ctx, history);
    err = checkout_report(ctx, &said, out, &made);
    json_decref(body);
    return err;
}

/* ---- three years of them --------------------------------------------------------------------------------------- */

enum err demo_leave_checkout(struct ctx *ctx, struct demo_history *history, const struct demo_event *event,
                             const struct demo_person *person, struct contact *contact)
{
    int64_t left_ms = event->at_ms;
    struct basket basket = {
        .id = arena_printf(ctx->arena, "co-%lld-%d", (long long)(left_ms / HOUR_MS), event->person),
        .name = person->name,
        .email = person->emails[0],
        .phone = person->phone,
        .trip = (size_t)event->person % COUNT(trips),
        .adults = 1 + event->person % 4,
        .children = event->person % 5 == 0 ? 2 : 0,
        .consent = event->consent,
    };
    struct checkout checkout;

    basket.starts_ms = start_of(ctx, basket.trip, left_ms, 3 + event->person % 20);
    *contact = (struct contact){ 0 };
    ctx->now_ms = left_ms - DELAY_MINUTES * MINUTE_MS;
    TRY(report(ctx, history, basket.id, body_of(ctx, &basket), &checkout));
    ctx->now_ms = left_ms;
    TRY(checkout_abandon_due(ctx));
    TRY(checkout_by_external(ctx, basket.id, &checkout));
    return checkout.contact_id ? contact_get(ctx, checkout.contact_id, contact) : ERR_OK;
}

/* ---- these weeks -------------------------------------------------------------------------------------------------- */

static enum err basket_of(struct ctx *ctx, const struct demo_history *history, size_t i, struct basket *out)
{
    struct customer customer;
    id64 id = history->customers[(i * 3 + 5) % DEMO_RECENT];

    *out = (struct basket){
        .id = arena_printf(ctx->arena, "co-7f3a%02d", (int)i + 10),
        .trip = (size_t)recent[i].trip,
        .starts_ms = start_of(ctx, (size_t)recent[i].trip, ctx->now_ms, recent[i].days),
        .adults = recent[i].adults,
        .children = recent[i].children,
        .consent = recent[i].consent,
    };
    if (recent[i].name) {
        out->name = str_from(recent[i].name);
        out->email = str_from(recent[i].email);
        return ERR_OK;
    }
    if (id == 0)
        return ERR_OK;
    TRY(customer_get(ctx, id, &customer));
    out->name = customer.name;
    out->email = customer.primary_email;
    return ERR_OK;
}

/* They come back two hours after they left. */
static enum err book(struct ctx *ctx, const struct basket *basket)
{
    struct str starts = time_text(ctx->arena, basket->starts_ms);
    struct booking_outcome outcome = { 0 };
    struct booking booking;
    json_t *body = json_pack("{s:s,s:s%,s:s,s:i,s:s,s:{s:o,s:o},s:o}", "activity", trips[basket->trip].activity,
                             "starts_at", starts.ptr, starts.len, "status", "confirmed", "party_size",
                             basket->adults + basket->children, "channel", "direct", "booker", "name",
                             demo_json(basket->name), "email", demo_json(basket->email), "grand_total",
                             demo_money(value_of(basket), "EUR"));
    enum err err;

    json_object_set_new(body, "confirmation_code", json_sprintf("C%.*s", STR_PRINT(str_slice(basket->id, 3, 9))));
    ctx->now_ms += 2 * HOUR_MS;
    err = booking_report(ctx, STR("harbour-engine"), basket->id, body, BOOKING_FROM_OUTSIDE, &booking, &outcome);
    json_decref(body);
    return err;
}

static enum err go_on(struct ctx *ctx, struct demo_history *history, const struct basket *basket, enum ending ending)
{
    struct checkout checkout;

    switch (ending) {
    case STAYS_OPEN: return ERR_OK;
    case COMPLETED:
        ctx->now_ms += 9 * MINUTE_MS;
        return report(ctx, history, basket->id, json_pack("{s:s}", "state", "completed"), &checkout);
    case LEFT:
    case RECOVERED:
        ctx->now_ms += DELAY_MINUTES * MINUTE_MS;
        TRY(checkout_abandon_due(ctx));
        return ending == RECOVERED ? book(ctx, basket) : ERR_OK;
    }
    return ERR_OK;
}

static enum err expire(struct ctx *ctx)
{
    int done = AT_ONCE;

    while (done == AT_ONCE)
        TRY(checkout_expire(ctx, ctx->now_ms - EXPIRES_DAYS * DAY_MS, AT_ONCE, &done));
    return ERR_OK;
}

enum err demo_fill_checkouts(struct ctx *ctx, struct demo_history *history)
{
    TRY(expire(ctx));
    for (size_t i = 0; i < COUNT(recent); i++) {
        struct checkout checkout;
        struct basket basket;

        TRY(basket_of(ctx, history, i, &basket));
        ctx->now_ms = history->now_ms - recent[i].ago_minutes * MINUTE_MS;
        TRY(report(ctx, history, basket.id, body_of(ctx, &basket), &checkout));
        TRY(go_on(ctx, history, &basket, recent[i].ending));
        ctx->now_ms = history->now_ms;
    }
    return ERR_OK;
}
