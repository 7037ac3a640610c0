/*
 * What came in by the demo business's forms in the last weeks: enquiries that were answered, are taken, wait, wait too long, one that
 * nobody is sure about, subscriptions, and what robots sent.
 */
#ifndef CLI_DEMO_FORMS_H
#define CLI_DEMO_FORMS_H

#include "cli/demo_history.h"

/* After all events; ctx->now_ms is the real time. */
enum err demo_fill_forms(struct ctx *ctx, struct demo_history *history);

#endif
