import type { Enquiry } from "../../lib/api-types";
import { t } from "./texts";

export type Answer = { id: string; text: string; value: string };

export const nameOf = (it: { name: string | null; email: string | null }) => it.name || it.email || t.nobody;
export const answersOf = (it: { answers?: unknown }): Answer[] => (Array.isArray(it.answers) ? it.answers as Answer[] : []);
export const wordOf = ({ value }: Answer) => ({ yes: t.yes, no: t.no } as Record<string, string>)[value] ?? value;
export const isOpen = (it: Enquiry) => it.state === "new" || it.state === "taken";
export const reasonOf = (reason: string | null) => t.reasons[reason ?? ""] ?? t.notProved;

const classes: Record<string, string> = { new: "st new", taken: "st warn", answered: "st good" };
export const stateClass = (it: Enquiry): string => (it.overdue ? "st bad" : classes[it.state ?? ""] ?? "st hollow t3");
export const stateWord = (it: Enquiry): string => (it.overdue ? t.late : t.states[it.state ?? ""] ?? "");
