// What can be done about payments, waivers and orders.

import type { Customer, RecordEntry } from "../../lib/api-types";
import { post, Problem, remove } from "../../lib/api";
import { dialogs } from "../../lib/dialogs.svelte";
import { changed } from "../../lib/live";
import { router } from "../../lib/router.svelte";
import { session } from "../../lib/session.svelte";
import { common } from "../../lib/texts";
import { toasts } from "../../lib/toast.svelte";
import { t } from "./texts";

type Kind = RecordEntry["kind"];
type About = { booking_id?: string; customer_id?: string };

export const recordEntry = (kind: Kind, about: About, preset: { amount?: string; currency?: string } = {}) =>
  dialogs.show<RecordEntry>(() => import("./EntryForm.svelte"), { kind, about, preset });
export const editEntry = (entry: RecordEntry) =>
  dialogs.show<RecordEntry>(() => import("./EntryForm.svelte"), { kind: entry.kind, entry });

function touched(entry: RecordEntry) {
  changed("record", entry.id);
  changed("booking", entry.booking_id ?? undefined);
  changed("customer", entry.customer_id ?? undefined);
}

export async function deleteEntry(entry: RecordEntry) {
  if (!(await dialogs.ask({ title: t.deleteTitle, text: t.deleteText, yes: t.deleteYes, danger: true })))
    return;
  try {
    await remove(`${session.L}/records/${entry.id}`);
    touched(entry);
    toasts.show(t.deleted);
  } catch (error) {
    await dialogs.tell({ title: common.failedTitle, text: (error as Problem).message });
  }
}

export async function signerToCustomer(entry: RecordEntry) {
  try {
    const { data } = await post<Customer>(`${session.L}/records/${entry.id}/customer`);
    touched({ ...entry, customer_id: data.id });
    toasts.show(t.madeCustomer(data.name), common.openIt, () => router.go(`${session.home}/customers/${data.id}`));
  } catch (error) {
    await dialogs.tell({ title: common.failedTitle, text: (error as Problem).message });
  }
}
