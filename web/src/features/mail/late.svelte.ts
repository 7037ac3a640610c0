// Does mail wait too long? A cheap figure, asked when something happens and once a minute.

import { get } from "../../lib/api";
import type { MailState } from "./types";
import { onChange } from "../../lib/live";
import { session } from "../../lib/session.svelte";

const EVERY_MS = 60_000;
const SETTLE_MS = 2000;
let state = $state.raw<MailState | null>(null);

async function ask() {
  state = session.place && session.may("person.read") ? (await get<MailState>(`${session.L}/mail-state`)).data : null;
}

export const late = {
  get state() { return state; },

  // Follows the location; answers what ends it.
  follow(): () => void {
    let timer = 0;
    const soon = () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => ask().catch(() => undefined), SETTLE_MS);
    };
    state = null;
    soon();
    const every = setInterval(() => ask().catch(() => undefined), EVERY_MS);
    const stop = onChange((change) => {
      if (change.kind === "communication" || change.kind === "mail" || change.action === "resync")
        soon();
    });
    return () => {
      stop();
      clearInterval(every);
      clearTimeout(timer);
    };
  },
};
