/*
 * Checkouts of the demo business: those that became leads in three years, and the ones of these days, in every state.
 */
#ifndef CLI_DEMO_CHECKOUTS_H
#define CLI_DEMO_CHECKOUTS_H

#include "cli/demo_history.h"

/* Somebody leaves a checkout at event->at_ms; *contact is the lead that became of it, its id 0 when they were known. */
enum err demo_leave_checkout(struct ctx *ctx, struct demo_history *history, const struct demo_event *event,
                             const struct demo_person *person, struct contact *contact);

/* What the last weeks brought, up to now; older ones have expired. ctx->now_ms is the real time, before and after. */
enum err demo_fill_checkouts(struct ctx *ctx, struct demo_history *history);

#endif
