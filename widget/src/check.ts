// What can be said without asking the server; it checks everything again.

import type { Asked } from "./build.ts";
import type { Problem } from "./definition.ts";
import type { Texts } from "./texts.ts";

export function problemsOf(asked: Asked[], t: Texts): Problem[] {
  const problems: Problem[] = [];
  for (const { name, required, kind, read } of asked) {
    const value = read();
    if (value === null) {
      if (required)
        problems.push({ field: name, detail: kind === "choice" || kind === "yes-no" ? t.choose : t.required });
    } else if (kind === "email" && !/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(value as string)) {
      problems.push({ field: name, detail: t.badEmail });
    } else if (kind === "phone" && ((value as string).match(/\d/g) ?? []).length < 4) {
      problems.push({ field: name, detail: t.badPhone });
    }
  }
  return problems;
}

// Writes what is wrong at its fields, takes the rest away, and goes to the first. Answers what belongs to none.
export function mark(asked: Asked[], problems: Problem[]): Problem[] {
  let first: HTMLElement | undefined;
  for (const { name, box, focus, error } of asked) {
    const own = problems.filter(({ field }) => field === name);
    error.textContent = own.map(({ detail }) => detail).join(" ");
    error.hidden = !own.length;
    if (own.length) {
      box.setAttribute("aria-invalid", "true");
      first ??= focus;
    } else {
      box.removeAttribute("aria-invalid");
    }
  }
  first?.focus();
  return problems.filter(({ field }) => !asked.some(({ name }) => name === field));
}

export function clearMark({ box, error }: Asked) {
  box.removeAttribute("aria-invalid");
  error.hidden = true;
  error.textContent = "";
}

// The body of a submission.
export function bodyOf(asked: Asked[]): { fields: Record<string, unknown>; answers: Record<string, unknown>; consent?: boolean } {
  const body: ReturnType<typeof bodyOf> = { fields: {}, answers: {} };
  for (const { name, read } of asked) {
    const value = read();
    const [where, which] = name.split(/\.(.*)/);
    if (where === "consent")
      body.consent = value as boolean;
    else if (value !== null)
      body[where as "fields" | "answers"][which] = value;
  }
  return body;
}
