#include "cli/demo_plan.h"

#include "base/zone.h"

#include <stdlib.h>
#include <string.h>

enum {
    SEED = 1847,
    PEOPLE_MOST = 7000,
    EVENTS_MOST = 20000,
    DAYS_BACK = 3 * 365,
    DAYS_AHEAD = 75,
    LEADS_ONLY = 1150, /* who never booked */
    BOOKINGS_TODAY = 11, /* at least, whatever the season: the desk has something to do */
    BOOKINGS_TOMORROW = 7,
    BOOKINGS_A_WEEK_AHEAD = 2
};

struct activity {
    const char *name;
    int weight;
    int hour, minute;
    int64_t lasts_ms;
    int64_t price_minor; /* a head */
};

/* clang-format off */
static const struct activity activities[] = {
    { "Harbour tour",     26,  9, 30, 2 * 60 * 60 * 1000, 4500 },
    { "Harbour tour",     18, 14,  0, 2 * 60 * 60 * 1000, 4500 },
    { "Sunset kayak",     22, 18, 30, 5 * 30 * 60 * 1000, 5500 },
    { "Old Head day trip", 9,  9,  0, 7 * 60 * 60 * 1000, 9500 },
    { "Kayak rental",     14, 11,  0, 3 * 60 * 60 * 1000, 3000 },
    { "Double kayak",      8, 12,  0, 2 * 60 * 60 * 1000, 5000 },
    { "Beginners' class",  3, 10,  0, 3 * 60 * 60 * 1000, 6000 },
};

/* Bookings a day by month, in tenths: the sea is cold in winter. */
static const int season[12] = { 4, 6, 19, 45, 80, 112, 158, 165, 90, 38, 11, 8 };

static const struct { const char *source, *method; int weight; } lead_sources[] = {
    { "contact-form", "form-submission", 34 },      { "subscribe-form", "form-submission", 26 },
    { "abandoned-checkout", "opt-in-checkbox", 16 }, { "referral", "manual", 8 },
    { "manual", "manual", 10 },                      { "import", "import", 4 },
    { "instagram", "manual", 2 },
};
static const struct { const char *channel; int weight; } channels[] = {
    { "direct", 58 }, { "phone", 12 }, { "walk-in", 8 }, { "viator", 12 }, { "getyourguide", 10 },
};
static const char *const sites[] = { "North pier", "North pier", "North pier", "Castlepark" };
static const char *const lost_reasons[] = { "Too expensive", "Dates did not fit", "Booked elsewhere", "No answer" };
static const char *const booking_notes[] = { "Birthday of the youngest", "Late by 15 minutes", "One vegetarian lunch", "Left a dry bag behind", "First time in a kayak" };
/* clang-format on */

#define PICK(dice, list) (list)[dice_roll(dice, (int64_t)(sizeof(list) / sizeof((list)[0])))]

#define PICK_WEIGHTED(dice, list, index)                                 \
    do {                                                                 \
        int64_t at_ = dice_roll((dice), 100);                            \
        (index) = 0;                                                     \
        while ((at_ -= (list)[(index)].weight) >= 0 && (index) + 1 < sizeof(list) / sizeof((list)[0])) \
            (index)++;                                                   \
    } while (0)

struct planner {
    struct arena *arena;
    struct dice dice;
    struct str zone;
    int64_t now_ms;
    int64_t today;
    struct demo_plan *plan;
    int bookings;
    int bookers[PEOPLE_MOST]; /* who has booked so far */
    int booker_count;
};

static int new_person(struct planner *p)
{
    struct demo_plan *plan = p->plan;
    int index = plan->person_count;

    if (index == PEOPLE_MOST)
        return (int)dice_roll(&p->dice, PEOPLE_MOST);
    demo_person_make(p->arena, &p->dice, index + 1, &plan->people[index]);
    plan->person_count++;
    return index;
}

static struct demo_event *new_event(struct planner *p, enum demo_kind kind, int64_t at_ms, int person)
{
    struct demo_plan *plan = p->plan;
    struct demo_event *event;

    if (plan->event_count == EVENTS_MOST || at_ms > p->now_ms)
        return NULL;
    event = &plan->events[plan->event_count++];
    *event = (struct demo_event){ .kind = kind, .at_ms = at_ms, .person = person };
    return event;
}

static void add_lead(struct planner *p, int64_t at_ms, int person, bool may_be_lost)
{
    struct demo_event *lead = new_event(p, DEMO_LEAD, at_ms, person);
    size_t source;

    if (!lead)
        return;
    PICK_WEIGHTED(&p->dice, lead_sources, source);
    lead->source = lead_sources[source].source;
    lead->obtain_method = lead_sources[source].method;
    lead->consent = strcmp(lead->source, "subscribe-form") == 0 || dice_chance(&p->dice, 62);
    if (may_be_lost && dice_chance(&p->dice, 18))
        lead->lost_reason = PICK(&p->dice, lost_reasons);
}

/* Regulars come back more than others: the first bookers of all are picked oftener. */
static int returning_person(struct planner *p)
{
    int64_t pool = dice_chance(&p->dice, 35) ? 1 + p->booker_count / 12 : p->booker_count;

    return p->bookers[dice_roll(&p->dice, pool)];
}

static int pick_booker(struct planner *p, int64_t made_ms)
{
    int person;

    if (p->booker_count > 30 && dice_chance(&p->dice, 55))
        return returning_person(p);
    person = new_person(p);
    if (p->booker_count < PEOPLE_MOST)
        p->bookers[p->booker_count++] = person;
    if (dice_chance(&p->dice, 20))
        add_lead(p, made_ms - (1 + dice_roll(&p->dice, 20)) * DAY_MS, person, false);
    else if (dice_chance(&p->dice, 4))
        new_event(p, DEMO_WALK_IN, made_ms - HOUR_MS, person);
    return person;
}

static const char *pick_status(struct planner *p, int64_t ends_ms)
{
    int64_t roll = dice_roll(&p->dice, 100);

    if (ends_ms > p->now_ms)
        return roll < 84 ? "confirmed" : roll < 96 ? "pending" : "canceled";
    return roll < 88 ? "completed" : roll < 95 ? "canceled" : roll < 98 ? "no-show" : "confirmed";
}

static void set_money(struct planner *p, struct demo_event *booking, int64_t price_minor)
{
    int64_t adults = booking->party_size - booking->children;
    bool settled = strcmp(booking->status, "completed") == 0;

    booking->total_minor = adults * price_minor + booking->children * price_minor * 6 / 10;
    if (dice_chance(&p->dice, 7))
        booking->total_minor = booking->total_minor * 9 / 10;
    if (settled || dice_chance(&p->dice, 55))
        booking->paid_minor = booking->total_minor;
    else if (dice_chance(&p->dice, 60))
        booking->paid_minor = booking->total_minor * 3 / 10;
    if (strcmp(booking->status, "canceled") == 0)
        booking->paid_minor = dice_chance(&p->dice, 30) ? booking->total_minor * 3 / 10 : 0;
}

/* Today, tomorrow or the day after, 36 or so years ago. */
static void have_birthday_soon(struct planner *p, int person)
{
    struct str day = date_text(p->arena, p->today + dice_roll(&p->dice, 3));

    p->plan->people[person].date_of_birth = arena_printf(p->arena, "1988%.*s", STR_PRINT(str_slice(day, 4, day.len)));
}

static void add_booking(struct planner *p, int64_t day)
{
    struct demo_event *booking;
    size_t activity, channel;
    int64_t starts_ms, made_ms;

    PICK_WEIGHTED(&p->dice, activities, activity);
    PICK_WEIGHTED(&p->dice, channels, channel);
    starts_ms = zone_day_start_ms(p->zone, day) +
                (activities[activity].hour * 60 + activities[activity].minute) * MINUTE_MS;
    made_ms = starts_ms - dice_roll(&p->dice, 40) * dice_roll(&p->dice, 25) * HOUR_MS - 3 * HOUR_MS;
    if (made_ms > p->now_ms && day <= p->today + 7)
        made_ms = p->now_ms - (1 + dice_roll(&p->dice, 50 * 60)) * MINUTE_MS;
    if (made_ms > p->now_ms)
        return;
    booking = new_event(p, DEMO_BOOKING, made_ms, 0);
    if (!booking)
        return;
    booking->person = pick_booker(p, made_ms);
    if (day == p->today && dice_chance(&p->dice, 20))
        have_birthday_soon(p, booking->person);
    booking->number = ++p->bookings;
    booking->activity = activities[activity].name;
    booking->channel = channels[channel].channel;
    booking->site = PICK(&p->dice, sites);
    booking->starts_ms = starts_ms;
    booking->ends_ms = starts_ms + activities[activity].lasts_ms;
    booking->status = pick_status(p, booking->ends_ms);
    booking->party_size = dice_chance(&p->dice, 4) ? 7 + (int)dice_roll(&p->dice, 8) : 1 + (int)dice_roll(&p->dice, 5);
    if (booking->party_size > 2 && dice_chance(&p->dice, 55))
        booking->children = 1 + (int)dice_roll(&p->dice, booking->party_size / 2);
    booking->currency = strcmp(booking->channel, "viator") == 0 && dice_chance(&p->dice, 12) ? "GBP" : "EUR";
    set_money(p, booking, activities[activity].price_minor);
    if (dice_chance(&p->dice, 6))
        booking->note = PICK(&p->dice, booking_notes);
}

static int at_least(int64_t days_ahead)
{
    if (days_ahead < 0 || days_ahead > 7)
        return 0;
    return days_ahead == 0 ? BOOKINGS_TODAY : days_ahead == 1 ? BOOKINGS_TOMORROW : BOOKINGS_A_WEEK_AHEAD;
}

static int bookings_of_day(struct planner *p, int64_t day)
{
    struct str date = date_text(p->arena, day);
    int month = (date.ptr[5] - '0') * 10 + date.ptr[6] - '1';
    int64_t weekday = (day + 4) % 7; /* 0 is Sunday */
    int64_t tenths = season[month];
    int count;

    if (weekday == 0 || weekday == 6)
        tenths = tenths * 14 / 10;
    tenths = tenths * (70 + (day - p->today + DAYS_BACK) * 40 / DAYS_BACK) / 100; /* a business that grows */
    count = (int)(tenths / 10 + dice_chance(&p->dice, (int)(tenths % 10) * 10));
    return count < at_least(day - p->today) ? at_least(day - p->today) : count;
}

static int by_time(const void *a, const void *b)
{
    const struct demo_event *left = a, *right = b;

    if (left->at_ms != right->at_ms)
        return left->at_ms < right->at_ms ? -1 : 1;
    return (left->number > right->number) - (left->number < right->number);
}

void demo_plan_make(struct arena *arena, struct str zone, int64_t now_ms, struct demo_plan *out)
{
    struct planner *p = ARENA_NEW(arena, struct planner);
    int64_t today = zone_day(zone, now_ms);

    *out = (struct demo_plan){
        .people = ARENA_ARRAY(arena, struct demo_person, PEOPLE_MOST),
        .events = ARENA_ARRAY(arena, struct demo_event, EVENTS_MOST),
    };
    *p = (struct planner){
        .arena = arena,
        .dice = { SEED },
        .zone = zone,
        .now_ms = now_ms,
        .today = today,
        .plan = out,
    };
    for (int64_t day = today - DAYS_BACK; day <= today + DAYS_AHEAD; day++)
        for (int left = bookings_of_day(p, day); left > 0; left--)
            add_booking(p, day);
    for (int i = 0; i < LEADS_ONLY; i++)
        add_lead(p,
                 now_ms - dice_roll(&p->dice, DAYS_BACK) * dice_roll(&p->dice, 100) * DAY_MS / 100 -
                     (1 + dice_roll(&p->dice, 36 * 60)) * MINUTE_MS,
                 new_person(p), true);
    qsort(out->events, (size_t)out->event_count, sizeof(out->events[0]), by_time);
}
