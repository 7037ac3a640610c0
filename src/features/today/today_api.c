/*
 * The route of a day's arrivals.
 */
#include "api/api.h"
#include "base/zone.h"
#include "features/booking/booking.h"
#include "features/demographic/demographic.h"
#include "features/today/today.h"
#include "features/user/permission.h"

static bool may(const struct ctx *ctx, uint64_t permission)
{
    return (ctx->permissions & permission) == permission;
}

static void put_money(struct json_writer *w, int64_t amount_minor, struct str currency)
{
    put_object(w);
    put_key(w, "amount");
    put_int(w, amount_minor);
    put_key(w, "currency");
    put_string(w, currency);
    put_object_end(w);
}

/* Birth dates are not for everybody; so is the day on which somebody has one. */
static void put_birthday(struct json_writer *w, struct ctx *ctx, const struct today *today, struct str born)
{
    int in = today_birthday_in(born, today->day);

    if (!may(ctx, PERM_PRIVATE_READ))
        return;
    put_key(w, "birthday");
    if (in < 0) {
        put_null(w);
        return;
    }
    struct str date = date_text(ctx->arena, today->day + in);
    put_object(w);
    put_key(w, "date");
    put_string(w, date);
    put_key(w, "in_days");
    put_int(w, in);
    put_key(w, "turns");
    put_int(w, demographic_age(born, date));
    put_object_end(w);
}

static void put_guests(struct json_writer *w, struct ctx *ctx, const struct today *today, const struct arrival *arrival)
{
    put_array(w);
    for (int i = 0; i < arrival->guest_count; i++) {
        const struct arrival_guest *guest = &arrival->guests[i];

        put_object(w);
        put_key(w, "id");
        put_id(w, "gst", guest->id);
        put_key(w, "name");
        put_string_or_null(w, guest->name);
        put_key(w, "demographic_id");
        put_id(w, "dem", guest->demographic_id);
        put_key(w, "customer_id");
        put_id(w, "cus", guest->customer_id);
        put_birthday(w, ctx, today, guest->date_of_birth);
        put_object_end(w);
    }
    put_array_end(w);
}

static void put_customer(struct json_writer *w, struct ctx *ctx, const struct today *today,
                         const struct arrival *arrival)
{
    if (arrival->customer_id == 0) {
        put_null(w);
        return;
    }
    put_object(w);
    put_key(w, "id");
    put_id(w, "cus", arrival->customer_id);
    put_key(w, "name");
    put_string(w, arrival->name);
    put_key(w, "called");
    put_string_or_null(w, arrival->called);
    put_key(w, "organisation");
    put_bool(w, arrival->organisation);
    put_key(w, "tags");
    put_raw(w, arrival->tags.len ? arrival->tags : STR("[]"));
    put_key(w, "visits_before");
    put_int(w, arrival->visits_before);
    put_key(w, "last_activity");
    put_string_or_null(w, arrival->last_activity);
    put_key(w, "last_visit_at");
    put_time(w, arrival->last_ms);
    put_birthday(w, ctx, today, arrival->date_of_birth);
    put_object_end(w);
}

static void put_when_and_what(struct json_writer *w, const struct arrival *arrival)
{
    put_key(w, "booking_id");
    put_id(w, "bkg", arrival->booking_id);
    put_key(w, "starts_at");
    put_time(w, arrival->starts_ms);
    put_key(w, "ends_at");
    put_time(w, arrival->ends_ms);
    put_key(w, "all_day");
    put_bool(w, arrival->all_day);
    put_key(w, "site");
    put_string_or_null(w, arrival->site);
    put_key(w, "activity");
    put_string_or_null(w, arrival->activity);
    put_key(w, "status");
    put_string(w, arrival->status);
    put_key(w, "confirmation_code");
    put_string_or_null(w, arrival->confirmation_code);
    put_key(w, "short_code");
    put_string_or_null(w, arrival->short_code);
    put_key(w, "booker_name");
    put_string_or_null(w, arrival->booker_name);
    put_key(w, "booked_for");
    put_raw(w, arrival->booked_for.len ? arrival->booked_for : STR("null"));
}

static void put_arrival(struct json_writer *w, struct ctx *ctx, const struct today *today,
                        const struct arrival *arrival)
{
    put_object(w);
    put_when_and_what(w, arrival);
    put_key(w, "party_size");
    put_int(w, arrival->party_size);
    put_key(w, "manifest");
    put_raw(w, arrival->manifest.len ? arrival->manifest : STR("[]"));
    put_key(w, "participants");
    put_int(w, arrival->participants);
    if (may(ctx, PERM_MONEY_READ)) {
        put_key(w, "grand_total");
        put_money(w, arrival->grand_total_minor, arrival->currency);
        put_key(w, "balance");
        put_money(w, arrival->open_minor, arrival->currency);
    }
    if (may(ctx, PERM_PRIVATE_READ)) {
        put_key(w, "notes");
        put_string_or_null(w, arrival->notes);
    }
    put_key(w, "waivers");
    put_int(w, arrival->waivers);
    put_key(w, "missing_waivers");
    put_int(w, today_missing_waivers(today, arrival));
    put_key(w, "guests");
    put_guests(w, ctx, today, arrival);
    put_key(w, "customer");
    put_customer(w, ctx, today, arrival);
    put_key(w, "contact_id");
    put_id(w, "con", arrival->contact_id);
    put_object_end(w);
}

/* Today where no day is said; the desk sees those around it. */
static enum err read_day(struct ctx *ctx, const struct request *req, int64_t *day)
{
    static const char *const names[] = { "date", NULL };
    struct booking noon = { 0 };
    struct str date;

    TRY(request_query_only(ctx, req, names));
    date = request_query_value(ctx, req, "date");
    *day = zone_day(ctx->time_zone, ctx->now_ms);
    if (date.len > 0 && !date_parse(date, day))
        return fail(ctx, ERR_BAD_REQUEST, "A date is a day like 2026-05-01.");
    noon.starts_ms = zone_day_start_ms(ctx->time_zone, *day);
    if (!booking_visible(ctx, &noon))
        return fail(ctx, ERR_FORBIDDEN, "You work with bookings of the days around today only.");
    return ERR_OK;
}

static enum err show(struct ctx *ctx, const struct request *req, struct reply *rep)
{
    struct today today;
    int64_t day;

    TRY(read_day(ctx, req, &day));
    TRY(today_get(ctx, day, &today));
    struct json_writer w = reply_json(rep, 200);
    put_object(&w);
    put_key(&w, "date");
    put_string(&w, date_text(ctx->arena, day));
    put_key(&w, "arrivals");
    put_int(&w, today.count);
    put_key(&w, "participants");
    put_int(&w, today.participants);
    put_key(&w, "uses_waivers");
    put_bool(&w, today.uses_waivers);
    put_key(&w, "more");
    put_bool(&w, today.more);
    put_key(&w, "items");
    put_array(&w);
    for (int i = 0; i < today.count; i++)
        put_arrival(&w, ctx, &today, &today.items[i]);
    put_array_end(&w);
    put_object_end(&w);
    return reply_json_end(rep, &w);
}

static const struct query_param query[] = {
    { "date", "date", "A local day; today where it is not said" },
    { NULL, NULL, NULL },
};

#define MONEY_JSON                                                                                \
    "{\"type\":\"object\",\"required\":[\"amount\",\"currency\"],\"properties\":{"                 \
    "\"amount\":{\"type\":\"integer\"},\"currency\":{\"type\":\"string\"}}}"

#define BIRTHDAY_JSON                                                                                          \
    "{\"type\":[\"object\",\"null\"],\"description\":\"In the seven days from the date\",\"properties\":{"     \
    "\"date\":{\"type\":\"string\"},\"in_days\":{\"type\":\"integer\"},\"turns\":{\"type\":\"integer\"}}}"

#define TEXT_JSON "{\"type\":[\"string\",\"null\"]}"

#define GUEST_JSON                                                                                             \
    "{\"type\":\"object\",\"required\":[\"id\",\"name\",\"demographic_id\",\"customer_id\"],\"properties\":{"   \
    "\"id\":{\"type\":\"string\"},\"name\":" TEXT_JSON ",\"demographic_id\":" TEXT_JSON ",\"customer_id\":" TEXT_JSON \
    ",\"birthday\":" BIRTHDAY_JSON "}}"

#define CUSTOMER_JSON                                                                                        \
    "{\"type\":[\"object\",\"null\"],\"required\":[\"id\",\"name\",\"tags\",\"visits_before\"],\"properties\":{" \
    "\"id\":{\"type\":\"string\"},\"name\":{\"type\":\"string\"},\"called\":" TEXT_JSON                       \
    ",\"organisation\":{\"type\":\"boolean\"},\"tags\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},"  \
    "\"visits_before\":{\"type\":\"integer\",\"description\":\"Counted bookings that begin before this one\"}," \
    "\"last_activity\":" TEXT_JSON ",\"last_visit_at\":" TEXT_JSON ",\"birthday\":" BIRTHDAY_JSON "}}"

#define ARRIVAL_JSON                                                                                            \
    "{\"type\":\"object\",\"required\":[\"booking_id\",\"starts_at\",\"status\",\"participants\",\"waivers\","   \
    "\"missing_waivers\",\"guests\",\"customer\"],\"properties\":{\"booking_id\":{\"type\":\"string\"},"         \
    "\"starts_at\":{\"type\":\"string\"},\"ends_at\":{\"type\":\"string\"},\"all_day\":{\"type\":\"boolean\"}," \
    "\"site\":" TEXT_JSON ",\"activity\":" TEXT_JSON                                                             \
    ",\"status\":{\"type\":\"string\"},"                                                                         \
    "\"confirmation_code\":" TEXT_JSON ",\"short_code\":" TEXT_JSON ",\"booker_name\":" TEXT_JSON               \
    ",\"booked_for\":{\"type\":[\"object\",\"null\"]},\"party_size\":{\"type\":\"integer\"},"                   \
    "\"manifest\":{\"type\":\"array\",\"items\":{\"type\":\"object\"}},"                     \
    "\"participants\":{\"type\":\"integer\",\"description\":\"0 where nobody said how many\"},"               \
    "\"grand_total\":" MONEY_JSON ",\"balance\":" MONEY_JSON ",\"notes\":" TEXT_JSON                           \
    ",\"waivers\":{\"type\":\"integer\",\"description\":\"Signed for this booking\"},"                         \
    "\"missing_waivers\":{\"type\":\"integer\"},\"guests\":{\"type\":\"array\",\"items\":" GUEST_JSON          \
    "},\"customer\":" CUSTOMER_JSON ",\"contact_id\":" TEXT_JSON "}}"

#define TODAY_JSON                                                                                               \
    "{\"type\":\"object\",\"required\":[\"date\",\"arrivals\",\"participants\",\"uses_waivers\",\"more\",\"items\"]," \
    "\"properties\":{\"date\":{\"type\":\"string\"},\"arrivals\":{\"type\":\"integer\"},"                        \
    "\"participants\":{\"type\":\"integer\"},\"uses_waivers\":{\"type\":\"boolean\"},"                           \
    "\"more\":{\"type\":\"boolean\",\"description\":\"Arrivals beyond the first 2,000 are left out\"},"         \
    "\"items\":{\"type\":\"array\",\"items\":" ARRIVAL_JSON "}}}"

/* clang-format off */
extern const struct route today_routes[];
extern const int today_route_count;

const struct route today_routes[] = {
    { GET, "/today", PERM_BOOKING_NEAR, SLOW, show, "Who arrives on a day, by time and site, and who they are",
      .query = query, .gives_json = TODAY_JSON },
};
/* clang-format on */
const int today_route_count = (int)(sizeof(today_routes) / sizeof(today_routes[0]));
