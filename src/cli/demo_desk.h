/*
 * What lies on the desk of the demo business at this very moment, whatever the hour: follow-ups that are overdue, due
 * today and coming, a snoozed one, people in the archive and in the trash.
 */
#ifndef CLI_DEMO_DESK_H
#define CLI_DEMO_DESK_H

#include "cli/demo_history.h"

/* After all events; ctx->now_ms is the real time. */
enum err demo_fill_desk(struct ctx *ctx, struct demo_history *history);

#endif
