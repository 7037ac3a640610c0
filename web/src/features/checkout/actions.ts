// Looking at a checkout, and taking its link along.

import type { Checkout } from "../../lib/api-types";
import { dialogs } from "../../lib/dialogs.svelte";
import { session } from "../../lib/session.svelte";
import { toasts } from "../../lib/toast.svelte";
import { resumeOf } from "./words";
import { t } from "./texts";

export const profileOf = (it: Checkout) =>
  (it.customer_id ? `${session.home}/customers/${it.customer_id}` : it.contact_id ? `${session.home}/leads/${it.contact_id}` : "");
export const bookingOf = (it: Checkout) => (it.booking_id ? `${session.home}/bookings/${it.booking_id}` : "");

export const readCheckout = (checkout: Checkout) => dialogs.show(() => import("./Read.svelte"), { checkout });

// Without TLS there is no clipboard: the dialog has the link to copy by hand.
export async function copyResume(checkout: Checkout) {
  try {
    await navigator.clipboard.writeText(resumeOf(checkout));
    toasts.show(t.copiedLink);
  } catch {
    await readCheckout(checkout);
  }
}
