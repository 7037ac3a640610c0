// What can be done with bookings from anywhere.

import type { Booking, Customer } from "../../lib/api-types";
import { put, remove } from "../../lib/api";
import { dialogs } from "../../lib/dialogs.svelte";
import { changed } from "../../lib/live";
import { session } from "../../lib/session.svelte";
import { common } from "../../lib/texts";
import { toasts } from "../../lib/toast.svelte";
import { t } from "./texts";

export const newBooking = (customer?: Customer) => dialogs.show<Booking>(() => import("./BookingForm.svelte"), { customer });
export const editBooking = (id: string) => dialogs.show<Booking>(() => import("./BookingForm.svelte"), { id });

const path = (booking: Booking) => `${session.L}/bookings/${booking.id}`;

export async function attachBooking(booking: Booking) {
  const chosen = await dialogs.show<Customer>(() => import("../customer/ChooseCustomer.svelte"), { title: t.attachTitle });
  if (!chosen)
    return;
  await put(`${path(booking)}/customer`, { customer_id: chosen.id });
  changed("booking", booking.id);
  toasts.show(t.attachedTo(chosen.name));
}

export async function detachBooking(booking: Booking) {
  const owner = booking.customer_id;
  await remove(`${path(booking)}/customer`, "");
  changed("booking", booking.id);
  toasts.show(t.detached, owner ? common.undo : undefined, async () => {
    await put(`${path(booking)}/customer`, { customer_id: owner });
    changed("booking", booking.id);
  });
}

export async function deleteBooking(booking: Booking): Promise<boolean> {
  if (!(await dialogs.ask({ title: t.deleteTitle, text: t.deleteText, yes: t.delete, danger: true })))
    return false;
  await remove(path(booking));
  changed("booking", booking.id);
  toasts.show(t.deleted);
  return true;
}
