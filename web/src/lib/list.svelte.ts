// A list on the screen: what the address asks for, the page that came, what is ticked, where the keyboard stands.

import { untrack } from "svelte";
import { SvelteSet } from "svelte/reactivity";
import { lists, type ListShape } from "./api-types";
import { get, post, query, type Page } from "./api";
import { remember } from "./known";
import { onChange } from "./live";
import { router } from "./router.svelte";

export type BulkResult = { matched: number; done: number; failed: { id: string; code: string; detail: string }[]; id?: string };

const limitName = "regulars.rows";

export class ListState<T extends { id: string }> {
  shape: ListShape;
  items = $state.raw<T[]>([]);
  total = $state(0);
  exact = $state(true);
  loaded = $state(false);
  slow = $state(false);        // nothing to show yet, and it takes a while
  failure = $state("");
  news = $state(0);            // what changed elsewhere since this page was read
  fresh = $state(0);           // of these, records of its own kind (the first) that are new
  ticked = new SvelteSet<string>();
  all = $state(false);         // everything that matches, not only what is ticked
  at = $state(-1);             // the keyboard's row
  #path: () => string;
  #running: AbortController | null = null;
  #lastTick = -1;

  constructor(noun: string, path: () => string, kinds: string[]) {
    this.shape = lists[noun] ?? { sorts: [], sort: "", filters: {} };
    this.#path = path;
    $effect(() => {
      const asked = this.asked;
      const target = this.#path();
      untrack(() => void this.#load(target, asked));
    });
    $effect(() => onChange((change) => {
      if (!kinds.includes(change.kind) && change.action !== "resync")
        return;
      if (change.local)
        void this.reload();
      else {
        this.news++;
        this.fresh += change.kind === kinds[0] && change.action === `${change.kind}.created` ? 1 : 0;
      }
    }));
    $effect(() => () => this.#running?.abort());
  }

  get limit(): number {
    return Number(router.query.get("limit")) || Number(localStorage.getItem(limitName)) || 50;
  }
  set limit(value: number) {
    localStorage.setItem(limitName, String(value));
    void router.with({ limit: String(value), page: undefined });
  }
  get page(): number { return Math.max(1, Number(router.query.get("page")) || 1); }
  get pages(): number { return Math.max(1, Math.ceil(this.total / this.limit)); }
  get sort(): string { return router.query.get("sort") ?? this.shape.sort; }
  get q(): string { return router.query.get("q") ?? ""; }

  // The filters that the address sets and the server knows.
  get filters(): [string, string][] {
    return [...router.query].filter(([name, value]) => name in this.shape.filters && value !== "");
  }
  get filtered(): boolean { return this.filters.length > 0; }

  get asked(): string {
    const parameters: [string, string][] = [...this.filters];
    if (router.query.has("sort"))
      parameters.push(["sort", this.sort]);
    if (this.page > 1)
      parameters.push(["page", String(this.page)]);
    parameters.push(["limit", String(this.limit)]);
    return query(parameters);
  }

  reload() { return this.#load(this.#path(), this.asked); }

  async #load(path: string, asked: string) {
    this.#running?.abort();
    const mine = this.#running = new AbortController();
    const [news, fresh] = [this.news, this.fresh]; // what comes in from now on may not be in the answer
    const wait = setTimeout(() => { this.slow = !this.loaded; }, 150);
    try {
      const { data } = await get<Page<T>>(path + asked, mine.signal);
      remember(path, data.items);
      this.items = data.items;
      this.total = data.total;
      this.exact = data.total_exact ?? true;
      this.loaded = true;
      this.failure = "";
      this.news -= news;
      this.fresh -= fresh;
      if (this.at >= data.items.length)
        this.at = data.items.length - 1;
    } catch (error) {
      if (!mine.signal.aborted)
        this.failure = (error as Error).message;
    } finally {
      clearTimeout(wait);
      this.slow = false;
    }
  }

  // A heading was pressed: the better direction first, then the other.
  sortBy(name: string, downFirst: boolean) {
    const first = downFirst ? `-${name}` : name;
    const other = downFirst ? name : `-${name}`;
    void router.with({ sort: this.sort === first ? other : first, page: undefined });
  }

  // ---- ticking

  get count(): number { return this.all ? this.total : this.ticked.size; }
  isTicked(item: T): boolean { return this.all || this.ticked.has(item.id); }

  tick(index: number, range = false) {
    const on = !this.isTicked(this.items[index]);
    if (this.all) {
      this.all = false;
      for (const each of this.items)
        this.ticked.add(each.id);
    }
    const from = range && this.#lastTick >= 0 ? Math.min(this.#lastTick, index) : index;
    const to = range && this.#lastTick >= 0 ? Math.max(this.#lastTick, index) : index;
    for (const each of this.items.slice(from, to + 1))
      this.ticked[on ? "add" : "delete"](each.id);
    this.#lastTick = index;
  }

  get pageTicked(): "all" | "some" | "none" {
    const on = this.items.filter((each) => this.isTicked(each)).length;
    return on === 0 ? "none" : on === this.items.length ? "all" : "some";
  }
  tickPage() {
    const on = this.pageTicked !== "all";
    this.all = false;
    for (const each of this.items)
      this.ticked[on ? "add" : "delete"](each.id);
  }
  untick() {
    this.all = false;
    this.ticked.clear();
  }

  // What a bulk action is about: the ticked ones, or all that match the address.
  get target(): { ids: string[] } | { filter: Record<string, unknown> } {
    if (!this.all)
      return { ids: [...this.ticked] };
    const filter: Record<string, unknown> = {};
    for (const [name, value] of this.filters) {
      const shape = this.shape.filters[name];
      const one = shape.kind === "yes" ? value === "true" : shape.kind === "number" ? Number(value) : value;
      filter[name] = shape.many ? [...(filter[name] as unknown[] ?? []), one] : one;
    }
    return { filter };
  }

  async bulk(action: string, more: Record<string, unknown> = {}): Promise<{ status: number; result: BulkResult }> {
    const { status, data } = await post<BulkResult>(`${this.#path()}/bulk`, { action, ...this.target, ...more });
    return { status, result: data };
  }
}
