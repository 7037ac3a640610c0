// A record in its form: made, or read, changed, and sent as what differs. When somebody else changed it meanwhile nothing
// is written: `conflict` says so until one of the two was chosen (RecordForm asks). What is typed while something is on its
// way, an answer or what was saved, stays: only fields that nobody touched show what comes.

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
  #shown: Record<string, string> = {};  // each field as it came, or as it was saved
  #reading: Promise<void> = Promise.resolve();

  // `path` is the record's own, empty for one that is to be made. `draft` makes what is shown of what was read, `body`
  // the other way round. `it` is shown until the record was read again.
  constructor(noun: string, path: string, draft: (it?: It) => Values, body: (values: Values, it?: It) => Body, it?: It) {
    this.#path = path;
    this.#draft = draft;
    this.#body = body;
    this.values = $state(draft(it));
    this.#shown = this.#fields();
    this.form = new FormState(noun, () => this.values);
    if (it)
      this.#before = body(this.values, it);
    this.it = it;
    this.ready = !path || it !== undefined;
    if (path)
      void this.load();
  }

  get body(): Body { return this.#body(this.values, this.it); }

  // What stands there now. With `over` it goes over what is typed, too.
  load(over = false): Promise<void> {
    return this.#reading = this.#load(over);
  }
  async #load(over: boolean) {
    try {
      const { data, etag } = await get<It>(this.#path);
      this.#take(data, etag, over);
    } catch (error) {
      if (!(error instanceof Problem))
        throw error;
      this.form.message = error.message;
    }
  }

  #fields(): Record<string, string> {
    return Object.fromEntries(Object.entries(this.values).map(([name, value]) => [name, JSON.stringify(value)]));
  }
  #take(data: It, etag: string, over: boolean) {
    const typed = { ...this.values };
    const touched = Object.entries(this.#fields()).filter(([name, value]) => !over && value !== this.#shown[name]);
    Object.assign(this.values, this.#draft(data));
    this.it = data;
    this.#etag = etag;
    this.#before = this.body;
    this.#shown = this.#fields();
    this.form.clean();
    for (const [name] of touched)
      Object.assign(this.values, { [name]: typed[name as keyof Values] });
    this.conflict = false;
    this.ready = true;
  }

  // What was made, or saved; undefined when it was not.
  make(path: string, body = this.body): Promise<It | undefined> {
    return this.form.send<It>("POST", path, body);
  }
  async change(patch = mergePatch): Promise<It | undefined> {
    await this.#reading; // without its condition nothing can be changed
    const sent = this.#fields();
    try {
      const saved = await this.form.send<It>("PATCH", this.#path, patch(this.#before, this.body), this.#etag);
      if (saved) {
        this.#shown = sent;
        this.#take(saved, this.form.etag, false);
      }
      return saved;
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
      await this.load(true);
      this.note = this.#changed;
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
