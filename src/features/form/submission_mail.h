/*
 * What a submission makes us write: the alert to the business, and the question whether somebody meant it.
 */
#ifndef FEATURES_FORM_SUBMISSION_MAIL_H
#define FEATURES_FORM_SUBMISSION_MAIL_H

#include "features/consent/consent.h"
#include "features/form/submission.h"

/* To the location's support address, with reply-to the visitor and two links: Take it, Answered. Nothing without an address. */
enum err submission_mail_alert(struct ctx *ctx, const struct form *form, const struct submission *submission);

/* To the visitor; at most one a day for an address and form, so that nobody is pestered by who types their address in. */
enum err submission_mail_opt_in(struct ctx *ctx, const struct form *form, const struct submission *submission);

/* What the alert says about who wrote goes; one that waits is not sent. */
enum err submission_mail_forget(struct ctx *ctx, id64 id);

/* For the files of this feature: the event that a submission's consent is, without its wording; and the way from typed to
 * somebody's. */
struct consent submission_consent(const struct form *form, const struct submission *submission);
enum err submission_settle(struct ctx *ctx, const struct form *form, struct submission *submission);

#endif
