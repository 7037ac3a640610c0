// The enquiries that wait: the badge of Leads, and the counts of the tabs.

import { get } from "../../lib/api";
import { onChange } from "../../lib/live";
import { session } from "../../lib/session.svelte";

export type Figures = { new: number; taken: number; mine: number; overdue: number; unsure: number };

const SETTLE_MS = 300;
const none: Figures = { new: 0, taken: 0, mine: 0, overdue: 0, unsure: 0 };

let figures = $state.raw<Figures>(none);

async function count() {
  if (session.place && session.may("person.list"))
    figures = (await get<{ figures: Figures }>(`${session.L}/enquiries?limit=1`)).data.figures;
}

export const waiting = {
  get figures() { return figures; },
  get open() { return figures.new + figures.taken; },
  get urgent() { return Math.max(figures.new, figures.overdue); }, // a new one may be overdue too

  // Follows the location; answers what ends it. One becomes overdue without a word from the server: hence the minutes.
  follow(): () => void {
    let timer = 0;
    figures = none;
    const again = () => void count().catch(() => undefined);
    again();
    const minutes = window.setInterval(again, 5 * 60_000);
    const stop = onChange((change) => {
      if (change.kind !== "enquiry" && change.kind !== "submission" && change.action !== "resync")
        return;
      clearTimeout(timer);
      timer = window.setTimeout(again, SETTLE_MS);
    });
    return () => { clearInterval(minutes); clearTimeout(timer); stop(); };
  },
};
