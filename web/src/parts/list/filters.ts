// The filters of a list, as people see them: "spent_min" and "spent_max" are one, "Spent".

import { lists } from "../../lib/api-types";
import { majorUnits, minorUnits, shortDay } from "../../lib/format";
import { session } from "../../lib/session.svelte";
import { personName } from "./personName.svelte";
import { t } from "./texts";

export type FilterText = {
  label: string;
  money?: boolean;
  person?: "customer" | "contact"; // the value is somebody's id
  choices?: Record<string, string>; // words for values
  words?: (value: string) => string; // … where there are too many to list
  suggest?: () => Promise<string[]>; // what may be typed
};
export type FilterTexts = Record<string, FilterText>;

const ends = { _from: t.since, _to: t.until, _min: t.atLeast, _max: t.atMost } as const;

// The days of a list's main date have no name of their own in the address: "from" and "to".
const ofMainDate = ["from", "to"];

export function baseOf(noun: string, name: string): string {
  if (ofMainDate.includes(name))
    return "when";
  const base = name.replace(/_(from|to|min|max)$/, "");
  return base !== name && lists[noun].filters[name] ? base : name;
}

// The names of the address for a base: one, or the two ends of a range.
export function namesOf(noun: string, base: string): string[] {
  const known = lists[noun]?.filters ?? {};
  if (base === "when")
    return ofMainDate.filter((name) => name in known);
  return base in known ? [base] : [`${base}_from`, `${base}_to`, `${base}_min`, `${base}_max`].filter((name) => name in known);
}

function one(noun: string, name: string, value: string, text: FilterText): string {
  const kind = lists[noun].filters[name].kind;
  const currency = session.place?.currency ?? "EUR";
  const shown = kind === "yes" ? (value === "true" ? t.yes : t.no)
    : kind === "date" ? shortDay(value)
    : text.person ? personName(text.person, value)
    : text.money ? majorUnits(Number(value), currency)
    : text.words?.(value) ?? text.choices?.[value] ?? value;
  const end = Object.entries(ends).find(([suffix]) => `_${name}`.endsWith(suffix) && baseOf(noun, name) !== name)?.[1];
  return end ? end(shown) : shown;
}

export function sentence(noun: string, base: string, set: [string, string][], text: FilterText): string {
  return set.filter(([name]) => baseOf(noun, name) === base).map(([name, value]) => one(noun, name, value, text)).join(", ");
}

export const toAddress = (text: FilterText, kind: string, typed: string): string =>
  (text.money && typed ? String(minorUnits(typed, session.place?.currency ?? "EUR") ?? "") : kind === "text" ? typed.trim() : typed);
export const fromAddress = (text: FilterText, value: string): string =>
  (text.money && value ? majorUnits(Number(value), session.place?.currency ?? "EUR") : value);
