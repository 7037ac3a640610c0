// What a form knows: the server's limits, what the server did not accept (at its fields, all at once), whether
// something was typed, and how to send it so that nothing is made twice and nobody's change is overwritten in silence.

import { limits, type Limit } from "./api-types";
import { call, CreationKey, Problem, type FieldError } from "./api";
import { dialogs } from "./dialogs.svelte";
import { router } from "./router.svelte";
import { common } from "./texts";

export type Body = Record<string, unknown>;

export class FormState {
  limits: Record<string, Limit>;
  errors = $state.raw<FieldError[]>([]);
  message = $state("");
  busy = $state(false);
  etag = "";                     // of what was saved last
  #before = "";
  #values: () => unknown;
  #key = new CreationKey();

  constructor(noun: string, values: () => unknown) {
    this.limits = limits[noun] ?? {};
    this.#values = values;
    this.#before = JSON.stringify(values());
  }

  get dirty() { return JSON.stringify(this.#values()) !== this.#before; }
  clean() { this.#before = JSON.stringify(this.#values()); }

  error(name: string): FieldError | undefined {
    return this.errors.find((each) => each.field === name || each.field === `${name}.number` || each.field === `${name}.address`);
  }

  touch(name: string) {
    if (this.error(name))
      this.errors = this.errors.filter((each) => each !== this.error(name));
  }

  // Sends and keeps what was refused; undefined when it was.
  async send<T>(method: "POST" | "PATCH", path: string, body: unknown, etag = ""): Promise<T | undefined> {
    if (this.busy)
      return undefined;
    this.busy = true;
    this.errors = [];
    this.message = "";
    const sent = JSON.stringify(this.#values()); // what is typed from now on is not in it
    try {
      const key = method === "POST" ? this.#key.for(body) : undefined;
      const answer = await call<T>(method, path, { body, key, etag: etag || undefined });
      this.#before = sent;
      this.etag = answer.etag;
      return answer.data;
    } catch (error) {
      if (!(error instanceof Problem))
        throw error;
      if (error.status === 412)
        throw error;
      this.errors = error.errors;
      this.message = error.errors.length ? "" : error.message;
      return undefined;
    } finally {
      this.busy = false;
    }
  }

  get foot(): string {
    return this.errors.length ? common.fieldsNeedALook(this.errors.length) : this.message;
  }

  // May it close? Asks when something was typed.
  async mayLeave(): Promise<boolean> {
    if (!this.dirty)
      return true;
    return (await dialogs.ask({
      title: common.unsavedTitle, text: common.unsavedText, yes: common.unsavedLeave, no: common.unsavedStay,
    })) === true;
  }

  // Leaving the screen asks too, as long as the form stands.
  guard(): () => void {
    const stop = router.guard(() => this.mayLeave());
    const unload = (event: BeforeUnloadEvent) => { if (this.dirty) event.preventDefault(); };
    window.addEventListener("beforeunload", unload);
    return () => { stop(); window.removeEventListener("beforeunload", unload); };
  }
}

// The first field that is wrong gets the focus.
export function focusFirstError(root: Element | null | undefined) {
  requestAnimationFrame(() => root?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}

// Only what differs from what was read, as a merge patch.
export function mergePatch(before: Body, after: Body): Body {
  return Object.fromEntries(Object.entries(after)
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])));
}
