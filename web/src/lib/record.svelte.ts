// One record on the screen: read, and read again when somebody changes it.

import { get } from "./api";
import { onChange } from "./live";

export class RecordState<T> {
  data = $state.raw<T>();
  etag = "";
  status = $state(0);   // what went wrong: 404, 403, …
  failure = $state("");
  #path: () => string;

  constructor(path: () => string, kinds: string[]) {
    this.#path = path;
    $effect(() => { void this.load(); });
    $effect(() => onChange((change) => {
      if (kinds.includes(change.kind))
        void this.load();
    }));
  }

  async load() {
    const path = this.#path();
    try {
      const { data, etag } = await get<T>(path);
      this.data = data;
      this.etag = etag;
      this.status = 0;
    } catch (error) {
      this.failure = (error as Error).message;
      this.status = (error as { status?: number }).status ?? 0;
    }
  }
}
