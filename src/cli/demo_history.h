/*
 * What the demo business said, asked and meant to do around its leads and bookings, and who works there.
 */
#ifndef CLI_DEMO_HISTORY_H
#define CLI_DEMO_HISTORY_H

#include "cli/demo_plan.h"
#include "features/booking/booking.h"

enum { DEMO_TEAM = 3, DEMO_RECENT = 40 };

struct demo_user {
    id64 id;
    struct str name;
};

struct demo_history {
    struct dice dice;
    int64_t now_ms;                   /* the real one: nothing is done after it */
    struct demo_user team[DEMO_TEAM]; /* who look after people, the owner first */
    struct demo_user engine;          /* the booking engine's API key */
    id64 adult_id;
    id64 child_id;
    id64 survey_id;
    id64 leads[DEMO_RECENT];          /* the newest, some that still are none else's; 0: not that many */
    id64 customers[DEMO_RECENT];
    int lead_count;
    int customer_count;
    int planned;                      /* follow-ups on the desk so far */
    id64 last_task_id;
};

/* The team, the booking engine's key, the categories of guests and the surveys; ctx is in the location, ctx->actor its
 * owner. */
enum err demo_history_begin(struct ctx *ctx, struct demo_history *history);

/* Whose work the next is: one of the team, the booking engine, a form on the website. */
void demo_as_staff(struct ctx *ctx, struct demo_history *history);
void demo_as_program(struct ctx *ctx, const struct demo_history *history);
void demo_as_form(struct ctx *ctx);

/* Calls, mails, consents and follow-ups around a new lead. */
enum err demo_after_lead(struct ctx *ctx, struct demo_history *history, const struct demo_event *event,
                         const struct contact *contact);

/* The confirmation that went out, what was paid, signed and bought, and what they said of the trip. */
enum err demo_after_booking(struct ctx *ctx, struct demo_history *history, const struct demo_event *event,
                            const struct booking *booking);

/* Somebody has become a customer. */
enum err demo_after_customer(struct ctx *ctx, struct demo_history *history, id64 customer_id);

/* Who comes along: the "guests" of a booking's message, a list; NULL when nobody is named. `friend` is somebody else
 * who has booked before, or NULL. */
json_t *demo_guests(struct ctx *ctx, struct demo_history *history, const struct demo_event *event,
                    const struct demo_person *friend);

/* Values of a message. An empty string is null. */
json_t *demo_json(struct str text);
json_t *demo_money(int64_t minor, const char *currency);

#endif
