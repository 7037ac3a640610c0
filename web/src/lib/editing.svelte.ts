// A record in its form: made, or read, changed, and sent as what differs. When somebody else changed it meanwhile nothing
// is written: `conflict` says so until one of the two was chosen (RecordForm asks).

import type { Location } from "./api-types";
import { get, Problem } from "./api";
import { FormState, mergePatch, type Body } from "./form.svelte";
import { session } from "./session.svelte";

export class Editing<It, Values extends object> {
  values: Values;
  form: FormState;
  it = $state.raw<It>();         // as it was read last
  ready = $state(false);         // there is something to show; else form.message says why not
  conflict = $state(false);
  #path: string;
  #draft: (it?: It) => Values;
  #body: (values: Values, it?: It) => Body;
  #before: Body = {};
  #etag = "";

  // `path` is the record's own, empty for one that is to be made. `draft` makes what is shown of what was read, `body`
  // the other way round. `it` is shown until the record was read again.
  constructor(noun: string, path: string, draft: (it?: It) => Values, body: (values: Values, it?: It) => Body, it?: It) {
    this.#path = path;
    this.#draft = draft;
    this.#body = body;
    this.values = $state(draft(it));
    this.form = new FormState(noun, () => this.values);
    if (it)
      this.#before = body(this.values, it);
    this.it = it;
    this.ready = !path || it !== undefined;
    if (path)
      void this.load();
  }

  get body(): Body { return this.#body(this.values, this.it); }

  // With `keepTyped` only what stands there now is known anew: what is typed goes on top of it.
  async load(keepTyped = false) {
    try {
      const { data, etag } = await get<It>(this.#path);
      this.#etag = etag;
      this.it = data;
      this.conflict = false;
      if (keepTyped)
        return;
      Object.assign(this.values, this.#draft(data));
      this.#before = this.body;
      this.form.clean();
      this.ready = true;
    } catch (error) {
      if (!(error instanceof Problem))
        throw error;
      this.form.message = error.message;
    }
  }

  // What was made, or saved; undefined when it was not.
  make(path: string, body = this.body): Promise<It | undefined> {
    return this.form.send<It>("POST", path, body);
  }
  async change(patch = mergePatch): Promise<It | undefined> {
    try {
      return await this.form.send<It>("PATCH", this.#path, patch(this.#before, this.body), this.#etag);
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 412)
        throw error;
      this.conflict = true;
      return undefined;
    }
  }
}

// What stands on a screen of its own: when somebody else changed it meanwhile `note` says so, and it shows what they say now.
export class SettingsForm<It, Values extends object> extends Editing<It, Values> {
  note = $state("");
  #changed: string;

  constructor(noun: string, path: string, draft: (it?: It) => Values, body: (values: Values) => Body, changed: string) {
    super(noun, path, draft, body);
    this.#changed = changed;
    $effect(() => this.form.guard());
  }

  async save(): Promise<It | undefined> {
    this.note = "";
    const saved = await this.change();
    if (this.conflict) {
      this.note = this.#changed;
      await this.load();
    }
    return saved;
  }
}

export const locationForm = <Values extends object>(draft: (it?: Location) => Values, body: (values: Values) => Body, changed: string) =>
  new SettingsForm<Location, Values>("location", `${session.L}/settings`, draft, body, changed);

// What was typed: nothing is null.
export const empty = (text: string) => text.trim() || null;
export const whole = (text: string) => (text.trim() === "" ? null : Number(text));
// What is no number is sent as it was typed, so that the server says so at its field.
export const count = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text) : text.trim() || null);
