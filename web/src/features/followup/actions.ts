// What can be done about follow-ups, one or many: from the list, the dashboard, the bell and every profile.

import type { FollowUp } from "../../lib/api-types";
import { post, Problem } from "../../lib/api";
import { dialogs } from "../../lib/dialogs.svelte";
import { nearTime } from "../../lib/format";
import { changed } from "../../lib/live";
import { session } from "../../lib/session.svelte";
import { toasts } from "../../lib/toast.svelte";
import type { PersonChoice } from "../../parts/person/PersonField.svelte";
import { t } from "./texts";

type Some = Pick<FollowUp, "id" | "name" | "note">;
const nameOf = (all: Some[]) => (all.length === 1 ? all[0].name ?? "" : t.doneMany(all.length));

export const scheduleFollowUp = (person?: PersonChoice) =>
  dialogs.show<FollowUp>(() => import("./ScheduleFollowUp.svelte"), { person });
export const rescheduleFollowUp = (id: string) =>
  dialogs.show<FollowUp>(() => import("./ScheduleFollowUp.svelte"), { id });

// Each by itself; what ended otherwise meanwhile is left as it is, and said.
async function each(all: Some[], verb: string, body: Record<string, unknown>): Promise<FollowUp[]> {
  const done: FollowUp[] = [];
  for (const { id } of all) {
    try {
      done.push((await post<FollowUp>(`${session.L}/follow-ups/${id}/${verb}`, body)).data);
    } catch (error) {
      if (!(error instanceof Problem) || ![404, 409].includes(error.status))
        throw error;
    }
  }
  changed("follow_up", all.length === 1 ? all[0].id : undefined);
  return done;
}

export async function finishFollowUps(all: Some[]): Promise<boolean> {
  const outcome = await dialogs.show<string>(() => import("./Done.svelte"), { name: nameOf(all), note: all.length === 1 ? all[0].note : "" });
  if (outcome === undefined)
    return false;
  const done = await each(all, "done", outcome ? { outcome } : {});
  const said = done.length < all.length ? t.some(done.length, all.length) : all.length === 1 ? t.doneToast(nameOf(all)) : t.doneMany(done.length);
  toasts.show(said, done.length === 1 ? t.schedule : undefined, () => scheduleFollowUp(personOf(done[0])));
  return true;
}

export async function snoozeFollowUps(all: Some[]): Promise<boolean> {
  const until = await dialogs.show<Record<string, unknown>>(() => import("./Snooze.svelte"), { name: nameOf(all) });
  if (!until)
    return false;
  const done = await each(all, "snooze", until);
  toasts.show(done.length < all.length ? t.some(done.length, all.length) : t.snoozedToast(nearTime(done[0]?.snoozed_until)));
  return true;
}

export async function cancelFollowUps(all: Some[]): Promise<boolean> {
  if (!(await dialogs.ask({ title: t.cancelTitle(all.length), text: t.cancelText, yes: t.cancelYes(all.length), no: t.cancelNo })))
    return false;
  const done = await each(all, "cancel", {});
  toasts.show(done.length < all.length ? t.some(done.length, all.length) : t.canceledToast(done.length));
  return true;
}

export const personOf = (followUp: FollowUp): PersonChoice =>
  ({ kind: followUp.customer_id ? "customer" : "contact", id: followUp.customer_id ?? followUp.contact_id ?? "", name: followUp.name ?? "" });
export const personHref = (followUp: Pick<FollowUp, "customer_id" | "contact_id">) =>
  `${session.home}/${followUp.customer_id ? `customers/${followUp.customer_id}` : `leads/${followUp.contact_id}`}`;
