// Deleting one person: what it will do is said before, and it can be taken back.

import { post, remove } from "../../lib/api";
import { dialogs } from "../../lib/dialogs.svelte";
import { changed } from "../../lib/live";
import { session } from "../../lib/session.svelte";
import { common } from "../../lib/texts";
import { toasts } from "../../lib/toast.svelte";
import { t as contact } from "../../features/contact/texts";
import { t as customer } from "../../features/customer/texts";

const words = { customer, contact };
type Noun = keyof typeof words;

// True when it is gone.
export async function deletePerson(noun: Noun, id: string): Promise<boolean> {
  const t = words[noun];
  const name = await dialogs.show<string>(() => import("./DeletePerson.svelte"), { noun, id, yes: t.deleteYes });
  if (name === undefined)
    return false;
  changed(noun, id);
  toasts.show(t.deleted(name), session.may("person.restore") ? common.undo : undefined, async () => {
    await remove(`${session.L}/${noun}s/${id}/deletion`, "");
    changed(noun, id);
    toasts.show(t.restored(name));
  });
  return true;
}

export async function archivePerson(noun: Noun, person: { id: string; name: string; archived_at?: string | null }) {
  const t = words[noun];
  const path = `${session.L}/${noun}s/${person.id}/archive`;
  const back = async () => {
    await remove(path, "");
    changed(noun, person.id);
  };
  if (person.archived_at) {
    await back();
    toasts.show(t.unarchivedToast(person.name));
    return;
  }
  await post(path);
  changed(noun, person.id);
  toasts.show(t.archivedToast(person.name), common.undo, back);
}
