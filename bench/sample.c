#include "sample.h"

#include "base/clock.h"

static const char *const first_names[] = {
    "Ana",   "Luca",  "María José", "Jürgen", "Zoë",  "Björn",  "Chiara",  "Mohammed",
    "Aïcha", "Søren", "Wei",        "Olga",   "Noah", "Hannah", "Kwame",   "Ingrid",
    "Paulo", "Yuki",  "Fatima",     "Liam",   "Emma", "Tomás",  "Nikolai", "Grace",
};

static const char *const last_names[] = {
    "Ruiz",   "García Márquez", "Müller",   "O'Brien", "Nguyen", "Kowalski", "van der Berg", "Rossi", "Smith",
    "Hansen", "Şahin",          "Petrović", "Tanaka",  "Okafor", "Dubois",   "Fernandes",    "Novák", "Johnson",
};

static const char *const cities[] = { "Sevilla", "Lisboa", "München", "Bristol", "Kraków", "Lyon", "Oslo", "Chicago" };
static const char *const countries[] = { "ES", "PT", "DE", "GB", "PL", "FR", "NO", "US" };
static const char *const tags[] = { "VIP", "school", "returning", "newsletter", "group" };
static const char *const sources[] = { "online", "import", "dashboard", "referral" };

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* splitmix64, https://prng.di.unimi.it/splitmix64.c: numbers that follow from n alone. */
static uint64_t mixed(uint64_t n)
{
    n += 0x9e3779b97f4a7c15;
    n = (n ^ (n >> 30)) * 0xbf58476d1ce4e5b9;
    n = (n ^ (n >> 27)) * 0x94d049bb133111eb;
    return n ^ (n >> 31);
}

static struct str pick(const char *const *list, size_t count, uint64_t number)
{
    return str_from(list[number % count]);
}

/* 0 to 99, another one for each `question`. */
static int percent(int64_t n, uint64_t question)
{
    return (int)(mixed((uint64_t)n * 31 + question) % 100);
}

static void set_addresses(struct ctx *ctx, int64_t n, struct customer *out)
{
    struct str number = arena_printf(ctx->arena, "+346%08lld", (long long)n % 100000000);

    if (percent(n, 1) < 92) {
        out->emails = (struct email_list){ .items = ARENA_NEW(ctx->arena, struct email_entry), .count = 1 };
        out->emails.items[0].address = arena_printf(ctx->arena, "person.%lld@mail%lld.example", (long long)n,
                                                    (long long)(n % 97));
    }
    if (percent(n, 2) < 80) {
        out->phones = (struct phone_list){ .items = ARENA_NEW(ctx->arena, struct phone_entry), .count = 1 };
        out->phones.items[0] = (struct phone_entry){
            .number = number,
            .display = arena_printf(ctx->arena, "+34 %.*s", STR_PRINT(str_slice(number, 3, number.len))),
            .country = STR("ES"),
            .raw = str_slice(number, 3, number.len),
        };
    }
}

static void set_profile(struct ctx *ctx, int64_t n, struct customer *out)
{
    uint64_t place = mixed((uint64_t)n) % COUNT(cities);

    if (percent(n, 3) < 50) {
        out->street = arena_printf(ctx->arena, "Calle Mayor %d", percent(n, 4) + 1);
        out->city = str_from(cities[place]);
        out->zip = arena_printf(ctx->arena, "%05lld", (long long)n % 100000);
        out->country = str_from(countries[place]);
    }
    if (percent(n, 5) < 15)
        out->company = arena_printf(ctx->arena, "Company %lld Ltd.", (long long)n % 5000);
    if (percent(n, 6) < 10)
        out->notes = STR("Prefers the morning; has a \"boat licence\".\nCame with the family last summer.");
    if (percent(n, 7) < 30) {
        out->tags = (struct string_list){ .items = ARENA_NEW(ctx->arena, struct str), .count = 1 };
        out->tags.items[0] = pick(tags, COUNT(tags), mixed((uint64_t)n + 7));
    }
    out->language = percent(n, 8) < 60 ? STR("es") : STR_EMPTY;
}

static void set_analytics(int64_t n, int64_t now_ms, struct customer *out)
{
    out->other_currencies = STR("[]");
    if (percent(n, 9) < 30)
        return;
    out->bookings = out->own_bookings = 1 + percent(n, 10) / 25;
    out->spent_minor = out->paid_minor = out->bookings * (2500 + 100 * percent(n, 11));
    out->first_booking_ms = out->created_ms;
    out->latest_booking_ms = out->last_booking_ms = now_ms - (now_ms - out->created_ms) * (percent(n, 12) + 1) / 101;
    out->last_end_ms = out->last_booking_ms + 2 * HOUR_MS;
    out->canceled = percent(n, 13) < 5;
}

void sample_customer(struct ctx *ctx, int64_t n, struct customer *out)
{
    struct person person;

    *out = (struct customer){ .location_id = ctx->location_id };
    out->id = ctx_new_id(ctx);
    out->created_ms = out->updated_ms = out->active_ms = ctx->now_ms;
    out->edit = out->view = 1;
    out->name = arena_printf(ctx->arena, "%s %s", pick(first_names, COUNT(first_names), mixed((uint64_t)n + 1)).ptr,
                             pick(last_names, COUNT(last_names), mixed((uint64_t)n + 2)).ptr);
    out->source = pick(sources, COUNT(sources), mixed((uint64_t)n + 3));
    set_addresses(ctx, n, out);
    set_profile(ctx, n, out);
    set_analytics(n, ctx->now_ms + 400 * DAY_MS, out);
    out->no_email = out->incomplete = out->emails.count == 0;
    person = customer_person(out);
    person_derive(ctx, &person);
}
