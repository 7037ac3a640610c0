/*
 * What the people of the demo business agreed to, and took back: every kind of event that the consent ledger knows.
 */
#ifndef CLI_DEMO_CONSENTS_H
#define CLI_DEMO_CONSENTS_H

#include "cli/demo_history.h"

/* After a lead came through a form. */
enum err demo_lead_consents(struct ctx *ctx, struct demo_history *history, const struct demo_event *event,
                            const struct contact *contact);

/* When somebody has become a customer. */
enum err demo_customer_consents(struct ctx *ctx, struct demo_history *history, id64 customer_id);

#endif
