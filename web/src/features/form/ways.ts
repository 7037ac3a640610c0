// The three ways to use a form, as text to copy.

import type { Form } from "../../lib/api-types";
import { t as et } from "../enquiry/texts";
import { draftOf } from "./draft";
import { t } from "./texts";

// By the public address of the installation, which need not be the one that the team uses.
export const addressOf = (form: Form) => form.url ?? `${location.origin}/f/${form.key}`;
const baseOf = (form: Form) => addressOf(form).replace(/\/f\/[^/]*$/, "");

const escaped = (text: string) => text.replace(/[&<>"]/g, (letter) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[letter]!);

export const scriptOf = (form: Form) => `<script async src="${baseOf(form)}/widget.js"></script>
<regulars-form form="${form.key}"><a href="${addressOf(form)}">${escaped(form.title || t.fallback)}</a></regulars-form>`;

const inputs: Record<string, string> = {
  name: 'autocomplete="name" maxlength="100"', first_name: 'autocomplete="given-name" maxlength="100"', last_name: 'autocomplete="family-name" maxlength="100"',
  email: 'type="email" autocomplete="email"', phone: 'type="tel" autocomplete="tel"',
};

// A form of plain HTML: the same fields and questions, the field for robots, the words of the consent.
export function htmlOf(form: Form): string {
  const { fields, questions } = draftOf(form);
  const required = (it: { required: boolean }) => (it.required ? " required" : "");
  const lines = fields.map((it) => (it.name === "message"
    ? `  <label>${escaped(it.label || t.fieldNames[it.name])} <textarea name="message" rows="5"${required(it)}></textarea></label>`
    : `  <label>${escaped(it.label || t.fieldNames[it.name])} <input name="${it.name}" ${inputs[it.name]}${required(it)}></label>`));
  for (const it of questions) {
    const name = `q_${it.id}`;
    const choices = it.kind === "yes-no" ? [["yes", et.yes], ["no", et.no]] : it.choices.split("\n").map((choice) => [choice, choice]);
    lines.push(it.kind === "text" ? `  <label>${escaped(it.text)} <input name="${name}"${required(it)}></label>`
      : `  <label>${escaped(it.text)} <select name="${name}"${required(it)}>
    <option value=""></option>
${choices.map(([value, shown]) => `    <option value="${escaped(value)}">${escaped(shown)}</option>`).join("\n")}
  </select></label>`);
  }
  if (form.kind === "subscribe")
    lines.push(`  <p>${escaped(form.consent_text ?? "")}</p>`);
  else if (form.consent_ask)
    lines.push(`  <label><input type="checkbox" name="consent" value="1"> ${escaped(form.consent_text ?? "")}</label>`);
  if (form.kind === "subscribe" || form.consent_ask)
    lines.push(`  <input type="hidden" name="consent_version" value="${form.consent_version}">`);
  return `<form method="post" action="${addressOf(form)}" accept-charset="utf-8">
${lines.join("\n")}
  <div hidden><input name="${form.honeypot}" tabindex="-1" autocomplete="off"></div>
  <button>${escaped(form.button ?? "")}</button>
</form>`;
}
