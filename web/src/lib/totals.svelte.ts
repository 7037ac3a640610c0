// How many there are in several lists: the numbers beside the tabs of a profile. They come after the page itself, and
// again when one of the kinds changes.

import { get } from "./api";
import { whenIdle } from "./idle";
import { onChange } from "./live";

export class Totals {
  of = $state.raw<Record<string, number>>({});
  #path: () => string;
  #lists: () => string[];

  constructor(path: () => string, lists: () => string[], kinds: string[]) {
    this.#path = path;
    this.#lists = lists;
    $effect(() => {
      this.#path();
      return whenIdle(() => this.#read(), 300);
    });
    let timer = 0;
    $effect(() => onChange((change) => {
      if (!kinds.includes(change.kind) && change.action !== "resync")
        return;
      clearTimeout(timer);
      timer = window.setTimeout(() => this.#read(), change.local ? 0 : 1000);
    }));
    $effect(() => () => clearTimeout(timer));
  }

  async #read() {
    const path = this.#path();
    const one = async (name: string): Promise<[string, number] | null> => {
      try {
        return [name, (await get<{ total: number }>(`${path}/${name}?limit=1`)).data.total];
      } catch {
        return null; // what one may not see has no number
      }
    };
    const all = await Promise.all(this.#lists().map(one));
    if (path === this.#path())
      this.of = Object.fromEntries(all.filter((each) => each !== null));
  }
}
