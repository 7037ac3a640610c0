// Something that belongs to a page but that nobody waits for: read once the page stands, and again when one of its kinds
// changes. Nothing is said where it cannot be read.

import { get } from "./api";
import { whenIdle } from "./idle";
import { onChange } from "./live";

export class Later<T> {
  data = $state.raw<T>();
  #path: () => string;

  constructor(path: () => string, kinds: string[]) {
    this.#path = path;
    $effect(() => {
      this.#path();
      this.data = undefined;
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
    try {
      const { data } = await get<T>(path);
      if (path === this.#path())
        this.data = data;
    } catch {
      // what one may not see, or cannot reach now, is left out
    }
  }
}
