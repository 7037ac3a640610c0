/*
 * What the till of the demo business and its waiver tablet report about a booking: payments, waivers, orders.
 */
#ifndef CLI_DEMO_RECORDS_H
#define CLI_DEMO_RECORDS_H

#include "cli/demo_history.h"

/* Of bookings of the last fourteen months and those ahead. The payments add up to what the booking says was paid. */
enum err demo_add_records(struct ctx *ctx, struct demo_history *history, const struct demo_event *event,
                          const struct booking *booking);

#endif
