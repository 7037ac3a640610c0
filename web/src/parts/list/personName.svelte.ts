// Names for ids that stand in the address: read when they are first shown.

import type { Contact, Customer } from "../../lib/api-types";
import { get } from "../../lib/api";
import { session } from "../../lib/session.svelte";

let names = $state.raw<Record<string, string>>({});
const asked = new Set<string>();

export function personName(kind: "customer" | "contact", id: string): string {
  if (!asked.has(id)) {
    asked.add(id);
    get<Customer | Contact>(`${session.L}/${kind}s/${encodeURIComponent(id)}`)
      .then(({ data }) => { names = { ...names, [id]: data.name }; }).catch(() => undefined);
  }
  return names[id] ?? "…";
}
