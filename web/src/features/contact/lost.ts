// A lead that leads nowhere is closed with the reason, and can be opened again.

import type { Contact } from "../../lib/api-types";
import { patch } from "../../lib/api";
import { dialogs } from "../../lib/dialogs.svelte";
import { changed } from "../../lib/live";
import { session } from "../../lib/session.svelte";
import { common } from "../../lib/texts";
import { toasts } from "../../lib/toast.svelte";
import { t } from "./texts";

const path = (contact: Contact) => `${session.L}/contacts/${contact.id}`;

export async function loseContact(contact: Contact) {
  const reason = await dialogs.show<string>(() => import("./Lost.svelte"), { name: contact.name });
  if (!reason)
    return;
  await patch(path(contact), { lost_reason: reason }, "*");
  changed("contact", contact.id);
  toasts.show(t.lostToast(contact.name), common.undo, () => void reopenContact(contact));
}

export async function reopenContact(contact: Contact) {
  await patch(path(contact), { lost_reason: null }, "*");
  changed("contact", contact.id);
  toasts.show(t.reopened(contact.name));
}
