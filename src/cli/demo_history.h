/*
 * What the demo business said, asked and meant to do around its leads and bookings, and who works there.
 */
#ifndef CLI_DEMO_HISTORY_H
#define CLI_DEMO_HISTORY_H

#include "cli/demo_plan.h"
#include "features/booking/booking.h"

struct demo_history {
    struct dice dice;
    int64_t now_ms;    /* the real one: nothing is done after it */
    id64 team[3];      /* the owner first */
    id64 survey_id;
};

/* The team, the categories of guests and the survey; ctx is in the location, ctx->actor its owner. */
enum err demo_history_begin(struct ctx *ctx, struct demo_history *history);

/* Calls, mails and follow-ups around a new lead. */
enum err demo_after_lead(struct ctx *ctx, struct demo_history *history, const struct demo_event *event,
                         const struct contact *contact);

/* The confirmation that went out, and what they said of the trip. */
enum err demo_after_booking(struct ctx *ctx, struct demo_history *history, const struct demo_event *event,
                            const struct booking *booking);

/* Who comes along: the "guests" of a booking's message, a list; NULL when nobody is named. */
json_t *demo_guests(struct ctx *ctx, struct demo_history *history, const struct demo_event *event);

#endif
