// Some of a location's settings as a form: read, changed, and sent as what differs. When somebody else changed them
// meanwhile nothing is written; `note` says so, and the form shows what they say now.

import type { Location } from "../../lib/api-types";
import { call, Problem } from "../../lib/api";
import { FormState, mergePatch } from "../../lib/form.svelte";
import { session } from "../../lib/session.svelte";

type Body = Record<string, unknown>;

export class SettingsForm<Values extends Body> {
  values: Values;
  form: FormState;
  ready = $state(false);
  note = $state("");
  location = $state.raw<Location>();
  #path = `${session.L}/settings`;
  #draft: (it?: Location) => Values;
  #body: (values: Values) => Body;
  #before: Body = {};
  #etag = "";
  #changed: string;

  // `draft` makes what is shown of what was read, `body` the other way round; `changed` is the note.
  constructor(draft: (it?: Location) => Values, body: (values: Values) => Body, changed: string) {
    this.#draft = draft;
    this.#body = body;
    this.#changed = changed;
    this.values = $state(draft());
    this.form = new FormState("location", () => this.values);
    this.load().catch((error) => { this.form.message = error.message; });
    $effect(() => this.form.guard());
  }

  async load() {
    await this.reread();
    Object.assign(this.values, this.#draft(this.location));
    this.#before = this.#body(this.values);
    this.form.clean();
    this.ready = true;
  }

  // After another part of the location was changed: what is typed stays, on top of what stands there now.
  async reread() {
    const answer = await call<Location>("GET", this.#path);
    this.#etag = answer.etag;
    this.location = answer.data;
  }

  // What was saved; undefined when it was not.
  async save(): Promise<Location | undefined> {
    this.note = "";
    try {
      return await this.form.send<Location>("PATCH", this.#path, mergePatch(this.#before, this.#body(this.values)), this.#etag);
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 412)
        throw error;
      this.note = this.#changed;
      await this.load();
      return undefined;
    }
  }
}

// A number that was typed; null when nothing was.
export const whole = (text: string) => (text.trim() === "" ? null : Number(text));
