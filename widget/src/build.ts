// The form as elements: made without any markup in strings, so that no policy and no text can be in the way.

import type { Definition, Field, Question } from "./definition.ts";
import { directionOf, type Texts } from "./texts.ts";

type Child = Node | string | null;

export function el<K extends keyof HTMLElementTagNameMap>(name: K, set: Record<string, string | boolean | number | null> = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(set))
    if (value !== null && value !== false)
      made.setAttribute(attribute, value === true ? "" : String(value));
  made.append(...children.filter((child) => child !== null));
  return made;
}

// Addresses in texts become links (a consent that names the privacy notice).
export function linked(text: string): (Node | string)[] {
  return text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/).map((part, index) => (index % 2
    ? el("a", { href: part, target: "_blank", rel: "noopener noreferrer" }, part) : part));
}

// One thing that is asked: where it is shown, what it holds, where what is wrong with it stands.
export type Asked = {
  name: string;            // as the server names it in errors: "fields.email", "answers.q1", "consent"
  required: boolean;
  kind: string;
  box: HTMLElement;        // carries aria-invalid
  focus: HTMLElement;
  error: HTMLElement;
  read: () => string | boolean | null; // null: not answered
  write: (value: string | boolean) => void;
};

export type Made = {
  form: HTMLFormElement;
  asked: Asked[];
  pot: HTMLInputElement;
  note: HTMLElement;       // what went wrong, aloud
  live: HTMLElement;       // what is going on
  button: HTMLButtonElement;
};

const errorId = (id: string) => `${id}-error`;

function field(id: string, label: string, required: boolean, t: Texts, box: HTMLElement): { element: HTMLElement; error: HTMLElement } {
  const error = el("p", { id: errorId(id), class: "error", part: "error", hidden: true });
  const optional = required ? null : el("span", { class: "opt", part: "optional" }, ` (${t.optional})`);
  return { element: el("div", { class: "field", part: "field" }, el("label", { for: id, part: "label" }, el("bdi", {}, label), optional), box, error), error };
}

const typed = (box: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement) => ({
  read: () => box.value.trim() || null,
  write: (value: string | boolean) => { box.value = String(value); },
});

const inputs: Record<Field["kind"], Record<string, string>> = {
  text: { type: "text", dir: "auto" },
  email: { type: "email", inputmode: "email", autocapitalize: "off", spellcheck: "false", dir: "ltr" },
  phone: { type: "tel", inputmode: "tel", dir: "ltr" },
  lines: { dir: "auto", rows: "5" },
};

function ofField(it: Field, t: Texts): [HTMLElement, Asked] {
  const id = `f-${it.name}`;
  const set = {
    id, name: it.name, part: "input", maxlength: it.max ?? null, autocomplete: it.autocomplete ?? "off", required: it.required,
    "aria-describedby": errorId(id), ...inputs[it.kind] ?? inputs.text,
  };
  const box = it.kind === "lines" ? el("textarea", set) : el("input", set);
  const { element, error } = field(id, it.label, it.required, t, box);
  return [element, { name: `fields.${it.name}`, required: it.required, kind: it.kind, box, focus: box, error, ...typed(box) }];
}

function ofQuestion(it: Question, t: Texts): [HTMLElement, Asked] {
  const id = `q-${it.id}`;
  const about = { name: `answers.${it.id}`, required: it.required, kind: it.kind };
  if (it.kind === "yes-no") {
    const radio = (value: string) => el("input", { type: "radio", name: id, value, "aria-describedby": errorId(id) });
    const yes = radio("yes"), no = radio("no");
    const error = el("p", { id: errorId(id), class: "error", part: "error", hidden: true });
    const box = el("fieldset", { class: "field", part: "field", role: "radiogroup", "aria-required": it.required ? "true" : null },
      el("legend", { part: "label" }, el("bdi", {}, it.text), it.required ? null : el("span", { class: "opt", part: "optional" }, ` (${t.optional})`)),
      el("div", { class: "row" }, el("label", {}, yes, t.yes), el("label", {}, no, t.no)), error);
    return [box, { ...about, box, focus: yes, error, read: () => (yes.checked ? true : no.checked ? false : null),
      write: (value) => { (value ? yes : no).checked = true; } }];
  }
  const set = { id, name: id, part: "input", required: it.required, "aria-describedby": errorId(id) };
  const box = it.kind === "choice"
    ? el("select", set, el("option", { value: "" }, t.choose), ...(it.choices ?? []).map((choice) => el("option", { value: choice }, choice)))
    : el("input", { ...set, type: "text", dir: "auto", maxlength: 1000, autocomplete: "off" });
  const { element, error } = field(id, it.text, it.required, t, box);
  return [element, { ...about, box, focus: box, error, ...typed(box) }];
}

function ofConsent(text: string): [HTMLElement, Asked] {
  const id = "consent";
  const box = el("input", { type: "checkbox", id, name: id, "aria-describedby": errorId(id) });
  const error = el("p", { id: errorId(id), class: "error", part: "error", hidden: true });
  const element = el("div", { class: "field", part: "field consent" }, el("label", { class: "check", part: "label" }, box, el("span", {}, ...linked(text))), error);
  return [element, { name: id, required: false, kind: "consent", box, focus: box, error, read: () => box.checked, write: (value) => { box.checked = value === true; } }];
}

export function build(definition: Definition, t: Texts, level: number): Made {
  const { title, intro, consent, language } = definition;
  const heading = el(`h${level}` as "h2", { id: "title", part: "title" }, title ?? "");
  const pot = el("input", { type: "text", name: definition.honeypot, tabindex: "-1", autocomplete: "off", "aria-hidden": "true" });
  const note = el("p", { class: "note", part: "note", role: "alert" });
  const live = el("p", { class: "live", part: "live", role: "status" });
  const button = el("button", { part: "button" }, definition.button);
  const all = [...definition.fields.map((each) => ofField(each, t)), ...definition.questions.map((each) => ofQuestion(each, t))];
  const wording = consent && consent.ticked === null ? el("p", { class: "intro", part: "wording" }, ...linked(consent.text)) : null;
  if (consent && consent.ticked !== null)
    all.push(ofConsent(consent.text));
  const form = el("form", { novalidate: true, part: "form", lang: language, dir: directionOf(language), "aria-labelledby": title ? "title" : null,
      "aria-label": title ? null : definition.business, method: "post" },
    title ? heading : null, intro ? el("p", { class: "intro", part: "intro" }, ...linked(intro)) : null,
    ...all.map(([element]) => element), wording, el("div", { class: "pot", "aria-hidden": "true" }, pot),
    el("slot", { name: "challenge" }), note, live, button);
  return { form, asked: all.map(([, asked]) => asked), pot, note, live, button };
}
