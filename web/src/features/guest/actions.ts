// What can be done with a guest of a booking.

import type { Booking, Customer, Guest } from "../../lib/api-types";
import { patch, post, Problem, remove } from "../../lib/api";
import { dialogs } from "../../lib/dialogs.svelte";
import { changed } from "../../lib/live";
import { router } from "../../lib/router.svelte";
import { session } from "../../lib/session.svelte";
import { common } from "../../lib/texts";
import { toasts } from "../../lib/toast.svelte";
import { t } from "./texts";

const path = (guest: Guest) => `${session.L}/guests/${guest.id}`;
export const nameOf = (guest: Guest) => guest.name ?? t.noName;

export const addGuest = (booking: Booking) => dialogs.show<Guest>(() => import("./GuestForm.svelte"), { booking });
export const editGuest = (booking: Booking, guest: Guest) => dialogs.show<Guest>(() => import("./GuestForm.svelte"), { booking, id: guest.id });

function touched(guest: Guest) {
  changed("guest", guest.id);
  changed("customer");
}

// What the server refuses is said as it says it: a minor, the booker, somebody who is a guest already.
async function or(run: () => Promise<void>) {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Problem))
      throw error;
    await dialogs.tell({ title: common.failedTitle, text: error.errors[0]?.detail ?? error.message });
  }
}

export const setCategory = (guest: Guest, demographicId: string | null) => or(async () => {
  await patch(path(guest), { demographic_id: demographicId }, "*");
  touched(guest);
});

export const makeCustomer = (guest: Guest) => or(async () => {
  const { data } = await post<Customer>(`${path(guest)}/customer`);
  touched(guest);
  toasts.show(t.made(data.name), common.openIt, () => router.go(`${session.home}/customers/${data.id}`));
});

export const linkGuest = (guest: Guest) => or(async () => {
  const chosen = await dialogs.show<Customer>(() => import("../customer/ChooseCustomer.svelte"), { title: t.linkTitle(nameOf(guest)) });
  if (!chosen)
    return;
  await patch(path(guest), { customer_id: chosen.id }, "*");
  touched(guest);
  toasts.show(t.linkedTo(chosen.name));
});

export const unlinkGuest = (guest: Guest) => or(async () => {
  await patch(path(guest), { customer_id: null }, "*");
  touched(guest);
  toasts.show(t.unlinked(nameOf(guest)), common.undo, () => void or(async () => {
    await patch(path(guest), { customer_id: guest.customer_id }, "*");
    touched(guest);
  }));
});

export const removeGuest = (guest: Guest) => or(async () => {
  if (!(await dialogs.ask({ title: t.removeTitle(nameOf(guest)), text: t.removeText, yes: t.remove, danger: true })))
    return;
  await remove(path(guest));
  touched(guest);
  toasts.show(t.removed(nameOf(guest)));
});
