// The categories of guests in their order, for wherever a guest is shown. Read once, and again when one changes.

import type { Demographic } from "../../lib/api-types";
import { get } from "../../lib/api";
import { onChange } from "../../lib/live";
import { session } from "../../lib/session.svelte";

let all = $state.raw<Demographic[]>([]);
let asked = "";

function load() {
  asked = session.L;
  get<{ items: Demographic[] }>(`${session.L}/demographics?limit=200`).then(({ data }) => { all = data.items; }).catch(() => { asked = ""; });
}
function read(): Demographic[] {
  if (asked !== session.L && session.may("booking.near"))
    load();
  return all;
}
onChange(({ kind }) => { if (kind === "demographic" && asked) load(); });

export const categories = {
  get all() { return read(); },
  nameOf: (id: string | null | undefined) => read().find((each) => each.id === id)?.title ?? "",

  // What may be chosen for a booking of this activity: those for it, those for all, and the one that is chosen already.
  for(activity: string | null | undefined, chosen?: string | null): Demographic[] {
    const same = (one: string) => one.toLowerCase() === (activity ?? "").toLowerCase();
    return read().filter((each) => each.id === chosen || (!each.retired && (!each.activities.length || each.activities.some(same))));
  },
};
