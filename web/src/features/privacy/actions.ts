// What privacy adds to a profile: give somebody everything about them, or erase them.

import { dialogs } from "../../lib/dialogs.svelte";
import { changed } from "../../lib/live";
import { router } from "../../lib/router.svelte";
import { session } from "../../lib/session.svelte";
import { toasts } from "../../lib/toast.svelte";
import type { PersonAction } from "../../parts/person/more";
import { t } from "./texts";

export type Subject = { noun: "customer" | "contact"; id: string; name: string } | { email: string } | { phone: string };

// True when it was done.
export async function erase(subject: Subject): Promise<boolean> {
  const done = await dialogs.show<boolean>(() => import("./Erase.svelte"), { subject });
  if (!done)
    return false;
  toasts.show(t.erased("name" in subject ? subject.name : "email" in subject ? subject.email : subject.phone));
  changed("customer");
  changed("contact");
  changed("erasure");
  return true;
}

// The browser saves it: nothing of it stands in an address.
export async function exportPerson(noun: "customer" | "contact", id: string) {
  const answer = await fetch(`/api/v1${session.L}/${noun}s/${id}/export`, {
    method: "POST", headers: { "Content-Type": "application/json" }, credentials: "same-origin",
  });
  if (!answer.ok)
    throw new Error((await answer.json().catch(() => ({}))).detail ?? answer.statusText);
  const name = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? "person.zip";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
  toasts.show(t.exported);
}

export const privacyActions: PersonAction[] = [
  { label: t.exportItem, icon: "export", permission: "export", run: (noun, person) => exportPerson(noun, person.id!) },
  { label: t.eraseItem, icon: "shield", permission: "person.erase", danger: true,
    run: async (noun, person) => {
      if (await erase({ noun, id: person.id!, name: person.name! }))
        void router.go(`${session.home}/${noun === "customer" ? "customers" : "leads"}`);
    } },
];
