/*
 * What would run against the order of the features: declared here, written in app/hooks.c as one readable list.
 */
#ifndef FEATURES_HOOKS_H
#define FEATURES_HOOKS_H

#include "features/customer/customer.h"

struct booking;
struct booking_outcome;
struct mail_wish;
struct user;

/* Somebody was added to the team who is to choose their password themselves. */
enum err hook_user_invited(struct ctx *ctx, const struct user *user);

/* They signed in with a browser that was not seen before, and it is certain: ctx's ip and user agent say with which. */
enum err hook_signed_in_anew(struct ctx *ctx, const struct user *user);

/* The settings of ctx's location were saved: what was counted with the old ones follows. */
enum err hook_location_changed(struct ctx *ctx, const struct location *before, const struct location *after);

/* A location was made, and is ctx's: what every one begins with. */
enum err hook_location_created(struct ctx *ctx, const struct location *location);

/* The stored, time-dependent analytics of this customer have passed their turn: computes them for ctx->now_ms
 * from the bookings, without writing. */
enum err hook_customer_turned(struct ctx *ctx, id64 customer_id, struct customer_analytics *analytics);

/* The outside text of a person's id, be it a customer's or a contact's; empty when there is nobody (any more). */
struct str hook_person_text(struct ctx *ctx, id64 person_id);

/* A person is about to be deleted: how much would be unlinked. */
enum err hook_person_ties(struct ctx *ctx, id64 person_id, struct person_ties *out);

/* A person is being deleted: what hangs on it stays, unlinked, and no later message links it by itself.
 * `undo` receives what taking it back needs: an object with a member for each kind of tie. */
enum err hook_person_deleted(struct ctx *ctx, id64 person_id, struct str *undo);
/* It is back: what nobody linked meanwhile is theirs again, and what came since the deletion is linked as if it came now. */
enum err hook_person_restored(struct ctx *ctx, const struct trash_item *item);

/* An address (normal form) or number (E.164) decides from now on that it is this person: what was sent there while it
 * was nobody's is theirs. */
enum err hook_person_reached(struct ctx *ctx, const struct person *person, struct str address);

/* A contact was linked to a customer: what waited on the contact moves to the customer. */
enum err hook_contact_converted(struct ctx *ctx, id64 contact_id, id64 customer_id);

/* A follow-up for many people ({"due_at", "note", "site", "assignee_id"}): is it acceptable (problems are collected), and
 * one of them for this person. */
enum err hook_follow_up_check(struct ctx *ctx, const json_t *plan);
enum err hook_follow_up_plan(struct ctx *ctx, enum person_kind kind, id64 person_id, const json_t *plan);

/* A follow-up was announced: whoever is in charge gets a mail. */
enum err hook_follow_up_due(struct ctx *ctx, id64 follow_up_id);

/* Does this member of the team, who works in ctx's location, still want this kind of mail, and which page ends it? */
enum err hook_mail_wish(struct ctx *ctx, struct str kind, id64 user_id, struct mail_wish *out);

/* Whose booking has this confirmation code, or short code? 0 in *id when nobody's. */
enum err hook_person_by_code(struct ctx *ctx, struct str code, id64 *id);

/* A manifest as it was sent, of any shape: its categories must be known, and give their titles where none was sent. */
enum err hook_manifest_settle(struct ctx *ctx, json_t *manifest);

/* A booking was saved; `before` is NULL when it is new. Guests come and move along, records find their booking. */
enum err hook_booking_saved(struct ctx *ctx, const struct booking *before, const struct booking *after, bool by_hand,
                            struct booking_outcome *outcome);

/* A booking is about to be deleted: its guests go, its records stay without it. */
enum err hook_booking_gone(struct ctx *ctx, const struct booking *booking);

#endif
