// What was paid for a booking, and what is open: by the payments that are recorded for it, where there are any; else as the
// booking says.

import type { Booking, Money } from "../../lib/api-types";

export const paidOf = (booking: Booking): Money | undefined => (booking.payments ? booking.payments_total : booking.paid);

export function openOf(booking: Booking): Money | undefined {
  const { payments, payments_total: paid, grand_total: total } = booking;
  return payments && paid && total ? { ...total, amount: total.amount - paid.amount } : booking.balance;
}
