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

// Who has one of the lead's addresses or numbers already: only to be said; the server decides.
async function match(contact: Contact): Promise<Customer | undefined> {
  const asked: [string, string][] = [
    ...contact.emails.map(({ address }): [string, string] => ["email", address]),
    ...contact.phones.flatMap(({ number }): [string, string][] => (number ? [["phone", number]] : [])),
  ];
  for (const one of asked) {
    const { data } = await get<Page<Customer>>(`${session.L}/customers${query([one, ["limit", "1"]])}`);
    if (data.items.length)
      return data.items[0];
  }
  return undefined;
}

export async function convertContact(contact: Contact): Promise<Customer | undefined> {
  const owner = await match(contact);
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
