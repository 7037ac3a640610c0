// Deleting one customer: what it will do is said before, and it can be taken back.

import { remove } from "../../lib/api";
import { dialogs } from "../../lib/dialogs.svelte";
import { changed } from "../../lib/live";
import { session } from "../../lib/session.svelte";
import { common } from "../../lib/texts";
import { toasts } from "../../lib/toast.svelte";
import { t } from "./texts";

// True when it is gone.
export async function deleteCustomer(id: string): Promise<boolean> {
  const name = await dialogs.show<string>(() => import("./DeleteCustomer.svelte"), { id });
  if (name === undefined)
    return false;
  changed("customer", id);
  const undo = session.may("person.restore");
  toasts.show(t.deleted(name), undo ? common.undo : undefined, async () => {
    await remove(`${session.L}/customers/${id}/deletion`, "");
    changed("customer", id);
    toasts.show(t.restored(name));
  });
  return true;
}
