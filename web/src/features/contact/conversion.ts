// A lead becomes a customer. Whom it would be linked to is said before.

import type { Contact, Customer } from "../../lib/api-types";
import { call, get, newKey, query, type Page } from "../../lib/api";
import { dialogs } from "../../lib/dialogs.svelte";
import { changed } from "../../lib/live";
import { router } from "../../lib/router.svelte";
import { session } from "../../lib/session.svelte";
import { common } from "../../lib/texts";
import { toasts } from "../../lib/toast.svelte";
import { t } from "./texts";

const words = (name: string) => name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
const alike = (one: string, other: string) => words(one).some((each) => words(other).includes(each));

// Who has one of the lead's addresses, or one of its numbers under a name with a word in common: only to be said before;
// the server decides.
export async function whoItIs(contact: Contact): Promise<Customer | undefined> {
  const ask = async (name: string, value: string) =>
    (await get<Page<Customer>>(`${session.L}/customers${query([[name, value], ["limit", "1"]])}`)).data.items[0] as Customer | undefined;
  for (const { address, shared } of contact.emails) {
    const owner = shared ? undefined : await ask("email", address);
    if (owner?.emails.some((each) => each.address === address && !each.shared && !each.unproven))
      return owner;
  }
  for (const { number, shared } of contact.phones) {
    const owner = number && !shared ? await ask("phone", number) : undefined;
    if (owner && alike(owner.name, contact.name))
      return owner;
  }
  return undefined;
}

export async function convertContact(contact: Contact): Promise<Customer | undefined> {
  const owner = await whoItIs(contact);
  const agreed = await dialogs.ask({
    title: t.convertTitle(contact.name),
    text: owner ? t.convertMatch(owner.name) : t.convertNew,
    yes: owner ? t.convertYesMatch : t.convertYes,
  });
  if (!agreed)
    return undefined;
  const { data } = await call<Customer>("POST", `${session.L}/contacts/${contact.id}/conversion`, { body: {}, key: newKey() });
  changed("contact", contact.id);
  changed("customer", data.id);
  toasts.show(owner ? t.linkedTo(data.name) : t.converted(data.name), common.openIt, () => router.go(`${session.home}/customers/${data.id}`));
  return data;
}
