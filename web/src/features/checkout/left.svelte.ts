// How many checkouts are open and how many were left: the numbers of the tabs, while somebody looks at Leads.

import { get, type Page } from "../../lib/api";
import type { Checkout } from "../../lib/api-types";
import { onChange } from "../../lib/live";
import { session } from "../../lib/session.svelte";

const SETTLE_MS = 300;
let open = $state(0);
let abandoned = $state(0);

async function count() {
  const total = async (state: string) => (await get<Page<Checkout>>(`${session.L}/checkouts?limit=1&expired=false&state=${state}`)).data.total;
  [open, abandoned] = await Promise.all([total("open"), total("abandoned")]);
}

export const left = {
  get open() { return open; },
  get abandoned() { return abandoned; },

  // Counts now and whenever one changes; answers what ends it.
  follow(): () => void {
    let timer = 0;
    const again = () => void count().catch(() => undefined);
    again();
    const stop = onChange((change) => {
      if (change.kind !== "checkout" && change.action !== "resync")
        return;
      clearTimeout(timer);
      timer = window.setTimeout(again, SETTLE_MS);
    });
    return () => { clearTimeout(timer); stop(); };
  },
};
