// What belongs to a page but nobody waits for: read once the page stands, and again when one of its kinds changes.

import { get } from "./api";
import { whenIdle } from "./idle";
import { onChange } from "./live";

// Calls `read` when the page has come to rest, each time that `path` is another one, and after changes. Inside a component.
export function readLater(path: () => string, kinds: string[], read: () => void) {
  $effect(() => {
    path();
    return whenIdle(read, 300);
  });
  let timer = 0;
  $effect(() => onChange((change) => {
    if (!kinds.includes(change.kind) && change.action !== "resync")
      return;
    clearTimeout(timer);
    timer = window.setTimeout(read, change.local ? 0 : 1000);
  }));
  $effect(() => () => clearTimeout(timer));
}

// One answer; nothing is said where it cannot be read.
export class Later<T> {
  data = $state.raw<T>();
  #path: () => string;
  #asked = 0;

  constructor(path: () => string, kinds: string[]) {
    this.#path = path;
    $effect(() => {
      this.#path();
      this.data = undefined;
    });
    readLater(path, kinds, () => void this.#read());
  }

  async #read() {
    const path = this.#path();
    const mine = ++this.#asked;
    try {
      const { data } = await get<T>(path);
      if (path === this.#path() && mine === this.#asked)
        this.data = data;
    } catch {
      // what one may not see, or cannot reach now, is left out
    }
  }
}
