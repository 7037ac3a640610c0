// Things that follow one another, with a way to what comes after: a tab of a profile, the guests of a booking. It reads
// again, as far as it was read, when one of its kinds changes.

import { untrack } from "svelte";
import { get } from "./api";
import { onChange } from "./live";

const few = 50;
const most = 200;

type Answer<T> = { items: T[]; total?: number; next_cursor?: string | null };

export class FeedState<T, A extends Answer<T> = Answer<T>> {
  items = $state.raw<T[]>();      // undefined until the first answer
  total = $state(0);
  next = $state("");
  failure = $state("");
  busy = $state(false);
  answer = $state.raw<A>();       // the last one whole, for what else it says
  #path: () => string;
  #asked = 0;

  // The path may have a query of its own.
  constructor(path: () => string, kinds: string[]) {
    this.#path = path;
    $effect(() => {
      void this.#path();
      untrack(() => {
        this.items = undefined;
        void this.reload();
      });
    });
    let timer = 0;
    $effect(() => onChange((change) => {
      if (!kinds.includes(change.kind) && change.action !== "resync")
        return;
      clearTimeout(timer);
      timer = window.setTimeout(() => this.reload(), change.local ? 0 : 400);
    }));
    $effect(() => () => clearTimeout(timer));
  }

  reload() { return this.#read("", Math.min(most, Math.max(few, this.items?.length ?? 0))); }
  more() { return this.#read(this.next, few); }

  async #read(cursor: string, limit: number) {
    const mine = ++this.#asked;
    const path = this.#path();
    this.busy = true;
    try {
      const words = new URLSearchParams({ limit: String(limit), ...(cursor && { cursor }) });
      const { data } = await get<A>(`${path}${path.includes("?") ? "&" : "?"}${words}`);
      if (mine !== this.#asked)
        return;
      this.items = cursor ? [...this.items ?? [], ...data.items] : data.items;
      this.total = data.total ?? this.items.length;
      this.next = data.next_cursor ?? "";
      this.answer = data;
      this.failure = "";
    } catch (error) {
      if (mine === this.#asked)
        this.failure = (error as Error).message;
    } finally {
      this.busy = false;
    }
  }
}
