// What can be done about communications from anywhere.

import type { Communication } from "../../lib/api-types";
import { remove } from "../../lib/api";
import { dialogs } from "../../lib/dialogs.svelte";
import { changed } from "../../lib/live";
import { session } from "../../lib/session.svelte";
import { toasts } from "../../lib/toast.svelte";
import type { PersonChoice } from "../../parts/person/PersonField.svelte";
import { t } from "./texts";

export const logCommunication = (person?: PersonChoice) =>
  dialogs.show<Communication>(() => import("./CommunicationForm.svelte"), { person });
export const editCommunication = (id: string) =>
  dialogs.show<Communication>(() => import("./CommunicationForm.svelte"), { id });
export const openCommunication = (id: string) =>
  dialogs.show(() => import("./CommunicationDetail.svelte"), { id });

export async function deleteCommunication(id: string): Promise<boolean> {
  if (!(await dialogs.ask({ title: t.deleteTitle, text: t.deleteText, yes: t.deleteYes, danger: true })))
    return false;
  await remove(`${session.L}/communications/${id}`);
  changed("communication", id);
  toasts.show(t.deleted);
  return true;
}

// Logged by hand, and so ours to change; what a program reported stays as it was told.
export const isOurs = (it: Communication) => !!it.user_id && session.may("person.write");
