// What an entry of the audit says in words, and where its record is shown.

import type { Audit } from "../../lib/api-types";
import type { FieldChange } from "../../lib/changes";
import { session } from "../../lib/session.svelte";
import { t } from "./texts";

export function actionWords(action: string | null): string {
  const [noun, verb = ""] = (action ?? "").split(".");
  const what = t.nouns[noun] ?? noun.replaceAll("_", " ");
  return `${what} ${t.verbs[verb] ?? verb.replaceAll("_", " ")}`.trim();
}

export const actorName = (entry: Audit) => (entry.actor.kind === "system" ? t.system : entry.actor.name ?? t.kinds[entry.actor.kind ?? ""] ?? t.somebody);
export const changesOf = (entry: Audit) => (Array.isArray(entry.changes) ? entry.changes as FieldChange[] : []);

const homes: Record<string, string> = { cus: "customers", con: "leads", bkg: "bookings", svy: "surveys", frm: "forms" };
export function recordHref(id: string | null): string {
  const home = homes[(id ?? "").slice(0, 3)];
  return home ? `${session.home}/${home}/${id}` : "";
}
