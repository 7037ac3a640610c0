// A form as it is edited, what is sent of it, and what the preview shows: the definition that the server would give.

import type { Form } from "../../lib/api-types";
import { t } from "./texts";

export type DraftField = { id: string; name: string; label: string; required: boolean };
export type DraftQuestion = { id: string; key: string; kind: string; text: string; required: boolean; choices: string };

export const fieldNames = ["name", "first_name", "last_name", "email", "phone", "message"];
export const questionKinds = ["text", "choice", "yes-no"];

type Stored = { name: string; label?: string; required?: boolean };
type StoredQuestion = { id: string; kind: string; text: string; required?: boolean; choices?: string[] };

let count = 0;
export const newQuestion = (): DraftQuestion => ({ id: "", key: `new${++count}`, kind: "text", text: "", required: false, choices: "" });

export function draftOf(form?: Form) {
  return {
    name: form?.name ?? "", title: form?.title ?? "", intro: form?.intro ?? "", button: form?.button ?? "", language: form?.language ?? "en",
    site: form?.site ?? "", active: form?.active ?? true,
    fields: (form?.fields as unknown as Stored[] ?? []).map((it): DraftField => ({ id: it.name, name: it.name, label: it.label ?? "", required: it.required ?? false })),
    questions: (form?.questions as unknown as StoredQuestion[] ?? []).map((it): DraftQuestion => ({
      id: it.id, key: it.id, kind: it.kind, text: it.text, required: it.required ?? false, choices: (it.choices ?? []).join("\n"),
    })),
    consent_ask: form?.consent_ask ?? false, consent_text: form?.consent_text ?? "", consent_channel: form?.consent_channel ?? "email",
    double_opt_in: form?.double_opt_in ?? false, source: form?.source ?? "", obtain_method: form?.obtain_method ?? "", tags: [...form?.tags ?? []],
    after: form?.redirect_url ? "redirect" : "thanks", thank_you: form?.thank_you ?? "", redirect_url: form?.redirect_url ?? "",
    origins: (form?.origins ?? []).join("\n"), verification: form?.verification ?? "pow", strength: form?.strength ?? "normal",
    site_key: form?.site_key ?? "", secret: "", verification_action: form?.verification_action ?? "",
  };
}
export type Draft = ReturnType<typeof draftOf>;

const lines = (text: string) => text.split("\n").map((line) => line.trim()).filter(Boolean);
const empty = (text: string) => text.trim() || null;

export function bodyOf(draft: Draft): Record<string, unknown> {
  const provider = !["pow", "none"].includes(draft.verification);
  return {
    name: draft.name.trim(), title: empty(draft.title), intro: empty(draft.intro), button: empty(draft.button), language: empty(draft.language),
    site: empty(draft.site), active: draft.active,
    fields: draft.fields.map(({ name, label, required }) => ({ name, label: label.trim(), required })),
    questions: draft.questions.map(({ id, kind, text, required, choices }) => ({
      ...(id && { id }), kind, text: text.trim(), required, ...(kind === "choice" && { choices: lines(choices) }),
    })),
    consent_ask: draft.consent_ask, consent_text: empty(draft.consent_text), consent_channel: draft.consent_channel, double_opt_in: draft.double_opt_in,
    source: empty(draft.source), obtain_method: empty(draft.obtain_method), tags: draft.tags,
    thank_you: empty(draft.thank_you), redirect_url: draft.after === "redirect" ? empty(draft.redirect_url) : null,
    origins: lines(draft.origins), verification: draft.verification, strength: draft.strength,
    ...(provider && { site_key: empty(draft.site_key), verification_action: empty(draft.verification_action), ...(draft.secret && { secret: draft.secret }) }),
  };
}

const kinds: Record<string, string> = { email: "email", phone: "phone", message: "lines" };

// As docs/develop/forms.md describes it.
export function definitionOf(form: Form, draft: Draft, business: string, colour: string | null) {
  const subscribe = form.kind === "subscribe";
  return {
    key: form.key, kind: form.kind, language: draft.language || "en", business, colour,
    title: draft.title, intro: draft.intro, button: draft.button || t.create,
    fields: draft.fields.map(({ name, label, required }) => ({ name, kind: kinds[name] ?? "text", label: label || t.fieldNames[name], required, autocomplete: "off" })),
    questions: draft.questions.map(({ key, kind, text, required, choices }) => ({ id: key, kind, text: text || "…", required, choices: lines(choices) })),
    consent: subscribe || draft.consent_ask ? { text: draft.consent_text, version: form.consent_version, ticked: subscribe ? null : false } : null,
    honeypot: "website", started: "", verification: { kind: "none", site_key: null },
  };
}
