/*
 * Between the files of this feature.
 */
#ifndef FEATURES_CHECKOUT_CHECKOUT_RULES_H
#define FEATURES_CHECKOUT_CHECKOUT_RULES_H

#include "features/checkout/checkout.h"

bool checkout_is(const struct checkout *checkout, const char *state);

/* Saves what differs, with its event ("checkout.abandoned"; NULL: none) and its figures. */
enum err checkout_save(struct ctx *ctx, const char *action, const struct checkout *before, struct checkout *after);

/* What is made from other members: normal address and number, search text. */
void checkout_derive(struct ctx *ctx, struct checkout *checkout);

/* How it stands in the figures of the dashboard. */
struct figure_checkout checkout_figure(const struct ctx *ctx, const struct checkout *checkout);

/* The key of its reminder in the outbox. */
struct str checkout_mail_key(struct ctx *ctx, const struct checkout *checkout);

/* The mail that reminds somebody of it; `text` stands before the link, empty: a sentence of ours. */
void checkout_reminder(struct ctx *ctx, const struct checkout *checkout, struct str text, struct str *subject,
                       struct str *body);

/* In a report: when the box was ticked, on which page, and of a browser from where; anew when its wording is another. */
void checkout_witness(struct ctx *ctx, const struct checkout_report *report, const struct checkout *before,
                      struct checkout *after);

/* Once its person is known: what was ticked goes into the ledger. It can be shown when its wording and its page are known. */
enum err checkout_take_consent(struct ctx *ctx, const struct checkout *checkout);

/* Is there a yes that can be shown? Any other would be withheld on its way. */
enum err checkout_may_remind(struct ctx *ctx, const struct checkout *checkout, bool *out);

/* It has been left alone: whose it is, the contact, the consent that was ticked, the reminder. */
enum err checkout_abandon(struct ctx *ctx, const struct checkout *before);

#endif
