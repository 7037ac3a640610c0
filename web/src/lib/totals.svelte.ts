// How many there are in several lists: the numbers beside the tabs of a profile. They come after the page itself, and
// again when one of the kinds changes.

import { get } from "./api";
import { readLater } from "./later.svelte";

export class Totals {
  of = $state.raw<Record<string, number>>({});
  #path: () => string;
  #lists: () => string[];
  #asked = 0;

  constructor(path: () => string, lists: () => string[], kinds: string[]) {
    this.#path = path;
    this.#lists = lists;
    readLater(path, kinds, () => void this.#read());
  }

  async #read() {
    const path = this.#path();
    const mine = ++this.#asked;
    const one = async (name: string): Promise<[string, number] | null> => {
      try {
        return [name, (await get<{ total: number }>(`${path}/${name}?limit=1`)).data.total];
      } catch {
        return null; // what one may not see has no number
      }
    };
    const all = await Promise.all(this.#lists().map(one));
    if (path === this.#path() && mine === this.#asked)
      this.of = Object.fromEntries(all.filter((each) => each !== null));
  }
}
