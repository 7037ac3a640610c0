// The dashboard as it is shown: numbers and charts follow what happens at once; the lists wait until they are asked, so
// that nothing moves under the reader's finger, and say how much is new. What we did ourselves shows at once.

import { get } from "../../lib/api";
import { onChange } from "../../lib/live";
import { session } from "../../lib/session.svelte";
import type { Dashboard } from "./answer";

const SETTLE_MS = 400;
export type ListName = "recent_customers" | "recent_leads" | "follow_ups" | "activity";

type Listed = { id: string | null; seq?: number };
const itemsOf = (data: Dashboard, name: ListName): Listed[] => (name === "follow_ups" ? data.follow_ups.items : data[name] ?? []);
const keyOf = (item: Listed) => item.seq ?? item.id;

export class DashboardState {
  data = $state.raw<Dashboard>();   // the newest
  shown = $state.raw<Dashboard>();  // what the lists show
  failure = $state("");
  #timer = 0;
  #mine = false;

  constructor() {
    void this.load(true);
    $effect(() => {
      const stop = onChange((change) => {
        this.#mine ||= !!change.local || change.action === "resync";
        clearTimeout(this.#timer);
        this.#timer = window.setTimeout(() => this.load(this.#mine || document.hidden), change.local ? 0 : SETTLE_MS);
      });
      return () => { stop(); clearTimeout(this.#timer); };
    });
  }

  async load(all: boolean) {
    try {
      const { data } = await get<Dashboard>(`${session.L}/dashboard`);
      this.data = data;
      if (all || !this.shown)
        this.shown = data;
      this.#mine = false;
      this.failure = "";
    } catch (error) {
      this.failure = (error as Error).message;
    }
  }

  // How many entries of a list are new, or gone from it.
  news(name: ListName): number {
    if (!this.data || !this.shown || this.data === this.shown)
      return 0;
    const now = itemsOf(this.data, name).map(keyOf);
    const before = new Set(itemsOf(this.shown, name).map(keyOf));
    const fresh = now.filter((key) => !before.has(key)).length;
    return name === "follow_ups" ? Math.max(fresh, [...before].filter((key) => !now.includes(key)).length) : fresh;
  }
  show(name: ListName) {
    if (this.data && this.shown)
      this.shown = { ...this.shown, [name]: this.data[name] };
  }
}
