/*
 * What the rules of bookings share among themselves.
 */
#ifndef FEATURES_BOOKING_BOOKING_RULES_H
#define FEATURES_BOOKING_BOOKING_RULES_H

#include "features/booking/booking.h"

/* No message from outside changes this member from now on. */
void booking_keep(struct ctx *ctx, struct booking *booking, struct str member);

/* Fills in what follows from the shown members: codes, dates, normal forms, search text. */
void booking_derive(struct ctx *ctx, struct booking *booking);

/* Only the phone and e-mail's normal forms, with a warning for each part of the booker that is left off the profile. */
void booking_warn_booker(struct ctx *ctx, const struct booking *booking, struct booking_outcome *outcome);

bool booking_is_draft(const struct booking *booking);

/* Links the booking to whoever it is, makes a customer, or leaves it alone. Nothing is saved in the booking's row.
 * `same_booker`: whoever was told before shows the same now. */
enum err booking_match(struct ctx *ctx, struct booking *booking, bool same_booker, enum booking_origin origin,
                       struct booking_outcome *outcome);

/* Staff edited the booker: the linked person's profile changes too. */
enum err booking_edit_profile(struct ctx *ctx, const struct booking *before, const struct booking *after);

/* Takes out of a message about an erased booking what says who it is; what is counted stays. */
void booking_leave_erased(json_t *body);

/* What was paid: by its payment records where there are any, else what the booking itself says. */
int64_t booking_paid(const struct booking *booking);

/* What is still to be paid: the grand total less the payment records where there are any, else the balance it was told. */
int64_t booking_open(const struct booking *booking);

#endif
