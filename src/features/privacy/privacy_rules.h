/*
 * What the rules of privacy share among themselves.
 */
#ifndef FEATURES_PRIVACY_PRIVACY_RULES_H
#define FEATURES_PRIVACY_PRIVACY_RULES_H

#include "features/privacy/privacy.h"

/* Whom the subject means, and everything of theirs. */
enum err privacy_find(struct ctx *ctx, const struct erasure_subject *subject, struct forget *forget);
/* The same for people, addresses and rows that `forget` has already: those of an erasure that is done again. */
enum err privacy_find_again(struct ctx *ctx, struct forget *forget);
/* Rows of features by the people, addresses and bookings that `forget` has; what is there already stays. */
enum err privacy_find_rows(struct ctx *ctx, struct forget *forget);

/* Traces: where people are mentioned without a row of their own. Finding reads the audit through once. */
enum err privacy_find_traces(struct ctx *ctx, struct forget *forget);
/* Audit, stored answers, finished jobs, names that turned up; the audit from where finding stopped. */
enum err privacy_forget_traces(struct ctx *ctx, struct forget *forget);

/* In a write, after finding: everything of it. */
enum err privacy_erase(struct ctx *ctx, struct forget *forget);

/* People go, rows lose who they were, tags that nobody bears any more go. */
enum err privacy_let_go(struct ctx *ctx, struct forget *forget);

/* What was erased leaves the files; all erasures so far are clean then. ERR_OK also when it has to wait. */
enum err privacy_clean(struct ctx *ctx);

/* Takes the addresses from people who only share them. */
enum err privacy_take_from_sharers(struct ctx *ctx, struct forget *forget);

/* Does a text mention one of these addresses or records ("cus_…")? */
bool privacy_mentions(struct forget *forget, struct str text);

#endif
