// One record on the screen: as a list knew it, read, and read again when somebody changes it.

import { get } from "./api";
import { known } from "./known";
import { onChange } from "./live";

export class RecordState<T> {
  data = $state.raw<T>();
  etag = "";
  status = $state(0);   // what went wrong: 404, 403, …
  failure = $state("");
  #path: () => string;
  #asked = 0;                            // an answer to an earlier question is older
  #last: Promise<void> = Promise.resolve();

  constructor(path: () => string, kinds: string[]) {
    this.#path = path;
    this.data = known<T>(path());
    $effect(() => { void this.load(); });
    let timer = 0;
    $effect(() => onChange((change) => {
      // Another record of our own kind is not ours; other kinds may be about us. Many at once are read once.
      const own = this.#path().split("/").pop()!;
      if (!kinds.includes(change.kind) && change.action !== "resync")
        return;
      if (change.id && change.id.slice(0, 4) === own.slice(0, 4) && change.id !== own)
        return;
      clearTimeout(timer);
      timer = window.setTimeout(() => this.load(), change.local ? 0 : 250);
    }));
  }

  // Resolves when what was asked for last is there.
  load(): Promise<void> {
    const mine = ++this.#asked;
    const read = this.#read(this.#path(), mine);
    this.#last = read;
    return read.then(() => (mine === this.#asked ? undefined : this.#last));
  }

  async #read(path: string, mine: number) {
    try {
      const { data, etag } = await get<T>(path);
      if (mine !== this.#asked)
        return;
      // As the list knew it already: nothing that hangs on it runs again.
      if (JSON.stringify(data) !== JSON.stringify(this.data))
        this.data = data;
      this.etag = etag;
      this.status = 0;
    } catch (error) {
      if (mine !== this.#asked)
        return;
      this.failure = (error as Error).message;
      this.status = (error as { status?: number }).status ?? 0;
    }
  }
}
