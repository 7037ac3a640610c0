// <regulars-form form="KEY">: loads the form's definition, shows it, sends what is written. What stands inside the
// element is shown until the form is there, and where it cannot be: a link to the hosted page belongs there. On our own
// hosted page a whole form stands there: it stays what it is, and plain.ts gives it a proof.

import { build, el, linked, type Made } from "./build.ts";
import { bodyOf, clearMark, mark, problemsOf } from "./check.ts";
import { Refused, type Definition, type Problem } from "./definition.ts";
import { noProof, proofFor, type Proof } from "./proof.ts";
import { getDefinition, LOST, post, type Sent } from "./server.ts";
import { brand, dress } from "./style.ts";
import { directionOf, textsOf, type Texts } from "./texts.ts";

const HUMAN_MS = 4000;               // sooner than three seconds the server takes nobody for a person; one for its clock
const STALE_MS = 12 * 3600_000;      // the signed time is good for 24 hours
const RETRY_MS = [3000, 5000, 10_000];

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export function elementOf(script: string) {
  return class RegularsForm extends HTMLElement {
    static observedAttributes = ["form", "key"];

    #root = this.attachShadow({ mode: "open", delegatesFocus: true });
    #definition?: Definition;
    #at = 0;                         // when the definition came
    #own: Partial<Texts> = {};
    #made?: Made;
    #proof: Proof = noProof;
    #busy = false;
    #tries = 0;
    #timer = 0;

    constructor() {
      super();
      dress(this.#root);
      this.#root.append(el("slot"));
    }

    connectedCallback() {
      if (!this.#definition)
        void this.#load();
      window.addEventListener("online", this.#online);
    }
    disconnectedCallback() {
      window.removeEventListener("online", this.#online);
      clearTimeout(this.#timer);
      this.#proof.stop();
    }
    attributeChangedCallback(_: string, before: string | null) {
      if (before !== null && this.isConnected)
        void this.#load();
    }

    // Given by script: for a preview, nothing is asked of the server and nothing is sent.
    get definition(): Definition | undefined { return this.#definition; }
    set definition(given: Definition) {
      this.#show(given);
    }
    get texts(): Partial<Texts> { return this.#own; }
    set texts(own: Partial<Texts>) {
      this.#own = own;
      if (this.#definition)
        this.#show(this.#definition);
    }

    get #preview() { return this.hasAttribute("preview"); }
    get #base() {
      const key = this.getAttribute("form") ?? this.getAttribute("key") ?? "";
      return new URL(`f/${encodeURIComponent(key)}`, this.getAttribute("server") ?? script).href;
    }
    get #t(): Texts { return textsOf(this.#definition?.language ?? "en", this.#own); }

    #tell(name: string, detail: object, cancelable = false): boolean {
      return this.dispatchEvent(new CustomEvent(`regulars-${name}`, { bubbles: true, composed: true, cancelable, detail }));
    }

    async #load() {
      if (this.#preview || this.hasAttribute("hosted"))
        return;
      const base = this.#base;
      try {
        const definition = await getDefinition(base);
        if (base === this.#base && this.isConnected)
          this.#show(definition);
      } catch (error) {
        const { code, message } = error as Refused;
        console.warn(`regulars-form: ${base} cannot be shown here${message ? `: ${message}` : ""}. Is ${location.origin} among the origins that the form allows?`);
        this.#tell("error", { code, message });
      }
    }

    #show(definition: Definition) {
      this.#proof.stop();
      this.#definition = definition;
      this.#at = Date.now();
      this.#proof = this.#preview ? noProof : proofFor(this, this.#base, script, definition);
      const level = Math.min(6, Math.max(1, Number(this.getAttribute("heading")) || 2));
      const made = this.#made = build(definition, this.#t, level);
      brand(this, definition.colour);
      made.form.addEventListener("focusin", () => this.#touched());
      made.form.addEventListener("input", (event) => {
        clearTimeout(this.#timer);
        const asked = made.asked.find(({ box }) => box === event.target || box.contains(event.target as Node));
        if (asked)
          clearMark(asked);
      });
      made.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.#tries = 0;
        void this.#send();
      });
      this.#root.replaceChildren(made.form);
      this.#tell("ready", { definition });
    }

    // Somebody begins to write: the proof is made meanwhile, and a page left open over night gets a new signed time.
    #touched() {
      this.#proof.begin();
      if (!this.#preview && Date.now() - this.#at > STALE_MS)
        void this.#refresh();
    }
    async #refresh() {
      const { started, honeypot } = await getDefinition(this.#base);
      Object.assign(this.#definition!, { started, honeypot });
      this.#at = Date.now();
    }

    // What was sent will not do: perhaps because the form was changed since it was opened. Then it is shown as it is now, with
    // what was typed; a box that was ticked below other words is not ticked.
    async #asItIs() {
      const [before, kept] = [this.#definition!, this.#made!.asked];
      const now = await getDefinition(this.#base);
      if (JSON.stringify({ ...now, started: "" }) === JSON.stringify({ ...before, started: "" }))
        return;
      this.#show(now);
      for (const { name, kind, write } of this.#made!.asked) {
        const value = kept.find((each) => each.name === name && each.kind === kind)?.read() ?? null;
        if (value !== null && (name !== "consent" || before.consent?.version === now.consent?.version))
          write(value);
      }
    }

    #online = () => {
      if (!this.#definition)
        void this.#load();
      else if (this.#timer)
        void this.#send();
    };

    #say(note: string, live = "") {
      this.#made!.note.textContent = note;
      this.#made!.live.textContent = live;
    }

    async #send() {
      const made = this.#made!;
      clearTimeout(this.#timer);
      this.#timer = 0;
      if (this.#busy)
        return;
      this.#say("");
      const problems = problemsOf(made.asked, this.#t);
      if (problems.length) {
        this.#wrong(problems);
        return;
      }
      const body = bodyOf(made.asked);
      if (!this.#tell("submit", body, true) || this.#preview)
        return;
      this.#busy = true;
      made.button.setAttribute("aria-disabled", "true");
      try {
        this.#thank(await this.#post(body));
      } catch (error) {
        await this.#refused(error);
      } finally {
        this.#busy = false;
        this.#made!.button.removeAttribute("aria-disabled");
      }
    }

    // With a proof; one that was too old or used is made anew, once.
    async #post(body: object): Promise<Sent> {
      for (let attempt = 0; ; attempt++) {
        const proof = await this.#prove();
        this.#say("", this.#t.sending);
        const { started, honeypot, consent } = this.#definition!;
        const page = location.href.split("#")[0];
        try {
          return await post(this.#base, { ...body, consent_version: consent?.version, started, [honeypot]: this.#made!.pot.value, ...proof, page }, this.#t);
        } catch (error) {
          this.#proof.spent();
          if (!(error instanceof Refused) || error.code === LOST)
            throw error;
          if (error.problems.length)
            this.#proof.renew();
          if (attempt || !error.problems.some(({ field }) => field in proof))
            throw error;
        }
      }
    }

    async #prove(): Promise<Record<string, string>> {
      const early = setTimeout(() => this.#say("", this.#t.checking), 400);
      try {
        if (Date.now() - this.#at > STALE_MS)
          await this.#refresh();
        const [proof] = await Promise.all([this.#proof.ready(), pause(this.#at + HUMAN_MS - Date.now())]);
        return proof;
      } catch (error) {
        throw error instanceof Refused ? error : new Refused("unproved", this.#t.unproved);
      } finally {
        clearTimeout(early);
      }
    }

    async #refused(error: unknown) {
      const { code, message, problems } = error instanceof Refused ? error : new Refused("unexpected", this.#t.slow);
      this.#tell("error", { code, message });
      if (problems.length) {
        await this.#asItIs().catch(() => {}); // it is asked again with the next sending
        this.#wrong(problems);
        this.#proof.begin();
        return;
      }
      this.#say(code === LOST ? this.#t.lost : message);
      if (code === LOST) {
        const wait = RETRY_MS[Math.min(this.#tries++, RETRY_MS.length - 1)];
        this.#timer = window.setTimeout(() => this.#send(), wait);
      }
    }

    #wrong(problems: Problem[]) {
      const rest = mark(this.#made!.asked, problems);
      this.#say(rest.map(({ detail }) => detail).join(" ") || this.#t.errors);
    }

    #thank({ thank_you: thanks, redirect }: Sent) {
      const stays = this.#tell("sent", { thankYou: thanks, redirect }, true);
      if (!stays)
        return;
      if (redirect && /^https?:/i.test(redirect)) {
        location.assign(redirect);
        return;
      }
      const { language } = this.#definition!;
      const sent = el("div", { class: "sent", part: "sent", role: "status", tabindex: "-1", lang: language, dir: directionOf(language) },
        el("p", {}, ...linked(thanks || this.#t.sent)));
      this.#root.replaceChildren(sent);
      sent.focus();
    }
  };
}
