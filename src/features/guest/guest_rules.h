/*
 * What the rules of guests share among themselves.
 */
#ifndef FEATURES_GUEST_GUEST_RULES_H
#define FEATURES_GUEST_GUEST_RULES_H

#include "features/guest/guest.h"

/* The members that follow from others. */
void guest_derive(struct ctx *ctx, const struct booking *booking, struct guest *guest);

/* Looks for the customer, unless staff said who it is. */
enum err guest_match(struct ctx *ctx, const struct booking *booking, struct guest *guest);

/* Row, count of appearances, audit. Nothing is written when nothing changed; *changed (may be NULL) says so. */
enum err guest_insert(struct ctx *ctx, const struct booking *booking, struct guest *guest);
enum err guest_save(struct ctx *ctx, const struct guest *before, struct guest *after, bool *changed);

/* The birth date becomes the age on the day of the trip. */
void guest_forget_birth(struct ctx *ctx, struct guest *guest);

bool guest_keeps(const struct guest *guest, const char *member);
void guest_keep(struct ctx *ctx, struct guest *guest, const char *member);

/* However often the booking system names this guest again, the booking does not take them in: a keyed hash says who it is. */
enum err guest_stay_away(struct ctx *ctx, const struct guest *guest);

/* Did staff or an erasure take off the booking whom this entry of a list names? */
enum err guest_was_removed(struct ctx *ctx, const struct booking *booking, const struct guest *told, bool *out);

/* The list that came with a booking: from another system it replaces what such a list brought before, by hand (of a new
 * booking) it adds. */
enum err guest_report(struct ctx *ctx, const struct booking *booking, bool by_hand, struct booking_outcome *outcome);

#endif
